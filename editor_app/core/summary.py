"""What many items have in common: how many, the span of their scores, who holds which topic. Knows no window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from editor_app.core.catalog import Catalog
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

    @property
    def editable(self) -> int:
        """How many items a decision can be made about."""
        return self.count - self.states.get(State.PROBLEM, 0)


class Summarizer:
    """Summarizes items bit by bit, so that a hundred thousand need not be looked at in one go."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._count = self._related = self._pending = 0
        self._states: Counter[State] = Counter()
        self._topics: Counter[str] = Counter()
        self._providers: Counter[str] = Counter()
        self._quality: list[int] = []
        self._heat: list[int] = []
        self._dates: tuple[int, int] | None = None

    def add(self, items: Sequence[int]) -> None:
        """Take more items in, as the editor wants them: pending decisions included."""
        catalog = self._catalog
        rows = [catalog.row(item) for item in items]
        self._count += len(rows)
        self._states.update(map(catalog.state, items))
        for item, row in zip(items, rows, strict=True):
            self._topics.update(set(catalog.topics(item) if item in catalog.pending else row.topics))
        self._providers.update(row.provider or row.domain for row in rows)
        self._quality += [row.quality for row in rows if row.quality is not None]
        self._heat += [row.heat for row in rows if row.heat is not None and row.heat != -1]
        dates = [row.published_at for row in rows if row.published_at is not None]
        if dates:
            low, high = self._dates or (dates[0], dates[0])
            self._dates = (min(low, *dates), max(high, *dates))
        self._related += sum(row.related > 0 for row in rows)
        self._pending += sum(item in catalog.pending for item in items)

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
            topics=tuple(sorted(self._topics.items(), key=lambda pair: (-pair[1], pair[0].casefold()))),
            related=self._related,
            pending=self._pending,
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
