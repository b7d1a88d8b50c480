"""Whether git is in the middle of something in a folder. Its files are only looked at, never touched.

No git is ever started: what a folder's ``.git/config`` or ``.gitattributes`` say would be commands to run.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from editor_app.core.errors import FolderBusy

_UNFINISHED = {
    "MERGE_HEAD": "a merge",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
}
_MOST_BYTES = 4_096  # of HEAD and of a file .git, which are one line each
_LONGEST_NAME = 80
_INTERVAL = 0.1  # seconds between two looks at index.lock


def git_folder(folder: Path) -> Path | None:
    """The ``.git`` folder that a folder's work tree belongs to; None outside of git."""
    resolved = folder.resolve()
    for candidate in (resolved, *resolved.parents):
        marker = candidate / ".git"
        if marker.is_dir():
            return marker
        if marker.is_file():  # a linked work tree or a submodule
            return _linked(marker)
    return None


def _linked(marker: Path) -> Path | None:
    text = _beginning(marker)
    if not text.startswith("gitdir:") or "\0" in text:
        return None
    place = text.removeprefix("gitdir:").strip()
    if place.startswith(
        ("//", "\\\\", "\\/", "/\\")
    ):  # another machine's: Windows would ask it, and say who asks
        return None
    try:
        return (marker.parent / place).resolve()
    except (OSError, RuntimeError):  # a name that is too long, links in a circle
        return None


def _beginning(file: Path) -> str:
    """The first characters of a regular file; empty where it is none. Nothing in a folder can hold this up."""
    try:
        # Without O_NONBLOCK a named pipe would.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return ""
            return os.read(descriptor, _MOST_BYTES).decode("utf-8", "surrogateescape")
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return ""


def branch(folder: Path) -> str:
    """The name of the branch that is checked out, a short commit where none is, empty outside of git."""
    git = git_folder(folder)
    if git is None:
        return ""
    head = _beginning(git / "HEAD").strip()
    name = head.removeprefix("ref: refs/heads/") if head.startswith("ref:") else head[:8]
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


def unfinished(folder: Path) -> str:
    """What git has begun and not finished, as "a merge"; empty where nothing is."""
    git = git_folder(folder)
    if git is None:
        return ""
    return next((name for file, name in _UNFINISHED.items() if (git / file).exists()), "")


def standing(folder: Path) -> str:
    """A sentence on what git has begun in a folder and a person has to finish; empty where nothing is."""
    operation = unfinished(folder)
    if not operation:
        return ""
    return f"Git is in the middle of {operation} here; saving waits until it is finished or aborted."


def at_work(folder: Path) -> str:
    """A sentence on git writing in a folder right now; empty where it is at rest."""
    git = git_folder(folder)
    if git is None or not (git / "index.lock").exists():
        return ""
    return "Git is at work in this folder (its index.lock is there); changes are shown when it is done."


def wait_for_git(folder: Path, *, patience: float, cancelled: Callable[[], bool]) -> None:
    """Return as soon as git is at rest in a folder.

    :param patience: how long to wait for ``index.lock`` to go, in seconds.
    :raises FolderBusy: a merge or the like is unfinished, or the lock stays.
    """
    operation = unfinished(folder)
    if operation:
        raise FolderBusy(f"Git is in the middle of {operation} here. Finish or abort it, then save again.")
    git = git_folder(folder)
    if git is None:
        return
    deadline = time.monotonic() + patience
    while (git / "index.lock").exists():
        if cancelled() or time.monotonic() > deadline:
            raise FolderBusy(
                "Git is busy in this folder (its index.lock is there). Wait until it is done, then save again; "
                "if no git is running, remove that file."
            )
        time.sleep(_INTERVAL)
