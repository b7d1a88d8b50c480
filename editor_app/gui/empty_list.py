"""A list without rows says why it has none, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from editor_app.core.catalog import Queue
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.queue_bar import QUEUE_NAMES
from editor_app.gui.search_bar import SearchBar
from editor_app.gui.session import Session

_EMPTY_WORDS = {
    Queue.UNPUBLISHED: "The queue is empty. Every item here has been decided.",
    Queue.SNOOZED: "Nothing is snoozed.",
    Queue.CHANGED: "Nothing is waiting to be saved.",
    Queue.CONFLICTS: "No item is in conflict with a change of somebody else.",
    Queue.PUBLISHED: "No item is published.",
    Queue.REJECTED: "No item has been rejected.",
    Queue.PROBLEMS: "Every file can be read, and no field holds anything unexpected.",
    Queue.ALL: "This folder holds no items.",
}


class EmptyList(QObject):
    """Keeps the sentence in the empty list true."""

    def __init__(
        self,
        session: Session,
        model: ItemModel,
        table: ItemTable,
        search: SearchBar,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._table = table
        self._search = search
        self._actions = actions
        session.opened.connect(self._refresh)
        session.loading_started.connect(self._refresh)
        session.items_added.connect(self._refresh)
        session.items_changed.connect(self._refresh)
        session.items_removed.connect(self._refresh)
        session.loading_finished.connect(self._refresh)
        model.replaced.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        if self._model.rowCount():
            self._table.hide_empty()
            return
        actions, session = self._actions, self._session
        if session.is_expecting or (session.is_loading and not len(session.catalog)):
            self._table.show_empty(self.tr("Reading the folder…"))
        elif session.folder is None:
            self._table.show_empty(self.tr("Open a site's folder to begin."), actions["openFolderAction"])
        elif not len(session.catalog):
            self._table.show_empty(
                self.tr("No news items here. An item is a text file with a title in its YAML front matter."),
                actions["openFolderAction"],
            )
        elif self._search.text().strip():
            sentence = self.tr("Nothing in “{0}” matches “{1}”.")
            queue = QUEUE_NAMES[self._model.view.queue]
            self._table.show_empty(
                sentence.format(queue, self._search.text().strip()), actions["clearSearchAction"]
            )
        else:
            self._table.show_empty(self.tr(_EMPTY_WORDS[self._model.view.queue]))
