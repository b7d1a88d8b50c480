"""What many items have in common: how many, the span of their scores, who holds which topic. Knows no window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from editor_app.core.catalog import Catalog
from editor_app.core.row_table import STATES
from editor_app.core.state import State


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
        self._quality: list[int] = []
        self._heat: list[int] = []
        self._dates: tuple[int, int] | None = None

    def add(self, items: Sequence[int]) -> None:
        """Take more items in, as the editor wants them: pending decisions included."""
        catalog, files = self._catalog, self._catalog.files
        pending = catalog.pending
        self._count += len(items)
        codes = catalog.state_codes
        for code, count in Counter(map(codes.__getitem__, items)).items():
            self._states[STATES[code]] += count
        # Equal lists of topics are the same object in the catalog: each is only looked at once.
        topics = {id(held): held for held in map(files.topics.__getitem__, items)}
        for key, count in Counter(map(id, map(files.topics.__getitem__, items))).items():
            for topic in set(topics[key]):
                self._topics[topic] += count
        if pending:
            self._add_pending(items)
        sources = zip(
            map(files.providers.__getitem__, items), map(files.domains.__getitem__, items), strict=True
        )
        for (provider, domain), count in Counter(sources).items():
            self._providers[provider or domain] += count
        self._quality += [quality for quality in map(files.quality.__getitem__, items) if quality is not None]
        self._heat += [heat for heat in map(files.heat.__getitem__, items) if heat is not None and heat != -1]
        dates = [moment for moment in map(files.moments.__getitem__, items) if moment is not None]
        if dates:
            low, high = self._dates or (dates[0], dates[0])
            self._dates = (min(low, *dates), max(high, *dates))
        self._related += sum(map(bool, map(files.related.__getitem__, items)))

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
            heat=_span(self._heat),
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


def _span(numbers: list[int]) -> Span | None:
    if not numbers:
        return None
    numbers.sort()
    return Span(numbers[0], numbers[len(numbers) // 2], numbers[-1])
