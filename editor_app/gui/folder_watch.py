"""Keeping the list as the folder is, while other programs work in it: when to look, and what to leave alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.right_of_way import GivingWay
from editor_app.core.second_look import GRACE
from editor_app.core.state import State
from editor_app.gui.folder_hints import FolderHints
from editor_app.gui.news_intake import NewsIntake, Reading

if TYPE_CHECKING:
    from editor_app.core.decision import ItemEdit
    from editor_app.core.folder import ItemFolder
    from editor_app.core.right_of_way import RightOfWay
    from editor_app.core.sweep import Known, Sweep, Sweeper
    from editor_app.gui.jobs import Job
    from editor_app.gui.session import Session


class Pace(NamedTuple):
    """How often to look, in seconds.

    ``every``: where nothing tells of a change. ``hint``: how long it must have been quiet after the system has told of
    one. ``grace``: until a second look is believed. ``wait``: between two looks whether git is done, or the folder is
    back.
    """

    every: float = 30.0
    hint: float = 0.5
    grace: float = GRACE
    wait: float = 1.0


_MANY: Final = 500
"""Files of a save during which the system is not asked to tell of changes; a look follows it anyway."""


class FolderWatch(QObject):
    """Looks at the open folder when there may be news, never while it is loaded or saved.

    Items under the editor's eyes are told to it by :meth:`set_reading`: they stay in the list, whatever becomes of
    their files, until the editor moves on.
    """

    telling = Signal()
    """The list is about to be told of news; it is to keep its place."""
    told = Signal()
    looked = Signal()
    """A look is over, the list knows what it has found, and nobody has asked for another one meanwhile."""
    waiting_changed = Signal(str)
    """What git is in the middle of, in a sentence; empty where nothing waits for it."""
    reach_changed = Signal(bool)
    """Whether the folder can be reached."""
    undone_changed = Signal(int, bool)
    """How many saved decisions other programs have taken back, and whether there are more than before."""

    def __init__(self, session: Session, pace: Pace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pace = pace
        self._folder: ItemFolder | None = None
        self._sweeper: Sweeper | None = None
        self._job: Job | None = None
        self._is_wanted = False
        self._pause = pace.every
        self._has_waited = False
        self._waiting = ""
        self._is_lost = False
        self._is_telling = False
        self._reading = Reading()
        self._held: set[int] = set()
        self._undone: dict[int, ItemEdit] = {}
        self._intake = NewsIntake(session, self)
        self._hints = FolderHints(self)
        self._after_hint = self._timer(self.look)
        self._next = self._timer(self.look)
        self._moved_on = self._timer(self._release)
        self._intake.telling.connect(self._on_telling)
        self._intake.told.connect(self._on_told)
        self._intake.finished.connect(self._on_taken)
        self._hints.changed.connect(self.look_soon)
        session.opened.connect(self._on_opened)
        session.loading_started.connect(self._break_off)
        session.loading_finished.connect(self.look_soon)
        session.save_started.connect(self._on_save_started)
        session.save_finished.connect(self._on_saved)
        session.pending_changed.connect(self._on_pending)

    def _timer(self, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(then)
        return timer

    def stop(self) -> None:
        """Look no more; the folder is being closed."""
        self._folder = self._sweeper = None
        for timer in (self._after_hint, self._next, self._moved_on):
            timer.stop()
        self._intake.forget()
        self._hints.stop()

    # -- what is under the editor's eyes ---------------------------------------------------------------------------

    def set_reading(self, items: Sequence[int]) -> None:
        """The editor looks at these items now."""
        self._reading = Reading(items)
        self._intake.set_reading(self._reading)
        if self._held or self._session.catalog.missing:
            self._moved_on.start(0)

    def staying(self, items: Collection[int]) -> Collection[int]:
        """Of items that have changed those that have to stay in the list, because the editor is reading them.

        None of them where the editor's own decision has changed them.
        """
        if not self._is_telling and not self._session.is_loading:
            return ()
        staying = self._reading.items.intersection(items)
        self._held |= staying
        return staying

    @property
    def is_news(self) -> bool:
        """Whether what the list is told right now comes from the files, not from the editor."""
        return self._is_telling or self._session.is_loading

    def _on_pending(self) -> None:
        if self._session.catalog.missing:
            self._moved_on.start(0)

    def _release(self) -> None:
        """The editor has moved on: what was kept for that reason alone goes its way."""
        catalog = self._session.catalog
        freed = self._held - self._reading.items
        self._held -= freed
        gone = [
            item
            for item in catalog.missing
            if item not in catalog.pending and item not in self._reading.items
        ]
        freed = {item for item in freed.difference(gone) if catalog.holds(item)}
        if freed or gone:
            self.telling.emit()
            if freed:
                self._session.items_changed.emit(sorted(freed))
            self._session.let_go(gone)
            self.told.emit()

    # -- looking ---------------------------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Something may have changed: look as soon as it has been quiet for a moment."""
        if self._folder is not None:
            self._after_hint.start(_milliseconds(self._pace.hint))

    def look(self) -> None:
        """Look at the folder now, or as soon as nothing is in the way."""
        session = self._session
        if self._folder is None:
            return
        if self._job is not None or self._intake.is_busy or session.is_loading or session.is_saving:
            self._is_wanted = True
            return
        self._is_wanted = False
        self._after_hint.stop()
        self._next.stop()
        self._pause = self._pace.every
        # Only now: there is nothing to look for before the folder has been read, and a window is to be shown before.
        from editor_app.core.sweep import Known, Sweeper

        if self._sweeper is None:
            self._sweeper = Sweeper(self._folder, grace=self._pace.grace)
        self._job = session.jobs.start(
            _Look(self._sweeper, Known.of(session.catalog), session.right_of_way),
            succeeded=self._on_swept,
            ended=self._on_look_ended,
            priority=-1,
        )

    def _on_opened(self) -> None:
        self.stop()
        self._job = None
        self._is_wanted = False
        self._reading, self._held, self._undone = Reading(), set(), {}
        self._set_waiting("")
        self._set_lost(False)
        self._folder = self._session.folder

    def _break_off(self) -> None:
        """Files are about to be read or written: what a look under way has found may be old by then."""
        if self._job is not None:
            self._job.cancel()
        self._intake.break_off()
        self._is_wanted = True

    def _on_save_started(self, count: int) -> None:
        self._break_off()
        if count >= _MANY:
            self._hints.pause()

    def _on_saved(self) -> None:
        self._hints.resume()
        if self._is_wanted:
            self.look()

    def _on_swept(self, sweep: Sweep) -> None:
        if self._job is None or self.sender() is not self._job or self._job.is_cancelled():
            return
        if sweep.is_put_off or sweep.is_lost:
            self._pause = self._pace.wait
        elif sweep.looks_again:
            self._pause = self._pace.grace * 1.05
        # Git holds its lock for a moment many times a day: that is no news yet.
        self._set_waiting(sweep.git if self._has_waited or not sweep.is_put_off else "")
        self._has_waited = sweep.is_put_off
        if sweep.is_put_off:
            return
        self._set_lost(sweep.is_lost)
        if not sweep.is_lost:
            self._hints.watch(sweep.folders)
            self._intake.take(sweep)

    def _on_look_ended(self) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if not self._intake.is_busy:
            self._rest()

    def _on_taken(self) -> None:
        if self._job is None:
            self._rest()

    def _rest(self) -> None:
        """A look is over: wait for the next one."""
        if self._folder is not None:
            self._next.start(0 if self._is_wanted else _milliseconds(self._pause))
        if not self._is_wanted:
            self.looked.emit()

    def _set_waiting(self, sentence: str) -> None:
        if sentence != self._waiting:
            self._waiting = sentence
            self.waiting_changed.emit(sentence)

    def _set_lost(self, is_lost: bool) -> None:
        if is_lost != self._is_lost:
            self._is_lost = is_lost
            self.reach_changed.emit(not is_lost)

    # -- telling ---------------------------------------------------------------------------------------------------

    def _on_telling(self) -> None:
        self._is_telling = True
        self.telling.emit()

    def _on_told(self, changed: list[int]) -> None:
        self._is_telling = False
        self.told.emit()
        self._look_for_undone(changed)

    def _look_for_undone(self, changed: list[int]) -> None:
        catalog, saved = self._session.catalog, self._session.saved
        before = dict(self._undone)
        for item in changed:
            if item not in saved or catalog.state(item) is State.PROBLEM or item in catalog.missing:
                continue
            edit = saved.undone(item, catalog.whole_fields(item))
            if edit:
                self._undone[item] = edit
            else:
                self._undone.pop(item, None)
        if before.keys() != self._undone.keys():
            self.undone_changed.emit(len(self._undone), not self._undone.keys() <= before.keys())

    @property
    def undone(self) -> dict[int, ItemEdit]:
        """Saved decisions that other programs have taken back: what would have to be decided again, by item."""
        return {item: edit for item, edit in self._undone.items() if self._session.catalog.holds(item)}

    def forget_undone(self) -> None:
        """The editor knows of them, and has decided what to do."""
        self._undone = {}


class _Look:
    def __init__(self, sweeper: Sweeper, known: Known, right_of_way: RightOfWay) -> None:
        self._sweeper = sweeper
        self._known = known
        self._right_of_way = right_of_way

    def __call__(self, job: Job) -> Sweep:
        wait = GivingWay(self._right_of_way).wait
        return self._sweeper.sweep(self._known, cancelled=job.is_cancelled, give_way=wait)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1_000)
