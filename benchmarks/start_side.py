"""The two windows whose starts are compared. Each says "painted" and ends."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow

_STAMP = QEvent.Type(QEvent.registerEventType())


class _EndAfterPaint(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 - Qt's names
        if event.type() is QEvent.Type.Paint:
            QCoreApplication.postEvent(self, QEvent(_STAMP), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == _STAMP:
            sys.stdout.write("painted\n")
            sys.stdout.flush()
            os._exit(0)
        return super().event(event)


def editor_app(folder: str) -> None:
    from editor_app.app import create

    app, window = create([folder])
    _run(app, window)


def empty_window(_: str) -> None:
    app = QApplication([])
    window = QMainWindow()
    window.resize(1_440, 900)
    window.show()
    _run(app, window)


def _run(app: QApplication, window: QMainWindow) -> None:
    end = _EndAfterPaint()
    window.installEventFilter(end)
    app.exec()
