"""The outline of an item that is written as the machine writes them, without parsing all of it.

Of an ordinary text (:mod:`ordinary`) it is known where its entries begin and end, and that none depends on another. So
libyaml is asked only about the few entries that an edit is about, each by itself; and two texts whose entries are
letter for letter the same mean the same. Every other text is read as a whole by :func:`outline.read_outline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, overload

from yaml.events import Event, MappingStartEvent, ScalarEvent

from editor_app.core.ordinary import LONGEST
from editor_app.core.outline import Entry, Outline, Written, content_end, guarded_events, read_outline
from editor_app.core.quick_row import WrittenEntry, quick_entries

_LONGEST: Final = LONGEST // 4  # characters, of which none has more than four bytes
_SHORT: Final = 100  # characters of an entry
_ROOT: Final = MappingStartEvent(None, None, True, flow_style=False)


def read_quickly(text: str, first_line: int = 1, made_of: Outline | None = None) -> Outline:
    """Read a front matter's outline, entry by entry where that is safe, else as a whole.

    :param made_of: what the text has been made of: an entry that it still has, letter for letter, means what it meant.
    :raises UnreadableItem: it cannot be read, or a key at the top level is no plain word.
    :raises NotAnItem: it is empty, or its root is no mapping.
    """
    line_end = _line_end(text)
    plain = text if line_end == "\n" else text.replace(line_end, "\n")
    former = None if made_of is None else made_of.written
    entries = None if former is None else _changed_entries(plain, former.entries)
    entries = entries or quick_entries(plain)
    if not entries:
        return read_outline(text, first_line)
    wholes = [whole for whole, _, _, _ in entries]
    sources = tuple([whole.lstrip("\n") for whole in wholes])
    if line_end != "\n":
        wholes = [whole.replace("\n", line_end) for whole in wholes]
        sources = tuple([source.replace("\n", line_end) for source in sources])
    keys = tuple([key[:-1] for _, key, _, _ in entries])
    ends = accumulate(map(len, wholes))
    starts = tuple([end - len(source) for end, source in zip(ends, sources, strict=True)])
    places = dict(zip(keys, range(len(keys)), strict=True))
    return Outline(text, _ROOT, _Entries(starts, sources), keys, places, Written(entries, sources, starts))


def _line_end(text: str) -> str:
    """The line end of a text that has the same everywhere; LF for every other text."""
    if "\r" not in text:
        return "\n"
    ends = text.count("\r\n")
    return "\r\n" if ends == text.count("\r") == text.count("\n") else "\n"


def _changed_entries(text: str, former: Sequence[WrittenEntry]) -> list[WrittenEntry] | None:
    """The entries of a text that has most of its entries in common with another one; None where that does not help.

    Only what stands between the first and the last change is looked through: where an entry ends does not depend on
    what stands behind it, as long as that begins another one.
    """
    start, end = 0, len(text.rstrip("\n")) + 1
    first, last = 0, len(former)
    while first < last and text.startswith(former[first][0], start):
        start += len(former[first][0])
        first += 1
    while last > first and text.endswith(former[last - 1][0], start, end):
        last -= 1
        end -= len(former[last][0])
    changed = quick_entries(text[start:end]) if start < end else []
    if changed is None or sum([len(whole) for whole, _, _, _ in changed]) != end - start:
        return None
    entries = [*former[:first], *changed, *former[last:]]
    is_unique = len({key for _, key, _, _ in entries}) == len(entries)
    return entries if is_unique and len(text) <= _LONGEST else None


@dataclass(slots=True)
class _Mark:
    """A place in the text, as far as edits need it."""

    index: int
    column: int


class _Entries(Sequence[Entry]):
    """Entries that are parsed when somebody looks at them."""

    def __init__(self, starts: Sequence[int], sources: Sequence[str]) -> None:
        self._starts = starts
        self._sources = sources
        self._parsed: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = range(len(self))[index]
        if position not in self._parsed:
            self._parsed[position] = _parse(self._sources[position], self._starts[position])
        return self._parsed[position]


def _parse(source: str, start: int) -> Entry:
    events, end = _parsed_short(source) if len(source) <= _SHORT else _parsed(source)
    key, *value = [_moved(event, start) for event in events]
    assert isinstance(key, ScalarEvent)
    return Entry(key.value, key, tuple(value), start + end)


def _parsed(source: str) -> tuple[Sequence[Event], int]:
    """The events of an entry by itself, and where its content ends."""
    # In front of the key stand the starts of stream, document and mapping, behind the value their ends.
    events = guarded_events(source)[3:-2]
    return events, content_end(events[1:])


_parsed_short = lru_cache(maxsize=1_000)(_parsed)
"""The same few lines stand in thousands of items: ``published: false``."""


def _moved(event: Event, distance: int) -> Event:
    """An event of a part as it stands in the whole; a part begins at the start of a line."""
    moved: Any = object.__new__(type(event))
    moved.__dict__.update(event.__dict__)
    first, last = moved.start_mark, moved.end_mark
    moved.start_mark = _Mark(first.index + distance, first.column)
    moved.end_mark = _Mark(last.index + distance, last.column)
    return moved  # type: ignore[no-any-return]
