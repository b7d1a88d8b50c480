"""Start of the window: `editor-app` and `python -m editor_app`."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from editor_app.window_arguments import parse


def main() -> int:
    """Open the window and return the exit status."""
    try:
        # Before anything is made: a wrong call is answered also where there is no display.
        parse(sys.argv[1:])
    except SystemExit as stop:
        return int(stop.code or 0)
    status: int = load_window().main()
    return status


def load_window() -> ModuleType:
    """Make Qt's application, load what makes the window, and return :mod:`editor_app.app`.

    It is imported here and not above: worker processes import this module again, as the main module of the process
    that started them, and must not load Qt for it.

    Python's garbage collector rests from here on until the window is seen: nearly all that is made meanwhile stays
    for good, and it would look through it again and again.
    """
    gc.disable()
    # First: from here on PySide does not read the source of each module (see there).
    import editor_app.gui  # noqa: F401
    from editor_app.gui.application import make_application

    make_application()
    from editor_app import app

    return app


if __name__ == "__main__":
    sys.exit(main())
