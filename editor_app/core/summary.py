"""What many items have in common: how many, the span of their scores, who holds which topic. Knows no window."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Final, NamedTuple, TypeVar

from editor_app.core.catalog import Catalog
from editor_app.core.item_index import Chosen, ItemIndex
from editor_app.core.row_table import STATES
from editor_app.core.state import State

_Value = TypeVar("_Value")

_NOT_COMPUTED: Final = -1  # a heat
_SPARSE: Final = 20  # one item of so many, or fewer
_AT_ONCE: Final = 100_000  # items
_IS_THERE: Final = bytes([1] * len(STATES) + [0] * (256 - len(STATES)))


class Span(NamedTuple):
    """The lowest, middle and highest of some numbers."""

    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A selection at a glance. ``topics`` counts how many of ``count`` items hold each; most frequent first."""

    count: int
    states: dict[State, int]
    quality: Span | None
    heat: Span | None
    dates: tuple[int, int] | None
    providers: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    related: int
    pending: int
    conflicts: int = 0

    @property
    def editable(self) -> int:
        """How many items a decision can be made about."""
        return self.count - self.states.get(State.PROBLEM, 0)


class Summarizer:
    """Summarizes items bit by bit, so that a hundred thousand need not be looked at in one go.

    :param index: it knows much of them already.
    """

    def __init__(self, catalog: Catalog, index: ItemIndex | None = None) -> None:
        self._catalog = catalog
        self._index = index
        self._count = self._related = self._pending = self._conflicts = 0
        self._states: Counter[State] = Counter()
        self._topics: Counter[str] = Counter()
        self._providers: Counter[str] = Counter()
        self._quality: Counter[int | None] = Counter()
        self._heat: Counter[int | None] = Counter()
        self._dates: tuple[int, int] | None = None

    @property
    def at_once(self) -> int:
        """How many items may be taken in in one go of some milliseconds."""
        return _AT_ONCE if self._index is None or not self._index.size else sys.maxsize

    def add(self, items: Sequence[int]) -> None:
        """Take more items in, as the editor wants them: pending decisions included."""
        index = self._index
        self._count += len(items)
        if index is None or not index.size or len(items) <= index.size // _SPARSE:
            self._look_at(items)
            self._add_pending(self._catalog.pending.keys() & set(items) if self._catalog.pending else ())
        else:
            self._look_up(items, index)

    def _look_up(self, items: Sequence[int], index: ItemIndex) -> None:
        """Take in items that the index knows, and look at the others."""
        catalog = self._catalog
        if len(items) == len(catalog):
            flags = bytearray(catalog.state_codes.translate(_IS_THERE))
        else:
            flags = bytearray(len(catalog.state_codes))
            for item in items:
                flags[item] = 1
        self._add_pending([item for item in catalog.pending if flags[item]])
        others = [item for item in index.stale if flags[item]]
        for item in others:
            flags[item] = 0
        others += compress(range(index.size, len(flags)), flags[index.size :])
        chosen = Chosen(flags[: index.size])
        self._states.update(index.states(chosen))
        self._topics.update(index.topics.counts(chosen))
        self._providers.update(index.providers.counts(chosen))
        self._quality.update(index.quality.counts(chosen))
        self._heat.update(index.heat.counts(chosen))
        self._related += index.related.counts(chosen)[True]
        self._take_dates(index.dates(chosen))
        self._look_at(others)

    def _look_at(self, items: Sequence[int]) -> None:
        catalog, files = self._catalog, self._catalog.files
        column = _Picker(items, len(files))
        for code, count in Counter(column(catalog.state_codes)).items():
            self._states[STATES[code]] += count
        self._topics.update(chain.from_iterable(column(files.topics)))
        for topics in compress(column(files.topics), list(column(files.repeating))):
            self._topics.subtract(list((Counter(topics) - Counter(set(topics))).elements()))
        providers = Counter(column(files.providers))
        if providers.pop("", 0):
            domains = zip(column(files.providers), column(files.domains), strict=True)
            providers.update(domain for provider, domain in domains if not provider)
        self._providers.update(providers)
        self._quality.update(column(files.quality))
        self._heat.update(column(files.heat))
        dates = [moment for moment in column(files.moments) if moment is not None]
        if dates:
            self._take_dates((min(dates), max(dates)))
        self._related += len(items) - list(column(files.related)).count(0)

    def _take_dates(self, dates: tuple[int, int] | None) -> None:
        if dates is not None:
            known = (*dates, *(self._dates or ()))
            self._dates = min(known), max(known)

    def _add_pending(self, items: Collection[int]) -> None:
        """Count those whose decisions are not saved, and put right their topics."""
        catalog, edits = self._catalog, self._catalog.pending
        self._pending += len(items)
        if catalog.conflicts:
            self._conflicts += sum(item in catalog.conflicts for item in items)
        for item in items:
            if edits[item].topics:
                self._topics.subtract(set(catalog.files.topics[item]))
                self._topics.update(set(catalog.topics(item)))

    def summary(self) -> Summary:
        """What all items have in common that were taken in."""
        providers = Counter(self._providers)
        providers.pop("", None)
        return Summary(
            count=self._count,
            states=dict(self._states),
            quality=_span(self._quality),
            heat=_span(self._heat, without=(_NOT_COMPUTED,)),
            dates=self._dates,
            providers=_most_frequent(providers),
            topics=_most_frequent(+self._topics),
            related=self._related,
            pending=self._pending,
            conflicts=self._conflicts,
        )


def summarize(catalog: Catalog, items: Sequence[int], index: ItemIndex | None = None) -> Summary:
    """Summarize items in one go."""
    summarizer = Summarizer(catalog, index)
    summarizer.add(items)
    return summarizer.summary()


def _most_frequent(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0])))


def _span(counts: Counter[int | None], without: Iterable[int] = ()) -> Span | None:
    """The span of numbers that are given by how often each occurs."""
    numbers = sorted((n, count) for n, count in counts.items() if n is not None and n not in without)
    if not numbers:
        return None
    middle = sum(count for _, count in numbers) // 2
    passed = 0
    for number, count in numbers:
        passed += count
        if passed > middle:
            return Span(numbers[0][0], number, numbers[-1][0])
    raise AssertionError("the middle lies among the numbers")


class _Picker:
    """Picks some items out of columns. Of many it goes through the columns in their order: memory likes that better."""

    def __init__(self, items: Sequence[int], size: int) -> None:
        self._items = items
        self._flags = bytearray()
        self._takes_all = len(items) == size
        if not self._takes_all and len(items) > size // _SPARSE:
            self._flags = bytearray(size)
            for item in items:
                self._flags[item] = 1

    def __call__(self, column: Sequence[_Value]) -> Iterator[_Value]:
        """The values of the items; in which order, is not said."""
        if self._takes_all:
            return iter(column)
        return compress(column, self._flags) if self._flags else map(column.__getitem__, self._items)
