"""Worker processes that save many files, so that the window's own process only takes in what has become of them.

Each saves files as the store itself would, with the same locks, records and kept originals, and several at a time,
since it waits for the disk more than it computes. What becomes of them comes back in bundles, in the order of the
changes. A worker ends as soon as the process that started it has ended: it looks before each file, and until then the
folder counts as being written in (:func:`~editor_app.core.folder_lock.writing_for_another`).
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import pickle
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from ctypes import c_bool
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any, Final

from editor_app.core.atomic_write import sync_folder
from editor_app.core.backup import BatchWriter
from editor_app.core.conflict import Conflict
from editor_app.core.draft_types import Change
from editor_app.core.folder import ItemFolder
from editor_app.core.folder_lock import writing_for_another
from editor_app.core.git_state import GitWatch
from editor_app.core.originals import Originals
from editor_app.core.row_table import RowTable
from editor_app.core.save_file import TOGETHER, FileSaver, Found
from editor_app.core.save_result import Outcome, SaveResult
from editor_app.core.temp_files import TempFiles
from editor_app.core.worker_start import starting_safely

_MOST_WORKERS: Final = 4
_THREADS: Final = 6  # in each worker
_BUNDLE: Final = 64  # files for one round trip
_AHEAD: Final = 2  # bundles that a worker has in hand, so that it need not wait for the next one
_MOMENT: Final = 0.05  # seconds between two questions whether to stop
_POLITENESS: Final = 5  # to the window first of all, whose interface thread must not wait for a worker
_TO_THE_END: Final = 10.0  # seconds for the files that are being saved when somebody stops it

_log = logging.getLogger(__name__)

Work = tuple[str, Change, bytes | None]
"""A file, what is to become of it, and what the session has replaced in it, packed."""


@dataclass(frozen=True, slots=True)
class Files:
    """What the workers of one save must know.

    :param root: the real place of the folder.
    :param backup: the file of the batch that originals are kept in.
    :param parent: the process that they work for.
    """

    folder: ItemFolder
    git_patience: float
    root: Path
    backup: Path | None
    parent: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of some files; ``originals`` is what the session has replaced in each, packed."""

    results: list[Found | None]
    originals: dict[str, bytes]


_Fate = tuple[str, str, bool, Conflict | None, bool, str, bytes | None]
"""How one result travels: its outcome, reason, whether it has a row, conflict, whether the file is gone; the folder to
sync, and what has been replaced in the file.
"""

_Answer = tuple[bytes, list[_Fate | None], bool, list[tuple[int, str]]]
"""How a bundle travels: the rows as a table, the results, whether originals were lost, and what is to be logged."""


