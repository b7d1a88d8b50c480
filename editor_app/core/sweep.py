"""A look at all files of a folder: which have changed, come, gone or moved since they were read.

Only ``stat`` tells so for sure: what a system reports by itself may come late, twice or never. Files that have changed
are read; nothing is ever written. Git and other programs put files in their place in two steps, so that for a moment
a file is missing, empty or cut short: what would take an item away or make it a Problem is believed only at a second
look, some seconds later.
"""

from __future__ import annotations

import os
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from editor_app.core.catalog import Catalog
from editor_app.core.folder import FoundFile, ItemFolder
from editor_app.core.git_state import at_work, standing
from editor_app.core.read_file import read_found
from editor_app.core.reader_pool import NoWorkers, ReaderPool
from editor_app.core.row_table import CODE_OF, STATES, RowTable
from editor_app.core.row_types import Row, Signature
from editor_app.core.second_look import GRACE
from editor_app.core.state import State

PIECE: Final = 50
"""Rows that are given out together: what the window takes in at once."""

_FEW: Final = 1_000  # files read in the calling thread; worker processes take longer to start
_BATCH: Final = 500
_LONGEST: Final = 250  # files that are compared before other work has its turn: about a millisecond
_STEP: Final = 2_000  # paths that are put into a dictionary in one go: that lets no other thread run
_MOMENT: Final = 0.1

_GONE: Final = len(STATES)
_PROBLEM: Final = CODE_OF[State.PROBLEM]
_IS_GONE: Final = bytes(code == _GONE for code in range(256))


class Known(NamedTuple):
    """What was known of all files when a look began: copies of the catalog's columns, for another thread."""

    paths: list[str]
    mtimes: array[int]
    sizes: array[int]
    inodes: array[int]
    codes: bytes
    gone: bytes
    """1 where the catalog knows no more than the path."""
    missing: frozenset[str]
    """Items that are kept though their files are gone."""

    @staticmethod
    def of(catalog: Catalog) -> Known:
        """What a catalog knows now."""
        files = catalog.files
        return Known(
            list(files.paths),
            files.mtimes[:],
            files.sizes[:],
            files.inodes[:],
            bytes(files.codes),
            bytes(catalog.state_codes).translate(_IS_GONE),
            frozenset(files.paths[item] for item in catalog.missing),
        )

    def signature(self, item: int) -> Signature:
        """The version of the file that an item was read from."""
        return Signature(self.mtimes[item], self.sizes[item], self.inodes[item])


