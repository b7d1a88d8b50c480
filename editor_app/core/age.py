"""Moments in words, as editors read them in a list."""

from __future__ import annotations

from datetime import datetime

_UNITS = {"min": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_MINUTE, _HOUR, _DAY, _WEEK, _YEAR = 60, 3_600, 86_400, 604_800, 31_557_600


def age(moment: int | None, now: float) -> str:
    """How long ago a moment was, short: ``5 min``, ``3 h``, ``2 d``, ``6 w``, ``3 y``; ``in 2 h`` for the future.

    :param moment: seconds since the epoch, None where there is none.
    :param now: the time to compare with, the same way.
    """
    if moment is None:
        return ""
    seconds = now - moment
    text = _span(abs(seconds))
    return f"in {text}" if seconds < -_MINUTE else text


def _span(seconds: float) -> str:
    if seconds < _HOUR:
        return f"{max(1, int(seconds // _MINUTE))} min"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)} h"
    if seconds < 8 * _WEEK:
        return f"{int(seconds // _DAY)} d"
    if seconds < 2 * _YEAR:
        return f"{int(seconds // _WEEK)} w"
    return f"{int(seconds // _YEAR)} y"


def lasting(seconds: float) -> str:
    """A span of time in words: ``3 hours``, ``1 day``, ``8 weeks``, ``2 years``."""
    number, unit = _span(seconds).split(" ")
    return f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}"


def distance(moment: int | None, reference: int | None) -> str:
    """Where a moment lies in relation to another: ``same day``, ``4 h later``, ``1 day earlier``."""
    if moment is None or reference is None:
        return ""
    seconds = moment - reference
    side = "later" if seconds > 0 else "earlier"
    size = abs(seconds)
    if size < _HOUR:
        return "same hour"
    if size < _DAY:
        return f"{size // _HOUR} h {side}"
    days = size // _DAY
    return f"{days} day{'s' if days > 1 else ''} {side}"


def exact(moment: int | None) -> str:
    """A moment in full, in the editor's own time zone: ``22 Nov 2026, 06:12``."""
    if moment is None:
        return ""
    try:
        local = datetime.fromtimestamp(moment).astimezone()
    except (OverflowError, OSError, ValueError):
        return ""
    return f"{local.day} {local:%b %Y, %H:%M}"
