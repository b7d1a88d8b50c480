"""Rows as plain values and back: for worker processes and for the cache between runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from editor_app.core.row import Note, Row, Signature
from editor_app.core.scalars import MISSING
from editor_app.core.state import Odd, Value

_PUBLISHED: Final = Row._fields.index("published")
_REMOVED: Final = Row._fields.index("removed")
_NOTES: Final = Row._fields.index("notes")
assert Row._fields[_NOTES:] == ("notes", "problem", "signature")


def flatten(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Rows as tuples of numbers, texts, bytes and tuples, which every serializer knows."""
    return [
        (
            *row[:_PUBLISHED],
            _plain(row.published),
            _plain(row.removed),
            *row[_REMOVED + 1 : _NOTES],
            tuple(map(tuple, row.notes)),
            None if row.problem is None else tuple(row.problem),
            *row.signature,
        )
        for row in rows
    ]


class RowBuilder:
    """Makes rows of what :func:`flatten` made; texts that many rows have in common are kept once."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def build(self, flat: Iterable[Sequence[Any]]) -> list[Row]:
        """The rows again.

        :raises (TypeError, ValueError, IndexError): the values were not made by :func:`flatten`.
        """
        share = self._known.setdefault
        rows = []
        for values in flat:
            (path, title, excerpt, quality, heat, published, removed, moment, kind, category, provider, domain,
             topics, related, images, url, notes, problem, mtime, size, inode) = values  # fmt: skip
            topics = tuple(topics)
            rows.append(
                Row(
                    path,
                    title,
                    excerpt,
                    quality,
                    heat,
                    _value(published),
                    _value(removed),
                    moment,
                    share(kind, kind),
                    share(category, category),
                    share(provider, provider),
                    share(domain, domain),
                    share(topics, topics),
                    related,
                    images,
                    url,
                    tuple(Note(*note) for note in notes) if notes else (),
                    None if problem is None else Note(*problem),
                    Signature(mtime, size, inode),
                )
            )
        return rows


def _plain(value: Value) -> Any:
    """Bytes stand for what is no value of YAML: none for a missing key, its words for something odd."""
    if value is MISSING:
        return b""
    return value.text.encode() if isinstance(value, Odd) else value


def _value(plain: Any) -> Value:
    if plain.__class__ is bytes:
        return Odd(plain.decode()) if plain else MISSING
    return plain  # type: ignore[no-any-return]
