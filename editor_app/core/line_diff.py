"""A file as it is and as it will be, line by line, for people to read. What is secret in it is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import NamedTuple

LONGEST_LINE = 400
"""Characters of a line that are shown; the value of a picture's address goes on beyond what anybody reads."""

_MOST_LINES = 4_000
_MOST_COMPARED = 2_000


class Kind(Enum):
    """What becomes of a line. The values are the marks before it, those of a unified diff among them."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"
    GAP = "…"
    WRONG = "!"
    """It stays, and is what the file cannot be read for."""


class Line(NamedTuple):
    """One line: its number in the file as it is and as it will be (0 where it is not there), and its text."""

    kind: Kind
    old: int
    new: int
    text: str


def compare(before: bytes, after: bytes, context: int | None = None) -> list[Line]:
    """The lines of both versions, in order.

    :param context: how many unchanged lines to keep around each change; None keeps all that anybody would read.
    """
    old, new = readable_lines(before), readable_lines(after)
    if old == new:
        shown = old[:_MOST_LINES] if context is None else []
        return [Line(Kind.SAME, number, number, text) for number, text in enumerate(shown, start=1)]
    if context is None and len(old) > _MOST_LINES:
        context = _MOST_LINES // 2
    lines = _compared(old, new, len(old) if context is None else context)
    return list(islice(lines, 2 * _MOST_LINES))


def readable_lines(data: bytes) -> list[str]:
    """The lines of a file as text, clipped, with the value of ``secured`` masked wherever its lines stand."""
    # Only now: it brings the YAML parser, which the page that shows files need not wait for.
    from editor_app.core.secured import masked_lines

    return [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…" for line in masked_lines(data)]


def _compared(old: Sequence[str], new: Sequence[str], context: int) -> Iterator[Line]:
    for tag, old_start, old_end, new_start, new_end in _opcodes(old, new):
        if tag == "equal":
            yield from _around_changes(old, old_start, old_end, new_start, context)
            continue
        for number in range(old_start, old_end):
            yield Line(Kind.REMOVED, number + 1, 0, old[number])
        for number in range(new_start, new_end):
            yield Line(Kind.ADDED, 0, number + 1, new[number])


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What is equal and what is not. What is the same at both ends is cut off first: it may be a million lines, and
    comparing takes their square.
    """
    shorter = min(len(old), len(new))
    head = next((line for line in range(shorter) if old[line] != new[line]), shorter)
    room = shorter - head
    tail = next((line for line in range(room) if old[-1 - line] != new[-1 - line]), room)
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    if max(old_end, new_end) - head > _MOST_COMPARED:
        yield "replace", head, old_end, head, new_end
    else:
        from difflib import SequenceMatcher  # seldom needed

        matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
        for tag, *places in matcher.get_opcodes():
            first, last, new_first, new_last = (head + place for place in places)
            yield tag, first, last, new_first, new_last
    if tail:
        yield "equal", old_end, len(old), new_end, len(new)


def _around_changes(old: Sequence[str], start: int, end: int, new_start: int, context: int) -> Iterator[Line]:
    """Unchanged lines: those behind the change before them, and those before the change behind them."""
    behind = min(end, start + context) if start else start
    before = max(behind, end - context) if end < len(old) else end
    for number in range(start, behind):
        yield Line(Kind.SAME, number + 1, new_start + number - start + 1, old[number])
    if behind < before < len(old):
        yield Line(Kind.GAP, 0, 0, "")
    for number in range(before, end):
        yield Line(Kind.SAME, number + 1, new_start + number - start + 1, old[number])
