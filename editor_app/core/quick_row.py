"""The rows of items that are written as the machine writes them, read without a YAML parser.

Nearly every item is made of the same few forms of lines: one key a line, values plain or in double quotes without
escapes, lists and mappings indented by two spaces. For such a text the meaning is known without libyaml, several times
faster. The grammar below takes nothing else: at the first line that is out of the ordinary :func:`quick_row` returns
None, and the caller asks libyaml. It never raises, and never says more than libyaml would.

That both agree is shown on every sample file, every real file, and on many thousand damaged ones (see the tests).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from editor_app.core.missing import MISSING
from editor_app.core.row_types import Row, Signature
from editor_app.core.state import Value

_KEY = r"[A-Za-z][A-Za-z0-9_]{0,60}+:"
# A plain scalar in one line: no ": " and no " #" in it, no space at its end. The only white space is the space itself.
_WORD = r"[^\s:]*+(?::(?=\S)[^\s:]*+)*+"
_WORDS = rf"(?:[^\W\d_]|/){_WORD}(?:\x20++(?![#\s]){_WORD})*+"
# What begins with a digit may be a number or a date that cannot be: only the usual ones pass.
_WHOLE = r"-?(?:0|[1-9][0-9]{0,16}+)(?=\n)"
_TIME = (
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
_PLAIN = rf"(?:{_WORDS}|{_WHOLE}|{_TIME})"
# Double quotes, with no escapes but the usual ones.
_QUOTED = r'"[^"\\\n]*+(?:\\["\\/nrt][^"\\\n]*+)*+"'
_VALUE = rf"(?:{_QUOTED}|{_PLAIN})\n"
_DEPTH: Final = 4
LONGEST: Final = 40_000
"""Characters of a text that is read here: in more there could be more parts than libyaml's guard lets pass."""


def _mapping(indent: int, depth: int) -> str:
    inner = _block(indent + 2, depth - 1) if depth else r"(?!)"
    return rf"(?:\x20{{{indent}}}{_KEY}(?:\x20{_VALUE}|\n{inner}))++"


def _list(indent: int, depth: int) -> str:
    # `- key: value` opens a mapping that goes on two columns further right.
    rest = rf"(?:{_mapping(indent + 2, depth - 1)})?+" if depth else ""
    return rf"(?:\x20{{{indent}}}-\x20(?:{_KEY}\x20{_VALUE}{rest}|{_VALUE}))++"


def _block(indent: int, depth: int) -> str:
    return rf"(?:{_list(indent, depth)}|{_mapping(indent, depth)})"


WrittenEntry = tuple[str, str, str, str]
"""One key of the top level as it is written: the whole with the blank lines before it, the key with its colon, and
the value, or else its lines.
"""


@cache  # compiling it takes 20 ms, which a window has no time for at its start
def _entry() -> re.Pattern[str]:
    """Finds what :data:`WrittenEntry` describes."""
    return re.compile(rf"(\n*+({_KEY})(?:\x20({_QUOTED}|{_PLAIN})\n|\n({_block(2, _DEPTH)})))")


# What libyaml does not let pass, and what it takes for the end of a line beside LF: none of it is ordinary.
@cache  # as above
def _strange() -> re.Pattern[str]:
    return re.compile(
        "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    )


_PLAIN_ASCII: Final = bytes((9, 10, *range(32, 127)))
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,16})")
_MOMENT_LENGTH: Final = len("2023-05-17T13:21:00Z")
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_PAIR: Final = re.compile(rf"(?m)^\x20\x20([A-Za-z][A-Za-z0-9_]*):\x20({_QUOTED}|{_PLAIN}(?=\n))")
_ITEM: Final = re.compile(rf"\x20\x20-\x20({_QUOTED}|{_PLAIN})\n")
_FLAGS: Final = {"true": True, "false": False}
_NULLS: Final = frozenset({"null", "Null", "NULL"})


def quick_row(path: str, yaml: str, signature: Signature) -> Row | None:
    """The row of an item, None where its front matter is not of the ordinary kind.

    :param path: the item's path relative to its folder.
    :param yaml: the front matter.
    """
    if "\r" in yaml:
        yaml = yaml.replace("\r\n", "\n")
    entries = quick_entries(yaml)
    return None if entries is None else row_of_entries(path, entries, signature)


