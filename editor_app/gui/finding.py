"""What is looked for: the queue, the search box, and saved views and facets, which set both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt

from editor_app.core.catalog import Queue
from editor_app.core.query import Query
from editor_app.core.saved_views import SavedView
from editor_app.gui.item_model import ItemModel
from editor_app.gui.listing import Listing
from editor_app.gui.queue_bar import QueueBar
from editor_app.gui.search_bar import SearchBar
from editor_app.gui.session import Session

if TYPE_CHECKING:
    from editor_app.core.query.condition import Condition


class Finding(QObject):
    """Has the list show what queue and search box say."""

    def __init__(
        self,
        session: Session,
        model: ItemModel,
        queues: QueueBar,
        search: SearchBar,
        listing: Listing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._queues = queues
        self._search = search
        self._listing = listing
        session.opened.connect(self._search.clear)
        session.opened.connect(self._count)
        session.items_added.connect(self._count)
        session.items_changed.connect(self._count)
        session.items_removed.connect(self._count)
        session.loading_finished.connect(self._count)
        queues.queue_chosen.connect(self._on_queue)
        queues.clicked.connect(listing.focus)
        queues.activated.connect(listing.focus)
        search.query_changed.connect(self._on_query)
        search.left.connect(listing.focus)

    def shown_view(self) -> SavedView:
        """What the list shows, as a view without a name."""
        view = self._model.view
        columns = self._listing.shown_columns()
        return SavedView("", view.query, view.queue, view.order, columns=columns)

    def _on_queue(self, queue: Queue) -> None:
        self._session.right_of_way.claim()
        self._model.search(queue=queue)

    def _on_query(self, query: Query) -> None:
        self._session.right_of_way.claim()
        self._model.search(query=query)

    def show_view(self, view: SavedView) -> None:
        """Show a saved view."""
        with QSignalBlocker(self._queues):
            self._queues.choose(view.queue)
        self._listing.show_columns(view.columns)
        self._listing.show_order(view.order)
        self._model.search(queue=view.queue)
        self._search.show_query(view.query)
        self._model.complete()
        self._listing.focus()

    def turn(self, condition: Condition) -> None:
        """Ask for a name, exclude it, or take it out of the query."""
        self._search.show_query(self._search.query.turned(condition))

    def _count(self) -> None:
        for queue in Queue:
            self._queues.set_count(queue, self._session.catalog.count(queue))

    def focus_search(self) -> None:
        """Go to the search box."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def show_search_help(self) -> None:
        """Show what can be searched for, or hide it again."""
        if not self._search.hasFocus():
            self.focus_search()
        self._search.toggle_help()

    def clear_search(self) -> None:
        self._search.clear()
        self._listing.focus()

    def show_problems(self) -> None:
        """Show the files that cannot be read, and fields that hold something unexpected."""
        self._search.clear()
        self._queues.choose(Queue.PROBLEMS)
        self._listing.focus()

    def show_conflicts(self) -> None:
        """Show what the editor has to choose about: changed or deleted by others since it was decided."""
        self._search.clear()
        self._queues.choose(Queue.CONFLICTS)
        self._listing.focus()

    def show(self, items: Sequence[int]) -> None:
        """Show items in the list, selected, wherever they stand."""
        self._search.clear()
        self._queues.choose(Queue.ALL)
        self._listing.select(items)