@dataclass(slots=True)
class Sweep:
    """What one look has found.

    ``rows`` are those of files that are new or read otherwise; ``renamed`` pairs old paths with rows at the new ones;
    ``back`` are files that were missing and are as they were. Where ``is_put_off`` (git is writing) or ``is_lost`` (the
    folder cannot be reached) is set, nothing else is known.
    """

    rows: list[RowTable] = field(default_factory=list)
    renamed: list[tuple[str, Row]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    """The folders that items may be in, as full paths."""
    looks_again: bool = False
    """Something was missing or incomplete: only another look tells."""
    git: str = ""
    """What git is about here, in a sentence; empty where it is at rest."""
    is_put_off: bool = False
    is_lost: bool = False


class _Found(NamedTuple):
    changed: list[FoundFile]
    new: list[FoundFile]
    missing: list[int]
    back: list[str]
    folders: set[str]
    is_lost: bool


def _never() -> bool:
    return False


def _at_once() -> None:
    """Nobody else is to go first."""


class Sweeper:
    """Looks at a folder again and again, and remembers what it is not sure of yet.

    :param grace: seconds after which a second look is believed.
    :param clock: a time in seconds that never goes back.
    """

    def __init__(
        self, folder: ItemFolder, *, grace: float = GRACE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._root = os.fspath(folder.root)
        self._grace = grace
        self._clock = clock
        self._identity: tuple[int, int] | None = None
        # Files that are no items, and items whose row bears no version: not to be read again as they are.
        self._passed_over: dict[str, Signature] = {}
        self._missed: dict[str, float] = {}
        self._doubted: dict[str, tuple[Signature, float]] = {}

    def sweep(
        self,
        known: Known,
        *,
        cancelled: Callable[[], bool] = _never,
        give_way: Callable[[], None] = _at_once,
    ) -> Sweep:
        """Look at all files once.

        :param known: what the list says now.
        :param cancelled: asked now and then; what is found after that is of no use.
        :param give_way: called after each millisecond or two of comparing; may wait there for more urgent work.
        """
        writing = at_work(self._folder.root)
        if writing:
            return Sweep(git=writing, is_put_off=True)
        found = self._compare(known, cancelled, give_way)
        if found.is_lost:
            self._missed.clear()
            return Sweep(is_lost=True)
        if cancelled():
            return Sweep()
        result = Sweep(back=found.back, folders=sorted(found.folders))
        renamed = _renamed(known, found)
        self._read(known, found, renamed, result, cancelled)
        moved = {old for old, _ in result.renamed}
        paths = [known.paths[item] for item in found.missing]
        self._miss([path for path in paths if path not in moved], known, result)
        result.looks_again = bool(self._missed or self._doubted)
        writing = at_work(self._folder.root)
        if writing:
            return Sweep(git=writing, is_put_off=True)
        # A merge may take a person hours: its files are shown as they are, with their conflicts.
        result.git = standing(self._folder.root)
        return result

    # -- looking ---------------------------------------------------------------------------------------------------

    def _compare(self, known: Known, cancelled: Callable[[], bool], give_way: Callable[[], None]) -> _Found:
        found = _Found([], [], [], [], set(), is_lost=False)
        identity = _identity(self._root)
        if identity is None:
            return found._replace(is_lost=True)
        places: dict[str, int] = {}
        for start in range(0, len(known.paths), _STEP):
            places.update(zip(known.paths[start : start + _STEP], range(start, start + _STEP), strict=False))
            give_way()
        seen = bytearray(known.gone)
        blind: list[str] = []
        for files in self._folder.walk(longest=_LONGEST):
            give_way()
            if cancelled():
                return found
            blind += [file.path.removeprefix("./") for file in files if file.path.endswith("/")]
            found.folders.update({file.path.rpartition("/")[0] for file in files})
            self._sort_out(files, known, places, seen, found)
        is_empty = 0 in known.gone and seen == known.gone
        if "" in blind or (is_empty and identity != self._identity is not None):
            return found._replace(is_lost=True)
        self._identity = identity
        place = seen.find(0)
        while place >= 0:
            if not known.paths[place].startswith(tuple(blind)):
                found.missing.append(place)
            place = seen.find(0, place + 1)
        return found._replace(folders=self._with_parents(found.folders))

    def _sort_out(
        self,
        files: list[FoundFile],
        known: Known,
        places: dict[str, int],
        seen: bytearray,
        found: _Found,
    ) -> None:
        """Compare some files with what is known of them."""
        find, passed_over = places.get, self._passed_over.get
        _, mtimes, sizes, inodes, _, gone, missing = known
        for file in files:
            path, mtime, size, inode, reason = file
            if reason and not os.path.lexists(os.path.join(self._root, path)):
                continue  # deleted between listing and looking
            place = find(path)
            if place is None or gone[place]:
                if passed_over(path) != (mtime, size, inode):
                    found.new.append(file)
                continue
            seen[place] = 1
            if mtimes[place] != mtime or sizes[place] != size or inodes[place] != inode:
                if passed_over(path) != (mtime, size, inode):
                    found.changed.append(file)
            elif path in missing:
                found.back.append(path)

    def _with_parents(self, folders: set[str]) -> set[str]:
        """The folders as full paths, with those between them and the root, where new ones may come."""
        complete = {""}
        for folder in folders:
            here = folder
            while here and here not in complete:
                complete.add(here)
                here = here.rpartition("/")[0]
        return {os.path.join(self._root, folder) if folder else self._root for folder in complete}

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(
        self,
        known: Known,
        found: _Found,
        renamed: dict[str, str],
        result: Sweep,
        cancelled: Callable[[], bool],
    ) -> None:
        files = {file.path: file for file in sorted((*found.changed, *found.new))}
        unread = set(files)
        was_problem = {
            path
            for path in map(known.paths.__getitem__, _places(known.codes, _PROBLEM))
            if path in files and path not in renamed
        }
        for table in read_files(self._root, list(files.values()), cancelled):
            sure: list[int] = []
            for place, path in enumerate(table.paths):
                unread.discard(path)
                is_problem = table.codes[place] == _PROBLEM
                if path in renamed and not is_problem:
                    result.renamed.append((renamed[path], table.row(place)))
                    continue
                if is_problem and path not in was_problem and not self._is_sure(files[path]):
                    continue
                self._doubted.pop(path, None)
                if not table.inodes[place]:
                    self._passed_over[path] = files[path].signature
                else:
                    self._passed_over.pop(path, None)
                sure.append(place)
            for start in range(0, len(sure), PIECE):
                result.rows.append(table.take(sure[start : start + PIECE]))
        if cancelled():
            return
        changed = {file.path for file in found.changed}
        for path in unread:  # no items, or deleted before they could be read
            if path not in changed:
                self._passed_over[path] = files[path].signature
            elif self._is_sure(files[path]):
                self._doubted.pop(path, None)
                self._passed_over[path] = files[path].signature
                result.gone.append(path)
        self._doubted = {path: doubt for path, doubt in self._doubted.items() if path in files}

    def _is_sure(self, file: FoundFile) -> bool:
        """Whether a file that reads as no good item has been so for long enough."""
        now = self._clock()
        signature, since = self._doubted.setdefault(file.path, (file.signature, now))
        if signature != file.signature:
            self._doubted[file.path] = (file.signature, now)
            return False
        return since < now and now - since >= self._grace

    def _miss(self, paths: list[str], known: Known, result: Sweep) -> None:
        """Tell the files that have been missing for long enough from those that a look may have fallen between."""
        now = self._clock()
        missed: dict[str, float] = {}
        for path in paths:
            if path in known.missing:
                continue
            since = self._missed.get(path)
            if since is not None and now - since >= self._grace:
                result.gone.append(path)
            else:
                missed[path] = now if since is None else since
        self._missed = missed


def _renamed(known: Known, found: _Found) -> dict[str, str]:
    """New paths of files that have vanished from another one in the same look: the same file, untouched."""
    if not found.missing or not found.new:
        return {}
    vanished: dict[Signature, str] = {}
    for item in found.missing:
        signature = known.signature(item)
        if signature.inode:
            vanished[signature] = "" if signature in vanished else known.paths[item]
    come = Counter(file.signature for file in found.new)
    return {
        file.path: vanished[file.signature]
        for file in found.new
        if come[file.signature] == 1 and vanished.get(file.signature)
    }


def read_files(root: str, files: list[FoundFile], cancelled: Callable[[], bool]) -> Iterator[RowTable]:
    """The rows of some files: a few are read here, many by worker processes. Files that are no items have none.

    :param root: the folder that the files' paths are relative to.
    """
    if len(files) <= _FEW:
        yield from _read_here(root, files, cancelled)
        return
    pool = ReaderPool(root)
    try:
        for start in range(0, len(files), _BATCH):
            pool.give(files[start : start + _BATCH])
        while pool.are_at_work and not cancelled():
            for data in pool.results(_MOMENT):
                yield RowTable.from_bytes(data)
    except NoWorkers:
        yield from _read_here(root, pool.take_back(), cancelled)
    finally:
        pool.stop()


def _read_here(root: str, files: list[FoundFile], cancelled: Callable[[], bool]) -> Iterator[RowTable]:
    for start in range(0, len(files), PIECE):
        if cancelled():
            return
        rows = (read_found(root, file) for file in files[start : start + PIECE])
        yield RowTable(row for row in rows if row is not None)


def _places(codes: bytes, code: int) -> Iterator[int]:
    place = codes.find(code)
    while place >= 0:
        yield place
        place = codes.find(code, place + 1)


def _identity(root: str) -> tuple[int, int] | None:
    """What tells a folder from another one that has its name; None where there is none."""
    try:
        status = os.stat(root)
    except OSError:
        return None
    return status.st_dev, status.st_ino
