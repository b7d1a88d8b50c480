"""Where the item on the page stands in its folder, shown beside its scores."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor_app.core.row_types import Row
from editor_app.gui.folder_books import FolderBooks
from editor_app.gui.item_page import ItemPage


class Standings(QObject):
    """Reads the folder's books for the page, again whenever either has changed."""

    def __init__(self, books: FolderBooks, page: ItemPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._books = books
        self._page = page
        self._row: Row | None = None
        page.row_shown.connect(self._on_row)
        books.changed.connect(self._show)

    def _on_row(self, row: Row) -> None:
        self._row = row
        self._books.want()
        self._show()

    def _show(self) -> None:
        row = self._row
        if row is None:
            return
        if not self._books.are_complete:
            self._page.context.show_waiting()
            return
        scores = self._books.scores
        standing = None if row.quality is None else scores.standing(row.quality)
        share = scores.share(row.provider or row.domain)
        self._page.context.show_standing(standing, share)
