"""How the program knows that it ended unexpectedly last time.

Each run has two files in the log folder, named by its start and its process: a mark, locked for as long as the process
lives, and the place where Python writes where every thread was, should the process crash. A clean end removes both. A
mark that nobody holds any more is a run that did not end cleanly. The lock is the system's own: a process id may have
been given to somebody else meanwhile, a lock goes with its process.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from filelock import FileLock, Timeout

from editor_app.core.app_dirs import log_dir

_MARK: Final = ".run"
_DUMP: Final = ".fault"
_MOST_BYTES: Final = 100_000  # of a dump
_PATIENCE: Final = 5.0  # seconds

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run that did not end cleanly: its start and process, and where its threads were, if it crashed."""

    name: str
    dump: str


class RunMark:
    """This run's mark. Where the log folder cannot be written there is none."""

    def __init__(self) -> None:
        self._place = log_dir() / "runs"
        self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"
        self._lock: FileLock | None = None
        self._dump: TextIO | None = None
        self.earlier: list[EndedRun] = []
        """Earlier runs that did not end cleanly, and that no other one has been told of."""

    @classmethod
    def begin(cls) -> RunMark:
        """Mark that a run has begun, and find those that did not end cleanly; the log says where they were."""
        mark = cls()
        with contextlib.suppress(OSError, Timeout, NotImplementedError):
            mark._begin()
        for run in mark.earlier:
            _log.error("A run ended unexpectedly (start and process %s).\n%s", run.name, run.dump)
        return mark

    def end(self) -> None:
        """The run ends cleanly."""
        lock, dump = self._lock, self._dump
        self._lock = self._dump = None
        if lock is None:
            return
        with ExitStack() as stack:
            # Nobody may find the mark once it is released: it would look like that of a crash.
            with contextlib.suppress(OSError, Timeout, NotImplementedError):
                stack.enter_context(self._alone())
            if dump is not None:
                faulthandler.disable()
                dump.close()
                with contextlib.suppress(OSError):
                    self._file(_DUMP).unlink()
            with contextlib.suppress(OSError):
                lock.release()
                self._file(_MARK).unlink(missing_ok=True)

    def _begin(self) -> None:
        self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            for mark in sorted(self._place.glob(f"*{_MARK}")):
                if _is_left(mark):
                    self._take(mark.stem)
            running = {mark.stem for mark in self._place.glob(f"*{_MARK}")}
            for dump in sorted(self._place.glob(f"*{_DUMP}")):
                if dump.stem not in running:
                    self._take(dump.stem)
            self._lock = FileLock(self._file(_MARK), mode=0o600, thread_local=False)
            self._lock.acquire(timeout=0)
            descriptor = os.open(self._file(_DUMP), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._dump = os.fdopen(descriptor, "w", encoding="utf-8")
            faulthandler.enable(self._dump)

    def _take(self, name: str) -> None:
        """Take note of a run that did not end cleanly, and clear up after it."""
        dump = self._place / (name + _DUMP)
        mark = self._place / (name + _MARK)
        text = ""
        with contextlib.suppress(OSError), open(dump, encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_BYTES)
        if mark.exists() or text:
            self.earlier.append(EndedRun(name, text.strip()))
        for file_of_it in (dump, mark):
            with contextlib.suppress(OSError):
                file_of_it.unlink()

    def _file(self, suffix: str) -> Path:
        return self._place / (self._name + suffix)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other runs from looking at the marks."""
        with FileLock(self._place / "marks.lock", timeout=_PATIENCE, mode=0o600):
            yield


def _is_left(mark: Path) -> bool:
    """Whether nobody holds a mark any more."""
    lock = FileLock(mark, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except (OSError, Timeout):
        return False
    lock.release()
    return True
