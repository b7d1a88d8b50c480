"""A word on a soft ground: something about what stands beside it that a reader has to know."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor_app.gui.fonts import label_font
from editor_app.gui.theme import ThemeController

_HEIGHT = 20
_PADDING = 8
_ABOVE = 8  # the badge's own space over it, gone with it


class Badge(QWidget):
    """Shows a word or two; takes no focus."""

    def __init__(self, themes: ThemeController, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._text = text
        self._metrics = QFontMetrics(label_font())
        self.setFont(label_font())
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(self._metrics.horizontalAdvance(self._text) + 2 * _PADDING, _ABOVE + _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.notice if theme.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(theme.notice_soft)
            ground = QRectF(self.rect()).adjusted(0.5, _ABOVE + 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ground, _HEIGHT / 2, _HEIGHT / 2)
            painter.setPen(theme.notice)
            painter.setFont(self.font())
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self._text)
