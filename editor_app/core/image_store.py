"""Pictures that were fetched, kept on the disk within bounds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

_MOST_FILES: Final = 2_000
_MOST_BYTES: Final = 200_000_000


class ImageStore:
    """Files named by the address that they came from; those used longest ago go first. Used by one job at a time.

    What cannot be kept is not: a picture can always be fetched again.
    """

    def __init__(self, folder: Path, most_files: int = _MOST_FILES, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._most_files = most_files
        self._most_bytes = most_bytes

    def get(self, address: str) -> bytes | None:
        """The picture of an address, if it is kept."""
        file = self._file(address)
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return data

    def put(self, address: str, data: bytes) -> None:
        """Keep the picture of an address."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="new-", delete=False) as new:
                new.write(data)
            os.replace(new.name, self._file(address))
            self._clear()
        except OSError:
            return

    def forget(self, address: str) -> None:
        """Drop the picture of an address: it was none."""
        try:
            self._file(address).unlink(missing_ok=True)
        except OSError:
            return

    def _file(self, address: str) -> Path:
        return self._folder / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()

    def _clear(self) -> None:
        """Let the oldest go where there are too many, or they take too much room."""
        with os.scandir(self._folder) as entries:
            found = [(entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries]
        found.sort(reverse=True)
        room = self._most_bytes
        for place, (_, size, path) in enumerate(found):
            room -= size
            if place >= self._most_files or room < 0:
                os.unlink(path)
