"""The place in the status line where the program says something."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from editor_app.gui.tooltip import plain_tooltip


class MessageLine(QWidget):
    """One line of text in the room that is left for it; what does not fit is cut, and told whole by the tooltip.

    It never asks for more room: a window would become wider for a sentence, and all that is in it be laid out anew.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Without a layout: a label in one has the whole window laid out whenever it says something else.
        self._label = _CutLabel(self)
        self._label.setObjectName(name)
        self._label.setTextFormat(Qt.TextFormat.PlainText)

    def set_name_for_readers(self, name: str) -> None:
        """What screen readers call it."""
        self._label.setAccessibleName(name)

    def text(self) -> str:
        """All that is said, also what does not fit."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        if text != self._label.text():
            self._label.setText(text)
            self._label.cut()

    def clear(self) -> None:
        self.set_text("")

    def sizeHint(self) -> QSize:
        return QSize(0, self._label.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._label.setGeometry(self.rect())
        self._label.cut()


class _CutLabel(QLabel):
    _shown = ""

    def cut(self) -> None:
        """Show as much as fits, and have the tooltip tell what does not."""
        whole = self.text()
        self._shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tooltip(whole) if self._shown != whole else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                self.rect(),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self.palette(),
                self.isEnabled(),
                self._shown,
                self.foregroundRole(),
            )
