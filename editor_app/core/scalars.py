"""What a scalar of YAML 1.1 means, and how a text is written as one: both by PyYAML's own rules."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import ScalarEvent, SequenceStartEvent
from yaml.resolver import Resolver

_PARSERS: Final = (yaml.CSafeLoader, yaml.SafeLoader)
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_NUMBER_TAGS: Final = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_SHORT: Final = 40
_MAX_NUMBER_LENGTH: Final = 200  # base 60 (1:59:59…) costs the square of the length: 17 s for 1 MB
_ESCAPES: Final = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x00": "\\0",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
    "\ufeff": "\\uFEFF",
}
_UNPRINTABLE: Final = r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


@cache  # such ranges take 5 ms each to compile, which a window has no time for at its start
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class _ScalarReader(SafeConstructor, Resolver):
    """PyYAML's resolver and safe constructor for single scalars, without a stream behind them."""

    def __init__(self) -> None:
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def tag_of(self, value: str, implicit: tuple[bool, bool]) -> str:
        return str(self.resolve(yaml.ScalarNode, value, implicit))  # type: ignore[no-untyped-call]

    def value_of(self, tag: str, value: str) -> Any:
        node = yaml.ScalarNode(tag, value)
        return self.yaml_constructors.get(tag, SafeConstructor.construct_undefined)(self, node)


_READER: Final = _ScalarReader()


def scalar_value(event: ScalarEvent) -> Any:
    """The Python value that ``yaml.safe_load`` makes of a scalar.

    :raises ValueError: it has a tag that cannot be constructed, or a value that does not fit its type (a date such
        as 2023-13-45, a number of endless length).
    """
    if event.tag is None and len(event.value) <= _SHORT:
        return _short_value(event.value, event.style, event.implicit)
    return _value_of(event)


def _value_of(event: ScalarEvent) -> Any:
    tag = _tag_of(event)
    if tag == _STRING_TAG:
        return event.value
    if is_endless_number(event):
        raise ValueError("a value that cannot be read")
    try:
        return _READER.value_of(tag, event.value)
    except Exception:  # what the type's own constructor makes of a wrong text: nearly anything
        raise ValueError("a value that cannot be read") from None  # PyYAML's message would quote it


# A few values come again and again: true, false. Without a tag they are texts, numbers and times, which do not change.
@lru_cache(maxsize=1_000)
def _short_value(value: str, style: str | None, implicit: tuple[bool, bool]) -> Any:
    return _value_of(ScalarEvent(None, None, implicit, value, style=style))


def is_endless_number(event: ScalarEvent) -> bool:
    """Whether a scalar counts as a number and is so long that only constructing it would take minutes."""
    return len(event.value) > _MAX_NUMBER_LENGTH and _tag_of(event) in _NUMBER_TAGS


def _tag_of(event: ScalarEvent) -> str:
    tag = event.tag
    if tag is None and event.style in ("'", '"', "|", ">"):
        return _STRING_TAG
    if tag is None or tag == "!":
        if len(event.value) > _MAX_NUMBER_LENGTH:
            return _tag_of_long_text(event.value, event.implicit)
        return _READER.tag_of(event.value, event.implicit)
    return str(tag)


# PyYAML's patterns need a tenth of a second for 1 MB, and the same value is asked about several times in a row.
@lru_cache(maxsize=4)
def _tag_of_long_text(text: str, implicit: tuple[bool, bool]) -> str:
    return _READER.tag_of(text, implicit)


def as_scalar(value: bool | int | str | None) -> str:
    """A value as the program writes it behind a key: ``true``, ``null``, a number, a text with quotes if need be."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return as_list_item(value, flow=False) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """A text in double quotes, with every character escaped that YAML or a line-based tool could trip over."""

    def escape(match: re.Match[str]) -> str:
        char = match.group()
        if char in _ESCAPES:
            return _ESCAPES[char]
        code = ord(char)
        if code <= 0xFF:
            return f"\\x{code:02X}"
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"

    return '"' + _compiled(rf'[\\"]|{_UNPRINTABLE}').sub(escape, text) + '"'


def needs_escapes(text: str) -> bool:
    """Whether a text holds a character that can only be written in double quotes: a control, a line end, a tab."""
    return _compiled(_UNPRINTABLE).search(text) is not None


def as_list_item(text: str, *, flow: bool) -> str:
    """A text as an item of a list: plain where YAML 1.1 reads it back as the same string, else double-quoted.

    :param flow: the list is written in square brackets, where commas and brackets need quotes too.
    """
    return text if _is_plain(text, flow=flow) else quoted(text)


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or _compiled(_UNPRINTABLE).search(text):
        return False
    # In brackets it must be plain outside of them too, and both of PyYAML's parsers must agree: libyaml lets "[-]" and
    # "[a?]" pass, others do not.
    sources = [f"- {text}\n", f"[{text}]"] if flow else [f"- {text}\n"]
    return all(_reads_back(text, source, loader) for source in sources for loader in _PARSERS)


def _reads_back(text: str, source: str, loader: type[yaml.CSafeLoader | yaml.SafeLoader]) -> bool:
    try:
        events = list(yaml.parse(source, Loader=loader))
    except yaml.YAMLError:
        return False
    # stream, document, list, the text, and their three ends
    if (
        len(events) != 7
        or not isinstance(events[2], SequenceStartEvent)
        or not isinstance(events[3], ScalarEvent)
    ):
        return False
    event = events[3]
    if event.value != text or event.tag is not None or event.anchor is not None:
        return False
    return _READER.tag_of(text, (True, False)) == _STRING_TAG
