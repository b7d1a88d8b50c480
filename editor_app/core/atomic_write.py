"""Replacing a file as a whole: either all of the new bytes are there, or all of the old ones, after a crash too."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from typing import Final, NamedTuple

from editor_app.core.errors import FileGone, SaveFailed
from editor_app.core.exchange import Exchange, Writers, begin_writing_back, exchange_function
from editor_app.core.folder import read_bytes, reason_of, signature_of
from editor_app.core.row_types import UNSEEN, Signature
from editor_app.core.temp_files import TempFiles

# Gone meanwhile, or a file system or a permission that does not allow it: nothing that could be done about it.
_NOT_TO_BE_SYNCED: Final = frozenset({errno.ENOENT, errno.EACCES, errno.EINVAL, errno.ENOTSUP})
_NOT_SUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
# Attributes that belong to the system, or that the file system does not know.
_NOT_TO_BE_COPIED: Final = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EINVAL, errno.ENODATA})
_NO_FILE: Final = frozenset({errno.ELOOP, errno.ENXIO, errno.EMLINK})  # a link, a socket
_SWAPS: Final = 20
_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_TO_WRITE: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)
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


def replace_file(
    path: str, old: bytes, signature: Signature, new: bytes, temp_files: TempFiles, writers: Writers
) -> Replaced:
    """Put ``new`` in the place of the file that was read as ``old`` with ``signature``: see :class:`Replacement`.

    :param temp_files: gives the name of the new file until it takes its place.
    """
    replacement = Replacement(path, old, signature, new, temp_files, writers)
    is_written_down = temp_files.name([replacement])
    try:
        replacement.write()
        replacement.sync()
        if is_written_down:
            _will_swap(replacement, temp_files)
        return replacement.put_in_place()
    finally:
        replacement.abandon()


def _will_swap(replacement: Replacement, temp_files: TempFiles) -> None:
    try:
        temp_files.will_swap([replacement])
    except OSError as error:
        raise SaveFailed(failure("cannot be replaced", error)) from error


class Replacement:
    """A new file on its way to the place of the one that was read: written, synced, put in place, in this order.

    Several may be on their way at once. Mode, owner (where the system allows it) and extended attributes stay. The
    folder is not synced: see :func:`sync_folder`. Where a step fails, nothing is left to be done but
    :meth:`abandon`, and the file is as it was.

    :param path: the file's real place: a link that has come there meanwhile is not followed.
    :param old: what was read there, with ``signature``.
    :param temp_files: gives the new file its name until it takes its place, before it is written.
    :param writers: whom to ask whether somebody else is writing the old file.
    """

    def __init__(
        self,
        path: str,
        old: bytes,
        signature: Signature,
        new: bytes,
        temp_files: TempFiles,
        writers: Writers,
    ) -> None:
        self.path = path
        self.old = old
        self.new = new
        self.temporary = ""
        self._signature = signature
        self._temp_files = temp_files
        self._writers = writers
        self._descriptor: int | None = None
        self._is_there = False  # the temporary file
        self._rights: tuple[int, ...] = ()
        self._device = 0
        self._own = UNSEEN

    def write(self) -> None:
        """Write the new file, beside the old one.

        :raises ChangedMeanwhile: what is there now is no file.
        :raises SaveFailed: it cannot be written, or has been deleted.
        """
        try:
            status = os.lstat(self.path)
            if not stat.S_ISREG(status.st_mode):
                raise ChangedMeanwhile
            if not _may_write(self.path, status):
                raise SaveFailed("The file is read-only. Allow writing it, then save again.")
            self._descriptor = os.open(self.temporary, _TO_WRITE, 0o600)
            self._is_there = True
            view = memoryview(self.new)
            while view:
                view = view[os.write(self._descriptor, view) :]
            own = os.fstat(self._descriptor)
            _copy_attributes(self.path, self._descriptor, own, status)
        except FileNotFoundError:
            raise FileGone from None
        except OSError as error:
            self.abandon()  # at once: others may need the room
            raise SaveFailed(failure("cannot be written", error)) from error
        self._rights, self._device = _rights(status), own.st_dev

    def begin_sync(self) -> None:
        """Let the system begin to write to the disk, without waiting for it."""
        if self._descriptor is not None:
            begin_writing_back(self._descriptor)

    def sync(self) -> None:
        """Wait until the new file is on the disk.

        :raises SaveFailed: the disk reports that it could not.
        """
        assert self._descriptor is not None
        try:
            os.fsync(self._descriptor)
            self._own = signature_of(os.fstat(self._descriptor))
            self._close()
        except OSError as error:
            raise SaveFailed(failure("cannot be written", error)) from error

    def put_in_place(self) -> Replaced:
        """Let the new file take the old one's place.

        :returns: what is there now.
        :raises ChangedMeanwhile: somebody else wrote the file since it was read, or is about to.
        :raises SaveFailed: it cannot be replaced, or has been deleted.
        """
        try:
            self._writers.try_out(self._device, self.temporary)
            status = os.lstat(self.path)
            if signature_of(status) != self._signature or _rights(status) != self._rights:
                raise ChangedMeanwhile
            self._exchange()
        except _Unsettled as error:
            self._is_there = False  # to stay, for a person to look at
            self._temp_files.leave()
            raise SaveFailed(_unsettled(error, os.path.basename(self.temporary))) from error.cause
        except (FileNotFoundError, NotADirectoryError):
            raise FileGone from None
        except OSError as error:
            raise SaveFailed(failure("cannot be replaced", error)) from error
        self.abandon()
        return Replaced(self._own, status.st_nlink > 1)

    def abandon(self) -> None:
        """Remove what lies beside the file; to be called at the end, whatever has come of it."""
        with contextlib.suppress(OSError):
            self._close()
        if self._is_there:
            self._is_there = False
            _remove(self.temporary, self._temp_files)

    def _close(self) -> None:
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    def _exchange(self) -> None:
        exchange = exchange_function()
        if exchange is not None:
            code = exchange(self.temporary, self.path)
            if code == 0:
                self._look_at_what_came_out(exchange)
                return
            if code not in _NOT_SUPPORTED:
                raise OSError(code, os.strerror(code))
        if read_bytes(self.path)[0] != self.old:
            raise ChangedMeanwhile
        os.replace(self.temporary, self.path)
        self._is_there = False

    def _look_at_what_came_out(self, exchange: Exchange) -> None:
        """It must be what was read, and nobody may be about to change it: else it is put back in its place."""
        try:
            settled = _version(self.temporary, self._writers)[1] == self.old
            failure = None
        except OSError as error:
            settled, failure = False, error
        if settled:
            return
        self._swap_back(exchange)
        if failure is not None:
            raise failure
        raise ChangedMeanwhile

    def _swap_back(self, exchange: Exchange) -> None:
        """Swap until the newest of what others have written lies in the file's place.

        Each swap puts one version in and must bring out the one that was put there before. Where another comes out,
        somebody has written in between: that one is newer, and goes in again.
        """
        placed: tuple[int, bytes | None] = (self._own.inode, self.new)
        try:
            for _ in range(_SWAPS):
                current = _inode(self.temporary)
                code = exchange(self.temporary, self.path)
                if code == errno.ENOENT:  # deleted meanwhile, and not brought back
                    raise FileNotFoundError
                if code:
                    raise OSError(code, os.strerror(code))
                came_out = _version(self.temporary, self._writers)
                if came_out[0] == placed[0] and placed[1] in (None, came_out[1]):
                    return
                placed = (current, None)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise _Unsettled(error) from None
        raise _Unsettled


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


def _remove(temporary: str, temp_files: TempFiles) -> None:
    """Remove a temporary file. That it cannot be removed now is no failure of the save: its name is written down."""
    try:
        os.unlink(temporary)
    except OSError:
        # Where it is not there because the whole folder has gone, it will be when that comes back.
        if os.path.lexists(temporary) or not os.path.isdir(os.path.dirname(temporary)):
            temp_files.leave()


def _copy_attributes(path: str, descriptor: int, own: os.stat_result, status: os.stat_result) -> None:
    if sys.platform == "win32":
        return
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
        # One byte more than there is: a shorter answer says that this was all.
        data = os.read(descriptor, status.st_size + 1)
        while len(data) != status.st_size:
            chunk = os.read(descriptor, status.st_size + 1)
            if not chunk:
                break
            data += chunk
        return status.st_ino, data
    finally:
        os.close(descriptor)


def _may_write(path: str, status: os.stat_result) -> bool:
    """Whether a file may be written by us: it will be replaced, for which the system would not ask that."""
    if not status.st_mode & _WRITABLE:
        return False
    is_own = sys.platform != "win32" and status.st_uid == os.geteuid() and status.st_mode & stat.S_IWUSR
    return bool(is_own) or os.access(path, os.W_OK)


def _rights(status: os.stat_result) -> tuple[int, ...]:
    """What the new file takes over from the old one, as far as ``stat`` tells it."""
    return status.st_mode, status.st_uid, status.st_gid


def _unsettled(error: _Unsettled, name: str) -> str:
    if error.cause is None:
        return f"Another program wrote this file in the same moment; its version lies beside it as {name}."
    return (
        f"The file was written; what was there before could not be looked at and put back: "
        f"{in_words(error.cause)}. It lies beside it as {name}."
    )


def _inode(path: str) -> int:
    return os.lstat(path).st_ino
