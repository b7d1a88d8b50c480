"""One save under way: a job writes the files, and what has become of them is taken in bit by bit."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.catalog import Catalog
from editor_app.core.saved_decisions import SavedDecisions

if TYPE_CHECKING:
    from editor_app.core.decision import ItemEdit
    from editor_app.core.save_result import SaveResult
    from editor_app.core.store import Store
    from editor_app.gui.jobs import Job, Jobs
    from editor_app.gui.safekeeping import Safekeeping

_SLICE = 0.006  # seconds that taking results in may hold the window up
# Seconds between two times that the list is told what files say now, which costs as much as it is long.
_TELLING = 0.4


@dataclass(slots=True)
class SaveReport:
    """What became of a batch: how many files were written, and those that were not, with their reasons."""

    saved: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    """Items that somebody else has changed meanwhile; the editor has to choose."""
    total: int = 0
    refused: bool = False


class BatchSaving(QObject):
    """Saves one batch after the other."""

    items_changed = Signal(object)
    """These items have been written, or could not be."""
    progressed = Signal(int, int)
    refused = Signal(str)
    """Nothing was saved, with a sentence why."""
    finished = Signal(object)
    """A :class:`SaveReport`."""

    def __init__(self, jobs: Jobs, safekeeping: Safekeeping, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._safekeeping = safekeeping
        self._job: Job | None = None
        self._catalog = Catalog()
        self._saved = SavedDecisions()
        self._report = SaveReport()
        self._under_way: dict[str, tuple[int, ItemEdit]] = {}
        # Results that have arrived, and items that the list does not know of yet.
        self._results: deque[SaveResult] = deque()
        self._changed: list[int] = []
        self._intake = QTimer(self)
        self._intake.setInterval(0)
        self._intake.timeout.connect(self._take_in_results)
        self._all_saved = self._is_synced = False
        self._told = 0.0

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, store: Store, catalog: Catalog, saved: SavedDecisions) -> int:
        """Write everything that is pending.

        :param saved: what is to know of decisions that have been written.
        :returns: how many files that are.
        """
        self._catalog, self._saved = catalog, saved
        paths = catalog.files.paths
        self._under_way = {paths[item]: (item, edit) for item, edit in catalog.pending.items()}
        changes = [(path, edit) for path, (_, edit) in self._under_way.items()]
        self._report = SaveReport(total=len(changes))
        self._all_saved = self._is_synced = False
        self._told = time.monotonic()
        self._safekeeping.begin_save(self._under_way)
        self._job = self._jobs.start(
            _Save(store, changes),
            progressed=self._on_results,
            succeeded=self._on_synced,
            failed=self._on_refused,
            ended=self._on_ended,
            priority=2,
        )
        return len(changes)

    def stop_soon(self) -> None:
        """Stop after the files that are being written; the others stay pending."""
        if self._job is not None:
            self._job.stop_soon()

    def forget(self) -> None:
        """Another folder is opened: what is still to come is no matter of it."""
        self._job = None
        self._intake.stop()
        self._results.clear()
        self._changed = []

    def _on_results(self, results: list[SaveResult]) -> None:
        if self._is_current(self._job):
            self._results.extend(results)
            self._intake.start()

    def _take_in_results(self) -> None:
        """Take in what has become of files, a few at a time; the list is told of them now and then."""
        until = time.monotonic() + _SLICE
        while self._results and time.monotonic() < until:
            self._take_in_result(self._results.popleft())
        if self._results:
            return
        self._intake.stop()
        now = time.monotonic()
        if not self._all_saved and now - self._told < _TELLING:
            return  # more are on their way
        self._told = now
        changed, self._changed = self._changed, []
        if changed:
            self._safekeeping.keep_pending(changed)
            self.items_changed.emit(changed)
            done = self._report.saved + len(self._report.failed) + len(self._report.conflicts)
            self.progressed.emit(done, self._report.total)
        if self._all_saved:
            self._finish()

    def _take_in_result(self, result: SaveResult) -> None:
        item, edit = self._under_way[result.path]
        if not self._catalog.holds(item):
            return
        self._changed.append(item)
        if result.done and result.found is not None:
            self._report.saved += result.is_change
            self._catalog.saved(item, result.found, edit)
            self._saved.record(item, edit)
        elif result.conflict is not None and result.row is not None:
            # It finds the conflict, unless something else is wanted by now.
            self._catalog.update(item, result.row)
            self._catalog.meets(item, result.conflict)
            if self._catalog.conflict(item) is None and self._catalog.edit(item) == edit:
                self._catalog.set_failure(item, result.reason)
            self._report.conflicts.append(item)
        else:
            if result.is_gone:
                self._catalog.mark_missing(item)
            self._catalog.set_failure(item, result.reason)
            self._report.failed.append((item, result.reason))

    def _on_refused(self, sentence: str) -> None:
        self._report.refused = True
        self.refused.emit(sentence)

    def _on_synced(self, _: object) -> None:
        if self._is_current(self._job):
            self._is_synced = True

    def _on_ended(self) -> None:
        if self._is_current(self._job):
            self._all_saved = True
            self._intake.start()

    def _finish(self) -> None:
        self._job = None
        self._safekeeping.end_save(synced=self._is_synced)
        self.finished.emit(self._report)

    def _is_current(self, job: Job | None) -> bool:
        return job is not None and self.sender() is job


class _Save:
    """Results are sent in bundles: a signal for each of 10,000 files would keep the window busy."""

    _INTERVAL = 0.05  # seconds

    def __init__(self, store: Store, changes: list[tuple[str, ItemEdit]]) -> None:
        self._store = store
        self._changes = changes

    def __call__(self, job: Job) -> None:
        bundle: list[SaveResult] = []
        sent = time.monotonic()
        for result in self._store.save(self._changes, cancelled=job.is_stopping):
            bundle.append(result)
            if time.monotonic() - sent > self._INTERVAL:
                job.report(bundle)
                bundle, sent = [], time.monotonic()
        if bundle:
            job.report(bundle)
