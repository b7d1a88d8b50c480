"""Editing title and excerpt of the item on the page: what is put into the boxes, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from editor_app.core.decision import Rewrite, TextChange
from editor_app.core.text_place import EXCERPT, TITLE, TextPlace
from editor_app.gui.item_page import ItemPage
from editor_app.gui.session import Session
from editor_app.gui.text_editor import can_be_edited


class TextEditing(QObject):
    """Makes a decision of what was typed, and only of what was typed: a text that nobody touched is not written."""

    left = Signal()
    """The editor is done here: the list may have the focus."""

    def __init__(self, session: Session, page: ItemPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._item = 0
        self._bases: dict[TextPlace, str] = {}
        page.text_editor.accepted.connect(self._on_accepted)
        page.text_editor.left.connect(self.left)

    def begin(self, item: int, mending: Sequence[TextChange]) -> str:
        """Show the boxes, with the texts as they are read on the page.

        :param mending: what is shown mended; that is what somebody who edits it begins with.
        :returns: why that cannot be done; empty where it can.
        """
        row = self._session.catalog.shown_row(item)
        if row.problem is not None or self._session.read_only:
            return self.tr("The texts of this item cannot be edited here.")
        self._item, self._bases = item, {TITLE: row.title, EXCERPT: row.excerpt}
        shown = self._bases | {change.place: change.new for change in mending if change.place.is_own}
        if not all(map(can_be_edited, shown.values())):
            return self.tr(
                "A text of this item is too long, or holds signs that cannot be seen; edit its file."
            )
        self._page.begin_editing(shown[TITLE], shown[EXCERPT])
        return ""

    def finish(self) -> None:
        """Take what has been typed, as whoever goes on to something else wants it; what cannot be taken is left."""
        if not self._page.is_editing:
            return
        if self._page.text_editor.may_be_accepted():
            self._take_typed()
        self._page.end_editing()

    def _take_typed(self) -> None:
        editor = self._page.text_editor
        title, excerpt = editor.title.typed, editor.excerpt.typed
        wanted = {TITLE: None if title is None else " ".join(title.split("\n")), EXCERPT: excerpt}
        changes = [
            TextChange(place, self._bases[place], text)
            for place, text in wanted.items()
            if text is not None and text != self._bases[place]
        ]
        if changes and self._session.catalog.holds(self._item):
            self._session.rewrite({self._item: Rewrite(tuple(changes))}, "rewritten")

    def _on_accepted(self) -> None:
        self.finish()
        self.left.emit()
