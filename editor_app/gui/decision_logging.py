"""Writing the log of decisions: lines are made between other work, and written by jobs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from editor_app.core.conflict import Turn
from editor_app.core.decision import ItemEdit
from editor_app.core.decision_log import DecisionLog, Entry, back_line, line_of, noted
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices

_STEP: Final = 100  # items whose lines are made at once


class _Laid(NamedTuple):
    when: float
    edits: Sequence[tuple[int, ItemEdit | Turn]]
    is_taken_back: bool


class DecisionLogging(QObject):
    """Follows the session and keeps the log of its folder."""

    written = Signal()
    """The log has more lines now."""
    failed = Signal(str)
    """A sentence; said once for each folder."""

    def __init__(
        self, session: Session, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._log: DecisionLog | None = None
        self._waiting: deque[_Laid] = deque()
        self._making: Iterator[None] = iter(())
        self._lines: list[bytes] = []
        self._has_failed = False
        self._slices = Slices(self, right_of_way=session.right_of_way)
        self._slices.finished.connect(self._write)
        session.opened.connect(self._on_opened)
        session.closing.connect(self.flush)
        session.laid.connect(self._on_laid)

    @property
    def log(self) -> DecisionLog | None:
        """The log of the open folder."""
        return self._log

    def flush(self) -> None:
        """Write now what waits."""
        self._slices.stop()
        # What has been begun first: what is left of it waits nowhere else.
        for _ in chain(self._making, self._making_lines()):
            pass
        self._write()

    def _on_opened(self) -> None:
        folder = self._session.folder
        self._waiting.clear()
        self._making = iter(())
        self._lines, self._has_failed = [], False
        self._log = DecisionLog(folder.root) if folder is not None else None

    def _on_laid(self, edits: Sequence[tuple[int, ItemEdit | Turn]], taken_back: bool) -> None:
        self._waiting.append(_Laid(self._clock(), edits, taken_back))
        if not self._slices.is_at_work:
            self._begin()

    def _begin(self) -> None:
        self._making = self._making_lines()
        self._slices.start(self._making)

    def _making_lines(self) -> Iterator[None]:
        while self._waiting:
            laid = self._waiting.popleft()
            for start in range(0, len(laid.edits), _STEP):
                for item, edit in laid.edits[start : start + _STEP]:
                    self._make_lines(laid, item, edit)
                yield

    def _make_lines(self, laid: _Laid, item: int, edit: ItemEdit | Turn) -> None:
        catalog = self._session.catalog
        if not catalog.holds(item):
            return
        files = catalog.files
        path = files.paths[item]
        news = noted(edit, taken_back=laid.is_taken_back)
        self._lines += [back_line(laid.when, what, path) for what in news.taken_back]
        self._lines += [
            line_of(
                Entry(
                    laid.when,
                    what,
                    path,
                    files.quality[item],
                    files.heat[item],
                    files.providers[item] or files.domains[item],
                )
            )
            for what in news.decided
        ]

    def _write(self) -> None:
        lines, self._lines = b"".join(self._lines), []
        if lines and self._log is not None:
            self._log.add(lines)
            self._session.jobs.start(_Write(self._log), succeeded=self._on_written, failed=self._on_failed)
        if self._waiting:
            self._begin()

    def _on_written(self, _: object) -> None:
        self.written.emit()

    def _on_failed(self, sentence: str) -> None:
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(sentence)


class _Write:
    def __init__(self, log: DecisionLog) -> None:
        self._log = log

    def __call__(self, job: Job) -> None:
        self._log.write()
