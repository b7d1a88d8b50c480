"""Items of the list in groups: by provider, by day, by their first topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from datetime import date, datetime
from itertools import accumulate, chain
from typing import Any, Final, NamedTuple

from editor_app.core.catalog import Catalog
from editor_app.core.display_text import short
from editor_app.core.order import Grouping

_QUARTER: Final = 900  # seconds; the days of all time zones begin at one
_LONGEST_NAME: Final = 60  # characters
_NEAR: Final = {0: "Today", 1: "Yesterday"}
_WITHOUT: Final = {
    Grouping.PROVIDER: "No provider",
    Grouping.DAY: "No date",
    Grouping.TOPIC: "No topic",
}


class Group(NamedTuple):
    """Items in the list that stand together for what they have in common.

    :param value: what that is: a name, or a day as its ordinal; None for items that have none.
    :param first: the row of the first.
    :param last: the row of the last.
    """

    value: str | int | None
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Groups(NamedTuple):
    """Where each group begins among all items in order, and what its items have in common: None for nothing."""

    starts: Sequence[int] = ()
    values: Sequence[str | int | None] = ()


def heaps_of(
    values: Sequence[Any], items: Sequence[int], *, step: int
) -> Generator[None, None, dict[Any, list[int]]]:
    """Items by their values, as the value of a generator that pauses. Those of one value keep their order."""
    heaps: defaultdict[Any, list[int]] = defaultdict(list)
    for start in range(0, len(items), step):
        part = items[start : start + step]
        for item, value in zip(part, map(values.__getitem__, part), strict=True):
            heaps[value].append(item)
        yield
    return heaps


def grouped(
    values: Sequence[Any], items: Sequence[int], *, descending: bool, step: int
) -> Generator[None, None, tuple[list[int], Groups]]:
    """Items in groups of one value each, as the value of a generator that pauses. Items keep their order within; those
    without a value stand at the end.
    """
    heaps = yield from heaps_of(values, items, step=step)
    without = heaps.pop(None, [])
    names = sorted(heaps, key=_by_name, reverse=descending)
    parts = [*map(heaps.__getitem__, names), without]
    starts = [0, *accumulate(map(len, parts))]
    ordered = list(chain.from_iterable(parts))
    if without:
        return ordered, Groups(starts[:-1], [*names, None])
    return ordered, Groups(starts[: len(names)], names)


def _by_name(value: str | int) -> tuple[str | int, str | int]:
    return (value.casefold() if isinstance(value, str) else value), value


def providers(catalog: Catalog) -> list[str]:
    """The name of each item's provider, or else its domain."""
    files = catalog.files
    return [name or domain for name, domain in zip(files.providers, files.domains, strict=True)]


def provider_groups(catalog: Catalog) -> list[str | None]:
    """The provider of each item, None where it has none."""
    return [name or None for name in providers(catalog)]


def first_topics(catalog: Catalog) -> list[str | None]:
    """The first topic of each item, None where it has none."""
    return [topics[0] if topics else None for topics in catalog.topic_column()]


def days(moments: Sequence[int | None]) -> list[int | None]:
    """The day of each moment in the editor's own time zone, as its ordinal; None where there is none."""
    quarters = {moment // _QUARTER for moment in moments if moment is not None}
    known = {quarter: _day(quarter * _QUARTER) for quarter in quarters}
    return [None if moment is None else known[moment // _QUARTER] for moment in moments]


def _day(moment: float) -> int | None:
    try:
        return datetime.fromtimestamp(moment).toordinal()
    except (OverflowError, OSError, ValueError):
        return None


def name_of(group: Grouping, value: str | int | None, now: float) -> str:
    """What a group is called: ``Today, Mon 23 Nov``, ``Sat 3 May 2025``, a provider, a topic."""
    if value is None:
        return _WITHOUT[group]
    if isinstance(value, str):
        return short(value, _LONGEST_NAME)
    day, today = date.fromordinal(value), date.fromtimestamp(now)
    name = f"{day:%a} {day.day} {day:%b}" if day.year == today.year else f"{day:%a} {day.day} {day:%b %Y}"
    near = _NEAR.get(today.toordinal() - value)
    return f"{near}, {name}" if near else name
