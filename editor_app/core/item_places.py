"""The real place of an item's file on disk, behind links, and whether it may be written at all."""

from __future__ import annotations

import os
import stat
import time

from editor_app.core.errors import EditRefused, FileGone, SaveFailed
from editor_app.core.folder import ItemFolder

_FRESH = 2.0  # seconds in which a file or folder counts as just changed


class ItemPlaces:
    """Finds the files of one batch; what is known of their folders is kept for as long."""

    def __init__(self, folder: ItemFolder) -> None:
        self._folder = os.path.abspath(folder.root)
        self._root = os.path.realpath(folder.root)
        self._inside = os.path.join(self._root, "")
        self._parents: dict[str, str] = {}

    def likely(self, path: str) -> str | None:
        """The place of a file unless it is itself a link, as hardly any is: only to be opened without following one.

        :returns: None where it would lie outside of the folder, or cannot be told.
        """
        parent, name = os.path.split(os.path.join(self._folder, path))
        try:
            real = os.path.join(self._real_parent(parent), name)
        except (OSError, RuntimeError):
            return None
        return real if name not in ("", "..") and real.startswith(self._inside) else None

    def find(self, path: str) -> str:
        """The real place of a file.

        :param path: relative to the folder.
        :raises EditRefused: it lies outside of the folder.
        :raises SaveFailed: it is not there.
        """
        full = os.path.join(self._folder, path)
        parent, name = os.path.split(full)
        try:
            real = os.path.join(self._real_parent(parent), name)
            if name in ("", "..") or stat.S_ISLNK(os.lstat(real).st_mode):
                real = os.path.realpath(full, strict=True)
        except (FileNotFoundError, NotADirectoryError):
            self._parents.pop(parent, None)
            if os.path.islink(full):
                raise SaveFailed("The file is a link that leads nowhere.") from None
            raise FileGone from None
        except (OSError, RuntimeError):  # among them links in a circle
            if os.path.islink(full):
                raise SaveFailed("The file is a link that leads nowhere.") from None
            raise
        if not real.startswith(self._inside):
            raise EditRefused("The file is a link that leads out of the folder; it is not written.")
        return real

    def just_changed(self, path: str) -> bool:
        """Whether somebody is at work on a file or in its folder: what is short or gone now may be whole soon."""
        full = os.path.join(self._folder, path)
        return any(_is_fresh(place) for place in (full, os.path.dirname(full)))

    def _real_parent(self, parent: str) -> str:
        real = self._parents.get(parent)
        if real is None:
            real = self._parents[parent] = os.path.realpath(parent, strict=True)
        return real


def _is_fresh(place: str) -> bool:
    try:
        return abs(time.time() - os.stat(place).st_mtime) < _FRESH
    except OSError:
        return False
