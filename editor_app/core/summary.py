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


def summarize(catalog: Catalog, items: Sequence[int]) -> Summary:
    """Summarize items as the editor wants them, pending decisions included."""
    rows = [catalog.row(item) for item in items]
    states: Counter[State] = Counter(map(catalog.state, items))
    topics: Counter[str] = Counter()
    for item, row in zip(items, rows, strict=True):
        topics.update(set(catalog.topics(item) if item in catalog.pending else row.topics))
    providers = Counter(row.provider or row.domain for row in rows)
    providers.pop("", None)
    dates = [row.published_at for row in rows if row.published_at is not None]
    return Summary(
        count=len(items),
        states=dict(states),
        quality=_span([row.quality for row in rows if row.quality is not None]),
        heat=_span([row.heat for row in rows if row.heat is not None and row.heat != -1]),
        dates=(min(dates), max(dates)) if dates else None,
        providers=tuple(providers.most_common()),
        topics=tuple(sorted(topics.items(), key=lambda pair: (-pair[1], pair[0].casefold()))),
        related=sum(row.related > 0 for row in rows),
        pending=sum(item in catalog.pending for item in items),
    )


def _span(numbers: list[int]) -> Span | None:
    if not numbers:
        return None
    numbers.sort()
    return Span(numbers[0], numbers[len(numbers) // 2], numbers[-1])
