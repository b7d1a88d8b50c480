"""What many items have in common: how many, the span of their scores, who holds which topic. Knows no window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Final, NamedTuple, TypeVar

from editor_app.core.catalog import Catalog
from editor_app.core.row_table import STATES
from editor_app.core.state import State

_Value = TypeVar("_Value")

_NOT_COMPUTED: Final = -1  # a heat
_SPARSE: Final = 20  # one item of so many, or fewer


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
    """Summarizes items bit by bit, so that a hundred thousand need not be looked at in one go."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._count = self._related = self._pending = self._conflicts = 0
        self._states: Counter[State] = Counter()
        self._topics: Counter[str] = Counter()
        self._providers: Counter[str] = Counter()
        self._quality: Counter[int | None] = Counter()
        self._heat: Counter[int | None] = Counter()
        self._dates: tuple[int, int] | None = None

    def add(self, items: Sequence[int]) -> None:
        """Take more items in, as the editor wants them: pending decisions included."""
        catalog, files = self._catalog, self._catalog.files
        column = _Picker(items, len(files))
        self._count += len(items)
        for code, count in Counter(column(catalog.state_codes)).items():
            self._states[STATES[code]] += count
        self._topics.update(chain.from_iterable(column(files.topics)))
        for topics in compress(column(files.topics), list(column(files.repeating))):
            self._topics.subtract(list((Counter(topics) - Counter(set(topics))).elements()))
        if catalog.pending:
            self._add_pending(items)
        providers = Counter(column(files.providers))
        if providers.pop("", 0):
            domains = zip(column(files.providers), column(files.domains), strict=True)
            providers.update(domain for provider, domain in domains if not provider)
        self._providers.update(providers)
        self._quality.update(column(files.quality))
        self._heat.update(column(files.heat))
        dates = [moment for moment in column(files.moments) if moment is not None]
        if dates:
            dates.extend(self._dates or ())
            self._dates = min(dates), max(dates)
        self._related += len(items) - list(column(files.related)).count(0)

    def _add_pending(self, items: Sequence[int]) -> None:
        """Put right the topics of those whose decisions are not saved, and count them."""
        catalog = self._catalog
        for item in catalog.pending.keys() & set(items):
            self._pending += 1
            self._conflicts += item in catalog.conflicts
            if catalog.pending[item].topics:
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
            providers=tuple(providers.most_common()),
            topics=tuple(sorted((+self._topics).items(), key=lambda pair: (-pair[1], pair[0].casefold()))),
            related=self._related,
            pending=self._pending,
            conflicts=self._conflicts,
        )


def summarize(catalog: Catalog, items: Sequence[int]) -> Summary:
    """Summarize items in one go."""
    summarizer = Summarizer(catalog)
    summarizer.add(items)
    return summarizer.summary()


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
        if len(items) > size // _SPARSE:
            self._flags = bytearray(size)
            for item in items:
                self._flags[item] = 1

    def __call__(self, column: Sequence[_Value]) -> Iterator[_Value]:
        """The values of the items; in which order, is not said."""
        return compress(column, self._flags) if self._flags else map(column.__getitem__, self._items)
