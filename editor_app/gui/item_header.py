"""The head of the list: the names of its columns, and arrows at all those that it is sorted by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from editor_app.core.order import Order, SortKey
from editor_app.gui.columns import COLUMNS
from editor_app.gui.own_viewport import own_viewport


class ItemHeader(QHeaderView):
    """Qt knows of one column that a list is sorted by; here further ones have their arrows too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setViewport(own_viewport())
        self._order = Order()

    def show_order(self, order: Order) -> None:
        """Show what the list is sorted by."""
        self._order = order
        section = next((i for i, column in enumerate(COLUMNS) if column.sort is order.key), -1)
        self.blockSignals(True)
        self.setSortIndicator(section, _arrow(order.key, descending=order.descending))
        self.blockSignals(False)
        self.viewport().update()

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        key = COLUMNS[section].sort
        rank = self._order.rank(key)
        if rank:
            arrow = _arrow(key, descending=self._order.keys[rank].descending)
            down = arrow is Qt.SortOrder.AscendingOrder
            indicators = QStyleOptionHeader.SortIndicator
            option.sortIndicator = indicators.SortDown if down else indicators.SortUp


def _arrow(key: SortKey, *, descending: bool) -> Qt.SortOrder:
    # The arrow of the age column points as the ages go, not as the dates do.
    points_down = descending != (key is SortKey.DATE)
    # What falls from the top down has an arrow that points down, as in most programs. Qt draws it the other way round.
    return Qt.SortOrder.AscendingOrder if points_down else Qt.SortOrder.DescendingOrder
