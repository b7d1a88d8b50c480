"""Items that are put off at work: out of the queue, kept between sessions, and back when it is time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand

from editor_app.core.row_table import CODE_OF
from editor_app.core.snooze import Kept, Snooze, SnoozeFile
from editor_app.core.snoozed_stories import story_mark
from editor_app.core.state import State
from editor_app.gui.jobs import Job
from editor_app.gui.moved_snoozes import MovedSnoozes
from editor_app.gui.session import Session

_LOOK_EVERY: Final = 60_000  # milliseconds; the machine may sleep, and its clock be set
_UNPUBLISHED: Final = CODE_OF[State.UNPUBLISHED]
_SPARE: Final = 50  # milliseconds, so that it is time when the timer says so

Lay = Callable[[Mapping[int, Snooze | None], bool], None]


class SnoozeCommand(QUndoCommand):
    """Items are put off, or no longer, as one step."""

    def __init__(
        self,
        text: str,
        before: Mapping[int, Snooze | None],
        after: Mapping[int, Snooze | None],
        lay: Lay,
    ) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._lay = lay

    def redo(self) -> None:
        self._lay(self._after, False)

    def undo(self) -> None:
        self._lay(self._before, True)


class Snoozing(QObject):
    """Puts items off and brings them back.

    To be made before whoever shows items: what was put off in an earlier session must be so before it is shown.
    """

    said = Signal(str)
    """A sentence for the editor."""
    laid = Signal(list, bool)
    """The editor has put off, or woken, these items; the flag says that it was taken back."""
    telling = Signal()
    """Items are about to come back by themselves; the list is to keep its place."""
    told = Signal()

    def __init__(
        self,
        session: Session,
        reading: Callable[[], Sequence[int]],
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        """:param reading: tells the items under the editor's eyes: they stay until the editor moves on."""
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._clock = clock
        self._file: SnoozeFile | None = None
        self._job: Job | None = None
        self._changes = 0
        self._is_read = self._has_to_keep = False
        # What an earlier session has put off, by path, and whose row has not come yet.
        self._kept: dict[str, Snooze] = {}
        self._untold: list[int] = []
        # What the stories are known by if their files are renamed: of the kept ones by path, of others by item.
        self._kept_marks: dict[str, str] = {}
        self._marks: dict[int, str] = {}
        self._moved = MovedSnoozes(session, self)
        self._moved.found.connect(self._on_moved)
        # Put off, and decided about since: to be put off again only if that is taken back.
        self._decided: set[int] = set()
        self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.look)
        session.opened.connect(self._on_opened)
        session.items_added.connect(self._on_items_added)
        session.items_changed.connect(self._on_items_changed)
        session.loading_finished.connect(self._on_loaded)
        session.decided.connect(self._on_decided)

    # -- what the editor wants -------------------------------------------------------------------------------------

    def those_to_put_off(self, items: Iterable[int]) -> list[int]:
        """Those of some items that are still to be decided about: only they can be put off."""
        codes = self._session.catalog.state_codes
        return [item for item in items if codes[item] == _UNPUBLISHED]

    def put_off(self, snoozes: Mapping[int, Snooze]) -> int:
        """Put items off, each until its own time, as one step that can be undone.

        :returns: how many are put off otherwise than before.
        """
        catalog = self._session.catalog
        wanted: dict[int, Snooze | None] = {
            item: snoozes[item]
            for item in self.those_to_put_off(snoozes)
            if catalog.snoozes.get(item) != snoozes[item]
        }
        return self._push("snoozed", wanted)

    def wake(self, items: Sequence[int]) -> int:
        """Bring items back into the queue, as one step that can be undone.

        :returns: how many of them were put off.
        """
        catalog = self._session.catalog
        return self._push("woken", {item: None for item in items if catalog.snooze(item) is not None})

    def _push(self, past: str, wanted: dict[int, Snooze | None]) -> int:
        if not wanted or self._session.read_only:
            return 0
        before = {item: self._session.catalog.snooze(item) for item in wanted}
        text = f"{past} 1 item" if len(wanted) == 1 else f"{past} {len(wanted):,} items"
        self._session.undo_stack.push(SnoozeCommand(text, before, wanted, self._lay))
        return len(wanted)

    def _lay(self, wanted: Mapping[int, Snooze | None], taken_back: bool) -> None:
        catalog = self._session.catalog
        items = [item for item in wanted if catalog.holds(item)]
        for item in items:
            catalog.snoozes.put(item, wanted[item])
        self._decided.difference_update(items)
        self._session.items_changed.emit(items)
        self.laid.emit(items, taken_back)
        self._keep()

    def _on_decided(self, items: Sequence[int], taken_back: bool) -> None:
        """What is decided about is put off no longer, unless the decision is taken back."""
        catalog = self._session.catalog
        if not catalog.snoozes:
            return
        known = [item for item in items if item in catalog.snoozes]
        out = set(known).difference(self.those_to_put_off(known))
        back = self._decided.intersection(known).difference(out)
        self._decided.update(out)
        self._decided -= back
        if back and not taken_back:
            for item in back:
                catalog.snoozes.put(item, None)
            self._session.items_changed.emit(list(back))
        if out or back:
            self._keep()

    # -- when it is time -------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Bring back what it is time for."""
        catalog, now = self._session.catalog, self._clock()
        if not catalog.snoozes or self._session.is_loading:
            return
        due = catalog.snoozes.due(now, catalog.files.heat)
        if due:
            self._bring_back(due)
        self._wait(now)

    def _bring_back(self, due: Sequence[int]) -> None:
        catalog, reading = self._session.catalog, set(self._reading())
        held = [item for item in due if item in reading and catalog.snooze(item) is not None]
        self._held = bool(held)
        due = [item for item in due if item not in held]
        seen = [item for item in due if catalog.snooze(item) is not None]
        for item in due:
            catalog.snoozes.put(item, None)
        self._decided.difference_update(due)
        if seen:
            self.telling.emit()
            self._session.items_changed.emit(seen)
            self.told.emit()
            self.said.emit(
                self.tr("1 snoozed item is back in the queue.")
                if len(seen) == 1
                else self.tr("{0} snoozed items are back in the queue.").format(f"{len(seen):,}")
            )
        if due:
            self._keep()

    def moved_on(self) -> None:
        """The editor looks at something else: what was kept in its place for that reason alone may go."""
        if self._held:
            self._soon.start()

    def _wait(self, now: float) -> None:
        snoozes = self._session.catalog.snoozes
        first = snoozes.next_time
        if first is not None and not self._held:
            rest = max(0.0, (first - now) * 1_000) + _SPARE
            self._timer.start(int(min(_LOOK_EVERY, rest)))
        elif snoozes:
            self._timer.start(_LOOK_EVERY)

    def _on_items_changed(self, items: Sequence[int]) -> None:
        for item in items if self._marks else ():
            self._marks.pop(item, None)
        if self._session.catalog.snoozes:
            self._soon.start()  # heat may have risen

    # -- kept between sessions -------------------------------------------------------------------------------------

    def read_again(self) -> None:
        """This window may decide from now on, and another one may have put items off before."""
        if self._file is not None and not self._session.read_only and not self._changes:
            self._read()

    def _on_opened(self) -> None:
        self._timer.stop()
        self._soon.stop()
        self._moved.stop()
        self._kept, self._untold, self._decided = {}, [], set()
        self._kept_marks, self._marks = {}, {}
        self._held, self._changes = False, 0
        self._is_read = self._has_to_keep = False
        folder = self._session.folder
        self._file = SnoozeFile(folder.root) if folder is not None else None
        self._read()

    def _read(self) -> None:
        if self._file is not None:
            self._job = self._session.jobs.start(_Read(self._file), succeeded=self._on_read, priority=5)

    def _on_read(self, kept: Kept) -> None:
        if self.sender() is not self._job:
            return  # news of a folder that is no longer open
        self._is_read = True
        snoozes = self._session.catalog.snoozes
        if not self._changes and not self._has_to_keep:
            # Read again: what another window has woken since is not put off any more.
            self._untold += snoozes
            for item in list(snoozes):
                snoozes.put(item, None)
        self._kept, self._kept_marks = dict(kept.snoozed), kept.marks
        self._untold += self._lay_kept()
        if self._has_to_keep:
            self._keep()
        if not self._session.is_loading:
            self._on_loaded()

    def _on_items_added(self) -> None:
        self._lay_kept()

    def _lay_kept(self) -> list[int]:
        catalog = self._session.catalog
        found = [(item, path) for path in self._kept if (item := catalog.find(path)) is not None]
        for item, path in found:
            snooze = self._kept.pop(path)
            if item not in catalog.snoozes:  # else it has been put off anew since
                catalog.snoozes.put(item, snooze)
        return [item for item, _ in found]

    def _on_loaded(self) -> None:
        """All that there is has been told of."""
        self._lay_kept()
        untold, self._untold = self._untold, []
        if untold:
            self._session.items_changed.emit(list(dict.fromkeys(untold)))
        self._soon.start()
        if self._kept and self._is_read:
            self._moved.look_for(
                {path: mark for path, mark in self._kept_marks.items() if path in self._kept}
            )

    def _on_moved(self, places: dict[str, int]) -> None:
        """Files were renamed while the program was closed: what was put off is so under its new name."""
        catalog = self._session.catalog
        moved = [
            (path, item)
            for path, item in places.items()
            if path in self._kept and item not in catalog.snoozes and self.those_to_put_off([item])
        ]
        for path, item in moved:
            catalog.snoozes.put(item, self._kept.pop(path))
        if moved:
            self._session.items_changed.emit([item for _, item in moved])
            self._keep()
            self._soon.start()

    def _keep(self) -> None:
        """Write down what is put off now."""
        if self._file is None or self._session.read_only:
            return
        self._has_to_keep = not self._is_read  # what is kept would be lost
        if self._has_to_keep:
            return
        catalog, now = self._session.catalog, self._clock()
        paths = catalog.files.paths
        # What is put off by its heat, and whose file is not there, may come back as long as it likes.
        snoozed = {path: snooze for path, snooze in self._kept.items() if not snooze.is_over(now, None)}
        marks = {path: mark for path, mark in self._kept_marks.items() if path in snoozed}
        for item in catalog.snoozes:
            snooze = catalog.snooze(item)
            if snooze is not None:
                snoozed[paths[item]] = snooze
                marks[paths[item]] = self._mark_of(item)
        self._changes += 1
        work = _Write(self._file, snoozed, self._changes, marks)
        self._session.jobs.start(work, failed=self.said)
        self._wait(now)

    def _mark_of(self, item: int) -> str:
        mark = self._marks.get(item)
        if mark is None:
            mark = self._marks[item] = story_mark(*self._session.catalog.files.story(item))
        return mark


class _Read:
    def __init__(self, file: SnoozeFile) -> None:
        self._file = file

    def __call__(self, job: Job) -> Kept:
        return self._file.read_all()


class _Write:
    def __init__(
        self, file: SnoozeFile, snoozed: Mapping[str, Snooze], number: int, marks: Mapping[str, str]
    ) -> None:
        self._marks = marks
        self._file = file
        self._snoozed = snoozed
        self._number = number

    def __call__(self, job: Job) -> None:
        self._file.write(self._snoozed, self._number, self._marks)
