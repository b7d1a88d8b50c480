"""Taking what a look at the folder has found into the catalog, a little at a time, and telling of it once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.gui.announcement import Announcement

if TYPE_CHECKING:
    from editor_app.core.row_table import RowTable
    from editor_app.core.row_types import Row
    from editor_app.core.sweep import Sweep
    from editor_app.gui.session import Session

_PART = 50  # rows that are taken in before a look at the clock
_SLICE = 0.006  # seconds that taking rows in may hold the window up


class Reading:
    """The items under the editor's eyes; of very many a set is only made once something is to be looked up in it."""

    def __init__(self, items: Sequence[int] = ()) -> None:
        self._items = items

    @cached_property
    def items(self) -> frozenset[int]:
        return frozenset(self._items)


class NewsIntake(QObject):
    """Rows come into the catalog at once, the list is told when all of them are there."""

    telling = Signal()
    """The list is about to be told what has changed; it is to keep its place."""
    told = Signal(object)
    """The list knows everything now: the items that were there and read differently."""
    finished = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._renamed: list[tuple[str, Row]] = []
        self._gone: list[str] = []
        self._back: list[str] = []
        self._rows: deque[RowTable] = deque()
        self._changed: list[int] = []
        self._added: list[int] = []
        self._reading = Reading()
        self._announcement: Announcement | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take_some)

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive()

    def set_reading(self, reading: Reading) -> None:
        """Items under the editor's eyes: they stay, also without their files."""
        self._reading = reading

    def take(self, sweep: Sweep) -> None:
        """Take in what a look has found."""
        self._renamed, self._gone, self._back = list(sweep.renamed), sweep.gone, sweep.back
        self._rows.extend(part for rows in sweep.rows for part in rows.parts(_PART))
        self._timer.start()

    def break_off(self) -> None:
        """Leave what has not been taken in yet to the next look, and tell of the rest."""
        if self._timer.isActive():
            self._renamed, self._gone, self._back = [], [], []
            self._rows.clear()
            self._finish()

    def forget(self) -> None:
        """Another folder is open now."""
        self._timer.stop()
        self._renamed, self._gone, self._back = [], [], []
        self._rows.clear()
        self._changed, self._added, self._announcement = [], [], None
        self._reading = Reading()

    def _take_some(self) -> None:
        catalog = self._session.catalog
        until = time.monotonic() + _SLICE
        while self._renamed and time.monotonic() < until:
            old, row = self._renamed.pop()
            item = catalog.find(old)
            if item is not None and catalog.find(row.path) is None:
                catalog.rename(item, row)
                self._session.safekeeping.follow(old, item)
                self._changed.append(item)
        while self._rows and time.monotonic() < until:
            rows = self._rows.popleft()
            taken = catalog.add(rows)
            self._session.safekeeping.take_in(rows.paths, taken.changed)
            self._changed += taken.changed
            self._added += taken.new
        if self._rows or self._renamed:
            return
        if self._announcement is None:
            self._announcement = Announcement(self._added, self._session.prepared(self._added))
        if self._announcement.is_due(until):
            self._finish()

    def _finish(self) -> None:
        self._timer.stop()
        session, catalog = self._session, self._session.catalog
        leaving = []
        for path in self._gone:
            item = catalog.find(path)
            if item is None:
                continue
            if item in catalog.pending or item in self._reading.items:
                catalog.mark_missing(item)
                self._changed.append(item)
            else:
                leaving.append(item)
        for path in self._back:
            item = catalog.find(path)
            if item is not None:
                catalog.mark_found(item)
                self._changed.append(item)
        self._announcement = None
        changed, added = self._changed, self._added
        self._changed, self._added = [], []
        if changed or added or leaving:
            self.telling.emit()
            if changed:
                session.items_changed.emit(changed)
            if added:
                session.items_added.emit(added)
            session.let_go(leaving)
            session.pending_changed.emit()
            self.told.emit(changed)
        self.finished.emit()
