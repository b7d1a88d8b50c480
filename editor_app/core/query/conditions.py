"""The conditions that a query is made of, each asked of columns and not of one item after the other."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import ClassVar, Final

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.query.condition import Cost, Ground, Leaf, quoted, written
from editor_app.core.query.dates import Span
from editor_app.core.query.mojibake import with_mojibake
from editor_app.core.query.text_key import TextKey
from editor_app.core.search_text import folded

_PLAIN_WORD: Final = re.compile(r'[^\s"()\-][^\s"()]*')
_HAS_KEY: Final = re.compile(r"[A-Za-z]+[:<>=]")


class Is(StrEnum):
    """Where an item stands, as the editor wants it."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SNOOZED = "snoozed"
    CHANGED = "changed"
    PROBLEM = "problem"
    CONFLICT = "conflict"


_QUEUES: Final = {
    Is.UNPUBLISHED: Queue.UNPUBLISHED,
    Is.PUBLISHED: Queue.PUBLISHED,
    Is.REJECTED: Queue.REJECTED,
    Is.SNOOZED: Queue.SNOOZED,
    Is.CHANGED: Queue.CHANGED,
    Is.PROBLEM: Queue.PROBLEMS,
    Is.CONFLICT: Queue.CONFLICTS,
}


class Has(StrEnum):
    """What an item may have or lack."""

    RELATED = "related"
    IMAGE = "image"
    TOPICS = "topics"
    MOJIBAKE = "mojibake"


class NumberKey(StrEnum):
    """Whole numbers of an item."""

    QUALITY = "quality"
    HEAT = "heat"
    RELATED = "related"


class Sign(StrEnum):
    """How a number or a date is compared."""

    IS = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Word(Leaf):
    """A text that must stand somewhere in the item; kept case-folded."""

    term: str
    cost: ClassVar[int] = Cost.TEXT

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        return ground.catalog.those_with((self.term,), items)

    def __str__(self) -> str:
        plain = _PLAIN_WORD.fullmatch(self.term) and not _HAS_KEY.match(self.term)
        return self.term if plain else quoted(self.term)


@dataclass(frozen=True, slots=True)
class Standing(Leaf):
    """``is:``, where the item stands."""

    value: Is
    cost: ClassVar[int] = Cost.CODE

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        return ground.catalog.those_in(_QUEUES[self.value], items)

    def __str__(self) -> str:
        return f"is:{self.value}"


@dataclass(frozen=True, slots=True)
class Having(Leaf):
    """``has:``, what the item has."""

    value: Has
    cost: ClassVar[int] = Cost.NUMBER

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        if self.value is Has.MOJIBAKE:
            return with_mojibake(ground.catalog.texts, items)
        if self.value is Has.TOPICS:
            topics = ground.catalog.topic_column()
            return [item for item in items if topics[item]]
        files = ground.catalog.files
        numbers = files.related if self.value is Has.RELATED else files.images
        return [item for item in items if numbers[item]]

    def __str__(self) -> str:
        return f"has:{self.value}"


@dataclass(frozen=True, slots=True)
class Number(Leaf):
    """A comparison of a number; an item without that number is not found."""

    key: NumberKey
    sign: Sign
    value: int
    cost: ClassVar[int] = Cost.NUMBER

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        files = ground.catalog.files
        columns: dict[NumberKey, Sequence[int | None]] = {
            NumberKey.QUALITY: files.quality,
            NumberKey.HEAT: files.heat,
            NumberKey.RELATED: files.related,
        }
        lowest, highest = _bounds(self.sign, self.value, self.value + 1)
        return _within(columns[self.key], items, lowest, highest)

    def __str__(self) -> str:
        return f"{self.key}{self.sign}{self.value}"


@dataclass(frozen=True, slots=True)
class Date(Leaf):
    """A comparison of the day on which the story came out."""

    sign: Sign
    span: Span
    cost: ClassVar[int] = Cost.NUMBER

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        return _within(
            ground.catalog.files.moments, items, *_bounds(self.sign, *self.span.between(ground.now))
        )

    def __str__(self) -> str:
        return f"date{':' if self.sign is Sign.IS else self.sign}{self.span.name}"


def _bounds(sign: Sign, first: float, following: float) -> tuple[float, float]:
    """The lowest value that counts, and the lowest above that no longer does.

    :param first: where what is compared with begins.
    :param following: where it has ended.
    """
    match sign:
        case Sign.IS:
            return first, following
        case Sign.LESS:
            return -math.inf, first
        case Sign.AT_MOST:
            return -math.inf, following
        case Sign.MORE:
            return following, math.inf
        case Sign.AT_LEAST:
            return first, math.inf


def _within(column: Sequence[int | None], items: Sequence[int], lowest: float, highest: float) -> list[int]:
    return [item for item in items if (value := column[item]) is not None and lowest <= value < highest]


@dataclass(frozen=True, slots=True)
class Text(Leaf):
    """A text of the item: one that has the value as whole words (``topic:vision``), or one that is it
    (``topic="Computer Vision"``). Of a path any part will do. Upper and lower case are the same.
    """

    key: TextKey
    value: str
    exact: bool = False

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        files = ground.catalog.files
        fits = self._fits()
        match self.key:
            case TextKey.TOPIC:
                return _with_topic(ground.catalog, items, fits)
            case TextKey.PATH:
                paths = files.paths
                return [item for item in items if fits(folded(paths[item]))]
            case TextKey.PROVIDER:
                # As the list has it: the name, or the domain where there is none.
                names, domains = files.providers, files.domains
                found = _fitting({names[item] or domains[item] for item in items}, fits)
                return [item for item in items if (names[item] or domains[item]) in found]
        columns = {
            TextKey.DOMAIN: files.domains,
            TextKey.TYPE: files.types,
            TextKey.CATEGORY: files.categories,
        }
        column = columns[self.key]
        found = _fitting({column[item] for item in items}, fits)
        return [item for item in items if column[item] in found]

    def _fits(self) -> Callable[[str], bool]:
        """Whether a case-folded text is what is looked for."""
        wanted = folded(self.value)
        if self.exact:
            return wanted.__eq__
        if self.key is TextKey.PATH:
            return lambda text: wanted in text
        # No letter or digit may go on where the value ends in one: “AI” is no part of “training”.
        before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
        after = r"(?!\w)" if re.search(r"\w\Z", wanted) else ""
        search = re.compile(before + re.escape(wanted) + after).search
        return lambda text: search(text) is not None

    def __str__(self) -> str:
        return f"{self.key}{'=' if self.exact else ':'}{written(self.value)}"


def _fitting(texts: set[str], fits: Callable[[str], bool]) -> set[str]:
    return {text for text in texts if fits(folded(text))}


def _with_topic(catalog: Catalog, items: Sequence[int], fits: Callable[[str], bool]) -> list[int]:
    column = catalog.topic_column()
    found = _fitting(set(chain.from_iterable(map(column.__getitem__, items))), fits)
    return [item for item in items if not found.isdisjoint(column[item])]
