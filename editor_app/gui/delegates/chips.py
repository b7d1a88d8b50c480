"""Cells that show names as chips in one line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from editor_app.core.display_text import visible
from editor_app.gui.cell_contents import CellContent, ChipsContent
from editor_app.gui.delegates.row_delegate import PADDING, Index, RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Inks, RowGround
from editor_app.gui.fonts import chip_font
from editor_app.gui.roles import ItemRole

CHIP_HEIGHT = 20
_INSET = 9
_GAP = 4
# Below this an ellipsis would be most of what is left of a name.
_SHORTEST = 56
_LONGEST_NAME = 60
_MOST_REMEMBERED = 4_000

_FLAGS = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextSingleLine.value


class PlacedChip(NamedTuple):
    """A chip, with where it begins in the room for chips."""

    text: str
    x: int
    width: int


class ChipsDelegate(RowDelegate):
    """Chips of `ItemRole.CHIPS`; where they do not all fit, whole ones and how many more there are."""

    def __init__(self, ground: RowGround) -> None:
        # Names repeat from row to row, and measuring them is most of the work of a cell.
        self._widths: dict[str, int] = {}
        super().__init__(ground)
        self._chips: dict[tuple[tuple[str, ...], int], tuple[PlacedChip, ...]] = {}
        ground.changed.connect(self._widths.clear)
        ground.changed.connect(self._chips.clear)

    def make_font(self) -> QFont:
        return chip_font()

    def full_text(self, index: Index) -> str:
        return ", ".join(_shown(self.content(index).names))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        names = _shown(self.content(index).names)
        width = sum(self._width(name) + _GAP for name in names) - _GAP if names else 0
        return QSize(width + 2 * PADDING, ROW_HEIGHT)

    def place(self, names: list[str], room: int) -> list[PlacedChip]:
        """Return the chips that show `names` in a line `room` wide: never a part of one."""
        placed: list[PlacedChip] = []
        x = 0
        for i, name in enumerate(names):
            width = self._width(name)
            rest = len(names) - i - 1
            # A chip only takes its place if the count of those left out still has one beside it.
            tail = _GAP + self._width(f"+{rest}") if rest else 0
            if x + width + tail <= room:
                placed.append(PlacedChip(name, x, width))
                x += width + _GAP
                continue
            if not placed and room - tail >= _SHORTEST:
                short = self.metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - tail - 2 * _INSET)
                width = self.metrics.horizontalAdvance(short) + 2 * _INSET
                placed.append(PlacedChip(short, 0, width))
                x = width + _GAP
            left_out = len(names) - len(placed)
            if left_out and x + self._width(f"+{left_out}") <= room:
                placed.append(PlacedChip(f"+{left_out}", x, self._width(f"+{left_out}")))
            break
        return placed

    def content(self, index: Index) -> ChipsContent:
        names = index.data(ItemRole.CHIPS)
        if not isinstance(names, (list, tuple)):
            return ChipsContent(())
        return ChipsContent(tuple(name for name in names if isinstance(name, str)))

    def sight(self, content: CellContent, width: int) -> Hashable:
        return self._placed(content, width) if isinstance(content, ChipsContent) else content

    def draw(self, painter: QPainter, rect: QRect, content: ChipsContent, inks: Inks) -> None:
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        room = width - 2 * PADDING
        painter.setFont(self.font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = top + (height - CHIP_HEIGHT) // 2
        mirrored = self.ground.is_mirrored
        for chip in self._placed(content, width):
            x = room - chip.x - chip.width if mirrored else chip.x
            self._paint_chip(painter, QRectF(left + PADDING + x, y, chip.width, CHIP_HEIGHT), chip.text, inks)

    def _placed(self, content: ChipsContent, width: int) -> tuple[PlacedChip, ...]:
        """The chips that there is room for in a cell."""
        key = content.names, width
        placed = self._chips.get(key)
        if placed is None:
            if len(self._chips) > _MOST_REMEMBERED:
                self._chips.clear()
            placed = self._chips[key] = tuple(self.place(_shown(content.names), width - 2 * PADDING))
        return placed

    @staticmethod
    def _paint_chip(painter: QPainter, rect: QRectF, text: str, inks: Inks) -> None:
        if inks.theme.outlined:
            painter.setPen(inks.text)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.theme.chip)
        painter.drawRoundedRect(rect, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
        painter.setPen(inks.text)
        painter.drawText(rect, _FLAGS, text)

    def _width(self, name: str) -> int:
        width = self._widths.get(name)
        if width is None:
            if len(self._widths) > _MOST_REMEMBERED:
                self._widths.clear()
            width = self.metrics.horizontalAdvance(name) + 2 * _INSET
            self._widths[name] = width
        return width


def _shown(names: Sequence[str]) -> list[str]:
    return [visible(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…") for name in names]
