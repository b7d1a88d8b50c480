"""What many items have in common: how many, the span of their scores, who holds which topic. Knows no window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Final, NamedTuple

from editor_app.core.catalog import Catalog
from editor_app.core.row_table import STATES
from editor_app.core.state import State
from editor_app.core.totals import Counts, Dates, dates_of

_NOT_COMPUTED: Final = -1  # a heat
_FEW: Final = 1_000  # items that are looked at within a moment
_SPARSE: Final = 8  # one item of so many, or fewer
_STEP: Final = 4_000  # items that are looked at in one step of some milliseconds


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
    """Summarizes items of a catalog bit by bit.

    What all items of a state have in common is counted already: so not those are looked at that were chosen, but those
    that were not, wherever they are fewer. To summarize everything, no item is looked at.

    :param items: each of them once. Whoever goes on after an item has been decided about begins anew; files may be read
        again in between.
    """

    def __init__(self, catalog: Catalog, items: Sequence[int]) -> None:
        self._catalog = catalog
        self._items = items
        self._clear()

    def _clear(self) -> None:
        self._states: dict[State, int] = {}
        self._counts = Counts()
        self._dates: Dates | None = None
        self._pending = self._conflicts = 0

    @property
    def is_brief(self) -> bool:
        """Whether all is done within a moment, however many items there are."""
        return len(self._items) <= _FEW or self._is_everything

    @property
    def _is_everything(self) -> bool:
        return len(self._items) == len(self._catalog)

    def steps(self) -> Iterator[None]:
        """Look at the items, in steps of some milliseconds. At the end of them :meth:`summary` tells all."""
        rewritten = self._catalog.files.rewritten
        version = -1
        while version != len(rewritten):
            version = len(rewritten)
            self._clear()
            for _ in self._take():
                yield
                if version != len(rewritten):
                    break  # what has been counted is no longer so

    def _take(self) -> Iterator[None]:
        if len(self._items) <= len(self._catalog) // _SPARSE:
            yield from self._take_few()
            return
        yield from self._catalog.totals.catch_up()
        if self._is_everything:
            self._take_everything()
        else:
            yield from self._take_many()

    def _take_few(self) -> Iterator[None]:
        catalog, items = self._catalog, sorted(self._items)
        self._take_states(bytes(map(catalog.state_codes.__getitem__, items)))
        self._take_pending(catalog.pending.keys() & set(items) if catalog.pending else ())
        self._counts.add((yield from self._counted(iter(items), dated=True)))

    def _take_everything(self) -> None:
        catalog = self._catalog
        self._take_states(catalog.state_codes)
        for code in range(len(STATES)):
            self._take_all_of(code)
        self._take_pending(catalog.pending)

    def _take_many(self) -> Iterator[None]:
        catalog, totals = self._catalog, self._catalog.totals
        chosen = bytearray(len(catalog.files))
        for item in self._items:
            chosen[item] = 1
        self._take_states(bytes(compress(catalog.state_codes, chosen)))
        self._take_pending([item for item in catalog.pending if chosen[item]])
        yield
        for code in range(len(STATES)):
            those = totals.flags(code)
            found = _both(chosen, those)
            some, total = found.count(1), totals.of(code).items
            if some == total:
                self._take_all_of(code)
            elif some <= total // 2:
                self._counts.add((yield from self._counted(_numbers(found), dated=True)))
            else:
                self._counts.add(totals.of(code))
                others = _numbers(_without(those, found))
                self._counts.subtract((yield from self._counted(others, dated=False)))
                for batch in _batches(_numbers(found)):
                    self._take_dates(dates_of(catalog.files, batch))
                    yield

    def _take_states(self, codes: bytes | bytearray) -> None:
        states = {state: codes.count(code) for code, state in enumerate(STATES)}
        self._states = {state: count for state, count in states.items() if count}

    def _take_all_of(self, code: int) -> None:
        """Take in all items whose files say a state."""
        self._counts.add(self._catalog.totals.of(code))
        self._take_dates(self._catalog.totals.dates(code))

    def _counted(self, items: Iterator[int], *, dated: bool) -> Generator[None, None, Counts]:
        """Look at items.

        :param dated: whether their dates are taken in, too.
        """
        counts, files = Counts(), self._catalog.files
        for some in _batches(items):
            counts.count(files, some)
            if dated:
                self._take_dates(dates_of(files, some))
            yield
        return counts

    def _take_dates(self, dates: Dates | None) -> None:
        if dates is not None:
            known = (*dates, *(self._dates or ()))
            self._dates = min(known), max(known)

    def _take_pending(self, items: Collection[int]) -> None:
        """Count those whose decisions are not saved, and put right their topics."""
        catalog, edits, topics = self._catalog, self._catalog.pending, self._counts.topics
        self._pending = len(items)
        if catalog.conflicts:
            self._conflicts = sum(item in catalog.conflicts for item in items)
        for item in items:
            if edits[item].topics:
                topics.subtract(set(catalog.files.topics[item]))
                topics.update(set(catalog.topics(item)))

    def summary(self) -> Summary:
        """What all items have in common."""
        counts = self._counts
        providers = +counts.providers
        providers.pop("", None)
        return Summary(
            count=len(self._items),
            states=self._states,
            quality=_span(+counts.quality),
            heat=_span(+counts.heat, without=(_NOT_COMPUTED,)),
            dates=self._dates,
            providers=_most_frequent(providers),
            topics=_most_frequent(+counts.topics),
            related=counts.related,
            pending=self._pending,
            conflicts=self._conflicts,
        )


def summarize(catalog: Catalog, items: Sequence[int]) -> Summary:
    """Summarize items in one go."""
    summarizer = Summarizer(catalog, items)
    for _ in summarizer.steps():
        pass
    return summarizer.summary()


def _batches(items: Iterator[int]) -> Iterator[list[int]]:
    while some := list(islice(items, _STEP)):
        yield some


def _numbers(flags: bytes) -> Iterator[int]:
    """The items whose flags are 1."""
    return compress(range(len(flags)), flags)


def _both(flags: bytes | bytearray, others: bytes | bytearray) -> bytes:
    """1 where both are; all flags at once are one great number."""
    both = int.from_bytes(flags, "little") & int.from_bytes(others, "little")
    return both.to_bytes(len(flags), "little")


def _without(flags: bytes | bytearray, others: bytes | bytearray) -> bytes:
    """1 where only the first ones are."""
    left = int.from_bytes(flags, "little") & ~int.from_bytes(others, "little")
    return left.to_bytes(len(flags), "little")


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
