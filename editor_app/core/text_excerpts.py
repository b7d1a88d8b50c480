"""Two readings of a text, cut down to where they differ."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

_CONTEXT: Final = 32
_LONGEST: Final = 180


def differing(before: str, after: str, most: int = _LONGEST) -> tuple[str, str]:
    """What two texts say where they differ, with some words around it, each in one line.

    :param most: the most characters of either.
    """
    start = _same(before, after)
    same_end = _same(before[start:][::-1], after[start:][::-1])
    first = max(0, start - _CONTEXT)
    if first:
        first = before.find(" ", first, start) + 1 or first  # where a word begins
    return (
        _cut(before, first, len(before) - same_end, most),
        _cut(after, first, len(after) - same_end, most),
    )


def _same(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, first: int, end: int, most: int) -> str:
    last = min(len(text), end + _CONTEXT, first + most)
    if last < len(text):
        last = max(text.rfind(" ", min(end, last), last), 0) or last
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
