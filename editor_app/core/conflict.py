"""Where the editor and somebody else have changed the same field of one file: what each of them says.

One rule for saving and for reading the folder again, so that both find the same conflicts.
"""

from __future__ import annotations

from typing import Final, Generic, NamedTuple, TypeVar

from editor_app.core.decision import Fields, ItemEdit, TopicEdit
from editor_app.core.display_text import short
from editor_app.core.errors import EditConflict
from editor_app.core.missing import MISSING
from editor_app.core.state import Odd, StateFields, Value, shown
from editor_app.core.text_place import TextPlace

_LONGEST: Final = 60  # characters of a text in a sentence

Reading = TypeVar("Reading")


class Readings(NamedTuple, Generic[Reading]):
    """One field three times: as it was when the editor decided, as the editor wants it, as the file has it now."""

    base: Reading
    mine: Reading
    theirs: Reading


class Conflict(NamedTuple):
    """The fields of one item that both sides have changed; None where a field is not among them."""

    state: Readings[StateFields] | None = None
    topics: Readings[tuple[str, ...]] | None = None
    texts: tuple[tuple[TextPlace, Readings[str]], ...] = ()


class Turn(NamedTuple):
    """All that is pending of an item becomes something else: a choice that no difference of fields can tell.

    ``instead`` is the difference of fields to make where ``expected`` is no longer what is pending, because it has
    been saved meanwhile.
    """

    expected: ItemEdit
    wanted: ItemEdit
    instead: ItemEdit


def find_conflict(edit: ItemEdit, on_disk: Fields) -> Conflict | None:
    """What keeps an edit from being written over a file that reads so now; None where nothing does."""
    state = None
    if edit.state is not None and edit.state[0] is not on_disk.state:
        base, new = edit.state
        if contested_keys(base, new, on_disk.state):
            state = Readings(base, new, on_disk.state)
    topics = None
    if edit.topics.renamed and replaced_by_both(edit.topics, on_disk.topics):
        before = edit.topics.base
        topics = Readings(before, edit.topics.apply(before), on_disk.topics)
    texts = _contested_texts(edit, on_disk) if edit.texts else ()
    if state is None and topics is None and not texts:
        return None
    return Conflict(state, topics, texts)


def _contested_texts(edit: ItemEdit, on_disk: Fields) -> tuple[tuple[TextPlace, Readings[str]], ...]:
    now = dict(on_disk.texts)
    return tuple(
        (place, Readings(base, new, now[place]))
        for place, base, new in edit.texts
        if place in now and now[place] not in (base, new)
    )


def conflict_error(conflict: Conflict, edit: ItemEdit) -> EditConflict:
    """The error that says it, about the first of the fields."""
    if conflict.state is not None:
        readings = conflict.state
        key = contested_keys(*readings)[0]
        base, mine, theirs = (shown(getattr(reading, key)) for reading in readings)
        return EditConflict(key, base, mine, theirs, conflict)
    if conflict.topics is None:
        place, (before, wanted, now) = conflict.texts[0]
        return EditConflict(place_words(place), _quoted(before), _quoted(wanted), _quoted(now), conflict)
    old, new, other = replaced_by_both(edit.topics, conflict.topics.theirs)
    return EditConflict("topics", f"“{old}”", f"“{new}”", f"“{other}”", conflict)


def contested_keys(base: StateFields, new: StateFields, on_disk: StateFields) -> list[str]:
    """The keys of a state that both sides have changed, each to something else."""
    return [
        key
        for key in ("removed", "published")
        if _is_contested(key, getattr(base, key), getattr(new, key), getattr(on_disk, key))
    ]


def _is_contested(key: str, base: Value, new: Value, on_disk: Value) -> bool:
    if same(on_disk, new):
        return False
    if same(base, new):
        # The editor did not touch this key; it matters only where it now means something else.
        return _means(key, on_disk) != _means(key, base)
    return not same(on_disk, base)


def replaced_by_both(edit: TopicEdit, on_disk: tuple[str, ...]) -> tuple[str, ...]:
    """A topic that the edit replaces by one and the file by another: the topic, and what each has in its place.

    Empty where there is none. All else that two sides can do to topics goes together: what either has added is there,
    what either has removed is not.
    """
    before = edit.base
    gone = [name for name in before if name not in on_disk]
    come = [name for name in on_disk if name not in before]
    if len(gone) != 1 or len(come) != 1:
        return ()
    for old, new in edit.renamed:
        if old == gone[0] and new != come[0]:
            return old, new, come[0]
    return ()


def mine_kept(edit: ItemEdit, on_disk: Fields) -> ItemEdit:
    """The edit after the editor has chosen it over what the file says now: that becomes what it was decided on."""
    conflict = find_conflict(edit, on_disk) or Conflict()
    state, topics = edit.state, edit.topics
    if conflict.state is not None:
        state = on_disk.state, conflict.state.mine
    if conflict.topics is not None:
        _, new, other = replaced_by_both(topics, on_disk.topics)
        wanted = [new if name == other else name for name in topics.apply(on_disk.topics) if name != new]
        topics = TopicEdit.between(on_disk.topics, wanted)
    theirs = {place: readings.theirs for place, readings in conflict.texts}
    texts = [change._replace(base=theirs.get(change.place, change.base)) for change in edit.texts]
    return ItemEdit(state, topics, tuple(texts))


def theirs_kept(edit: ItemEdit, on_disk: Fields) -> ItemEdit:
    """The edit without the fields that the editor leaves as the file has them; others stay pending."""
    conflict = find_conflict(edit, on_disk) or Conflict()
    return edit._replace(
        state=None if conflict.state is not None else edit.state,
        topics=TopicEdit() if conflict.topics is not None else edit.topics,
        texts=tuple(change for change in edit.texts if change.place not in dict(conflict.texts)),
    )


def place_words(place: TextPlace) -> str:
    """A text of an item, as an editor calls it."""
    return place.key if place.is_own else f"{place.key} of a related story"


def _quoted(text: str) -> str:
    return f"“{short(text, _LONGEST)}”" if text else "empty"


def raw_keys(state: StateFields) -> str:
    """A state as its file says it: ``removed: true, published: false``."""
    parts = [] if state.removed is MISSING else [f"removed: {_plain(state.removed)}"]
    parts.append("no published" if state.published is MISSING else f"published: {_plain(state.published)}")
    return ", ".join(parts)


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else shown(value)


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same one in a file: ``1`` is not ``true``."""
    if isinstance(one, Odd) and isinstance(other, Odd):
        return True  # neither can be told apart further
    # By their texts too: "no number" (.nan) does not even equal itself.
    return type(one) is type(other) and (one == other or repr(one) == repr(other))


def _means(key: str, value: Value) -> bool:
    return value is True or (key == "published" and value is MISSING)
