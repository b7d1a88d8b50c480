"""One writer at a time in a folder, across windows, commands and processes.

The locks are the system's own (through ``filelock``), which a crash releases. Their files lie outside the work tree.

Where the program's own folder cannot be written there is no lock, and the work goes on without it: the editor must be
able to work, and :mod:`atomic_write` never replaces a file that is not the one that was read.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.errors import FolderBusy

_log = logging.getLogger(__name__)


def _lock(folder: Path, kind: str) -> FileLock:
    name = f"{folder_key(folder)}.{kind}.lock"
    return FileLock(state_dir() / "locks" / name, mode=0o600, thread_local=False)


def _acquire(lock: FileLock, patience: float) -> None:
    """Take a lock, or go on without it where its file cannot be made.

    :raises Timeout: somebody else has it.
    """
    try:
        os.makedirs(state_dir() / "locks", mode=0o700, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout:
        raise
    except (OSError, NotImplementedError) as error:
        _log.warning(
            "The lock of a folder cannot be made (%s): other windows and commands do not see that it is in use",
            type(error).__name__,
        )


class WindowLock:
    """Held by the window that may decide in a folder, for as long as the folder is open in it."""

    def __init__(self, folder: Path) -> None:
        self._lock = _lock(folder, "window")

    def acquire(self) -> bool:
        """Try to become the folder's window; False where another one is."""
        try:
            _acquire(self._lock, 0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        with contextlib.suppress(OSError):
            self._lock.release()


@contextmanager
def writing(folder: Path, *, patience: float = 30.0) -> Iterator[None]:
    """Be the only one who writes in a folder.

    :param patience: how long to wait for another writer, in seconds.
    :raises FolderBusy: another one is still at it.
    """
    lock = _lock(folder, "write")
    try:
        _acquire(lock, patience)
    except Timeout:
        raise FolderBusy(
            "Another window or command is saving in this folder. Wait until it is done, then save again."
        ) from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.release()
