"""Leaving for the browser: the story of an item, or a link of its page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor_app.gui.item_table import ItemTable
from editor_app.gui.session import Session


class StoryLinks(QObject):
    """Opens addresses of the web, and nothing else."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(self, session: Session, table: ItemTable, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._table = table
        table.doubleClicked.connect(self.open_in_browser)

    def open_in_browser(self) -> None:
        """Open the story of the current item in the browser."""
        item = self._table.current_item()
        if item is not None:
            self.open(self._session.catalog.row(item).url)

    def open(self, address: str) -> None:
        """Open an address in the browser."""
        from PySide6.QtGui import QDesktopServices

        from editor_app.gui.web_links import web_url

        url = web_url(address)
        if url is None:
            self.said.emit(self.tr("This item has no web address that can be opened."))
        elif not QDesktopServices.openUrl(url):
            self.said.emit(self.tr("No browser could be started."))
