"""What is never shown of a file: the values of ``secured``, at any depth, in whole files and in broken ones.

In a file that can be parsed the places are exact. In one that cannot, more is hidden rather than less.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from editor_app.core.errors import EditorAppError, NotAnItem, UnreadableItem
from editor_app.core.frontmatter import MAX_YAML_BYTES, FrontMatter, split
from editor_app.core.outline import end_of, guarded_events, start_of

SECURED: Final = "secured"
"""The key whose value is nobody's business."""

MASK: Final = "•••"
"""What stands in its place."""

_MOST_OF_A_BODY: Final = 200_000
_BOMS: Final = (  # those of UTF-32 begin with those of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_LINE: Final = re.compile(r"[^\r\n\x85\u2028\u2029]+")
# The key at the beginning of a line, even if its colon is missing; elsewhere in a line only with a colon.
_ROUGHLY: Final = re.compile(
    r"""(?i)(?:^[\s\-?:{\["']*secured\b["']?\s*:?|\bsecured["']?\s*:)\s*(?:[!&]\S*\s*)*"""
)
_KEY_LINE: Final = re.compile(r"""\s*(?:-\s+)*["']?[A-Za-z][\w .-]*["']?\s*:(?=\s|$)""")
_FENCE: Final = re.compile(r"(?:---|\.\.\.)\s*$")


def secret_spans(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Where values of ``secured`` stand in a text, in code points: from behind the key to the value's end.

    :param events: those of the text, from the guard.
    """
    return [
        (start_of(value[0]) if isinstance(key, AliasEvent) else end_of(key), _end_of(key, value))
        for key, value in _secrets(events)
    ]


def refuse_named_secrets(events: Sequence[Event], first_line: int) -> None:
    """See to it that no other key says by an alias what is secret.

    :raises UnreadableItem: an anchor stands at a value of ``secured``, or in it.
    """
    for _, value in _secrets(events):
        for event in value:
            if not isinstance(event, AliasEvent) and getattr(event, "anchor", None):
                mark: Any = event.start_mark
                raise UnreadableItem(
                    "An anchor (&) stands at “secured”, which no other key may repeat.",
                    first_line + mark.line,
                    1 + mark.column,
                )


def masked_lines(data: bytes) -> list[str]:
    """The lines of a file as text, with all values of ``secured`` masked; of a very long body only the beginning."""
    try:
        parts = _parts(data)
        spans = secret_spans(guarded_events(parts.yaml, parts.first_line))
    except EditorAppError:
        return list(_masked_roughly(_lines(_as_text(data[: MAX_YAML_BYTES + _MOST_OF_A_BODY]))))
    head = parts.head.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    front = head + _masked(parts.yaml, spans)
    if len(parts.tail) <= _MOST_OF_A_BODY:
        body = parts.tail.decode("utf-8", errors="replace")
    else:
        body = parts.tail[:_MOST_OF_A_BODY].decode("utf-8", errors="replace") + "…"
    if not body:
        return _lines(front)
    # The fence begins a line, so front and body share none.
    return _lines(front) + list(_masked_roughly(_lines(body)))


def _secrets(events: Sequence[Event]) -> Iterator[tuple[Event, Sequence[Event]]]:
    """Each key ``secured`` with the events of its value."""
    texts: dict[str, str] = {}  # what anchors name, as far as it is a text: an alias may stand as key
    # Of each open collection whether a key comes next; None for a list, which has none.
    at_key: list[bool | None] = []
    for position, event in enumerate(events):
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            at_key.append(True if isinstance(event, MappingStartEvent) else None)
            continue
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            at_key.pop()
        elif isinstance(event, ScalarEvent | AliasEvent):
            text = _text_of(event, texts)
            if at_key and at_key[-1] and text == SECURED:
                yield event, _node(events, position + 1)
        else:
            continue
        if at_key and at_key[-1] is not None:
            at_key[-1] = not at_key[-1]


def _text_of(event: ScalarEvent | AliasEvent, texts: dict[str, str]) -> str | None:
    if isinstance(event, AliasEvent):
        return texts.get(event.anchor or "")
    if event.anchor:
        texts[event.anchor] = event.value
    return str(event.value)


def _node(events: Sequence[Event], position: int) -> Sequence[Event]:
    """The events of the one value that begins at a position."""
    depth = 0
    for end in range(position, len(events)):
        event = events[end]
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        if depth == 0:
            return events[position : end + 1]
    return events[position:]


def _end_of(key: Event, value: Sequence[Event]) -> int:
    # The marks of an alias point at its anchor, elsewhere in the text.
    return max((end_of(event) for event in (key, *value) if not isinstance(event, AliasEvent)), default=0)


def _parts(data: bytes) -> FrontMatter:
    try:
        return split(data, plain_yaml=False)
    except NotAnItem:
        return split(data, plain_yaml=True)


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with spans of it masked, each to the end of its last line: nothing of it may show behind a comment."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue  # within another one
        last = len(text[:end].rstrip())
        rest = _LINE.match(text, last)
        last = rest.end() if rest else last
        first = max(start, done)
        pieces += [text[done:first], _LINE.sub(_mask, text[first:last])]
        done = max(done, last)
    return "".join((*pieces, text[done:]))


def _mask(match: re.Match[str]) -> str:
    line = match.group()
    kept = line[: len(line) - len(line.lstrip(" :"))]
    return kept + MASK if line.strip() else line


def _as_text(data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    return data.decode(encoding, errors="replace")


def _lines(text: str) -> list[str]:
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _masked_roughly(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a text that nobody has parsed: from ``secured`` on nothing is shown until another key begins."""
    column = -1  # of the key, while its value goes on
    quote = ""  # what has opened the value and has not closed it yet
    for line in lines:
        plain = line.replace("\0", "")  # as between the letters of UTF-16
        if column >= 0:
            key = _KEY_LINE.match(plain)
            indent = len(plain) - len(plain.lstrip())
            if quote:
                quote = "" if quote in plain else quote
                yield plain[:indent] + MASK
                continue
            if not (_FENCE.match(plain) or (key is not None and indent <= column)):
                yield plain[:indent] + MASK if plain.strip() else line
                continue
            column = -1
        found = _ROUGHLY.search(plain)
        if found is None:
            yield line
            continue
        column = found.start() + len(found.group()) - len(found.group().lstrip(" -"))
        value = plain[found.end() :]
        quote = value[:1] if value[:1] in ("'", '"') and value[:1] not in value[1:] else ""
        yield plain[: found.end()] + MASK
