"""Worker processes that read files into rows, and what happens when one of them dies or hangs.

Processes, since a parser in a thread would stall the window: Python runs one thread at a time. They are started by
``spawn``, so that they share nothing with the window. Each has a pipe of its own and says in shared memory which file
it has in hand: so a file that ends its reader, or keeps it too long, is known by name and becomes a Problem.
:class:`concurrent.futures.ProcessPoolExecutor` was not chosen: it tells neither, and gives up at the first death.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ctypes import c_long
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Final

from editor_app.core.errors import UnreadableItem
from editor_app.core.folder import FoundFile
from editor_app.core.read_file import read_rows
from editor_app.core.row_table import RowTable
from editor_app.core.row_types import problem_row
from editor_app.core.worker_start import starting_safely

PATIENCE: Final = 20.0
"""Seconds that one file may keep its reader; reading the largest one that is read at all takes well under one."""

_MOST_WORKERS: Final = 4
_DEATHS_AT_START: Final = 3
_NO_FILE: Final = -1


class ReaderPool:
    """Reads lists of files, several at a time; what has been read comes as bytes of a :class:`RowTable`.

    :param root: the folder that the files' paths are relative to.
    :param patience: seconds that one file may keep its reader.
    """

    def __init__(self, root: str, *, patience: float = PATIENCE) -> None:
        self._root = root
        self._patience = patience
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._waiting: deque[list[FoundFile]] = deque()
        self._suspects: set[str] = set()
        self._early_deaths = 0

    @property
    def are_at_work(self) -> bool:
        """Whether anything that was given has not come back yet."""
        return bool(self._waiting) or any(worker.files for worker in self._workers)

    def give(self, files: list[FoundFile]) -> None:
        """Have files read."""
        self._waiting.append(files)
        self._hand_out()

    def results(self, patience: float) -> Iterator[bytes]:
        """What has been read by now.

        :param patience: how long to wait for something, in seconds.
        """
        self._hand_out()
        busy = {worker.connection: worker for worker in self._workers if worker.files}
        ready = wait(list(busy), patience) if busy else []
        for connection in ready:
            worker = busy[connection]  # type: ignore[index]
            try:
                data = worker.connection.recv_bytes()
            except (EOFError, OSError):
                yield from self._bury(
                    worker, "The reader ended while reading this file; the file may be damaged."
                )
                continue
            worker.files = []
            self._early_deaths = 0
            if self._waiting:  # before anybody looks at what it has read, so that it need not wait for that
                worker.give(self._waiting.popleft())
            yield data
        for worker in busy.values():
            if worker.files and worker.is_late(self._patience):
                worker.process.kill()
                yield from self._bury(worker, "Reading this file took too long; it was left out.")
        self._hand_out()

    def stop(self) -> None:
        """End all workers, also those that have something in hand."""
        self._waiting.clear()
        for worker in self._workers:
            worker.end()
        self._workers = []

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._waiting and not worker.files:
                worker.give(self._waiting.popleft())
        most = max(1, min(_MOST_WORKERS, os.cpu_count() or 1))
        while self._waiting and len(self._workers) < most:
            if self._early_deaths >= _DEATHS_AT_START:
                raise NoWorkers
            try:
                worker = _Worker(self._context, self._root)
            except OSError:  # no more processes can be started
                if not self._workers:
                    raise NoWorkers from None
                return
            self._workers.append(worker)
            worker.give(self._waiting.popleft())

    def _bury(self, worker: _Worker, reason: str) -> Iterator[bytes]:
        """A worker is gone: read again what it had in hand, but for a file that has ended a reader before."""
        files, at = worker.files, worker.place.value
        self._workers.remove(worker)
        worker.end()
        if at == _NO_FILE:  # it died before it had read anything: the machine's doing, not a file's
            self._early_deaths += 1
            self._waiting.appendleft(files)
            return
        culprit = files[at]
        others = files[:at] + files[at + 1 :]
        if others:
            self._waiting.appendleft(others)
        if culprit.path in self._suspects:
            # Without a signature, so that the next run tries again.
            yield RowTable([problem_row(culprit.path, UnreadableItem(reason))]).to_bytes()
        else:  # once may be chance: the system ends processes when memory is short
            self._suspects.add(culprit.path)
            self._waiting.append([culprit])

    def take_back(self) -> list[FoundFile]:
        """What has not been read and will not be: all of it, once no worker can be started."""
        files = [file for batch in self._waiting for file in batch]
        files += [file for worker in self._workers for file in worker.files]
        self.stop()
        return files


class NoWorkers(Exception):
    """No worker process can be started, or every one dies at once. For the loader, not for an editor."""


class _Worker:
    def __init__(self, context: SpawnContext, root: str) -> None:
        self.connection, theirs = context.Pipe()
        self.place: Any = context.RawValue(c_long, _NO_FILE)
        self.process: SpawnProcess = context.Process(
            target=_serve, args=(theirs, root, self.place), daemon=True
        )
        self.files: list[FoundFile] = []
        self._seen = _NO_FILE
        self._since = 0.0
        try:
            with starting_safely():
                self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def give(self, files: list[FoundFile]) -> None:
        self.files = files
        self._seen = _NO_FILE
        self._since = time.monotonic()
        with suppress(OSError):  # it is gone; whoever waits for its answer finds out
            self.connection.send(list(map(tuple, files)))  # a named tuple takes longer on its way

    def is_late(self, patience: float) -> bool:
        """Whether it has had the same file in hand for so long."""
        now = time.monotonic()
        if self.place.value != self._seen:
            self._seen = self.place.value
            self._since = now
        return now - self._since > patience

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join(1.0)


def _serve(connection: Connection[Any, Any], root: str, place: Any) -> None:
    """Runs in a worker until the other end of the pipe is closed."""
    gc.disable()  # rows hold no cycles, and a worker lives for one folder
    while True:
        try:
            files: Sequence[tuple[Any, ...]] = connection.recv()
        except (EOFError, OSError):
            return
        found = list(map(FoundFile._make, files))
        rows = read_rows(root, found, partial(setattr, place, "value"))
        place.value = _NO_FILE
        connection.send_bytes(RowTable(rows).to_bytes())
