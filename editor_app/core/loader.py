"""Reading the rows of a whole folder: from the cache where a file is as it was, else from the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from editor_app.core.folder import FoundFile, ItemFolder
from editor_app.core.garbage import garbage_left_alone
from editor_app.core.known_rows import KnownRows
from editor_app.core.read_file import read_rows
from editor_app.core.reader_pool import PATIENCE, NoWorkers, ReaderPool
from editor_app.core.row_cache import CacheWriter, RowCache
from editor_app.core.row_table import RowTable, Shared

BATCH: Final = 500
"""Files for one round trip to a worker process, and rows given out at once."""

FEW: Final = 1_000
"""Up to this many files are read in the calling thread: a worker takes longer to start."""

FIRST: Final = 50
"""Files read in one go in the calling thread."""

_LONGEST: Final = 4_000
"""Files that are compared and sorted in one go; other threads wait for that."""

_MOMENT: Final = 0.1  # seconds between two questions whether to stop


def _never() -> bool:
    return False


def _no_matter(number: int) -> None:
    """Nobody waits for the file that is in hand."""


def load_rows(
    folder: ItemFolder,
    *,
    cancelled: Callable[[], bool] = _never,
    cache: RowCache | None = None,
    patience: float = PATIENCE,
) -> Iterator[RowTable]:
    """The rows of a folder, in batches, roughly in the order of the walk.

    :param cancelled: asked between batches; what has been given out stays usable.
    :param cache: rows of an earlier run, used where a file has not changed since; what is read is added to it.
    :param patience: seconds that one file may take; then it is a Problem.
    """
    shared: Shared = {}
    with garbage_left_alone():
        known = KnownRows(cache.read(shared) if cache is not None else ())
        loading = _Loading(folder, cancelled, known, shared, patience)
        if cache is None:
            yield from loading.run(None)
            return
        writer = cache.writer(known)
        try:
            yield from loading.run(writer)
            if not cancelled():
                writer.complete(loading.holding)
        finally:
            writer.close()


class _Loading:
    """One walk through a folder."""

    def __init__(
        self,
        folder: ItemFolder,
        cancelled: Callable[[], bool],
        known: KnownRows,
        shared: Shared,
        patience: float,
    ) -> None:
        self._folder = folder
        self._root = os.fspath(folder.root)
        self._cancelled = cancelled
        self._known = known
        self._shared = shared
        self._pool = ReaderPool(self._root, patience=patience)
        self._writer: CacheWriter | None = None
        self.holding: list[int] = []
        """The places of the known rows that still hold."""

    def run(self, writer: CacheWriter | None) -> Iterator[RowTable]:
        """The rows of all files; those that are not known as they are now are read."""
        self._writer = writer
        try:
            for rows in self._walk():
                if rows:
                    yield rows
                if self._cancelled():
                    return
        finally:
            self._pool.stop()

    def _walk(self) -> Iterator[RowTable]:
        stale: list[FoundFile] = []
        read = 0
        for files in self._folder.walk(signed=bool(len(self._known)), longest=_LONGEST):
            holding, changed = self._known.sort_out(files)
            self.holding += holding
            yield from self._known.rows(holding)
            stale += changed
            if not read and len(stale) >= FIRST:  # for a first screen, while workers start
                yield from self._read_here(stale[:FIRST])
                stale, read = stale[FIRST:], FIRST
            given = 0
            while len(stale) - given > FEW or (self._pool.are_at_work and len(stale) - given >= BATCH):
                yield from self._read_elsewhere(stale[given : given + BATCH])
                given += BATCH
            stale = stale[given:]
        if self._pool.are_at_work:
            yield from self._read_elsewhere(stale)
        else:
            for start in range(0, len(stale), FIRST):
                yield from self._read_here(stale[start : start + FIRST])
        while self._pool.are_at_work:
            yield from self._results(_MOMENT)
            yield RowTable()  # a moment to be stopped in

    def _read_here(self, files: list[FoundFile]) -> Iterator[RowTable]:
        table = RowTable(read_rows(self._root, files, _no_matter), self._shared)
        if self._writer is not None and len(table):
            self._writer.add(table.to_bytes())
        yield table

    def _read_elsewhere(self, files: list[FoundFile]) -> Iterator[RowTable]:
        try:
            self._pool.give(files)
        except NoWorkers:
            yield from self._read_all_here()
        else:
            yield from self._results(0)

    def _results(self, patience: float) -> Iterator[RowTable]:
        try:
            for data in self._pool.results(patience):
                if self._writer is not None:
                    self._writer.add(data)
                yield RowTable.from_bytes(data, self._shared)
        except NoWorkers:
            yield from self._read_all_here()

    def _read_all_here(self) -> Iterator[RowTable]:
        """No process can be started on this machine now: slower, but read all the same."""
        files = self._pool.take_back()
        for start in range(0, len(files), FIRST):
            yield from self._read_here(files[start : start + FIRST])
