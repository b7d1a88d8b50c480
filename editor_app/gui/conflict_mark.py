"""The mark of what the editor and somebody else have changed both: two arrows that pass each other."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor_app.gui.theme import ThemeController

CONFLICT_MARK_SIZE = 12
_LINES = (
    ((1.0, 3.5), (11.0, 3.5)),
    ((8.2, 0.9), (11.0, 3.5), (8.2, 6.1)),
    ((11.0, 8.5), (1.0, 8.5)),
    ((3.8, 5.9), (1.0, 8.5), (3.8, 11.1)),
)


def paint_conflict_mark(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Paint the mark into the square `rect`."""
    scale = rect.width() / CONFLICT_MARK_SIZE
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(color, 1.5 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _LINES:
        painter.drawPolyline(
            QPolygonF([QPointF(rect.x() + x * scale, rect.y() + y * scale) for x, y in line])
        )


class ConflictMark(QWidget):
    """The mark beside a heading."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(CONFLICT_MARK_SIZE + 2, CONFLICT_MARK_SIZE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_conflict_mark(
                painter, QRectF(1, 1, CONFLICT_MARK_SIZE, CONFLICT_MARK_SIZE), self._themes.theme.notice
            )
