"""A text written anew as a scalar of YAML, in the style that the old one has.

Double-quoted texts stay double-quoted. Single-quoted and plain ones stay so where the new text can be read back from
that; blocks (``|`` and ``>``) stay blocks, with their indent, their line ends and the comment behind their head. Where
the text does not allow it, it is double-quoted:

- single quotes: a line break, a tab, or anything else that has to be escaped;
- plain: all that YAML would read as something else than this very text, and every line break;
- blocks: characters that have to be escaped, a line that begins with a space or is nothing but spaces, two line ends or
  more at the text's end (unless the block keeps them already), and no text at all.
"""

from __future__ import annotations

import re
from typing import Final

from yaml.events import ScalarEvent

from editor_app.core.item_texts import FoundText
from editor_app.core.outline import end_of, start_of
from editor_app.core.scalars import as_list_item, needs_escapes, quoted
from editor_app.core.text_change import Change, line_break_at_end, line_end, lines_of

_HEAD: Final = re.compile(r"[|>](?P<signs>[-+0-9]*)(?P<rest>[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?)")
_BREAKS: Final = "\n\r\x85\u2028\u2029"
_NARROWEST: Final = (
    40  # characters; a folded block whose lines are shorter says nothing about where it is folded
)
_USUAL_INDENT: Final = 2


def rewritten(text: str, found: FoundText, new: str, newline: str, *, flow: bool) -> Change:
    """The change that makes a scalar say something else.

    :param text: the front matter that the scalar stands in.
    :param newline: the file's line end, used where a block shows none.
    :param flow: the scalar stands within brackets.
    """
    event = found.event
    if event.style in ("|", ">"):
        return _block(text, found, new, newline)
    start, end = start_of(event), end_of(event)
    written = _on_one_line(event, new, flow=flow)
    if start == end:  # `key:` with nothing behind it; the mark stands right behind the colon
        written = " " + written
    return Change(start, end, written)


def _on_one_line(event: ScalarEvent, new: str, *, flow: bool) -> str:
    if event.style == "'" and not needs_escapes(new):
        return "'" + new.replace("'", "''") + "'"
    if event.style in ("'", '"'):
        return quoted(new)
    return as_list_item(new, flow=flow)


# -- blocks --------------------------------------------------------------------------------------------------------


def _block(text: str, found: FoundText, new: str, newline: str) -> Change:
    event = found.event
    start, end = start_of(event), _end_of_content(text, event)
    head = _HEAD.match(text, start)
    assert head is not None  # libyaml has read it as one
    first = line_end(text, start)
    line_break = line_break_at_end(text, first) or newline
    last_break = line_break_at_end(text, end) if end > first else ""
    old_lines = [line.rstrip(_BREAKS) for line in lines_of(text[first:end])]
    keeps = "+" in head["signs"]
    if not _fits_a_block(new, keeps=keeps):
        return Change(start, end, quoted(new) + head["rest"] + (last_break or line_break_at_end(text, first)))
    body = new.rstrip("\n")
    trailing = len(new) - len(body)
    lines = body.split("\n") if event.style == "|" else _folded(body, _width(old_lines))
    indent = " " * _indent(head["signs"], old_lines, found.key_column)
    sign = "-" if not trailing else "" if trailing == 1 and not keeps else "+"
    number = re.sub(r"[-+]", "", head["signs"])
    whole = [head.group()[0] + number + sign + head["rest"]]
    whole += [indent + line if line else "" for line in lines] + [""] * (trailing - 1)
    written = line_break.join(whole)
    if last_break or trailing:
        written += line_break
    return Change(start, end, written)


def _end_of_content(text: str, event: ScalarEvent) -> int:
    """Where a block ends: behind its last line, without the blank lines that follow unless it keeps them."""
    start, end = start_of(event), end_of(event)
    head = _HEAD.match(text, start)
    if head is not None and "+" in head["signs"]:
        return end
    first = line_end(text, start)
    content = text[first:end].rstrip(" \t" + _BREAKS)
    return min(end, line_end(text, first + len(content))) if content else first


def _fits_a_block(new: str, *, keeps: bool) -> bool:
    if not new.strip() or needs_escapes(new.replace("\n", "")):
        return False
    body = new.rstrip("\n")
    if len(new) - len(body) > 1 and not keeps:
        return False
    return all(line == "" or (line[0] != " " and line[-1] != " ") for line in body.split("\n"))


def _indent(signs: str, lines: list[str], key_column: int) -> int:
    number = re.sub(r"[-+]", "", signs)
    if number:
        return key_column + int(number)
    for line in lines:
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return key_column + _USUAL_INDENT


def _width(lines: list[str]) -> int:
    """How long the lines of a folded block are; 0 where it seems not to be folded by length."""
    longest = max((len(line.strip()) for line in lines), default=0)
    filled = [line for line in lines if line.strip()]
    return longest if len(filled) > 1 and longest >= _NARROWEST else 0


def _folded(body: str, width: int) -> list[str]:
    """The lines of a folded block: a line end of the text is an empty line more, a space may be a line end."""
    lines: list[str] = []
    for number, paragraph in enumerate(body.split("\n")):
        if number:
            lines.append("")
        if paragraph:
            lines += _wrapped(paragraph, width)
    return lines


def _wrapped(paragraph: str, width: int) -> list[str]:
    if not width:
        return [paragraph]
    lines: list[str] = []
    line = ""
    # Only where one single space stands between two words: others would not be read back.
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", paragraph):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
