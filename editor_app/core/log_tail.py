"""The end of the program's log, as it may be shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from editor_app.core.app_dirs import log_dir

_MOST_BYTES: Final = 200_000
_LONGEST: Final = 400  # characters; a very long line hangs the widget that shows it


def log_file() -> Path:
    """Where the log is."""
    return log_dir() / "editor-app.log"


def log_tail() -> list[str]:
    """The last lines of the log, long ones shortened; none where there is no log."""
    try:
        with open(log_file(), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = file.seek(max(0, size - _MOST_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    if start:
        del lines[:1]  # it begins in the middle
    return [line if len(line) <= _LONGEST else line[:_LONGEST] + "…" for line in lines]
