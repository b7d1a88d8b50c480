"""The top-level entries of a front matter, with the place of each in the text.

Built from libyaml's event stream, which does not recurse and constructs nothing, so that it is safe on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from editor_app.core.errors import NotAnItem, UnreadableItem

MAX_DEPTH = 64
"""Nesting beyond this is refused: libyaml's constructors recurse and would end the process."""

MAX_EVENTS = 10_000
"""Parsing steps beyond this are refused: the largest real item needs about 600."""

MAX_EDITED_PARTS = 5_000
"""A front matter with more parts is read, and not edited: to verify the edit would take too long."""

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""What libyaml takes for the end of a line."""

# libyaml's own messages, put so that an editor understands them. None of them quotes the file.
_PLAIN_WORDS = {
    "found unexpected end of stream": "A quotation mark opens here and is never closed.",
    "did not find expected key": "This line does not fit the lines above it (indentation, or a stray character).",
    "did not find expected <block end>": "This line does not fit the lines above it (a quote, or the indentation).",
    "did not find expected <document start>": "This line is not part of the list of keys above it.",
    "did not find expected ',' or ']'": "A list in square brackets is not closed, or lacks a comma.",
    "did not find expected ',' or '}'": "A mapping in curly brackets is not closed, or lacks a comma.",
    "did not find expected node content": "A value is missing or begins with a character that needs quotes.",
    "did not find expected '-' indicator": "This line does not fit the list above it.",
    "mapping values are not allowed in this context": "A colon stands where none may stand; the value needs quotes.",
    "could not find expected ':'": "A colon is missing behind a key.",
    "found character that cannot start any token": "A value begins with a character that needs quotes (a tab, @ or `).",
    "found unknown escape character": "A backslash in a double-quoted text is followed by a wrong character.",
    "control characters are not allowed": "The text holds a control character that YAML does not allow.",
    "block sequence entries are not allowed in this context": "A list begins where none may begin.",
    "found a tab character where an indentation space is expected": "A tab stands where spaces must indent the line.",
    "found unhashable key": "A list or a mapping stands where a key belongs.",
    "found undefined tag handle": "A value begins with an exclamation mark and needs quotes.",
}


def start_of(event: Event) -> int:
    """Where an event begins in the text, in code points."""
    assert event.start_mark is not None  # libyaml sets it on every event
    return int(event.start_mark.index)


def end_of(event: Event) -> int:
    """Where an event ends in the text, in code points."""
    assert event.end_mark is not None
    return int(event.end_mark.index)


def column_of(event: Event) -> int:
    """The 0-based column in which an event begins."""
    assert event.start_mark is not None
    return int(event.start_mark.column)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the top-level mapping and its value.

    ``events`` are those of the value alone. ``key_start`` and ``key_end`` span the key as written, ``content_end``
    lies behind the value's last character (not behind the blank lines and comments that libyaml counts to a block).
    """

    key: str
    key_event: ScalarEvent
    events: tuple[Event, ...]
    content_end: int

    @property
    def key_start(self) -> int:
        return start_of(self.key_event)

    @property
    def key_end(self) -> int:
        return end_of(self.key_event)

    @property
    def line_start(self) -> int:
        """Where the line of the key begins in the text."""
        return start_of(self.key_event) - column_of(self.key_event)

    @property
    def value(self) -> Event:
        """The first event of the value: a scalar, an alias, or the start of a collection."""
        return self.events[0]


