"""An open folder at work: loading, deciding, undoing, saving. The window shows it and asks it; it knows no widget."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from editor_app.core.catalog import Catalog
from editor_app.core.decision import Decision, ItemEdit, Rewrite
from editor_app.core.garbage import garbage_left_alone
from editor_app.core.plan import Change, Plan
from editor_app.core.right_of_way import RightOfWay
from editor_app.core.saved_decisions import SavedDecisions
from editor_app.core.topics import TopicList
from editor_app.gui.batch_saving import BatchSaving, SaveReport
from editor_app.gui.commands import DecisionCommand
from editor_app.gui.folder_loading import FolderLoading
from editor_app.gui.safekeeping import Safekeeping
from editor_app.gui.turns import Turns

if TYPE_CHECKING:
    from editor_app.core.folder import ItemFolder
    from editor_app.core.folder_lock import WindowLock
    from editor_app.core.row_types import Row
    from editor_app.core.save_result import SaveResult
    from editor_app.core.step import Step
    from editor_app.core.store import Store
    from editor_app.gui.item_reading import LoadedItem
    from editor_app.gui.jobs import Job, Jobs

Telling = Callable[[], AbstractContextManager[None]]
"""Makes what surrounds the telling of a decision."""

_MANY = 1_000  # items; decisions about more of them are written down and told of in several turns
_LAID_AT_ONCE = 10_000  # items that take about ten milliseconds where they are changed alike,
_LAID_ONE_BY_ONE = 200  # and where each has a change of its own
_ALIKE = 10  # items that have a change in common, for them to be changed alike
_FIRST_ROWS = 100  # milliseconds that drawing the first rows takes, with time to spare


class _Opened(NamedTuple):
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
    laid = Signal(object, bool)
    """What exactly has been laid over items: pairs of item and edit, and whether a decision was taken back by it."""
    closing = Signal()
    """The folder is about to be let go of: what has to be written down still can be."""
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
        self.saved = SavedDecisions()
        self.topics = TopicList()
        self.topic_problems: list[str] = []
        self.branch = ""
        self.read_only = False
        self.is_expecting = False
        """A folder is about to be opened: the window may say so before it is."""
        self.right_of_way = RightOfWay()
        """Claimed for what the editor does; work that nobody waits for gives way."""
        self._folder: ItemFolder | None = None
        self._store: Store | None = None
        self._lock: WindowLock | None = None
        self._reading: Job | None = None
        self._turns = Turns(self)
        self.preparations: list[Callable[[Sequence[int]], Iterator[None]]] = []
        """What takes those long who will be told of new items: see :meth:`prepared`."""
        self.safekeeping = Safekeeping(jobs, self)
        self.safekeeping.brought_back.connect(self._on_brought_back)
        self.safekeeping.restored.connect(self.decisions_restored)
        self.safekeeping.failed.connect(self.failed)
        self._loading = FolderLoading(jobs, self.safekeeping, self.prepared, self)
        self._loading.items_added.connect(self.items_added)
        # What else there is to read takes turns with what draws the first rows, which are waited for.
        self._after_rows = QTimer(self)
        self._after_rows.setSingleShot(True)
        self._after_rows.setInterval(_FIRST_ROWS)
        self._after_rows.timeout.connect(self._look_around)
        self._loading.items_added.connect(self._on_first_rows)
        self._loading.finished.connect(self._look_around)
        self._has_looked_around = True
        self._loading.items_changed.connect(self.items_changed)
        self._loading.pending_changed.connect(self.pending_changed)
        self._loading.finished.connect(self.loading_finished)
        self._loading.failed.connect(self.failed)
        self._saving = BatchSaving(jobs, self.safekeeping, self)
        self._saving.items_changed.connect(self._on_saved)
        self._saving.progressed.connect(self.save_progressed)
        self._saving.refused.connect(self.save_refused)
        self._saving.finished.connect(self._on_save_finished)
        self._has_told_of_originals = False

    # -- the folder ------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> ItemFolder | None:
        return self._folder

    @property
    def is_loading(self) -> bool:
        return self._loading.is_running

    @property
    def is_saving(self) -> bool:
        return self._saving.is_running

    def open(self, folder: ItemFolder) -> None:
        """Open a folder instead of the one that is open; what is pending there must have been settled before."""
        self.close()
        self._folder = folder
        self.is_expecting = False
        # Not before a window is seen: it takes long to load.
        from editor_app.core.folder_lock import WindowLock

        self._store = None
        self._has_told_of_originals = False
        self.catalog = Catalog()
        self.topics = TopicList()
        self.branch = ""
        self.saved = SavedDecisions()
        self.undo_stack.clear()
        self._lock = WindowLock(folder.root)
        self.read_only = not self._lock.acquire()
        if not self.read_only:
            self.safekeeping.open(folder, self.catalog)
        self._has_looked_around = False
        # Already loading when the window hears of the folder: nobody may take a part of it for the whole.
        self._loading.start(folder, self.catalog)
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
                    self.safekeeping.end_reading(complete=self._loading.is_complete)
        return not self.read_only

    def reload(self) -> None:
        """Read the folder's files again; rows are updated in their place and what is pending stays."""
        if self._folder is None or self.is_loading:
            return
        self._loading.start(self._folder, self.catalog)
        self.loading_started.emit()

    def cancel_loading(self) -> None:
        """Stop reading; what has been read stays usable."""
        self._loading.cancel()

    def close(self) -> None:
        """Let go of the folder and of all work for it."""
        self.complete()
        self.closing.emit()
        self._jobs.stop()
        self._reading = None
        self._loading.forget()
        self._saving.forget()
        self.safekeeping.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _on_first_rows(self) -> None:
        if not self._has_looked_around and not self._after_rows.isActive():
            self._after_rows.start()

    def _look_around(self) -> None:
        """Read what the site says of itself, and remove what a crash has left in the folder."""
        self._after_rows.stop()
        folder = self._folder
        if self._has_looked_around or folder is None:
            return
        self._has_looked_around = True
        if not self.read_only:
            self._jobs.start(_CleanUp(folder), priority=-1)
        self._jobs.start(_ReadSite(folder.root), succeeded=self._on_site_read, failed=self.failed, priority=1)

    def _on_site_read(self, opened: _Opened) -> None:
        if self._folder is None or opened.root != self._folder.root:
            return  # news of a folder that is no longer open
        self.topics = opened.topics
        self.topic_problems = opened.topic_problems
        self.branch = opened.branch
        self.site_read.emit()

    def prepared(self, items: Sequence[int]) -> Iterator[None]:
        """Have those who will be told that items are new do what takes them long, in steps of some milliseconds."""
        yield from self.catalog.totals.catch_up()
        for prepare in self.preparations:
            yield from prepare(items)

    def _on_brought_back(self, items: list[int]) -> None:
        self._loading.announce()  # the list must know them before it hears that they have changed
        self.items_changed.emit(items)
        self.pending_changed.emit()

    def let_go(self, items: Sequence[int]) -> None:
        """The files of these items are gone for good, and nobody needs the items any more."""
        if items:
            self.items_leaving.emit(items)
            for item in items:
                self.catalog.remove(item)
            self.items_removed.emit(items)

    # -- deciding --------------------------------------------------------------------------------------------------

    def decide(self, items: Sequence[int], decision: Decision, telling: Telling = nullcontext) -> int:
        """Decide about items, as one step that can be undone.

        One about a great many items is laid, written down and told of in the next turns of the event loop: see
        :meth:`complete`.

        :param telling: makes what surrounds the telling of it. It is entered before anybody hears of the decision, and
            left after everybody has; not at all where nothing is decided.
        :returns: how many items read differently now.
        """
        if self.read_only:
            return 0
        self.complete()
        with garbage_left_alone():
            plan = self.catalog.planned(items, decision)
        return self._take(plan, decision.past, telling=telling)

    def complete(self) -> None:
        """Have decisions about a great many items laid, written down and told of, if they are not yet.

        Keys, clicks, commands and the closing of windows do that by themselves, and so does whatever of the session
        goes on from what is pending.
        """
        self._turns.complete()

    @property
    def _current(self) -> Catalog:
        """The catalog, with all that has been decided laid over it."""
        self.complete()
        return self.catalog

    def when_told(self, act: Callable[[], object]) -> None:
        """Do something as soon as everybody has heard of what has been decided: mostly at once."""
        self._turns.then(act)

    def drop(self, items: Iterable[int]) -> int:
        """Take back what is pending of items, as one step that can be undone."""
        return self._take(Plan.of(self._current.plan_drop(items)), "dropped")

    def keep_mine(self, items: Iterable[int]) -> int:
        """Let the next save write what was decided about items in conflict over what their files say, as one step."""
        return self._take(Plan.of(self._current.plan_keep_mine(items)), "kept mine for")

    def keep_theirs(self, items: Iterable[int]) -> int:
        """Leave items in conflict as their files have them, as one step that can be undone."""
        return self._take(Plan.of(self._current.plan_keep_theirs(items)), "kept theirs for")

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

    def _take(self, plan: Plan, past: str, *, laid: bool = False, telling: Telling = nullcontext) -> int:
        if not len(plan):
            return 0
        at_once, later = (nullcontext, telling) if _is_long(plan.items) else (telling, nullcontext)
        with at_once():
            if not laid:
                self._lay(plan.items, plan.there, False, later)
            self.undo_stack.push(DecisionCommand(self._step_text(past, len(plan)), plan, self._lay))
        return len(plan)

    def decide_again(self, edits: Mapping[int, ItemEdit]) -> int:
        """Decide what had been decided before, each item as it was, as one step that can be undone."""
        if self.read_only:
            return 0
        return self._take(Plan.of(self._current.plan_edits(edits)), "decided again")

    def rewrite(self, rewrites: Mapping[int, Rewrite], past: str) -> int:
        """Make texts of items say something else, each item by a decision of its own, all as one step.

        :param past: what has been done, for the undo menu.
        """
        if self.read_only:
            return 0
        edits = {item: ItemEdit(texts=rewrite.changes) for item, rewrite in rewrites.items()}
        return self._take(Plan.of(self._current.plan_edits(edits)), past)

    def discard_all(self) -> None:
        """Forget everything that is pending, for good."""
        self.complete()
        items = list(self.catalog.pending)
        steps = self.catalog.plan_drop(items)
        for item in items:
            self.catalog.drop(item)
        self.safekeeping.keep(items)
        self.undo_stack.clear()
        self.items_changed.emit(items)
        self.laid.emit([(step.item, step.forward()) for step in steps], True)
        self.pending_changed.emit()

    def _step_text(self, past: str, count: int) -> str:
        return f"{past} 1 item" if count == 1 else f"{past} {count:,} items"

    def _lay(
        self,
        planned: Sequence[int],
        changes: Sequence[Change],
        taken_back: bool,
        telling: Telling = nullcontext,
    ) -> None:
        self.right_of_way.claim()
        self.complete()  # one decision after the other
        steps = self._laying(planned, changes, taken_back, telling)
        if _is_long(planned):
            self._turns.start(steps)
        else:
            deque(steps, maxlen=0)
            # On the disk, too, before anybody sees it: until this returns nothing is painted.
            self.safekeeping.wait_for_disk()

    def _laying(
        self,
        planned: Sequence[int],
        changes: Sequence[Change],
        taken_back: bool,
        telling: Telling,
    ) -> Iterator[None]:
        """Make changes, in steps of some milliseconds. They are written down and told of once all of them are laid."""
        is_alike = len(set(map(id, changes))) <= len(changes) // _ALIKE
        at_once = _LAID_AT_ONCE if is_alike else _LAID_ONE_BY_ONE
        items: list[int] = []
        for start in range(0, len(planned), at_once):
            part = slice(start, start + at_once)
            with garbage_left_alone():
                items += self.catalog.change_all(planned[part], changes[part])
            yield
        with garbage_left_alone():
            self.safekeeping.write_down(items)
        yield
        self.right_of_way.claim()  # until it is painted
        with telling():
            with garbage_left_alone():
                self.items_changed.emit(items)
            if _is_long(planned):
                self.safekeeping.wait_for_disk()  # which writes meanwhile; nothing is painted before the next turn
            yield
            with garbage_left_alone():
                self.decided.emit(items, taken_back)
            yield
            with garbage_left_alone():
                self.laid.emit(list(zip(planned, changes, strict=True)), taken_back)
            self.pending_changed.emit()
            yield

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write everything that is pending, in the background."""
        self.complete()
        store = self._opened_store()
        if store is None or self.is_saving or not self.catalog.pending:
            return
        if self.read_only:
            self.save_refused.emit("This folder is open for writing in another window; this one only reads.")
            return
        self.save_started.emit(self._saving.start(store, self.catalog, self.saved))

    def _opened_store(self) -> Store | None:
        """Who writes in the open folder; made when it is first asked for, since it brings all that saving takes."""
        if self._store is None and self._folder is not None:
            from editor_app.core.backup import Backups
            from editor_app.core.store import Store

            self._store = Store(self._folder, Backups(self._folder.root))
        return self._store

    def cancel_saving(self) -> None:
        """Stop after the files that are being written; the others stay pending."""
        self._saving.stop_soon()

    def _on_saved(self, items: list[int]) -> None:
        self.items_changed.emit(items)
        self.pending_changed.emit()

    def _on_save_finished(self, report: SaveReport) -> None:
        self._tell_of_originals()
        self.save_finished.emit(report)

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

    def load_item(self, item: int, known: LoadedItem | None = None) -> None:
        """Read one whole item; :attr:`item_loaded` brings it. An earlier one that is still under way is dropped.

        :param known: an earlier reading, which :attr:`item_loaded` brings again if it still holds.
        """
        if self._folder is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        from editor_app.gui.item_reading import ReadItem

        row = self.catalog.row(item)
        folder = self._folder
        work = ReadItem(item, row.path, os.fspath(folder.full_path(row.path)), os.fspath(folder.root), known)
        self._reading = self._jobs.start(work, succeeded=self.item_loaded, failed=self.failed, priority=3)

    def preview(self, items: Sequence[int]) -> _Preview | None:
        """Work that computes what saving would do to items, for a job; None where no folder is open."""
        store = self._opened_store()
        if store is None:
            return None
        return _Preview(
            store, [(item, self.catalog.row(item).path, self.catalog.edit(item)) for item in items]
        )

    @property
    def jobs(self) -> Jobs:
        return self._jobs


def _is_long(items: Sequence[int]) -> bool:
    """Whether a decision about items takes several turns of the event loop."""
    return len(items) > _MANY


class _ReadSite:
    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, job: Job) -> _Opened:
        from editor_app.core.git_state import branch

        topics, problems = TopicList.read(self._root)
        return _Opened(self._root, topics, problems, branch(self._root))


class _CleanUp:
    """Removes what a crash has left in the folder."""

    def __init__(self, folder: ItemFolder) -> None:
        self._folder = folder

    def __call__(self, job: Job) -> None:
        from editor_app.core.temp_files import is_clean

        if not is_clean(self._folder.root.resolve()):
            from editor_app.core.store import Store

            Store(self._folder).clean_up()


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
