"""A whole query: one predicate on items and one textual form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_app.core.catalog import Catalog
    from editor_app.core.query.condition import Condition
    from editor_app.core.query.conditions import Text

# What a query is read and asked with is loaded when the first one has parts: until somebody searches, none has.


@dataclass(frozen=True)
class Query:
    """What to look for: all of its parts must hold. Without parts it finds everything."""

    parts: tuple[Condition, ...] = ()

    @staticmethod
    def parse(text: str) -> Query:
        """Read what was typed.

        :raises WrongQuery: it cannot be meant; the error tells where.
        """
        if not text.strip():
            return Query()
        from editor_app.core.query.parser import parsed

        return Query.of(parsed(text))

    @staticmethod
    def of(parts: Sequence[Condition]) -> Query:
        """The query that asks for all of some conditions."""
        if not parts:
            return Query()
        from editor_app.core.query.groups import AllOf, all_of

        whole = all_of(parts)
        return Query(whole.parts if isinstance(whole, AllOf) else (whole,))

    def __str__(self) -> str:
        if not self.parts:
            return ""
        from editor_app.core.query.groups import all_of

        return str(all_of(self.parts))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def select(self, catalog: Catalog, items: Sequence[int], now: float) -> list[int]:
        """Those of some items that are found, in the same order.

        :param now: the time that ``today`` is taken from, in seconds since the epoch.
        """
        if not self.parts:
            return list(items)
        from editor_app.core.query.condition import Ground
        from editor_app.core.query.groups import select_all

        return select_all(self.parts, Ground(catalog, now), items)

    def narrows(self, other: Query) -> bool:
        """Whether it is known that everything found by this query is found by another one too."""
        if not other.parts:
            return True
        from editor_app.core.query.groups import implies

        return all(any(implies(own, part) for own in self.parts) for part in other.parts)

    @cached_property
    def standing(self) -> Query:
        """The part of it that only asks where an item stands, as a queue does."""
        if not self.parts:
            return self
        from editor_app.core.query.groups import is_about_standing

        return Query(tuple(part for part in self.parts if is_about_standing(part)))

    def asks_for(self, part: Condition) -> bool:
        """Whether a condition is one of those that must hold."""
        return part in self.parts

    def excludes(self, part: Condition) -> bool:
        """Whether the opposite of a condition is one of those that must hold."""
        if not self.parts:
            return False
        from editor_app.core.query.groups import negated

        return negated(part) in self.parts

    def texts(self) -> Iterator[Text]:
        """The texts that it asks for or excludes, each by itself."""
        if not self.parts:
            return
        from editor_app.core.query.conditions import Text
        from editor_app.core.query.groups import Not

        for part in self.parts:
            inner = part.part if isinstance(part, Not) else part
            if isinstance(inner, Text):
                yield inner

    def turned(self, part: Condition) -> Query:
        """The query with a condition asked for; excluded, if it was asked for; without it, if it was excluded."""
        from editor_app.core.query.groups import negated

        if self.asks_for(part):
            return Query.of([negated(own) if own == part else own for own in self.parts])
        if self.excludes(part):
            return Query.of([own for own in self.parts if own != negated(part)])
        return Query.of([*self.parts, part])
