"""A label in a line of labels whose text changes all the time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

_STEP: Final = 8  # pixels; the width is one of few, so that it seldom changes
_ROUNDING: Final = 2  # pixels by which two ways to measure a line may differ
_SPARE: Final = 64  # pixels that may be left free before the label becomes narrower


class SteadyLabel(QLabel):
    """Plain text that keeps its room as long as it fits and does not leave too much of it free.

    Qt lays out the whole window whenever a label says something else, and paints it once more; not so of one whose
    size is fixed.
    """

    def __init__(self, name: str, gap: int = 0, parent: QWidget | None = None) -> None:
        """:param gap: space behind the text."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(0, 0, gap, 0)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._take_room()

    def clear(self) -> None:
        self.setText("")

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_room(anew=True)
        return done

    def _take_room(self, *, anew: bool = False) -> None:
        # Not what Qt asks for, which is never less than what there is.
        metrics, margins = self.fontMetrics(), self.contentsMargins()
        height = metrics.height() + margins.top() + margins.bottom()
        width = metrics.horizontalAdvance(self.text()) + _ROUNDING + margins.left() + margins.right()
        width = -(-width // _STEP) * _STEP if self.text() else 0
        if anew or height != self.minimumHeight() or not width <= self.minimumWidth() <= width + _SPARE:
            self.setFixedSize(width, height)
