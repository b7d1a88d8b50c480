"""What was decided when, line by line in a file of the program's own.

A line names the path of an item, its quality and heat at that moment and its provider; no text of it, and never what is
``secured``. Lines are only added. What was taken back gets a line that says so.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.conflict import Turn
from editor_app.core.decision import ItemEdit
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import reason_of
from editor_app.core.own_file import write_own_file
from editor_app.core.state import State

LARGEST: Final = 32_000_000
"""Bytes of a log, about 250,000 decisions; the older half goes when there are more."""

_BACK: Final = "back"
_LONGEST_LINE: Final = 20_000

_log = logging.getLogger(__name__)


class LogFailed(EditorAppError):
    """What was decided could not be added to the log; it holds all the same."""


class What(StrEnum):
    """What was decided."""

    PUBLISHED = "published"
    REJECTED = "rejected"
    REQUEUED = "requeued"
    RETAGGED = "retagged"
    REWRITTEN = "rewritten"

    @property
    def is_about_state(self) -> bool:
        return self in _OF_STATES.values()


_OF_STATES: Final = {
    State.PUBLISHED: What.PUBLISHED,
    State.REJECTED: What.REJECTED,
    State.UNPUBLISHED: What.REQUEUED,
}


class Entry(NamedTuple):
    """One decision about one item."""

    when: float
    what: What
    path: str
    quality: int | None = None
    heat: int | None = None
    provider: str = ""
    is_taken_back: bool = False


class Noted(NamedTuple):
    """What a step means for the log of one item: what was decided by it, and what of that kind was taken back."""

    decided: tuple[What, ...] = ()
    taken_back: tuple[What, ...] = ()


def noted(edit: ItemEdit | Turn, *, taken_back: bool) -> Noted:
    """What laying an edit means for the log.

    :param taken_back: it takes back what was decided before.
    """
    if isinstance(edit, Turn):
        before, after = _all_of(edit.expected), _all_of(edit.wanted)
        return Noted(
            tuple(what for what in after if what not in before),
            tuple(what for what in before if what not in after),
        )
    main = _all_of(edit)[:1]
    return Noted(taken_back=main) if taken_back else Noted(main)


def _all_of(edit: ItemEdit) -> tuple[What, ...]:
    found = []
    if edit.state is not None:
        found.append(_OF_STATES[edit.state[1].state])
    if edit.topics:
        found.append(What.RETAGGED)
    if edit.texts:
        found.append(What.REWRITTEN)
    return tuple(found)


def line_of(entry: Entry) -> bytes:
    """A decision as a line of the log."""
    plain = [round(entry.when, 1), entry.what, entry.path, entry.quality, entry.heat, entry.provider]
    return _line(plain)


def back_line(when: float, what: What, path: str) -> bytes:
    """The line that says that the last decision of a kind about an item is taken back."""
    return _line([round(when, 1), _BACK, path, what])


def _line(plain: list[Any]) -> bytes:
    import json

    # ASCII, so that names that are not UTF-8 can stand there, and one line is one line.
    return json.dumps(plain, separators=(",", ":")).encode() + b"\n"


class DecisionLog:
    """The log of one folder: see the module."""

    def __init__(self, folder: Path) -> None:
        self.path = state_dir() / "decisions" / f"{folder_key(folder)}.jsonl"
        self._added: deque[bytes] = deque()
        self._guard = threading.Lock()
        self._is_whole = False

    def add(self, lines: bytes) -> None:
        """Lines are to be written by :meth:`write`, in the order in which they were added. Touches no file."""
        self._added.append(lines)

    def write(self) -> None:
        """Write what was added. To be called for one window only, from any thread.

        :raises LogFailed: it could not be written, and is lost.
        """
        with self._guard:
            lines = b""
            while self._added:
                lines += self._added.popleft()
            try:
                if lines:
                    self._append(lines)
            except OSError as error:
                raise LogFailed(f"The log of decisions cannot be written: {reason_of(error)}.") from error

    def _append(self, lines: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._is_whole:
            lines = self._end_of_torn_line() + lines
            self._is_whole = True
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(lines)
            size = file.tell()
        if size > LARGEST:
            data = self.path.read_bytes()
            start = data.find(b"\n", len(data) - LARGEST // 2) + 1
            write_own_file(self.path, data[start:])

    def _end_of_torn_line(self) -> bytes:
        """A crash may have left half a line at the end."""
        try:
            with self.path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return b"" if file.read(1) == b"\n" else b"\n"
        except (FileNotFoundError, OSError):
            return b""


class LogReader:
    """Reads a log, and later on what has been added since. To be used by one thread at a time."""

    def __init__(self, log: DecisionLog) -> None:
        self._log = log
        self._forget()

    def _forget(self) -> None:
        self._place = 0
        self._file: tuple[int, int] | None = None
        self._entries: list[Entry] = []
        # The places of decisions that hold, by path and by what they are about.
        self._live: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def read(self) -> list[Entry]:
        """All decisions, from the oldest to the newest. Lines that make no sense are left out."""
        try:
            with self._log.path.open("rb") as file:
                status = os.fstat(file.fileno())
                if self._file != (status.st_dev, status.st_ino) or status.st_size < self._place:
                    self._forget()  # it was cut
                    self._file = status.st_dev, status.st_ino
                file.seek(self._place)
                data = file.read()
        except FileNotFoundError:
            self._forget()
            return []
        except OSError as error:
            _log.warning("The log of decisions cannot be read (%s)", type(error).__name__)
            return list(self._entries)
        whole = data.rfind(b"\n") + 1  # half a line is being written
        self._place += whole
        for line in _lines(data[:whole]):
            self._take_in(line)
        return list(self._entries)

    def _take_in(self, line: bytes) -> None:
        import json

        try:
            plain = json.loads(line)
            when, what, path, *rest = plain
            if not isinstance(path, str) or isinstance(when, bool) or not isinstance(when, int | float):
                return
            if what == _BACK:
                self._take_back(path, What(rest[0]))
                return
            entry = _entry(float(when), What(what), path, rest)
        except (ValueError, TypeError, IndexError, RecursionError):
            return
        self._live[path, _kind(entry.what)].append(len(self._entries))
        self._entries.append(entry)

    def _take_back(self, path: str, what: What) -> None:
        places = self._live.get((path, _kind(what)))
        if places:
            place = places.pop()
            self._entries[place] = self._entries[place]._replace(is_taken_back=True)


def _kind(what: What) -> str:
    """Decisions about the state are of one kind: undoing one names the state that it leads back to."""
    return "state" if what.is_about_state else what


def _lines(data: bytes) -> Iterator[bytes]:
    return (line for line in data.split(b"\n") if line and len(line) <= _LONGEST_LINE)


def _entry(when: float, what: What, path: str, rest: list[Any]) -> Entry:
    quality, heat, provider = rest
    if not isinstance(provider, str) or not 0 < when < 1e11:
        raise ValueError
    return Entry(when, what, path, _whole(quality), _whole(heat), provider)


def _whole(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise ValueError
    return value
