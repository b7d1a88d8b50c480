"""Cells that show a score: a number and a bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from editor_app.gui.cell_contents import ScoreContent
from editor_app.gui.delegates.row_delegate import PADDING, Index, RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Inks, RowGround
from editor_app.gui.fonts import figure_font
from editor_app.gui.painting import BAR_HEIGHT, paint_bar
from editor_app.gui.roles import ItemRole
from editor_app.gui.score_bar import BarRole, bar_color

_NUMBER_WIDTH = 30
_GAP = 8
_BAR_WIDTH = 32
_HIGHEST_SHOWN = 9_999

_NUMBER_FLAGS = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


def score_text(score: object) -> str:
    """Return a score as it is shown; "" where there is none, for which -1 also stands."""
    if not isinstance(score, int) or score == -1:
        return ""
    if score > _HIGHEST_SHOWN:
        return "9k+"
    if score < -_HIGHEST_SHOWN:
        return "−9k"
    return str(score) if score >= 0 else f"−{-score}"


class ScoreDelegate(RowDelegate):
    """A right-aligned number (`ItemRole.SCORE`) and a bar (`ItemRole.FRACTION`)."""

    def __init__(self, bar_role: BarRole, ground: RowGround) -> None:
        self._bar_role: BarRole = bar_role
        super().__init__(ground)

    def make_font(self) -> QFont:
        return figure_font()

    def full_text(self, index: Index) -> str:
        return score_text(index.data(ItemRole.SCORE)) or "–"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(PADDING + _NUMBER_WIDTH + _GAP + _BAR_WIDTH + PADDING, ROW_HEIGHT)

    def content(self, index: Index) -> ScoreContent:
        score, fraction = index.data(ItemRole.SCORE), index.data(ItemRole.FRACTION)
        return ScoreContent(
            score if isinstance(score, int) else None, fraction if isinstance(fraction, (int, float)) else 0.0
        )

    def draw(self, painter: QPainter, rect: QRect, content: ScoreContent, inks: Inks) -> None:
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        text = score_text(content.score)
        painter.setFont(self.font)
        painter.setPen(inks.text if text else inks.muted)
        # Four digits take a little of the padding: numbers stay above each other whatever the bar does.
        number = QRect(left, top, PADDING + _NUMBER_WIDTH, height - 1)
        painter.drawText(number, _NUMBER_FLAGS, text or "–")
        if width < PADDING + _NUMBER_WIDTH + _GAP + _BAR_WIDTH:
            return
        bar = QRectF(
            left + PADDING + _NUMBER_WIDTH + _GAP,
            top + (height - 1 - BAR_HEIGHT) // 2,
            _BAR_WIDTH,
            BAR_HEIGHT,
        )
        fill = inks.text if inks.theme.outlined else bar_color(inks.theme, self._bar_role)
        paint_bar(painter, bar, content.fraction if text else 0.0, fill, inks.theme)
