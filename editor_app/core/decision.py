"""What an editor decides of an item, as operations on fields.

A decision never holds a document: it says which value of which key becomes which. It is laid over the list at once,
and applied at the moment of saving to the bytes that are on disk then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from editor_app.core.missing import MISSING
from editor_app.core.state import StateFields
from editor_app.core.text_place import TextPlace


@dataclass(frozen=True, slots=True)
class TopicEdit:
    """Topics to take away, to rename in their place and to add, in this order; nothing else of a list is touched.

    ``order`` is the whole list as it was wanted, where the edit was made between two lists; it is used when the
    result has just these topics. To rename is then to take away and to add: the new name is there afterwards, also
    where the old one was gone already. Without ``order`` an edit is a rule for any list, and renames what it finds.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed)

    def apply(self, topics: Sequence[str]) -> tuple[str, ...]:
        """The list after the edit. A topic is never there twice through an edit; doubles in the file stay."""
        removed = set(self.removed)
        left = [topic for topic in topics if topic not in removed]
        for old, new in self.renamed:
            if old == new:
                continue
            if new in left:  # the two merge
                left = [topic for topic in left if topic != old]
            else:
                left = [new if topic == old else topic for topic in left]
        renamed = [new for _, new in self.renamed if new in self.order]
        left += [topic for topic in (*renamed, *self.added) if topic not in left]
        if sorted(left) == sorted(self.order):
            return self.order
        return tuple(left)

    @property
    def base(self) -> tuple[str, ...]:
        """The list that the edit was made on, what was taken away from it last; empty where that is not known."""
        former = {new: old for old, new in self.renamed}
        if not former.keys() <= set(self.order):
            return ()
        kept = [former.get(topic, topic) for topic in self.order if topic not in self.added]
        return (*kept, *self.removed)

    def then(self, later: TopicEdit) -> TopicEdit:
        """Both edits as one, made on the same list as this one."""
        gone, moved = set(later.removed), dict(later.renamed)
        after = later.apply(self.order)
        added = [moved.pop(name, name) for name in self.added if name not in gone]
        removed = [name for name in self.removed if name not in after]
        renamed: list[tuple[str, str]] = []
        for old, new in self.renamed:
            last = moved.pop(new, new)
            if new in gone:
                removed.append(old)
            elif last != old:
                renamed.append((old, last))
        here = {*self.added, *(new for _, new in self.renamed)}
        removed += [name for name in later.removed if name not in here]
        added += [name for name in later.added if name not in self.removed]
        return TopicEdit(tuple(added), tuple(removed), (*renamed, *moved.items()), after)

    @staticmethod
    def between(before: Sequence[str], after: Sequence[str]) -> TopicEdit:
        """The edit that leads from one list to another."""
        removed = tuple(topic for topic in dict.fromkeys(before) if topic not in after)
        added = tuple(topic for topic in dict.fromkeys(after) if topic not in before)
        renamed: tuple[tuple[str, str], ...] = ()
        if len(removed) == len(added) == 1 and len(before) == len(after):
            place = list(before).index(removed[0])
            if after[place] == added[0]:
                renamed, removed, added = ((removed[0], added[0]),), (), ()
        return TopicEdit(added, removed, renamed, tuple(after))


class TextChange(NamedTuple):
    """One text of an item becomes another; ``base`` is what it was decided on."""

    place: TextPlace
    base: str
    new: str


class Fields(NamedTuple):
    """The part of an item that decisions are about.

    ``texts`` are only those that a decision is about: an item has many, and the list does not know them all.
    """

    state: StateFields = StateFields()
    topics: tuple[str, ...] = ()
    texts: tuple[tuple[TextPlace, str], ...] = ()

    def with_texts(self, texts: Mapping[TextPlace, str]) -> Fields:
        """The same with these texts in the place of those that it has, or beside them."""
        return self._replace(texts=tuple(sorted({**dict(self.texts), **texts}.items()))) if texts else self


StateEdit = tuple[StateFields, StateFields]
"""A state as it was when it was decided about, and as it is wanted."""


