"""The line below an item that is shown alone: how far one has come, and the few keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from editor_app.gui.key_button import KeyButton
from editor_app.gui.theme import ThemeController

_EDGES: Final = 40  # pixels at both sides together
_KEYS: Final = (
    ("publishAction", "Publish", 0),
    ("rejectAction", "Reject", 0),
    ("requeueAction", "Requeue", 3),
    ("snoozeAction", "Snooze", 1),
    ("undoAction", "Undo", 0),
    ("editTopicsAction", "Topics", 1),
    ("openInBrowserAction", "Open story", 2),
    ("pageDownAction", "Read on", 0),
    ("leaveFocusAction", "Back to the list", 0),
)
"""Commands, their names, and how readily they are left out where there is no room for all."""


class FocusLegend(QWidget):
    """Buttons for the mouse, and a reminder for everybody else."""

    def __init__(
        self, themes: ThemeController, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("focusLegend")
        self.setAccessibleName(self.tr("Keys"))
        self._themes = themes
        self._progress = QLabel()
        self._progress.setObjectName("focusProgress")
        self._progress.setTextFormat(Qt.TextFormat.PlainText)
        self._progress.setProperty("tone", "muted")
        self._buttons = [
            KeyButton(themes, actions[name], "quiet", label=self.tr(label)) for name, label, _ in _KEYS
        ]
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 6, _EDGES - 24, 6)
        box.setSpacing(0)
        box.addWidget(self._progress)
        box.addStretch(1)
        for button in self._buttons:
            box.addWidget(button)
        self.setMinimumWidth(1)

    def show_progress(self, words: str) -> None:
        """Say how far one has come."""
        self._progress.setText(words)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        room = self.width() - _EDGES - self._progress.sizeHint().width()
        ranked = sorted(zip(self._buttons, _KEYS, strict=True), key=_rank)
        for button, _ in ranked:
            room -= button.sizeHint().width()
            button.setVisible(room >= 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.panel)
            painter.fillRect(0, 0, self.width(), 1, theme.line)


def _rank(entry: tuple[KeyButton, tuple[str, str, int]]) -> int:
    return entry[1][2]
