"""The originals of bulk saves, kept for a while on this computer, so that a whole batch can be put back.

A batch is one file, to which each original is added right before its file is replaced: what is kept is the very version
that was replaced, and a program that is killed at any moment leaves no replaced file without its original. The file is
synced once a second and at the end, not once an original, which would cost as much again as the save: after a power
cut the originals of the last second of a batch may be missing.

Originals hold all that the files hold. They are compressed, so that no search through the program's own folders comes
upon their text, and only their owner may read them.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

import msgpack

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.atomic_write import sync_folder

FEWEST: Final = 2
"""From so many files on a save is a bulk save."""

MOST_BYTES: Final = 200_000_000
MOST_BATCHES: Final = 50
MOST_SECONDS: Final = 30 * 86_400
"""What is kept of one folder; the oldest batches go first. The newest one stays whole, whatever its size."""

_MAGIC: Final = b"editor-app originals 1\n"
_SUFFIX: Final = ".originals"
_STAMP: Final = "%Y%m%dT%H%M%S.%fZ"
_FRAME: Final = 8  # bytes that tell the length and the checksum of an entry
_LEVEL: Final = 1  # zlib's fastest: a save should hardly notice
_SECONDS_UNSYNCED: Final = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """One kept batch: when it was saved, in seconds since the epoch, and how many originals it has."""

    file: Path
    saved_at: float
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept original. ``before`` and ``after`` are digests of the file as it was and as the save wrote it."""

    path: str
    before: bytes
    after: bytes
    batch: Path
    offset: int
    length: int

    def original(self) -> bytes:
        """The bytes of the file before it was saved.

        :raises OSError: the batch is gone.
        :raises ValueError: it is damaged.
        """
        with open(self.batch, "rb") as file:
            file.seek(self.offset)
            original = _unpacked(file.read(self.length))[3]
        try:
            data = zlib.decompress(original)
        except zlib.error:
            raise ValueError("damaged") from None
        if digest_of(data) != self.before:
            raise ValueError("damaged")
        return data


class Backups:
    """The kept batches of one folder."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._all = state_dir() / "backups"
        self._place = self._all / folder_key(folder)
        self._clock = clock

    def begin(self) -> BatchWriter:
        """A new batch. Its file comes with the first original."""
        return BatchWriter(self._place, self._clock(), self._prune)

    def batches(self) -> list[Batch]:
        """All batches that hold something, the newest first."""
        found = (Batch(file, saved_at, _count(file)) for file, saved_at in _files(self._place))
        return [batch for batch in found if batch.count]

    def _prune(self) -> None:
        """Delete what is too old or too much of this folder, and what is too old of any other."""
        oldest = self._clock() - MOST_SECONDS
        size = 0
        for number, (file, saved_at) in enumerate(_files(self._place)):
            with contextlib.suppress(OSError):
                size += file.stat().st_size
                if number and (size > MOST_BYTES or number >= MOST_BATCHES or saved_at < oldest):
                    file.unlink()
        with contextlib.suppress(OSError):
            for place in self._all.iterdir():
                if place != self._place:
                    _prune_by_age(place, oldest)


class BatchWriter:
    """Adds originals to a batch, from any thread; from several processes where it is shared.

    A place that cannot be written is no reason not to save: then :attr:`has_failed` is set, and the log says so.
    """

    def __init__(self, place: Path, now: float, prune: Callable[[], None]) -> None:
        self._place = place
        self._now = now
        self._prune = prune
        self._path = place
        self._file: BinaryIO | None = None
        self._synced_at = time.monotonic()
        self._guard = threading.Lock()
        self.has_failed = False

    def share(self) -> Path | None:
        """The batch's file, to which other processes can add by :meth:`of_another`; None where it cannot be made."""
        try:
            self._begin()
        except OSError as error:
            self._give_up(error)
            return None
        return self._path

    @staticmethod
    def of_another(file: Path) -> BatchWriter:
        """Adds to a batch that another process has begun and will complete.

        :raises OSError: it cannot be opened.
        """
        writer = BatchWriter(file.parent, 0.0, lambda: None)
        writer._open(file, 0)
        return writer

    def keep(self, path: str, before: bytes, after: bytes) -> None:
        """Keep what a file says before it is replaced.

        :param after: what the file is about to say. It is not kept, only recognised.
        """
        self.keep_all([(path, before, after)])

    def keep_all(self, files: Iterable[tuple[str, bytes, bytes]]) -> None:
        """:meth:`keep` for several files."""
        if self.has_failed:
            return
        frames = b"".join([_frame(path, before, after) for path, before, after in files])
        if not frames:
            return
        try:
            with self._guard:
                file = self._file or self._begin()
                with _locked(file):
                    _append(file, frames)
                is_due = time.monotonic() - self._synced_at >= _SECONDS_UNSYNCED
                if is_due:
                    self._synced_at = time.monotonic()
            if is_due:
                os.fsync(file.fileno())
        except OSError as error:
            self._give_up(error)

    def close(self) -> None:
        """The batch is complete, and on disk; older ones that are too old or too many go."""
        if self._file is None:
            return
        try:
            with self._file as file:
                os.fsync(file.fileno())
                if os.fstat(file.fileno()).st_size == len(_MAGIC):
                    self._path.unlink()
            sync_folder(os.fspath(self._place))
            sync_folder(os.fspath(self._place.parent))
        except OSError as error:
            self._give_up(error)
        self._file = None
        self._prune()

    def _begin(self) -> BinaryIO:
        for place in (self._place.parent, self._place):  # the mode is that of the last folder of a path only
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = datetime.fromtimestamp(self._now, UTC).strftime(_STAMP)
        file = self._open(self._place / f"{stamp}{_SUFFIX}", os.O_CREAT | os.O_EXCL)
        _write_all(file, _MAGIC)
        return file

    def _open(self, path: Path, flags: int) -> BinaryIO:
        flags |= os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._path = path
        self._file = os.fdopen(os.open(path, flags, 0o600), "ab", buffering=0)
        return self._file

    def _give_up(self, error: OSError) -> None:
        if not self.has_failed:
            self.has_failed = True
            _log.warning("The originals of a save cannot be kept (%s)", type(error).__name__)


