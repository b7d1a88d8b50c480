"""Work of the interface thread that is done in slices, between which the window answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.right_of_way import GivingWay, RightOfWay

_SLICE: Final = 0.004  # seconds; each step of the work must be shorter than this
_QUIET_SLICE: Final = 0.003
_REST: Final = 6  # milliseconds


class Slices(QObject):
    """Steps through an iterator while nothing else is to be done; what is started takes the place of what was.

    :param right_of_way: nobody waits for this work. It rests between its slices, so that several such works at once
        leave most of the time to what the editor does; and while what the editor has asked for is carried out.
    """

    finished = Signal()

    def __init__(self, parent: QObject | None = None, *, right_of_way: RightOfWay | None = None) -> None:
        super().__init__(parent)
        self._right_of_way = right_of_way
        self._giving_way: GivingWay | None = None
        self._length = _SLICE if right_of_way is None else _QUIET_SLICE
        self._work: Iterator[None] | None = None
        self._is_paused = False
        self._timer = QTimer(self)
        self._timer.setInterval(0 if right_of_way is None else _REST)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_at_work(self) -> bool:
        return self._timer.isActive()

    def start(self, work: Iterator[None]) -> None:
        self._work = work
        self._is_paused = False
        if self._right_of_way is not None:
            self._giving_way = GivingWay(self._right_of_way)
        self._timer.start()

    def stop(self) -> None:
        self._work = None
        self._is_paused = False
        self._timer.stop()

    def pause(self) -> None:
        """Stand still until :meth:`resume`, if there is anything to do."""
        self._is_paused = self._is_paused or self._timer.isActive()
        self._timer.stop()

    def resume(self) -> None:
        """Go on where the work was paused."""
        if self._is_paused:
            self._is_paused = False
            self._timer.start()

    def _go_on(self) -> None:
        if self._giving_way is not None and self._giving_way.rest():
            return
        if self._work is None:
            self._timer.stop()
            self.finished.emit()  # what is done then is a slice of its own
            return
        end = time.perf_counter() + self._length
        while time.perf_counter() < end:
            try:
                next(self._work)
            except StopIteration:
                self._work = None
                return
