"""What the items of a list can be narrowed by: their topics as a tree, their providers and types, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from editor_app.core.facet_mark import Mark
from editor_app.core.query import Query
from editor_app.core.query.conditions import Text
from editor_app.core.query.text_key import TextKey
from editor_app.core.topics import TopicList

MOST: Final = 40
"""Names of one kind that are shown: those of which there are most."""

_DEEPEST: Final = 8


@dataclass(slots=True)
class Facet:
    """One name, how many items of the list have it, and what the query says of it."""

    condition: Text
    count: int
    mark: Mark
    children: list[Facet] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.condition.value


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one kind, and how many names are left out."""

    facets: tuple[Facet, ...]
    left_out: int


def facets(key: TextKey, counts: Counter[str], query: Query, topics: TopicList) -> Facets:
    """The facets of one kind, those with most items first; topics below their parents.

    :param counts: how many items of the list have each name.
    """
    shown = {name: count for name, count in counts.most_common(MOST) if name.isprintable()}
    for name in _in_query(key, query):
        shown.setdefault(name, counts[name])
    left_out = sum(1 for name in counts if name not in shown)
    if key is not TextKey.TOPIC:
        return Facets(tuple(_facet(key, name, count, query) for name, count in shown.items()), left_out)
    parents = {topic.name: topic.parent for topic in topics.topics}
    for name in list(shown):
        for parent in _above(name, parents):
            shown.setdefault(parent, counts[parent])
    by_name = {name: _facet(key, name, count, query) for name, count in shown.items()}
    roots: list[Facet] = []
    for name, facet in by_name.items():
        above = next(_above(name, parents), "")
        (by_name[above].children if above in by_name else roots).append(facet)
    return Facets(tuple(roots), max(0, left_out))


def _above(name: str, parents: dict[str, str]) -> Iterator[str]:
    """The parents of a topic, the nearest first. None where they go round in circles or never end."""
    line = [name]
    while (parent := parents.get(line[-1], "")) and parent.isprintable():
        if parent in line or len(line) > _DEEPEST:
            return
        line.append(parent)
    yield from line[1:]


def _in_query(key: TextKey, query: Query) -> Iterable[str]:
    """Names that the query asks for or excludes by themselves."""
    return (
        part.value for part in query.texts() if part.key is key and part.exact and part.value.isprintable()
    )


def _facet(key: TextKey, name: str, count: int, query: Query) -> Facet:
    condition = Text(key, name, exact=True)
    mark = Mark.NONE
    if query.asks_for(condition):
        mark = Mark.ASKED
    elif query.excludes(condition):
        mark = Mark.EXCLUDED
    return Facet(condition, count, mark)
