"""Reading the rows of a whole folder: in worker processes where there is much to read.

A parser in a thread would stall the window (Python runs one thread at a time); a process does not.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice

from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.folder import FoundFile, ItemFolder, read_bytes, reason_of
from editor_app.core.row import Row, problem_row, read_row

BATCH = 500
"""Files for one round trip to a worker."""

FEW = 300
"""Up to this many files are read at once in the calling thread: a worker takes longer to start."""


def _never() -> bool:
    return False


def load_rows(folder: ItemFolder, *, cancelled: Callable[[], bool] = _never) -> Iterator[list[Row]]:
    """The rows of a folder, in batches, roughly in the order of the walk.

    :param cancelled: asked between batches; what has been given out stays usable.
    """
    files = folder.walk()
    first = list(islice(files, FEW + 1))
    root = os.fspath(folder.root)
    if len(first) <= FEW:
        for start in range(0, len(first), 50):
            if cancelled():
                return
            yield read_batch(root, first[start : start + 50])
        return
    yield read_batch(root, first[:50])  # a first screen before the workers are up
    yield from _load_with_workers(root, _batches(first[50:], files), cancelled)


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


def _batches(head: Sequence[FoundFile], rest: Iterator[FoundFile]) -> Iterator[list[FoundFile]]:
    for start in range(0, len(head), BATCH):
        yield list(head[start : start + BATCH])
    while batch := list(islice(rest, BATCH)):
        yield batch


def _load_with_workers(
    root: str, batches: Iterator[list[FoundFile]], cancelled: Callable[[], bool]
) -> Iterator[list[Row]]:
    workers = max(1, min(4, os.cpu_count() or 1))
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    under_way: deque[tuple[list[FoundFile], Future[list[Row]]]] = deque()
    try:
        for batch in islice(batches, workers * 2):
            under_way.append((batch, _submit(pool, root, batch)))
        while under_way and not cancelled():
            batch, future = under_way.popleft()
            try:
                rows = future.result()
            except BrokenProcessPool:
                # A worker died. What it had in hand is read here, file by file; the pool is not used again.
                yield read_batch(root, batch)
                for batch, _ in under_way:
                    yield read_batch(root, batch)
                under_way.clear()
                for batch in batches:
                    if cancelled():
                        return
                    yield read_batch(root, batch)
                return
            for batch in islice(batches, 1):
                under_way.append((batch, _submit(pool, root, batch)))
            yield rows
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, root: str, batch: list[FoundFile]) -> Future[list[Row]]:
    try:
        with _interrupts_held_back():
            return pool.submit(read_batch, root, batch)
    except (BrokenProcessPool, OSError) as error:  # a worker died just now, or none can be started
        failed: Future[list[Row]] = Future()
        failed.set_exception(BrokenProcessPool(str(error)))
        return failed


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Workers that start in here never see Ctrl+C, which a terminal sends to all processes: the first one ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
