"""What every cell of a row stands on, so that a row reads as one thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from editor_app.gui.stylesheet import mix
from editor_app.gui.theme import Theme, ThemeController

ROW_HEIGHT = 30
_CURRENT_BAR = 2


class Inks(NamedTuple):
    """The colours to write with on the ground just painted."""

    theme: Theme
    text: QColor
    muted: QColor
    selected: bool


class RowGround(QObject):
    """Paints the ground of each cell, and repaints rows when what it shows of them changes.

    One for each table; the table's delegates share it. It shows what belongs to a whole row and not to a
    cell: selected, under the pointer, current.
    """

    changed = Signal()
    """Colours and fonts are others now."""

    def __init__(self, themes: ThemeController, view: QTableView) -> None:
        super().__init__(view)
        self._themes = themes
        self._view = view
        self._viewport = view.viewport()
        self._hovered = -1
        self._assumed: tuple[bool, bool] | None = None
        self._hover_color = QColor()
        self._take_colors(themes.theme)
        themes.changed.connect(self._on_theme_changed)
        self._viewport.setMouseTracking(True)
        self._viewport.installEventFilter(self)

    @property
    def theme(self) -> Theme:
        """The theme that holds now."""
        return self._themes.theme

    @property
    def is_mirrored(self) -> bool:
        """Whether the table is laid out from right to left."""
        return self._view.isRightToLeft()

    def follow(self, selection: QItemSelectionModel) -> None:
        """Keep the mark of the current row in its place; call it whenever the table gets a selection model.

        Qt repaints the cell that was and the one that is current, and the mark stands in neither.
        """
        selection.currentRowChanged.connect(self._on_current_row_changed)

    def mark_of(self, row: int) -> tuple[bool, bool]:
        """Whether a row lies under the pointer, and whether it bears the mark of the current one."""
        return self._assumed or (row == self._hovered, row == self.marked_row)

    @property
    def hovered_row(self) -> int:
        """The row under the pointer; -1 for none."""
        return self._hovered

    @property
    def marked_row(self) -> int:
        """The row that bears the mark of the current one; -1 for none."""
        return self._view.currentIndex().row() if self._view.hasFocus() else -1

    @contextmanager
    def assuming(self, mark: tuple[bool, bool]) -> Iterator[None]:
        """Paint rows in here as if :meth:`mark_of` told this of them."""
        self._assumed = mark
        try:
            yield
        finally:
            self._assumed = None

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> Inks:
        """Paint the ground of the cell `rect`, which is `option`'s, and tell what to write with on it."""
        theme = self._themes.theme
        hovered, marked = self.mark_of(index.row())
        selected = bool(option.state.value & self._selected_flag)
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        if selected:
            ground = theme.selection
        elif hovered:
            ground = self._hover_color
        else:
            ground = theme.panel
        painter.fillRect(left, top, width, height - 1, ground)
        painter.fillRect(left, top + height - 1, width, 1, self._selected_line if selected else theme.line)
        if marked and self._view.horizontalHeader().sectionPosition(index.column()) == 0:
            x = left + width - _CURRENT_BAR if self._view.isRightToLeft() else left
            painter.fillRect(
                x, top, _CURRENT_BAR, height - 1, theme.on_selection if theme.outlined else theme.accent
            )
        if selected:
            return Inks(theme, theme.on_selection, theme.muted_on_selection, True)
        return Inks(theme, theme.text, theme.muted, False)

    @cached_property
    def _selected_flag(self) -> int:
        """As a plain number: `&` on Qt's flags costs more than filling a cell."""
        # Loaded with the first row: `QStyle` with all its names takes a tenth of the start.
        from PySide6.QtWidgets import QStyle

        return int(QStyle.StateFlag.State_Selected.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(self._view.rowAt(event.position().toPoint().y()))
        elif kind in (QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.KeyPress):
            # After scrolling another row lies under the pointer, which nobody pointed at.
            self._hover(-1)
        return False

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        before, self._hovered = self._hovered, row
        self._repaint_row(before)
        self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            self._viewport.update(
                0, self._view.rowViewportPosition(row), self._viewport.width(), self._view.rowHeight(row)
            )

    def _on_current_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._repaint_row(previous.row())
        self._repaint_row(current.row())

    def _on_theme_changed(self, theme: object) -> None:
        self._take_colors(self._themes.theme)
        self.changed.emit()
        self._viewport.update()

    def _take_colors(self, theme: Theme) -> None:
        # The usual line is nearly of the selection's colour: many selected rows would run into one.
        self._selected_line = theme.line if theme.outlined else mix(theme.selection, theme.muted, 0.2)
        self._hover_color = theme.panel if theme.outlined else mix(theme.panel, theme.selection, 0.35)
