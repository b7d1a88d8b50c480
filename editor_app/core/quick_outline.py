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

from editor_app.core.outline import Entry, Outline, Written, content_end, guarded_events, read_outline
from editor_app.core.quick_row import quick_entries

_SHORT: Final = 100  # characters of an entry


def read_quickly(text: str, first_line: int = 1) -> Outline:
    """Read a front matter's outline, entry by entry where that is safe, else as a whole.

    :raises UnreadableItem: it cannot be read, or a key at the top level is no plain word.
    :raises NotAnItem: it is empty, or its root is no mapping.
    """
    entries = quick_entries(text)
    if not entries:
        return read_outline(text, first_line)
    keys = tuple([key[:-1] for _, key, _, _ in entries])
    sources = tuple([whole.lstrip("\n") for whole, _, _, _ in entries])
    ends = accumulate([len(whole) for whole, _, _, _ in entries])
    starts = tuple([end - len(source) for end, source in zip(ends, sources, strict=True)])
    root = MappingStartEvent(None, None, True, flow_style=False)
    return Outline(text, root, _Entries(starts, sources), keys, Written(entries, sources, starts))


@dataclass(frozen=True, slots=True)
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
    events = _events_of_short(source) if len(source) <= _SHORT else _events_of(source)
    key, *value = [_moved(event, start) for event in events]
    assert isinstance(key, ScalarEvent)
    return Entry(key.value, key, tuple(value), content_end(value))


def _events_of(source: str) -> tuple[Event, ...]:
    # In front of the key stand the starts of stream, document and mapping, behind the value their ends.
    return tuple(guarded_events(source)[3:-2])


_events_of_short = lru_cache(maxsize=1_000)(_events_of)
"""The same few lines stand in thousands of items: ``published: false``."""


def _moved(event: Event, distance: int) -> Event:
    """An event of a part as it stands in the whole; a part begins at the start of a line."""
    moved: Any = object.__new__(type(event))
    moved.__dict__.update(event.__dict__)
    first, last = moved.start_mark, moved.end_mark
    moved.start_mark = _Mark(first.index + distance, first.column)
    moved.end_mark = _Mark(last.index + distance, last.column)
    return moved  # type: ignore[no-any-return]
