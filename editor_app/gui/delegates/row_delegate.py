"""What the cell delegates have in common."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from editor_app.core.display_text import reads_right_to_left, visible
from editor_app.gui.cell_contents import CellContent
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Inks, RowGround
from editor_app.gui.fonts import body_font
from editor_app.gui.tooltip import plain_tooltip

Index = QModelIndex | QPersistentModelIndex

PADDING = 10
# No script that is laid out in one line needs more: what is cut away would be cut off anyway, but only after
# all of it has been measured, at each repaint.
_NARROWEST_LETTER = 3

_LEADING = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value
_TRAILING = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value
_LEFT_TO_RIGHT = Qt.TextFlag.TextForceLeftToRight.value
_RIGHT_TO_LEFT = Qt.TextFlag.TextForceRightToLeft.value


class RowDelegate(QStyledItemDelegate):
    """Base of the delegates: a ground shared with the row, one font, no style and no option lookups.

    A cell is drawn from what stands in it, which Qt's way of painting asks a model for, role by role, while others may
    have it at hand. The model makes its tooltips by `plain_tooltip`. Where it has none, a text too long is shown whole.
    """

    def __init__(self, ground: RowGround) -> None:
        # The view takes no ownership of a delegate; the ground, which the view owns, does.
        super().__init__(ground)
        self.ground = ground
        self.font = QFont()
        self.metrics = QFontMetrics(self.font)
        self._take_fonts()
        ground.changed.connect(self._take_fonts)

    def make_font(self) -> QFont:
        """Return the font of the cells."""
        return body_font()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, from its ground up."""
        inks = self.ground.paint(painter, option, option.rect, index)
        self.draw(painter, option.rect, self.content(index), inks)

    def content(self, index: Index) -> CellContent:
        """Return what stands in the cell, as the model's roles tell."""
        raise NotImplementedError

    def draw(self, painter: QPainter, rect: QRect, content: Any, inks: Inks) -> None:
        """Draw what stands in a cell on its ground. The painter's font, pen and brush may be others afterwards.

        :param content: what :meth:`content` returns of this kind of cell.
        """
        raise NotImplementedError

    def sight(self, content: CellContent, width: int) -> Hashable:
        """Return what is to be seen of a content in a cell so wide: where it is equal, so are the pixels."""
        return content

    def full_text(self, index: Index) -> str:
        """Return the text of the cell as it would be without want of room."""
        text = index.data(Qt.ItemDataRole.DisplayRole)
        return visible(text) if isinstance(text, str) else "" if text is None else visible(str(text))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.metrics.horizontalAdvance(self.full_text(index)[:200]) + 2 * PADDING, ROW_HEIGHT)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        if not isinstance(tip, str) or not tip:
            room = view.columnWidth(index.column()) if isinstance(view, QTableView) else 0
            fits = self.sizeHint(option, index).width() <= room
            tip = "" if fits else plain_tooltip(self.full_text(index))
        QToolTip.showText(event.globalPos(), tip, view)
        return True

    def paint_text(self, painter: QPainter, room: QRect, text: str, *, trailing: bool = False) -> None:
        """Write one line into `room` with the painter's pen, cut with an ellipsis where it is too long."""
        width = room.width()
        if width <= 0 or not text:
            return
        most = width // _NARROWEST_LETTER + 1
        shown = visible(text if len(text) <= most else text[:most] + "…")
        painter.setFont(self.font)
        shown = self.metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)
        flags = _TRAILING if trailing else _LEADING
        # Right-to-left text is aligned to the other side by the same flag.
        flags |= _RIGHT_TO_LEFT if reads_right_to_left(shown) else _LEFT_TO_RIGHT
        painter.drawText(room, flags, shown)

    def _take_fonts(self) -> None:
        self.font = self.make_font()
        self.metrics = QFontMetrics(self.font)
