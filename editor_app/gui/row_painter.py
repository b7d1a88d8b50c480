"""The rows of the list on the screen, each painted from a picture of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from editor_app.gui.delegates import ROW_HEIGHT, RowGround

_MOST_BYTES: Final = 24_000_000  # of pictures: several screens full
_BYTES_OF_PIXEL: Final = 4


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
    """

    def __init__(self, table: QTableView, ground: RowGround, stamp: Callable[[int], Hashable]) -> None:
        super().__init__(table)
        self._table = table
        self._ground = ground
        self._stamp = stamp
        self._pictures: dict[Hashable, QPixmap] = {}
        self._bytes = 0
        self._slice: float | None = None
        ground.changed.connect(self._forget)
        table.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_slice(self, seconds: float | None) -> None:
        """How long drawing may hold the window up at once; rows that are not drawn by then follow. None for no end.

        While a folder loads, drawing a screenful takes several times as long as otherwise, again and again.
        """
        self._slice = seconds

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
                until = None if self._slice is None else time.monotonic() + self._slice
                for row in range(first, end):
                    if until is not None and time.monotonic() > until:
                        # What lies below stays blank until then: it would be another row's picture.
                        shown_rest = top + (row - first) * ROW_HEIGHT
                        painter.fillRect(
                            shown.left(), shown_rest, shown.width(), shown.bottom(), self._ground.theme.panel
                        )
                        QTimer.singleShot(0, viewport, viewport.update)
                        break
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
        with QPainter(picture) as painter:
            painter.setLayoutDirection(table.layoutDirection())
            for column, left, width in places:
                option.rect = QRect(left, 0, width, ROW_HEIGHT)
                index = table.model().index(row, column)
                painter.save()
                table.itemDelegateForIndex(index).paint(painter, option, index)
                painter.restore()
        return picture

    def _keep(self, key: Hashable, picture: QPixmap) -> None:
        size = picture.width() * picture.height() * _BYTES_OF_PIXEL
        if self._bytes + size > _MOST_BYTES:
            self._forget()
        self._pictures[key] = picture
        self._bytes += size

    def _forget(self) -> None:
        self._pictures.clear()
        self._bytes = 0
