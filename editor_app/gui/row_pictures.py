"""Rows of a table as pictures of their cells, each drawn once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from math import floor
from typing import Final, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from editor_app.gui.cell_contents import CellContent
from editor_app.gui.columns import TITLE_COLUMN
from editor_app.gui.delegates.row_delegate import RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Inks, Look, Place, RowGround
from editor_app.gui.fonts import label_font
from editor_app.gui.item_model import ItemModel
from editor_app.gui.stylesheet import mix

# In pixels as a window counts them: the same number of rows on a display of twice as many. Four bytes each.
_MOST_OF_ROWS: Final = 4_000_000
_MOST_OF_CELLS: Final = 2_000_000
_HEADING_PADDING: Final = 10

_T = TypeVar("_T")


class _Frame(NamedTuple):
    """The place of a cell on the display."""

    place: Place
    cell: QRect
    origin: QPointF
    """Where its picture stands in a row: at a whole pixel of the display."""
    picture: QRect
    """The picture's part of the sheet, in pixels of the display."""
    phase: float
    """How far right of its picture's edge the cell begins: it is drawn otherwise between two pixels."""


RowPicture = Sequence[tuple[QPointF, QPixmap]]
"""What a row looks like: pictures of its cells, each with its place in the row."""


class RowPictures:
    """Draws rows by the delegates of their cells, and keeps the pictures, those that were needed last.

    Titles differ; of what stands beside them there are few kinds. So a row is a picture of its title, and pictures of
    its other cells that it has in common with other rows.

    :param delegates: what draws the cells, by column.
    """

    def __init__(self, ground: RowGround, items: ItemModel, delegates: Sequence[RowDelegate]) -> None:
        self._ground = ground
        self._items = items
        self._delegates = delegates
        self._places: tuple[Place, ...] = ()
        self._ratio = 1.0
        self._is_mirrored = False
        self._frames: list[_Frame] = []
        self._title_size = 1
        # What cells are drawn on, one after the other; pictures are copies of parts of it.
        self._sheet = QPixmap()
        self._painter: QPainter | None = None
        self._rows: _Kept[RowPicture] = _Kept(_MOST_OF_ROWS)
        self._cells: _Kept[QPixmap] = _Kept(_MOST_OF_CELLS)
        ground.changed.connect(self.clear)

    def clear(self) -> None:
        """Forget all pictures: colours or fonts have changed."""
        self._rows.clear()
        self._cells.clear()

    def set_places(self, places: tuple[Place, ...], ratio: float) -> None:
        """Where the cells of a row stand from now on.

        :param ratio: how many pixels the display has for one of the window's.
        """
        mirrored = self._ground.is_mirrored
        if (places, ratio, mirrored) == (self._places, self._ratio, self._is_mirrored):
            return
        self._rows.clear()
        if (ratio, mirrored) != (self._ratio, self._is_mirrored):
            self._cells.clear()
        self._places, self._ratio, self._is_mirrored = places, ratio, mirrored
        self._frames = [self._frame(place) for place in places]
        size = QSize()
        for frame in self._frames:
            size = size.expandedTo(frame.picture.size())
        self._sheet = QPixmap(size)
        self._sheet.setDevicePixelRatio(ratio)
        widths = (place.width for place in places if place.column == TITLE_COLUMN)
        self._title_size = max(widths, default=1) * ROW_HEIGHT

    def _frame(self, place: Place) -> _Frame:
        left, right, height = (
            floor(edge * self._ratio + 0.5) for edge in (place.left, place.left + place.width, ROW_HEIGHT)
        )
        origin = QPointF(left / self._ratio, 0)
        phase = place.left * self._ratio - left
        cell = QRect(place.left, 0, place.width, ROW_HEIGHT)
        return _Frame(place, cell, origin, QRect(0, 0, right - left, height), phase)

    @property
    def room(self) -> int:
        """How many rows can be kept."""
        return _MOST_OF_ROWS // self._title_size

    @contextmanager
    def drawing(self) -> Iterator[Callable[[int, Look], RowPicture]]:
        """Ask for pictures in here, by row and look. Those that are missing are drawn with one painter: to begin one
        takes as long as to draw a cell.
        """
        try:
            yield self._of
        finally:
            painter, self._painter = self._painter, None
            if painter is not None:
                painter.end()

    def _of(self, row: int, look: Look) -> RowPicture:
        key = self._items.stamp(row), look
        picture = self._rows.get(key)
        if picture is None:
            picture = self._row(row, look)
            self._rows.put(key, picture, self._title_size)
        return picture

    def _row(self, row: int, look: Look) -> RowPicture:
        heading, contents = self._items.heading(row), self._items.contents(row)
        cells = []
        for frame in self._frames:
            column = frame.place.column
            content = contents[column]
            if column == TITLE_COLUMN:
                picture = self._cell(frame, look, content, heading)
            else:
                picture = self._shared_cell(frame, look, content, heading)
            cells.append((frame.origin, picture))
        return cells

    def _shared_cell(self, frame: _Frame, look: Look, content: CellContent, heading: str) -> QPixmap:
        column, _, width, leads = frame.place
        sight = self._delegates[column].sight(content, width)
        # The mark of the current row stands in the first cell only.
        seen = look if leads else look[:2]
        key = column, width, leads, frame.phase, seen, sight, bool(heading)
        picture = self._cells.get(key)
        if picture is None:
            picture = self._cell(frame, look, content, heading)
            self._cells.put(key, picture, width * ROW_HEIGHT)
        return picture

    def _cell(self, frame: _Frame, look: Look, content: CellContent, heading: str) -> QPixmap:
        """:param heading: of the group that begins with the row; it stands in the title's cell."""
        painter = self._painter or self._begin()
        theme, cell = self._ground.theme, frame.cell
        painter.resetTransform()
        painter.translate(-frame.origin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        inks = self._ground.lay(painter, cell, look, leads=frame.place.leads)
        room = cell
        if heading:
            painter.fillRect(cell.x(), 0, cell.width(), 1, mix(theme.line, theme.muted, 0.6))
            if frame.place.column == TITLE_COLUMN:
                room = self._write_heading(painter, cell, heading, inks)
        self._delegates[frame.place.column].draw(painter, room, content, inks)
        return self._sheet.copy(frame.picture)

    def _begin(self) -> QPainter:
        self._painter = painter = QPainter(self._sheet)
        direction = Qt.LayoutDirection
        painter.setLayoutDirection(direction.RightToLeft if self._is_mirrored else direction.LeftToRight)
        return painter

    def _write_heading(self, painter: QPainter, cell: QRect, heading: str, inks: Inks) -> QRect:
        """Write a group's name at the end of a title's cell; what is left for the title."""
        font = label_font()
        metrics = QFontMetrics(font)
        text = metrics.elidedText(heading, Qt.TextElideMode.ElideMiddle, cell.width() * 3 // 5)
        taken = metrics.horizontalAdvance(text) + _HEADING_PADDING
        painter.setFont(font)
        painter.setPen(inks.muted)
        painter.drawText(
            cell.adjusted(_HEADING_PADDING, 0, -_HEADING_PADDING, -1),
            # In a painter that draws from right to left this is the left side.
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            text,
        )
        if self._is_mirrored:
            return cell.adjusted(taken, 0, 0, 0)
        return cell.adjusted(0, 0, -taken, 0)


class _Kept(Generic[_T]):
    """Values by key, as many as there is room for: the one that has not been needed for the longest time goes first.

    :param room: for the sizes of all values.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._values: dict[Hashable, tuple[_T, int]] = {}

    def get(self, key: Hashable) -> _T | None:
        found = self._values.pop(key, None)
        if found is None:
            return None
        self._values[key] = found
        return found[0]

    def put(self, key: Hashable, value: _T, size: int) -> None:
        """Keep a value under a new key."""
        self._values[key] = value, size
        self._taken += size
        while self._taken > self._room and len(self._values) > 1:
            self._taken -= self._values.pop(next(iter(self._values)))[1]

    def clear(self) -> None:
        self._values.clear()
        self._taken = 0
