"""What an editor should know of a file that has more than one name, before deciding about it."""

from __future__ import annotations

import os

OUTSIDE = "This file is a link that leads out of the folder. It can be read here; decisions about it are never written."
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
        real = os.path.realpath(full)
        if os.path.commonpath((os.path.realpath(root), real)) != os.path.realpath(root):
            return (OUTSIDE,)
        if os.stat(real).st_nlink > 1:
            return (OTHER_NAMES,)
    except (OSError, ValueError):  # ValueError: another drive
        return ()
    return ()
