"""The rows of the list on the screen, painted from pictures of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView

from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Look, Place, RowGround

if TYPE_CHECKING:
    from editor_app.gui.row_pictures import RowPictures

_REST: Final = 10  # milliseconds after a repaint, in which the window does what is more urgent
_SLICE: Final = 0.003  # seconds that drawing ahead may hold the window up
_FEW_PARTS: Final = 16  # of a selection; where there are more, Qt looks them through faster
_PLAIN: Final = Look(is_selected=False, is_hovered=False, is_marked=False)


class RowPainter(QObject):
    """Paints what a table shows instead of the table itself.

    Qt asks a table's model and delegate about each cell in sight whenever a row moves, several hundred times for one
    key, and each time Python has to answer. Here a row is drawn once, by the same delegates, and kept as pictures: a
    step down the list draws one row, and a decision moves pictures. What the next key may bring into sight is drawn
    while the window is at rest: the rows beside the current one as they look when they are it, and a page more.

    The table's rows are all :data:`ROW_HEIGHT` pixels high. What it shows is opaque, so that Qt scrolls by moving what
    is on the screen.

    Until it is given pictures (:meth:`set_pictures`) it paints an empty list.
    """

    def __init__(self, table: QTableView, ground: RowGround) -> None:
        super().__init__(table)
        self._table = table
        self._ground = ground
        self._pictures: RowPictures | None = None
        self._slice: float | None = None
        self._ahead: Iterator[tuple[int, Look]] = iter(())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._draw_ahead)
        table.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_pictures(self, pictures: RowPictures) -> None:
        """Where the pictures of rows come from."""
        self._pictures = pictures

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
            # `fillRect` would bring all that a brush can be, gradients with their names included: at the start nothing
            # else is painted here.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground.theme.panel)
            if first >= 0 and self._pictures is not None:
                top = table.rowViewportPosition(first)
                end = min(count, first + (shown.bottom() - top) // ROW_HEIGHT + 1)
                if not self._place_cells(self._pictures):
                    painter.drawRect(shown)
                painter.translate(0, top)
                end = self._paint_rows(painter, self._pictures, first, end)
                painter.resetTransform()
            below = table.rowViewportPosition(end - 1) + ROW_HEIGHT if end else 0
            if below <= shown.bottom():
                # Also under rows that are still to be drawn: it would be another row's picture.
                painter.drawRect(QRect(shown.left(), below, shown.width(), shown.bottom() + 1 - below))
        self._ahead = self._looks_ahead()
        self._rest.start(_REST)

    def _paint_rows(self, painter: QPainter, pictures: RowPictures, first: int, end: int) -> int:
        """Paint rows, the first one where the painter stands.

        :returns: the row before which time was up; else the end.
        """
        until = None if self._slice is None else monotonic() + self._slice
        look_of, draw = self._looks(first, end), painter.drawPixmap
        with pictures.drawing() as picture_of:
            for row in range(first, end):
                if until is not None and monotonic() > until:
                    QTimer.singleShot(0, self._table.viewport(), self._table.viewport().update)
                    return row
                for place, picture in picture_of(row, look_of(row)):
                    draw(place, picture)
                painter.translate(0, ROW_HEIGHT)
        return end

    def _place_cells(self, pictures: RowPictures) -> bool:
        """Tell the pictures where the cells stand.

        :returns: whether a row fills the width of the viewport.
        """
        header, viewport = self._table.horizontalHeader(), self._table.viewport()
        places = tuple(
            Place(
                column,
                header.sectionViewportPosition(column),
                header.sectionSize(column),
                header.sectionPosition(column) == 0,
            )
            for column in range(header.count())
            if not header.isSectionHidden(column)
        )
        pictures.set_places(places, viewport.devicePixelRatioF())
        return header.length() - header.offset() >= viewport.width()

    def _looks(self, first: int, end: int) -> Callable[[int], Look]:
        """Tells how the rows of a span look."""
        hovered, marked = self._ground.hovered_row, self._ground.marked_row
        selected = self._selected(first, end)
        return lambda row: Look(row in selected, row == hovered, row == marked)

    def _selected(self, first: int, end: int) -> set[int]:
        """The selected rows of a span. To ask Qt about a row takes longer than to paint its picture."""
        selection, model = self._table.selectionModel(), self._table.model()
        parts = selection.selection()
        if parts.count() > _FEW_PARTS:
            return {row for row in range(first, end) if selection.isSelected(model.index(row, 0))}
        spans = [(part.top(), part.bottom()) for part in map(parts.at, range(parts.count()))]
        return {row for top, bottom in spans for row in range(max(first, top), min(end, bottom + 1))}

    def _looks_ahead(self) -> Iterator[tuple[int, Look]]:
        """How rows may look next, the likeliest first; no more than there is room to keep."""
        table, pictures = self._table, self._pictures
        if pictures is None:
            return
        count, current = table.model().rowCount(), table.currentIndex().row()
        for row in (current + 1, current - 1):
            if current >= 0 and 0 <= row < count:
                yield row, Look(is_selected=True, is_hovered=False, is_marked=table.hasFocus())
        if current >= 0:
            yield current, _PLAIN
        first, height = table.rowAt(0), table.viewport().height()
        # A page down begins within the last row, and ends within another one.
        rows = min(height // ROW_HEIGHT + 2, pictures.room // 4)
        if first >= 0:
            last = first + height // ROW_HEIGHT
            for row in (*range(last, min(count, last + rows)), *range(first - 1, max(-1, first - rows), -1)):
                yield row, _PLAIN

    def _draw_ahead(self) -> None:
        if self._pictures is None:
            return
        until = monotonic() + _SLICE
        self._place_cells(self._pictures)
        count = self._table.model().rowCount()
        with self._pictures.drawing() as draw:
            for row, look in self._ahead:
                if row < count:
                    draw(row, look)
                if monotonic() > until:
                    self._rest.start(0)
                    return
