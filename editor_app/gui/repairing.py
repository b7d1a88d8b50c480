"""Mending damaged texts of any number of items: found in the background, decided as one step."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.decision import ItemEdit, TextChange, joined_texts
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.row_types import is_plain_yaml
from editor_app.core.step import Step
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session

_AT_ONCE = 200  # items that are decided about in one go
_PAST = "repaired"
_SLICE = 0.006  # seconds that getting ready to decide may hold the window up


class Repairing(QObject):
    """Looks at one selection at a time."""

    progressed = Signal(int, int)
    finished = Signal(str)
    """What has become of it, in a sentence."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._total = 0
        self._is_cancelled = False
        self._found: list[tuple[int, ItemEdit]] = []
        self._steps: list[Step] = []
        self._planned = 0
        self._planning = QTimer(self)
        self._planning.setInterval(0)
        self._planning.timeout.connect(self._plan_more)
        self._laid = 0
        self._laying = QTimer(self)
        self._laying.setInterval(0)
        self._laying.timeout.connect(self._lay_more)
        session.opened.connect(self._forget)

    @property
    def is_running(self) -> bool:
        return self._job is not None or self._planning.isActive() or self._laying.isActive()

    def start(self, items: Sequence[int]) -> None:
        """Mend all damaged texts of some items."""
        folder, catalog = self._session.folder, self._session.catalog
        if folder is None or self.is_running or self._session.read_only:
            return
        paths = catalog.files.paths
        asked = [(item, paths[item]) for item in items]
        pending = {item: edit.texts for item, edit in catalog.pending.items() if edit.texts}
        self._found, self._steps, self._planned, self._total = [], [], 0, len(asked)
        self._is_cancelled = False
        self._job = self._session.jobs.start(
            _Look(folder, asked, pending),
            progressed=self._on_progress,
            succeeded=self._on_found,
            ended=self._on_ended,
            priority=3 if len(asked) == 1 else 1,
        )

    def cancel(self) -> None:
        """Stop looking; nothing is decided then."""
        if self._job is not None:
            self._job.stop_soon()
            self._is_cancelled = True

    def _forget(self) -> None:
        self._planning.stop()
        self._laying.stop()
        self._job = None
        self._found, self._steps = [], []

    def _on_progress(self, done: int) -> None:
        if self.sender() is self._job:
            self.progressed.emit(done, self._total)

    def _on_found(self, found: list[tuple[int, ItemEdit]] | None) -> None:
        if self.sender() is self._job and found is not None:
            self._found = found

    def _on_ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._planning.start()

    def _plan_more(self) -> None:
        """Work out what the decision does to each item, a few at a time; decide when all is ready."""
        catalog, until = self._session.catalog, time.monotonic() + _SLICE
        while self._planned < len(self._found):
            if time.monotonic() > until:
                return
            item, edit = self._found[self._planned]
            self._planned += 1
            if catalog.holds(item):
                self._steps += catalog.plan_edits({item: edit})
        self._planning.stop()
        if len(self._steps) <= _AT_ONCE:
            self._session.take_steps(self._steps, _PAST)
            self._finish()
        else:
            # Some hundred items at a time, so that the window has its turns between.
            self._laid = 0
            self._laying.start()

    def _lay_more(self) -> None:
        self._session.lay_steps(self._steps[self._laid : self._laid + _AT_ONCE])
        self._laid += _AT_ONCE
        self.progressed.emit(min(self._laid, self._total), self._total)
        if self._laid >= len(self._steps):
            self._laying.stop()
            self._session.take_steps(self._steps, _PAST, laid=True)
            self._finish()

    def _finish(self) -> None:
        texts, items = sum(len(edit.texts) for _, edit in self._found), len(self._steps)
        self._found, self._steps = [], []
        self.finished.emit(self._words(texts, items))

    def _words(self, texts: int, items: int) -> str:
        if self._is_cancelled:
            return self.tr("Stopped; nothing was repaired.")
        if not items:
            return self.tr("Nothing to repair: no damaged characters were found.")
        what = self.tr("1 text") if texts == 1 else self.tr("{0} texts").format(f"{texts:,}")
        if self._total == 1:
            return self.tr("Repaired {0}").format(what)
        where = self.tr("1 item") if items == 1 else self.tr("{0} items").format(f"{items:,}")
        return self.tr("Repaired {0} in {1}").format(what, where)


class _Look:
    """Reads files and finds what would mend their texts. A file that cannot be read now is left alone."""

    _INTERVAL = 0.1  # seconds

    def __init__(
        self,
        folder: ItemFolder,
        asked: Sequence[tuple[int, str]],
        pending: Mapping[int, tuple[TextChange, ...]],
    ) -> None:
        """:param asked: items, each with the path of its file.
        :param pending: what is decided about texts of items and not saved yet.
        """
        self._folder = folder
        self._asked = asked
        self._pending = pending

    def __call__(self, job: Job) -> list[tuple[int, ItemEdit]] | None:
        found: list[tuple[int, ItemEdit]] = []
        told = time.monotonic()
        for done, (item, path) in enumerate(self._asked):
            if job.is_stopping():
                return None
            changes = _mending(self._folder, path, self._pending.get(item, ()))
            if changes:
                found.append((item, ItemEdit(texts=changes)))
            if time.monotonic() - told > self._INTERVAL:
                told = time.monotonic()
                job.report(done)
        return found


def _mending(folder: ItemFolder, path: str, pending: Sequence[TextChange]) -> tuple[TextChange, ...]:
    from editor_app.core.frontmatter import split
    from editor_app.core.outline import read_outline
    from editor_app.core.text_repair import may_hold_damage, repaired, repairs

    in_file: tuple[TextChange, ...] = ()
    try:
        data, _ = read_bytes(folder.full_path(path))
        parts = split(data, plain_yaml=is_plain_yaml(path))
        if may_hold_damage(parts.yaml):
            in_file = repairs(read_outline(parts.yaml, parts.first_line))
    except (EditorAppError, OSError):
        return ()
    decided = {change.place for change in pending}
    of_pending = [
        TextChange(change.place, change.new, mended)
        for change in pending
        if (mended := repaired(change.new)) is not None
    ]
    return joined_texts((), [*(change for change in in_file if change.place not in decided), *of_pending])
