"""The only code that changes YAML: single fields, located by libyaml's marks, verified after the change.

Nothing is emitted but the value, line or list item in question; every other character of the text stays as it is.
What cannot be changed so is refused (:class:`~editor_app.core.errors.EditRefused`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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

from editor_app.core.errors import EditRefused, NotAnItem, UnreadableItem
from editor_app.core.item_texts import FoundText, find_related, is_text
from editor_app.core.originals import PutBack
from editor_app.core.outline import Entry, Outline, Written, column_of, end_of, start_of
from editor_app.core.quick_outline import read_quickly
from editor_app.core.scalars import as_list_item, as_scalar, quoted, scalar_value
from editor_app.core.text_change import Change, apply_changes, entry_lines, line_break_at_end
from editor_app.core.text_place import EXCERPT, RELATED, TITLE, TextPlace
from editor_app.core.text_scalar import rewritten
from editor_app.core.topic_list import plan_topics, read_topics

_INSERT_AFTER: Final = ("heat", "quality", "type")
_INSERT_BEFORE: Final = {"removed": "published"}


@dataclass(frozen=True, slots=True)
class SetScalar:
    """Give a key a plain value; insert the key where it is missing."""

    key: str
    value: bool | int | str | None


@dataclass(frozen=True, slots=True)
class DeleteKey:
    """Take a key and its value out, with their whole lines."""

    key: str


@dataclass(frozen=True, slots=True)
class SetTopics:
    """Make a list of strings read as ``topics``; items that stay keep their order, lines, quotes and comments.

    ``renamed`` maps an item's old text to the new one that takes its place in the list.
    """

    key: str
    topics: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetTexts:
    """Make texts of one entry say something else: its own scalar, or scalars of the stories that it lists.

    Each keeps its style of quoting where the new text allows it: see :mod:`text_scalar`. An excerpt that is missing is
    inserted behind the title.
    """

    key: str
    texts: tuple[tuple[TextPlace, str], ...]


TextEdit = SetScalar | DeleteKey | SetTopics | SetTexts | PutBack
_Check = Callable[[Entry | None], bool]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The changes of one edit, and what its key must read as afterwards."""

    key: str
    changes: tuple[Change, ...]
    check: _Check


def splice(outline: Outline, edits: Sequence[TextEdit], newline: str) -> str:
    """Make edits in a front matter: :func:`spliced`, for whoever wants the text only."""
    after = spliced(outline, edits, newline)
    return outline.text if after is None else after.text


def spliced(outline: Outline, edits: Sequence[TextEdit], newline: str) -> Outline | None:
    """Make edits in a front matter.

    :param outline: the front matter as :func:`~editor_app.core.outline.read_outline` reads it.
    :param edits: at most one for each key. An edit that is fulfilled already changes nothing.
    :param newline: the file's line end, used where no neighbouring line shows one.
    :returns: the new text as it reads, None where nothing changes.
    :raises EditRefused: an edit cannot be made without touching more than its own field, or the result does not
        read as the old text plus the edits. The message is a sentence for the editor.
    """
    if outline.root.flow_style:
        raise EditRefused(
            "The whole front matter is written in curly brackets; it can only be edited by hand."
        )
    if outline.root.anchor or outline.root.tag:
        raise EditRefused(
            "The front matter as a whole has an anchor or a tag; it can only be edited by hand."
        )
    planner = _Planner(outline, newline)
    # Where `removed` and `published` are both new, they are inserted at one place, in this order.
    edits = sorted(edits, key=lambda edit: edit.key not in _INSERT_BEFORE)
    plans = [plan for edit in edits if (plan := planner.plan(edit)) is not None]
    if not plans:
        return None
    text = apply_changes(outline.text, [change for plan in plans for change in plan.changes])
    return _verified(outline, text, plans)


def put_back(outline: Outline, key: str) -> PutBack:
    """The edit that gives a key the lines back that it has now."""
    index = outline.index(key)
    if index is None:
        return PutBack(key, "", None)
    source = "#" if outline.written is None else outline.written.sources[index]
    if "#" in source:  # a comment behind the entry is no part of it
        start, end = entry_lines(outline.text, outline.entries[index])
        source = outline.text[start:end]
    else:  # it is written in whole lines
        end = outline.line_start(index) + len(source)
    if index + 1 == len(outline.keys):
        return PutBack(key, source, None, outline.text[end:])
    gap = outline.text[end : outline.line_start(index + 1)]
    return PutBack(key, source, outline.keys[index + 1], gap)


