"""The rows of the list on the screen, each painted from a picture of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from editor_app.gui.columns import TITLE_COLUMN
from editor_app.gui.delegates import ROW_HEIGHT, RowGround
from editor_app.gui.fonts import label_font
from editor_app.gui.stylesheet import mix

_MOST_BYTES: Final = 24_000_000  # of pictures: several screens full
_BYTES_OF_PIXEL: Final = 4
_HEADING_PADDING: Final = 10


class _Place(NamedTuple):
    """Where the cells of a column stand in a row, in pixels."""

    column: int
    left: int
    width: int


class RowPainter(QObject):
    """Paints what a table shows instead of the table itself.

    Qt asks a table's model and delegate about each cell in sight whenever a row moves, several hundred times for one
    key, and each time Python has to answer. Here a row is drawn once, by the same delegates, and kept as a picture: a
    step down the list draws one row, and a decision moves pictures.

    The table's rows are all :data:`ROW_HEIGHT` pixels high. What it shows is opaque, so that Qt scrolls by moving what
    is on the screen.

    :param stamp: names what is in a row; it names something else as soon as one of its cells would look otherwise.
    :param heading: what the group is called that begins with a row; empty where none does.
    """

    def __init__(
        self,
        table: QTableView,
        ground: RowGround,
        stamp: Callable[[int], Hashable],
        heading: Callable[[int], str],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._ground = ground
        self._stamp = stamp
        self._heading = heading
        self._pictures: dict[Hashable, QPixmap] = {}
        self._bytes = 0
        ground.changed.connect(self._forget)
        table.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paint(self, event: QPaintEvent) -> None:
        """Paint the part of the table's viewport that an event asks for."""
        table, viewport = self._table, self._table.viewport()
        shown = event.region().boundingRect()
        first, count = table.rowAt(shown.top()), table.model().rowCount()
        end = first if first >= 0 else count
        with QPainter(viewport) as painter:
            if first >= 0:
                top = table.rowViewportPosition(first)
                end = min(count, first + (shown.bottom() - top) // ROW_HEIGHT + 1)
                places = tuple(self._places())
                for row in range(first, end):
                    painter.drawPixmap(0, top + (row - first) * ROW_HEIGHT, self._picture(row, places))
            below = table.rowViewportPosition(end - 1) + ROW_HEIGHT if end else 0
            if below <= shown.bottom():
                painter.fillRect(
                    shown.left(), below, shown.width(), shown.bottom() + 1 - below, self._ground.theme.panel
                )

    def _places(self) -> Iterator[_Place]:
        header = self._table.horizontalHeader()
        for column in range(header.count()):
            if not header.isSectionHidden(column):
                yield _Place(column, header.sectionViewportPosition(column), header.sectionSize(column))

    def _picture(self, row: int, places: tuple[_Place, ...]) -> QPixmap:
        table = self._table
        is_selected = table.selectionModel().isSelected(table.model().index(row, 0))
        width, ratio = table.viewport().width(), table.viewport().devicePixelRatioF()
        key = (self._stamp(row), places, width, ratio, is_selected, self._ground.mark_of(row))
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._draw(row, places, QSize(width, ROW_HEIGHT), ratio, is_selected)
            self._keep(key, picture)
        return picture

    def _draw(
        self, row: int, places: tuple[_Place, ...], size: QSize, ratio: float, is_selected: bool
    ) -> QPixmap:
        table = self._table
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground.theme.panel)  # columns may leave a place free
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        option.state |= QStyle.StateFlag.State_Enabled
        if is_selected:
            option.state |= QStyle.StateFlag.State_Selected
        heading = self._heading(row)
        with QPainter(picture) as painter:
            painter.setLayoutDirection(table.layoutDirection())
            for column, left, width in places:
                option.rect = QRect(left, 0, width, ROW_HEIGHT)
                index = table.model().index(row, column)
                if heading and column == TITLE_COLUMN:
                    option.rect = self._draw_heading(painter, option, index, heading)
                painter.save()
                table.itemDelegateForIndex(index).paint(painter, option, index)
                painter.restore()
            if heading:
                theme = self._ground.theme
                painter.fillRect(0, 0, size.width(), 1, mix(theme.line, theme.muted, 0.6))
        return picture

    def _draw_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, heading: str
    ) -> QRect:
        """Write a group's name at the end of a title's cell; what is left for the title."""
        cell, font = QRect(option.rect), label_font()
        inks = self._ground.paint(painter, option, cell, index)
        metrics = QFontMetrics(font)
        text = metrics.elidedText(heading, Qt.TextElideMode.ElideMiddle, cell.width() * 3 // 5)
        taken = metrics.horizontalAdvance(text) + _HEADING_PADDING
        end, start = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        mirrored = self._ground.is_mirrored
        painter.setFont(font)
        painter.setPen(inks.muted)
        painter.drawText(
            cell.adjusted(_HEADING_PADDING, 0, -_HEADING_PADDING, -1),
            (start if mirrored else end) | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            text,
        )
        return cell.adjusted(taken, 0, 0, 0) if mirrored else cell.adjusted(0, 0, -taken, 0)

    def _keep(self, key: Hashable, picture: QPixmap) -> None:
        size = picture.width() * picture.height() * _BYTES_OF_PIXEL
        if self._bytes + size > _MOST_BYTES:
            self._forget()
        self._pictures[key] = picture
        self._bytes += size

    def _forget(self) -> None:
        self._pictures.clear()
        self._bytes = 0
