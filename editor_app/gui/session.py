"""An open folder at work: loading, deciding, undoing, saving. The window shows it and asks it; it knows no widget."""

from __future__ import annotations

import gc
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from editor_app.core.backup import Backups
from editor_app.core.catalog import Catalog
from editor_app.core.decision import Decision, Fields, ItemEdit, Rewrite, TextChange
from editor_app.core.errors import EditorAppError
from editor_app.core.file_links import link_notes
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.folder_lock import WindowLock
from editor_app.core.frontmatter import split
from editor_app.core.garbage import garbage_left_alone
from editor_app.core.git_state import branch
from editor_app.core.item_index import ItemIndex
from editor_app.core.loader import load_rows
from editor_app.core.outline import read_outline
from editor_app.core.plan import Change, Plan
from editor_app.core.row import Row, is_plain_yaml
from editor_app.core.row_cache import RowCache
from editor_app.core.row_table import RowTable
from editor_app.core.saved_decisions import SavedDecisions
from editor_app.core.step import Step
from editor_app.core.store import Outcome, SaveResult, Store
from editor_app.core.text_repair import may_hold_damage, repairs
from editor_app.core.topics import TopicList
from editor_app.gui.announcement import Announcement
from editor_app.gui.commands import DecisionCommand
from editor_app.gui.jobs import Job, Jobs
from editor_app.gui.safekeeping import Safekeeping

if TYPE_CHECKING:
    from editor_app.core.item import Item

_SLICE = 0.006  # seconds that taking rows in may hold the window up
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


@dataclass(frozen=True, slots=True)
class LoadedItem:
    """One whole item as it is on disk: its bytes, and its reading or the reason why there is none."""

    item: int
    data: bytes
    whole: Item | None
    reason: str = ""
    notes: tuple[str, ...] = ()
    """What its place in the file system means for saving it."""
    repairs: tuple[TextChange, ...] = ()
    """What would mend those of its texts that are damaged."""


@dataclass(frozen=True, slots=True)
class _Opened:
    root: Path
    topics: TopicList
    topic_problems: list[str]
    branch: str


