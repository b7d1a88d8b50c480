"""The saved views at the left, each with the number of its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from editor_app.core.saved_views import SavedView
from editor_app.gui.side_delegate import COUNT_ROLE, CURRENT_ROLE, ENTRY_HEIGHT, SideDelegate
from editor_app.gui.theme import ThemeController
from editor_app.gui.tooltip import plain_tooltip

_PLACE_ROLE: Final = Qt.ItemDataRole.UserRole
_FEWEST_SHOWN: Final = 3  # entries
_MOST_SHOWN: Final = 9


class ViewBar(QListWidget):
    """Shows views; a click or ``Enter`` chooses one, dragging puts it elsewhere."""

    view_chosen = Signal(int)
    """The place of a view."""
    moved = Signal(list)
    """The places of all views in their new order."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewBar")
        self.setAccessibleName(self.tr("Saved views"))
        self._themes = themes
        self._menu: list[QAction | None] = []
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(8, 0, 8, 0)
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setItemDelegate(SideDelegate(themes, self))
        # A drag is still under way when the rows have moved.
        self._drop = QTimer(self)
        self._drop.setSingleShot(True)
        self._drop.timeout.connect(self._tell_moved)
        self.model().rowsMoved.connect(self._on_moved)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)
        self._take_colors(None)
        themes.changed.connect(self._take_colors)

    def set_menu(self, actions: Sequence[QAction | None]) -> None:
        """What can be done with the view under the mouse; None is a line."""
        self._menu = list(actions)

    def show_views(self, views: Sequence[SavedView], current: int) -> None:
        """Show these, the place of the one that the list shows, or -1, as the current one."""
        self.clear()
        for place, view in enumerate(views):
            entry = QListWidgetItem(view.name, self)
            entry.setData(_PLACE_ROLE, place)
            entry.setData(CURRENT_ROLE, place == current)
            keys = f"\nCtrl+{place + 1}" if place < 9 else ""
            entry.setToolTip(plain_tooltip(f"{view.query}{keys}".strip()))
        if current >= 0:
            self.setCurrentRow(current)
        # A low window shows fewer of them at once, and the others by scrolling.
        self.setMinimumHeight(min(len(views), _FEWEST_SHOWN) * ENTRY_HEIGHT)
        self.setMaximumHeight(min(len(views), _MOST_SHOWN) * ENTRY_HEIGHT)
        self.setVisible(bool(views))
        self.updateGeometry()

    def show_current(self, current: int) -> None:
        """Show which one the list shows now."""
        for row in range(self.count()):
            self.item(row).setData(CURRENT_ROLE, row == current)

    def set_count(self, place: int, count: int) -> None:
        """Show how many items a view has."""
        entry = self.item(place)
        if entry.data(COUNT_ROLE) != count:
            entry.setData(COUNT_ROLE, count)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.text()}, {count:,}")

    def count_of(self, place: int) -> int | None:
        """The number that is shown for a view; None while it is being counted."""
        count = self.item(place).data(COUNT_ROLE)
        return None if count is None else int(count)

    def sizeHint(self) -> QSize:
        return QSize(160, self.maximumHeight())

    def _on_chosen(self, entry: QListWidgetItem) -> None:
        self.view_chosen.emit(self.row(entry))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.itemAt(event.pos())
        if entry is None:
            return
        self.setCurrentItem(entry)
        menu = QMenu(self)
        for action in self._menu:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _on_moved(self) -> None:
        self._drop.start()

    def _tell_moved(self) -> None:
        self.moved.emit([self.item(row).data(_PLACE_ROLE) for row in range(self.count())])

    def _take_colors(self, _theme: object) -> None:
        self.setStyleSheet(f"QListWidget {{ background: {self._themes.theme.ground.name()}; }}")
