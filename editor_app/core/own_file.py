"""Writing the program's own small files: whole or not at all, and to be read by their owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_own_file(file: Path, data: bytes) -> None:
    """Put bytes in the place of a file, in one step.

    :raises OSError: they cannot be written; what was there stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
