"""The list at work: what stands in it as the session goes on, what is selected, and the page beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction

from editor_app.core.order import Order, SortKey
from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.folder_watch import FolderWatch
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.order_sign import OrderSign
from editor_app.gui.session import Session
from editor_app.gui.status_line import StatusLine

_CALM = 100  # milliseconds after reading, in which rows are still drawn a few at a time


class Listing(QObject):
    """Keeps list, selection, page and row number at one."""

    def __init__(
        self,
        session: Session,
        model: ItemModel,
        table: ItemTable,
        detail: DetailPane,
        watch: FolderWatch,
        order_sign: OrderSign,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._table = table
        self._detail = detail
        self._watch = watch
        self._order_sign = order_sign
        self._status = status
        self._chosen_for_the_editor: int | None = None
        self._choosing = self._timer(self._choose_first)
        # The list is drawn before the first timer comes, and whatever else waits before the second one.
        self._drawing = self._timer(self._choosing.start)
        self._calming = self._timer(self._be_thorough)
        session.opened.connect(self._on_opened)
        session.items_added.connect(self._on_items_added)
        session.items_changed.connect(self._on_items_changed)
        session.items_leaving.connect(self._on_items_leaving)
        session.items_removed.connect(self._on_items_removed)
        session.loading_started.connect(self._show_help)
        session.loading_finished.connect(self._on_loaded)
        session.preparations.append(model.prepare)
        watch.telling.connect(table.hold_place)
        watch.told.connect(table.return_to_place)
        model.replaced.connect(self._after_new_list)
        model.completed.connect(self._show_place)
        table.selection_changed.connect(self._on_selection)
        table.order_chosen.connect(self._on_order)
        detail.left.connect(self.focus)
        self._show_help()

    def _timer(self, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(then)
        return timer

    def _on_opened(self) -> None:
        for timer in (self._drawing, self._choosing, self._calming):
            timer.stop()
        self._model.set_catalog(self._session.catalog)
        self._order_sign.clear()
        self._show_place()
        self._show_help()

    def _on_items_added(self, items: list[int]) -> None:
        # The first rows are drawn in one go: they are waited for.
        self._table.be_brief(self._session.is_loading and self._model.rowCount() > 0)
        self._model.add(items)
        self._show_place()
        if not self._session.is_loading:
            self._choose_first()
        elif self._model.rowCount() and not self._table.selected_count():
            self._drawing.start()  # the list is seen first, then the page

    def _choose_first(self) -> None:
        """Where nothing is selected, select the first item."""
        self._drawing.stop()
        self._choosing.stop()
        if self._table.current_item() is None and not self._table.selected_count():
            self._table.select_row(0)
            self._chosen_for_the_editor = self._table.current_item()

    def _on_items_leaving(self, items: list[int]) -> None:
        self._model.remove(items)

    def _on_items_removed(self, items: list[int]) -> None:
        self._show_place()
        self._show_help()

    def _on_items_changed(self, items: list[int]) -> None:
        self._model.refresh(items, self._watch.staying(items))
        if self._watch.is_news:
            view = self._model.view
            self._order_sign.add(view.out_of_order(items), view.order)
        self._show_place()
        self._show_help()

    def _on_loaded(self) -> None:
        self._calming.start(_CALM)
        if self._drawing.isActive() or self._choosing.isActive():
            self._choose_first()
        self._show_place()
        self._show_help()
        # Rows that came later may stand above the first one that was shown; whoever has moved on stays there.
        if self._chosen_for_the_editor is not None and self._table.selected_count() <= 1:
            if self._table.current_item() == self._chosen_for_the_editor:
                self._table.select_row(0)
            self._chosen_for_the_editor = None

    def _be_thorough(self) -> None:
        """Draw rows in one go again, unless another reading has begun."""
        self._table.be_brief(self._session.is_loading)

    def _after_new_list(self) -> None:
        """Another list is shown: stay on the item if it is there, else begin at the top."""
        if self._table.selected_count() == 1:
            self._table.scrollTo(self._table.currentIndex())
        else:
            self._table.verticalScrollBar().setValue(0)
            self._table.select_row(0)
        self._on_selection()

    def _on_selection(self) -> None:
        self._session.right_of_way.claim()
        items = self._table.selected_items()
        self._watch.set_reading(items)
        if items:
            self._detail.show_items(items)
        else:
            self._detail.show_help(*self._help())
        self._show_place()

    def _show_place(self) -> None:
        current = self._table.currentIndex()
        selected = self._table.selected_count()
        self._status.show_row(current.row() if current.isValid() else -1, self._model.rowCount(), selected)

    def _help(self) -> tuple[str, QAction | None]:
        if self._session.folder is None and not self._session.is_expecting:
            return self.tr("Nothing is open yet."), None
        if not self._model.rowCount():
            return self.tr("An item that you select in the list is shown here."), None
        return self.tr("Select an item to read it."), None

    def _show_help(self) -> None:
        """Where there is nothing to select, the page says so."""
        if not self._model.rowCount() and not self._table.selected_count():
            self._detail.show_help(*self._help())

    def _on_order(self, order: Order) -> None:
        self._model.sort_by(order)
        self._order_sign.clear()
        self._table.scrollTo(self._table.currentIndex())
        self._show_place()

    def show_order(self, order: Order) -> None:
        """Sort the list, and let its head show by what."""
        self._table.show_order(order)
        self._order_sign.clear()
        self._model.sort_by(order)

    def shown_columns(self) -> tuple[SortKey, ...]:
        """The columns that the editor wants to see, in their order."""
        return self._table.shown_columns()

    def show_columns(self, columns: Sequence[SortKey]) -> None:
        """Show these columns in this order; none leave them as they are."""
        if columns:
            self._table.show_columns(columns)

    def select(self, items: Sequence[int]) -> None:
        """Select items of the list, however far down they stand, and let it have the focus."""
        self._model.complete()
        self._table.select_items(items)
        self.focus()

    def sort_anew(self) -> None:
        """Sort the list by what its items' files say now."""
        self._on_order(self._model.view.order)

    def select_all(self) -> None:
        self._table.selectAll()

    def go_to_next(self) -> None:
        self._table.step(1)

    def go_to_previous(self) -> None:
        self._table.step(-1)

    def focus(self) -> None:
        """Let the list have the focus, or the item that is shown in its place."""
        target = self._detail if self._detail.is_alone else self._table
        target.setFocus(Qt.FocusReason.OtherFocusReason)
