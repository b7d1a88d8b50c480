"""A site's folder: which files may be items, and their bytes."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from editor_app.core.errors import UnreadableItem
from editor_app.core.row_types import Signature

DEFAULT_SUFFIXES: Final = (".md", ".markdown", ".yaml", ".yml", ".txt")
"""File names that may belong to items."""

MAX_FILE_BYTES: Final = 16_000_000
"""Larger files are not read: the largest real item seen has 40 KB."""

_NO_ITEM_FOLDERS: Final = frozenset(
    {
        "_data",
        "_includes",
        "_layouts",
        "_plugins",
        "_sass",
        "_site",
        "__pycache__",
        "bower_components",
        "node_modules",
        "vendor",
    }
)
_NO_ITEM_STEMS: Final = frozenset({"_config"})


class FoundFile(NamedTuple):
    """A file that may be an item: its path relative to the folder, with ``/``, and what ``stat`` tells of its version.

    ``reason`` is set where not even ``stat`` could reach it. One flat tuple: a hundred thousand are made at once.
    """

    path: str
    mtime_ns: int = 0
    size: int = 0
    inode: int = 0
    reason: str = ""

    @property
    def signature(self) -> Signature:
        return Signature(self.mtime_ns, self.size, self.inode)


class ItemFolder(NamedTuple):
    """The folder that is open.

    ``only`` names single files (relative to ``root``) where an editor opened files instead of a folder.
    """

    root: Path
    suffixes: tuple[str, ...] = DEFAULT_SUFFIXES
    only: tuple[str, ...] = ()

    @staticmethod
    def of_files(files: Collection[Path]) -> ItemFolder:
        """The folder for some single files: their site's folder, with nothing but them in the list."""
        paths = [Path(os.path.abspath(file)) for file in files]
        root = site_root(Path(os.path.commonpath([path.parent for path in paths])))
        return ItemFolder(root, only=tuple(path.relative_to(root).as_posix() for path in paths))

    def full_path(self, path: str) -> Path:
        """The place of an item on disk."""
        return self.root / path

    def walk(self, *, signed: bool = True, longest: int = sys.maxsize) -> Iterator[list[FoundFile]]:
        """All files that may be items, in lists that grow, so that the first ones are there soon; in the order in which
        the system names them.

        A folder that cannot be listed comes as a :class:`FoundFile` with a reason and a path that ends in ``/``.

        :param signed: look at each file for its signature; whoever reads them all anyway need not.
        :param longest: how long a list may become.
        """
        if self.only:
            yield [_found(path, self.root / path) for path in self.only]
            return
        suffixes = tuple(suffix.lower() for suffix in self.suffixes)
        pending = [("", os.fspath(self.root))]
        found: list[FoundFile] = []
        length = min(_FIRST_LENGTH, longest)
        while pending:
            for files in _files_in(*pending.pop(), suffixes, pending, signed):
                found += files
                if len(found) >= length:
                    yield found
                    found = []
                    length = min(length * 2, longest)
        if found:
            yield found


_new = tuple.__new__  # the constructor of a named tuple would take as long as everything else here


def _files_in(
    prefix: str, folder: str, suffixes: tuple[str, ...], deeper: list[tuple[str, str]], signed: bool
) -> Iterator[list[FoundFile]]:
    """The files of a folder that may be items, some at a time; the folders in it to look into are added to ``deeper``.

    A hundred thousand files go through here whenever a folder is opened or looked through again.
    """
    try:
        with _listing(folder) as scan:
            while entries := list(islice(scan, _FIRST_LENGTH)):
                # Most entries have such a name and are files.
                usual = [
                    entry for entry in entries if entry.name.endswith(suffixes) and entry.name[0] not in "._"
                ]
                others = (
                    [entry for entry in entries if entry not in usual] if len(usual) < len(entries) else []
                )
                files: list[FoundFile] = []
                try:
                    if signed:
                        looked_at = [(entry.name, *_told(entry.stat())) for entry in usual]
                        files = [
                            _new(FoundFile, (prefix + name, mtime_ns, size, inode, ""))
                            for name, mode, mtime_ns, size, inode in looked_at
                            if not _is_folder(mode)
                        ]
                    else:
                        files = [
                            _new(FoundFile, (prefix + entry.name, 0, 0, 0, ""))
                            for entry in usual
                            if entry.is_file(follow_symlinks=False)
                        ]
                except OSError:
                    files = []  # one of them cannot be looked at: which one is found out below
                if len(files) < len(usual):
                    files, others = [], entries
                for entry in others:
                    file = _look_at(prefix, folder, entry, suffixes, deeper)
                    if file is not None:
                        files.append(file)
                yield files
    except OSError as error:
        yield [FoundFile(prefix or "./", reason=f"The folder cannot be listed: {reason_of(error)}.")]


