"""Changes of a list of strings in YAML: block lists at any indent and lists in square brackets."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaml.events import ScalarEvent, SequenceStartEvent

from editor_app.core.errors import EditRefused
from editor_app.core.outline import LINE_BREAK, Entry, column_of, end_of, start_of
from editor_app.core.scalars import as_list_item, quoted, scalar_value
from editor_app.core.text_change import Change, line_break_at_end, line_end

_DASH = re.compile(r"[ \t]*-[ \t]+")
_COLON = re.compile(r"[ \t]*:")


def read_topics(entry: Entry | None) -> tuple[str, ...]:
    """The items of a list as they are written, numbers and booleans included; an empty value is an empty list.

    :raises EditRefused: the entry holds something else than a flat list of texts.
    """
    if entry is None or _is_empty(entry):
        return ()
    return tuple(item.value for item in _items(entry))


def plan_topics(
    text: str, entry: Entry, wanted: Sequence[str], renamed: dict[str, str], newline: str
) -> Iterator[Change]:
    """The changes that make a list read as ``wanted``.

    :param renamed: old text -> new text of items that keep their place.
    :param newline: the file's line end, used where no line of the list shows one.
    :raises EditRefused: the list is written in a way in which single items cannot be changed.
    """
    if _is_empty(entry):
        yield from _fill_empty(text, entry, wanted, newline)
        return
    start = entry.value
    assert isinstance(start, SequenceStartEvent)
    items = _items(entry)
    slots = _match(items, wanted, renamed)
    if start.flow_style:
        yield from _plan_flow(text, entry, slots)
    else:
        yield from _plan_block(text, entry, slots, newline)


@dataclass(slots=True)
class _Slot:
    """One item of the old list and what becomes of it; ``added`` are new items right behind it.

    The first slot has no item: it holds what is added before all others.
    """

    item: ScalarEvent | None
    new_text: str | None
    added: list[str]


def _match(items: Sequence[ScalarEvent], wanted: Sequence[str], renamed: dict[str, str]) -> list[_Slot]:
    """Lay the wanted list over the old one, so that as many items as possible stay where they are."""
    slots = [_Slot(None, None, [])]
    position = 0
    targets = [renamed.get(item.value, item.value) for item in items]
    places = _kept_places(targets, wanted)
    for number, item in enumerate(items):
        place = places.get(number)
        if place is None:
            slots.append(_Slot(item, None, []))  # removed
            continue
        slots[-1].added += wanted[position:place]
        slots.append(_Slot(item, targets[number], []))
        position = place + 1
    slots[-1].added += wanted[position:]
    return slots


def _kept_places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which place of the new list an item of the old one takes; those that are not there have to go."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    matcher = difflib.SequenceMatcher(None, old[head:], new[head:], autojunk=False)
    kept = {place: place for place in range(head)}
    for block in matcher.get_matching_blocks():
        kept |= {head + block.a + step: head + block.b + step for step in range(block.size)}
    return kept


def _is_empty(entry: Entry) -> bool:
    value = entry.value
    if isinstance(value, ScalarEvent) and value.style == "":
        return scalar_value(value) is None
    return False


def _items(entry: Entry) -> list[ScalarEvent]:
    if not isinstance(entry.value, SequenceStartEvent):
        raise EditRefused(f"“{entry.key}” is no list; it can only be edited by hand.")
    items: list[ScalarEvent] = []
    for event in entry.events[1:-1]:
        if not isinstance(event, ScalarEvent):
            raise EditRefused(f"“{entry.key}” holds more than plain texts; it can only be edited by hand.")
        if event.style in ("|", ">"):
            raise EditRefused(f"“{entry.key}” holds a block of text; it can only be edited by hand.")
        items.append(event)
    return items


def _fill_empty(text: str, entry: Entry, wanted: Sequence[str], newline: str) -> Iterator[Change]:
    """``topics:`` or ``topics: null``."""
    value = entry.value
    start, end = start_of(value), end_of(value)
    if start < end:
        flow = ", ".join(as_list_item(topic, flow=True) for topic in wanted)
        yield Change(start, end, f"[{flow}]")
        return
    indent = " " * column_of(entry.key_event)
    after = line_end(text, start)
    line_break = line_break_at_end(text, after) if after > start else ""
    lines = [f"{indent}  - {as_list_item(topic, flow=False)}" for topic in wanted]
    yield _lines_at(after, lines, line_break, newline)


def _lines_at(place: int, lines: Sequence[str], line_break: str, newline: str) -> Change:
    """Whole lines at a place behind a line; the last line of a file without a final line end stays without one."""
    if line_break:
        return Change(place, place, "".join(line + line_break for line in lines))
    return Change(place, place, "".join(newline + line for line in lines))


# -- block lists ---------------------------------------------------------------------------------------------------


def _plan_block(text: str, entry: Entry, slots: Sequence[_Slot], newline: str) -> Iterator[Change]:
    spans = {id(slot): _line_span(text, slot.item) for slot in slots if slot.item is not None}
    template = next(slot.item for slot in slots if slot.item is not None)
    prefix = text[_line_start_of(template) : start_of(template)]
    emptied = all(slot.new_text is None and not slot.added for slot in slots)
    if emptied:
        colon = _COLON.match(text, entry.key_end)
        if colon is None:
            raise EditRefused(f"“{entry.key}” is written in an unusual way; edit it by hand.")
        yield Change(colon.end(), colon.end(), " []")
    unended = _start_of_unended(text, slots, spans)
    for slot in slots:
        if slot.item is None:
            if slot.added:
                first = _line_start_of(template)
                line_break = line_break_at_end(text, spans[id(slots[1])][1]) or newline
                yield Change(
                    first, first, "".join(_block_line(prefix, topic) + line_break for topic in slot.added)
                )
            continue
        start, end = spans[id(slot)]
        line_break = line_break_at_end(text, end)
        if slot.new_text is None and slot.added:
            lines = (line_break or newline).join(_block_line(prefix, topic) for topic in slot.added)
            yield Change(start, end, lines + line_break)
            continue
        if slot.new_text is None:
            if start >= unended:
                # The last line of a file without a final line end: the line above becomes the last, without one.
                start -= len(line_break_at_end(text, start))
                end -= len(line_break)
            yield Change(start, end, "")
            continue
        if slot.new_text != slot.item.value:
            yield _renamed(slot.item, slot.new_text, flow=False)
        if slot.added:
            own_prefix = text[start : start_of(slot.item)]
            yield _lines_at(
                end, [_block_line(own_prefix, topic) for topic in slot.added], line_break, newline
            )


def _start_of_unended(text: str, slots: Sequence[_Slot], spans: dict[int, tuple[int, int]]) -> int:
    """Where the lines begin that are removed, one right behind the other, up to a file's end without a line end."""
    begin = len(text) + 1
    for slot in reversed(slots[1:]):
        start, end = spans[id(slot)]
        last = begin > len(text) and end == len(text) and not line_break_at_end(text, end)
        if slot.new_text is not None or slot.added or not (last or end == begin):
            break
        begin = start
    return begin


