"""Tells the editor of a defect of the program: that work goes on, and where the log is."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from editor_app.core.crash_log import ExceptionLog
from editor_app.core.log_tail import log_file
from editor_app.gui.program_banner import ProgramBanner


class CrashHelp(QObject):
    """Puts news of crashes into a window's banner.

    :param show_log: the command that shows the log.
    """

    _happened = Signal()

    def __init__(self, banner: ProgramBanner, show_log: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._show_log = show_log
        # Queued: an exception may come from any thread, and from the middle of painting.
        self._happened.connect(self._on_exception, Qt.ConnectionType.QueuedConnection)

    def follow(self, exceptions: ExceptionLog) -> None:
        """Tell the editor of exceptions from now on."""
        exceptions.tell(self._happened.emit)

    def offer_log(self) -> None:
        """Say that the program did not end cleanly last time."""
        self._banner.say(self.tr("The program ended unexpectedly last time."), [self._show_log])

    def _on_exception(self) -> None:
        sentence = self.tr(
            "Something went wrong in the program itself. Your decisions are kept. The log says where: {0}"
        )
        self._banner.say(sentence.format(os.fspath(log_file())), [self._show_log])
