"""Cells that show the state of an item by a mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from editor_app.gui.cell_contents import StateContent
from editor_app.gui.conflict_mark import CONFLICT_MARK_SIZE, paint_conflict_mark
from editor_app.gui.delegates.row_delegate import PADDING, Index, RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Inks
from editor_app.gui.painting import DOT_SIZE, paint_dot
from editor_app.gui.roles import ItemRole
from editor_app.gui.state_mark import MARK_SIZE, paint_state_mark

_GAP = 6


class StateDelegate(RowDelegate):
    """A mark for `ItemRole.STATE`, and beside it a dot where `ItemRole.PENDING`, or two arrows where
    `ItemRole.CONFLICT`.

    The model says all in words to whoever cannot see them (`AccessibleTextRole`).
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(PADDING + MARK_SIZE + _GAP + DOT_SIZE + PADDING, ROW_HEIGHT)

    def content(self, index: Index) -> StateContent:
        state = index.data(ItemRole.STATE)
        return StateContent(
            state if isinstance(state, str) else "",
            bool(index.data(ItemRole.PENDING)),
            bool(index.data(ItemRole.CONFLICT)),
        )

    def draw(self, painter: QPainter, rect: QRect, content: StateContent, inks: Inks) -> None:
        theme = inks.theme
        left, top, height = rect.x(), rect.y(), rect.height()
        mark = QRectF(left + PADDING, top + (height - 1 - MARK_SIZE) // 2, MARK_SIZE, MARK_SIZE)
        paint_state_mark(painter, mark, content.state, theme, inks.selected)
        if content.is_unsettled:
            size = CONFLICT_MARK_SIZE
            arrows = QRectF(mark.right() + _GAP, mark.center().y() - size / 2, size, size)
            paint_conflict_mark(painter, arrows, inks.text if theme.outlined else theme.notice)
        elif content.is_pending:
            center = QPointF(mark.right() + _GAP + DOT_SIZE / 2, mark.center().y())
            paint_dot(painter, center, inks.text if theme.outlined else theme.notice)
