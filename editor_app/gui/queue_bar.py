"""The queues at the left, each with the number of its items."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from editor_app.core.catalog import Queue
from editor_app.gui.side_delegate import COUNT_ROLE, NOTICED_ROLE, SideDelegate
from editor_app.gui.theme import ThemeController

QUEUE_NAMES: Final = {
    Queue.UNPUBLISHED: "Unpublished",
    Queue.SNOOZED: "Snoozed",
    Queue.CHANGED: "Changed",
    Queue.CONFLICTS: "Conflicts",
    Queue.PUBLISHED: "Published",
    Queue.REJECTED: "Rejected",
    Queue.PROBLEMS: "Problems",
    Queue.ALL: "All",
}

_QUEUE_ROLE = Qt.ItemDataRole.UserRole
_ENTRY_HEIGHT = 29
_EDGE = 12
_RARE: Final = frozenset({Queue.CONFLICTS, Queue.SNOOZED})
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
        self.setItemDelegate(SideDelegate(themes, self, height=_ENTRY_HEIGHT, selects=True))
        for queue, name in QUEUE_NAMES.items():
            entry = QListWidgetItem(self)  # given a text at once, it would bring `QIcon`, as an action does
            entry.setText(name)
            entry.setData(_QUEUE_ROLE, str(queue))
            entry.setData(COUNT_ROLE, 0)
            entry.setData(NOTICED_ROLE, queue is Queue.CONFLICTS)
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
        if entry.data(COUNT_ROLE) != count:
            entry.setData(COUNT_ROLE, count)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{QUEUE_NAMES[queue]}, {count:,}")
            self._hide_rare()

    def count_of(self, queue: Queue) -> int:
        """The number that is shown for a queue."""
        return int(self.item(list(QUEUE_NAMES).index(queue)).data(COUNT_ROLE))

    def _hide_rare(self) -> None:
        for queue in _RARE:
            entry = self.item(list(QUEUE_NAMES).index(queue))
            hidden = not entry.data(COUNT_ROLE) and entry is not self.currentItem()
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
