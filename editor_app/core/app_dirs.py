"""Where the program keeps its own files. Nothing of it ever lies in a site's folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs

_NAME = "editor-app"


def _place(kind: str, default: str) -> Path:
    home = os.environ.get("EDITOR_APP_HOME")
    return Path(home) / kind if home else Path(default)


def config_dir() -> Path:
    """Settings."""
    return _place("config", platformdirs.user_config_dir(_NAME, appauthor=False))


def state_dir() -> Path:
    """Locks and whatever must outlive a crash."""
    return _place("state", platformdirs.user_state_dir(_NAME, appauthor=False))


def cache_dir() -> Path:
    """What can be made again at any time."""
    return _place("cache", platformdirs.user_cache_dir(_NAME, appauthor=False))


def log_dir() -> Path:
    """Log files."""
    return _place("log", platformdirs.user_log_dir(_NAME, appauthor=False))


def folder_key(folder: Path) -> str:
    """What files of ours that belong to one site's folder are named by, however the way there is written."""
    import hashlib  # brings OpenSSL, which a window without a folder does not need

    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]


def not_kept() -> list[str]:
    """What the program cannot keep, in the editor's words, because the folder for it cannot be written."""
    return [what for folder, what in _KEPT if not _can_be_written(folder())]


def _can_be_written(folder: Path) -> bool:
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


_KEPT: Final[tuple[tuple[Callable[[], Path], str], ...]] = (
    (config_dir, "your settings"),
    (
        state_dir,
        "what is not saved yet or snoozed, the log of decisions, the originals of large saves, and the sign by which a "
        "second window sees this one",
    ),
    (cache_dir, "what makes a folder open fast the next time"),
    (log_dir, "the log"),
)
