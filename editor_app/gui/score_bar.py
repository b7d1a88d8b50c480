"""A small bar beside a score."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor_app.gui.painting import BAR_HEIGHT, paint_bar
from editor_app.gui.theme import Theme, ThemeController

BarRole = Literal["quality", "heat"]


def bar_color(theme: Theme, role: BarRole) -> QColor:
    """Return the colour of the bars of this kind."""
    return theme.quality if role == "quality" else theme.heat


class ScoreBar(QWidget):
    """A bar of fixed size. The number it stands for is always beside it, so it has nothing to say itself."""

    def __init__(
        self, themes: ThemeController, role: BarRole, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._role = role
        self._fraction = 0.0
        self._size = QSize(width, BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def fraction(self) -> float:
        """How much of the bar is filled, 0 to 1."""
        return self._fraction

    def set_fraction(self, fraction: float) -> None:
        """Fill `fraction` (0 to 1) of the bar."""
        self._fraction = fraction
        self.update()

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            paint_bar(painter, QRectF(self.rect()), self._fraction, bar_color(theme, self._role), theme)
