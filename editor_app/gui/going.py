"""Going from an item to one that is related to it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from editor_app.core.catalog import Queue
from editor_app.core.display_text import short
from editor_app.gui.known_stories import KnownStories
from editor_app.gui.panes import Panes
from editor_app.gui.session import Session

_MOST: Final = 50  # places that one can go back to
_LONGEST: Final = 60  # characters of a title


@dataclass(frozen=True, slots=True)
class _Place:
    """What the list showed, and where in it the editor stood."""

    queue: Queue
    search: str
    item: int
    row: int


class Going(QObject):
    """Keeps the places from which the editor went to other items, the last one first to go back to."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        panes: Panes,
        stories: KnownStories,
        actions: Mapping[str, QAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._table = panes.table
        self._model = panes.model
        self._queues = panes.queues
        self._search = panes.search
        self._stories = stories
        self._back = actions["goBackAction"]
        self._places: list[_Place] = []
        self.sign = BackSign(self._back)
        stories.chosen.connect(self.go_to)
        session.opened.connect(self._forget)
        self._forget()

    def go_to(self, item: int) -> None:
        """Show an item in the list; the search is cleared and the queue left only where it is not there."""
        here = self._table.current_item()
        if here is None or not self._session.catalog.holds(item):
            return
        queue = self._model.view.queue
        self._places.append(_Place(queue, self._search.text(), here, self._table.currentIndex().row()))
        del self._places[:-_MOST]
        self._model.complete()
        if self._model.row_of(item) is None:
            self._search.clear()
            if not self._session.catalog.is_in(item, queue):
                self._queues.choose(Queue.ALL)
            self._model.complete()
        self._table.select_items([item])
        self._show_way()
        title = short(self._session.catalog.shown_row(item).title, _LONGEST)
        self.said.emit(self.tr("Went to “{0}”").format(title))

    def go_to_related(self) -> None:
        """Go to the first of the related stories that is an item of the folder."""
        if self._stories.items:
            self.go_to(self._stories.items[0])
        elif self._stories.are_known:
            self.said.emit(self.tr("None of the related stories is an item of this folder."))
        else:
            self.said.emit(self.tr("The folder has not been looked through yet; try again in a moment."))

    def go_back(self) -> None:
        """Show the list as it was before, with the item that was read."""
        if not self._places:
            return
        place = self._places.pop()
        self._queues.choose(place.queue)
        self._search.setText(place.search)
        self._model.complete()
        if self._model.row_of(place.item) is not None:
            self._table.select_items([place.item])
            self.said.emit(self.tr("Back where you were"))
        else:
            self._table.select_row(place.row)
            self.said.emit(self.tr("Back where you were; the item is not in this list any more"))
        self._show_way()

    def _forget(self) -> None:
        """Another folder is open: its items are others."""
        self._places.clear()
        self._show_way()

    def _show_way(self) -> None:
        self._back.setEnabled(bool(self._places))
        self.sign.setVisible(bool(self._places))


class BackSign(QToolButton):
    """The way back, in the status line."""

    def __init__(self, back: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backSign")
        self.setDefaultAction(back)
        self.setProperty("kind", "link")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
