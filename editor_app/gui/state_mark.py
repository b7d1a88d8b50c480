"""One mark for each state of an item, told apart by shape as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor_app.gui.theme_colors import Theme

MARK_SIZE = 14
_STROKE = 1.6


def paint_state_mark(
    painter: QPainter, rect: QRectF, state: str, theme: Theme, selected: bool = False
) -> None:
    """Paint the mark of `state` into the square `rect`; nothing for a state that is not known."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain = theme.on_selection if selected else theme.text
    if state == "unpublished":
        _ring(painter, rect, plain if theme.outlined else theme.muted)
    elif state == "snoozed":
        _clock(painter, rect, plain if theme.outlined else theme.accent)
    elif state == "published":
        under = theme.selection if selected else theme.panel
        _check_disc(painter, rect, plain if theme.outlined else theme.published, under)
    elif state == "rejected":
        _cross(painter, rect, plain if theme.outlined else theme.rejected)
    elif state == "problem":
        _triangle(painter, rect, plain if theme.outlined else theme.notice)


def _ring(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(QPen(color, _STROKE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(2, 2, -2, -2))


def _clock(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(QPen(color, _STROKE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(1.5, 1.5, -1.5, -1.5))
    painter.setPen(_round_pen(color, 1.4))
    painter.drawPolyline(_points(rect, (7, 4.2), (7, 7.2), (9.2, 8.4)))


def _check_disc(painter: QPainter, rect: QRectF, color: QColor, under: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(_round_pen(under))
    painter.drawPolyline(_points(rect, (4.1, 7.3), (6.2, 9.4), (10.0, 5.2)))


def _cross(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(_round_pen(color, 1.9))
    painter.drawPolyline(_points(rect, (3.2, 3.2), (10.8, 10.8)))
    painter.drawPolyline(_points(rect, (10.8, 3.2), (3.2, 10.8)))


def _triangle(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(_round_pen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(_points(rect, (7, 1.6), (13, 12.2), (1, 12.2)))
    painter.drawPolyline(_points(rect, (7, 5.4), (7, 8.2)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(
        QPointF(rect.x() + 7 * rect.width() / MARK_SIZE, rect.y() + 10.3 * rect.height() / MARK_SIZE),
        0.9,
        0.9,
    )


def _round_pen(color: QColor, width: float = _STROKE) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _points(rect: QRectF, *points: tuple[float, float]) -> QPolygonF:
    """Return points given on a square of 14 where `rect` is."""
    scale = rect.width() / MARK_SIZE
    return QPolygonF([QPointF(rect.x() + x * scale, rect.y() + y * scale) for x, y in points])
