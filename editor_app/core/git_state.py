"""Whether git is in the middle of something in a folder. Its files are only looked at, never touched."""

from __future__ import annotations

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
    try:
        text = marker.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return None
    if not text.startswith("gitdir:"):
        return None
    return (marker.parent / text.removeprefix("gitdir:").strip()).resolve()


def branch(folder: Path) -> str:
    """The name of the branch that is checked out, a short commit where none is, empty outside of git."""
    git = git_folder(folder)
    if git is None:
        return ""
    try:
        head = (git / "HEAD").read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref:") else head[:8]


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
