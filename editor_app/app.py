"""The composition root of the window: puts the parts together and starts them."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication

from editor_app import __version__
from editor_app.core.app_dirs import log_dir, not_kept
from editor_app.core.crash_log import ExceptionLog
from editor_app.core.folder import ItemFolder
from editor_app.core.log_tail import log_file
from editor_app.core.run_mark import RunMark
from editor_app.gui import settings as declared
from editor_app.gui.crash_help import CrashHelp
from editor_app.gui.folder_watch import Pace
from editor_app.gui.icons import app_icon
from editor_app.gui.jobs import Jobs
from editor_app.gui.main_window import MainWindow
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.theme import ThemeController

_LOG_BYTES = 1_000_000
_SWITCH = 0.0005
"""Seconds after which a job's thread lets the interface go on; of Python's own 5 ms a repaint would wait many times."""
# For each font of the machine Qt would print a line about each script of a title that the font lacks.
_QUIET = "qt.text.font.db=false"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and run it until it is closed.

    :param argv: the arguments without the program's name; those of the process by default.
    :returns: the exit status: 2 where the call was wrong.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    _start_log()
    exceptions = ExceptionLog()
    exceptions.install()
    run = RunMark.begin()
    app, window = create(arguments)
    window.fit_on_screen()
    crash_help = CrashHelp(window.notices, window.show_log_action, window)
    crash_help.follow(exceptions)
    if run.earlier:
        crash_help.offer_log()
    # Where the system ends the session, the call below may never return.
    app.aboutToQuit.connect(run.end)
    status = app.exec()
    run.end()
    return status


def create(
    argv: Sequence[str], *, clock: Callable[[], float] = time.time, pace: Pace | None = None
) -> tuple[QApplication, MainWindow]:
    """Build the window and show it, without starting the event loop.

    :param argv: a folder, or files; neither for an empty window.
    :param clock: the time that ages are counted from, in seconds since the epoch.
    :param pace: how often to look for changes in the folder; as the settings have it by default.
    :raises SystemExit: the arguments are wrong; a line on standard error says how.
    """
    paths = _parse(argv)
    _start_log()
    QLoggingCategory.setFilterRules(_QUIET)
    sys.setswitchinterval(_SWITCH)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["editor-app"])
    app.setApplicationName("Editor App")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("editor-app")
    app.setWindowIcon(app_icon())
    settings = Settings()
    mode = settings.get(declared.THEME)
    themes = ThemeController(mode if mode in ("system", "light", "dark") else "system")  # type: ignore[arg-type]
    if themes.mode != "system":
        themes.set_mode(themes.mode)
    themes.prepare(app)
    session = Session(Jobs())
    window = MainWindow(session, themes, settings, clock, pace)
    themes.apply(app)
    for part in (themes, session, session.jobs):
        part.setParent(window)
    window.show()
    lost = not_kept()
    if lost:
        window.notices.say(_not_kept_sentence(lost))
    folder = _folder(paths, settings)
    if folder is not None:
        # The window is drawn first, then the reading begins.
        QTimer.singleShot(0, _Opener(window, folder))
    return app, window


class _Opener:
    """Opens a folder in a window, later."""

    def __init__(self, window: MainWindow, folder: ItemFolder) -> None:
        self._window = window
        self._folder = folder

    def __call__(self) -> None:
        self._window.open_folder(self._folder)


def _not_kept_sentence(lost: Sequence[str]) -> str:
    return (
        "The program cannot write its own files on this computer. You can work all the same; "
        f"not kept: {'; '.join(lost)}."
    )


def _parse(argv: Sequence[str]) -> list[Path]:
    parser = argparse.ArgumentParser(
        prog="editor-app",
        description="Triage news items that are kept as YAML front matter files.",
        epilog="Without a folder the window opens empty. The same work without a window: triage --help",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER|FILE", help="a site's folder, or single items"
    )
    parser.add_argument("--version", action="version", version=f"editor-app {__version__}")
    paths: list[Path] = parser.parse_args(list(argv)).paths
    for path in paths:
        if not path.exists():
            _refuse(f"“{path}” does not exist.")
    if len(paths) > 1 and any(path.is_dir() for path in paths):
        _refuse("Give one folder, or one or more files.")
    return paths


def _refuse(sentence: str) -> None:
    print(f"editor-app: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def _folder(paths: list[Path], settings: Settings) -> ItemFolder | None:
    if not paths:
        return None
    if paths[0].is_dir():
        suffixes = settings.get(declared.SUFFIXES)
        return ItemFolder(paths[0].resolve(), tuple(suffixes))
    return ItemFolder.of_files(paths)


def _start_log() -> None:
    """Write the log to a file; where that cannot be, to standard error."""
    root = logging.getLogger("editor_app")
    if root.handlers:
        return
    handler: logging.Handler
    try:
        log_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(log_file(), maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
