"""Replacing a file as a whole: either all of the new bytes are there, or all of the old ones, after a crash too."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from typing import Final, NamedTuple

from editor_app.core.errors import FileGone, SaveFailed
from editor_app.core.exchange import Exchange, Writers, exchange_function
from editor_app.core.folder import read_bytes, reason_of, signature_of
from editor_app.core.row_types import Signature
from editor_app.core.temp_files import TempFiles

# Gone meanwhile, or a file system or a permission that does not allow it: nothing that could be done about it.
_NOT_TO_BE_SYNCED: Final = frozenset({errno.ENOENT, errno.EACCES, errno.EINVAL, errno.ENOTSUP})
_NOT_SUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
# Attributes that belong to the system, or that the file system does not know.
_NOT_TO_BE_COPIED: Final = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EINVAL, errno.ENODATA})
_NO_FILE: Final = frozenset({errno.ELOOP, errno.ENXIO, errno.EMLINK})  # a link, a socket
_SWAPS: Final = 20
_PLAIN_WORDS: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk is mounted read-only",
    errno.EIO: "the disk reports an error",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "its name is too long for this disk",
}
_ADVICE: Final = {
    errno.ENOSPC: "Make room on it, then save again.",
    errno.EDQUOT: "Delete what you do not need, then save again.",
    errno.EROFS: "Ask whoever looks after this computer to make it writable, then save again.",
    errno.EIO: "Save again; if this stays, the disk may be failing: bring your files elsewhere.",
    errno.EACCES: "Allow yourself to write this file and its folder, then save again.",
    errno.EPERM: "Allow yourself to write this file and its folder, then save again.",
    errno.ENAMETOOLONG: "Give the file a shorter name.",
}
_OTHER_ADVICE: Final = "It is as it was; save again in a moment."


class ChangedMeanwhile(Exception):
    """The file is no longer the one that was read; nothing has been written."""


class _Unsettled(Exception):
    """What came out of the file's place could not be put back there; it lies in the temporary file, which stays.

    :param cause: what the system said, None where another program has been faster again and again.
    """

    def __init__(self, cause: OSError | None = None) -> None:
        super().__init__()
        self.cause = cause


class Replaced(NamedTuple):
    """A file that has taken the old one's place; ``had_other_names`` tells of hard links, which keep the old bytes."""

    signature: Signature
    had_other_names: bool


class _Written(NamedTuple):
    """A new file that lies beside the old one."""

    path: str
    signature: Signature
    device: int


def replace_file(
    path: str, old: bytes, signature: Signature, new: bytes, temp_files: TempFiles, writers: Writers
) -> Replaced:
    """Put ``new`` in the place of the file that was read as ``old`` with ``signature``.

    Mode, owner (where the system allows it) and extended attributes stay. The folder is not synced: see
    :func:`sync_folder`.

    :param path: the file's real place: a link that has come there meanwhile is not followed.
    :param temp_files: gives the name of the new file until it takes its place.
    :param writers: whom to ask whether somebody else is writing the old file.
    :returns: what is there now.
    :raises ChangedMeanwhile: somebody else wrote the file since it was read, or is about to.
    :raises SaveFailed: it cannot be written, or has been deleted; it is as it was.
    """
    temporary = temp_files.name_for(path, old, new)
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise ChangedMeanwhile
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
            raise SaveFailed("The file is read-only. Allow writing it, then save again.")
        written = _write(temporary, path, status, new, temp_files)
    except FileNotFoundError:
        raise FileGone from None
    except OSError as error:
        raise SaveFailed(failure("cannot be written", error)) from error
    try:
        writers.try_out(written.device, temporary)
        if signature_of(os.lstat(path)) != signature:
            raise ChangedMeanwhile
        _put_in_place(written, path, old, new, writers)
    except _Unsettled as error:
        temp_files.leave()
        name = os.path.basename(temporary)
        if error.cause is None:
            sentence = (
                f"Another program wrote this file in the same moment; its version lies beside it as {name}."
            )
        else:
            sentence = (
                f"The file was written; what was there before could not be looked at and put back: "
                f"{in_words(error.cause)}. It lies beside it as {name}."
            )
        raise SaveFailed(sentence) from error.cause
    except (FileNotFoundError, NotADirectoryError):
        _remove(temporary, temp_files)
        raise FileGone from None
    except OSError as error:
        _remove(temporary, temp_files)
        raise SaveFailed(failure("cannot be replaced", error)) from error
    except BaseException:
        _remove(temporary, temp_files)
        raise
    _remove(temporary, temp_files)
    return Replaced(written.signature, status.st_nlink > 1)