class Session(QObject):
    """The open folder.

    Items are named by their number in the catalog. All files are read and written by jobs; every signal arrives in
    the interface thread.
    """

    opened = Signal()
    """Another folder is open now; the catalog is new."""
    # Of objects: lists Qt would copy for each slot, number by number. Nobody changes what is sent.
    items_added = Signal(object)
    items_changed = Signal(object)
    """These items read differently now: by a decision, by undoing one, or because their file was read again."""
    items_leaving = Signal(object)
    """The files of these items are gone; the catalog still knows them, for whoever shows them."""
    items_removed = Signal(object)
    decided = Signal(object, bool)
    """A decision about these items has been laid over them; the flag says that it was taken back."""
    pending_changed = Signal()
    loading_started = Signal()
    loading_finished = Signal()
    site_read = Signal()
    """The site's topics and the branch are known."""
    save_started = Signal(int)
    save_progressed = Signal(int, int)
    save_finished = Signal(object)
    """A :class:`SaveReport`."""
    save_refused = Signal(str)
    """Nothing was saved, with a sentence why."""
    item_loaded = Signal(object)
    """A :class:`LoadedItem`."""
    decisions_restored = Signal(int, int)
    """Decisions of an earlier session are pending again: how many, and how many more are about files that are gone."""
    failed = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.undo_stack = QUndoStack(self)
        self.catalog = Catalog()
        self.index = ItemIndex(self.catalog)
        self.saved = SavedDecisions()
        self.topics = TopicList()
        self.topic_problems: list[str] = []
        self.branch = ""
        self.read_only = False
        self._folder: ItemFolder | None = None
        self._store: Store | None = None
        self._lock: WindowLock | None = None
        self._loading: Job | None = None
        self._saving: Job | None = None
        self._reading: Job | None = None
        # Rows that have arrived, and numbers of those in the catalog that the list does not know of yet.
        self._arrived: deque[RowTable] = deque()
        self._unannounced: list[int] = []
        self._announcement: Announcement | None = None
        self.preparations: list[Callable[[Sequence[int]], Iterator[None]]] = []
        """What takes those long who will be told of new items: see :meth:`prepared`."""
        self._intake = QTimer(self)
        self._intake.setInterval(0)
        self._intake.timeout.connect(self._take_in)
        self._all_read = self._is_complete = False
        self._report = SaveReport()
        self._under_way: dict[str, tuple[int, ItemEdit]] = {}
        # Results of a save that have arrived, and items that the list does not know of yet.
        self._results: deque[SaveResult] = deque()
        self._changed_by_save: list[int] = []
        self._result_intake = QTimer(self)
        self._result_intake.setInterval(0)
        self._result_intake.timeout.connect(self._take_in_results)
        self._all_saved = self._is_synced = False
        self._told_of_results = 0.0
        self._changed_by_load: list[int] = []
        self._told_of_changes = 0.0
        self.safekeeping = Safekeeping(jobs, self)
        self.safekeeping.ready.connect(self._start_intake)
        self.safekeeping.brought_back.connect(self._on_brought_back)
        self.safekeeping.restored.connect(self.decisions_restored)
        self.safekeeping.failed.connect(self.failed)
        self._has_told_of_originals = False

    # -- the folder ------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> ItemFolder | None:
        return self._folder

    @property
    def is_loading(self) -> bool:
        return self._loading is not None

    @property
    def is_saving(self) -> bool:
        return self._saving is not None

    def open(self, folder: ItemFolder) -> None:
        """Open a folder instead of the one that is open; what is pending there must have been settled before."""
        self.close()
        self._folder = folder
        self._store = Store(folder, Backups(folder.root))
        self._has_told_of_originals = False
        self.catalog = Catalog()
        self.index = ItemIndex(self.catalog)
        self.topics = TopicList()
        self.branch = ""
        self.saved = SavedDecisions()
        self.undo_stack.clear()
        self._lock = WindowLock(folder.root)
        self.read_only = not self._lock.acquire()
        if not self.read_only:
            self.safekeeping.open(folder, self.catalog)
            self._jobs.start(_CleanUp(self._store), priority=-1)
        self._jobs.start(_ReadSite(folder.root), succeeded=self._on_site_read, failed=self.failed, priority=1)
        # Already loading when the window hears of the folder: nobody may take a part of it for the whole.
        self._start_loading(folder)
        self.opened.emit()
        self.pending_changed.emit()
        self.loading_started.emit()

    def take_over(self) -> bool:
        """Become the window that may decide in the folder, if no other one is any more."""
        if self._lock is not None and self.read_only:
            self.read_only = not self._lock.acquire()
            if not self.read_only and self._folder is not None:
                self.safekeeping.open(self._folder, self.catalog)
                if not self.is_loading:
                    self.safekeeping.end_reading(complete=self._is_complete)
        return not self.read_only

    def reload(self) -> None:
        """Read the folder's files again; rows are updated in their place and what is pending stays."""
        if self._folder is None or self._loading is not None:
            return
        self._start_loading(self._folder)
        self.loading_started.emit()

    def _start_loading(self, folder: ItemFolder) -> None:
        self._arrived.clear()
        self._unannounced, self._announcement = [], None
        self._changed_by_load, self._told_of_changes = [], time.monotonic()
        self._all_read = self._is_complete = False
        self._loading = self._jobs.start(
            _Load(folder),
            progressed=self._on_rows,
            succeeded=self._on_all_rows,
            failed=self.failed,
            ended=self._on_load_ended,
        )

    def cancel_loading(self) -> None:
        """Stop reading; what has been read stays usable."""
        if self._loading is not None:
            self._loading.cancel()

    def close(self) -> None:
        """Let go of the folder and of all work for it."""
        self._jobs.stop()
        self._loading = self._saving = self._reading = None
        self._intake.stop()
        self._arrived.clear()
        self._result_intake.stop()
        self._results.clear()
        self._changed_by_save = []
        self.safekeeping.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _on_site_read(self, opened: _Opened) -> None:
        if self._folder is None or opened.root != self._folder.root:
            return  # news of a folder that is no longer open
        self.topics = opened.topics
        self.topic_problems = opened.topic_problems
        self.branch = opened.branch
        self.site_read.emit()

    def _on_rows(self, rows: RowTable) -> None:
        if self._is_current(self._loading):
            self._arrived.append(rows)
            self._start_intake()

    def _on_load_ended(self) -> None:
        if self._is_current(self._loading):
            self._all_read = True
            self._start_intake()

    def _on_all_rows(self, _: object) -> None:
        if self._is_current(self._loading):
            self._is_complete = True

    def _start_intake(self) -> None:
        """Nothing is shown that could be decided about before the journal can keep it."""
        if self._loading is not None and not self.safekeeping.is_opening:
            self._intake.start()

    def _take_in(self) -> None:
        """Take rows into the catalog, a few at a time, and tell the list of them in growing steps."""
        until = time.monotonic() + _SLICE
        restored = False
        while self._arrived and time.monotonic() < until:
            rows = self._arrived.popleft()
            taken = self.catalog.add(rows)
            self._changed_by_load += taken.changed
            self._unannounced += taken.new
            restored |= self.safekeeping.take_in(rows.paths, taken.changed)
        self._tell_of_changes()
        if restored:
            self.pending_changed.emit()
        # Each announcement costs as much as there are items: as many must be new.
        announced = len(self.catalog) - len(self._unannounced)
        if self._announcement is None and (
            len(self._unannounced) >= max(1, announced) or (self._all_read and not self._arrived)
        ):
            items, self._unannounced = self._unannounced, []
            self._announcement = Announcement(items, self.prepared(items))
        if self._announcement is not None and self._announcement.is_due(time.monotonic() + _SLICE / 2):
            items, self._announcement = self._announcement.items, None
            if items:
                self.items_added.emit(items)
        if not self._arrived and self._announcement is None:
            self._intake.stop()
            if self._all_read:
                self._finish_loading()

    def _tell_of_changes(self) -> None:
        """Tell of items that read differently now: when there is a moment for it, since each telling costs as much as
        there are items.
        """
        now = time.monotonic()
        if not self._changed_by_load or (self._arrived and now - self._told_of_changes < _TELLING):
            return
        self._told_of_changes = now
        changed, self._changed_by_load = self._changed_by_load, []
        on_their_way = {*self._unannounced, *(self._announcement.items if self._announcement else ())}
        if not on_their_way.isdisjoint(changed):
            self._announce()  # the list must know them before it hears that they have changed
        self.items_changed.emit(changed)
        self.pending_changed.emit()

    def _announce(self) -> None:
        """Tell at once of all that is new."""
        items = (
            self._unannounced if self._announcement is None else self._announcement.items + self._unannounced
        )
        self._announcement, self._unannounced = None, []
        if items:
            self.items_added.emit(items)

    def prepared(self, items: Sequence[int]) -> Iterator[None]:
        """Have those who will be told that items are new do what takes them long, in steps of some milliseconds."""
        for prepare in self.preparations:
            yield from prepare(items)

    def _finish_loading(self) -> None:
        # Files that were not there are no matter of this: whoever watches the folder looks twice.
        self._loading = None
        # What has been read stays: the garbage collector need not look at all of it again and again.
        gc.freeze()
        self.loading_finished.emit()
        self.safekeeping.end_reading(complete=self._is_complete)

    def _on_brought_back(self, items: list[int]) -> None:
        self._announce()  # the list must know them before it hears that they have changed
        self.items_changed.emit(items)
        self.pending_changed.emit()

    def let_go(self, items: Sequence[int]) -> None:
        """The files of these items are gone for good, and nobody needs the items any more."""
        if items:
            self.items_leaving.emit(items)
            for item in items:
                self.catalog.remove(item)
            self.items_removed.emit(items)

    def _is_current(self, job: Job | None) -> bool:
        return job is not None and self.sender() is job

    # -- deciding --------------------------------------------------------------------------------------------------

    def decide(self, items: Sequence[int], decision: Decision) -> int:
        """Decide about items, as one step that can be undone.

        :returns: how many items read differently now.
        """
        if self.read_only:
            return 0
        with garbage_left_alone():
            return self._take(self.catalog.planned(items, decision), decision.past)

    def drop(self, items: Iterable[int]) -> int:
        """Take back what is pending of items, as one step that can be undone."""
        return self._take(Plan.of(self.catalog.plan_drop(items)), "dropped")

    def keep_mine(self, items: Iterable[int]) -> int:
        """Let the next save write what was decided about items in conflict over what their files say, as one step."""
        return self._take(Plan.of(self.catalog.plan_keep_mine(items)), "kept mine for")

    def keep_theirs(self, items: Iterable[int]) -> int:
        """Leave items in conflict as their files have them, as one step that can be undone."""
        return self._take(Plan.of(self.catalog.plan_keep_theirs(items)), "kept theirs for")

    def take_steps(self, steps: Sequence[Step], past: str, *, laid: bool = False) -> int:
        """Make what has been planned for items, bit by bit, one decision.

        :param past: what has been done, for the undo menu.
        :param laid: it has been laid already, by :meth:`lay_steps`.
        """
        return 0 if self.read_only else self._take(Plan.of(steps), past, laid=laid)

    def lay_steps(self, steps: Sequence[Step]) -> None:
        """Lay a part of a decision that :meth:`take_steps` makes one of afterwards."""
        if not self.read_only:
            plan = Plan.of(steps)
            self._lay(plan.items, plan.there, False)

    def _take(self, plan: Plan, past: str, *, laid: bool = False) -> int:
        if len(plan):
            self.undo_stack.push(
                DecisionCommand(self._step_text(past, len(plan)), plan, self._lay, laid=laid)
            )
        return len(plan)

    def decide_again(self, edits: Mapping[int, ItemEdit]) -> int:
        """Decide what had been decided before, each item as it was, as one step that can be undone."""
        if self.read_only:
            return 0
        return self._take(Plan.of(self.catalog.plan_edits(edits)), "decided again")

    def rewrite(self, rewrites: Mapping[int, Rewrite], past: str) -> int:
        """Make texts of items say something else, each item by a decision of its own, all as one step.

        :param past: what has been done, for the undo menu.
        """
        if self.read_only:
            return 0
        edits = {item: ItemEdit(texts=rewrite.changes) for item, rewrite in rewrites.items()}
        return self._take(Plan.of(self.catalog.plan_edits(edits)), past)

    def discard_all(self) -> None:
        """Forget everything that is pending, for good."""
        items = list(self.catalog.pending)
        for item in items:
            self.catalog.drop(item)
        self.safekeeping.keep(items)
        self.undo_stack.clear()
        self.items_changed.emit(items)
        self.pending_changed.emit()

    def _step_text(self, past: str, count: int) -> str:
        return f"{past} 1 item" if count == 1 else f"{past} {count:,} items"

    def _lay(self, planned: Sequence[int], changes: Sequence[Change], taken_back: bool) -> None:
        with garbage_left_alone():
            items = self.catalog.change_all(planned, changes)
            self.safekeeping.keep(items)
        self.items_changed.emit(items)
        self.decided.emit(items, taken_back)
        self.pending_changed.emit()

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write everything that is pending, in the background."""
        if self._store is None or self._saving is not None or not self.catalog.pending:
            return
        if self.read_only:
            self.save_refused.emit("This folder is open for writing in another window; this one only reads.")
            return
        self._under_way = {
            self.catalog.row(item).path: (item, edit) for item, edit in self.catalog.pending.items()
        }
        changes = [(path, edit) for path, (_, edit) in self._under_way.items()]
        self._report = SaveReport(total=len(changes))
        self._all_saved = self._is_synced = False
        self._told_of_results = time.monotonic()
        self.safekeeping.begin_save(self._under_way)
        self._saving = self._jobs.start(
            _Save(self._store, changes),
            progressed=self._on_saved,
            succeeded=self._on_save_synced,
            failed=self._on_save_refused,
            ended=self._on_save_ended,
            priority=2,
        )
        self.save_started.emit(len(changes))

    def cancel_saving(self) -> None:
        """Stop after the files that are being written; the others stay pending."""
        if self._saving is not None:
            self._saving.stop_soon()

    def _on_saved(self, results: list[SaveResult]) -> None:
        if self._is_current(self._saving):
            self._results.extend(results)
            self._result_intake.start()

    def _take_in_results(self) -> None:
        """Take in what has become of files, a few at a time; the list is told of them now and then."""
        until = time.monotonic() + _SLICE
        while self._results and time.monotonic() < until:
            self._take_in_result(self._results.popleft())
        if self._results:
            return
        self._result_intake.stop()
        now = time.monotonic()
        if not self._all_saved and now - self._told_of_results < _TELLING:
            return  # more are on their way
        self._told_of_results = now
        changed, self._changed_by_save = self._changed_by_save, []
        if changed:
            self.safekeeping.keep_pending(changed)
            self.items_changed.emit(changed)
            self.pending_changed.emit()
            done = self._report.saved + len(self._report.failed) + len(self._report.conflicts)
            self.save_progressed.emit(done, self._report.total)
        if self._all_saved:
            self._finish_saving()

    def _take_in_result(self, result: SaveResult) -> None:
        item, edit = self._under_way[result.path]
        if not self.catalog.holds(item):
            return
        self._changed_by_save.append(item)
        if result.done and result.row is not None:
            self._report.saved += result.outcome is Outcome.CHANGED
            self.catalog.saved(item, result.row, edit)
            self.saved.record(item, edit)
        elif result.conflict is not None and result.row is not None:
            # It finds the conflict, unless something else is wanted by now.
            self.catalog.update(item, result.row)
            self.catalog.meets(item, result.conflict)
            if self.catalog.conflict(item) is None and self.catalog.edit(item) == edit:
                self.catalog.set_failure(item, result.reason)
            self._report.conflicts.append(item)
        else:
            if result.is_gone:
                self.catalog.mark_missing(item)
            self.catalog.set_failure(item, result.reason)
            self._report.failed.append((item, result.reason))

    def _on_save_refused(self, sentence: str) -> None:
        self._report.refused = True
        self.save_refused.emit(sentence)

    def _on_save_synced(self, _: object) -> None:
        if self._is_current(self._saving):
            self._is_synced = True

    def _on_save_ended(self) -> None:
        if self._is_current(self._saving):
            self._all_saved = True
            self._result_intake.start()

    def _finish_saving(self) -> None:
        self._saving = None
        self.safekeeping.end_save(synced=self._is_synced)
        self._tell_of_originals()
        self.save_finished.emit(self._report)

    def _tell_of_originals(self) -> None:
        """Say once that a save could not keep what it replaced."""
        if self._store is not None and not self._store.kept_originals and not self._has_told_of_originals:
            self._has_told_of_originals = True
            self.failed.emit(
                "The originals of this save could not be kept; it cannot be put back as a whole. "
                "Is the disk full, or the program's own folder not to be written?"
            )

    def take_in_rows(self, rows: Sequence[Row]) -> None:
        """Take in what the files say that a job has written."""
        changed = self.catalog.add(row for row in rows if self.catalog.find(row.path) is not None).changed
        self.safekeeping.take_in([row.path for row in rows], changed)
        self.saved.forget(changed)
        self.items_changed.emit(changed)
        self.pending_changed.emit()

    # -- one item --------------------------------------------------------------------------------------------------

    def load_item(self, item: int) -> None:
        """Read one whole item; :attr:`item_loaded` brings it. An earlier one that is still under way is dropped."""
        if self._folder is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        row = self.catalog.row(item)
        folder = self._folder
        work = _ReadItem(item, row.path, os.fspath(folder.full_path(row.path)), os.fspath(folder.root))
        self._reading = self._jobs.start(work, succeeded=self.item_loaded, failed=self.failed, priority=3)

    def preview(self, items: Sequence[int]) -> _Preview | None:
        """Work that computes what saving would do to items, for a job; None where no folder is open."""
        if self._store is None:
            return None
        return _Preview(
            self._store, [(item, self.catalog.row(item).path, self.catalog.edit(item)) for item in items]
        )

    @property
    def jobs(self) -> Jobs:
        return self._jobs


class _ReadSite:
    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, job: Job) -> _Opened:
        topics, problems = TopicList.read(self._root)
        return _Opened(self._root, topics, problems, branch(self._root))


class _CleanUp:
    """Removes what a crash has left in the folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, job: Job) -> None:
        self._store.clean_up()


