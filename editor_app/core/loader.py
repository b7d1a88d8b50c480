"""Reading the rows of a whole folder: from the cache where a file is as it was, else from the file.

Where there is much to read, worker processes do it: a parser in a thread would stall the window, since Python runs one
thread at a time. They are started by ``spawn``, so that they share nothing with the window.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Final

from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.folder import FoundFile, ItemFolder, read_bytes, reason_of
from editor_app.core.row import UNSEEN, Row, problem_row, read_row
from editor_app.core.row_cache import RowCache
from editor_app.core.row_codec import RowBuilder, flatten

BATCH: Final = 500
"""Rows given out at once, and files for one round trip to a worker."""

FEW: Final = 300
"""Up to this many files are read in the calling thread: a worker takes longer to start."""

FIRST: Final = 50
"""Files read before anything else, for a first screen."""


def _never() -> bool:
    return False


def load_rows(
    folder: ItemFolder, *, cancelled: Callable[[], bool] = _never, cache: RowCache | None = None
) -> Iterator[list[Row]]:
    """The rows of a folder, in batches, roughly in the order of the walk.

    :param cancelled: asked between batches; what has been given out stays usable.
    :param cache: rows of an earlier run, used where a file has not changed since, and written anew at the end.
    """
    loading = _Loading(folder, cancelled)
    known = cache.read() if cache is not None else {}
    all_rows: list[Row] = []
    for rows in loading.run(known):
        if cache is not None:
            all_rows += rows
        yield rows
    if cache is not None and not cancelled() and (loading.was_stale or len(all_rows) != len(known)):
        cache.write(all_rows)


class _Loading:
    """One walk through a folder."""

    def __init__(self, folder: ItemFolder, cancelled: Callable[[], bool]) -> None:
        self._folder = folder
        self._root = os.fspath(folder.root)
        self._cancelled = cancelled
        self._readers = _Readers(self._root)
        self.was_stale = False

    def run(self, known: dict[str, Row]) -> Iterator[list[Row]]:
        """The rows of all files; those that are not known as they are now have to be read."""
        try:
            for rows in self._walk(known):
                yield rows
                if self._cancelled():
                    return
        finally:
            self._readers.stop()

    def _walk(self, known: dict[str, Row]) -> Iterator[list[Row]]:
        fresh: list[Row] = []
        stale: list[FoundFile] = []
        for file in self._folder.walk():
            row = known.get(file.path)
            if row is not None and row.signature == file.signature and not file.reason:
                fresh.append(row)
            else:
                stale.append(file)
                if len(stale) == FIRST and not self.was_stale:
                    self.was_stale = True
                    yield read_batch(self._root, stale)
                    stale = []
            if len(fresh) >= BATCH:
                yield fresh
                fresh = []
            if len(stale) >= BATCH:
                self._readers.give(stale)
                stale = []
                yield from self._readers.ready()
        yield fresh
        self.was_stale = self.was_stale or bool(stale)
        yield from self._read_rest(stale)

    def _read_rest(self, stale: list[FoundFile]) -> Iterator[list[Row]]:
        if self._readers.are_at_work or len(stale) > FEW:
            self._readers.give(stale)
        else:
            for start in range(0, len(stale), FIRST):
                yield read_batch(self._root, stale[start : start + FIRST])
        while self._readers.are_at_work:
            yield from self._readers.next()


class _Readers:
    """Worker processes that read files, started when there is something for them."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._pool: ProcessPoolExecutor | None = None
        self._is_broken = False
        self._under_way: deque[tuple[list[FoundFile], Future[list[tuple[Any, ...]]] | None]] = deque()
        self._builder = RowBuilder()

    @property
    def are_at_work(self) -> bool:
        return bool(self._under_way)

    def give(self, files: list[FoundFile]) -> None:
        """Have files read; the rows come with :meth:`ready` and :meth:`next`."""
        if self._pool is None and not self._is_broken:
            workers = max(1, min(4, os.cpu_count() or 1))
            self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        future = None
        if self._pool is not None:
            try:
                with _interrupts_held_back():
                    future = self._pool.submit(
                        _read_flat, self._root, [(file.path, file.reason) for file in files]
                    )
            except (BrokenProcessPool, OSError):  # OSError: no more processes can be started
                self._give_up()
        self._under_way.append((files, future))

    def ready(self) -> Iterator[list[Row]]:
        """The rows of what has been read by now."""
        while self._under_way and self._under_way[0][1] is not None and self._under_way[0][1].done():
            yield from self.next()

    def next(self) -> Iterator[list[Row]]:
        """The rows of the files that were given first; waits for them."""
        files, future = self._under_way.popleft()
        if future is not None:
            try:
                yield self._builder.build(future.result())
                return
            except (BrokenProcessPool, CancelledError):
                # A worker died. What it had in hand is read here, in small steps; the pool is not used again.
                self._give_up()
        for start in range(0, len(files), FIRST):
            yield read_batch(self._root, files[start : start + FIRST])

    def _give_up(self) -> None:
        self._is_broken = True
        self.stop()

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)  # what a worker has in hand takes a moment
            self._pool = None


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Workers that are started in here never see Ctrl+C, which a terminal sends to all processes: the first one stops
    them.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _read_flat(root: str, files: Sequence[tuple[str, str]]) -> list[tuple[Any, ...]]:
    """Runs in a worker: the rows of some files, as plain values."""
    return flatten(read_batch(root, [FoundFile(path, UNSEEN, reason) for path, reason in files]))


def read_batch(root: str, files: Sequence[FoundFile]) -> list[Row]:
    """The rows of some files; those that are no items are left out."""
    rows = []
    for file in files:
        row = read_found(root, file)
        if row is not None:
            rows.append(row)
    return rows


def read_found(root: str, file: FoundFile) -> Row | None:
    """The row of one file, a row with its problem where it cannot be read, or None where it is no item."""
    if file.reason:
        return problem_row(file.path, UnreadableItem(file.reason), file.signature)
    signature = file.signature
    try:
        data, signature = read_bytes(os.path.join(root, file.path))
        return read_row(file.path, data, signature)
    except NotAnItem:
        return None
    except FileNotFoundError:
        return None
    except UnreadableItem as error:
        return problem_row(file.path, error, signature)
    except OSError as error:
        return problem_row(
            file.path, UnreadableItem(f"The file cannot be read: {reason_of(error)}."), signature
        )
