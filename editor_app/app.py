"""The composition root of the window: puts the parts together and starts them."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from editor_app import __version__
from editor_app.core.crash_log import ExceptionLog
from editor_app.core.folder import ItemFolder
from editor_app.core.log_file import start_log
from editor_app.gui import settings as declared
from editor_app.gui.application import make_application
from editor_app.gui.crash_help import CrashHelp
from editor_app.gui.jobs import Job, Jobs
from editor_app.gui.main_window import MainWindow
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.theme import ThemeController
from editor_app.window_arguments import parse

if TYPE_CHECKING:
    from editor_app.core.run_mark import RunMark
    from editor_app.gui.folder_watch import Pace

_SWITCH = 0.0005
"""Seconds after which a job's thread lets the interface go on; of Python's own 5 ms a repaint would wait many times."""


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and run it until it is closed.

    :param argv: the arguments without the program's name; those of the process by default.
    :returns: the exit status: 2 where the call was wrong.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    start_log()
    exceptions = ExceptionLog()
    exceptions.install()
    app, window = create(arguments)
    window.fit_on_screen()
    crash_help = CrashHelp(window.notices, window.show_log_action, window)
    crash_help.follow(exceptions)
    run = _Run(crash_help)
    window.first_paint.happened.connect(run.begin)
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
    paths = parse(argv)
    start_log()
    sys.setswitchinterval(_SWITCH)
    app = make_application()
    app.setApplicationName("Editor App")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("editor-app")
    settings = Settings()
    mode = settings.get(declared.THEME)
    themes = ThemeController(mode if mode in ("system", "light", "dark") else "system")  # type: ignore[arg-type]
    if themes.mode != "system":
        themes.set_mode(themes.mode)
    themes.prepare(app)
    session = Session(Jobs())
    folder = _folder(paths, settings)
    session.is_expecting = folder is not None
    window = MainWindow(session, themes, settings, clock, pace)
    themes.apply(app)
    for part in (themes, session, session.jobs):
        part.setParent(window)
    window.first_paint.happened.connect(_Begin(window, folder).begin)
    window.show()
    return app, window


class _Begin(QObject):
    """What the program does as soon as its window can be seen."""

    def __init__(self, window: MainWindow, folder: ItemFolder | None) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder

    def begin(self) -> None:
        if not gc.isenabled():
            # What has been made so far stays as long as the window does: no need to look through it ever again.
            gc.freeze()
            gc.enable()
        if self._folder is not None:
            self._window.open_folder(self._folder)
        self._give_icon()
        self._window.session.jobs.start(_LookForPlaces(), succeeded=self._on_places, priority=-3)

    @staticmethod
    def _give_icon() -> None:
        from editor_app.gui.icons import app_icon

        QGuiApplication.setWindowIcon(app_icon())

    def _on_places(self, lost: Sequence[str]) -> None:
        if lost:
            self._window.notices.say(_not_kept_sentence(lost))


class _LookForPlaces:
    """Tells what of the program's own cannot be kept on this computer."""

    def __call__(self, _: Job) -> list[str]:
        from editor_app.core.app_dirs import not_kept

        return not_kept()


class _Run(QObject):
    """The mark of this run, made once the window is seen: it takes locks, and what makes them takes long to load."""

    def __init__(self, crash_help: CrashHelp) -> None:
        super().__init__(crash_help)
        self._crash_help = crash_help
        self._mark: RunMark | None = None

    def begin(self) -> None:
        from editor_app.core.run_mark import RunMark

        self._mark = RunMark.begin()
        if self._mark.earlier:
            self._crash_help.offer_log()

    def end(self) -> None:
        if self._mark is not None:
            self._mark.end()


def _not_kept_sentence(lost: Sequence[str]) -> str:
    return (
        "The program cannot write its own files on this computer. You can work all the same; "
        f"not kept: {'; '.join(lost)}."
    )


def _folder(paths: list[Path], settings: Settings) -> ItemFolder | None:
    if not paths:
        return None
    if paths[0].is_dir():
        suffixes = settings.get(declared.SUFFIXES)
        return ItemFolder(paths[0].resolve(), tuple(suffixes))
    return ItemFolder.of_files(paths)
