"""Some items in the order in which they were found, as the list shows items."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from editor_app.core.catalog import Catalog
from editor_app.core.view import View
from editor_app.gui.item_model import ItemModel


class FoundItems(ItemModel):
    """Shows what somebody else has found, and sorts nothing."""

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(clock, parent)
        self._time = clock

    def show_items(self, catalog: Catalog, items: list[int]) -> None:
        """Show these items of a catalog instead of those that are shown."""
        self.beginResetModel()
        self._catalog, self._view = catalog, View(catalog, self._time)
        self._view.set_items(items)
        self._note_changed(None)
        self.endResetModel()