def has_left(outline: Outline, back: PutBack) -> bool:
    """Whether an entry still looks as a save has left it."""
    entry = outline.find(back.key)
    if entry is None or not back.left:
        return entry is None and not back.left
    end = entry.line_start + len(back.left)
    ends = line_break_at_end(back.left, len(back.left)) or end == len(outline.text)
    return bool(ends) and outline.text.startswith(back.left, entry.line_start)


def read_scalar(entry: Entry) -> Any:
    """The Python value of an entry that holds a scalar.

    :raises ValueError: it holds something else, or a scalar that cannot be read.
    """
    if not isinstance(entry.value, ScalarEvent):
        raise ValueError("no scalar")
    return scalar_value(entry.value)


class _Planner:
    def __init__(self, outline: Outline, newline: str) -> None:
        self._outline = outline
        self._text = outline.text
        self._newline = newline

    def plan(self, edit: TextEdit) -> _Plan | None:
        """The plan of an edit, or None where there is nothing to do."""
        entry = self._outline.find(edit.key)
        if self._outline.count(edit.key) > 1:
            raise EditRefused(f"The key “{edit.key}” stands twice in the file; correct that by hand first.")
        if entry is not None:
            self._refuse_unsafe(entry)
        if self._outline.has_merge_key and (entry is None or isinstance(edit, DeleteKey | PutBack)):
            raise EditRefused(f"A merge key (<<) may supply “{edit.key}”; it can only be edited by hand.")
        match edit:
            case SetScalar():
                return self._set_scalar(edit, entry)
            case DeleteKey():
                return self._delete(edit, entry)
            case SetTopics():
                return self._set_topics(edit, entry)
            case SetTexts():
                return self._set_texts(edit, entry)
            case PutBack():
                return self._put_back(edit, entry)

    def _refuse_unsafe(self, entry: Entry) -> None:
        key = entry.key_event
        if key.anchor or key.tag:
            raise EditRefused(f"The key “{entry.key}” has an anchor or a tag; it can only be edited by hand.")
        prefix = self._text[entry.line_start : entry.key_start]
        if prefix.strip():
            raise EditRefused(f"The key “{entry.key}” is written with a question mark; edit it by hand.")
        for event in entry.events:
            if isinstance(event, AliasEvent):
                raise EditRefused(f"“{entry.key}” uses a YAML alias; it can only be edited by hand.")
            if getattr(event, "anchor", None):
                raise EditRefused(
                    f"“{entry.key}” has a YAML anchor that other places may use; edit it by hand."
                )
            if getattr(event, "tag", None):
                raise EditRefused(f"“{entry.key}” has an explicit YAML tag; it can only be edited by hand.")

    # -- scalars -------------------------------------------------------------------------------------------------

    def _set_scalar(self, edit: SetScalar, entry: Entry | None) -> _Plan | None:
        def check(now: Entry | None) -> bool:
            return now is not None and _reads_as(now, edit.value)

        if entry is None:
            return _Plan(
                edit.key, (self._insertion(edit.key, [f"{edit.key}: {as_scalar(edit.value)}"]),), check
            )
        if _reads_as(entry, edit.value):
            return None
        value = entry.value
        if not isinstance(value, ScalarEvent):
            raise EditRefused(f"“{edit.key}” holds a list or a mapping; it can only be edited by hand.")
        if value.style in ("|", ">"):
            raise EditRefused(f"“{edit.key}” is written as a block of text; it can only be edited by hand.")
        start, end = start_of(value), end_of(value)
        written = as_scalar(edit.value)
        if start == end:  # `key:` with nothing behind it; the mark stands right behind the colon
            written = " " + written
        return _Plan(edit.key, (Change(start, end, written),), check)

    def _delete(self, edit: DeleteKey, entry: Entry | None) -> _Plan | None:
        if entry is None:
            return None
        self._refuse_block_text(entry)
        start, end = entry_lines(self._text, entry)
        if not line_break_at_end(self._text, end):
            # The last line of a file without a final line end: the line above becomes the last, without one.
            start -= len(line_break_at_end(self._text, start))
        return _Plan(edit.key, (Change(start, end, ""),), lambda now: now is None)

    def _set_topics(self, edit: SetTopics, entry: Entry | None) -> _Plan | None:
        def check(now: Entry | None) -> bool:
            return now is not None and read_topics(now) == edit.topics

        if read_topics(entry) == edit.topics:
            return None
        if entry is None:
            lines = [f"{edit.key}:", *(f"  - {as_list_item(topic, flow=False)}" for topic in edit.topics)]
            return _Plan(edit.key, (self._insertion(edit.key, lines),), check)
        changes = plan_topics(self._text, entry, edit.topics, dict(edit.renamed), self._newline)
        return _Plan(edit.key, tuple(changes), check)

    def _set_texts(self, edit: SetTexts, entry: Entry | None) -> _Plan | None:
        if entry is None:
            return self._insert_text(edit)
        found = find_related(entry) if edit.key == RELATED else _own_text(entry)
        changes: list[Change] = []
        wanted: dict[int, str] = {}
        for place, text in edit.texts:
            here = found.get(place)
            if here is None:
                raise EditRefused(_no_such_text(place))
            if here.text == text and is_text(here.event):
                continue
            wanted[here.position] = text
            flow = _is_in_brackets(entry, here.position)
            changes.append(rewritten(self._text, here, text, self._newline, flow=flow))
        if not changes:
            return None
        return _Plan(edit.key, tuple(changes), partial(_differs_in_texts, entry, wanted))

    def _insert_text(self, edit: SetTexts) -> _Plan:
        ((place, text),) = edit.texts
        title = self._outline.find(TITLE.key)
        if place != EXCERPT or title is None:
            raise EditRefused(_no_such_text(place))

        def check(now: Entry | None) -> bool:
            return now is not None and _reads_as(now, text)

        line = " " * column_of(title.key_event) + f"{edit.key}: {quoted(text)}"
        return _Plan(edit.key, (self._lines_behind(title, [line]),), check)

    def _put_back(self, edit: PutBack, entry: Entry | None) -> _Plan | None:
        def check(now: Entry | None) -> bool:
            return (now is None) == (not edit.source)

        if entry is None:
            if not edit.source:
                return None
            return _Plan(edit.key, (self._old_place(edit),), check)
        start, end = entry_lines(self._text, entry)
        source = edit.source
        if has_left(self._outline, edit):
            end = max(end, start + len(edit.left))
        if source and end < len(self._text):
            source = self._as_whole_lines(source)
        return _Plan(edit.key, (Change(start, end, source),), check)

    def _old_place(self, edit: PutBack) -> Change:
        follower = self._outline.index(edit.before) if edit.before else None
        place = len(self._text) if follower is None else self._outline.line_start(follower)
        if self._text.endswith(edit.gap, 0, place):
            place -= len(edit.gap)
        elif follower is None:
            place = -1
        at_line_start = place == 0 or (place > 0 and line_break_at_end(self._text, place))
        if (edit.before is None) != (follower is None) or not at_line_start:
            return self._lines_behind(self._outline.entries[-1], [edit.source])
        return Change(place, place, self._as_whole_lines(edit.source))

    # -- places --------------------------------------------------------------------------------------------------

    def _insertion(self, key: str, lines: Sequence[str]) -> Change:
        """Where a missing key goes: before the key it belongs to, else behind the scores, else at the end."""
        indent = " " * self._outline.indent
        lines = [indent + line for line in lines]
        companion = self._outline.find(_INSERT_BEFORE.get(key, ""))
        if companion is not None:
            self._refuse_unsafe(companion)
            line_break = self._line_break_of(companion) or self._newline
            new = "".join(line + line_break for line in lines)
            return Change(companion.line_start, companion.line_start, new)
        present = [index for name in _INSERT_AFTER if (index := self._outline.index(name)) is not None]
        return self._lines_behind(self._outline.entries[max(present, default=-1)], lines)

    def _lines_behind(self, entry: Entry, lines: Sequence[str]) -> Change:
        self._refuse_block_text(entry)
        _, end = entry_lines(self._text, entry)
        line_break = self._line_break_of(entry)
        if line_break:
            return Change(end, end, "".join(line.rstrip("\r\n") + line_break for line in lines))
        return Change(end, end, "".join(self._newline + line.rstrip("\r\n") for line in lines))

    def _line_break_of(self, entry: Entry) -> str:
        return line_break_at_end(self._text, entry_lines(self._text, entry)[1])

    def _as_whole_lines(self, source: str) -> str:
        return source if line_break_at_end(source, len(source)) else source + self._newline

    @staticmethod
    def _refuse_block_text(entry: Entry) -> None:
        if any(isinstance(event, ScalarEvent) and event.style in ("|", ">") for event in entry.events):
            raise EditRefused(
                f"“{entry.key}” is written as a block of text; edit the lines around it by hand."
            )


