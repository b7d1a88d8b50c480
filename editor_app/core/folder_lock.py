"""One writer at a time in a folder, across windows, commands and processes.

The locks are the system's own (through ``filelock``), which a crash releases. Their files lie outside the work tree.

Where the program's own folder cannot be written there is no lock, and the work goes on without it: the editor must be
able to work, and :mod:`atomic_write` never replaces a file that is not the one that was read.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.errors import FolderBusy

_log = logging.getLogger(__name__)


_BUSY = "Another window or command is saving in this folder."
_INTERVAL = 0.01  # seconds between two looks whether the workers of a program that was killed have ended
_STEP = 0.2  # seconds until somebody who waits can be told to stop


def _lock(folder: Path, kind: str) -> FileLock:
    return FileLock(_place(folder, kind), mode=0o600, thread_local=False)


def _place(folder: Path, kind: str) -> Path:
    return state_dir() / "locks" / f"{folder_key(folder)}.{kind}.lock"


def _acquire(
    lock: FileLock,
    patience: float,
    cancelled: Callable[[], bool] | None = None,
    waiting: Callable[[str], object] | None = None,
) -> None:
    """Take a lock, or go on without it where its file cannot be made.

    :raises Timeout: somebody else has it.
    """
    try:
        os.makedirs(state_dir() / "locks", mode=0o700, exist_ok=True)
        _wait(lock, patience, cancelled, waiting)
    except Timeout:
        raise
    except (OSError, NotImplementedError) as error:
        _log.warning(
            "The lock of a folder cannot be made (%s): other windows and commands do not see that it is in use",
            type(error).__name__,
        )


def _wait(
    lock: FileLock,
    patience: float,
    cancelled: Callable[[], bool] | None,
    waiting: Callable[[str], object] | None,
) -> None:
    deadline = time.monotonic() + patience
    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        if patience <= 0:
            raise
    if waiting is not None:
        waiting(f"{_BUSY} Saving goes on as soon as it is done.")
    while True:
        try:
            lock.acquire(timeout=_STEP)
            return
        except Timeout:
            if time.monotonic() >= deadline or (cancelled is not None and cancelled()):
                raise


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
    lock = _lock(folder, "write")
    deadline = time.monotonic() + patience
    try:
        _acquire(lock, patience, cancelled, waiting)
    except Timeout:
        raise FolderBusy(f"{_BUSY} Wait until it is done, then save again.") from None
    try:
        while _others_write_for_somebody(folder):
            if time.monotonic() >= deadline or (cancelled is not None and cancelled()):
                raise FolderBusy(f"{_BUSY} Wait until it is done, then save again.")
            time.sleep(_INTERVAL)
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.release()


@contextmanager
def writing_for_another(folder: Path) -> Iterator[None]:
    """Write in a folder for the process that is :func:`writing` there, which may end before this one does."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        descriptor = os.open(_place(folder, "workers"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # the other one has no lock either, and has said so
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _others_write_for_somebody(folder: Path) -> bool:
    """Whether a process still writes in a folder for one that has ended."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        descriptor = os.open(_place(folder, "workers"), os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.EAGAIN, errno.EACCES)
    finally:
        os.close(descriptor)
    return False