def packed(originals: Originals) -> bytes:
    """What a session has replaced in a file, for a worker."""
    return pickle.dumps(originals, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Originals:
    """What :func:`packed` was given, here or in a worker."""
    originals: Originals = pickle.loads(data)
    return originals


class SavePool:
    """Has files saved by workers."""

    def __init__(self, files: Files, work: Sequence[Work]) -> None:
        self._files = files
        self._context = multiprocessing.get_context("spawn")
        self._stop: Any = self._context.RawValue(c_bool, False)
        self._waiting = deque(
            (number, work[start : start + _BUNDLE])
            for number, start in enumerate(range(0, len(work), _BUNDLE))
        )
        self._workers: list[_Worker] = []
        self._arrived: dict[int, Saved] = {}
        self.left: list[tuple[str, Change]] = []
        """Files that no worker has told about; saving them again does no harm."""
        self.has_lost_originals = False
        self.was_cut_short = False
        """Whether a worker was ended with files in hand."""

    def results(self, cancelled: Callable[[], bool]) -> Generator[Saved | None]:
        """What became of the files, in the order of the changes; None where a moment has passed without news.

        :param cancelled: asked all the time; what is left out then has no result.
        """
        following = 0
        try:
            self._start()
            while self._is_at_work:
                if cancelled():
                    self._stop.value = True
                    self._waiting.clear()
                if not self._receive(_MOMENT):
                    yield None
                while following in self._arrived:
                    yield self._arrived.pop(following)
                    following += 1
        finally:
            self._end()

    @property
    def _is_at_work(self) -> bool:
        return any(worker.bundles for worker in self._workers)

    def _start(self) -> None:
        most = min(_MOST_WORKERS, os.cpu_count() or 1, len(self._waiting))
        while len(self._workers) < most:
            try:
                self._workers.append(_Worker(self._context, self._files, self._stop))
            except OSError:  # no more processes can be started
                break
        for _ in range(_AHEAD):
            for worker in self._workers:
                self._hand_out(worker)
        if not self._workers:
            self._leave(self._waiting)

    def _hand_out(self, worker: _Worker) -> None:
        if self._waiting:
            worker.give(*self._waiting.popleft())

    def _receive(self, patience: float) -> bool:
        """Take in what has arrived; whether there was anything."""
        busy = {worker.connection: worker for worker in self._workers if worker.bundles}
        ready = wait(list(busy), patience)
        for connection in ready:
            worker = busy[connection]  # type: ignore[index]
            try:
                answer = worker.connection.recv_bytes()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            number, work = worker.bundles.popleft()
            self._hand_out(worker)
            self._arrived[number] = self._read(answer, work)
        return bool(ready)

    def _read(self, answer: bytes, work: Sequence[Work]) -> Saved:
        table, fates, has_lost, messages = _unpack(answer)
        self.has_lost_originals |= has_lost
        for level, message in messages:
            _log.log(level, "%s", message)
        rows = iter(RowTable.from_bytes(table))
        results: list[Found | None] = []
        originals: dict[str, bytes] = {}
        for (path, _, _), fate in zip(work, fates, strict=True):
            if fate is None:
                results.append(None)
                continue
            outcome, reason, has_row, conflict, is_gone, folder, kept = fate
            row = next(rows) if has_row else None
            result = SaveResult(path, Outcome(outcome), reason, row, conflict=conflict, is_gone=is_gone)
            results.append((result, folder))
            if kept is not None:
                originals[path] = kept
        return Saved(results, originals)

    def _bury(self, worker: _Worker) -> None:
        """A worker is gone; what it had in hand may be saved or not."""
        self.was_cut_short = True
        _log.warning("A process that saves files has ended before its time")
        self._workers.remove(worker)
        worker.end(0)
        self._leave(worker.bundles)
        if not self._workers:
            self._leave(self._waiting)

    def _leave(self, bundles: deque[tuple[int, Sequence[Work]]]) -> None:
        while bundles:
            number, work = bundles.popleft()
            self._arrived[number] = Saved([], {})
            self.left += [(path, change) for path, change, _ in work]

    def _end(self) -> None:
        """Let the workers save to the end what they are at; nobody waits for the results where some are left."""
        self._stop.value = True
        self._waiting.clear()
        until = time.monotonic() + _TO_THE_END
        while self._is_at_work and time.monotonic() < until:
            self._receive(_MOMENT)
        self.was_cut_short |= self._is_at_work
        found = [found for saved in self._arrived.values() for found in saved.results]
        for folder in {found[1] for found in found if found is not None and found[1]}:
            with suppress(OSError):
                sync_folder(folder)
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.end(max(0, until - time.monotonic()))
        self._workers = []


class _Worker:
    def __init__(self, context: SpawnContext, files: Files, stop: Any) -> None:
        self.connection, theirs = context.Pipe()
        self.bundles: deque[tuple[int, Sequence[Work]]] = deque()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, files, stop), daemon=True)
        try:
            with starting_safely():
                self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def give(self, number: int, work: Sequence[Work]) -> None:
        self.bundles.append((number, work))
        with suppress(OSError):  # it is gone; whoever waits for its answer finds out
            self.connection.send_bytes(pickle.dumps(work, pickle.HIGHEST_PROTOCOL))

    def end(self, patience: float) -> None:
        self.connection.close()
        self.process.join(patience)
        self.process.kill()
        self.process.join(1.0)


def _unpack(answer: bytes) -> _Answer:
    found: _Answer = pickle.loads(answer)
    return found


# -- in a worker -------------------------------------------------------------------------------------------------------