class _Load:
    def __init__(self, folder: ItemFolder) -> None:
        self._folder = folder

    def __call__(self, job: Job) -> None:
        cache = None if self._folder.only else RowCache(self._folder.root)
        for rows in load_rows(self._folder, cancelled=job.is_cancelled, cache=cache):
            job.report(rows)


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


class _ReadItem:
    def __init__(self, item: int, path: str, full: str, root: str) -> None:
        self._item = item
        self._path = path
        self._full = full
        self._root = root

    def __call__(self, job: Job) -> LoadedItem:
        # Only now: it brings pydantic, which takes longer than all else at the program's start.
        from editor_app.core.item import read_item

        data = b""
        try:
            data, _ = read_bytes(self._full)
            notes = link_notes(self._root, self._full)
            whole = read_item(self._path, data)
            return LoadedItem(self._item, data, whole, notes=notes, repairs=_repairs(self._path, data))
        except EditorAppError as error:
            return LoadedItem(self._item, data, None, str(error))
        except OSError as error:
            return LoadedItem(self._item, data, None, f"The file cannot be read: {error.strerror}.")


def _repairs(path: str, data: bytes) -> tuple[TextChange, ...]:
    parts = split(data, plain_yaml=is_plain_yaml(path))
    if not may_hold_damage(parts.yaml):
        return ()
    try:
        return repairs(read_outline(parts.yaml, parts.first_line))
    except EditorAppError:
        return ()  # it can be read, and not be edited


class _Preview:
    def __init__(self, store: Store, changes: list[tuple[int, str, ItemEdit]]) -> None:
        self._store = store
        self._changes = changes

    def __call__(self, job: Job) -> list[tuple[int, SaveResult]]:
        found = []
        for item, path, edit in self._changes:
            if job.is_cancelled():
                break
            found.append((item, self._store.preview(path, edit)))
        return found


__all__ = ["Fields", "LoadedItem", "SaveReport", "Session"]
