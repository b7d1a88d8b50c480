"""The values of a row by libyaml, exact for any text: the judge of what a file means.

One pass over libyaml's events picks the few values that a row needs. Whatever is out of the ordinary (anchors, aliases,
merge keys, tags) goes the slow way, through nodes that PyYAML composes after the guard has passed the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.frontmatter import FrontMatter
from editor_app.core.missing import MISSING
from editor_app.core.outline import MAX_DEPTH, MAX_EVENTS, guarded_events, unreadable
from editor_app.core.row_types import EXPECTED, Note, Row, Signature, as_moment
from editor_app.core.scalars import is_endless_number, scalar_value
from editor_app.core.secured import refuse_named_secrets
from editor_app.core.state import Odd, Value, as_value

_ODD_VALUE: Final = "The date or number that stands here cannot be."

ITEM_KEYS: Final = frozenset({"published", "quality", "heat", "category", "type", "topics"})
"""A mapping with a ``title`` and at least one of these is an item."""

_SCALARS: Final = frozenset(
    {
        "title",
        "excerpt",
        "quality",
        "heat",
        "published",
        "removed",
        "type",
        "category",
        "publishedDateTime",
        "originalUrl",
        "webUrl",
        "topics",
        "provider",
        "related",
        "images",
    }
)
_PLAIN_INT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")  # what is an int by YAML 1.1 and Python alike
_PLAIN_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_BOOLEANS: Final = {"true": True, "false": False}

# A plain scalar that begins so may be something that PyYAML cannot construct, and then it cannot load the file…
_MAY_BE_ODD: Final = frozenset("0123456789+-.=<")
# …unless it is a whole number of a usual size or a moment in UTC that there has been.
_NEVER_ODD: Final = re.compile(
    r"-?(?:0|[1-9][0-9]{0,17})|[1-9][0-9]{3}-"
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)


def exact_row(path: str, parts: FrontMatter, signature: Signature) -> Row:
    """The row of an item, with a note for each field that holds something unexpected.

    :raises NotAnItem: the file is none.
    :raises UnreadableItem: the file looks like one, and cannot be read or is not safe to edit.
    """
    odd: Note | None = None
    try:
        found = _scan(parts.yaml)
    except (yaml.YAMLError, _OutOfTheOrdinary):
        found, odd = _scan_slowly(parts)
    if "title" not in found:
        if "quality" in found:  # a machine's item that lost its title, not a page of the site
            raise UnreadableItem("The item has no title.", parts.first_line, 1)
        raise NotAnItem("The front matter has no title.")
    if ITEM_KEYS.isdisjoint(found):
        raise NotAnItem("The front matter has none of the keys of a news item.")
    row = _Builder(path, signature, parts.first_line).build(found)
    if odd is None or any(note[1:3] == odd[1:3] for note in row.notes):
        return row
    return row._replace(notes=(*row.notes, odd))


class _OutOfTheOrdinary(Exception):
    """The quick way does not know for sure what the file means."""


class _Nested(NamedTuple):
    """What a row needs of a list or mapping: its scalars at the first level, and how many entries it has."""

    kind: type
    texts: dict[str, ScalarEvent]
    items: list[ScalarEvent]
    size: int
    event: Any


_Found = dict[str, ScalarEvent | _Nested]


# What has more parts is begun anew under the guard; a huge one must not have cost twice by then.
_QUICKLY_SCANNED: Final = MAX_EVENTS // 2


def _scan(text: str) -> _Found:  # noqa: PLR0912 - one loop: each call in it would cost a tenth of the time
    """The values that a row needs, by one pass over the events.

    :raises _OutOfTheOrdinary: anything but plain mappings, lists and scalars that can be constructed, or a guard's
        limit reached.
    :raises yaml.YAMLError: it is no YAML.
    """
    loader = yaml.CSafeLoader(text)
    get: Any = loader.get_event
    found: _Found = {}
    seen: set[str] = set()
    try:
        get()
        get()
        root = get()
        if type(root) is not MappingStartEvent or root.anchor or root.tag:
            raise _OutOfTheOrdinary
        budget = _QUICKLY_SCANNED
        while True:
            key = get()
            if type(key) is not ScalarEvent:
                if type(key) is MappingEndEvent:
                    break
                raise _OutOfTheOrdinary
            name = key.value
            if key.anchor or key.tag or name in seen or (name[:1] in _MAY_BE_ODD and _is_odd(key)):
                raise _OutOfTheOrdinary
            seen.add(name)
            value = get()
            kind = type(value)
            if kind is ScalarEvent:
                budget -= 2
                if value.anchor or value.tag or (value.value[:1] in _MAY_BE_ODD and _is_odd(value)):
                    raise _OutOfTheOrdinary
                if name in _SCALARS:
                    found[name] = value
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                nested, used = _scan_nested(get, value, budget)
                budget -= used
                if name in _SCALARS:
                    found[name] = nested
            else:
                raise _OutOfTheOrdinary
            if budget < 0:
                raise _OutOfTheOrdinary
        get()
        if type(get()) is not yaml.StreamEndEvent:
            raise _OutOfTheOrdinary
    finally:
        loader.dispose()
    return found


def _is_odd(event: ScalarEvent) -> bool:
    """Whether PyYAML cannot construct a scalar: a date that does not exist, ``=``, ``<<``."""
    if event.style or _NEVER_ODD.fullmatch(event.value):
        return False
    try:
        scalar_value(event)
    except ValueError:
        return True
    return False


def _scan_nested(get: Any, start: Any, budget: int) -> tuple[_Nested, int]:  # noqa: PLR0912 - as above
    if start.anchor or start.tag:
        raise _OutOfTheOrdinary
    in_mapping = is_mapping = type(start) is MappingStartEvent
    texts: dict[str, ScalarEvent] = {}
    items: list[ScalarEvent] = []
    outer: list[bool] = []  # whether what lies around is a mapping
    count = used = 0
    key: ScalarEvent | None = None  # of the innermost mapping, where its value comes next
    while True:
        event = get()
        used += 1
        if used > budget:
            raise _OutOfTheOrdinary
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor or event.tag or (event.value[:1] in _MAY_BE_ODD and _is_odd(event)):
                raise _OutOfTheOrdinary
            if in_mapping and key is None:
                key = event
                count += not outer
                continue
            if not outer:
                if key is not None:
                    texts[key.value] = event
                else:
                    items.append(event)
                    count += 1
            key = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag or len(outer) >= MAX_DEPTH - 2:
                raise _OutOfTheOrdinary
            if in_mapping and key is None:  # a list or mapping as key
                raise _OutOfTheOrdinary
            if not outer:
                if key is not None:
                    texts.pop(key.value, None)
                else:
                    count += 1
            key = None
            outer.append(in_mapping)
            in_mapping = kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if not outer:
                return _Nested(dict if is_mapping else list, texts, items, count, start), used
            in_mapping = outer.pop()
        else:
            raise _OutOfTheOrdinary


def _scan_slowly(parts: FrontMatter) -> tuple[_Found, Note | None]:
    """The same through composed nodes: exact about anchors, aliases, merge keys and tags, and about errors.

    :returns: what was found, and a note on a value that cannot be constructed, wherever it stands.
    """
    events = guarded_events(parts.yaml, parts.first_line)
    refuse_named_secrets(events, parts.first_line)
    for event in events:
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and tag not in SafeConstructor.yaml_constructors:
            mark: Any = event.start_mark
            raise UnreadableItem(
                "A value has a YAML tag (!) that is not read.", parts.first_line + mark.line, 1 + mark.column
            )
    try:
        loader = yaml.CSafeLoader(parts.yaml)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise unreadable(error, parts.yaml, parts.first_line) from None
    if not isinstance(root, yaml.MappingNode):
        raise NotAnItem("The front matter is no list of keys and values.")
    found: _Found = {}
    seen: set[str] = set()
    for key, _ in root.value:
        name = key.value
        if isinstance(key, yaml.ScalarNode) and name != "<<":
            if name in seen:
                mark = key.start_mark
                # Only what is a plain word is named: in a broken file anything may stand where a key belongs.
                named = f"The key “{name}”" if _PLAIN_WORD.fullmatch(name) else "A key"
                raise UnreadableItem(
                    f"{named} stands twice; correct the file by hand.",
                    parts.first_line + mark.line,
                    1 + mark.column,
                )
            seen.add(name)
    for key, value in _flattened(root, parts):
        if not isinstance(key, yaml.ScalarNode):
            raise UnreadableItem(
                "A key at the top level is no plain word.",
                parts.first_line + key.start_mark.line,
                1 + key.start_mark.column,
            )
        if key.value in _SCALARS:
            found[key.value] = _from_node(value, parts)
    return found, _odd_value(parts, events)


def _odd_value(parts: FrontMatter, events: Sequence[Event]) -> Note | None:
    """What keeps PyYAML from loading the front matter as a whole.

    :raises UnreadableItem: that is more than a date or a number that cannot be.
    """
    scalars = [event for event in events if isinstance(event, ScalarEvent)]
    try:
        if not any(map(is_endless_number, scalars)):
            yaml.load(parts.yaml, Loader=yaml.CSafeLoader)
            return None
    except yaml.YAMLError as error:
        raise unreadable(error, parts.yaml, parts.first_line) from None
    except Exception:  # PyYAML lets through whatever the types it constructs make of a wrong value
        pass
    for event in scalars:
        try:
            scalar_value(event)
        except ValueError:
            if event.value != "<<":
                mark: Any = event.start_mark
                return Note("", parts.first_line + mark.line, 1 + mark.column, _ODD_VALUE)
    return Note("", parts.first_line, 1, _ODD_VALUE)


def _flattened(node: yaml.MappingNode, parts: FrontMatter) -> list[tuple[yaml.Node, yaml.Node]]:
    """The pairs of a mapping with its merge keys resolved, as PyYAML does it; a later pair wins."""
    try:
        SafeConstructor().flatten_mapping(node)
    except (ConstructorError, RecursionError):
        mark = node.start_mark
        raise UnreadableItem(
            "A merge key (<<) names something that is no mapping.",
            parts.first_line + mark.line,
            1 + mark.column,
        ) from None
    return list(node.value)


def _from_node(node: yaml.Node, parts: FrontMatter) -> ScalarEvent | _Nested:
    if isinstance(node, yaml.ScalarNode):
        return _as_event(node)
    if isinstance(node, yaml.MappingNode):
        pairs = _flattened(node, parts)
        texts: dict[str, ScalarEvent] = {}
        for key, value in pairs:
            if isinstance(key, yaml.ScalarNode):
                texts.pop(key.value, None)
                if isinstance(value, yaml.ScalarNode):
                    texts[key.value] = _as_event(value)
        return _Nested(dict, texts, [], len(pairs), node)
    items = [_as_event(item) for item in node.value if isinstance(item, yaml.ScalarNode)]
    return _Nested(list, {}, items, len(node.value), node)


def _as_event(node: yaml.ScalarNode) -> ScalarEvent:
    return ScalarEvent(None, node.tag, (False, False), node.value, node.start_mark, node.end_mark, node.style)


class _Builder:
    """Turns what was found into a row, with a note for every field that holds something unexpected."""

    def __init__(self, path: str, signature: Signature, first_line: int) -> None:
        self._path = path
        self._signature = signature
        self._first_line = first_line
        self._notes: list[Note] = []

    def build(self, found: _Found) -> Row:
        get = found.get
        provider, domain = self._provider(get("provider"))
        web, original = self._text("webUrl", get("webUrl")), self._text("originalUrl", get("originalUrl"))
        return Row(
            path=self._path,
            title=self._text("title", get("title")),
            excerpt=self._text("excerpt", get("excerpt")),
            quality=self._number("quality", get("quality")),
            heat=self._number("heat", get("heat")),
            published=self._flag("published", get("published")),
            removed=self._flag("removed", get("removed")),
            published_at=self._time("publishedDateTime", get("publishedDateTime")),
            type=self._text("type", get("type")),
            category=self._text("category", get("category")),
            provider=provider,
            domain=domain,
            topics=self._topics(get("topics")),
            related=self._count("related", get("related")),
            images=self._count("images", get("images")),
            url=web or original,
            notes=tuple(self._notes),
            signature=self._signature,
        )

    def _note(self, field: str, event: Any, found: str) -> None:
        mark = event.start_mark
        reason = f"“{field}” should be {EXPECTED[field]}, but it is {found}."
        self._notes.append(Note(field, self._first_line + mark.line, 1 + mark.column, reason))

    def _value(self, field: str, event: ScalarEvent) -> Any:
        try:
            return scalar_value(event)
        except ValueError as error:
            self._note(field, event, str(error))
            return None

    def _text(self, field: str, node: ScalarEvent | _Nested | None) -> str:
        if node is None:
            return ""
        if isinstance(node, _Nested):
            self._note(field, node.event, _kind_of(node))
            return ""
        # Numbers, dates and booleans are shown as they are written: a title may well be "1984".
        return "" if _is_null(node) else str(node.value)

    def _number(self, field: str, node: ScalarEvent | _Nested | None) -> int | None:
        if node is None:
            return None
        if isinstance(node, _Nested):
            self._note(field, node.event, _kind_of(node))
            return None
        if not node.style and node.tag is None and _PLAIN_INT.fullmatch(node.value) and len(node.value) < 18:
            return int(node.value)
        value = self._value(field, node)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**18:
            if value is not None:
                self._note(field, node, _kind_of(value))
            return None
        return value

    def _flag(self, field: str, node: ScalarEvent | _Nested | None) -> Value:
        if node is None:
            return MISSING
        if isinstance(node, _Nested):
            self._note(field, node.event, _kind_of(node))
            return Odd(_kind_of(node))
        if not node.style and node.tag is None and node.value in _BOOLEANS:
            return _BOOLEANS[node.value]
        try:
            value = as_value(scalar_value(node))
        except ValueError:
            value = Odd("a value that cannot be read")
        if not isinstance(value, bool):
            self._note(field, node, _kind_of(value))
        return value

    def _time(self, field: str, node: ScalarEvent | _Nested | None) -> int | None:
        if node is None:
            return None
        if isinstance(node, _Nested):
            self._note(field, node.event, _kind_of(node))
            return None
        value = self._value(field, node)
        moment = as_moment(value)
        if moment is None and value is not None:
            self._note(field, node, _kind_of(value))
        return moment

    def _topics(self, node: ScalarEvent | _Nested | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if isinstance(node, _Nested) and node.kind is list and len(node.items) == node.size:
            return tuple(item.value for item in node.items)
        if isinstance(node, _Nested):
            self._note("topics", node.event, "not a flat list" if node.kind is list else _kind_of(node))
            return tuple(item.value for item in node.items)
        if not _is_null(node):
            self._note("topics", node, _kind_of(node.value))
        return ()

    def _provider(self, node: ScalarEvent | _Nested | None) -> tuple[str, str]:
        if node is None:
            return "", ""
        if isinstance(node, _Nested) and node.kind is dict:
            name, domain = node.texts.get("name"), node.texts.get("domain")
            return (name.value if name else ""), (domain.value if domain else "")
        if isinstance(node, _Nested):
            self._note("provider", node.event, _kind_of(node))
        elif not _is_null(node):
            self._note("provider", node, _kind_of(node.value))
        return "", ""

    def _count(self, field: str, node: ScalarEvent | _Nested | None) -> int:
        if isinstance(node, _Nested) and node.kind is list:
            return node.size
        if isinstance(node, _Nested):
            self._note(field, node.event, _kind_of(node))
        elif node is not None and not _is_null(node):
            self._note(field, node, _kind_of(node.value))
        return 0


def _is_null(event: ScalarEvent) -> bool:
    if event.style in ("'", '"', "|", ">"):
        return False
    try:
        return scalar_value(event) is None
    except ValueError:
        return False


def _kind_of(value: object) -> str:
    """What a value is, in words; never the value itself, which belongs in no message."""
    if isinstance(value, _Nested):
        return "a list" if value.kind is list else "a mapping"
    if isinstance(value, Odd):
        return value.text
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a text" if isinstance(value, str) else "a date"