@dataclass(frozen=True, slots=True)
class Written:
    """The entries of a text as :mod:`quick_row` has found them, each at the beginning of a line.

    ``sources`` are the entries without the blank lines before them, ``starts`` the places in the text where they begin.
    """

    entries: Sequence[tuple[str, str, str, str]]
    sources: tuple[str, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All entries of one front matter, in their order.

    ``root`` is the event that opens the mapping, ``keys`` names the entries, ``places`` tells the position of each key,
    of one that stands twice the last. ``has_merge_key`` tells of a ``<<`` at
    the top level. ``written`` is given only where what an entry means depends on nothing else in the text; then an
    entry is parsed when somebody looks at it. ``parts`` tells how many events the text has, where they have been
    counted.
    """

    text: str
    root: MappingStartEvent
    entries: Sequence[Entry]
    keys: tuple[str, ...]
    places: Mapping[str, int]
    written: Written | None = None
    parts: int = 0

    @property
    def has_merge_key(self) -> bool:
        return "<<" in self.places

    def find(self, key: str) -> Entry | None:
        """The entry of a key; the last one where a key stands twice, as YAML loaders have it."""
        index = self.index(key)
        return None if index is None else self.entries[index]

    def index(self, key: str) -> int | None:
        """The position of a key among the entries."""
        return self.places.get(key)

    def count(self, key: str) -> int:
        return self.keys.count(key)

    def line_start(self, index: int) -> int:
        """Where the line of an entry's key begins in the text."""
        return self.entries[index].line_start if self.written is None else self.written.starts[index]

    @property
    def indent(self) -> int:
        """The column in which keys begin."""
        return column_of(self.entries[0].key_event) if self.written is None else 0


def guarded_events(text: str, first_line: int = 1) -> list[Event]:
    """The events of one YAML document, checked against everything that could hurt whoever constructs it.

    :param first_line: the line of the file on which ``text`` begins, for the places that errors name.
    :raises UnreadableItem: it is no YAML, holds more than one document, or is too deep, too long, or would grow
        beyond measure once its aliases are followed.
    """
    return list(_guarded(text, first_line))


def _guarded(text: str, first_line: int) -> Iterator[Event]:
    depth = documents = 0
    sizes = _AliasSizes()
    for seen, event in enumerate(_events(text, first_line), start=1):
        mark = event.start_mark
        if seen > MAX_EVENTS:
            raise _at(mark, first_line, f"The front matter has more than {MAX_EVENTS:,} parts.")
        if isinstance(event, ScalarEvent):
            pass  # nearly all are
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _at(mark, first_line, f"The front matter is nested more than {MAX_DEPTH} levels deep.")
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        elif isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _at(mark, first_line, "The front matter holds more than one YAML document.")
        elif isinstance(event, AliasEvent) and sizes.is_open(event.anchor or ""):
            raise _at(mark, first_line, "An alias (*) stands inside of what it names.")
        if sizes.add(event) > MAX_EVENTS:
            raise _at(mark, first_line, "Aliases make the front matter grow beyond measure.")
        yield event


class _AliasSizes:
    """Adds up how many events a document has once every alias stands for what it names."""

    def __init__(self) -> None:
        self._total = 0
        self._known: dict[str, int | None] = {}  # None while what the anchor names is still open
        self._open: list[tuple[str | None, int]] = []

    def is_open(self, anchor: str) -> bool:
        """Whether an alias here would make a loop: PyYAML would build one, and whoever walks it would not return."""
        return self._known.get(anchor, 1) is None

    def add(self, event: Event) -> int:
        if isinstance(event, ScalarEvent):
            self._total += 1
            if event.anchor:
                self._known[event.anchor] = 1
        elif isinstance(event, AliasEvent):
            self._total += self._known.get(event.anchor or "") or 1
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._open.append((event.anchor, self._total))
            if event.anchor:
                self._known[event.anchor] = None
            self._total += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            anchor, before = self._open.pop()
            if anchor:
                self._known[anchor] = self._total - before
        return self._total


def _events(text: str, first_line: int) -> Iterator[Event]:
    try:
        loader = yaml.CSafeLoader(text)
        try:
            while True:
                event = loader.get_event()
                if event is None or isinstance(event, StreamEndEvent):
                    return
                yield event
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise unreadable(error, text, first_line) from None  # its own message may quote the file


def unreadable(error: yaml.YAMLError, text: str, first_line: int) -> UnreadableItem:
    """Put a parser's error in plain words, with its place in the file and without the file's text."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        line = len(LINE_BREAK.findall(before))
        column = len(LINE_BREAK.split(before)[-1])
        return UnreadableItem(
            "The text holds a character that YAML does not allow.", first_line + line, column + 1
        )
    if not isinstance(error, yaml.MarkedYAMLError):
        return UnreadableItem("The front matter is not valid YAML.", first_line, 1)
    problem = str(error.problem or "")
    mark = error.problem_mark or error.context_mark
    if problem == "found unexpected end of stream" and error.context_mark is not None:
        mark = error.context_mark  # the quote that was never closed, not the end of the file
    reason = _PLAIN_WORDS.get(problem, "The front matter is not valid YAML here.")
    if problem.startswith("found undefined alias"):  # libyaml adds its name, which is text of the file
        reason = "An alias (*) names an anchor that is not there; the value may need quotes."
    elif problem.startswith("could not determine a constructor"):
        reason = "A value needs quotes (= or <<), or has a tag that is not read."
    elif problem.startswith("expected a mapping") and "merging" in problem:
        reason = "A merge key (<<) names something that is no mapping."
    return UnreadableItem(reason, *_place(mark, first_line))


def _place(mark: Any, first_line: int) -> tuple[int, int]:
    if mark is None:
        return first_line, 1
    return first_line + int(mark.line), 1 + int(mark.column)


def _at(mark: Any, first_line: int, reason: str) -> UnreadableItem:
    return UnreadableItem(reason, *_place(mark, first_line))


def read_outline(text: str, first_line: int = 1) -> Outline:
    """Read the top-level entries of a front matter.

    :raises UnreadableItem: it cannot be read, or a key at the top level is no plain word.
    :raises NotAnItem: it is empty, or its root is no mapping.
    """
    events = guarded_events(text, first_line)
    root = events[2] if len(events) > 2 else None  # behind the starts of stream and document
    if not isinstance(root, MappingStartEvent):
        raise NotAnItem("The front matter is no list of keys and values.")
    entries: list[Entry] = []
    position = 3
    while not isinstance(events[position], MappingEndEvent):
        key = events[position]
        if not isinstance(key, ScalarEvent):
            raise _at(key.start_mark, first_line, "A key at the top level is no plain word.")
        end = node_end(events, position + 1)
        value = tuple(events[position + 1 : end])
        entries.append(Entry(key.value, key, value, content_end(value)))
        position = end
    keys = tuple(entry.key for entry in entries)
    places = {key: place for place, key in enumerate(keys)}
    return Outline(text, root, entries, keys, places, parts=len(events))


def node_end(events: Sequence[Event], position: int) -> int:
    """Where the events of a node end that begins at a position."""
    depth = 0
    while True:
        event = events[position]
        position += 1
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        if depth == 0:
            return position


def content_end(events: Sequence[Event]) -> int:
    """Where the content of a value ends in the text, without the comments and blank lines that follow it."""
    # The end of a block collection lies behind the comments and blank lines that follow it: its last scalar, alias
    # or closing bracket is where its content ends. An empty value in a collection has a mark of no width.
    end = start_of(events[0])
    for event in events:
        if isinstance(event, MappingEndEvent | SequenceEndEvent) and start_of(event) == end_of(event):
            continue  # the end of a block, not a bracket
        if not isinstance(event, MappingStartEvent | SequenceStartEvent) or event.flow_style:
            end = max(end, end_of(event))
    return end
