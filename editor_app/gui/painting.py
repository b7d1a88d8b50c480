"""Shapes that cells and widgets share."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from editor_app.gui.theme_colors import Theme

BAR_HEIGHT = 6
DOT_SIZE = 6


def paint_bar(painter: QPainter, rect: QRectF, fraction: float, fill: QColor, theme: Theme) -> None:
    """Paint a rounded bar whose first `fraction` (0 to 1) is filled."""
    radius = rect.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if theme.outlined:
        painter.setPen(QPen(fill, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.track)
        painter.drawRoundedRect(rect, radius, radius)
    # `not >` also turns away what is no number at all (NaN).
    if not fraction > 0:
        return
    # A score of little is not a score of nothing: at least a hint of the bar shows.
    width = max(2.0, rect.width() * min(1.0, fraction))
    radius = min(radius, width / 2)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect.x(), rect.y(), width, rect.height()), radius, radius)


def paint_dot(painter: QPainter, center: QPointF, color: QColor) -> None:
    """Paint the small dot that says: something here waits to be noticed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(center, DOT_SIZE / 2, DOT_SIZE / 2)
