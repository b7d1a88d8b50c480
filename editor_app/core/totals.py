"""How many items hold each topic, provider and score: of a whole folder, counted once and kept true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, compress, count
from operator import and_
from typing import Final, TypeVar

from editor_app.core.row_table import STATES, RowTable

_Value = TypeVar("_Value")

_STEP: Final = 1_000  # items that are counted in one step, which takes about a millisecond
_FLAGS: Final = [bytes(code == wanted for code in range(256)) for wanted in range(len(STATES))]
"""Turn a column of states into a column of flags: 1 for those of one state."""

_GONE: Final = len(STATES)
_IS_THERE: Final = bytes(code < _GONE for code in range(256))

Dates = tuple[int, int]
"""The first and the last of some moments."""


class Counts:
    """How often each value occurs among some items, as their files have it. A topic counts once for each item."""

    __slots__ = ("heat", "items", "providers", "quality", "related", "topics")

    def __init__(self) -> None:
        self.items = 0
        self.related = 0
        """How many have related stories."""
        self.topics: Counter[str] = Counter()
        self.providers: Counter[str] = Counter()
        """As the list has them: the name, or the domain where there is none."""
        self.quality: Counter[int | None] = Counter()
        self.heat: Counter[int | None] = Counter()

    def count(self, files: RowTable, items: Sequence[int]) -> None:
        """Count items in; in the order of their numbers it is done in half the time."""

        def pick(column: Sequence[_Value]) -> list[_Value]:
            return list(map(column.__getitem__, items))

        topics, providers, related = pick(files.topics), pick(files.providers), pick(files.related)
        self.items += len(items)
        self.topics.update(chain.from_iterable(topics))
        for names in compress(topics, pick(files.repeating)):
            self.topics.subtract(list((Counter(names) - Counter(set(names))).elements()))
        if "" in providers:
            providers = [name or domain for name, domain in zip(providers, pick(files.domains), strict=True)]
        self.providers.update(providers)
        self.quality.update(pick(files.quality))
        self.heat.update(pick(files.heat))
        self.related += len(related) - related.count(0)

    def shift(self, files: RowTable, item: int, by: int) -> None:
        """Count one item in (1) or out (-1)."""
        topics = files.topics[item]
        self.items += by
        self.related += by if files.related[item] else 0
        for topic in set(topics) if files.repeating[item] else topics:
            _shift(self.topics, topic, by)
        _shift(self.providers, files.providers[item] or files.domains[item], by)
        _shift(self.quality, files.quality[item], by)
        _shift(self.heat, files.heat[item], by)

    def add(self, other: Counts) -> None:
        """Count in what was counted elsewhere."""
        self.items += other.items
        self.related += other.related
        self.topics.update(other.topics)
        self.providers.update(other.providers)
        self.quality.update(other.quality)
        self.heat.update(other.heat)

    def subtract(self, other: Counts) -> None:
        """Count out items that were counted elsewhere, and here. What no item holds any more may stay, as none."""
        self.items -= other.items
        self.related -= other.related
        self.topics.subtract(other.topics)
        self.providers.subtract(other.providers)
        self.quality.subtract(other.quality)
        self.heat.subtract(other.heat)


def _shift(counter: Counter[_Value], value: _Value, by: int) -> None:
    count = counter[value] + by
    if count:
        counter[value] = count
    else:
        del counter[value]


def dates_of(files: RowTable, items: Sequence[int]) -> Dates | None:
    """The first and the last moment of some items; None where no item has one."""
    moments = [moment for moment in map(files.moments.__getitem__, items) if moment is not None]
    return (min(moments), max(moments)) if moments else None


class Totals:
    """What the files of all items of a catalog say, counted for each state that they say.

    Items are counted in when somebody asks, or before, in steps. Whoever changes a row afterwards says so: first
    :meth:`forget`, then :meth:`take`.

    :param files: the rows.
    :param codes: by item; those that are no state (:data:`~editor_app.core.row_table.STATES`) are of files that are
        gone.
    """

    def __init__(self, files: RowTable, codes: bytearray) -> None:
        self._files = files
        self._codes = codes
        self._counted = 0  # items with smaller numbers are in the counts
        self._of = tuple(Counts() for _ in STATES)
        self._dates: list[Dates | None] = [None for _ in STATES]
        self._lost_dates: set[int] = set()  # states of which a first or last item is gone
        self._topics: Counter[str] | None = None

    def catch_up(self) -> Iterator[None]:
        """Count in what is new, in steps of about a millisecond."""
        while self._counted < len(self._files):
            self._count_some()
            yield

    def of(self, code: int) -> Counts:
        """Of all items whose files say a state. Not to be changed."""
        self._complete()
        return self._of[code]

    def dates(self, code: int) -> Dates | None:
        """The first and the last moment of these items; None where none has one."""
        self._complete()
        if code in self._lost_dates:
            self._dates[code] = dates_of(self._files, list(compress(count(), self.flags(code))))
            self._lost_dates.discard(code)
        return self._dates[code]

    def flags(self, code: int) -> bytes:
        """1 for each of these items, 0 for all others."""
        return self._flags(code, 0, len(self._files))

    def _flags(self, code: int, start: int, end: int) -> bytes:
        flags = self._files.codes[start:end].translate(_FLAGS[code])
        codes = self._codes[start:end]
        if _GONE in codes:
            flags = bytearray(map(and_, flags, codes.translate(_IS_THERE)))
        return bytes(flags)

    @property
    def topics(self) -> Counter[str]:
        """How many items of any state hold each topic. Not to be changed."""
        self._complete()
        if self._topics is None:
            self._topics = Counter()
            for counts in self._of:
                self._topics.update(counts.topics)
        return self._topics

    def forget(self, item: int) -> None:
        """The row of an item is about to be replaced or cleared."""
        if item < self._counted and self._codes[item] != _GONE:
            code, moment = self._files.codes[item], self._files.moments[item]
            self._of[code].shift(self._files, item, -1)
            if moment is not None and moment in (self._dates[code] or ()):
                self._lost_dates.add(code)
            self._topics = None

    def take(self, item: int) -> None:
        """The row of an item has been replaced."""
        if item < self._counted:
            code, moment = self._files.codes[item], self._files.moments[item]
            self._of[code].shift(self._files, item, 1)
            if moment is not None:
                self._take_dates(code, (moment, moment))
            self._topics = None

    def _complete(self) -> None:
        while self._counted < len(self._files):
            self._count_some()

    def _count_some(self) -> None:
        start, end = self._counted, min(self._counted + _STEP, len(self._files))
        for code in set(self._files.codes[start:end]):
            some = list(compress(range(start, end), self._flags(code, start, end)))
            self._of[code].count(self._files, some)
            self._take_dates(code, dates_of(self._files, some))
        self._counted, self._topics = end, None

    def _take_dates(self, code: int, dates: Dates | None) -> None:
        if dates is not None:
            known = (*dates, *(self._dates[code] or ()))
            self._dates[code] = min(known), max(known)
