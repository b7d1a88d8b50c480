"""What an editor should know of a file that has more than one name, before deciding about it."""

from __future__ import annotations

import os

OUTSIDE = "This file is a link that leads out of the folder. It can be read here, and is never written."
OTHER_NAMES = (
    "This file has another name as well (a hard link). A save under this name leaves the other one as it was: "
    "from then on they are two files."
)


def link_notes(root: str, full: str) -> tuple[str, ...]:
    """What links mean for saving a file; empty for an ordinary one, and for one that cannot be looked at.

    :param root: the folder that is open.
    :param full: the file's place.
    """
    try:
        if leads_out(root, full):
            return (OUTSIDE,)
        if os.stat(full).st_nlink > 1:
            return (OTHER_NAMES,)
    except OSError:
        return ()
    return ()


def leads_out(root: str, full: str) -> bool:
    """Whether a file really lies outside of a folder.

    :param root: the folder that is open.
    :param full: the file's place.
    """
    inside = os.path.realpath(root)
    try:
        return os.path.commonpath((inside, os.path.realpath(full))) != inside
    except ValueError:  # another drive
        return True