def quick_entries(yaml: str) -> list[WrittenEntry] | None:
    """The entries of the top level, None where a front matter is not of the ordinary kind.

    Nothing is left out between them. What an entry means does not depend on the others.
    """
    if len(yaml) > LONGEST or not _is_plain_text(yaml):
        return None
    entries: list[WrittenEntry] = _entry().findall(yaml)
    # Shorter where something was passed over; fewer where a key came twice.
    if sum([len(whole) for whole, _, _, _ in entries]) != len(yaml.rstrip("\n")) + 1:
        return None
    return entries if len({key for _, key, _, _ in entries}) == len(entries) else None


def row_of_entries(path: str, entries: Sequence[WrittenEntry], signature: Signature) -> Row | None:
    """The row of an item whose front matter has these entries, None where one is not of the ordinary kind."""
    found = {key: scalar or block for _, key, scalar, block in entries}
    if "title:" not in found or _ITEM_KEYS.isdisjoint(found) or not _NULLS.isdisjoint(found.values()):
        return None
    try:
        return _build(path, found.get, signature)
    except _Unusual:
        return None


class _Unusual(Exception):
    """A field holds anything but what is expected of it."""


def _build(path: str, get: _Get, signature: Signature) -> Row:
    """The row of what was found: values as they are written; those of several lines begin with a space."""
    provider, topics = get("provider:"), get("topics:")
    name, domain = _NO_PROVIDER if provider is None else _provider(provider)
    web, original = _text(get("webUrl:")), _text(get("originalUrl:"))
    return Row(
        path,
        _text(get("title:")),
        _text(get("excerpt:")),
        _number(get("quality:")),
        _number(get("heat:")),
        _flag(get("published:")),
        _flag(get("removed:")),
        _moment(get("publishedDateTime:")),
        _text(get("type:")),
        _text(get("category:")),
        name,
        domain,
        () if topics is None else _topics(topics),
        _size(get("related:")),
        _size(get("images:")),
        web or original,
        (),
        None,
        signature,
    )


def _is_plain_text(yaml: str) -> bool:
    if yaml.isascii():
        return not yaml.encode("ascii").translate(None, _PLAIN_ASCII)
    return _strange().search(yaml) is None


def _text(source: str | None) -> str:
    if source is None:
        return ""
    if source[0] == '"':
        return _ESCAPE.sub(_escaped, source[1:-1]) if "\\" in source else source[1:-1]
    if source[0] == " ":
        raise _Unusual
    return source


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found.group(1), found.group(1))


def _number(source: str | None) -> int | None:
    if source is None:
        return None
    if not _NUMBER.fullmatch(source):
        raise _Unusual
    return int(source)


def _flag(source: str | None) -> Value:
    if source is None:
        return MISSING
    if source not in _FLAGS:
        raise _Unusual
    return _FLAGS[source]


def _moment(source: str | None) -> int | None:
    """Seconds since the epoch of a moment as the machine writes it."""
    if source is None:
        return None
    if len(source) != _MOMENT_LENGTH or source[-1] != "Z":
        raise _Unusual
    try:
        return int(datetime.fromisoformat(source).timestamp())
    except ValueError:
        raise _Unusual from None


# These two come again and again in the same words; what a block means does not depend on where it stands.
@lru_cache(maxsize=20_000)
def _provider(block: str) -> tuple[str, str]:
    if not block.startswith("  ") or block.startswith("  - "):
        raise _Unusual
    found = dict(_PAIR.findall(block)).get
    return _text(found("name")), _text(found("domain"))


@lru_cache(maxsize=20_000)
def _topics(block: str) -> tuple[str, ...]:
    topics = []
    for line in block.splitlines():
        item = _ITEM.fullmatch(line + "\n")
        if item is None:
            raise _Unusual
        topics.append(_text(item.group(1)))
    return tuple(topics)


def _size(block: str | None) -> int:
    """How many items a list has that the grammar has let pass."""
    if block is None:
        return 0
    if not block.startswith("  - "):
        raise _Unusual
    return 1 + block.count("\n  - ")


_Get = Callable[[str], str | None]
_NO_PROVIDER: Final = ("", "")
_ITEM_KEYS: Final = frozenset({"published:", "quality:", "heat:", "category:", "type:", "topics:"})
