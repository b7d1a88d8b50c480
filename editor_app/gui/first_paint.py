"""The moment when a window can be seen: what is not needed for it waits until then."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_PATIENCE: Final = 1_000  # milliseconds for a window that nobody sees: it may be started as an icon


class FirstPaint(QObject):
    """Waits for a window that has just been shown."""

    happened = Signal()
    """The window is on the screen; told once. Where it is not painted, it is told all the same, a moment later."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window: QWidget | None = window
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.happened)
        self._patience.start(_PATIENCE)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None
            # The parts of the window are painted after it, in the same go.
            self._patience.start(0)
        return False
