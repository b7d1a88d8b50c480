"""What may go on where somebody is typing a query: keys, and values of the key before the cursor."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from editor_app.core.query.condition import written
from editor_app.core.query.keys import KEYS, Key, Kind
from editor_app.core.search_text import folded

_KEY: Final = re.compile(r"([A-Za-z]+)(:?(?:>=|<=|[=<>])|:)")
_BEGUN_KEY: Final = re.compile(r"[A-Za-z]{2,}")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_BARE: Final = re.compile(r"[^\s()]*")

MOST: Final = 8
"""Options that are offered at once."""

Names = Callable[[str], Sequence[str]]
"""The names that are there for a key, those that are used most first."""


class Option(NamedTuple):
    """Something to go on with: what is put in, how it is shown, what it means."""

    text: str
    shown: str
    hint: str


class Completion(NamedTuple):
    """What may stand in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    options: tuple[Option, ...]

    def applied(self, text: str, option: Option) -> tuple[str, int]:
        """The text with an option in it, and where the cursor stands then."""
        rest = text[self.end :]
        if option.text.endswith(" ") and rest.startswith(" "):
            rest = rest[1:]
        before = text[: self.start] + option.text
        return before + rest, len(before)


def completion(text: str, cursor: int, names: Names, *, asked: bool = False) -> Completion:
    """What may go on at the cursor.

    :param names: tells the values of keys that take any text.
    :param asked: somebody has asked for it: then all keys are offered where nothing is typed yet.
    """
    start = _start_of_part(text[:cursor])
    typed = text[start:cursor]
    found = _KEY.match(typed)
    key = KEYS.get(found[1].lower()) if found is not None else None
    if found is None or key is None:
        return _keys(text, start, cursor, asked=asked)
    value = typed[found.end() :]
    end = cursor
    if not value.startswith('"'):
        rest = _BARE.match(text, cursor)
        end = rest.end() if rest is not None else cursor
    sought = folded(value.removeprefix('"').removesuffix('"'))
    known = _values(key, sought, names)
    head = typed[: found.end()]
    options = tuple(Option(f"{head}{_form(key, name)} ", name, hint) for name, hint in known)
    if len(options) == 1 and options[0].text.rstrip() == text[start:end]:
        options = ()
    return Completion(start, end, options)


def _keys(text: str, start: int, cursor: int, *, asked: bool) -> Completion:
    typed = text[start:cursor].lower()
    rest = _BARE.match(text, cursor)
    end = rest.end() if rest is not None else cursor
    if not (_BEGUN_KEY.fullmatch(typed) or (asked and not typed)) or end > cursor:
        return Completion(start, cursor, ())
    found = [key for key in KEYS.values() if key.name.startswith(typed)]
    return Completion(start, cursor, tuple(Option(key.start, key.start, key.hint) for key in found))


def _values(key: Key, sought: str, names: Names) -> list[tuple[str, str]]:
    """Names that go on from what is typed, then those that have it somewhere, each with what it means."""
    known = list(key.values) if key.kind is not Kind.TEXT else [(name, "") for name in names(key.name)]
    first: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for name, hint in known:
        place = folded(name).find(sought)
        if place == 0:
            first.append((name, hint))
            if len(first) == MOST:
                break
        elif place > 0 and len(others) < MOST:
            others.append((name, hint))
    return (first + others)[:MOST]


def _form(key: Key, name: str) -> str:
    return written(name) if key.kind is Kind.TEXT else name


def _start_of_part(text: str) -> int:
    """Where the condition begins that a text ends with; its end, where none has begun."""
    place = 0
    while place < len(text):
        if text[place].isspace() or text[place] in "()-":
            place += 1
            continue
        start = place
        key = _KEY.match(text, place)
        if key is not None:
            place = key.end()
        if text.startswith('"', place):
            closed = _QUOTED.match(text, place)
            if closed is None or closed.end() == len(text):
                return start
            place = closed.end()
            continue
        bare = _BARE.match(text, place)
        place = bare.end() if bare is not None else place
        if place == len(text):
            return start
    return len(text)
