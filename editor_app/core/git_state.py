"""Whether git is in the middle of something in a folder. Its files are only looked at, never touched.

No git is ever started: what a folder's ``.git/config`` or ``.gitattributes`` say would be commands to run.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from editor_app.core.atomic_write import in_words
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
_INTERVAL = 0.05  # seconds between two looks
_ADVICE = "Finish or abort it, then save again."
_ADVICE_UNSEEN = "Nothing was saved; save again in a moment."
_ADVICE_LOCK = "Wait until it is done, then save again; if no git is running, remove that file."


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


class GitWatch:
    """Whether git is at rest in a folder, asked again and again while files are saved."""

    def __init__(
        self, folder: Path, patience: float = 0, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        """:param patience: how long to wait for git, in seconds; once it was in vain, nobody waits again."""
        git = git_folder(folder)
        self._lock = None if git is None else os.fspath(git / "index.lock")
        self._unfinished = (
            {} if git is None else {os.fspath(git / file): _UNFINISHED[file] for file in _UNFINISHED}
        )
        self._patience = patience
        self._cancelled = cancelled

    @property
    def patience(self) -> float:
        """How long git is waited for, in seconds."""
        return self._patience

    def is_writing(self) -> bool:
        """Whether git holds its lock, and so may be about to write files."""
        return self._lock is not None and os.path.lexists(self._lock)

    def wait(self, waiting: Callable[[str], object] | None = None) -> None:
        """Return as soon as git is at rest. What a person has to finish is not waited for.

        :param waiting: is told once, in a sentence, that there is something to wait for.
        :raises FolderBusy: it was not until the patience had an end, or the caller has cancelled.
        """
        sentence = self._busy_with()
        if sentence and waiting is not None:
            waiting(f"{sentence} Saving goes on as soon as it is done.")
        deadline = time.monotonic() + self._patience
        while sentence:
            if self._cancelled():
                raise FolderBusy(f"{sentence} You have stopped the waiting; nothing more was saved.")
            if time.monotonic() >= deadline or not self.is_writing():
                self._patience = 0  # the other files of a batch need not wait as long again
                raise FolderBusy(f"{sentence} {_ADVICE_LOCK if self.is_writing() else _ADVICE}")
            time.sleep(_INTERVAL)
            sentence = self._busy_with()

    def _busy_with(self) -> str:
        if self.is_writing():
            return "Git is busy in this folder (its index.lock is there)."
        for marker, name in self._unfinished.items():
            if os.path.lexists(marker):
                return f"Git is in the middle of {name} here."
        return ""


def wait_for_git(
    folder: Path,
    *,
    patience: float,
    cancelled: Callable[[], bool],
    waiting: Callable[[str], object] | None = None,
) -> GitWatch:
    """Return as soon as git is at rest in a folder.

    :param patience: how long to wait, in seconds.
    :param waiting: is told once, in a sentence, that there is something to wait for.
    :returns: whom to ask whether it still is.
    :raises FolderBusy: a merge or the like stays unfinished, the lock stays, or the disk does not let us look.
    """
    try:
        watch = GitWatch(folder, patience, cancelled)
    except OSError as error:
        sentence = f"Whether git is at work here cannot be seen: {in_words(error)}. {_ADVICE_UNSEEN}"
        raise FolderBusy(sentence) from error
    watch.wait(waiting)
    return watch
