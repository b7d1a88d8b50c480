"""Rows kept between runs, so that a folder in which little has changed opens at once.

Only a list of what files said, never trusted over a file: an entry counts as long as path, modification time, size
and inode are the same, and opening or saving an item always reads the file. Kept as MessagePack (``msgpack``): it reads
faster than SQLite, and a damaged file cannot run anything, as a pickle could.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from editor_app.core.app_dirs import cache_dir, folder_key
from editor_app.core.known_rows import KnownRows
from editor_app.core.row_table import RowTable, Shared

READER_VERSION: Final = 7
"""To be raised whenever a file comes to read otherwise than before, as a row or in a table's columns."""

_MAGIC: Final = b"editor-app rows\n"
_TOLERATED: Final = 4  # the file is made anew once more than one in so many of its rows is out of date

_log = logging.getLogger(__name__)


class RowCache:
    """The rows of one folder, in one file of the program's own cache folder.

    The file is a row of pieces; of two rows with one path the later one counts. So what has changed is added at the
    end, and the whole is only written anew when much of it is out of date.
    """

    def __init__(self, folder: Path) -> None:
        self._file = cache_dir() / "rows" / f"{folder_key(folder)}.msgpack"

    def read(self, shared: Shared | None = None) -> list[RowTable]:
        """All rows, in the pieces in which they are kept; none where there is no cache, or a damaged one (then a line
        in the log says so).

        :param shared: values to share with other tables.
        """
        try:
            with open(self._file, "rb") as file:
                return list(_pieces(file, shared))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            _log.warning("The cache of rows is damaged and is made anew (%s)", type(error).__name__)
            return []

    def writer(self, known: KnownRows) -> CacheWriter:
        """What adds to the cache, or makes it anew.

        :param known: the rows that :meth:`read` gave.
        """
        return CacheWriter(self._file, known)


class CacheWriter:
    """Adds pieces while a folder is being read. A cache that cannot be written is no error: a log line says so.

    A new file is written beside the place of the cache and takes it at the end; to an old one pieces are added.
    """

    def __init__(self, path: Path, known: KnownRows) -> None:
        self._path = path
        self._known = known
        self._temporary: Path | None = None
        self._file: BinaryIO | None = None
        self._start = 0
        self._has_failed = False

    def add(self, rows: bytes) -> None:
        """Add rows, as :meth:`RowTable.to_bytes` gives them."""
        try:
            if self._file is None and not self._has_failed:
                self._file = self._begin() if not len(self._known) else self._path.open("ab")
                self._start = self._file.tell()
            if self._file is not None:
                _write_piece(self._file, rows)
        except OSError as error:
            self._give_up(error)

    def complete(self, holding: Sequence[int]) -> None:
        """All of the folder has been read.

        :param holding: the places of the known rows that still hold; where few do, the file is made anew.
        """
        try:
            if (len(self._known) - len(holding)) * _TOLERATED > len(self._known):
                self._renew(holding)
            if self._file is not None:
                self._file.close()
                self._file = None
                if self._temporary is not None:
                    os.replace(self._temporary, self._path)
        except OSError as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file; what was to take the cache's place and is not complete is dropped."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = None

    def _begin(self) -> BinaryIO:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._temporary = self._path.with_name(f".{secrets.token_hex(6)}.tmp")
        file = os.fdopen(os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        file.write(_MAGIC + _version())
        return file

    def _renew(self, holding: Sequence[int]) -> None:
        """Begin a new file with the rows that hold and those that have been added since."""
        added = b""
        if self._file is not None:
            self._file.close()
            with open(self._path, "rb") as old:
                old.seek(self._start)
                added = old.read()
        self._file = self._begin()
        for rows in self._known.rows(sorted(holding)):
            _write_piece(self._file, rows.to_bytes())
        self._file.write(added)

    def _give_up(self, error: OSError) -> None:
        _log.warning("The cache of rows cannot be written (%s)", type(error).__name__)
        self._has_failed = True
        self.close()
        with contextlib.suppress(OSError):
            self._path.unlink()  # it may end in half a piece


def _pieces(file: BinaryIO, shared: Shared | None) -> Iterator[RowTable]:
    if file.readline(len(_MAGIC)) != _MAGIC:
        raise ValueError("no cache of rows")
    if file.readline() != _version():
        return
    while head := file.read(8):
        length, check = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
        data = file.read(length)
        if len(data) != length or zlib.crc32(data) != check:
            raise ValueError("checksum")
        yield RowTable.from_bytes(data, shared)


def _write_piece(file: BinaryIO, rows: bytes) -> None:
    file.write(len(rows).to_bytes(4, "little") + zlib.crc32(rows).to_bytes(4, "little") + rows)


def _version() -> bytes:
    return f"{READER_VERSION} {sys.byteorder}\n".encode()
