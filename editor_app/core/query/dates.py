"""Days and spans of time, as a query names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_YEAR: Final = re.compile(r"(\d{4})")
_LAST: Final = re.compile(r"last-(\d{1,4})([hdwmy])")
_SECONDS: Final = {"h": 3_600, "d": 86_400, "w": 604_800, "m": 30 * 86_400, "y": 365 * 86_400}
_SPARE: Final = 86_400
"""Clocks differ and time zones are left out: what is dated a little ahead counts as new, not as of the future."""

WORDS: Final = ("today", "yesterday")
EARLIEST: Final = 1_971
LATEST: Final = 9_998


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time by its name: ``2023``, ``2023-05``, ``2023-05-17``, ``today``, ``yesterday``, ``last-7d``.

    Days begin and end as they do where the editor is.
    """

    name: str

    def between(self, now: float) -> tuple[float, float]:
        """Its beginning and its end, which is no part of it, in seconds since the epoch."""
        last = _LAST.fullmatch(self.name)
        if last is not None:
            return now - int(last[1]) * _SECONDS[last[2]], now + _SPARE
        first, following = self._days(now)
        return _midnight(first), _midnight(following)

    def _days(self, now: float) -> tuple[date, date]:
        if self.name in WORDS:
            day = datetime.fromtimestamp(now).date() - timedelta(days=WORDS.index(self.name))
            return day, day + timedelta(days=1)
        year, *rest = (int(part) for part in self.name.split("-"))
        if not rest:
            return date(year, 1, 1), date(year + 1, 1, 1)
        if len(rest) == 1:
            return date(year, rest[0], 1), date(year + rest[0] // 12, rest[0] % 12 + 1, 1)
        day = date(year, *rest)
        return day, day + timedelta(days=1)


def read_span(text: str) -> Span | None:
    """The span that a text names, in any case of letters; None where it names none."""
    name = text.lower()
    if name in WORDS or _LAST.fullmatch(name):
        return Span(name)
    found = _DAY.fullmatch(name) or _MONTH.fullmatch(name) or _YEAR.fullmatch(name)
    if found is None or not name.isascii():
        return None
    numbers = [int(part) for part in found.groups()]
    try:
        date(*numbers, *(1,) * (3 - len(numbers)))
    except ValueError:
        return None
    return Span(name) if EARLIEST <= numbers[0] <= LATEST else None


def _midnight(day: date) -> float:
    return datetime.combine(day, time()).timestamp()
