"""The parts of the window that its helpers work with."""

from __future__ import annotations

from typing import Protocol

from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.queue_bar import QueueBar
from editor_app.gui.search_bar import SearchBar


class Panes(Protocol):
    """What the window has: the list with its queues and its search, and the item."""

    table: ItemTable
    model: ItemModel
    queues: QueueBar
    search: SearchBar
    detail: DetailPane
