"""Reading a folder: a job reads the files, and their rows are taken into the catalog bit by bit."""

from __future__ import annotations

import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.catalog import Catalog
from editor_app.core.garbage import garbage_left_alone
from editor_app.gui.announcement import Announcement

if TYPE_CHECKING:
    from editor_app.core.folder import ItemFolder
    from editor_app.core.row_table import RowTable
    from editor_app.gui.jobs import Job, Jobs
    from editor_app.gui.safekeeping import Safekeeping

_SLICE = 0.006  # seconds that taking rows in may hold the window up
_PART = 50  # rows of known items that are taken in before a look at the clock
# Seconds between two times that the list is told what files say now, which costs as much as it is long.
_TELLING = 0.4
_LEAD = (
    100  # milliseconds that list and page are given to be drawn for the first time, before reading goes on
)
_PATIENCE = 0.3  # seconds, at most, that reading waits for that


class FolderLoading(QObject):
    """Reads one folder after the other, or the same one again."""

    items_added = Signal(object)
    items_changed = Signal(object)
    pending_changed = Signal()
    finished = Signal()
    failed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        safekeeping: Safekeeping,
        prepared: Callable[[Sequence[int]], Iterator[None]],
        parent: QObject,
    ) -> None:
        """:param prepared: has those who will be told of new items do what takes them long, in small steps."""
        super().__init__(parent)
        self._jobs = jobs
        self._safekeeping = safekeeping
        self._prepared = prepared
        self._catalog = Catalog()
        self._job: Job | None = None
        self._is_drawn = threading.Event()
        self._lead = QTimer(self)
        self._lead.setSingleShot(True)
        self._lead.timeout.connect(self._go_on_reading)
        # Rows that have arrived, and numbers of those in the catalog that the list does not know of yet.
        self._arrived: deque[RowTable] = deque()
        self._unannounced: list[int] = []
        self._announcement: Announcement | None = None
        self._intake = QTimer(self)
        self._intake.setInterval(0)
        self._intake.timeout.connect(self._take_in)
        self._all_read = self._is_complete = self._is_again = False
        self._changed: list[int] = []
        self._told_of_changes = 0.0
        safekeeping.ready.connect(self._start_intake)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def is_complete(self) -> bool:
        """Whether the last reading has come to its end."""
        return self._is_complete

    def forget(self) -> None:
        """Another folder is opened: what is still to come is no matter of it."""
        self._job = None
        self._intake.stop()
        self._arrived.clear()

    def start(self, folder: ItemFolder, catalog: Catalog) -> None:
        """Read a folder's files into its catalog, which may hold some already."""
        self._catalog = catalog
        self._is_again = len(catalog) > 0
        # Neither need it look at what the program itself is made of.
        gc.freeze()
        self._arrived.clear()
        self._unannounced, self._announcement = [], None
        self._changed, self._told_of_changes = [], time.monotonic()
        self._all_read = self._is_complete = False
        self._is_drawn = threading.Event()
        self._job = self._jobs.start(
            _Load(folder, self._is_drawn),
            progressed=self._on_rows,
            succeeded=self._on_all_rows,
            failed=self.failed,
            ended=self._on_load_ended,
        )

    def cancel(self) -> None:
        """Stop reading; what has been read stays usable."""
        if self._job is not None:
            self._job.cancel()

    def _on_rows(self, rows: RowTable) -> None:
        if self._is_current(self._job):
            # Rows of items that are there already are taken in one by one.
            self._arrived.extend(rows.parts(_PART) if self._is_again else (rows,))
            self._start_intake()

    def _on_load_ended(self) -> None:
        if self._is_current(self._job):
            self._all_read = True
            self._start_intake()

    def _on_all_rows(self, _: object) -> None:
        if self._is_current(self._job):
            self._is_complete = True

    def _start_intake(self) -> None:
        """Nothing is shown that could be decided about before the journal can keep it."""
        if self._job is not None and not self._safekeeping.is_opening:
            self._intake.start()

    def _take_in(self) -> None:
        """Take rows into the catalog, a few at a time, and tell the list of them in growing steps."""
        until = time.monotonic() + _SLICE
        restored = False
        while self._arrived and time.monotonic() < until:
            rows = self._arrived.popleft()
            taken = self._catalog.add(rows)
            self._changed += taken.changed
            self._unannounced += taken.new
            restored |= self._safekeeping.take_in(rows.paths, taken.changed)
        self._tell_of_changes()
        if restored:
            self.pending_changed.emit()
        # Each announcement costs as much as there are items: as many must be new.
        announced = len(self._catalog) - len(self._unannounced)
        is_enough = len(self._unannounced) >= max(1, announced) or (self._all_read and not self._arrived)
        if self._announcement is None and self._unannounced and is_enough:
            items, self._unannounced = self._unannounced, []
            self._announcement = Announcement(items, self._prepared(items))
        if self._announcement is not None and self._announcement.is_due(time.monotonic() + _SLICE / 2):
            items, self._announcement = self._announcement.items, None
            if items:
                self.items_added.emit(items)
                if not announced:
                    self._lead.start(_LEAD)
                return  # the list is drawn before anything else
        if not self._arrived and self._announcement is None:
            self._intake.stop()
            if self._all_read:
                self._finish()

    def _go_on_reading(self) -> None:
        self._is_drawn.set()

    def _tell_of_changes(self) -> None:
        """Tell of items that read differently now: when there is a moment for it, since each telling costs as much as
        there are items.
        """
        now = time.monotonic()
        more_may_come = self._arrived or not self._all_read
        if not self._changed or (more_may_come and now - self._told_of_changes < _TELLING):
            return
        self._told_of_changes = now
        changed, self._changed = self._changed, []
        on_their_way = {*self._unannounced, *(self._announcement.items if self._announcement else ())}
        if not on_their_way.isdisjoint(changed):
            self.announce()  # the list must know them before it hears that they have changed
        self.items_changed.emit(changed)
        self.pending_changed.emit()

    def announce(self) -> None:
        """Tell at once of all that is new."""
        items = (
            self._unannounced if self._announcement is None else self._announcement.items + self._unannounced
        )
        self._announcement, self._unannounced = None, []
        if items:
            self.items_added.emit(items)

    def _finish(self) -> None:
        # Files that were not there are no matter of this: whoever watches the folder looks twice.
        self._job = None
        # What has been read stays: the garbage collector need not look at all of it again and again.
        gc.freeze()
        self.finished.emit()
        self._safekeeping.end_reading(complete=self._is_complete)

    def _is_current(self, job: Job | None) -> bool:
        return job is not None and self.sender() is job


class _Load:
    """:param is_drawn: set once the first rows are to be seen. Until then nothing more is read: all is drawn
    several times as fast while no other thread wants the interpreter, and no process the processor.
    """

    def __init__(self, folder: ItemFolder, is_drawn: threading.Event) -> None:
        self._folder = folder
        self._is_drawn = is_drawn

    def __call__(self, job: Job) -> None:
        # In the job's thread: what reads a folder takes some ten milliseconds to load.
        from editor_app.core.loader import load_rows
        from editor_app.core.row_cache import RowCache

        cache = None if self._folder.only else RowCache(self._folder.root)
        with garbage_left_alone():
            for rows in load_rows(self._folder, cancelled=job.is_cancelled, cache=cache):
                job.report(rows)
                if len(rows) and not self._is_drawn.is_set():
                    self._is_drawn.wait(_PATIENCE)
                    self._is_drawn.set()
            # What has been read stays: a collector that wakes up now would look at all of it.
            gc.freeze()
