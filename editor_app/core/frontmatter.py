"""The parts of an item's file: what stands before its YAML, the YAML, and what stands behind it.

Only the YAML is decoded. Everything else stays bytes, so that a body in any encoding comes back as it was.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from editor_app.core.errors import NotAnItem, UnreadableItem

MAX_YAML_BYTES = 1_000_000
"""Front matter beyond this size is refused: the largest real one seen has 20 KB."""

_REACH = 2 * MAX_YAML_BYTES
"""How far the closing fence is looked for: behind it nothing would be read anyhow, and a file may be very large."""


# A fence counts only at column 0. Jekyll allows white space behind it.
_OPENING = re.compile(rb"---[ \t]*(\r\n|\n|\r)")
_CLOSING = re.compile(rb"[\r\n](?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_FENCES_AFTER_LF = (b"\n---", b"\n...")
_FENCES = (*_FENCES_AFTER_LF, b"\r---", b"\r...")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # what libyaml takes for one
_LOOKS_LIKE_ITEM = re.compile(rb"[\r\n][\"']?title[\"']?[ \t]*:")
# What git writes where a merge needs a person: at column 0, and a name behind it.
_MERGE_MARK = b"<<<<<<<"
_MERGE_LINE = re.compile(rb"(?:\A|[\r\n])<{7}(?=[ \r\n]|\Z)")
_FENCE_LINE = re.compile(rb"[\r\n]---[ \t]*[\r\n]")
_OTHER_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """One file, cut in three.

    ``head`` is the byte order mark and the opening fence with its line end (each may be missing); ``yaml`` the text
    between the fences; ``tail`` the closing fence and the body. ``first_line`` is the 1-based line of the file on
    which ``yaml`` begins.
    """

    head: bytes
    yaml: str
    tail: bytes
    first_line: int

    @property
    def newline(self) -> str:
        """The file's own line end: that of the first line that has one, else LF."""
        if self.head.endswith(b"\r\n"):
            return "\r\n"
        if self.head.endswith(b"\n"):
            return "\n"
        if self.head.endswith(b"\r"):
            return "\r"
        found = _LINE_BREAK.search(self.yaml)
        return found.group() if found else "\n"

    def with_yaml(self, yaml: str) -> bytes:
        """The whole file again, with other YAML between the same bytes."""
        return b"".join((self.head, yaml.encode("utf-8"), self.tail))

    def is_around(self, yaml: str, data: bytes, *, plain_yaml: bool) -> bool:
        """Whether a file, when it is cut in three, is other YAML between the same bytes.

        :raises NotAnItem: it has no front matter.
        :raises UnreadableItem: its front matter cannot be read.
        """
        again = split(data, plain_yaml=plain_yaml)
        return again.yaml == yaml and again.head == self.head and again.tail == self.tail


def split(data: bytes, *, plain_yaml: bool) -> FrontMatter:
    """Cut a file in three.

    :param data: the file's bytes.
    :param plain_yaml: the file is YAML as a whole; fences may be missing.
    :raises NotAnItem: there is no front matter.
    :raises UnreadableItem: there is front matter, but it is never closed, too large, or not UTF-8.
    """
    if data.startswith(tuple(_OTHER_BOMS)):
        name = next(name for bom, name in _OTHER_BOMS.items() if data.startswith(bom))
        raise UnreadableItem(f"The file is {name}; only UTF-8 can be edited.", 1, 1)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    opening = _OPENING.match(data, start)
    if opening is None:
        if not plain_yaml:
            _refuse_two_versions(data[start:])
            raise NotAnItem("The file has no front matter.")
        _refuse_conflict(data, start, len(data))
        return FrontMatter(data[:start], _decode(data[start:], 1), b"", 1)
    reach = opening.end() + _REACH
    closing = _closing(data, opening.end() - 1, reach)
    _refuse_conflict(
        data, opening.end() - 1, min(len(data), reach) if closing is None else closing.start() + 1
    )
    if closing is not None:
        end = closing.start() + 1
        if plain_yaml and data[closing.end() :].strip():
            line = 1 + _count_lines(data[:end])
            raise UnreadableItem("The file holds more than one YAML document.", line, 1)
    elif plain_yaml:
        end = len(data)
    elif _LOOKS_LIKE_ITEM.search(data, opening.end() - 1, opening.end() + MAX_YAML_BYTES):
        within = f" within {_REACH:,} bytes; more are not read" if len(data) > opening.end() + _REACH else ""
        raise UnreadableItem(
            f"The front matter that opens here is never closed by a line “---”{within}.", 1, 1
        )
    else:
        raise NotAnItem("The file has no front matter.")
    return FrontMatter(data[: opening.end()], _decode(data[opening.end() : end], 2), data[end:], 2)


def _refuse_conflict(data: bytes, start: int, end: int) -> None:
    """Name the line at which git left both sides of a conflict for a person to choose from."""
    if data.find(_MERGE_MARK, start, end) < 0:
        return
    found = _MERGE_LINE.search(data[start:end])
    if found is not None:
        line = 1 + _count_lines(data[: start + found.end()])
        raise UnreadableItem("A conflict of a git merge is not resolved here.", line, 1)


def _refuse_two_versions(data: bytes) -> None:
    """A file that both sides of a merge have added begins with the conflict: its front matter comes behind."""
    if data.startswith(_MERGE_MARK) and _FENCE_LINE.search(data) and _LOOKS_LIKE_ITEM.search(data):
        raise UnreadableItem("A conflict of a git merge is not resolved here.", 1, 1)


def _closing(data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    """The closing fence. The places where it may be are found first: that is much faster than to try each line end."""
    first = -1
    for fence in _FENCES if data.find(b"\r", start, end) >= 0 else _FENCES_AFTER_LF:
        # Only what stands before the first one that is known matters.
        place = data.find(fence, start, end if first < 0 else first + len(fence))
        first = place if place >= 0 else first
    return _CLOSING.search(data, first, min(end, len(data))) if first >= 0 else None


def _decode(raw: bytes, first_line: int) -> str:
    if len(raw) > MAX_YAML_BYTES:
        raise UnreadableItem(
            f"The front matter has {len(raw):,} bytes; more than {MAX_YAML_BYTES:,} are not read.",
            first_line,
            1,
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        last_break = max(before.rfind(b"\n"), before.rfind(b"\r"))
        column = 1 + len(before[last_break + 1 :].decode("utf-8"))
        line = first_line + _count_lines(before)
        # "from None": the codec's own message quotes the bytes of the file.
        raise UnreadableItem("The front matter is not valid UTF-8 here.", line, column) from None


def _count_lines(raw: bytes) -> int:
    return raw.count(b"\n") + len(re.findall(rb"\r(?!\n)", raw))
