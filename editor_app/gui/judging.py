"""What helps an editor to judge items one after the other, put together for the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.gui.folder_books import FolderBooks
from editor_app.gui.going import Going
from editor_app.gui.known_stories import KnownStories
from editor_app.gui.paging import Paging
from editor_app.gui.panes import Panes
from editor_app.gui.session import Session
from editor_app.gui.standings import Standings
from editor_app.gui.theme import ThemeController


class Judging(QObject):
    """Puts the helpers together."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        window: QWidget,
        panes: Panes,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._books = FolderBooks(session, self)
        self._stories = KnownStories(session, self._books, panes.detail, themes, self)
        self._standings = Standings(self._books, panes.detail.page, self)
        self._going = Going(session, panes, self._stories, actions, window)
        self._paging = Paging(session, panes.detail, panes.table, actions, window)
        self._going.said.connect(self.said)
        self._paging.said.connect(self.said)

    @property
    def back_sign(self) -> QWidget:
        """The way back to where the editor came from, for the status line."""
        return self._going.sign
