"""The files that a save writes beside an item for a moment, and what becomes of them after a crash.

Each has a name of its own that is written down, outside of the site's folder, before the file is made. Whatever a
crash has left is removed at the next save or opening of the folder: nothing that is not written down is ever touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import secrets
import stat
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Protocol

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.errors import UnreadableItem
from editor_app.core.exchange import exchange_function
from editor_app.core.folder import read_bytes

_log = logging.getLogger(__name__)

_NAME: Final = re.compile(r"\.editor-app-[0-9a-f]{12}\.tmp")  # short: an item's own name may have 255 bytes

_TOKEN: Final = 6  # bytes


class _Entry(NamedTuple):
    """One line of a record: a temporary file; from when it is whole on, the item that it is swapped with, and digests
    of the item's old and new bytes.
    """

    temporary: str
    item: str = ""
    old: str = ""
    new: str = ""


class Named(Protocol):
    """A file that is to take the place of an item: the item's path, its old bytes and its new ones."""

    path: str
    old: bytes
    new: bytes
    temporary: str


class TempFiles:
    """The temporary files of one batch of saves in a folder. Only for whoever holds the folder's write lock.

    It begins with removing what a crash has left.

    :param shared: those of another process, which holds the lock and has called :meth:`share`: it removes what is left,
        and the record at the end.
    """

    def __init__(self, root: Path, *, shared: bool = False) -> None:
        self._root = root
        self._shared = shared
        self._record = _record(root)
        self._descriptor: int | None = None
        self._opening = threading.Lock()
        self._keep = False
        self._has_failed = False

    def __enter__(self) -> TempFiles:
        self._keep = self._shared or not clean_up(self._root)
        return self

    def share(self) -> Path:
        """Let other processes write down names as well; returns the folder that the files are in."""
        with contextlib.suppress(OSError):  # each will say so itself
            self._open()
        return self._root

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):  # only what a crash leaves behind depends on it
            os.close(self._descriptor)
        if not self._keep:
            with contextlib.suppress(OSError):  # a record that stays names files that are gone
                os.unlink(self._record)

    def name(self, files: Sequence[Named]) -> bool:
        """Give files that are about to be written names beside their items, written down.

        Where the program's own folder cannot be written the work goes on: then only a crash leaves the files behind.

        :returns: whether they are written down.
        """
        tokens = secrets.token_hex(_TOKEN * len(files))
        for number, file in enumerate(files):
            token = tokens[2 * _TOKEN * number : 2 * _TOKEN * (number + 1)]
            file.temporary = os.path.join(os.path.dirname(file.path), f".editor-app-{token}.tmp")
        try:
            self._write_down([json.dumps([file.temporary]) for file in files])
        except OSError as error:
            self._give_up(error)
            return False
        return True

    def will_swap(self, files: Sequence[Named]) -> None:
        """Write down of files that have a written name that each is whole, and about to be swapped with its item.

        Until then what lies there is a part of the new bytes at most, and of no use to anybody.

        :raises OSError: it cannot be written down; then they must not be swapped.
        """
        self._write_down(
            [
                json.dumps(_Entry(file.temporary, file.path, _digest(file.old), _digest(file.new)))
                for file in files
            ]
        )

    def _write_down(self, lines: Sequence[str]) -> None:
        if lines:
            # One write, so that lines of several threads do not mix; a line that was cut off ends with the next one.
            os.write(self._open(), "\n{}\n".format("\n".join(lines)).encode())

    def _open(self) -> int:
        with self._opening:  # the threads of a batch share it
            if self._descriptor is None:
                self._record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
                self._descriptor = os.open(self._record, flags, 0o600)
            return self._descriptor

    def _give_up(self, error: OSError) -> None:
        if not self._has_failed:
            self._has_failed = True
            _log.warning("The temporary files of a save cannot be written down (%s)", type(error).__name__)

    def leave(self) -> None:
        """A temporary file could not be removed: the record stays, for the next time."""
        self._keep = True


def clean_up(root: Path) -> bool:
    """Remove what a crash has left in a folder. Only for whoever holds the folder's write lock.

    :returns: False where something is left that cannot be removed now.
    """
    record = _record(root)
    try:
        lines = record.read_bytes().splitlines()
    except OSError:
        return True
    if not os.path.isdir(root):  # it may come back, with what was left in it
        return False
    left = [entry for entry in _entries(lines) if not _settle(entry)]
    with contextlib.suppress(OSError):
        if left:
            _write_anew(record, left)
        else:
            record.unlink()
    return not left


def is_clean(root: Path) -> bool:
    """Whether nothing is known to be left in a folder; may be asked without its write lock."""
    return not os.path.exists(_record(root))


def _write_anew(record: Path, entries: Sequence[_Entry]) -> None:
    new = record.with_suffix(".new")
    new.touch(0o600)
    new.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries), "utf-8")
    new.replace(record)


def _record(root: Path) -> Path:
    return state_dir() / "unfinished" / f"{folder_key(root)}.jsonl"


def _entries(lines: list[bytes]) -> list[_Entry]:
    """The last line of each temporary file."""
    found: dict[str, _Entry] = {}
    for line in lines:
        # Some are empty; one may have been cut off by the crash, before its file was made, or swapped.
        with contextlib.suppress(ValueError, TypeError):
            entry = _Entry(*json.loads(line))
            found[entry.temporary] = entry
    return list(found.values())


def _settle(entry: _Entry) -> bool:
    """Put an end to one temporary file; False where that could not be done now."""
    if not _NAME.fullmatch(os.path.basename(entry.temporary)):
        return True
    try:
        if not stat.S_ISREG(os.lstat(entry.temporary).st_mode):
            return True
        if _came_out_unseen(entry):
            _put_back(entry)
        os.unlink(entry.temporary)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, UnreadableItem):
        return False
    return True


def _came_out_unseen(entry: _Entry) -> bool:
    """Whether the crash came between the swap and the look at what came out, and that was somebody else's change."""
    if not entry.item:
        return False  # it was not swapped yet
    try:
        placed = _digest(read_bytes(entry.item)[0])
    except (OSError, UnreadableItem):
        return False
    return placed == entry.new and _digest(read_bytes(entry.temporary)[0]) not in (entry.old, entry.new)


def _put_back(entry: _Entry) -> None:
    exchange = exchange_function()
    if exchange is not None and exchange(entry.temporary, entry.item) != 0:
        raise OSError


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
