"""What a search for words looks at of an item."""

from __future__ import annotations

from editor_app.core.row_types import Row


def folded(text: str) -> str:
    """A text as it is compared: without regard to case."""
    return text.casefold()


def search_text(row: Row, topics: tuple[str, ...]) -> str:
    """All that a search looks at of an item, one thing a line: title, excerpt, provider, domain, topics, path."""
    title, excerpt = row.title.replace("\n", " "), row.excerpt.replace("\n", " ")
    return folded("\n".join((title, excerpt, row.provider, row.domain, "\n".join(topics), row.path)))
