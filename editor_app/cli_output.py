"""What `triage` prints: JSON lines, CSV and tables, safe for any terminal and for names of any bytes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from editor_app.core.display_text import visible

# Valid inside a JSON text as they are, but a terminal would obey some of them.
_UNSAFE_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_GAP: Final = "  "


class WrongCall(Exception):
    """What was asked for cannot be meant; the message is a sentence."""


class Output:
    """Standard output. Where nobody reads it any longer, what is printed goes nowhere and ``closed`` is set.

    A command that saves must not stop half-way because its output went to ``head``.
    """

    def __init__(self) -> None:
        self.closed = False
        self.failure = ""

    def line(self, text: str) -> None:
        """A line for people. It holds no character that its terminal could take for a command: see `visible`."""
        self._write(text + "\n", sys.stdout.encoding or "utf-8")

    def data(self, text: str) -> None:
        """Text for programs, in UTF-8 everywhere."""
        self._write(text, "utf-8")

    def data_bytes(self, data: bytes) -> None:
        """Bytes for programs; made visible where they go to a terminal."""
        if sys.stdout.isatty():
            for line in data.decode("utf-8", "surrogateescape").splitlines():
                self.line(visible(line))
        else:
            self._write_bytes(data)

    def flush(self) -> None:
        if not self.closed:
            self._guarded(sys.stdout.flush)

    def _write(self, text: str, encoding: str) -> None:
        # In JSON what this makes of a lone surrogate is its proper escape.
        self._write_bytes(text.encode(encoding, "backslashreplace"))

    def _write_bytes(self, data: bytes) -> None:
        if self.closed:
            return
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:  # some other text stream has been put in its place
            sys.stdout.write(data.decode("utf-8", "backslashreplace"))
        else:
            self._guarded(lambda: buffer.write(data))

    def _guarded(self, action: Any) -> None:
        try:
            action()
        except BrokenPipeError:
            self._close()
        except OSError as error:
            self.failure = f"The output cannot be written: {error.strerror}."
            self._close()

    def _close(self) -> None:
        self.closed = True
        # Python flushes once more at its end; what is left then must have somewhere to go.
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


class Progress:
    """ "17/400" on a terminal's last line, written over itself; nothing where standard error is no terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._shown = sys.stderr.isatty() and total > 1

    def show(self, count: int) -> None:
        if self._shown:
            sys.stderr.write(f"\r{count}/{self._total}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * (2 * len(str(self._total)) + 1) + "\r")
            sys.stderr.flush()


def complain(sentence: str) -> None:
    """One line on standard error."""
    print(f"triage: {visible(sentence)}", file=sys.stderr)


def as_json(found: Mapping[str, Any]) -> str:
    """An object on one line, line end included. Only a lone surrogate is left to :meth:`Output.data`."""
    text = json.dumps(found, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def width_of(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of_character, text))


@lru_cache(maxsize=4_096)  # the same few signs make up most texts
def _width_of_character(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def fitted(text: str, width: int, *, keep_end: bool = False) -> str:
    """A text cut to a number of columns, with "…" in place of what is left out."""
    if width_of(text) <= width:
        return text
    room = width - 1
    if text.isascii():
        return "…" + text[len(text) - room :] if keep_end else text[:room] + "…"
    kept: list[str] = []
    for character in reversed(text) if keep_end else text:
        room -= _width_of_character(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept)) if keep_end else "".join(kept) + "…"


class Table:
    """Aligned columns that fit the terminal: two of them give way, the others are as wide as they must be.

    :param right: columns of numbers.
    :param shares: the columns that give way, with the parts of the room that they get; of the last one the end is
        kept, not the beginning.
    """

    def __init__(
        self, head: Sequence[str], *, right: Sequence[int], shares: tuple[tuple[int, int], ...]
    ) -> None:
        self._lines: list[tuple[str, ...]] = [tuple(head)]
        self._right = frozenset(right)
        self._shares = shares

    def add(self, cells: Sequence[str]) -> None:
        self._lines.append(tuple(map(visible, cells)))

    def lines(self) -> list[str]:
        """The table, without white space at the ends of its lines."""
        widths = self._widths(shutil.get_terminal_size().columns)
        return [self._line(cells, widths).rstrip() for cells in self._lines]

    def _widths(self, terminal: int) -> list[int]:
        widths = [max(map(width_of, column)) for column in zip(*self._lines, strict=True)]
        flexible = [column for column, _ in self._shares]
        taken = sum(width for column, width in enumerate(widths) if column not in flexible)
        room = terminal - taken - len(_GAP) * (len(widths) - 1)
        parts = sum(part for _, part in self._shares)
        # The one that needs least first: what it leaves is for the other.
        for column, part in sorted(self._shares, key=lambda share: widths[share[0]]):
            least = width_of(self._lines[0][column])
            given = max(least, room * part // parts)
            widths[column] = min(widths[column], given)
            room, parts = room - widths[column], parts - part
        return widths

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        return _GAP.join(self._padded(cell, column, widths[column]) for column, cell in enumerate(cells))

    def _padded(self, cell: str, column: int, width: int) -> str:
        text = fitted(cell, width, keep_end=column == self._shares[-1][0])
        space = " " * (width - width_of(text))
        return space + text if column in self._right else text + space