def _line_start_of(item: ScalarEvent) -> int:
    """Where the line of a list item begins."""
    return start_of(item) - column_of(item)


def _line_span(text: str, item: ScalarEvent) -> tuple[int, int]:
    start = _line_start_of(item)
    if not _DASH.fullmatch(text, start, start_of(item)):
        raise EditRefused("A topic does not stand on the line of its dash; edit the topics by hand.")
    end = line_end(text, end_of(item))
    rest = text[end_of(item) : end].strip()
    if rest and not rest.startswith("#"):
        raise EditRefused("A topic shares its line with something else; edit the topics by hand.")
    return start, end


def _block_line(prefix: str, topic: str) -> str:
    return prefix + as_list_item(topic, flow=False)


def _renamed(item: ScalarEvent, new_text: str, *, flow: bool) -> Change:
    written = quoted(new_text) if item.style == '"' else as_list_item(new_text, flow=flow)
    return Change(start_of(item), end_of(item), written)


# -- lists in square brackets --------------------------------------------------------------------------------------


def _plan_flow(text: str, entry: Entry, slots: Sequence[_Slot]) -> Iterator[Change]:
    opening = end_of(entry.value)
    closing = start_of(entry.events[-1])
    items = [slot.item for slot in slots if slot.item is not None]
    ends = [opening, *(end_of(item) for item in items)]
    starts = [*(start_of(item) for item in items), closing]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    if any("#" in gap for gap in gaps):
        raise EditRefused(f"Comments stand inside “{entry.key}”; it can only be edited by hand.")
    between = gaps[-2] if len(gaps) > 2 else "," + gaps[0]
    if not LINE_BREAK.search(between):  # else the list has an item a line
        between = ", "
    # Each item that stays brings the separator that stood before it, so that a list over several lines keeps them.
    pieces: list[str] = []
    separators = iter(gaps)
    for slot in slots:
        if slot.item is not None:
            separator = next(separators)
            if "," not in separator:  # the space before the first item
                separator = ", "
            if slot.new_text is not None:
                pieces += [separator if pieces else "", _source(text, slot.item, slot.new_text)]
        for topic in slot.added:
            pieces += [between if pieces else "", as_list_item(topic, flow=True)]
    if pieces and items:
        yield Change(starts[0], ends[-1], "".join(pieces))
    else:
        yield Change(opening, closing, "".join(pieces))


def _source(text: str, item: ScalarEvent, new_text: str) -> str:
    if new_text == item.value:
        return text[start_of(item) : end_of(item)]
    return _renamed(item, new_text, flow=True).new
