"""Swapping two files in one step, asking whether somebody is writing one, and beginning to write one back: where the
system knows how to.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_SYNC_FILE_RANGE_WRITE: Final = 2

Exchange = Callable[[str, str], int]
"""Swaps two files; returns 0 or an error number."""


@lru_cache(maxsize=1)
def exchange_function() -> Exchange | None:
    """``renameat2(…, RENAME_EXCHANGE)`` of Linux; None elsewhere."""
    if sys.platform != "linux":
        return None
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return None

    def exchange(one: str, other: str) -> int:
        names = os.fsencode(one), os.fsencode(other)
        if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
            return 0
        return ctypes.get_errno()

    return exchange


def begin_writing_back(descriptor: int) -> None:
    """Let the system begin to write what a file has got, without waiting for it; nothing where it has no such call.

    The sync of the first of several files then brings those of the others along.
    """
    start = _sync_file_range()
    if start is not None:
        start(descriptor, 0, 0, _SYNC_FILE_RANGE_WRITE)  # whether it could is told by the sync


@lru_cache(maxsize=1)
def _sync_file_range() -> Callable[[int, int, int, int], int] | None:
    if sys.platform != "linux":
        return None
    start: Any = getattr(ctypes.CDLL(None), "sync_file_range", None)
    if start is not None:
        start.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]
    return start  # type: ignore[no-any-return]


class Writers:
    """Tells whether a file is open for writing anywhere on this machine, by asking Linux for a lease on it.

    A lease to read is not given while somebody has the file open for writing. Some file systems never give one:
    each is tried once with a file that nobody else knows of.
    """

    def __init__(self) -> None:
        self._works: dict[int, bool] = {}

    def try_out(self, device: int, path: str) -> None:
        """Find out whether a device gives leases, with a file on it that nobody else has open."""
        if sys.platform != "linux" or device in self._works:
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            self._works[device] = _lease(descriptor) == 0
        finally:
            os.close(descriptor)

    def has(self, device: int, descriptor: int) -> bool:
        """Whether somebody has a file open for writing; False too where that cannot be known.

        :param descriptor: the file, open for reading only. Closing it gives the lease back.
        """
        return self._works.get(device, False) and _lease(descriptor) == errno.EAGAIN


def _lease(descriptor: int) -> int:
    if sys.platform != "linux":
        return errno.ENOSYS
    import fcntl

    try:
        # Whoever opens the file next is told to us by a signal: by one that does nothing, not by SIGIO, which kills.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno or errno.EINVAL
    return 0
