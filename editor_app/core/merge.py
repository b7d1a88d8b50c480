"""A decision and what is on disk now -> the edits to make in the text, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from editor_app.core.decision import Fields, ItemEdit
from editor_app.core.errors import EditConflict, EditRefused
from editor_app.core.outline import Entry, Outline
from editor_app.core.scalars import MISSING
from editor_app.core.splice import (
    DeleteKey,
    PutBack,
    SetScalar,
    SetTopics,
    TextEdit,
    entry_source,
    following_key,
    read_scalar,
)
from editor_app.core.state import Odd, StateFields, Value, as_value, shown
from editor_app.core.topic_list import read_topics


@dataclass(frozen=True, slots=True)
class Written:
    """One change of an entry that this session has saved: how it read and looked before, how it looks since."""

    value: object
    source: str
    before_key: str | None
    left: str


@dataclass(slots=True)
class Originals:
    """What the saves of a session replaced in one file, so that undoing one gives back the very bytes.

    Only used as long as the entry still looks as the save left it.
    """

    history: dict[str, list[Written]] = field(default_factory=dict)

    def find(self, key: str, value: object, current: str) -> PutBack | None:
        """The entry's former lines that read as ``value``."""
        expected = current
        for written in reversed(self.history.get(key, [])):
            if written.left != expected:
                return None
            if type(written.value) is type(value) and written.value == value:
                return PutBack(key, written.source, written.before_key)
            expected = written.source
        return None

    def record(self, before: Outline, after: Outline, key: str) -> None:
        """Remember a change that has been written; one that leads back to an earlier state forgets what lay between."""
        old, new = entry_source(before, key), entry_source(after, key)
        if old == new:
            return
        written = self.history.setdefault(key, [])
        for position, earlier in enumerate(written):
            if earlier.source == new:
                del written[position:]
                return
        written.append(Written(_read(before, key), old, following_key(before, key), new))


def merge(outline: Outline, edit: ItemEdit, originals: Originals) -> tuple[list[TextEdit], Fields]:
    """What to change in a file so that it says what the editor decided, and how it must read afterwards.

    A field that says so already is left alone. A field that is neither as the editor saw it nor as the editor wants it
    is a conflict.

    :raises EditConflict: the same field has been changed on disk.
    :raises EditRefused: the field cannot be edited.
    """
    state = StateFields(_value(outline.find("published")), _value(outline.find("removed")))
    topics: tuple[str, ...] = ()
    edits: list[TextEdit] = []
    if edit.state is not None:
        base, new = edit.state
        for key in ("removed", "published"):
            edits += _state_edit(outline, originals, key, getattr(base, key), getattr(new, key))
        state = new
    if edit.topics:
        entry = outline.find("topics")
        if entry is None and outline.has_merge_key:
            raise _supplied("topics")
        current = read_topics(entry)
        topics = edit.topics.apply(current)
        if topics != current:
            former = _former(outline, originals, "topics", topics)
            edits.append(former or SetTopics("topics", topics, edit.topics.renamed))
    return edits, Fields(state, topics)


def _state_edit(
    outline: Outline, originals: Originals, key: str, base: Value, new: Value
) -> Iterator[TextEdit]:
    disk = _value(outline.find(key))
    if disk is MISSING and base is not MISSING and outline.has_merge_key:
        raise _supplied(key)
    if _same(disk, new):
        return
    if _same(base, new):
        # The editor did not touch this key; it matters only where it now means something else.
        if _means(key, disk) != _means(key, base):
            raise EditConflict(key, shown(base), shown(new), shown(disk))
        return
    if not _same(disk, base):
        raise EditConflict(key, shown(base), shown(new), shown(disk))
    former = _former(outline, originals, key, new)
    if former is not None:
        yield former
    elif new is MISSING:
        yield DeleteKey(key)
    elif isinstance(new, bool | int | str) or new is None:
        yield SetScalar(key, new)
    else:
        raise EditRefused(f"“{key}” was {shown(new)} before; it can only be put back by hand.")


def _former(outline: Outline, originals: Originals, key: str, value: object) -> PutBack | None:
    if key not in originals.history:
        return None
    return originals.find(key, value, entry_source(outline, key))


def _supplied(key: str) -> EditRefused:
    return EditRefused(f"A merge key (<<) may supply “{key}”; it can only be edited by hand.")


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Odd) and isinstance(other, Odd):
        return True  # neither can be told apart further
    # By their texts too: "no number" (.nan) does not even equal itself.
    return type(one) is type(other) and (one == other or repr(one) == repr(other))


def _means(key: str, value: Value) -> bool:
    return value is True or (key == "published" and value is MISSING)


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
    return _value(outline.find(key))
