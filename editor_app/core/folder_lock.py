"""One writer at a time in a folder, across windows, commands and processes.

The locks are the system's own (through ``filelock``), which a crash releases. Their files lie outside the work tree.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from editor_app.core.app_dirs import state_dir
from editor_app.core.errors import FolderBusy


_BUSY = "Another window or command is saving in this folder."
_STEP = 0.2  # seconds until somebody who waits can be told to stop


def _lock(folder: Path, kind: str) -> FileLock:
    place = state_dir() / "locks"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
    return FileLock(place / f"{name}.{kind}.lock", mode=0o600, thread_local=False)


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
def writing(
    folder: Path,
    *,
    patience: float = 30.0,
    cancelled: Callable[[], bool] | None = None,
    waiting: Callable[[str], object] | None = None,
) -> Iterator[None]:
    """Be the only one who writes in a folder.

    :param patience: how long to wait for another writer, in seconds.
    :param cancelled: asked while waiting.
    :param waiting: is told once, in a sentence, that there is something to wait for.
    :raises FolderBusy: another one is still at it.
    """
    try:
        lock = _lock(folder, "write")
        _acquire(lock, patience, cancelled, waiting)
    except OSError as error:
        raise FolderBusy(f"The program's own folder cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()


def _acquire(
    lock: FileLock,
    patience: float,
    cancelled: Callable[[], bool] | None,
    waiting: Callable[[str], object] | None,
) -> None:
    deadline = time.monotonic() + patience
    with contextlib.suppress(Timeout):
        lock.acquire(timeout=0)
        return
    if waiting is not None:
        waiting(f"{_BUSY} Saving goes on as soon as it is done.")
    while time.monotonic() < deadline and not (cancelled is not None and cancelled()):
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=min(_STEP, patience))
            return
    raise FolderBusy(f"{_BUSY} Wait until it is done, then save again.")