def sync_folder(folder: str) -> None:
    """Make the names in a folder durable, where the system knows how to.

    :raises OSError: the disk reports that it could not.
    """
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


def in_words(error: OSError) -> str:
    """What went wrong, in an editor's words where there are any."""
    return _PLAIN_WORDS.get(error.errno or 0) or reason_of(error)


def failure(what: str, error: OSError) -> str:
    """What went wrong with a file and what to do about it, in an editor's words."""
    return f"The file {what}: {in_words(error)}. {_ADVICE.get(error.errno or 0, _OTHER_ADVICE)}"


def _write(temporary: str, path: str, status: os.stat_result, data: bytes, temp_files: TempFiles) -> _Written:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            _copy_attributes(path, descriptor, status)
            os.fsync(descriptor)
            own = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        _remove(temporary, temp_files)
        raise
    return _Written(temporary, signature_of(own), own.st_dev)


def _remove(temporary: str, temp_files: TempFiles) -> None:
    """Remove a temporary file. That it cannot be removed now is no failure of the save: its name is written down."""
    try:
        os.unlink(temporary)
    except OSError:
        # Where it is not there because the whole folder has gone, it will be when that comes back.
        if os.path.lexists(temporary) or not os.path.isdir(os.path.dirname(temporary)):
            temp_files.leave()


def _copy_attributes(path: str, descriptor: int, status: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        try:
            names = os.listxattr(path, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NOT_TO_BE_COPIED:
                raise
            return
        for name in names:
            try:
                os.setxattr(descriptor, name, os.getxattr(path, name, follow_symlinks=False))
            except OSError as error:
                if error.errno not in _NOT_TO_BE_COPIED:
                    raise


def _put_in_place(written: _Written, path: str, old: bytes, new: bytes, writers: Writers) -> None:
    exchange = exchange_function()
    if exchange is not None:
        code = exchange(written.path, path)
        if code == 0:
            _look_at_what_came_out(exchange, written, path, old, new, writers)
            return
        if code not in _NOT_SUPPORTED:
            raise OSError(code, os.strerror(code))
    if read_bytes(path)[0] != old:
        raise ChangedMeanwhile
    os.replace(written.path, path)


def _look_at_what_came_out(
    exchange: Exchange, written: _Written, path: str, old: bytes, new: bytes, writers: Writers
) -> None:
    """What came out must be what was read, and nobody may be about to change it: else it is put back in its place."""
    try:
        settled = _version(written.path, writers)[1] == old
        failure = None
    except OSError as error:
        settled, failure = False, error
    if settled:
        return
    _swap_back(exchange, written, path, new, writers)
    if failure is not None:
        raise failure
    raise ChangedMeanwhile


def _version(path: str, writers: Writers) -> tuple[int, bytes | None]:
    """Which file lies in a place, and its bytes; without them where it is no file to be read, or is being written."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, os.O_RDONLY | flags)
    except OSError as error:
        if error.errno in _NO_FILE:
            return _inode(path), None
        raise
    try:
        status = os.fstat(descriptor)
        # Asked before reading: nobody opens a file anew by the name of a temporary one.
        if not stat.S_ISREG(status.st_mode) or writers.has(status.st_dev, descriptor):
            return status.st_ino, None
        chunks = iter(lambda: os.read(descriptor, status.st_size + 1), b"")
        return status.st_ino, b"".join(chunks)
    finally:
        os.close(descriptor)


def _swap_back(exchange: Exchange, written: _Written, path: str, new: bytes, writers: Writers) -> None:
    """Swap until the newest of what others have written lies in the file's place.

    Each swap puts one version in and must bring out the one that was put there before. Where another comes out,
    somebody has written in between: that one is newer, and goes in again.
    """
    placed: tuple[int, bytes | None] = (written.signature.inode, new)
    try:
        for _ in range(_SWAPS):
            current = _inode(written.path)
            code = exchange(written.path, path)
            if code == errno.ENOENT:  # deleted meanwhile, and not brought back
                raise FileNotFoundError
            if code:
                raise OSError(code, os.strerror(code))
            came_out = _version(written.path, writers)
            if came_out[0] == placed[0] and placed[1] in (None, came_out[1]):
                return
            placed = (current, None)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _Unsettled(error) from None
    raise _Unsettled


def _inode(path: str) -> int:
    return os.lstat(path).st_ino