@contextmanager
def _listing(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """The entries of a folder; by its descriptor where the system knows such: then looking at a file means finding one
    name in this folder, and not a whole path. Their ``path`` is not to be relied on.

    :raises OSError: it cannot be listed.
    """
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as scan:
            yield scan
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(descriptor) as scan:
            yield scan
    finally:
        os.close(descriptor)


def _look_at(
    prefix: str,
    folder: str,
    entry: os.DirEntry[str],
    suffixes: tuple[str, ...],
    deeper: list[tuple[str, str]],
) -> FoundFile | None:
    """The file that an entry of a folder is, None where it is none; a folder to look into is added to ``deeper``."""
    name = entry.name
    if name[0] == ".":
        return None
    # A folder whose name ends as an item's does is found out by its mode.
    if name.lower().endswith(suffixes):
        if _is_settings(name):
            return None
        try:
            status = entry.stat()
        except OSError as error:
            return _unseen(prefix + name, entry, error)
        if not _is_folder(status.st_mode):
            return FoundFile(prefix + name, *signature_of(status))
    if name not in _NO_ITEM_FOLDERS and entry.is_dir(follow_symlinks=False):
        deeper.append((f"{prefix}{name}/", os.path.join(folder, name)))
    return None


def _is_settings(name: str) -> bool:
    return name.startswith("_") and os.path.splitext(name)[0] in _NO_ITEM_STEMS


_is_folder = stat.S_ISDIR
_told = attrgetter("st_mode", "st_mtime_ns", "st_size", "st_ino")
_FIRST_LENGTH: Final = 250


def _unseen(path: str, entry: os.DirEntry[str], error: OSError) -> FoundFile | None:
    """A file that ``stat`` cannot reach; None where it has been deleted between listing and looking."""
    if isinstance(error, FileNotFoundError):
        if not entry.is_symlink():
            return None
        return FoundFile(path, reason="The file is a link that leads nowhere.")
    return FoundFile(path, reason=f"The file cannot be looked at: {reason_of(error)}.")


def _found(path: str, full: Path) -> FoundFile:
    try:
        return FoundFile(path, *signature_of(full.stat()))
    except OSError as error:
        return FoundFile(path, reason=f"The file cannot be looked at: {reason_of(error)}.")


def signature_of(status: os.stat_result) -> Signature:
    """The version of a file, as ``stat`` tells it."""
    return _new(Signature, (status.st_mtime_ns, status.st_size, status.st_ino))


def reason_of(error: OSError) -> str:
    """What the system says of an error, without the path: "Permission denied"."""
    return error.strerror or type(error).__name__


# Without O_NONBLOCK a named pipe in the folder would hold the reader for ever.
_FOLLOWING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NOT_FOLLOWING: Final = _FOLLOWING | getattr(os, "O_NOFOLLOW", 0)


def read_bytes(full: str | Path, *, follow: bool = True) -> tuple[bytes, Signature]:
    """The bytes of a regular file and the signature of the version that was read.

    :param follow: read what a link leads to; otherwise a link is an error (:func:`is_of_a_link`).
    :raises UnreadableItem: it is no regular file, or too large.
    :raises OSError: the system refuses.
    """
    descriptor = os.open(full, _FOLLOWING if follow else _NOT_FOLLOWING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableItem("This is no regular file.")
        if status.st_size > MAX_FILE_BYTES:
            raise UnreadableItem(
                f"The file has {status.st_size:,} bytes; more than {MAX_FILE_BYTES:,} are not read."
            )
        # One byte more than there is: a shorter answer says that this was all.
        data = os.read(descriptor, status.st_size + 1)
        while len(data) != status.st_size:
            chunk = os.read(descriptor, MAX_FILE_BYTES)
            if not chunk:
                break
            data += chunk
            if len(data) > MAX_FILE_BYTES:  # it grows as it is read
                raise UnreadableItem(f"The file has more than {MAX_FILE_BYTES:,} bytes; it is not read.")
        return data, signature_of(status)
    finally:
        os.close(descriptor)


def is_of_a_link(error: OSError) -> bool:
    """Whether a file could not be opened because it is a link; such a file, or one in a circle of links."""
    return error.errno in (errno.ELOOP, errno.EMLINK)  # the second one on BSD


def site_root(folder: Path) -> Path:
    """The folder of the site that a folder belongs to: the nearest one up that is a git work tree or has a
    ``_config.yml``; the folder itself where there is none.
    """
    resolved = folder.resolve()
    for candidate in (resolved, *resolved.parents):
        if (candidate / ".git").exists() or (candidate / "_config.yml").is_file():
            return candidate
    return resolved
