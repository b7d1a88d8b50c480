"""Which items hold which topic, provider and score, as bits: so that it is counted at once for any selection."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Generator, Hashable, Iterable, Iterator
from itertools import compress
from typing import Final, Generic, TypeVar

from editor_app.core.catalog import Catalog
from editor_app.core.row_table import STATES
from editor_app.core.state import State
from editor_app.core.stepwise_sort import sorted_in_steps

_STEP: Final = 1_000  # items that are looked at in one step of some milliseconds
_RARE: Final = 1_024  # of so many items not even one holds a rare value: those are kept one by one
_SEVERAL: Final = 4  # values whose bits are made in one step

_Value = TypeVar("_Value", bound=Hashable)

_AS_DIGITS: Final = bytes([ord("0"), *[ord("1")] * 255])
_AS_MASK: Final = bytes([0, *[255] * 255])


class Chosen:
    """A selection, as the index wants it.

    :param flags: of each item whether it is selected, 1 or 0.
    """

    def __init__(self, flags: bytes | bytearray) -> None:
        self.flags = flags
        self.bits = _as_bits(flags)
        self.mask = int.from_bytes(flags.translate(_AS_MASK), "little")


class Holders(Generic[_Value]):
    """The items that hold each value of one column.

    A value that many items hold is kept as bits, the others item by item.
    """

    def __init__(self) -> None:
        self._bits: dict[_Value, int] = {}
        self._rare_items = array("I")
        self._rare_values: list[_Value] = []

    def build(self, by_value: dict[_Value, array[int]], size: int) -> Iterator[None]:
        """Take in who holds what, in short steps."""
        for number, (value, items) in enumerate(by_value.items()):
            if len(items) * _RARE < size:
                self._rare_items += items
                self._rare_values += [value] * len(items)
                continue
            bits = bytearray(size // 8 + 1)
            for item in items:
                bits[item >> 3] |= 1 << (item & 7)
            self._bits[value] = int.from_bytes(bits, "little")
            if not number % _SEVERAL:
                yield

    def counts(self, chosen: Chosen) -> Counter[_Value]:
        """How many of the chosen items hold each value."""
        found: Counter[_Value] = Counter(
            compress(self._rare_values, map(chosen.flags.__getitem__, self._rare_items))
        )
        for value, bits in self._bits.items():
            count = (bits & chosen.bits).bit_count()
            if count:
                found[value] = count
        return found


class ItemIndex:
    """What the files of all items said at one time; those that were read anew since are known, and are told apart.

    It is empty until :meth:`build` has come to its end.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._begun = 0
        self.size = 0
        """How many items it knows: those with smaller numbers."""
        self.topics: Holders[str] = Holders()
        self.providers: Holders[str] = Holders()
        self.quality: Holders[int | None] = Holders()
        self.heat: Holders[int | None] = Holders()
        self.related: Holders[bool] = Holders()
        self._by_date: list[int] = []

    def build(self) -> Iterator[None]:
        """Look at all items, in steps of some milliseconds. Items may change meanwhile."""
        files = self._catalog.files
        self._begun, size = len(files.rewritten), len(files)
        topics = map(dict.fromkeys, files.topics)
        yield from self.topics.build((yield from _gathered_all(topics, size)), size)
        names = (name or domain for name, domain in zip(files.providers, files.domains, strict=False))
        yield from self.providers.build((yield from _gathered(names, size)), size)
        yield from self.quality.build((yield from _gathered(files.quality, size)), size)
        yield from self.heat.build((yield from _gathered(files.heat, size)), size)
        yield from self.related.build((yield from _gathered(map(bool, files.related), size)), size)
        yield
        moments = list(files.moments)
        dated = [item for item in range(size) if moments[item] is not None]
        yield
        self._by_date = yield from sorted_in_steps(dated, moments, descending=False)
        self.size = size

    @property
    def behind(self) -> int:
        """How many items, at most, it does not know as they are now."""
        files = self._catalog.files
        return len(files) - self.size + len(files.rewritten) - self._begun

    @property
    def stale(self) -> set[int]:
        """Items below :attr:`size` that have been read anew since."""
        return {item for item in self._catalog.files.rewritten[self._begun :] if item < self.size}

    def states(self, chosen: Chosen) -> Counter[State]:
        """How many of the chosen items stand where, as the editor wants them; those whose files are gone nowhere."""
        codes = self._catalog.state_codes[: self.size]
        # Those that are not chosen read as the first state in what follows: they are too many of it.
        masked = int.from_bytes(codes, "little") & chosen.mask
        found = masked.to_bytes(len(codes), "little")
        counts = Counter({state: found.count(code) for code, state in enumerate(STATES) if code})
        counts[STATES[0]] = chosen.bits.bit_count() - counts.total() - found.count(len(STATES))
        return +counts

    def dates(self, chosen: Chosen) -> tuple[int, int] | None:
        """The first and the last moment of the chosen items."""
        flags, moments = chosen.flags.__getitem__, self._catalog.files.moments
        first = next(compress(self._by_date, map(flags, self._by_date)), None)
        last = next(filter(flags, reversed(self._by_date)), None)
        if first is None or last is None:
            return None
        earliest, latest = moments[first], moments[last]
        return None if earliest is None or latest is None else (earliest, latest)


def _as_bits(flags: bytes | bytearray) -> int:
    """One bit for each flag, the first one lowest."""
    return int(flags.translate(_AS_DIGITS)[::-1] or b"0", 2)


def _gathered(values: Iterable[_Value], size: int) -> Generator[None, None, dict[_Value, array[int]]]:
    """The items that hold each value."""
    by_value: defaultdict[_Value, array[int]] = defaultdict(_no_items)
    for item, value in zip(range(size), values, strict=False):
        by_value[value].append(item)
        if not item % _STEP:
            yield
    return by_value


def _gathered_all(
    values: Iterable[Iterable[_Value]], size: int
) -> Generator[None, None, dict[_Value, array[int]]]:
    """The same where each item has several values."""
    by_value: defaultdict[_Value, array[int]] = defaultdict(_no_items)
    for item, several in zip(range(size), values, strict=False):
        for value in several:
            by_value[value].append(item)
        if not item % _STEP:
            yield
    return by_value


def _no_items() -> array[int]:
    return array("I")