class ItemEdit(NamedTuple):
    """What is to change in one item: field by field, with the value it was decided on.

    ``state`` is a pair (base, new), or None where the state is not touched. Both keys of a state are compared with
    the file at saving, also the one that keeps its value: a story that the machine has published meanwhile is not
    rejected by half. ``texts`` has each place at most once.
    """

    state: StateEdit | None = None
    topics: TopicEdit = TopicEdit()
    texts: tuple[TextChange, ...] = ()

    def __bool__(self) -> bool:
        return self.state is not None or bool(self.topics) or bool(self.texts)

    def apply(self, fields: Fields) -> Fields:
        """The fields as they read after the edit."""
        state = self.state[1] if self.state is not None else fields.state
        topics = self.topics.apply(fields.topics) if self.topics else fields.topics
        edited = Fields(state, topics, fields.texts)
        return edited.with_texts({change.place: change.new for change in self.texts})

    @staticmethod
    def between(before: Fields, after: Fields) -> ItemEdit:
        """The edit that leads from one reading to another."""
        state = None if before.state == after.state else (before.state, after.state)
        topics = (
            TopicEdit() if before.topics == after.topics else TopicEdit.between(before.topics, after.topics)
        )
        former = dict(before.texts)
        texts = [
            TextChange(place, former[place], text)
            for place, text in after.texts
            if former.get(place, text) != text
        ]
        return ItemEdit(state, topics, tuple(texts))


def joined_texts(earlier: Iterable[TextChange], later: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """Both changes of texts as one: what the earlier was decided on stays the base, and what leads back to it is no
    change any more.
    """
    joined = {change.place: change for change in earlier}
    for change in later:
        base = joined[change.place].base if change.place in joined else change.base
        joined[change.place] = change._replace(base=base)
    return tuple(sorted(change for change in joined.values() if change.new != change.base))


def texts_left(pending: Iterable[TextChange], saved: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """What of the texts is still to be changed once some changes stand in the file.

    :param pending: all that is to be changed now.
    :param saved: what was pending when the save began; what has been taken back since is to be changed back.
    """
    wanted = {change.place: change for change in pending}
    for change in saved:
        now = wanted.get(change.place)
        wanted[change.place] = TextChange(change.place, change.new, change.base if now is None else now.new)
    return tuple(sorted(change for change in wanted.values() if change.new != change.base))


class Decision:
    """Base of all decisions: a rule that says how an item's fields become others."""

    def apply(self, fields: Fields) -> Fields:
        """The fields as the editor wants them; the same ones where the item is so already."""
        raise NotImplementedError

    @property
    def past(self) -> str:
        """What has been done, as one word or phrase for the undo menu and the status bar."""
        raise NotImplementedError

    @property
    def wanted_state(self) -> StateFields | None:
        """The state that it gives to every item, where it is about nothing else: then one plan does for many items."""
        return None


@dataclass(frozen=True, slots=True)
class Publish(Decision):
    """``published: true``, and no ``removed``."""

    def apply(self, fields: Fields) -> Fields:
        return _with_state(fields, self.wanted_state)

    @property
    def wanted_state(self) -> StateFields:
        return StateFields(True, MISSING)

    @property
    def past(self) -> str:
        return "published"


@dataclass(frozen=True, slots=True)
class Reject(Decision):
    """``removed: true`` and ``published: false``: how the live sites take an item out for good."""

    def apply(self, fields: Fields) -> Fields:
        return _with_state(fields, self.wanted_state)

    @property
    def wanted_state(self) -> StateFields:
        return StateFields(False, True)

    @property
    def past(self) -> str:
        return "rejected"


@dataclass(frozen=True, slots=True)
class Requeue(Decision):
    """``published: false``, and no ``removed``: back to the queue."""

    def apply(self, fields: Fields) -> Fields:
        return _with_state(fields, self.wanted_state)

    @property
    def wanted_state(self) -> StateFields:
        return StateFields(False, MISSING)

    @property
    def past(self) -> str:
        return "requeued"


@dataclass(frozen=True, slots=True)
class Retag(Decision):
    """Add, remove and rename topics; topics that are not named stay as they are."""

    edit: TopicEdit

    def apply(self, fields: Fields) -> Fields:
        topics = self.edit.apply(fields.topics)
        return fields if topics == fields.topics else fields._replace(topics=topics)

    @property
    def past(self) -> str:
        return "retagged"


@dataclass(frozen=True, slots=True)
class Rewrite(Decision):
    """Make texts of an item say something else: each is exactly one scalar of its file."""

    changes: tuple[TextChange, ...]
    word: str = "rewritten"

    def apply(self, fields: Fields) -> Fields:
        return fields.with_texts({change.place: change.new for change in self.changes})

    @property
    def past(self) -> str:
        return self.word


def _with_state(fields: Fields, wanted: StateFields) -> Fields:
    if fields.state.state == wanted.state:
        return fields  # left alone, however its file says so
    return fields._replace(state=wanted)


def retag(
    *, add: Iterable[str] = (), remove: Iterable[str] = (), rename: Iterable[tuple[str, str]] = ()
) -> Retag:
    """A :class:`Retag` from loose names, without white space around them and without empty ones."""
    return Retag(
        TopicEdit(
            added=_names(add),
            removed=_names(remove),
            renamed=tuple((old.strip(), new.strip()) for old, new in rename if old.strip() and new.strip()),
        )
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
