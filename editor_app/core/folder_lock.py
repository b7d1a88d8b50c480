"""One writer at a time in a folder, across windows, commands and processes.

The locks are the system's own (through ``filelock``), which a crash releases. Their files lie outside the work tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.errors import FolderBusy


def _lock(folder: Path, kind: str) -> FileLock:
    place = state_dir() / "locks"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileLock(place / f"{folder_key(folder)}.{kind}.lock", mode=0o600, thread_local=False)


class WindowLock:
    """Held by the window that may decide in a folder, for as long as the folder is open in it."""

    def __init__(self, folder: Path) -> None:
        self._lock = _lock(folder, "window")

    def acquire(self) -> bool:
        """Try to become the folder's window; False where another one is."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release()


@contextmanager
def writing(folder: Path, *, patience: float = 30.0) -> Iterator[None]:
    """Be the only one who writes in a folder.

    :param patience: how long to wait for another writer, in seconds.
    :raises FolderBusy: another one is still at it.
    """
    lock = _lock(folder, "write")
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise FolderBusy(
            "Another window or command is saving in this folder. Wait until it is done, then save again."
        ) from None
    try:
        yield
    finally:
        lock.release()
