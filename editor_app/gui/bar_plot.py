"""A plot of bars in the colours of the theme. What it shows is said in words, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from editor_app.core.decision_stats import Bars
from editor_app.gui.fonts import label_font
from editor_app.gui.theme import Theme, ThemeController
from editor_app.gui.tooltip import plain_tooltip

_HEIGHT: Final = 132
_FOOT: Final = 20  # pixels for the labels below
_HEAD: Final = 6
_LEGEND: Final = 24
_GAP: Final = 0.28  # of a bar's room
_WIDEST: Final = 44
_PATTERNS: Final = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.NoBrush, Qt.BrushStyle.Dense4Pattern)
"""Tell series apart where contrast is high and all have one colour."""
_TICKS: Final = 3
_BETWEEN: Final = 8  # pixels between two labels, at least


class BarPlot(QWidget):
    """Stacked bars over a line. Hovering tells the figures of one bar."""

    def __init__(self, themes: ThemeController, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self._themes = themes
        self._font = label_font()
        self._metrics = QFontMetrics(self._font)
        self._bars = Bars((), ())
        themes.changed.connect(self._on_colors)

    @property
    def bars(self) -> Bars:
        """What is shown."""
        return self._bars

    def show_bars(self, bars: Bars) -> None:
        """Show these instead."""
        self._bars = bars
        self.setAccessibleDescription(bars.words())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def _on_colors(self, _theme: object) -> None:
        self.update()

    # -- places ----------------------------------------------------------------------------------------------------

    def _top_value(self) -> int:
        return nice_ceiling(max(self._bars.totals, default=0))

    def _ground(self) -> QRectF:
        """Where bars stand: right of the figures, above the labels."""
        margin = self._metrics.horizontalAdvance(f"{self._top_value():,}") + 8
        head = _HEAD if len(self._told) < 2 else _LEGEND
        return QRectF(margin, head, max(1, self.width() - margin), self.height() - head - _FOOT)

    @property
    def _told(self) -> list[str]:
        """The series that have anything to show."""
        return [name for name, values in self._bars.series if any(values)]

    def _room(self, place: int) -> QRectF:
        """The column of one label."""
        ground = self._ground()
        width = ground.width() / max(1, len(self._bars.labels))
        return QRectF(ground.x() + place * width, ground.y(), width, ground.height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for place, label in enumerate(self._bars.labels):
                room = self._room(place)
                if room.left() <= event.pos().x() < room.right():
                    told = [f"{values[place]:,} {name}" for name, values in self._bars.series]
                    QToolTip.showText(event.globalPos(), plain_tooltip("\n".join([label, *told])), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            self._paint_lines(painter, theme)
            for place in range(len(self._bars.labels)):
                self._paint_bar(painter, theme, place)
            self._paint_labels(painter, theme)
            if len(self._told) > 1:
                self._paint_legend(painter, theme)

    def _paint_legend(self, painter: QPainter, theme: Theme) -> None:
        """What the colours mean, at the right above the bars."""
        right = float(self.width())
        for name in reversed(self._told):
            width = self._metrics.horizontalAdvance(name) + 2
            right -= width
            painter.setPen(theme.muted)
            painter.drawText(QRectF(right, 0, width, 14), Qt.AlignmentFlag.AlignCenter, name)
            right -= 13
            painter.setPen(QPen(_color(theme, name), 1))
            names = [series for series, _ in self._bars.series]
            pattern = _PATTERNS[names.index(name) % len(_PATTERNS)] if theme.outlined else _PATTERNS[0]
            painter.setBrush(QBrush(_color(theme, name), pattern))
            painter.drawRoundedRect(QRectF(right + 0.5, 3.5, 7, 7), 2, 2)
            right -= 14

    def _paint_lines(self, painter: QPainter, theme: Theme) -> None:
        ground, top = self._ground(), self._top_value()
        for tick in range(_TICKS):
            value = top * tick // (_TICKS - 1)
            y = round(ground.bottom() - ground.height() * value / max(1, top)) + 0.5
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right(), y))
            if tick and value in (top, top / 2):
                painter.setPen(theme.muted)
                box = QRectF(0, y - 8, ground.left() - 8, 16)
                painter.drawText(
                    box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:,}"
                )

    def _paint_bar(self, painter: QPainter, theme: Theme, place: int) -> None:
        room, top = self._room(place), max(1, self._top_value())
        width = min(_WIDEST, max(1.0, room.width() * (1 - _GAP)))
        left, bottom = room.center().x() - width / 2, room.bottom()
        for number, (name, values) in enumerate(self._bars.series):
            height = room.height() * values[place] / top
            if not height:
                continue
            height = max(1.0, height)  # little is not nothing
            bar = QRectF(left, bottom - height, width, height)
            color = _color(theme, name)
            if theme.outlined:
                painter.setPen(QPen(color, 1))
                painter.setBrush(QBrush(color, _PATTERNS[number % len(_PATTERNS)]))
                painter.drawRect(bar)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRoundedRect(bar, min(2.0, height / 2), min(2.0, height / 2))
            bottom -= height

    def _paint_labels(self, painter: QPainter, theme: Theme) -> None:
        """As many as there is room for, the last one always."""
        labels = self._bars.labels
        painter.setPen(theme.muted)
        for place in shown_labels(
            [self._metrics.horizontalAdvance(label) for label in labels], self._room(0).width(), _BETWEEN
        ):
            room = self._room(place)
            width = self._metrics.horizontalAdvance(labels[place]) + 2
            left = min(max(0.0, room.center().x() - width / 2), self.width() - width)
            box = QRectF(left, room.bottom() + 3, width, _FOOT - 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, labels[place])


def nice_ceiling(value: int) -> int:
    """The next round number that halves well: 2, 4, 10, 20, 40, 50, 100…"""
    if value <= 2:
        return 2
    power = 1
    while True:
        for step in (2, 4, 6, 10):
            if value <= step * power:
                return step * power
        power *= 10


def shown_labels(widths: Sequence[int], room: float, between: int) -> list[int]:
    """The places of labels that do not run into each other, evenly taken from the last one back."""
    if not widths:
        return []
    every, widest = 1, max(widths)
    inset = max(0.0, (widest - room) / 2)  # the last one does not stand out at the right
    while every < len(widths) and room * every < widest + between + inset:
        every += 1
    return sorted(range(len(widths) - 1, -1, -every))


def _color(theme: Theme, name: str) -> QColor:
    return {"published": theme.published, "rejected": theme.rejected, "requeued": theme.muted}.get(
        name, theme.quality
    )