def _own_text(entry: Entry) -> dict[TextPlace, FoundText]:
    if not isinstance(entry.value, ScalarEvent):
        raise EditRefused(f"“{entry.key}” holds a list or a mapping; it can only be edited by hand.")
    return {TextPlace(entry.key): FoundText(entry.value, 0, column_of(entry.key_event))}


def _no_such_text(place: TextPlace) -> str:
    if place.is_own:
        return f"The item has no “{place.key}” that can be edited."
    return f"The related story, or its “{place.key}”, is not in the file any more."


def _is_in_brackets(entry: Entry, position: int) -> bool:
    """Whether an event of an entry lies within a collection in brackets."""
    opened = 0
    for event in entry.events[:position]:
        if isinstance(event, MappingStartEvent | SequenceStartEvent) and (event.flow_style or opened):
            opened += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent) and opened:
            opened -= 1
    return opened > 0


def _differs_in_texts(before: Entry, wanted: dict[int, str], now: Entry | None) -> bool:
    """Whether an entry is event for event what it was, but for texts that read as wanted.

    :param wanted: the new texts by the position of their events.
    """
    if now is None or len(now.events) != len(before.events):
        return False
    if _signature(now.key_event) != _signature(before.key_event):
        return False
    for position, (old, new) in enumerate(zip(before.events, now.events, strict=True)):
        if position not in wanted:
            if _signature(old) != _signature(new):
                return False
        elif not _is_plainly(new, wanted[position]):
            return False
    return True


