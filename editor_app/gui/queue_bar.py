"""The queues at the left, each with the number of its items."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor_app.core.catalog import Queue
from editor_app.gui.theme import ThemeController, body_font, figure_font, heading_font

QUEUE_NAMES: Final = {
    Queue.UNPUBLISHED: "Unpublished",
    Queue.CHANGED: "Changed",
    Queue.CONFLICTS: "Conflicts",
    Queue.PUBLISHED: "Published",
    Queue.REJECTED: "Rejected",
    Queue.PROBLEMS: "Problems",
    Queue.ALL: "All",
}

_QUEUE_ROLE = Qt.ItemDataRole.UserRole
_COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
_ENTRY_HEIGHT = 29
_EDGE = 12
_RARE: Final = frozenset({Queue.CONFLICTS})
"""Queues that are there only while something is in them, or while they are being looked at."""


class QueueBar(QListWidget):
    """Chooses the queue that the list shows."""

    queue_chosen = Signal(object)
    """A :class:`Queue`."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queueBar")
        self.setAccessibleName(self.tr("Queues"))
        self._themes = themes
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(8, _EDGE, 8, _EDGE)
        self.setUniformItemSizes(True)
        self.setMinimumWidth(148)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_QueueDelegate(themes, self))
        for queue, name in QUEUE_NAMES.items():
            entry = QListWidgetItem(name, self)
            entry.setData(_QUEUE_ROLE, str(queue))
            entry.setData(_COUNT_ROLE, 0)
            entry.setHidden(queue in _RARE)
        self.setCurrentRow(0)
        self._fit()
        self.currentItemChanged.connect(self._on_current)
        self._take_colors(None)
        themes.changed.connect(self._take_colors)

    @property
    def queue(self) -> Queue:
        return Queue(self.currentItem().data(_QUEUE_ROLE))

    def choose(self, queue: Queue) -> None:
        """Make a queue the current one, as a click does."""
        self.item(list(QUEUE_NAMES).index(queue)).setHidden(False)
        self._fit()
        self.setCurrentRow(list(QUEUE_NAMES).index(queue))

    def set_count(self, queue: Queue, count: int) -> None:
        entry = self.item(list(QUEUE_NAMES).index(queue))
        if entry.data(_COUNT_ROLE) != count:
            entry.setData(_COUNT_ROLE, count)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{QUEUE_NAMES[queue]}, {count:,}")
            self._hide_rare()

    def count_of(self, queue: Queue) -> int:
        """The number that is shown for a queue."""
        return int(self.item(list(QUEUE_NAMES).index(queue)).data(_COUNT_ROLE))

    def _hide_rare(self) -> None:
        for queue in _RARE:
            entry = self.item(list(QUEUE_NAMES).index(queue))
            hidden = not entry.data(_COUNT_ROLE) and entry is not self.currentItem()
            if entry.isHidden() != hidden:  # Qt would lay out and paint all entries
                entry.setHidden(hidden)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the entries are that are shown: saved views and facets stand below."""
        shown = sum(not self.item(row).isHidden() for row in range(self.count()))
        self.setFixedHeight(shown * _ENTRY_HEIGHT + 2 * _EDGE)

    def _on_current(self) -> None:
        self._hide_rare()
        self.queue_chosen.emit(self.queue)

    def _take_colors(self, _theme: object) -> None:
        self.setStyleSheet(f"QListWidget {{ background: {self._themes.theme.ground.name()}; }}")


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeController, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self._fonts = (body_font(), heading_font())
        self._figures = figure_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _ENTRY_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._themes.theme
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection if chosen else theme.chip)
            painter.drawRoundedRect(rect, 6, 6)
        if bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
        count = f"{index.data(_COUNT_ROLE):,}"
        painter.setFont(self._figures)
        room = QFontMetrics(self._figures).horizontalAdvance(count)
        rare = index.data(_QUEUE_ROLE) in _RARE
        painter.setPen(theme.on_selection if chosen else theme.notice if rare else theme.muted)
        inner = rect.adjusted(8, 0, -8, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        font = self._fonts[chosen]
        painter.setFont(font)
        painter.setPen(theme.on_selection if chosen else theme.text)
        name = QFontMetrics(font).elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, inner.width() - room - 8
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()
