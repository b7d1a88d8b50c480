"""The rows of a view, as Qt's tables want them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from editor_app.core.age import age, exact
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.display_text import short
from editor_app.core.groups import Group, name_of
from editor_app.core.query import Query
from editor_app.core.state import State
from editor_app.core.view import Order, View
from editor_app.gui.columns import COLUMNS, Column, Kind
from editor_app.gui.roles import ItemRole
from editor_app.gui.row_runs import runs
from editor_app.gui.tooltip import plain_tooltip

QUALITY_FULL: Final = 150
"""The quality at which the bar is full; scores above it are rare."""
HEAT_FULL: Final = 50
"""The heat at which the bar is full."""

_RANKS = "¹²³⁴⁵⁶⁷⁸⁹"
_LONGEST_CELL = 600  # characters; a cell shows fewer
_MOST_NAMED = 100
_FEW = 24  # changes that are told to Qt row by row; more of them as one new layout
_SCREENFUL = 100  # rows; more than a screen shows
_FIRST_SLICE = 0.012  # seconds that a search may take before the list is shown
_SLICE = 0.006  # seconds that the rest of it may hold the window up at once
_MOST_NOTED = 50_000  # items whose changes are told apart
_MANY = 16  # changed items; of more, Qt is told of all rows

STATE_WORDS: Final = {
    State.UNPUBLISHED: "Unpublished",
    State.PUBLISHED: "Published",
    State.REJECTED: "Rejected",
    State.PROBLEM: "Problem",
}

_NO_INDEX = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractTableModel):
    """Shows a :class:`~editor_app.core.view.View`. Rows come and go singly or as a new layout, never by a reset,
    which would lose the selection and the place.
    """

    replaced = Signal()
    """Another list is shown; more of it may be on its way."""
    completed = Signal()
    """All of the list is there."""

    def __init__(self, clock: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._catalog = Catalog()
        self._view = View(self._catalog, clock)
        # Changes are numbered: the last one of an item since the last one of all, and that one.
        self._revisions: dict[int, int] = {}
        self._revision = self._epoch = 0
        # What a search has found while the list still is what it was; None while it is not.
        self._found: list[int] | None = None
        self._awaited: set[int] = set()
        self._awaits_all = False
        self._searching = QTimer(self)
        self._searching.setInterval(0)
        self._searching.timeout.connect(self._search_on)
        self._answers: dict[int, Callable[[int, int, Kind], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.ToolTipRole: self._tooltip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.TextAlignmentRole: self._alignment,
            ItemRole.PATH: self._path,
            ItemRole.STATE: self._state,
            ItemRole.PENDING: self._is_pending,
            ItemRole.SCORE: self._score,
            ItemRole.FRACTION: self._fraction,
            ItemRole.CHIPS: self._chips,
            ItemRole.NOTE: self._has_note,
            ItemRole.CONFLICT: self._is_unsettled,
        }

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        return self._view

    def set_catalog(self, catalog: Catalog) -> None:
        """Show another folder's items, with the same queue, query and order."""
        # Nobody wants to know any more what the old folder has: its numbers mean other items by now.
        self._searching.stop()
        self._found = None
        self.beginResetModel()
        view = View(catalog, self._clock)
        view.show(queue=self._view.queue, query=self._view.query, order=self._view.order)
        self._catalog, self._view = catalog, view
        self._note_changed(None)
        self.endResetModel()

    def sort_by(self, order: Order) -> None:
        """Show the same items in another order."""
        self.complete()
        self._relayout(self._view.planned(order=order))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def search(self, *, queue: Queue | None = None, query: Query | None = None) -> None:
        """Show another list. A long one is looked through in slices; what is seen first is there first.

        Until as much is found as there is room for on a screen, the list stays as it was.
        """
        kept = self.persistentIndexList()
        places = {index.row() for index in kept} if len(kept) <= _FEW else set()
        selected = [self._view.items[place] for place in places]
        self._view.begin(queue=queue, query=query)
        self._found = []
        # What is selected stays so where it is found again, and must be there with the first ones for that.
        self._awaited = {item for item in selected if self._view.takes(item)}
        self._awaits_all = len(kept) > _FEW
        until = time.monotonic() + _FIRST_SLICE
        while self._shows_old_list() and time.monotonic() < until:
            self._go_on(time.monotonic())

    def complete(self) -> None:
        """Find at once what is still being looked for."""
        if self._view.is_searching or self._shows_old_list():
            self._go_on(None)

    def _shows_old_list(self) -> bool:
        return self._found is not None

    def _search_on(self) -> None:
        self._go_on(time.monotonic() + _SLICE)

    def _go_on(self, until: float | None) -> None:
        hits = self._view.find(until)
        is_done = not self._view.is_searching
        if is_done:
            self._searching.stop()
        else:
            self._searching.start()
        if self._found is not None:
            self._found += hits
            self._awaited.difference_update(hits)
            is_enough = len(self._found) >= _SCREENFUL and not self._awaited and not self._awaits_all
            if is_done or is_enough:
                found, self._found = self._found, None
                self._relayout(found)
                self.replaced.emit()
        elif hits:
            rows = len(self._view.items)
            self.beginInsertRows(_NO_INDEX, rows, rows + len(hits) - 1)
            self._view.append(hits)
            self.endInsertRows()
        if is_done:
            self.completed.emit()

    def prepare(self, items: Sequence[int]) -> Iterator[None]:
        """Do what takes long of :meth:`add`, in steps of some milliseconds."""
        return self._view.sorting(items)

    def add(self, items: Sequence[int]) -> None:
        """Items have come into the catalog."""
        self.complete()
        coming = self._view.added(items)
        if not self._view.items and coming:
            ordered = self._view.merged(coming)
            self.beginInsertRows(_NO_INDEX, 0, len(ordered) - 1)
            self._view.set_items(ordered)
            self.endInsertRows()
        elif coming:
            self._bring_in(coming)

    def refresh(self, items: Sequence[int], staying: Collection[int] = ()) -> None:
        """Items read differently now: some leave, some come, the others are drawn anew in their place.

        :param staying: items that are not to leave, though they no longer belong into the list.
        """
        self.complete()
        self._note_changed(items)
        leaving, coming = self._view.changed(items)
        leaving = [item for item in leaving if item not in staying]
        if leaving:
            self._take_out(leaving)
        if coming:
            self._bring_in(coming)
        if len(items) > _MANY:
            # Which ones those are takes longer to find out than it takes Qt to look at the few in sight.
            shown = (0, len(self._view.items) - 1)
        else:
            # One that has just left would be looked for in the whole list.
            places = self._view.places([item for item in items if item not in leaving])
            shown = (places[0], places[-1]) if places else (0, -1)
        if shown[1] >= 0:
            self.dataChanged.emit(self.index(shown[0], 0), self.index(shown[1], len(COLUMNS) - 1))

    def remove(self, items: Sequence[int]) -> None:
        """Items are gone from the catalog."""
        self.complete()
        self._note_changed(items)
        shown = self._view.places(items)
        if shown:
            self._take_out([self._view.items[place] for place in shown])

    def item(self, row: int) -> int:
        """The number of the item in a row."""
        return self._view.items[row]

    def items_in(self, first: int, last: int) -> list[int]:
        """The numbers of the items in some rows, the last included."""
        return self._view.items[first : last + 1]

    def row_of(self, item: int) -> int | None:
        """The row of an item, None where it is not shown."""
        return self._view.place(item)

    def stamp(self, row: int) -> Hashable:
        """Names what a row shows: as long as it is the same, so is what is told of the row."""
        item = self._view.items[row]
        told = age(self._catalog.files.moments[item], self._clock())
        return item, self._revisions.get(item, 0), self._epoch, told, self.heading(row)

    # -- groups ----------------------------------------------------------------------------------------------------

    @property
    def has_groups(self) -> bool:
        """Whether items stand in groups."""
        return self._view.order.group is not None

    def group_at(self, row: int) -> Group | None:
        """The group that a row is of; None where there are no groups."""
        return self._view.group_at(row) if self.has_groups and 0 <= row < self.rowCount() else None

    def heading(self, row: int) -> str:
        """The name of the group that begins with a row, and how many of it are shown; empty for other rows."""
        group = self.group_at(row)
        return self.name_of(group) if group is not None and group.first == row else ""

    def name_of(self, group: Group) -> str:
        """What a group is called, and how many of it are shown."""
        kind = self._view.order.group
        name = "" if kind is None else name_of(kind, group.value, self._clock())
        return f"{name} · {group.size:,}"

    def _note_changed(self, items: Sequence[int] | None) -> None:
        """Some items are told otherwise now; all are for None."""
        self._revision += 1
        if items is None or len(self._revisions) + len(items) > _MOST_NOTED:
            self._epoch = self._revision
            self._revisions.clear()
        else:
            self._revisions.update(dict.fromkeys(items, self._revision))

    def shows_any(self, items: Sequence[int]) -> bool:
        """Whether one of some items is shown."""
        return self._view.shows_any(items)

    def rows_of(self, items: Sequence[int]) -> list[int]:
        """The rows of those items that are shown, from top to bottom."""
        return self._view.places(items)

    def _take_out(self, items: Sequence[int]) -> None:
        leaving = runs(self._view.places(items))
        if len(leaving) > _FEW:
            self._relayout(self._view.without(items))
            return
        # Rows in a row go at once, however many: of a new layout Qt would ask where each selected cell has gone.
        for first, last in reversed(leaving):
            self.beginRemoveRows(_NO_INDEX, first, last)
            self._view.take_out(first, last)
            self.endRemoveRows()

    def _bring_in(self, items: Sequence[int]) -> None:
        if len(items) <= _FEW:
            for item in items:
                self._put_in(self._view.insertion_place(item), [item])
            return
        row = self._view.gap_for(items)
        if row is None:
            self._relayout(self._view.merged(items))
        else:
            self._put_in(row, items)

    def _put_in(self, row: int, items: Sequence[int]) -> None:
        self.beginInsertRows(_NO_INDEX, row, row + len(items) - 1)
        self._view.put_in(row, items)
        self.endInsertRows()

    def _relayout(self, items: list[int]) -> None:
        if items == self._view.items:
            return
        self.layoutAboutToBeChanged.emit()
        old = self._view.items
        kept = self.persistentIndexList()
        numbers = [old[index.row()] for index in kept]
        self._view.set_items(items)
        places = {number: self._view.place(number) for number in set(numbers)}
        moved = []
        for index, number in zip(kept, numbers, strict=True):
            row = places[number]
            moved.append(QModelIndex() if row is None else self.index(row, index.column()))
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    # -- Qt's questions --------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._view.items)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title_of(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint
        if role == Qt.ItemDataRole.TextAlignmentRole and column.kind is Kind.NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _title_of(self, column: Column) -> str:
        """The title of a column; where the list is sorted by several, with the rank that it has among them."""
        order = self._view.order
        rank = order.rank(column.sort)
        return column.title if rank is None or not order.further else f"{column.title} {_RANKS[rank]}"

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._view.items):
            return None
        answer = self._answers.get(role)
        if answer is None:
            return None
        column = index.column()
        return answer(self._view.items[index.row()], column, COLUMNS[column].kind)

    def _path(self, item: int, column: int, kind: Kind) -> str:
        return self._catalog.row(item).path

    def _state(self, item: int, column: int, kind: Kind) -> str:
        return "snoozed" if self._catalog.snooze(item) else str(self._catalog.state(item))

    def _is_pending(self, item: int, column: int, kind: Kind) -> bool:
        return item in self._catalog.pending

    def _is_unsettled(self, item: int, column: int, kind: Kind) -> bool:
        return self._catalog.is_unsettled(item)

    def _alignment(self, item: int, column: int, kind: Kind) -> Qt.AlignmentFlag | None:
        if kind in (Kind.NUMBER, Kind.QUALITY, Kind.HEAT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _chips(self, item: int, column: int, kind: Kind) -> list[str] | None:
        return list(self._catalog.topics(item)) if kind is Kind.CHIPS else None

    def _score(self, item: int, column: int, kind: Kind) -> int | None:
        row = self._catalog.row(item)
        if kind is Kind.QUALITY:
            return row.quality
        # -1: not computed, because the story was never published
        return row.heat if kind is Kind.HEAT and row.heat != -1 else None

    def _fraction(self, item: int, column: int, kind: Kind) -> float | None:
        if kind not in (Kind.QUALITY, Kind.HEAT):
            return None
        return fraction(self._score(item, column, kind), QUALITY_FULL if kind is Kind.QUALITY else HEAT_FULL)

    def _text(self, item: int, column: int, kind: Kind) -> str:
        row = self._catalog.row(item)
        match kind:
            case Kind.STATE:
                return "Snoozed" if self._catalog.snooze(item) else STATE_WORDS[self._catalog.state(item)]
            case Kind.TITLE:
                return short(self._catalog.shown_row(item).title or row.path, _LONGEST_CELL)
            case Kind.QUALITY:
                return "–" if row.quality is None else str(row.quality)
            case Kind.HEAT:
                return "–" if row.heat is None or row.heat == -1 else str(row.heat)
            case Kind.CHIPS:
                return short(_joined(self._catalog.topics(item)), _LONGEST_CELL)
            case Kind.NUMBER:
                return str(row.related) if row.related else ""
            case Kind.TEXT:
                if COLUMNS[column].title == "Provider":
                    return short(row.provider or row.domain, _LONGEST_CELL)
                return age(row.published_at, self._clock())

    def _has_note(self, item: int, column: int, kind: Kind) -> bool:
        row = self._catalog.row(item)
        if kind is Kind.STATE:
            return bool(row.notes) or bool(self._catalog.failure(item)) or item in self._catalog.missing
        return any(note.field == kind for note in row.notes)

    def _tooltip(self, item: int, column: int, kind: Kind) -> str:
        return plain_tooltip(self._hint(item, column, kind))

    def _hint(self, item: int, column: int, kind: Kind) -> str:
        row = self._catalog.row(item)
        if row.problem is not None:
            return str(row.problem.reason)
        if kind is Kind.STATE:
            lines = [STATE_WORDS[self._catalog.state(item)]]
            snooze = self._catalog.snooze(item)
            if snooze is not None:
                lines.append(f"Snoozed {snooze.words(self._clock())}")
            if item in self._catalog.conflicts:
                lines.append("Conflict: somebody else has changed this item meanwhile")
            elif item in self._catalog.missing:
                lines.append("The file is gone")
            if item in self._catalog.pending:
                lines.append("Not saved yet")
            if self._catalog.failure(item):
                lines.append(f"Not saved: {self._catalog.failure(item)}")
            return "\n".join((*lines, *(note.reason for note in row.notes)))
        if kind is Kind.TITLE:
            return self._catalog.shown_row(item).title
        if kind is Kind.CHIPS:
            return _joined(self._catalog.topics(item))
        if COLUMNS[column].title == "Age":
            return exact(row.published_at)
        if COLUMNS[column].title == "Provider":
            return " · ".join(part for part in (row.provider, row.domain) if part)
        if kind is Kind.HEAT and row.heat == -1:
            return "Heat is computed once an item has been published"
        return ""

    def _spoken(self, item: int, column: int, kind: Kind) -> str:
        text = self._text(item, column, kind)
        if kind is Kind.STATE and item in self._catalog.conflicts:
            return f"{text}, conflict with a change of somebody else"
        if kind is Kind.STATE and item in self._catalog.missing:
            return f"{text}, the file has been deleted"
        if kind is Kind.STATE and item in self._catalog.pending:
            return f"{text}, not saved yet"
        return f"{COLUMNS[column].title} {text}" if kind in (Kind.QUALITY, Kind.HEAT, Kind.NUMBER) else text


def _joined(topics: Sequence[str]) -> str:
    """Topics in one text: as many as fit a cell or a tooltip, of hostile files too."""
    more = ", …" if len(topics) > _MOST_NAMED else ""
    return ", ".join(topics[:_MOST_NAMED]) + more


def fraction(score: int | None, full: int) -> float:
    """How much of a score's bar is filled, from 0 to 1."""
    return 0.0 if score is None else max(0.0, min(1.0, score / full))
