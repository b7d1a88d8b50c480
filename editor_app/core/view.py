"""The rows that the list shows: those of one queue that match a query, in one order.

An order is worked out when it is asked for and then stands still: a decision takes an item out or brings it back, and
never moves the others under the editor's hand.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, Final, NamedTuple

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.groups import (
    Group,
    Groups,
    days,
    first_topics,
    grouped,
    heaps_of,
    provider_groups,
    providers,
)
from editor_app.core.order import Grouping, Order, SortKey
from editor_app.core.query import Query
from editor_app.core.stepwise_sort import sorted_in_steps

__all__ = ["Order", "SortKey", "View"]


class _Sorted(NamedTuple):
    """An order that was worked out, and what it was worked out by."""

    by_path: list[int]
    ordered: list[int]
    groups: Groups
    values: dict[SortKey | Grouping, list[Any]]


# What settles the order of items that are equal by the last key, always from the highest down; then the path does, from
# the lowest up.
_SECOND: Final = {SortKey.DATE: SortKey.QUALITY, SortKey.STATE: SortKey.DATE}

_FEW_VALUES: Final = frozenset(
    {SortKey.QUALITY, SortKey.HEAT, SortKey.RELATED, SortKey.STATE, SortKey.PROVIDER}
)

_MOST_KNOWN: Final = 3  # orders that are kept
_STEP: Final = 2_000  # items that are looked through before a look at the clock
_LONG: Final = 10_000  # items; fewer are sorted at once, and laid on heaps in one go
_MANY: Final = 16  # items that are looked for one by one in the list; more of them by a set
_FEW: Final = 4  # items
_NOWHERE: Final = -1
_NEAR: Final = 8  # rows around the one that was asked for last: the next one is nearly always there


class View:
    """A queue, a query and an order over a catalog; ``items`` are the numbers of the items shown.

    :param clock: tells the time that a query takes ``today`` from.
    """

    def __init__(self, catalog: Catalog, clock: Callable[[], float] = time.time) -> None:
        self._catalog = catalog
        self._clock = clock
        self.queue = Queue.UNPUBLISHED
        self.query = Query()
        self.order = Order()
        self.items: list[int] = []
        # By item whether it is shown: 1 or 0; None until somebody asks.
        self._shown: bytearray | None = None
        # All items of the catalog by path, and in the order that holds, with the place of each in it.
        self._by_path: list[int] = []
        self._paths: list[str] = []
        self._ordered: list[int] = []
        self._ranks: list[int] | None = None
        self._looked_for = 0
        self._last_place = 0
        # The values that the order was worked out by: what files say later moves nothing until another is asked for.
        self._sorted_by_values: dict[SortKey | Grouping, list[Any]] = {}
        # Where each group begins in the order that holds, and what its items have in common.
        self._groups = Groups()
        # Orders that were asked for before, the last one at the end.
        self._known: dict[Order, _Sorted] = {}
        # Items that have been placed in the order before :meth:`added` is told of them.
        self._placed: list[int] | None = None
        # What the last query was and found among all items of the queue, for one that narrows it.
        self._hits: tuple[Queue, Query, list[int]] | None = None
        # Where a search has come to among the items that it looks through, and what it has found.
        self._looked_through: tuple[list[int], int, list[int]] | None = None

    def show(
        self, *, queue: Queue | None = None, query: Query | None = None, order: Order | None = None
    ) -> None:
        """Choose what to show; what is not named stays."""
        self.set_items(self.planned(queue=queue, query=query, order=order))

    def planned(
        self, *, queue: Queue | None = None, query: Query | None = None, order: Order | None = None
    ) -> list[int]:
        """Choose what to show, and return it for :meth:`set_items` instead of showing it at once."""
        self.begin(queue=queue, query=query, order=order)
        return self.find()

    def begin(
        self, *, queue: Queue | None = None, query: Query | None = None, order: Order | None = None
    ) -> None:
        """Choose what to show, and leave looking for it to :meth:`find`."""
        self.queue = self.queue if queue is None else queue
        if order is not None or not self._ordered:
            self.order = self.order if order is None else order
            self._sort_anew()
        query = self.query if query is None else query
        known = self._narrowed_by(query) if order is None else None
        self.query, self._hits = query, None
        self._looked_through = (self._ordered if known is None else known, 0, [])

    @property
    def is_searching(self) -> bool:
        """Whether :meth:`find` has more to look through."""
        return self._looked_through is not None

    def find(self, until: float | None = None) -> list[int]:
        """Go on with what :meth:`begin` has begun; what this call has found comes in the order of the list.

        The items are not shown; see :meth:`set_items`.

        :param until: when to stop, on the clock of :func:`time.monotonic`; None for when all is found.
        """
        if self._looked_through is None:
            return []
        items, place, found = self._looked_through
        before = len(found)
        step = len(items) if until is None else _STEP
        while True:
            part = items[place : place + step]
            found += self._found(self.query, self._catalog.those_in(self.queue, part))
            place += step
            if place >= len(items):
                self._looked_through = None
                self._hits = (self.queue, self.query, found)
                return found[before:]
            if until is not None and time.monotonic() >= until:
                self._looked_through = (items, place, found)
                return found[before:]

    def _narrowed_by(self, query: Query) -> list[int] | None:
        """The items among which all hits of a query must be, where the last one has found them."""
        if self._hits is None:
            return None
        queue, last, hits = self._hits
        return hits if queue is self.queue and last and query.narrows(last) else None

    def _found(self, query: Query, items: Sequence[int]) -> list[int]:
        return query.select(self._catalog, items, self._clock())

    def place(self, item: int) -> int | None:
        """The row in which an item is shown."""
        start = max(0, self._last_place - _NEAR)
        try:
            place = self.items.index(item, start, start + 2 * _NEAR)
        except ValueError:
            return self._place_afar(item)
        self._last_place = place
        return place

    def _place_afar(self, item: int) -> int | None:
        """The row of an item that does not stand near the one that was asked for last."""
        if self._ranks is None and self._looked_for < _MANY:  # to look for a few is faster than to number all
            self._looked_for += 1
            try:
                self._last_place = self.items.index(item)
            except ValueError:
                return None
            return self._last_place
        ranks = self._places_in_order()
        if item >= len(ranks) or ranks[item] == _NOWHERE:
            return None
        place = bisect_left(self.items, ranks[item], key=ranks.__getitem__)
        if place == len(self.items) or self.items[place] != item:
            return None
        self._last_place = place
        return place

    def places(self, items: Sequence[int]) -> list[int]:
        """The rows in which some items are shown, from top to bottom; those that are not shown are left out."""
        if len(items) <= _MANY:
            return sorted(place for item in items if (place := self.place(item)) is not None)
        first = self.place(items[0])
        if first is not None and self.items[first : first + len(items)] == list(items):
            return list(range(first, first + len(items)))  # as mostly: what was selected in one go
        wanted = self._flags(items)
        return [place for place, item in enumerate(self.items) if wanted[item]]

    def shows_any(self, items: Sequence[int]) -> bool:
        """Whether one of some items is shown."""
        shown = self._shown_flags()
        return any(item < len(shown) and shown[item] for item in items)

    def _flags(self, items: Iterable[int]) -> bytearray:
        """1 for each of some items, 0 for all others."""
        flags = bytearray(len(self._catalog.state_codes))
        for item in items:
            flags[item] = 1
        return flags

    def _shown_flags(self) -> bytearray:
        size = len(self._catalog.state_codes)
        if self._shown is None:
            # To note of each item of a list of all that it is shown would hold up the first decision about many.
            everything = len(self.items) == size
            self._shown = bytearray(b"\1") * size if everything else self._flags(self.items)
        elif len(self._shown) < size:
            self._shown += bytes(size - len(self._shown))
        return self._shown

    def _shown_test(self, items: Sequence[int]) -> Callable[[int], object]:
        """What tells of each of some items whether it is shown."""
        if (
            self._shown is None and len(items) <= _FEW
        ):  # a look beside the last one is far faster than to go through all
            return lambda item: self.place(item) is not None
        return self._shown_flags().__getitem__

    def takes(self, item: int) -> bool:
        """Whether an item belongs into the list."""
        return bool(self._found(self.query, self._catalog.those_in(self.queue, (item,))))

    def changed(self, items: Sequence[int]) -> tuple[list[int], list[int]]:
        """After items have changed: those that have to leave the list, and those that have to come into it.

        An item that is shown leaves only with its queue, and what the query says of that (``is:unpublished``): one that
        is retagged while a search shows it stays.
        """
        self._hits = None
        is_shown = self._shown_test(items)
        hidden = [item for item in items if not is_shown(item)]
        shown = [item for item in items if is_shown(item)] if hidden else items
        staying = self._found(self.query.standing, self._catalog.those_in(self.queue, shown))
        leaving: list[int] = []
        if len(staying) < len(shown):
            kept = set(staying)
            leaving = [item for item in shown if item not in kept]
        coming = self._found(self.query, self._catalog.those_in(self.queue, hidden)) if hidden else []
        return leaving, coming

    def added(self, items: Sequence[int]) -> list[int]:
        """After items have come into the catalog: those of them that have to come into the list."""
        self._hits = None
        if self._placed != items:
            self._sort(items)
        self._placed = None
        is_shown = self._shown_flags().__getitem__
        hidden = [item for item in items if not is_shown(item)] if self.items else items
        return self._found(self.query, self._catalog.those_in(self.queue, hidden))

    def out_of_order(self, items: Iterable[int]) -> list[int]:
        """Those of some items that would stand elsewhere if the order were worked out anew."""
        moved: set[int] = set()
        left = list(items)
        for key, before in self._sorted_by_values.items():
            if key is SortKey.PATH and self.order.rank(key) is None:
                continue  # settles the order of equals only
            now = _VALUES[key](self._catalog)
            moved.update(item for item in left if item < len(before) and before[item] != now[item])
        return [item for item in left if item in moved]

    def group_at(self, row: int) -> Group | None:
        """The group that the item in a row stands in; None where the list has no groups.

        Whoever shows a screen asks this for each row in sight. Nothing is counted for it: where a group ends in the
        list is found by where it ends in the order.
        """
        starts = self._groups.starts
        if not starts:
            return None
        ranks = self._places_in_order()
        place = bisect_right(starts, ranks[self.items[row]]) - 1
        first = bisect_left(self.items, starts[place], key=ranks.__getitem__)
        end = len(self.items)
        if place + 1 < len(starts):
            end = bisect_left(self.items, starts[place + 1], first, key=ranks.__getitem__)
        return Group(self._groups.values[place], first, end - 1)

    def insertion_place(self, item: int) -> int:
        """The row that an item would be shown in."""
        ranks = self._places_in_order()
        return bisect_left(self.items, ranks[item], key=ranks.__getitem__)

    def gap_for(self, items: Sequence[int]) -> int | None:
        """The row from which on items would be shown one below the other, as they stand; None where they are not in
        order, or others would be between them.
        """
        ranks = self._places_in_order()
        in_order = all(before < after for before, after in pairwise(map(ranks.__getitem__, items)))
        first, last = self.insertion_place(items[0]), self.insertion_place(items[-1])
        return first if in_order and first == last else None

    def without(self, items: Iterable[int]) -> list[int]:
        """The list without some items."""
        gone = set(items)
        return [item for item in self.items if item not in gone]

    def merged(self, items: Sequence[int]) -> list[int]:
        """The list with more items, each in its place; the others keep their order."""
        wanted = bytearray(self._shown_flags())
        for item in items:
            wanted[item] = 1
        return [item for item in self._ordered if wanted[item]]

    def set_items(self, items: list[int]) -> None:
        """Show exactly these, in this order."""
        self.items = items
        self._shown = None

    def append(self, items: Sequence[int]) -> None:
        """Show more, below all others."""
        self.items += items
        if self._shown is not None:
            shown = self._shown_flags()
            for item in items:
                shown[item] = 1

    def take_out(self, first: int, last: int) -> None:
        """Take some rows out that follow each other."""
        if self._shown is not None:
            for item in self.items[first : last + 1]:
                self._shown[item] = 0
        del self.items[first : last + 1]

    def put_in(self, place: int, items: Sequence[int]) -> None:
        """Put rows in that follow each other."""
        self.items[place:place] = items
        if self._shown is not None:
            shown = self._shown_flags()
            for item in items:
                shown[item] = 1

    # -- order -----------------------------------------------------------------------------------------------------

    def _places_in_order(self) -> list[int]:
        """The place of each item in the order that holds, by its number; -1 where it has none."""
        if self._ranks is None:
            ranks = [_NOWHERE] * (max(self._ordered, default=-1) + 1)
            deque(map(ranks.__setitem__, self._ordered, range(len(self._ordered))), maxlen=0)
            self._ranks = ranks
        return self._ranks

    def _sort(self, new: Sequence[int] | None) -> None:
        """Work out the order anew.

        :param new: items that may not have been there before; None for all.
        """
        deque(self._sorting(new, in_steps=False), maxlen=0)

    def _sort_anew(self) -> None:
        """Work out the order by what is so now; where that is what it was the last time, the order is known."""
        known = self._known.pop(self.order, None)
        if known is not None and all(
            _VALUES[key](self._catalog) == values for key, values in known.values.items()
        ):
            self._by_path, self._ordered, self._groups = known.by_path, known.ordered, known.groups
            self._paths, self._sorted_by_values = known.values[SortKey.PATH], known.values
            self._ranks, self._looked_for, self._placed = None, 0, None
        else:
            self._sorted_by_values = {}
            self._sort(None)
        values = dict(self._sorted_by_values)
        self._known[self.order] = _Sorted(self._by_path, self._ordered, self._groups, values)
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def sorting(self, new: Sequence[int]) -> Iterator[None]:
        """Work out where new items stand, in steps of some milliseconds, before :meth:`added` is told of them.

        What is shown does not change. If the order changes otherwise meanwhile, the work was in vain.
        """
        before = self._ordered
        if len(self._catalog) < _LONG:
            return
        yield from self._sorting(new, in_steps=True)
        if self._ordered is not before:
            self._placed = list(new)

    def _sorting(self, new: Sequence[int] | None, *, in_steps: bool) -> Iterator[None]:
        """Sort from the least important key to the most, each time stably."""
        order, before = self.order, self._ordered
        paths = self._values_for(SortKey.PATH, new)
        values: dict[SortKey | Grouping, list[Any]] = {SortKey.PATH: paths}
        by_path = self._by_path
        # Numbers are never given up, also not those of files that are gone. What was in order is one run, which
        # Python's sort merges with what has come.
        if new is None and by_path and self._paths == paths:
            paths = values[SortKey.PATH] = self._paths
        elif new is None or new or len(by_path) < len(paths):
            numbers = [*by_path, *range(len(by_path), len(paths))]
            by_path = yield from _sorted(numbers, paths, descending=False, in_steps=in_steps)
        ordered = by_path
        second = _SECOND.get(order.keys[-1].key)
        keys = [(second, True)] if second is not None and order.rank(second) is None else []
        for key, descending in [*keys, *reversed(order.keys)]:
            yield
            values[key] = self._values_for(key, new)
            yield
            if key in _FEW_VALUES:
                ordered = yield from _sorted_by_few(
                    values[key], ordered, descending=descending, in_steps=in_steps
                )
            else:
                ordered = yield from _sorted_by_many(values[key], ordered, descending, in_steps)
        groups = Groups()
        if order.group is not None:
            yield
            values[order.group] = self._values_for(order.group, new)
            yield
            step = _LONG if in_steps else max(1, len(ordered))
            ordered, groups = yield from grouped(
                values[order.group], ordered, descending=order.groups_descend, step=step
            )
        if self.order != order or self._ordered is not before:
            return  # another order was asked for meanwhile
        self._by_path, self._paths, self._ordered, self._groups = by_path, paths, ordered, groups
        self._sorted_by_values.update(values)
        self._ranks, self._looked_for = None, 0
        self._placed = None

    def _values_for(self, key: SortKey | Grouping, new: Sequence[int] | None) -> list[Any]:
        """What items are sorted by: for those that are new what their files say now, else what they said then."""
        now = _VALUES[key](self._catalog)
        if new is None or len(new) == len(self._catalog):
            return list(now)
        values = list(self._sorted_by_values.get(key, ()))
        values += now[len(values) :]
        for item in new:
            values[item] = now[item]
        return values


def _sorted(
    items: list[int], values: Sequence[Any], *, descending: bool, in_steps: bool
) -> Generator[None, None, list[int]]:
    if in_steps:
        return (yield from sorted_in_steps(items, values, descending=descending))
    return sorted(items, key=values.__getitem__, reverse=descending)


def _sorted_by_many(
    values: Sequence[Any], items: list[int], descending: bool, in_steps: bool
) -> Generator[None, None, list[int]]:
    without = [item for item in items if values[item] is None] if None in values else []
    found = [item for item in items if values[item] is not None] if without else items
    return (yield from _sorted(found, values, descending=descending, in_steps=in_steps)) + without


def _sorted_by_few(
    values: Sequence[Any], items: list[int], *, descending: bool, in_steps: bool
) -> Generator[None, None, list[int]]:
    """Sort by values of which there are few: items are laid on as many heaps, which takes no comparing."""
    heaps = yield from heaps_of(values, items, step=_LONG if in_steps else max(1, len(items)))
    without = heaps.pop(None, [])
    ordered = chain.from_iterable(heaps[value] for value in sorted(heaps, reverse=descending))
    return [*ordered, *without]


def _heat(catalog: Catalog) -> list[int | None]:
    return [None if heat == -1 else heat for heat in catalog.files.heat]  # -1: not computed


def _titles(catalog: Catalog) -> list[bytes | None]:
    # A text begins with the title, in a line of its own, and UTF-8 sorts as its characters do.
    return [text.partition(b"\n")[0] or None for text in catalog.texts]


def _providers(catalog: Catalog) -> list[str | None]:
    return _folded(providers(catalog))


def _topics(catalog: Catalog) -> list[str | None]:
    return _folded(list(map(", ".join, catalog.topic_column())))


def _folded(texts: Sequence[str]) -> list[str | None]:
    """Texts as they are sorted; many items share few of them."""
    keys = {text: text.casefold() or None for text in set(texts)}
    return [keys[text] for text in texts]


_VALUES: Final[dict[SortKey | Grouping, Callable[[Catalog], Sequence[Any]]]] = {
    SortKey.STATE: lambda catalog: list(catalog.state_codes),
    SortKey.QUALITY: lambda catalog: catalog.files.quality,
    SortKey.HEAT: _heat,
    SortKey.TITLE: _titles,
    SortKey.PROVIDER: _providers,
    SortKey.DATE: lambda catalog: catalog.files.moments,
    SortKey.TOPICS: _topics,
    SortKey.RELATED: lambda catalog: catalog.files.related,
    SortKey.PATH: lambda catalog: catalog.files.paths,
    Grouping.PROVIDER: provider_groups,
    Grouping.DAY: lambda catalog: days(catalog.files.moments),
    Grouping.TOPIC: first_topics,
}
"""What each key sorts by, as a column by item; None where an item has no value."""
