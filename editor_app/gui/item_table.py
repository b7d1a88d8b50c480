"""The list of items: a table that an editor works through by keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from editor_app.core.view import Order, SortKey
from editor_app.gui.columns import COLUMNS, TITLE_COLUMN
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, RowGround
from editor_app.gui.empty_state import EmptyState
from editor_app.gui.group_band import GroupBand
from editor_app.gui.item_header import ItemHeader
from editor_app.gui.item_model import ItemModel
from editor_app.gui.own_viewport import own_viewport
from editor_app.gui.row_painter import RowPainter
from editor_app.gui.row_runs import runs
from editor_app.gui.theme import ThemeController

_NARROWEST_TITLE = 220  # pixels
_BRIEF = 0.008  # seconds for which drawing may hold the window up at once
_MOST_RANGES = 1_000  # of a selection; the time Qt takes grows with their square
_FOLD_ORDER = sorted(
    (i for i, column in enumerate(COLUMNS) if column.fold_rank), key=lambda i: COLUMNS[i].fold_rank
)


class ItemTable(QTableView):
    """Shows an :class:`ItemModel`. Items are named by their numbers, rows never leave this class."""

    selection_changed = Signal()
    """Another item is current, or others are selected. Told once for each change, after it is complete."""
    settled = Signal()
    """What :meth:`told_once` has held back has been told, if there was anything."""
    order_chosen = Signal(object)
    """An :class:`Order` that a click on a header asks for."""

    def __init__(self, model: ItemModel, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemTable")
        self.setAccessibleName(self.tr("Items"))
        self._items = model
        self._folded: set[int] = set()
        self._folded_widths: dict[int, int] = {}
        self._order = Order()
        self._place: list[tuple[QPersistentModelIndex, int]] = []
        self._menu_actions: Sequence[QAction | None] = ()
        self._holders = 0  # of :meth:`told_once`
        self._has_changed = False
        self.setViewport(own_viewport())
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._header = ItemHeader(self)
        self.setHorizontalHeader(self._header)
        self._set_up_headers(model)
        self._ground = RowGround(themes, self)
        self._ground.follow(self.selectionModel())
        self._painter = RowPainter(self, self._ground, self._items.stamp, self._items.heading)
        self._has_delegates = False
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentRowChanged.connect(self._on_selection)
        self._empty = EmptyState(themes, parent=self.viewport())
        self._empty.hide()
        self._band = GroupBand(themes, self)
        # A count at the head of a group is about rows that may stand elsewhere.
        for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.headerDataChanged):
            signal.connect(self._show_groups)
        self.verticalScrollBar().valueChanged.connect(self._show_band)

    def _set_up_headers(self, model: ItemModel) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(ROW_HEIGHT)
        down.setDefaultSectionSize(ROW_HEIGHT)
        across.setAccessibleName(self.tr("Columns"))
        across.setSectionsMovable(True)
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.setSortIndicatorShown(True)
        across.setMinimumSectionSize(40)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(self._show_column_menu)
        across.sortIndicatorChanged.connect(self._on_header_clicked)
        for header in (down, across):
            # Headers ask the table's selection about every index at each repaint: they get one of their own.
            header.setSelectionModel(QItemSelectionModel(model, header))
        for index, column in enumerate(COLUMNS):
            self.setColumnWidth(index, column.width)
        across.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)

    def _set_up_delegates(self) -> None:
        """Not before there are rows: an empty list is seen sooner without them."""
        from editor_app.gui.delegates.of_columns import delegates_of_columns

        self._has_delegates = True
        delegates = delegates_of_columns(self._ground)
        for index, column in enumerate(COLUMNS):
            self.setItemDelegateForColumn(index, delegates[column.kind])

    # -- items -----------------------------------------------------------------------------------------------------

    def selected_items(self) -> list[int]:
        """The numbers of the selected items, in the order of the list."""
        items: list[int] = []
        for top, bottom in sorted((part.top(), part.bottom()) for part in self._parts()):
            items += self._items.items_in(top, bottom)
        return items

    def selected_count(self) -> int:
        """How many items are selected."""
        return sum(part.height() for part in self._parts())

    def first_selected_row(self) -> int:
        """The topmost selected row; -1 where none is."""
        return min((part.top() for part in self._parts()), default=-1)

    def last_selected_row(self) -> int:
        """The lowest selected row; -1 where none is."""
        return max((part.bottom() for part in self._parts()), default=-1)

    def _parts(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(position) for position in range(selection.count())]

    def current_item(self) -> int | None:
        """The item that the keyboard stands on."""
        index = self.currentIndex()
        return self._items.item(index.row()) if index.isValid() else None

    def nearby_items(self) -> list[int]:
        """Where the next key may lead: the items below and above the current one."""
        row, count = self.currentIndex().row(), self._items.rowCount()
        rows = (row + 1, row + 2, row - 1) if row >= 0 else ()
        return [self._items.item(near) for near in rows if 0 <= near < count]

    def select_items(self, items: Sequence[int]) -> None:
        """Select exactly these, as far as they are shown, and make the first of them current and visible.

        Of a great many that are scattered over the list only the first is selected: Qt would take seconds.
        """
        rows = self._items.rows_of(items)
        if not rows:
            self.clearSelection()
            return
        parts = runs(rows)
        if len(parts) > _MOST_RANGES:
            parts = runs(rows[:1])
        selection = QItemSelection()
        for top, bottom in parts:
            left, right = self._items.index(top, 0), self._items.index(bottom, len(COLUMNS) - 1)
            selection.append(QItemSelectionRange(left, right))
        current = self._items.index(rows[0], TITLE_COLUMN)
        flags = QItemSelectionModel.SelectionFlag
        with self.told_once():
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
            self.selectionModel().select(selection, flags.ClearAndSelect)
            self.scrollTo(current)

    def hold_place(self) -> None:
        """Note what stands where in sight, before rows come and go for reasons that are not the editor's."""
        top = self.rowAt(0)
        if top < 0:
            self._place = []
            return
        last = self.rowAt(self.viewport().height() - 1)
        rows = list(range(top, (last if last >= 0 else self._items.rowCount() - 1) + 1))
        current = self.currentIndex().row()
        if current in rows:
            rows.insert(0, current)
        self._place = [
            (QPersistentModelIndex(self._items.index(row, 0)), self.rowViewportPosition(row)) for row in rows
        ]

    def return_to_place(self) -> None:
        """Have what stood in sight stand where it stood: the current row, or else the topmost one that is left."""
        place, self._place = self._place, []
        for index, top in place:
            if index.isValid():
                self.updateGeometries()
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.rowViewportPosition(index.row()) - top)
                return

    def select_row(self, row: int) -> None:
        """Select the item in a row alone, or the nearest one where the list is shorter; nothing in an empty list."""
        count = self._items.rowCount()
        if count:
            self.select_items([self._items.item(max(0, min(row, count - 1)))])

    def selectAll(self) -> None:
        self._items.complete()
        super().selectAll()

    def step(self, distance: int) -> None:
        """Go some rows down (or up), as the arrow keys do."""
        index = self.currentIndex()
        row = index.row() + distance if index.isValid() else 0
        if 0 <= row < self._items.rowCount():
            self.select_row(row)

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """However often the selection changes in here, it is told at the end, once.

        Where the item that is read leaves the list, Qt goes to another one before the editor's next one is known.
        """
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1
            if not self._holders:
                if self._has_changed:
                    self._has_changed = False
                    self.selection_changed.emit()
                self.settled.emit()

    @property
    def is_settling(self) -> bool:
        """Whether the selection may be another one in a moment: see :meth:`told_once`."""
        return self._holders > 0

    def _on_selection(self) -> None:
        if self._holders:
            self._has_changed = True
        else:
            self.selection_changed.emit()

    # -- order -----------------------------------------------------------------------------------------------------

    def show_order(self, order: Order) -> None:
        """Show in the header what the list is sorted by."""
        self._header.show_order(order)
        self._order = order

    def _on_header_clicked(self, section: int, _: Qt.SortOrder) -> None:
        if not 0 <= section < len(COLUMNS):
            return
        is_further = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_by(COLUMNS[section].sort, is_further=is_further)

    def sort_by(self, key: SortKey, *, is_further: bool) -> None:
        """Ask for the order by a column alone, or by one more column; what the list is sorted by already is turned."""
        descending = any(column.descending_first for column in COLUMNS if column.sort is key)
        choose = self._order.then if is_further else self._order.first_by
        self.choose_order(choose(key, descending=descending))

    def choose_order(self, order: Order) -> None:
        """Ask for an order, as a click on a header does."""
        self.show_order(order)
        self.order_chosen.emit(order)

    # -- groups ----------------------------------------------------------------------------------------------------

    def go_to_group(self, step: int) -> None:
        """Go to where the next group begins, or this one, or, from there, the one before."""
        row = max(0, self.currentIndex().row())
        group = self._items.group_at(row)
        if group is None:
            return
        target = group.last + 1 if step > 0 else group.first
        if step < 0 and row == group.first:
            before = self._items.group_at(row - 1)
            target = row if before is None else before.first
        if target < self._items.rowCount():
            self.select_row(target)

    def select_group(self) -> None:
        """Select all of the current item's group; the current item stays so."""
        self._items.complete()
        group = self._items.group_at(max(0, self.currentIndex().row()))
        if group is not None:
            self.select_items(self._items.items_in(group.first, group.last))

    def _show_groups(self) -> None:
        self._show_band()
        if self._items.has_groups:
            self.viewport().update()

    def _show_band(self) -> None:
        """Name the group at the top of the list, where its beginning is out of sight."""
        top, text = self.rowAt(0), ""
        group = self._items.group_at(top) if top >= 0 else None
        if group is not None and (top > group.first or self.rowViewportPosition(top) < 0):
            text = self._items.name_of(group)
        self._band.show_text(text, self.viewport().geometry())

    # -- columns ---------------------------------------------------------------------------------------------------

    def shown_columns(self) -> tuple[SortKey, ...]:
        """The columns that the editor wants to see, in their order, also those that a narrow table has no room for."""
        wanted = [
            section
            for section in map(self._header.logicalIndex, range(len(COLUMNS)))
            if section in self._folded or not self.isColumnHidden(section)
        ]
        return tuple(COLUMNS[section].sort for section in wanted)

    def show_columns(self, keys: Sequence[SortKey]) -> None:
        """Show these columns in this order, and the title with them."""
        sections = {column.sort: section for section, column in enumerate(COLUMNS)}
        wanted = [sections[key] for key in keys if key in sections]
        if TITLE_COLUMN not in wanted:
            wanted.insert(0, TITLE_COLUMN)
        self._folded.clear()
        for place, section in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(section), place)
        for section in range(len(COLUMNS)):
            self.setColumnHidden(section, section not in wanted)
        self._fold()

    def columns_state(self) -> QByteArray:
        """Order, widths and visibility of the columns, for :meth:`restore_columns`."""
        self._unfold()
        state = self.horizontalHeader().saveState()
        self._fold()
        return state

    def restore_columns(self, state: QByteArray) -> None:
        """Bring the columns back as :meth:`columns_state` saved them."""
        header = self.horizontalHeader()
        # The state holds a sort indicator as well; what the list is sorted by is not the header's to say.
        header.sortIndicatorChanged.disconnect(self._on_header_clicked)
        restored = not state.isEmpty() and header.restoreState(state) and header.count() == len(COLUMNS)
        self.show_order(self._order)
        header.sortIndicatorChanged.connect(self._on_header_clicked)
        if restored:
            header.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
            header.setSectionHidden(TITLE_COLUMN, False)
            self._fold()

    def _show_column_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        section = self._header.logicalIndexAt(position)
        if section >= 0:
            for is_further, words in ((False, self.tr("Sort by {0}")), (True, self.tr("Then by {0}"))):
                action = menu.addAction(words.format(COLUMNS[section].title.lower()))
                action.setData((section, is_further))
            menu.addSeparator()
        for index, column in enumerate(COLUMNS):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(index) or index in self._folded)
            action.setEnabled(index != TITLE_COLUMN)
            action.setData(index)
        menu.triggered.connect(self._on_column_menu)
        menu.popup(self.horizontalHeader().viewport().mapToGlobal(position))

    def _on_column_menu(self, action: QAction) -> None:
        data = action.data()
        if isinstance(data, int):
            self._toggle_column(data, action)
        else:
            section, is_further = data
            self.sort_by(COLUMNS[section].sort, is_further=is_further)

    def _toggle_column(self, index: int, action: QAction) -> None:
        self._folded.discard(index)
        self.setColumnHidden(index, not action.isChecked())
        self._fold()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Whoever has typed and goes on to the list decides about what was typed, not about what was there before.
        self._items.complete()
        super().focusInEvent(event)

    def be_brief(self, is_brief: bool) -> None:
        """Have rows drawn a few at a time: while others are busy, and rows come again and again."""
        self._painter.set_slice(_BRIEF if is_brief else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._has_delegates and self._items.rowCount():
            self._set_up_delegates()
        self._painter.paint(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        current = self.currentIndex()
        was_in_sight = 0 <= self.visualRect(current).top() < event.oldSize().height()
        super().resizeEvent(event)
        self._fold()
        self._show_band()
        if current.isValid() and was_in_sight:
            self.scrollTo(current)
        self._empty.setGeometry(QRect(QPoint(0, 0), self.viewport().size()))

    def _fold(self) -> None:
        """In a narrow table some columns make room, so that the title stays readable."""
        width = self.viewport().width()
        taken = sum(
            self._width_of(index)
            for index in range(len(COLUMNS))
            if index != TITLE_COLUMN and (index in self._folded or not self.isColumnHidden(index))
        )
        for index in _FOLD_ORDER:
            if index not in self._folded and self.isColumnHidden(index):
                continue  # the editor does not want it anyway
            fold = width - taken < _NARROWEST_TITLE
            if fold:
                taken -= self._width_of(index)
                self._folded.add(index)
            else:
                self._folded.discard(index)
            self.setColumnHidden(index, fold)

    def _width_of(self, index: int) -> int:
        """The width of a column, also of one that is folded away now."""
        if self.isColumnHidden(index):
            return self._folded_widths.get(index, COLUMNS[index].width)
        self._folded_widths[index] = self.columnWidth(index)
        return self.columnWidth(index)

    def _unfold(self) -> None:
        for index in self._folded:
            self.setColumnHidden(index, False)
        self._folded.clear()

    # -- what stands in an empty list ------------------------------------------------------------------------------

    def show_empty(self, sentence: str, action: QAction | None = None) -> None:
        """Say why the list is empty, and what to do."""
        self._empty.set_message(sentence, action)
        self._empty.show()

    def hide_empty(self) -> None:
        self._empty.hide()

    # -- keys and menus --------------------------------------------------------------------------------------------

    def set_context_menu(self, actions: Sequence[QAction | None]) -> None:
        """What the context menu holds; None is a separator."""
        self._menu_actions = actions

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._menu_actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.popup(event.globalPos())

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; a search has its own box."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last item; in Qt's tables they go along the row."""
        if action in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
            self._items.complete()
        return super().moveCursor(action, modifiers)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        super().changeEvent(event)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Keep a row above and below in sight, and never scroll sideways for a cell."""
        rect = self.visualRect(index)
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        if hint is not QAbstractItemView.ScrollHint.EnsureVisible:
            super().scrollTo(index, hint)
        elif rect.top() < ROW_HEIGHT:
            bar.setValue(bar.value() + rect.top() - ROW_HEIGHT)
        elif rect.bottom() > height - ROW_HEIGHT:
            bar.setValue(bar.value() + rect.bottom() - height + ROW_HEIGHT)
