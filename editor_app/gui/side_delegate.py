"""How an entry at the left is painted: a name, a number, and what is special about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from editor_app.core.facet_mark import Mark
from editor_app.gui.fonts import body_font, figure_font, heading_font, label_font
from editor_app.gui.theme import ThemeController

COUNT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""A number, or None while it is not known."""
MARK_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""A :class:`Mark`."""
CURRENT_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""Whether the entry is what the list shows."""
HEAD_ROLE: Final = Qt.ItemDataRole.UserRole + 4
"""Whether the entry is the head of a section."""
NOTICED_ROLE: Final = Qt.ItemDataRole.UserRole + 5
"""Whether the number is one to be noticed."""

ENTRY_HEIGHT: Final = 27
_SIGNS: Final = {Mark.ASKED: "✓ ", Mark.EXCLUDED: "− "}
_VCENTER: Final = Qt.AlignmentFlag.AlignVCenter


class SideDelegate(QStyledItemDelegate):
    """Paints entries of lists and trees alike.

    :param height: of an entry, in pixels.
    :param selects: the selected entry is what the list shows, whatever :data:`CURRENT_ROLE` says.
    """

    def __init__(
        self,
        themes: ThemeController,
        view: QAbstractItemView,
        *,
        height: int = ENTRY_HEIGHT,
        selects: bool = False,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._height = height
        self._selects = selects
        self._themes = themes
        self._body, self._strong, self._label = body_font(), heading_font(), label_font()
        self._figures = figure_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._themes.theme
        rect: QRect = option.rect
        # What the view knows is asked of the view: the option tells it in flags of `QStyle`, and to load that class,
        # with all its names, takes a tenth of the start.
        view = self._view
        current = view.selectionModel().isSelected(index) if self._selects else bool(index.data(CURRENT_ROLE))
        mark = Mark(index.data(MARK_ROLE) or "")
        head = bool(index.data(HEAD_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = view.underMouse() and _is_hovered(option)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection if current else theme.chip)
            painter.drawRoundedRect(rect, 6, 6)
        if view.hasFocus() and index == view.currentIndex():
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
        inner = rect.adjusted(8, 0, -8, 0)
        muted = theme.on_selection if current else theme.muted
        room = self._draw_count(painter, inner, index, muted)
        font = self._label if head else self._strong if current or mark is Mark.ASKED else self._body
        quiet = head or mark is Mark.EXCLUDED
        painter.setFont(font)
        painter.setPen(muted if quiet else theme.on_selection if current else theme.text)
        if mark is Mark.ASKED:
            painter.setPen(theme.accent)
        name = _SIGNS.get(mark, "") + str(index.data(Qt.ItemDataRole.DisplayRole))
        name = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, inner.width() - room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | _VCENTER, name)
        painter.restore()

    def _draw_count(
        self, painter: QPainter, inner: QRect, index: QModelIndex | QPersistentModelIndex, ink: QColor
    ) -> int:
        """Draw what stands at the right; how much room it takes."""
        count = index.data(COUNT_ROLE)
        figure = "" if count is None else f"{count:,}"
        width = QFontMetrics(self._figures).horizontalAdvance(figure)
        painter.setFont(self._figures)
        painter.setPen(self._themes.theme.notice if index.data(NOTICED_ROLE) else ink)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | _VCENTER, figure)
        return width + 8 if figure else 0


def _is_hovered(option: QStyleOptionViewItem) -> bool:
    from PySide6.QtWidgets import QStyle  # takes long to load, see above

    return bool(option.state & QStyle.StateFlag.State_MouseOver)
