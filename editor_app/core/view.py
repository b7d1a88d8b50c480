"""The rows that the list shows: those of one queue that match a query, in one order.

An order is worked out when it is asked for and then stands still: a decision takes an item out or brings it back, and
never moves the others under the editor's hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.query import Query
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


_STATE_RANK = {State.UNPUBLISHED: 0, State.PUBLISHED: 1, State.REJECTED: 2, State.PROBLEM: 3}


class View:
    """A queue, a query and an order over a catalog; ``items`` are the numbers of the items shown."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.queue = Queue.UNPUBLISHED
        self.query = Query()
        self.order = Order()
        self.items: list[int] = []
        self._places: dict[int, int] | None = None

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
        self.query = self.query if query is None else query
        self.order = self.order if order is None else order
        return sorted(filter(self.takes, self._catalog.numbers()), key=self._sort_key)

    def place(self, item: int) -> int | None:
        """The row in which an item is shown."""
        if self._places is None:
            self._places = {item: place for place, item in enumerate(self.items)}
        return self._places.get(item)

    def takes(self, item: int) -> bool:
        """Whether an item belongs into the list."""
        return self._catalog.is_in(item, self.queue) and (
            not self.query or self.query.matches(self._catalog.search_text(item))
        )

    def changed(self, items: Iterable[int]) -> tuple[list[int], list[int]]:
        """After items have changed: those that have to leave the list, and those that have to come into it.

        An item that is shown leaves only with its queue: one that is retagged while a search shows it stays.
        """
        leaving, coming = [], []
        for item in items:
            shown = self.place(item) is not None
            if shown and not self._catalog.is_in(item, self.queue):
                leaving.append(item)
            elif not shown and self.takes(item):
                coming.append(item)
        return leaving, coming

    def insertion_place(self, item: int) -> int:
        """The row that an item would be shown in."""
        return bisect_left(self.items, self._sort_key(item), key=self._sort_key)

    def without(self, items: Iterable[int]) -> list[int]:
        gone = set(items)
        return [item for item in self.items if item not in gone]

    def merged(self, items: Sequence[int]) -> list[int]:
        """The list with more items, each in its place; the others keep their order."""
        coming = sorted(items, key=self._sort_key)
        merged: list[int] = []
        start = 0
        for item in coming:
            place = max(start, self.insertion_place(item))
            merged += self.items[start:place]
            merged.append(item)
            start = place
        return merged + self.items[start:]

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

    def _sort_key(self, item: int) -> tuple[Any, ...]:
        """Ascending keys for ``sorted``; the path settles what is equal, so that an order is always the same."""
        row = self._catalog.row(item)
        down = self.order.descending
        match self.order.key:
            case SortKey.QUALITY:
                own: tuple[Any, ...] = _number(row.quality, down)
            case SortKey.HEAT:
                own = _number(None if row.heat == -1 else row.heat, down)
            case SortKey.DATE:
                own = (*_number(row.published_at, down), *_number(row.quality, descending=True))
            case SortKey.RELATED:
                own = _number(row.related, down)
            case SortKey.STATE:
                rank = _STATE_RANK[self._catalog.state(item)]
                own = (-rank if down else rank, *_number(row.published_at, descending=True))
            case SortKey.TITLE:
                own = _text(row.title, down)
            case SortKey.PROVIDER:
                own = _text(row.provider or row.domain, down)
            case SortKey.TOPICS:
                own = _text(", ".join(self._catalog.topics(item)), down)
            case SortKey.PATH:
                return _text(row.path, down)
        return (*own, row.path)


def _number(value: int | None, descending: bool) -> tuple[bool, int]:
    if value is None:
        return (True, 0)
    return (False, -value if descending else value)


class _Backwards(str):
    """A text that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _text(value: str, descending: bool) -> tuple[bool, str]:
    folded = value.casefold()
    return (not folded, _Backwards(folded) if descending else folded)
