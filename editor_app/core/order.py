"""What the list can be sorted by, and in which groups its items can stand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, StrEnum
from typing import NamedTuple


class SortKey(StrEnum):
    """What the list can be sorted by. The values are those of ``triage list --sort``."""

    STATE = "state"
    QUALITY = "quality"
    HEAT = "heat"
    TITLE = "title"
    PROVIDER = "provider"
    DATE = "date"
    TOPICS = "topics"
    RELATED = "related"
    PATH = "path"


class Grouping(Enum):
    """What items of one group have in common."""

    PROVIDER = "provider"
    DAY = "day"
    TOPIC = "topic"
    """The first one of an item."""


class Further(NamedTuple):
    """A further sort key, for items that are equal by those before it."""

    key: SortKey
    descending: bool

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else str(self.key)


class Order(NamedTuple):
    """A sort key and its direction, and further ones. Items without a value stand at the end either way.

    Groups come before all keys. Build one with further keys by :meth:`of` or :meth:`then`, which keep each key once.
    """

    key: SortKey = SortKey.DATE
    descending: bool = True
    further: tuple[Further, ...] = ()
    group: Grouping | None = None

    @classmethod
    def of(cls, keys: Iterable[Further], group: Grouping | None = None) -> Order:
        """The order by some keys, the first of which weighs most; the usual one for none."""
        once: dict[SortKey, bool] = {}
        for key, descending in keys:
            once.setdefault(key, descending)
        first, *others = [Further(*item) for item in once.items()] or [Order().keys[0]]
        return cls(*first, tuple(others), group)

    def turned(self) -> Order:
        """The other way round, by each of its keys."""
        return Order.of([Further(key, not descending) for key, descending in self.keys], self.group)

    @property
    def keys(self) -> tuple[Further, ...]:
        """All keys, the one that weighs most first."""
        return (Further(self.key, self.descending), *self.further)

    def rank(self, key: SortKey) -> int | None:
        """The place of a key among all, from 0; None where the list is not sorted by it."""
        return next((place for place, one in enumerate(self.keys) if one.key is key), None)

    def first_by(self, key: SortKey, *, descending: bool) -> Order:
        """By one key alone, in the same groups. The key that weighs most already is turned instead.

        :param descending: the direction of a key that is new in its place.
        """
        return Order(key, not self.descending if self.key is key else descending, (), self.group)

    def then(self, key: SortKey, *, descending: bool) -> Order:
        """By one more key after those there are; one of those is turned instead.

        :param descending: the direction of a key that is new.
        """
        rank, keys = self.rank(key), list(self.keys)
        if rank is None:
            keys.append(Further(key, descending))
        else:
            keys[rank] = Further(key, not keys[rank].descending)
        return Order.of(keys, self.group)

    def grouped(self, group: Grouping | None) -> Order:
        """The same order in other groups."""
        return self._replace(group=group)

    @property
    def groups_descend(self) -> bool:
        """Whether groups run downwards: as what they are about does in the order, else days from the newest on."""
        if self.group is None:
            return False
        key = _KEY_OF[self.group]
        return next((one.descending for one in self.keys if one.key is key), key is SortKey.DATE)


_KEY_OF = {
    Grouping.PROVIDER: SortKey.PROVIDER,
    Grouping.DAY: SortKey.DATE,
    Grouping.TOPIC: SortKey.TOPICS,
}


def order_of(text: str) -> Order | None:
    """An order by its text, as ``triage list --sort`` takes it: ``-quality,date``; None where a key is none."""
    names = [name.strip() for name in text.split(",")]
    keys = further_of(names)
    return Order.of(keys) if len(keys) == len(names) else None


def further_of(texts: Iterable[str]) -> tuple[Further, ...]:
    """Further keys by their texts (``date``, ``-quality``); what is none is left out."""
    known = set(SortKey)
    found = [(text.removeprefix("-"), text.startswith("-")) for text in texts]
    return tuple(Further(SortKey(name), descending) for name, descending in found if name in known)