def _serve(connection: Connection[Any, Any], files: Files, stop: Any) -> None:
    """Runs in a worker until the other end of the pipe is closed."""
    with suppress(OSError):
        os.nice(_POLITENESS)
    gc.disable()  # what is read holds no cycles, and a worker lives for one save
    messages = _Messages()
    logging.getLogger().addHandler(messages)
    with ExitStack() as stack:
        stack.enter_context(writing_for_another(files.root))
        temp_files = stack.enter_context(TempFiles(files.root, shared=True))
        threads = stack.enter_context(ThreadPoolExecutor(_THREADS, thread_name_prefix="save"))
        saving = _Saving(files, stop, temp_files, messages)
        answers: queue.SimpleQueue[Callable[[], bytes] | None] = queue.SimpleQueue()
        # Answers are sent by a thread of their own: so there is always one that takes in what the other side sends.
        sender = threading.Thread(target=_send, args=(connection, answers))
        sender.start()
        try:
            while True:
                work: Sequence[Work] = pickle.loads(connection.recv_bytes())
                futures = [
                    threads.submit(saving.save, work[start : start + TOGETHER])
                    for start in range(0, len(work), TOGETHER)
                ]
                answers.put(_Bundle(saving, work, futures).answer)
        except (EOFError, OSError):
            pass  # it is done, or whoever it is done for is gone
        answers.put(None)
        sender.join()


def _send(connection: Connection[Any, Any], answers: queue.SimpleQueue[Callable[[], bytes] | None]) -> None:
    while (answer := answers.get()) is not None:
        data = answer()
        with suppress(OSError):  # nobody listens any more
            connection.send_bytes(data)


class _Saving:
    def __init__(self, files: Files, stop: Any, temp_files: TempFiles, messages: _Messages) -> None:
        self._files = files
        self._stop = stop
        self._backup: BatchWriter | None = None
        self._has_lost_originals = False
        self.messages = messages
        if files.backup is not None:
            try:
                self._backup = BatchWriter.of_another(files.backup)
            except OSError:
                self._has_lost_originals = True
        self.originals: dict[str, Originals] = {}
        git = GitWatch(files.folder.root, files.git_patience, self.is_stopping)
        self._saver = FileSaver(files.folder, git, temp_files, self._backup, self.originals)

    def is_stopping(self) -> bool:
        return self._stop.value or os.getppid() != self._files.parent

    @property
    def has_lost_originals(self) -> bool:
        return self._has_lost_originals or (self._backup is not None and self._backup.has_failed)

    def save(self, work: Sequence[Work]) -> list[Found | None]:
        for path, _, kept in work:
            if kept is not None:
                self.originals[path] = unpacked(kept)
        return self._saver.save([(path, change) for path, change, _ in work], self.is_stopping)


class _Bundle:
    """Files that one answer is about."""

    def __init__(
        self, saving: _Saving, work: Sequence[Work], futures: list[Future[list[Found | None]]]
    ) -> None:
        self._saving = saving
        self._work = work
        self._futures = futures

    def answer(self) -> bytes:
        fates: list[_Fate | None] = []
        rows = []
        all_found = [found for future in self._futures for found in future.result()]
        for (path, _, _), found in zip(self._work, all_found, strict=True):
            if found is None:
                fates.append(None)
                continue
            result, folder = found
            if result.row is not None:
                rows.append(result.row)
            originals = self._saving.originals.pop(path, None)
            fates.append(
                (
                    result.outcome.value,
                    result.reason,
                    result.row is not None,
                    result.conflict,
                    result.is_gone,
                    folder,
                    None if originals is None else packed(originals),
                )
            )
        answer: _Answer = (
            RowTable(rows).to_bytes(),
            fates,
            self._saving.has_lost_originals,
            self._saving.messages.take(),
        )
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


class _Messages(logging.Handler):
    """What a worker would log; it is logged by the process that it works for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._found: deque[tuple[int, str]] = deque()

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append((record.levelno, record.getMessage()))

    def take(self) -> list[tuple[int, str]]:
        """What there is since the last time."""
        return [self._found.popleft() for _ in range(len(self._found))]
