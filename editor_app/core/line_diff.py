"""A file as it is and as it will be, line by line, for people to read. What is secret in it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

LONGEST_LINE = 400
"""Characters of a line that are shown; the value of a picture's address goes on beyond what anybody reads."""

_SECRET = re.compile(r"""^(\s*["']?secured["']?\s*:\s*).+""", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")


class Kind(Enum):
    """What becomes of a line. The values are the marks of a unified diff."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"
    GAP = "…"


class Line(NamedTuple):
    """One line: its number in the file as it is and as it will be (0 where it is not there), and its text."""

    kind: Kind
    old: int
    new: int
    text: str


def compare(before: bytes, after: bytes, context: int | None = None) -> list[Line]:
    """All lines of both versions, in order.

    :param context: how many unchanged lines to keep around each change; None keeps all.
    """
    lines = list(_compared(readable_lines(before), readable_lines(after)))
    return lines if context is None else list(_near_changes(lines, context))


def readable_lines(data: bytes) -> list[str]:
    """The lines of a file as text, clipped, with the value of ``secured`` masked wherever its lines stand."""
    text = data.decode("utf-8-sig", errors="replace")
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    shown = []
    secret_indent = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if secret_indent >= 0 and line.strip() and indent <= secret_indent and line.lstrip()[0] not in "\"'":
            secret_indent = -1
        found = _SECRET.match(line)
        if found:
            secret_indent = indent
            shown.append(found.group(1) + "•••")
        elif secret_indent >= 0 and line.strip():
            shown.append(" " * indent + "•••")
        else:
            shown.append(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…")
    return shown


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            for offset in range(old_end - old_start):
                yield Line(Kind.SAME, old_start + offset + 1, new_start + offset + 1, old[old_start + offset])
            continue
        for number in range(old_start, old_end):
            yield Line(Kind.REMOVED, number + 1, 0, old[number])
        for number in range(new_start, new_end):
            yield Line(Kind.ADDED, 0, number + 1, new[number])


def _near_changes(lines: Sequence[Line], context: int) -> Iterator[Line]:
    keep: set[int] = set()
    for position, line in enumerate(lines):
        if line.kind is not Kind.SAME:
            keep.update(range(position - context, position + context + 1))
    last = -1
    for position, line in enumerate(lines):
        if position in keep:
            if position != last + 1:
                yield Line(Kind.GAP, 0, 0, "")
            yield line
            last = position
