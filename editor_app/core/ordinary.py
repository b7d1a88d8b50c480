"""What an ordinary front matter is: one that is written as the machine writes them, down to the last character.

Nearly every item is made of the same few forms of lines: one key a line, values plain or in quotes in one line, lists
and mappings indented by two spaces. What such a text means is known without a YAML parser. The grammar below takes
nothing else, and takes it only where libyaml would read it in the same way; of everything else libyaml is asked.

RE2 (``google-re2``) tells whether a text is ordinary. It looks once at each byte and keeps no places, which is ten
times as fast as Python's own ``re``: docs/decisions/0023-one-automaton-tells-what-is-ordinary.md.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import re2

LONGEST: Final = 40_000
"""Bytes of a text that may be ordinary: in more there could be more parts than libyaml's guard lets pass."""

# What libyaml lets pass and does not take for the end of a line; the byte order mark is left to it too.
_FOREIGN = r"\x{a0}-\x{2027}\x{202a}-\x{d7ff}\x{e000}-\x{fefe}\x{ff00}-\x{fffd}\x{10000}-\x{10ffff}"
_ANY = rf"[\t\x20-~{_FOREIGN}]"
_KEY = r"[A-Za-z][A-Za-z0-9_]{0,60}:"

# A plain scalar in one line: no ": " and no " #" in it, neither a colon nor a space at its end. The only white space is
# the space itself.
_SIGN = rf"[!-9;-~{_FOREIGN}]"
_FIRST_OF_WORD = rf"(?:[!\x22$-9;-~{_FOREIGN}]|:+{_SIGN})"
_GO_ON = rf"(?::*{_SIGN})*(?:\x20+{_FIRST_OF_WORD}(?::*{_SIGN})*)*"
_WORDS = rf"[A-Za-z/{_FOREIGN}]{_GO_ON}"
# What begins with a digit may be a number or a date that cannot be. Such a text has a letter that is in none of these…
_COUNTED_WORDS = rf"[0-9]{_GO_ON}\x20*:*[G-SU-WYg-su-wy]{_GO_ON}"
# …and of numbers and dates only the usual ones pass.
_NUMBER = r"-?(?:0|[1-9][0-9]{0,16})(?:\.[0-9]{1,9})?"
_DAY = (
    r"(?:[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"|(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)-02-29)"
)
_MOMENT = rf"{_DAY}(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?"
# Quotes, with no escapes but the usual ones.
_QUOTED = rf'"(?:[\t\x20!#-\[\]-~{_FOREIGN}]|\\["\\/nrt])*"'
_VALUE = rf"(?:{_QUOTED}|{_WORDS}|{_COUNTED_WORDS}|{_NUMBER}|{_MOMENT})"

# Within lists and mappings there may be comments, at the end of a line and on lines of their own.
_END = rf"(?:\x20+#{_ANY}*)?\n"
_COMMENT = rf"\x20+#{_ANY}*\n"
_DEPTH: Final = 4


def _mapping(indent: int, depth: int) -> str:
    inner = rf"|\n{_block(indent + 2, depth - 1)}" if depth else ""
    return rf"(?:\x20{{{indent}}}{_KEY}(?:\x20{_VALUE}{_END}{inner})|{_COMMENT})+"


def _list(indent: int, depth: int) -> str:
    # `- key: value` opens a mapping that goes on two columns further right.
    rest = rf"(?:{_mapping(indent + 2, depth - 1)})?" if depth else ""
    return rf"(?:\x20{{{indent}}}-\x20(?:{_KEY}\x20{_VALUE}{_END}{rest}|{_VALUE}{_END})|{_COMMENT})+"


def _block(indent: int, depth: int) -> str:
    return rf"(?:{_list(indent, depth)}|{_mapping(indent, depth)})"


OPENING: Final = b"---"
"""The opening fence, without the line feed behind it."""
_CLOSING: Final = b"\n---"
_BEHIND: Final = (b"\n", b"")


@cache  # compiling it takes 20 ms, which a window has no time for at its start
def _front_matter() -> Any:
    """Takes an ordinary front matter with its fences, but for the end of the closing one."""
    entry = rf"\n*{_KEY}(?:\x20{_VALUE}\n|\n{_block(2, _DEPTH)})"
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    return re2.compile(rf"---\n(?:{entry})+\n*---", options)


def ordinary_end(data: bytes) -> int:
    """Where the lines of a file's front matter end; 0 where the file has none, or one that is not ordinary.

    :param data: a file's bytes, lines ending in LF.
    :returns: the place of the line feed before the closing fence.
    """
    found = _front_matter().match(data, 0, LONGEST)
    if found is None:
        return 0
    end: int = found.end()
    return end - len(_CLOSING) if data[end : end + 1] in _BEHIND else 0


def is_ordinary(yaml: str) -> bool:
    """Whether the text between the fences is ordinary as a whole."""
    try:
        data = b"".join((OPENING, b"\n", yaml.encode("utf-8"), b"---"))
    except UnicodeEncodeError:
        return False
    found = _front_matter().match(data, 0, LONGEST)
    return found is not None and found.end() == len(data)
