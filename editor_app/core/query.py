"""The text of the search box -> a predicate on items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor_app.core.row_types import Row

_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every term must stand somewhere in an item's text; ``"two words"`` are one term."""

    terms: tuple[str, ...] = ()

    @staticmethod
    def parse(text: str) -> Query:
        """Read what was typed. Any text is a query; the empty one finds everything."""
        terms = (folded(quoted or plain) for quoted, plain in _TERM.findall(text))
        return Query(tuple(term for term in terms if term))

    def __str__(self) -> str:
        return " ".join(f'"{term}"' if " " in term else term for term in self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, text: str) -> bool:
        """Whether an item is found.

        :param text: the item's :func:`search_text`.
        """
        return all(term in text for term in self.terms)

    def narrows(self, other: Query) -> bool:
        """Whether everything found by this query is found by another one too."""
        return all(any(term in own for own in self.terms) for term in other.terms)


def folded(text: str) -> str:
    """A text as it is compared: without regard to case."""
    return text.casefold()


def search_text(row: Row, topics: tuple[str, ...]) -> str:
    """All that a search looks at of an item, one thing a line: title, excerpt, provider, domain, topics, path."""
    title, excerpt = row.title.replace("\n", " "), row.excerpt.replace("\n", " ")
    return folded("\n".join((title, excerpt, row.provider, row.domain, "\n".join(topics), row.path)))
