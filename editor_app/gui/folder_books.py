"""What is known of the open folder as a whole, kept true between other work of the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.folder_scores import FolderScores
from editor_app.core.story_index import StoryIndex
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices

_STEP: Final = 128  # items; to take in so many takes about a millisecond
_FEW: Final = 32  # items that are taken in at once


class FolderBooks(QObject):
    """Books on where the items' stories are and how they score. Nothing is written down until somebody asks."""

    changed = Signal()
    """The books tell something else now, or can be read for the first time."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_wanted = self._is_kept = self._is_complete = False
        self._waiting: deque[Sequence[int]] = deque()
        self._slices = Slices(self, right_of_way=session.right_of_way)
        self._slices.finished.connect(self._on_done)
        # What is on the page can wait for the next item, which is there first after a decision.
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self.changed)
        self._close()
        session.opened.connect(self._close)
        session.loading_finished.connect(self._open)
        session.items_added.connect(self._on_items)
        session.items_changed.connect(self._on_items)
        session.items_removed.connect(self._on_items)
        # A save changes next to nothing in the books, and needs the processor itself.
        session.save_started.connect(self._slices.pause)
        session.save_finished.connect(self._go_on)

    @property
    def are_complete(self) -> bool:
        """Whether the books hold every item."""
        return self._is_complete

    def want(self) -> None:
        """Somebody will read the books: begin to keep them, as soon as the folder has been read."""
        if not self._is_wanted:
            self._is_wanted = True
            self._open()

    def _close(self) -> None:
        """Another folder is open: all that is known is about the old one."""
        self._slices.stop()
        self._telling.stop()
        self._waiting.clear()
        self._is_kept = self._is_complete = False
        self.stories = StoryIndex()
        self.scores = FolderScores()

    def _open(self) -> None:
        session = self._session
        if self._is_wanted and not self._is_kept and session.folder is not None and not session.is_loading:
            self._is_kept = True
            self._on_items(range(len(session.catalog.state_codes)))

    def _on_items(self, items: Sequence[int]) -> None:
        if not self._is_kept:
            return  # all will be looked at when the books are opened
        if len(items) <= _FEW and self._is_complete and not self._waiting:
            self._take(items)
            self._telling.start()
            return
        self._waiting.append(items)
        self._begin()

    def _go_on(self) -> None:
        self._slices.resume()
        self._begin()

    def _begin(self) -> None:
        if self._waiting and not self._slices.is_at_work and not self._session.is_saving:
            self._slices.start(self._steps())

    def _steps(self) -> Iterator[None]:
        while self._waiting:
            items = self._waiting.popleft()
            for start in range(0, len(items), _STEP):
                self._take(items[start : start + _STEP])
                yield

    def _take(self, items: Sequence[int]) -> None:
        catalog = self._session.catalog
        self.stories.take(catalog, items)
        self.scores.take(catalog, items)

    def _on_done(self) -> None:
        if self._waiting:
            self._slices.start(self._steps())
            return
        self._is_complete = True
        self.changed.emit()
