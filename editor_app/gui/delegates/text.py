"""Cells of one line of text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter

from editor_app.gui.cell_contents import TextContent
from editor_app.gui.delegates.row_delegate import PADDING, Index, RowDelegate
from editor_app.gui.delegates.row_ground import Inks, RowGround
from editor_app.gui.fonts import body_strong_font, figure_font
from editor_app.gui.painting import DOT_SIZE, paint_dot
from editor_app.gui.roles import ItemRole


class TextDelegate(RowDelegate):
    """Secondary text: provider, age, counts. With `trailing`, aligned as figures are.

    A dot at the end of the cell says that there is something to notice in it (`ItemRole.NOTE`).
    """

    muted = True

    def __init__(self, ground: RowGround, *, trailing: bool = False) -> None:
        self._trailing = trailing
        super().__init__(ground)

    def make_font(self) -> QFont:
        return figure_font()

    def content(self, index: Index) -> TextContent:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        return TextContent("" if text is None else str(text), bool(index.data(ItemRole.NOTE)))

    def draw(self, painter: QPainter, rect: QRect, content: TextContent, inks: Inks) -> None:
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        if content.is_noted:
            center = QPointF(room.right() + 1 - DOT_SIZE / 2, room.center().y() + 0.5)
            paint_dot(painter, center, inks.text if inks.theme.outlined else inks.theme.notice)
            room.setRight(room.right() - DOT_SIZE - 6)
        painter.setPen(inks.muted if self.muted else inks.text)
        self.paint_text(painter, room, content.text, trailing=self._trailing)


class TitleDelegate(TextDelegate):
    """The item's title: the loudest thing in a row."""

    muted = False

    def __init__(self, ground: RowGround) -> None:
        super().__init__(ground)

    def make_font(self) -> QFont:
        return body_strong_font()
