"""The rows that the list shows: those of one queue that match a query, in one order.

An order is worked out when it is asked for and then stands still: a decision takes an item out or brings it back, and
never moves the others under the editor's hand.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.query import Query
from editor_app.core.row import Row
from editor_app.core.state import State


class SortKey(StrEnum):
    """What the list can be sorted by. The values are those of ``triage list --sort``."""

    STATE = "state"
    QUALITY = "quality"
    HEAT = "heat"
    TITLE = "title"
    PROVIDER = "provider"
    DATE = "date"
    TOPICS = "topics"
    RELATED = "related"
    PATH = "path"


class Order(NamedTuple):
    """A sort key and its direction. Items without a value stand at the end either way."""

    key: SortKey = SortKey.DATE
    descending: bool = True


_STATE_RANK: Final = {State.UNPUBLISHED: 0, State.PUBLISHED: 1, State.REJECTED: 2, State.PROBLEM: 3}
_KEYS: Final[dict[SortKey, Callable[[Row], Any]]] = {
    SortKey.QUALITY: lambda row: row.quality,
    SortKey.HEAT: lambda row: None if row.heat == -1 else row.heat,
    SortKey.DATE: lambda row: row.published_at,
    SortKey.RELATED: lambda row: row.related,
    SortKey.TITLE: lambda row: row.title.casefold() or None,
    SortKey.PROVIDER: lambda row: (row.provider or row.domain).casefold() or None,
    SortKey.PATH: lambda row: row.path,
}
# What settles the order of items that are equal, always from the highest down; then the path does.
_SECOND: Final = {SortKey.DATE: SortKey.QUALITY, SortKey.STATE: SortKey.DATE}


class View:
    """A queue, a query and an order over a catalog; ``items`` are the numbers of the items shown."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.queue = Queue.UNPUBLISHED
        self.query = Query()
        self.order = Order()
        self.items: list[int] = []
        self._places: dict[int, int] | None = None
        # All items of the catalog in the order that holds, and the place of each in it.
        self._ordered: list[int] = []
        self._ranks = array("l")
        # One key by which all of that is sorted, by item: only made while a folder is being read.
        self._keys: list[Any] = []
        # What the last query was and found among all items of the queue, for one that narrows it.
        self._hits: tuple[Queue, Query, list[int]] | None = None

    def show(
        self, *, queue: Queue | None = None, query: Query | None = None, order: Order | None = None
    ) -> None:
        """Choose what to show; what is not named stays."""
        self.set_items(self.planned(queue=queue, query=query, order=order))

    def planned(
        self, *, queue: Queue | None = None, query: Query | None = None, order: Order | None = None
    ) -> list[int]:
        """Choose what to show, and return it for :meth:`set_items` instead of showing it at once."""
        self.queue = self.queue if queue is None else queue
        if order is not None or not self._ordered:
            self.order = self.order if order is None else order
            self._sort()
        query = self.query if query is None else query
        shown = self._narrowed(query) if order is None else None
        if shown is None:
            shown = self._catalog.those_with(query.terms, self._catalog.those_in(self.queue, self._ordered))
        self.query = query
        self._hits = (self.queue, query, shown)
        return list(shown)

    def _narrowed(self, query: Query) -> list[int] | None:
        """The hits of a query among those of the last one, where they must be all; None where they need not."""
        if self._hits is None:
            return None
        queue, last, hits = self._hits
        if queue is not self.queue or not last or not query.narrows(last):
            return None
        return self._catalog.those_with(query.terms, self._catalog.those_in(queue, hits))

    def place(self, item: int) -> int | None:
        """The row in which an item is shown."""
        if self._places is None:
            self._places = dict(zip(self.items, range(len(self.items)), strict=True))
        return self._places.get(item)

    def takes(self, item: int) -> bool:
        """Whether an item belongs into the list."""
        return bool(self._catalog.those_with(self.query.terms, self._catalog.those_in(self.queue, (item,))))

    def changed(self, items: Sequence[int]) -> tuple[list[int], list[int]]:
        """After items have changed: those that have to leave the list, and those that have to come into it.

        An item that is shown leaves only with its queue: one that is retagged while a search shows it stays.
        """
        self._hits = None
        shown = [item for item in items if self.place(item) is not None]
        hidden = [item for item in items if self.place(item) is None]
        staying = set(self._catalog.those_in(self.queue, shown))
        leaving = [item for item in shown if item not in staying]
        coming = self._catalog.those_with(self.query.terms, self._catalog.those_in(self.queue, hidden))
        return leaving, coming

    def added(self, items: Sequence[int]) -> list[int]:
        """After items have come into the catalog: those of them that have to come into the list."""
        self._hits = None
        if self._ordered:
            self._order_in(items)
        else:
            self._sort()
        return self._catalog.those_with(self.query.terms, self._catalog.those_in(self.queue, items))

    def insertion_place(self, item: int) -> int:
        """The row that an item would be shown in."""
        return bisect_left(self.items, self._ranks[item], key=self._ranks.__getitem__)

    def without(self, items: Iterable[int]) -> list[int]:
        """The list without some items."""
        gone = set(items)
        return [item for item in self.items if item not in gone]

    def merged(self, items: Sequence[int]) -> list[int]:
        """The list with more items, each in its place; the others keep their order."""
        return sorted([*self.items, *items], key=self._ranks.__getitem__)

    def set_items(self, items: list[int]) -> None:
        """Show exactly these, in this order."""
        self.items = items
        self._places = None

    def take_out(self, place: int) -> None:
        """Take one row out."""
        del self.items[place]
        self._places = None

    def put_in(self, place: int, item: int) -> None:
        """Put one row in."""
        self.items.insert(place, item)
        self._places = None

    # -- order -----------------------------------------------------------------------------------------------------

    def _sort(self) -> None:
        self._keys = []
        self._set_order(self._sorted(self._catalog.numbers()))

    def _order_in(self, items: Sequence[int]) -> None:
        """Put new items into the order that holds: Python's sort merges two runs that are sorted already."""
        missing = items if self._keys else [*self._ordered, *items]
        self._keys += [None] * (max(missing) + 1 - len(self._keys))
        key = self._merge_key()
        for item in missing:
            self._keys[item] = key(item)
        down = self.order.descending
        new = sorted(items, key=self._keys.__getitem__, reverse=down)
        self._set_order(sorted(self._ordered + new, key=self._keys.__getitem__, reverse=down))

    def _merge_key(self) -> Callable[[int], Any]:
        """All of what :meth:`_sorted` sorts by as one ascending key; for a descending order it is read backwards."""
        down = self.order.descending
        catalog = self._catalog
        first = self._value_of(self.order.key)
        second = self._value_of(_SECOND[self.order.key]) if self.order.key in _SECOND else None

        def key(item: int) -> tuple[Any, ...]:
            value = first(item)
            found: list[Any] = [(value is None) != down, value if value is not None else 0]
            if second is not None:
                other = second(item)
                # From the highest down, whatever the direction of the first key, and without a value at the end.
                found += [other is None, -(other or 0)] if not down else [other is not None, other or 0]
            return (*found, _Path(catalog.row(item).path, down))

        return key

    def _set_order(self, ordered: list[int]) -> None:
        self._ordered = ordered
        ranks = array("l", bytes(array("l").itemsize * (max(ordered, default=-1) + 1)))
        for rank, item in enumerate(ordered):
            ranks[item] = rank
        self._ranks = ranks

    def _sorted(self, items: list[int]) -> list[int]:
        """Sort by the order that holds: from the least important key to the most, each time stably."""
        rows = self._catalog.row
        items = sorted(items, key=lambda item: rows(item).path)
        second = _SECOND.get(self.order.key)
        if second is not None:
            items = self._sorted_by(second, items, descending=True)
        return self._sorted_by(self.order.key, items, descending=self.order.descending)

    def _sorted_by(self, key: SortKey, items: list[int], *, descending: bool) -> list[int]:
        value = self._value_of(key)
        values = [value(item) for item in items]
        pairs = [(found, item) for found, item in zip(values, items, strict=True) if found is not None]
        pairs.sort(key=_first, reverse=descending)
        return [item for _, item in pairs] + [
            item for found, item in zip(values, items, strict=True) if found is None
        ]

    def _value_of(self, key: SortKey) -> Callable[[int], Any]:
        catalog = self._catalog
        if key is SortKey.STATE:
            return lambda item: _STATE_RANK[catalog.state(item)]
        if key is SortKey.TOPICS:
            return lambda item: ", ".join(catalog.topics(item)).casefold() or None
        of_row = _KEYS[key]
        return lambda item: of_row(catalog.row(item))


class _Path(str):
    """A path as the last part of a key; in a descending order the lowest path is the highest key."""

    __slots__ = ("_down",)
    _down: bool

    def __new__(cls, path: str, down: bool) -> _Path:
        made = super().__new__(cls, path)
        made._down = down
        return made

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other) if self._down else str.__lt__(self, other)


def _first(pair: tuple[Any, int]) -> Any:
    return pair[0]
