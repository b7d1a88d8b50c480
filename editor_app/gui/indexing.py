"""Keeps the index of the open folder's items, whenever nothing else is to be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from editor_app.core.item_index import ItemIndex
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices

_PAUSE: Final = 100  # milliseconds without news of items
_FEWEST: Final = 20_000  # items; fewer are counted quickly enough without an index
_STALE: Final = 2_000  # items; more of them are looked at again, for all that is asked


class Indexing(QObject):
    """Makes the session's index once the folder has been read, and anew when too much of it is out of date."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._coming = session.index
        self._slices = Slices(self, right_of_way=session.right_of_way)
        self._slices.finished.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._begin)
        session.opened.connect(self._stop)
        for busy in (session.loading_started, session.save_started):
            busy.connect(self._stop)
        session.save_finished.connect(self._look)
        session.loading_finished.connect(self._look)
        for signal in (session.items_added, session.items_changed, session.items_removed):
            signal.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether a newer index is on its way."""
        return self._pause.isActive() or self._slices.is_at_work

    def _stop(self) -> None:
        """Another folder is open now, or other work goes on that has to be done first."""
        self._pause.stop()
        self._slices.stop()

    def _look(self) -> None:
        """Items have come, or read differently: after a pause, since more may follow."""
        if self._slices.is_at_work or self._session.is_loading or self._session.is_saving:
            return
        count, index = len(self._session.catalog.files), self._session.index
        if count >= _FEWEST and index.behind > _STALE:
            self._pause.start()

    def _begin(self) -> None:
        self._coming = ItemIndex(self._session.catalog)
        self._slices.start(self._coming.build())

    def _take(self) -> None:
        self._session.index = self._coming
        self._look()
