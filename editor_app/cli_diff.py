"""A unified diff of two versions of an item: its bytes as they are, so that `git apply` and `patch` take it."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from editor_app.core.frontmatter import split
from editor_app.core.outline import guarded_events
from editor_app.core.row import is_plain_yaml
from editor_app.core.secured import secret_spans

_CONTEXT: Final = 3
_NOT_SHOWN: Final = b"(a line that holds what is secured is not shown)\n"
_NO_LINE_END: Final = b"\n\\ No newline at end of file\n"
_LINE: Final = re.compile(rb"[^\n]*\n|[^\n]+")
_TO_QUOTE: Final = re.compile(rb'[\x00-\x1f\x7f"\\]')


class _Change(NamedTuple):
    """Lines ``old_start:old_end`` of the old file become ``new_start:new_end`` of the new one; 0-based."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def unified_diff(path: str, before: bytes, after: bytes) -> bytes:
    """The diff of a file, with `a/` and `b/` before its name; empty where nothing differs.

    Lines of `secured` are not shown as context either: a change near them gets less of it. In a file whose lines do
    not end as others' do, what is secured may stand in the very line that changes; it is left out then.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    secret = _secret_lines(path, before), _secret_lines(path, after)
    hunks = list(_hunks(old, new, _changes(old, new), *secret))
    if not hunks:
        return b""
    names = [_name(f"{side}/{path.lstrip('/')}") for side in "ab"]
    return b"".join((b"--- ", names[0], b"\n+++ ", names[1], b"\n", *hunks))


def _name(name: str) -> bytes:
    raw = os.fsencode(name)
    if _TO_QUOTE.search(raw):  # as git writes such names
        return b'"' + _TO_QUOTE.sub(lambda match: b"\\%03o" % ord(match.group()), raw) + b'"'
    return raw + b"\t" if b" " in raw else raw


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[_Change]:
    # What is the same at both ends is cut off first: bodies may be long, and difflib is slow on them.
    shorter = min(len(old), len(new))
    head = next((line for line in range(shorter) if old[line] != new[line]), shorter)
    room = shorter - head
    tail = next((line for line in range(room) if old[-1 - line] != new[-1 - line]), room)
    matcher = difflib.SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    return [
        _Change(head + old_start, head + old_end, head + new_start, head + new_end)
        for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _hunks(
    old: Sequence[bytes],
    new: Sequence[bytes],
    changes: Sequence[_Change],
    secret: set[int],
    new_secret: set[int],
) -> Iterator[bytes]:
    groups: list[list[_Change]] = []
    reached = -1
    for change in changes:
        if groups and _context_start(change, secret) <= reached:
            groups[-1].append(change)
        else:
            groups.append([change])
        reached = _context_end(change, len(old), secret)
    for group in groups:
        start, end = _context_start(group[0], secret), _context_end(group[-1], len(old), secret)
        lines: list[bytes] = []
        position = start
        for change in group:
            lines += _marked(b" ", old[position : change.old_start])
            lines += _marked(b"-", _shown(old, change.old_start, change.old_end, secret))
            lines += _marked(b"+", _shown(new, change.new_start, change.new_end, new_secret))
            position = change.old_end
        lines += _marked(b" ", old[position:end])
        new_start = group[0].new_start - (group[0].old_start - start)
        new_end = group[-1].new_end + (end - group[-1].old_end)
        yield b"@@ -%s +%s @@\n" % (_range(start, end), _range(new_start, new_end)) + b"".join(lines)


def _context_start(change: _Change, secret: set[int]) -> int:
    start = change.old_start
    while start > max(0, change.old_start - _CONTEXT) and start - 1 not in secret:
        start -= 1
    return start


def _context_end(change: _Change, length: int, secret: set[int]) -> int:
    end = change.old_end
    while end < min(length, change.old_end + _CONTEXT) and end not in secret:
        end += 1
    return end


def _shown(lines: Sequence[bytes], start: int, end: int, secret: set[int]) -> list[bytes]:
    return [_NOT_SHOWN if line in secret else lines[line] for line in range(start, end)]


def _marked(mark: bytes, lines: Sequence[bytes]) -> list[bytes]:
    return [mark + (line if line.endswith(b"\n") else line + _NO_LINE_END) for line in lines]


def _range(start: int, end: int) -> bytes:
    return b"%d,%d" % (start + 1 if end > start else start, end - start)


def _secret_lines(path: str, data: bytes) -> set[int]:
    """The 0-based lines on which the key `secured` and its value stand, at any depth."""
    parts = split(data, plain_yaml=is_plain_yaml(path))
    lines: set[int] = set()
    for start, end in secret_spans(guarded_events(parts.yaml, parts.first_line)):
        value = parts.yaml[:end].rstrip()
        lines.update(range(_line_of(parts.head, parts.yaml[:start]), _line_of(parts.head, value) + 1))
    return lines


def _line_of(head: bytes, text: str) -> int:
    return head.count(b"\n") + text.count("\n")
