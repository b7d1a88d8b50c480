"""Rows kept between runs, so that a folder in which little has changed opens at once.

Only a list of what files said, never trusted over a file: an entry counts as long as path, modification time, size
and inode are the same, and opening or saving an item always reads the file. Kept as MessagePack (``msgpack``): it reads
faster than SQLite, and a damaged file cannot run anything, as a pickle could.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgpack

from editor_app.core.app_dirs import cache_dir
from editor_app.core.row import Row
from editor_app.core.row_codec import RowBuilder, flatten

READER_VERSION: Final = 1
"""To be raised whenever :func:`~editor_app.core.row.read_row` reads any file otherwise than before."""

_CHUNK: Final = 500  # rows; one is unpacked without letting other threads run
_MAGIC: Final = b"editor-app rows\n"

_log = logging.getLogger(__name__)


class RowCache:
    """The rows of one folder, in one file of the program's own cache folder."""

    def __init__(self, folder: Path) -> None:
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
        self._file = cache_dir() / "rows" / f"{name}.msgpack"

    def read(self) -> dict[str, Row]:
        """The rows by path; none where there is no cache, or a damaged one (then a line in the log says so)."""
        rows: dict[str, Row] = {}
        try:
            for chunk in self._chunks():
                for row in chunk:
                    rows[row.path] = row
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, IndexError, msgpack.exceptions.UnpackException) as error:
            _log.warning("The cache of rows is damaged and is made anew (%s)", type(error).__name__)
            return {}
        return rows

    def _chunks(self) -> Iterator[list[Row]]:
        builder = RowBuilder()
        with open(self._file, "rb") as file:
            if file.readline() != _MAGIC or file.readline() != _version():
                return
            while head := file.read(8):
                length, check = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
                data = file.read(length)
                if len(data) != length or zlib.crc32(data) != check:
                    raise ValueError("checksum")
                yield builder.build(msgpack.unpackb(data, use_list=False, unicode_errors="surrogatepass"))

    def write(self, rows: Sequence[Row]) -> None:
        """Keep rows instead of those that are kept. A cache that cannot be written is no error: a log line says so."""
        temporary = self._file.with_name(f".{secrets.token_hex(6)}.tmp")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_MAGIC + _version())
                for start in range(0, len(rows), _CHUNK):
                    data = msgpack.packb(
                        flatten(rows[start : start + _CHUNK]), unicode_errors="surrogatepass"
                    )
                    file.write(
                        len(data).to_bytes(4, "little") + zlib.crc32(data).to_bytes(4, "little") + data
                    )
            os.replace(temporary, self._file)
        except OSError as error:
            _log.warning("The cache of rows cannot be written (%s)", type(error).__name__)
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _version() -> bytes:
    return f"{READER_VERSION} {len(Row._fields)}\n".encode()
