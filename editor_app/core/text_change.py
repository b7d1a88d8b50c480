"""Replacements of spans in a text, and the lines around a place in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yaml.events import ScalarEvent

from editor_app.core.errors import EditRefused
from editor_app.core.outline import LINE_BREAK, Entry, end_of

_LINE_BREAKS: Final = frozenset("\n\r\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Change:
    """Replace ``text[start:end]`` by ``new``. Two insertions at one place stand in the order they are given."""

    start: int
    end: int
    new: str


def apply_changes(text: str, changes: Iterable[Change]) -> str:
    """Make changes in a text.

    :raises EditRefused: two of them overlap.
    """
    parts: list[str] = []
    position = 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.start < position:
            raise EditRefused("Two of the changes touch the same place in the file; make them one by one.")
        parts += (text[position : change.start], change.new)
        position = change.end
    parts.append(text[position:])
    return "".join(parts)


def line_end(text: str, position: int) -> int:
    """Where the line ends that ``position`` lies in, its line break included."""
    found = LINE_BREAK.search(text, position)
    return found.end() if found else len(text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its line break."""
    ends = [0, *(found.end() for found in LINE_BREAK.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def line_break_at_end(text: str, end: int) -> str:
    """The line break that ``text[:end]`` ends with, or an empty string."""
    if text.endswith("\r\n", 0, end):
        return "\r\n"
    last = text[end - 1 : end]
    return last if last in _LINE_BREAKS else ""


def entry_lines(text: str, entry: Entry) -> tuple[int, int]:
    """The span of the whole lines of an entry, the last line break included.

    :raises EditRefused: something else than a comment follows on its last line.
    """
    is_block = any(
        isinstance(event, ScalarEvent) and event.style in ("|", ">") and end_of(event) == entry.content_end
        for event in entry.events
    )
    if is_block and line_break_at_end(text, entry.content_end):
        return entry.line_start, entry.content_end  # a block of text ends where the next line begins
    end = line_end(text, entry.content_end)
    rest = text[entry.content_end : end].strip()
    if rest and not rest.startswith("#"):
        raise EditRefused(f"“{entry.key}” shares its last line with something else; edit it by hand.")
    return entry.line_start, end
