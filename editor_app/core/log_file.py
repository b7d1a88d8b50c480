"""The program's log: a file that is opened when the first line is written into it."""

from __future__ import annotations

import logging
from typing import Final

from editor_app.core.app_dirs import log_dir
from editor_app.core.log_tail import log_file

_MOST_BYTES: Final = 1_000_000
_KEPT: Final = 2  # older files


def start_log() -> None:
    """Write what the program notes to its log; where that cannot be, to standard error."""
    root = logging.getLogger("editor_app")
    if not root.handlers:
        root.addHandler(_LogFile())
        root.setLevel(logging.INFO)


class _LogFile(logging.Handler):
    """Most runs have nothing to note, and what writes to files that take turns takes long to load."""

    _target: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._target is None:
            self._target = _opened()
            self._target.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._target.emit(record)

    def flush(self) -> None:
        if self._target is not None:
            self._target.flush()

    def close(self) -> None:
        if self._target is not None:
            self._target.close()
        super().close()


def _opened() -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    try:
        log_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
        return RotatingFileHandler(log_file(), maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()
