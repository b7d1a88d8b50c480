"""Items that an editor has put off: until when, and where that is kept."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from editor_app.core.age import exact
from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import reason_of
from editor_app.core.own_file import write_own_file

FORMAT: Final = "editor-app snoozed 1"
"""Stands in every file of snoozed items."""

USUAL_RISE: Final = 10
"""By how much heat has to rise, unless the editor says otherwise."""

_LATER: Final = timedelta(hours=3)
_MORNING: Final = time(8)
_MOST: Final = 100_000
_LARGEST: Final = 50_000_000  # bytes
_LONGEST_PATH: Final = 4_096
_LONGEST_MARK: Final = 64
_HEAT_BOUND: Final = 10**9

_log = logging.getLogger(__name__)


class NotKept(EditorAppError):
    """What is snoozed cannot be written down."""


class Snooze(NamedTuple):
    """An item is out of the queue until a moment (seconds since the epoch), or until its heat is as high as this."""

    until: float | None = None
    heat: int | None = None

    def is_over(self, now: float, heat: int | None) -> bool:
        """Whether the item is to come back.

        :param heat: that of the item now.
        """
        if self.until is not None:
            return now >= self.until
        return self.heat is None or (heat is not None and heat >= self.heat)

    def words(self, now: float) -> str:
        """Until when, as an editor reads it: ``until 19:46``, ``until tomorrow, 08:00``, ``until heat is 24``."""
        if self.until is None:
            return f"until heat is {self.heat}"
        today, then = datetime.fromtimestamp(now).date(), datetime.fromtimestamp(self.until)
        if then.date() == today:
            return f"until {then:%H:%M}"
        if then.date() == today + timedelta(days=1):
            return f"until tomorrow, {then:%H:%M}"
        return f"until {exact(int(self.until))}"


def later_today(now: float) -> Snooze:
    """In three hours."""
    return Snooze(until=now + _LATER.total_seconds())


def tomorrow(now: float) -> Snooze:
    """At eight the next day, where the editor is."""
    day = datetime.fromtimestamp(now).date() + timedelta(days=1)
    return Snooze(until=datetime.combine(day, _MORNING).timestamp())


def until_hotter(heat: int | None, rise: int = USUAL_RISE) -> Snooze:
    """When heat has risen. One that is not computed yet (-1) counts as nothing."""
    return Snooze(heat=max(0, heat or 0) + rise)


class Snoozes:
    """What is put off, by the number of the item."""

    def __init__(self) -> None:
        self._known: dict[int, Snooze] = {}
        # Those that wait for heat, which are asked about each time that files have changed.
        self._for_heat: dict[int, int] = {}
        self._next: float | None = None
        self._is_next_known = True

    def __bool__(self) -> bool:
        return bool(self._known)

    def __contains__(self, item: int) -> bool:
        return item in self._known

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def get(self, item: int) -> Snooze | None:
        return self._known.get(item)

    def put(self, item: int, snooze: Snooze | None) -> None:
        """Put an item off, or no longer."""
        self._for_heat.pop(item, None)
        self._is_next_known = False
        if snooze is None:
            self._known.pop(item, None)
            return
        self._known[item] = snooze
        if snooze.heat is not None:
            self._for_heat[item] = snooze.heat

    @property
    def next_time(self) -> float | None:
        """When the first of those that wait for a moment is to come back."""
        if not self._is_next_known:
            times = {snooze.until for snooze in set(self._known.values()) if snooze.until is not None}
            self._next, self._is_next_known = min(times, default=None), True
        return self._next

    def due(self, now: float, heat: Sequence[int | None]) -> list[int]:
        """What it is time for.

        :param heat: that of all items now.
        """
        found = [
            item
            for item, wanted in self._for_heat.items()
            if (has := heat[item]) is not None and has >= wanted
        ]
        if self.next_time is not None and self.next_time <= now:
            found += [item for item, snooze in self._known.items() if snooze.until and snooze.until <= now]
        return found

    def without(self, items: list[int]) -> list[int]:
        """Those of some items that are not put off."""
        known = self._known
        return [item for item in items if item not in known] if known else items


# -- kept between sessions ---------------------------------------------------------------------------------------------


def as_json(snoozed: Mapping[str, Snooze], marks: Mapping[str, str] | None = None) -> str:
    """What is put off, by path, as text. Names that are not UTF-8 are kept, too.

    :param marks: what each story is known by if its file is renamed.
    """
    import json

    plain = {path: [snooze.until, snooze.heat] for path, snooze in snoozed.items()}
    known = {path: mark for path, mark in (marks or {}).items() if mark and path in plain}
    return json.dumps({"format": FORMAT, "items": plain, "stories": known}) + "\n"


def from_json(text: str | bytes) -> dict[str, Snooze]:
    """What such a text says. What makes no sense in it is left out.

    :raises ValueError: it is none.
    """
    return _snoozes_of(_opened(text))


def _opened(text: str | bytes) -> dict[str, Any]:
    import json

    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if (
        not isinstance(found, dict)
        or found.get("format") != FORMAT
        or not isinstance(found.get("items"), dict)
    ):
        raise ValueError("not a file of snoozed items")
    return found


def _snoozes_of(found: dict[str, Any]) -> dict[str, Snooze]:
    read = ((path, _snooze(plain)) for path, plain in found["items"].items() if len(path) <= _LONGEST_PATH)
    return dict(_first((path, snooze) for path, snooze in read if snooze is not None))


def _marks_of(found: dict[str, Any], paths: Container[str]) -> dict[str, str]:
    marks = found.get("stories")
    if not isinstance(marks, dict):
        return {}
    return {
        path: mark
        for path, mark in marks.items()
        if path in paths and isinstance(mark, str) and 0 < len(mark) <= _LONGEST_MARK
    }


def _first(found: Iterable[tuple[str, Snooze]]) -> Iterator[tuple[str, Snooze]]:
    for number, entry in enumerate(found):
        if number >= _MOST:
            return
        yield entry


def _snooze(plain: object) -> Snooze | None:
    if not isinstance(plain, list) or len(plain) != 2:
        return None
    until, heat = plain
    if _is_number(until) and heat is None and 0 < until < 1e11:
        return Snooze(until=float(until))
    if until is None and isinstance(heat, int) and not isinstance(heat, bool) and abs(heat) < _HEAT_BOUND:
        return Snooze(heat=heat)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Kept(NamedTuple):
    """What is put off, and the marks of the stories, by path."""

    snoozed: dict[str, Snooze]
    marks: dict[str, str]


class SnoozeFile:
    """What is put off in one folder, in a file of the program's own: paths and when, and no text of an item."""

    def __init__(self, folder: Path) -> None:
        self.path = state_dir() / "snoozed" / f"{folder_key(folder)}.json"
        self._guard = threading.Lock()
        self._written = 0

    def read(self) -> dict[str, Snooze]:
        """What is kept; nothing where there is no file, or a damaged one (then a line in the log says so)."""
        return self.read_all().snoozed

    def read_all(self) -> Kept:
        """The same with the marks of the stories."""
        try:
            with self.path.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise ValueError("too large")
            found = _opened(data)
            snoozed = _snoozes_of(found)
            return Kept(snoozed, _marks_of(found, snoozed))
        except FileNotFoundError:
            return Kept({}, {})
        except (OSError, ValueError) as error:
            _log.warning("What was snoozed cannot be read (%s)", type(error).__name__)
            return Kept({}, {})

    def write(
        self, snoozed: Mapping[str, Snooze], number: int, marks: Mapping[str, str] | None = None
    ) -> None:
        """Keep this, unless something later has been kept already.

        :param number: counts up with each change, whichever thread writes it first.
        :raises NotKept: it cannot be written.
        """
        with self._guard:
            if number <= self._written:
                return
            self._written = number
            try:
                if snoozed:
                    write_own_file(self.path, as_json(snoozed, marks).encode())
                else:
                    self.path.unlink(missing_ok=True)
            except OSError as error:
                raise NotKept(
                    f"What is snoozed is not kept for the next start: {reason_of(error)}."
                ) from error
