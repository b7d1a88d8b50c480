"""What helps an editor to judge items one after the other, put together for the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.gui.focusing import Focusing
from editor_app.gui.folder_books import FolderBooks
from editor_app.gui.going import Going
from editor_app.gui.known_stories import KnownStories
from editor_app.gui.paging import Paging
from editor_app.gui.panes import Panes
from editor_app.gui.picturing import Picturing
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.standings import Standings
from editor_app.gui.status_line import StatusLine
from editor_app.gui.theme import ThemeController


class Judging(QObject):
    """Puts the helpers together."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        themes: ThemeController,
        panes: Panes,
        status: StatusLine,
        actions: Mapping[str, QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._books = FolderBooks(session, self)
        self.stories = KnownStories(session, self._books, panes.detail, themes, self)
        self._standings = Standings(self._books, panes.detail.page, self)
        self.going = Going(session, panes, self.stories, actions, window)
        self.paging = Paging(session, panes.detail, panes.table, actions, window)
        self.focusing = Focusing(session, panes, self.paging, actions, themes, window)
        self.picturing = Picturing(session, settings, panes.detail.page, actions, self)
        status.add_sign(self.going.sign)
        self.going.said.connect(status.say)
        self.paging.said.connect(status.say)
        self.picturing.said.connect(status.say)