def entries(batch: Batch) -> list[Kept]:
    """What a batch keeps, one entry a file; the last one, where a file had to be tried again."""
    kept: dict[str, Kept] = {}
    for offset, data in _frames(batch.file):
        path, before, after, _ = _unpacked(data)
        name = os.fsdecode(path)
        kept[name] = Kept(name, before, after, batch.file, offset, len(data))
    return list(kept.values())


def digest_of(data: bytes) -> bytes:
    """What a file's content is recognised by."""
    return hashlib.sha256(data).digest()


def _files(place: Path) -> list[tuple[Path, float]]:
    """The batches in a place with their times, the newest first."""
    found = []
    with contextlib.suppress(OSError):
        for file in place.iterdir():
            with contextlib.suppress(ValueError):
                stamp = datetime.strptime(file.name, _STAMP + _SUFFIX).replace(tzinfo=UTC)
                found.append((file, stamp.timestamp()))
    return sorted(found, key=lambda one: one[1], reverse=True)


def _prune_by_age(place: Path, oldest: float) -> None:
    for file, saved_at in _files(place):
        if saved_at < oldest:
            with contextlib.suppress(OSError):
                file.unlink()
    with contextlib.suppress(OSError):
        place.rmdir()  # only where it is empty


@contextlib.contextmanager
def _locked(file: BinaryIO) -> Iterator[None]:
    """Be the only process that adds to a batch."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with contextlib.suppress(OSError):  # a file system without locks: an entry is one write anyway
        fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)


def _frame(path: str, before: bytes, after: bytes) -> bytes:
    entry: bytes = msgpack.packb(
        (os.fsencode(path), digest_of(before), digest_of(after), zlib.compress(before, _LEVEL))
    )
    return len(entry).to_bytes(4, "little") + zlib.crc32(entry).to_bytes(4, "little") + entry


def _append(file: BinaryIO, frames: bytes) -> None:
    """Add entries, or nothing: behind half of one no other would be found."""
    size = os.fstat(file.fileno()).st_size
    try:
        _write_all(file, frames)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(file.fileno(), size)
        raise


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _count(file: Path) -> int:
    """How many entries a batch has, without reading them."""
    count = 0
    with contextlib.suppress(OSError), open(file, "rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        if opened.read(len(_MAGIC)) == _MAGIC:
            while len(head := opened.read(_FRAME)) == _FRAME:
                if opened.seek(int.from_bytes(head[:4], "little"), os.SEEK_CUR) > size:
                    break  # a crash left half an entry
                count += 1
    return count


def _frames(file: Path) -> Iterator[tuple[int, bytes]]:
    """The entries with their places. Half an entry, as a crash leaves it, ends the batch."""
    with open(file, "rb") as opened:
        if opened.read(len(_MAGIC)) != _MAGIC:
            return
        while len(head := opened.read(_FRAME)) == _FRAME:
            offset = opened.tell()
            data = opened.read(int.from_bytes(head[:4], "little"))
            if zlib.crc32(data) != int.from_bytes(head[4:], "little"):
                return
            yield offset, data


def _unpacked(data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    path, before, after, original = msgpack.unpackb(data)
    return path, before, after, original
