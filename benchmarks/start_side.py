"""The two windows whose starts are compared. Each says "painted" and ends.

Both load nothing of Qt before they begin; the program is loaded as its own entry point does.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QMainWindow


def editor_app(folder: str) -> None:
    from editor_app.__main__ import load_window

    app, window = load_window().create([folder])
    _run(app, window)


def empty_window(_: str) -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1_440, 900)
    window.show()
    _run(app, window)


def _run(app: QApplication, window: QMainWindow) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

    stamp = QEvent.Type(QEvent.registerEventType())

    class EndAfterPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 - Qt's names
            if event.type() is QEvent.Type.Paint:
                QCoreApplication.postEvent(self, QEvent(stamp), Qt.EventPriority.HighEventPriority.value)
            return False

        def event(self, event: QEvent) -> bool:
            if event.type() == stamp:
                sys.stdout.write("painted\n")
                sys.stdout.flush()
                os._exit(0)
            return super().event(event)

    end = EndAfterPaint()
    window.installEventFilter(end)
    app.exec()
