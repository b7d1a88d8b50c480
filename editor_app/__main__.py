"""Start of the window: `editor-app` and `python -m editor_app`."""

import sys


def main() -> int:
    """Open the window and return the exit status.

    The window is imported here and not above: worker processes import this module again,
    as the main module of the process that started them, and must not load Qt for it.
    """
    from editor_app.app import main as run_window

    return run_window()


if __name__ == "__main__":
    sys.exit(main())
