"""Pictures of views, of the order and of the groups of the list, for :mod:`scripts.screenshots`."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from editor_app.core.catalog import Queue
from editor_app.core.order import Further, Grouping, Order, SortKey
from editor_app.gui.main_window import MainWindow

Save = Callable[[QWidget | QPixmap, str], None]

_BEST_OF_EACH_TOPIC = Order.of([Further(SortKey.QUALITY, True), Further(SortKey.DATE, True)], Grouping.TOPIC)

_HEAT = re.compile(rb"(?m)^heat: (-?\d+)$")
_RISE = 40


def take_views(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """A saved view, chosen at the left."""
    window.views.open(0)
    window.listing.focus()
    window.table.select_row(2)
    settle()
    save(window, f"{theme}-views")
    window.search.clear()


def take_news(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """The machine has raised the heat of three items; the list stands still, and offers to sort anew."""
    window.queues.choose(Queue.UNPUBLISHED)
    before = window.model.view.order
    window.table.choose_order(Order.of([Further(SortKey.HEAT, True), Further(SortKey.DATE, True)]))
    window.listing.focus()
    window.table.select_row(6)
    settle()
    session = window.session
    assert session.folder is not None
    rows = [session.catalog.row(window.model.view.items[place]) for place in (3, 5, 9)]
    files = [session.folder.full_path(row.path) for row in rows]
    texts = [file.read_bytes() for file in files]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(_HEAT.sub(lambda found: b"heat: %d" % (int(found[1]) + _RISE), text))
    _look(window)
    settle()
    save(window, f"{theme}-news")
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text)
    _look(window)
    window.table.choose_order(before)
    settle()


def _look(window: MainWindow) -> None:
    loop = QEventLoop()
    window.watch.looked.connect(loop.quit)
    window.watch.look()
    loop.exec()


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
