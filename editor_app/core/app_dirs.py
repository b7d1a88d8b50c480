"""Where the program keeps its own files. Nothing of it ever lies in a site's folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

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
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
