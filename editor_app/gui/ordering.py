"""The order of the list by commands: by one column and by more, in groups, and from one group to the next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from editor_app.core.order import Further, Grouping, Order, SortKey, further_of
from editor_app.gui import settings as declared
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.listing import Listing
from editor_app.gui.settings import Settings

_GROUPS = {
    "groupByProviderAction": Grouping.PROVIDER,
    "groupByDayAction": Grouping.DAY,
    "groupByTopicAction": Grouping.TOPIC,
    "noGroupsAction": None,
}
_NEED_GROUPS = ("nextGroupAction", "previousGroupAction", "selectGroupAction")


class Ordering(QObject):
    """Carries the commands about order and groups out, and keeps both between two runs."""

    def __init__(
        self,
        model: ItemModel,
        table: ItemTable,
        listing: Listing,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._table = table
        self._listing = listing
        self._groups = {actions[name]: group for name, group in _GROUPS.items()}
        self._need_groups = [actions[name] for name in _NEED_GROUPS]
        one_of_them = QActionGroup(self)
        for action in self._groups:
            action.setCheckable(True)
            one_of_them.addAction(action)
        model.headerDataChanged.connect(self._mark)
        self._mark()

    def restore(self, settings: Settings) -> None:
        """Sort the list as it was sorted last time."""
        order, key, group = Order(), settings.get(declared.SORT_KEY), settings.get(declared.GROUP)
        if key in set(SortKey):
            first = Further(SortKey(key), settings.get(declared.SORT_DESCENDING))
            further: list[str] = settings.get(declared.SORT_FURTHER)
            order = Order.of([first, *further_of(further)])
        if group in {one.value for one in Grouping}:
            order = order.grouped(Grouping(group))
        self._listing.show_order(order)

    def remember(self, settings: Settings) -> None:
        """Keep the order for the next time."""
        order = self._model.view.order
        settings.set(declared.SORT_KEY, str(order.key))
        settings.set(declared.SORT_DESCENDING, order.descending)
        settings.set(declared.SORT_FURTHER, [str(further) for further in order.further])
        settings.set(declared.GROUP, "" if order.group is None else order.group.value)

    def sort_by(self) -> None:
        """Sort by the column of the command, or turn the order where it is sorted by it."""
        self._sort(is_further=False)

    def sort_further_by(self) -> None:
        """Sort what is equal by the column of the command."""
        self._sort(is_further=True)

    def _sort(self, *, is_further: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._table.sort_by(SortKey(action.data()), is_further=is_further)

    def group(self) -> None:
        """Have items stand in the groups of the command, or in none."""
        action = self.sender()
        if isinstance(action, QAction):
            self._table.choose_order(self._model.view.order.grouped(self._groups[action]))

    def go_to_next_group(self) -> None:
        self._table.go_to_group(1)

    def go_to_previous_group(self) -> None:
        self._table.go_to_group(-1)

    def select_group(self) -> None:
        self._table.select_group()

    def _mark(self) -> None:
        """Let the commands show which groups there are."""
        for action, group in self._groups.items():
            action.setChecked(group is self._model.view.order.group)
        for action in self._need_groups:
            action.setEnabled(self._model.has_groups)
