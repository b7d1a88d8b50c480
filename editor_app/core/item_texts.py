"""The texts of an item that can be rewritten: its title and excerpt, and those of the stories it lists as related."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yaml.events import Event, MappingStartEvent, ScalarEvent, SequenceStartEvent

from editor_app.core.outline import Entry, Outline, column_of, node_end
from editor_app.core.scalars import scalar_value
from editor_app.core.text_place import RELATED, TEXT_KEYS, TextPlace, story_address


class FoundText(NamedTuple):
    """Where a text stands: its scalar, which event of its entry that is, and the column of its key."""

    event: ScalarEvent
    position: int
    key_column: int

    @property
    def text(self) -> str:
        """The text as the program shows it: numbers and dates as they are written, empty where there is none."""
        return text_of(self.event)


def text_of(event: ScalarEvent) -> str:
    """What a scalar says, taken as a text."""
    if event.style in ("'", '"', "|", ">"):
        return str(event.value)
    try:
        return "" if scalar_value(event) is None else str(event.value)
    except ValueError:
        return str(event.value)


def is_text(event: ScalarEvent) -> bool:
    """Whether a scalar is a text to YAML, too, and not a number, a date or nothing."""
    try:
        return isinstance(scalar_value(event), str)
    except ValueError:
        return False


def find_texts(outline: Outline) -> dict[TextPlace, FoundText]:
    """All texts of an item that are there, the item's own first. A key that stands twice in a story is left out."""
    found: dict[TextPlace, FoundText] = {}
    for key in TEXT_KEYS:
        entry = outline.find(key)
        if entry is not None and isinstance(entry.value, ScalarEvent):
            found[TextPlace(key)] = FoundText(entry.value, 0, column_of(entry.key_event))
    related = outline.find(RELATED)
    return found if related is None else found | find_related(related)


def find_related(entry: Entry) -> dict[TextPlace, FoundText]:
    """The texts of the stories that an entry lists."""
    found: dict[TextPlace, FoundText] = {}
    seen: Counter[str] = Counter()
    for story in _stories(entry.events):
        url = story_address({key: text.text for key, text in story.items()})
        found |= {TextPlace(key, url, seen[url]): story[key] for key in TEXT_KEYS if key in story}
        seen[url] += 1
    return found


def read_texts(outline: Outline) -> dict[TextPlace, str]:
    """All texts of an item that are there, as the program shows them."""
    return {place: found.text for place, found in find_texts(outline).items()}


def _stories(events: Sequence[Event]) -> Iterator[dict[str, FoundText]]:
    """The scalars of each mapping in a list, by their keys; nothing where it is no list."""
    if not isinstance(events[0], SequenceStartEvent):
        return
    position = 1
    while position < len(events) - 1:
        end = node_end(events, position)
        if isinstance(events[position], MappingStartEvent):
            yield _scalars(events, position + 1, end - 1)
        position = end


def _scalars(events: Sequence[Event], start: int, end: int) -> dict[str, FoundText]:
    """The scalars of one mapping, by their keys; those of a key that stands twice are left out."""
    found: dict[str, FoundText] = {}
    keys: Counter[str] = Counter()
    position = start
    while position < end:
        key, at = events[position], node_end(events, position)
        position = node_end(events, at)
        if isinstance(key, ScalarEvent):
            keys[key.value] += 1
            value = events[at]
            if isinstance(value, ScalarEvent):
                found[key.value] = FoundText(value, at, column_of(key))
    return {key: text for key, text in found.items() if keys[key] == 1}
