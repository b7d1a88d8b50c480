"""Replacing a file as a whole: either all of the new bytes are there, or all of the old ones, after a crash too."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable
from typing import Final

from editor_app.core.errors import FileGone, SaveFailed
from editor_app.core.folder import read_bytes, reason_of, signature_of
from editor_app.core.row import Signature

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
# Gone meanwhile, or a file system or a permission that does not allow it: nothing that could be done about it.
_NOT_TO_BE_SYNCED: Final = frozenset({errno.ENOENT, errno.EACCES, errno.EINVAL, errno.ENOTSUP})
_NOT_SUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


class ChangedMeanwhile(Exception):
    """The file is no longer the one that was read; nothing has been written."""


def replace_file(path: str, old: bytes, signature: Signature, new: bytes) -> Signature:
    """Put ``new`` in the place of the file that was read as ``old`` with ``signature``.

    Mode, owner (where the system allows it) and extended attributes stay. The folder is not synced: see
    :func:`sync_folder`.

    :returns: the signature of the file that is there now.
    :raises ChangedMeanwhile: somebody else wrote the file since it was read.
    :raises SaveFailed: it cannot be written, or has been deleted; it is as it was.
    """
    try:
        status = os.stat(path)
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
            raise SaveFailed("The file is read-only.")
        temporary = _write_beside(path, status, new)
    except FileNotFoundError:
        raise FileGone from None
    except OSError as error:
        raise SaveFailed(f"The file cannot be written: {reason_of(error)}.") from error
    try:
        if signature_of(os.stat(path)) != signature or read_bytes(path)[0] != old:
            raise ChangedMeanwhile
        new_signature = signature_of(os.stat(temporary))
        _put_in_place(temporary, path, old)
    except FileNotFoundError:
        raise FileGone from None
    except OSError as error:
        raise SaveFailed(f"The file cannot be replaced: {reason_of(error)}.") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    return new_signature


def sync_folder(folder: str) -> None:
    """Make the names in a folder durable, where the system knows how to."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NOT_TO_BE_SYNCED:
            raise


def _write_beside(path: str, status: os.stat_result, data: bytes) -> str:
    temporary = os.path.join(os.path.dirname(path), f".{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            _copy_attributes(path, descriptor, status)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _copy_attributes(path: str, descriptor: int, status: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        for name in os.listxattr(path):
            with contextlib.suppress(OSError):  # some belong to the system and cannot be set
                os.setxattr(descriptor, name, os.getxattr(path, name))


def _put_in_place(temporary: str, path: str, old: bytes) -> None:
    exchange = _exchange_function()
    if exchange is not None:
        code = exchange(temporary, path)
        if code == 0:
            # What came out must be what was read: a write in the last moment is put back in its place.
            if read_bytes(temporary)[0] != old:
                exchange(temporary, path)
                raise ChangedMeanwhile
            return
        if code not in _NOT_SUPPORTED:
            raise OSError(code, os.strerror(code))
    os.replace(temporary, path)


def _exchange_function() -> Callable[[str, str], int] | None:
    """``renameat2(…, RENAME_EXCHANGE)`` of Linux: swaps two files in one step. Returns 0 or an error number."""
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
