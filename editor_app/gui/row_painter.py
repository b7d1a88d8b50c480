"""The rows of the list on the screen, each painted from a picture of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from time import monotonic
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from editor_app.gui.columns import TITLE_COLUMN
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, RowGround
from editor_app.gui.fonts import label_font
from editor_app.gui.stylesheet import mix

_MOST_BYTES: Final = 24_000_000  # of pictures: several screens full
_BYTES_OF_PIXEL: Final = 4
_HEADING_PADDING: Final = 10
_REST: Final = 10  # milliseconds after a repaint, in which the window does what is more urgent
_SLICE: Final = 0.003  # seconds that drawing ahead may hold the window up
_FEW_PARTS: Final = 16  # of a selection; where there are more, Qt looks them through faster
_PLAIN: Final = (False, False)


class _Place(NamedTuple):
    """Where the cells of a column stand in a row, in pixels."""

    column: int
    left: int
    width: int


class _Look(NamedTuple):
    """A row, and how it looks besides what stands in it."""

    row: int
    is_selected: bool
    mark: tuple[bool, bool]
    """As :meth:`RowGround.mark_of` tells."""


class RowPainter(QObject):
    """Paints what a table shows instead of the table itself.

    Qt asks a table's model and delegate about each cell in sight whenever a row moves, several hundred times for one
    key, and each time Python has to answer. Here a row is drawn once, by the same delegates, and kept as a picture: a
    step down the list draws one row, and a decision moves pictures. What the next key may bring into sight is drawn
    while the window is at rest: the rows beside the current one as they look when they are it, and a page more.

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
        self._slice: float | None = None
        self._ahead: Iterator[_Look] = iter(())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._draw_ahead)
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
                until = None if self._slice is None else monotonic() + self._slice
                look_of = self._looks(first, end)
                for row in range(first, end):
                    if until is not None and monotonic() > until:
                        # What lies below stays blank until then: it would be another row's picture.
                        rest = top + (row - first) * ROW_HEIGHT
                        painter.fillRect(
                            shown.left(), rest, shown.width(), shown.bottom(), self._ground.theme.panel
                        )
                        QTimer.singleShot(0, viewport, viewport.update)
                        break
                    picture = self._picture(look_of(row), places)
                    painter.drawPixmap(0, top + (row - first) * ROW_HEIGHT, picture)
            below = table.rowViewportPosition(end - 1) + ROW_HEIGHT if end else 0
            if below <= shown.bottom():
                blank = QRect(shown.left(), below, shown.width(), shown.bottom() + 1 - below)
                # `fillRect` would bring all that a brush can be, gradients with their names included: at the start
                # nothing else is painted here.
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._ground.theme.panel)
                painter.drawRect(blank)
        self._ahead = self._looks_ahead()
        self._rest.start(_REST)

    def _places(self) -> Iterator[_Place]:
        header = self._table.horizontalHeader()
        for column in range(header.count()):
            if not header.isSectionHidden(column):
                yield _Place(column, header.sectionViewportPosition(column), header.sectionSize(column))

    def _looks(self, first: int, end: int) -> Callable[[int], _Look]:
        """Tells how the rows of a span look."""
        hovered, marked = self._ground.hovered_row, self._ground.marked_row
        selected = self._selected(first, end)
        return lambda row: _Look(row, row in selected, (row == hovered, row == marked))

    def _selected(self, first: int, end: int) -> set[int]:
        """The selected rows of a span. To ask Qt about a row takes longer than to paint its picture."""
        selection, model = self._table.selectionModel(), self._table.model()
        parts = selection.selection()
        if parts.count() > _FEW_PARTS:
            return {row for row in range(first, end) if selection.isSelected(model.index(row, 0))}
        spans = [(part.top(), part.bottom()) for part in map(parts.at, range(parts.count()))]
        return {row for top, bottom in spans for row in range(max(first, top), min(end, bottom + 1))}

    def _looks_ahead(self) -> Iterator[_Look]:
        """How rows may look next, the likeliest first; no more than there is room to keep."""
        table = self._table
        count, current = table.model().rowCount(), table.currentIndex().row()
        for row in (current + 1, current - 1):
            if current >= 0 and 0 <= row < count:
                yield _Look(row, True, (False, table.hasFocus()))
        if current >= 0:
            yield _Look(current, False, _PLAIN)
        first, height = table.rowAt(0), table.viewport().height()
        kept = max(len(self._pictures), 1)
        # A page down begins within the last row, and ends within another one.
        rows = min(height // ROW_HEIGHT + 2, _MOST_BYTES * kept // (4 * max(self._bytes, 1)))
        if first >= 0:
            last = first + height // ROW_HEIGHT
            for row in (*range(last, min(count, last + rows)), *range(first - 1, max(-1, first - rows), -1)):
                yield _Look(row, False, _PLAIN)

    def _draw_ahead(self) -> None:
        until = monotonic() + _SLICE
        places = tuple(self._places())
        count = self._table.model().rowCount()
        for look in self._ahead:
            if look.row < count:
                self._picture(look, places)
            if monotonic() > until:
                self._rest.start(0)
                return

    def _picture(self, look: _Look, places: tuple[_Place, ...]) -> QPixmap:
        viewport = self._table.viewport()
        key = (self._stamp(look.row), places, viewport.width(), viewport.devicePixelRatioF(), *look[1:])
        picture = self._pictures.pop(key, None)
        if picture is None:
            picture = self._draw(look, places)
            self._bytes += _bytes_of(picture)
            while self._bytes > _MOST_BYTES and self._pictures:
                # The first one is the one that has not been needed for the longest time.
                self._bytes -= _bytes_of(self._pictures.pop(next(iter(self._pictures))))
        self._pictures[key] = picture
        return picture

    def _draw(self, look: _Look, places: tuple[_Place, ...]) -> QPixmap:
        from PySide6.QtWidgets import QStyle  # with the first row: it takes long to load

        table = self._table
        ratio = table.viewport().devicePixelRatioF()
        picture = QPixmap(QSize(table.viewport().width(), ROW_HEIGHT) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground.theme.panel)  # columns may leave a place free
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        option.state |= QStyle.StateFlag.State_Enabled
        if look.is_selected:
            option.state |= QStyle.StateFlag.State_Selected
        heading = self._heading(look.row)
        with QPainter(picture) as painter, self._ground.assuming(look.mark):
            painter.setLayoutDirection(table.layoutDirection())
            for column, left, width in places:
                option.rect = QRect(left, 0, width, ROW_HEIGHT)
                index = table.model().index(look.row, column)
                if heading and column == TITLE_COLUMN:
                    option.rect = self._draw_heading(painter, option, index, heading)
                painter.save()
                table.itemDelegateForIndex(index).paint(painter, option, index)
                painter.restore()
            if heading:
                theme = self._ground.theme
                painter.fillRect(0, 0, table.viewport().width(), 1, mix(theme.line, theme.muted, 0.6))
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

    def _forget(self) -> None:
        self._pictures.clear()
        self._bytes = 0


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * _BYTES_OF_PIXEL
