"""Conditions that are put together of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter

from editor_app.core.query.condition import Condition, Cost, Ground
from editor_app.core.query.conditions import Standing, Word


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where a condition does not."""

    part: Condition

    @property
    def cost(self) -> int:
        return self.part.cost

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        found = set(self.part.select(ground, items))
        return [item for item in items if item not in found] if found else list(items)

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, AllOf | AnyOf) else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all of two or more conditions do. Made by :func:`all_of`."""

    parts: tuple[Condition, ...]

    @property
    def cost(self) -> int:
        return Cost.GROUP

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        return select_all(self.parts, ground, items)

    def __str__(self) -> str:
        return " ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one of two or more conditions does. Made by :func:`any_of`."""

    parts: tuple[Condition, ...]

    @property
    def cost(self) -> int:
        return Cost.GROUP

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        found: set[int] = set()
        for part in self.parts:
            found.update(part.select(ground, [item for item in items if item not in found]))
        return list(compress(items, map(found.__contains__, items)))

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


def all_of(parts: Iterable[Condition]) -> Condition:
    """One condition that asks for all of several, of which there is one at least."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,))]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    """One condition that asks for one of several, of which there is one at least."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def negated(part: Condition) -> Condition:
    """The opposite of a condition."""
    return part.part if isinstance(part, Not) else Not(part)


def select_all(parts: Sequence[Condition], ground: Ground, items: Sequence[int]) -> list[int]:
    """Those of some items for which all of some conditions hold, in the same order."""
    for part in sorted(parts, key=attrgetter("cost")):
        items = part.select(ground, items)
    return list(items)


def leaves(part: Condition) -> Iterator[Condition]:
    """The conditions that a condition is made of in the end."""
    if isinstance(part, AllOf | AnyOf):
        for inner in part.parts:
            yield from leaves(inner)
    elif isinstance(part, Not):
        yield from leaves(part.part)
    else:
        yield part


def is_about_standing(part: Condition) -> bool:
    """Whether a condition asks for nothing but where an item stands."""
    return all(isinstance(leaf, Standing) for leaf in leaves(part))


def implies(part: Condition, other: Condition) -> bool:
    """Whether a condition is known to hold only where another one does too."""
    return part == other or (isinstance(part, Word) and isinstance(other, Word) and other.term in part.term)


def _bracketed(part: Condition) -> str:
    return f"({part})" if isinstance(part, AnyOf) else str(part)
