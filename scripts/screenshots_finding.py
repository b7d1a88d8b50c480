"""Pictures of the order and the groups of the list, for :mod:`scripts.screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from editor_app.core.catalog import Queue
from editor_app.core.order import Further, Grouping, Order, SortKey
from editor_app.gui.main_window import MainWindow

Save = Callable[[QWidget | QPixmap, str], None]

_BEST_OF_EACH_TOPIC = Order.of([Further(SortKey.QUALITY, True), Further(SortKey.DATE, True)], Grouping.TOPIC)


def take_groups(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """The list in groups, one of which is selected."""
    window.queues.choose(Queue.ALL)
    before = window.model.view.order
    window.table.choose_order(_BEST_OF_EACH_TOPIC)
    window.listing.focus()
    window.table.select_row(0)
    for _ in range(5):
        window.table.go_to_group(1)
    window.table.select_group()
    window.table.verticalScrollBar().setValue(75)
    settle()
    save(window, f"{theme}-groups")
    window.table.choose_order(before)
    settle()
