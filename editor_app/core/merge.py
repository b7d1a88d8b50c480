"""A decision and what is on disk now -> the edits to make in the text, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from yaml.events import AliasEvent

from editor_app.core.conflict import conflict_error, find_conflict, same
from editor_app.core.decision import Fields, ItemEdit
from editor_app.core.errors import EditRefused
from editor_app.core.item_texts import read_texts
from editor_app.core.missing import MISSING
from editor_app.core.originals import Originals, PutBack, Replaced
from editor_app.core.outline import Entry, Outline
from editor_app.core.splice import (
    DeleteKey,
    SetScalar,
    SetTexts,
    SetTopics,
    TextEdit,
    has_left,
    put_back,
    read_scalar,
)
from editor_app.core.state import Odd, StateFields, Value, as_value, shown
from editor_app.core.text_place import RELATED, TEXT_KEYS, TextPlace
from editor_app.core.topic_list import read_topics


def replaced_in(before: Outline, after: Outline, key: str) -> Replaced:
    """What a save has made of one key."""
    return Replaced(_read(before, key), put_back(before, key), put_back(after, key))


def merge(outline: Outline, edit: ItemEdit, originals: Originals) -> tuple[list[TextEdit], Fields]:
    """What to change in a file so that it says what the editor decided, and how it must read afterwards.

    A field that says so already is left alone. A field that is neither as the editor saw it nor as the editor wants it
    is a conflict.

    :raises EditConflict: the same field has been changed on disk.
    :raises EditRefused: the field cannot be edited.
    """
    state = StateFields(_value(outline.find("published")), _value(outline.find("removed")))
    current: tuple[str, ...] = ()
    if edit.state is not None:
        for key in ("removed", "published"):
            _refuse_unsafe(outline, key, getattr(edit.state[0], key))
    if edit.topics:
        entry = outline.find("topics")
        if entry is None and outline.has_merge_key:
            raise _supplied("topics")
        current = read_topics(entry)
    texts = _texts_on_disk(outline, edit) if edit.texts else {}
    conflict = find_conflict(edit, Fields(state, current).with_texts(texts))
    if conflict is not None:
        raise conflict_error(conflict, edit)
    topics: tuple[str, ...] = ()
    edits: list[TextEdit] = []
    if edit.state is not None:
        base, new = edit.state
        for key in ("removed", "published"):
            edits += _state_edit(outline, originals, key, getattr(base, key), getattr(new, key))
        state = new
    if edit.topics:
        topics = edit.topics.apply(current)
        if topics != current:
            former = _former(outline, originals, "topics", topics)
            edits.append(former or SetTopics("topics", topics, edit.topics.renamed))
    if edit.texts:
        edits += _text_edits(outline, originals, edit, texts)
    wanted = {change.place: change.new for change in edit.texts}
    return edits, Fields(state, topics).with_texts(wanted)


def _former(outline: Outline, originals: Originals, key: str, value: object) -> PutBack | None:
    """How to give an entry its former lines back that read as ``value``."""
    return originals.find(key, value, partial(has_left, outline))


def _texts_on_disk(outline: Outline, edit: ItemEdit) -> dict[TextPlace, str]:
    """What the texts that an edit is about say in the file."""
    there = read_texts(outline)
    found: dict[TextPlace, str] = {}
    for place in (change.place for change in edit.texts):
        if place in there:
            found[place] = there[place]
            continue
        entry = outline.find(place.entry)
        if entry is not None and isinstance(entry.value, AliasEvent):
            raise EditRefused(f"“{place.entry}” uses a YAML alias; it can only be edited by hand.")
        if not place.is_own:
            raise EditRefused(f"The related story, or its “{place.key}”, is not in the file any more.")
        if entry is not None:
            raise EditRefused(f"“{place.key}” holds a list or a mapping; it can only be edited by hand.")
        found[place] = ""
    return found


def _text_edits(
    outline: Outline, originals: Originals, edit: ItemEdit, on_disk: dict[TextPlace, str]
) -> Iterator[TextEdit]:
    """One edit for each entry that has texts to change: an item's own ones, or its related stories."""
    by_entry: defaultdict[str, dict[TextPlace, str]] = defaultdict(dict)
    for place, _, new in edit.texts:
        if on_disk[place] != new:
            by_entry[place.entry][place] = new
    for key, wanted in by_entry.items():
        yield (
            _former(outline, originals, key, {**_texts_of(outline, key), **wanted})
            or SetTexts(key, tuple(wanted.items()))
        )


def _texts_of(outline: Outline, key: str) -> dict[TextPlace, str]:
    """All texts of one entry; an own text that is missing reads as an empty one."""
    found = {place: text for place, text in read_texts(outline).items() if place.entry == key}
    return found or ({} if key == RELATED else {TextPlace(key): ""})


def _refuse_unsafe(outline: Outline, key: str, base: Value) -> None:
    entry = outline.find(key)
    if entry is not None and isinstance(entry.value, AliasEvent):
        raise EditRefused(f"“{key}” uses a YAML alias; it can only be edited by hand.")
    if entry is None and base is not MISSING and outline.has_merge_key:
        raise _supplied(key)


def _state_edit(
    outline: Outline, originals: Originals, key: str, base: Value, new: Value
) -> Iterator[TextEdit]:
    # What the editor did not touch stays as it is on disk; it means the same, or there would be a conflict.
    if same(base, new) or same(_value(outline.find(key)), new):
        return
    former = _former(outline, originals, key, new)
    if former is not None:
        yield former
    elif new is MISSING:
        yield DeleteKey(key)
    elif isinstance(new, bool | int | str) or new is None:
        yield SetScalar(key, new)
    else:
        raise EditRefused(f"“{key}” was {shown(new)} before; it can only be put back by hand.")


def _supplied(key: str) -> EditRefused:
    return EditRefused(f"A merge key (<<) may supply “{key}”; it can only be edited by hand.")


def _value(entry: Entry | None) -> Value:
    if entry is None:
        return MISSING
    try:
        return as_value(read_scalar(entry))
    except ValueError:
        return Odd("a value that cannot be read")


def _read(outline: Outline, key: str) -> object:
    if key == "topics":
        return read_topics(outline.find(key))
    if key in (*TEXT_KEYS, RELATED):
        return _texts_of(outline, key)
    return _value(outline.find(key))
