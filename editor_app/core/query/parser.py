"""What is typed -> conditions. See docs/search.md for the grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from editor_app.core.errors import WrongQuery
from editor_app.core.query.condition import Condition
from editor_app.core.query.conditions import (
    Date,
    Has,
    Having,
    Is,
    Number,
    NumberKey,
    Sign,
    Standing,
    Text,
    Word,
)
from editor_app.core.query.dates import WORDS, read_span
from editor_app.core.query.groups import all_of, any_of, negated
from editor_app.core.query.keys import KEYS, Key, Kind
from editor_app.core.query.text_key import TextKey
from editor_app.core.search_text import folded

_SPACE: Final = re.compile(r"\s*")
_OR: Final = re.compile(r"OR(?=[\s()]|\Z)")
_KEY: Final = re.compile(r"([A-Za-z]+)(:?(?:>=|<=|[=<>])|:)")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.?)*)"?', re.DOTALL)
_ESCAPED: Final = re.compile(r'\\(["\\])')
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}")
_NUMBER_BEGUN: Final = re.compile(r"[+-]?")
_DATE_BEGUN: Final = re.compile(r"[0-9]{0,4}|[0-9]{4}-[0-9]?|[0-9]{4}-[0-9]{2}-[0-9]?|last-[0-9]{0,4}")
_ALIKE: Final = 0.82  # so that “topics:” is told of and a headline that begins with “Update:” is not

DEEPEST: Final = 30
"""Brackets in brackets."""
MOST: Final = 200
"""Conditions: each of them may look at all items."""


def parsed(text: str) -> list[Condition]:
    """The conditions that must all hold; none where nothing is asked for.

    :raises WrongQuery: it cannot be meant.
    """
    reader = _Reader(text)
    found = reader.any()
    reader.expect_end()
    return found


class _Reader:
    """Reads on from a place in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._opened: list[int] = []
        self._count = 0

    def any(self) -> list[Condition]:
        """Conditions up to a closing bracket or the end, as a list of what must all hold."""
        branches = [self._all()]
        where = self._place
        while (found := _OR.match(self._text, self._place)) is not None:
            where = self._place
            if not branches[-1]:
                self._complain(
                    "“OR” needs something before it.",
                    where,
                    found.end(),
                    unfinished=found.end() >= len(self._text),
                )
            self._place = found.end()
            branches.append(self._all())
        if len(branches) == 1:
            return branches[0]
        if not branches[-1]:
            self._complain("“OR” needs something behind it.", where, where + 2, unfinished=self._is_at_end())
        return [any_of(map(all_of, branches))]

    def expect_end(self) -> None:
        if self._place < len(self._text):
            self._complain("No bracket has been opened before this one.", self._place, self._place + 1)

    def _all(self) -> list[Condition]:
        parts: list[Condition] = []
        while True:
            self._skip_space()
            if self._is_at_end() or self._next() == ")" or _OR.match(self._text, self._place):
                return parts
            start = self._place
            part = self._part()
            if part is not None:
                parts.append(part)
                self._count += 1
                if self._count > MOST:
                    self._complain(f"More than {MOST} conditions are too many.", start, self._place)

    def _part(self) -> Condition | None:
        following = self._text[self._place + 1 : self._place + 2]
        if self._next() == "-" and following not in ("", ")") and not following.isspace():
            self._place += 1
            part = self._positive()
            return None if part is None else negated(part)
        return self._positive()

    def _positive(self) -> Condition | None:
        if self._next() == "(":
            return self._group()
        start = self._place
        found = _KEY.match(self._text, start)
        if found is not None:
            key = KEYS.get(found[1].lower())
            if key is not None:
                self._place = found.end()
                return self._condition(key, found[2], start)
            from difflib import get_close_matches  # seldom needed

            alike = get_close_matches(found[1].lower(), KEYS, 1, _ALIKE)
            if alike:
                self._complain(f"There is no “{found[1]}”; did you mean “{alike[0]}”?", start, found.end())
        term = folded(self._value())
        return Word(term) if term else None

    def _group(self) -> Condition:
        start = self._place
        if len(self._opened) >= DEEPEST:
            self._complain("Brackets are nested too deep.", start, start + 1)
        self._opened.append(start)
        self._place += 1
        parts = self.any()
        if self._is_at_end():
            self._complain("This bracket is not closed.", start, start + 1, unfinished=True)
        self._opened.pop()
        self._place += 1
        if not parts:
            self._complain("There is nothing in these brackets.", start, self._place)
        return all_of(parts)

    def _value(self) -> str:
        """A word, or what stands in quotes."""
        found = _QUOTED.match(self._text, self._place)
        if found is not None:
            self._place = found.end()
            return _ESCAPED.sub(r"\1", found[1])
        start, depth = self._place, 0
        while not self._is_at_end() and not self._next().isspace():
            if self._next() == "(":
                depth += 1
            elif self._next() == ")":
                if self._opened and not depth:
                    break  # it closes a bracket before the word
                depth -= 1
            self._place += 1
        return self._text[start : self._place]

    # -- conditions with a key -------------------------------------------------------------------------------------

    def _condition(self, key: Key, sign: str, start: int) -> Condition:
        begun = self._place
        value = self._value()
        if not value:
            self._complain(f"“{key.name}” needs a value.", start, self._place, unfinished=self._is_at_end())
        comparison = sign.removeprefix(":") or "="
        if comparison != "=" and not key.is_compared:
            self._complain(f"“{key.name}” is not compared; write {key.name}:{value}", start, self._place)
        match key.kind:
            case Kind.CHOICE:
                return self._choice(key, value, begun)
            case Kind.TEXT:
                return Text(TextKey(key.name), value, exact=sign != ":")
            case Kind.NUMBER:
                return self._number(NumberKey(key.name), Sign(comparison), value, begun)
            case Kind.DATE:
                return self._date(Sign(comparison), value, begun)

    def _choice(self, key: Key, value: str, begun: int) -> Condition:
        names = [name for name, _ in key.values]
        name = value.lower()
        if name not in names:
            self._complain(
                f"“{value}” is nothing that “{key.name}:” knows; {_nearest(name, names)}it takes {_listed(names)}.",
                begun,
                self._place,
                unfinished=self._is_at_end() and any(known.startswith(name) for known in names),
            )
        return Standing(Is(name)) if key.name == "is" else Having(Has(name))

    def _number(self, key: NumberKey, sign: Sign, value: str, begun: int) -> Condition:
        if not _NUMBER.fullmatch(value):
            self._complain(
                f"“{key}” is compared with a whole number, as in {key}>50.",
                begun,
                self._place,
                unfinished=self._is_at_end() and _NUMBER_BEGUN.fullmatch(value) is not None,
            )
        return Number(key, sign, int(value))

    def _date(self, sign: Sign, value: str, begun: int) -> Condition:
        span = read_span(value)
        if span is None:
            is_begun = any(word.startswith(value.lower()) for word in (*WORDS, "last-"))
            self._complain(
                f"“{value}” is no date; write 2023-05-17, 2023-05, 2023, today, yesterday or last-7d.",
                begun,
                self._place,
                unfinished=self._is_at_end() and (is_begun or _DATE_BEGUN.fullmatch(value) is not None),
            )
        return Date(sign, span)

    # -- the text --------------------------------------------------------------------------------------------------

    def _next(self) -> str:
        return self._text[self._place]

    def _is_at_end(self) -> bool:
        return self._place >= len(self._text)

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._place)
        self._place = found.end() if found else self._place

    @staticmethod
    def _complain(reason: str, start: int, end: int, *, unfinished: bool = False) -> NoReturn:
        raise WrongQuery(reason, start, end, unfinished=unfinished)


def _nearest(typed: str, names: Sequence[str]) -> str:
    """A question about the name that was most likely meant; empty where none is near."""
    from difflib import get_close_matches  # only now: it is seldom needed

    near = get_close_matches(typed, names, 1)
    return f"did you mean “{near[0]}”? Else " if near else ""


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