def _is_plainly(event: Event, text: str) -> bool:
    """Whether an event is a text, with nothing about it."""
    if not isinstance(event, ScalarEvent) or event.anchor or event.tag:
        return False
    return is_text(event) and event.value == text


def _reads_as(entry: Entry, value: object) -> bool:
    try:
        found = read_scalar(entry)
    except ValueError:
        return False
    return type(found) is type(value) and found == value


def _verified(before: Outline, text: str, plans: Sequence[_Plan]) -> Outline:
    """Read the new text and compare: the edited keys read as meant, every other entry is event for event the same."""
    try:
        after = read_quickly(text, made_of=before)
    except (UnreadableItem, NotAnItem) as error:
        raise EditRefused("The change would make the file unreadable; edit it by hand.") from error
    edited = {plan.key for plan in plans}
    if not after.entries and before.entries:
        raise EditRefused("The change would leave an empty file; edit it by hand.")
    if not _same_but_for(edited, before, after):
        raise EditRefused("The change would alter more than its own field; edit the file by hand.")
    for plan in plans:
        if after.count(plan.key) > 1 or not plan.check(after.find(plan.key)):
            raise EditRefused(
                f"“{plan.key}” would not read as meant after the change; edit the file by hand."
            )
    return after


def _same_but_for(keys: set[str], before: Outline, after: Outline) -> bool:
    if before.written is not None and after.written is not None:
        # What these entries mean depends on nothing around them: the same letters are the same events.
        return _sources(before, before.written, keys) == _sources(after, after.written, keys)
    return _signatures(before, keys) == _signatures(after, keys)


def _sources(outline: Outline, written: Written, without: set[str]) -> list[str]:
    return [source for key, source in zip(outline.keys, written.sources, strict=True) if key not in without]


def _signatures(outline: Outline, without: set[str]) -> list[tuple[object, ...]]:
    return [
        tuple(_signature(event) for event in (entry.key_event, *entry.events))
        for entry in outline.entries
        if entry.key not in without
    ]


def _signature(event: Event) -> tuple[object, ...]:
    read = event.__dict__.get
    return (
        type(event),
        read("value"),
        read("style"),
        read("implicit"),
        read("tag"),
        read("anchor"),
        read("flow_style"),
    )
