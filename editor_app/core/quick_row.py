"""The rows of items that are written as the machine writes them, read without a YAML parser.

Nearly every item is made of the same few forms of lines: one key a line, values plain or in double quotes without
escapes, lists and mappings indented by two spaces. For such a text the meaning is known without libyaml, several times
faster. The grammar below takes nothing else: at the first line that is out of the ordinary :func:`quick_row` returns
None, and the caller asks libyaml. It never raises, and never says more than libyaml would.

That both agree is shown on every sample file, every real file, and on many thousand damaged ones (see the tests).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final

from editor_app.core.row_types import Row, Signature
from editor_app.core.scalars import MISSING
from editor_app.core.state import Value

_KEY = r"[A-Za-z][A-Za-z0-9_]{0,60}+:"
# A plain scalar in one line: no ": " and no " #" in it, no space at its end. The only white space is the space itself.
_WORD = r"[^\s:]*+(?::(?=\S)[^\s:]*+)*+"
_WORDS = rf"[A-Za-z/]{_WORD}(?:\x20++(?![#\s]){_WORD})*+"
# What begins with a digit may be a number or a date that cannot be: only the usual ones pass.
_WHOLE = r"-?(?:0|[1-9][0-9]{0,16}+)(?=\n)"
_TIME = (
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
_PLAIN = rf"(?:{_WORDS}|{_WHOLE}|{_TIME})"
# Double quotes, with no escapes but those of a quote, a backslash and a slash.
_QUOTED = r'"[^"\\\n]*+(?:\\["\\/][^"\\\n]*+)*+"'
_VALUE = rf"(?:{_QUOTED}|{_PLAIN})\n"
_DEPTH: Final = 4
_LONGEST: Final = 40_000
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


# One key of the top level with its value, and the blank lines before it.
_ENTRY: Final = re.compile(
    rf"\n*+(?P<key>{_KEY})(?:\x20(?:(?P<quoted>{_QUOTED})|(?P<plain>{_PLAIN}))\n|\n(?P<block>{_block(2, _DEPTH)}))"
)
# What libyaml does not let pass, and what it takes for the end of a line beside LF: none of it is ordinary.
_STRANGE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PLAIN_ASCII: Final = bytes((9, 10, *range(32, 127)))
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,16})")
_MOMENT_LENGTH: Final = len("2023-05-17T13:21:00Z")
_ESCAPE: Final = re.compile(r"\\(.)")
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


def quick_entries(yaml: str) -> list[re.Match[str]] | None:
    """The keys of the top level with their values, None where a front matter is not of the ordinary kind.

    Each match begins with the blank lines before its key and ends behind the last line of its value; between them
    nothing is left out. What an entry means does not depend on the others.
    """
    if len(yaml) > _LONGEST or not _is_plain_text(yaml):
        return None
    entries: list[re.Match[str]] = []
    end = 0
    for entry in _ENTRY.finditer(yaml):
        if entry.start() != end:
            return None
        end = entry.end()
        entries.append(entry)
    if yaml[end:].strip("\n") or len({entry.group("key") for entry in entries}) < len(entries):
        return None
    return entries


def row_of_entries(path: str, entries: Iterable[re.Match[str]], signature: Signature) -> Row | None:
    """The row of an item from the entries of its front matter; None where a field holds something unexpected."""
    found: dict[str, str] = {}
    blocks: dict[str, str] = {}
    quoted: set[str] = set()
    for entry in entries:
        key, in_quotes, plain, block = entry.groups()
        if block is not None:
            blocks[key] = block
        elif in_quotes is not None:
            found[key] = _unquoted(in_quotes)
            quoted.add(key)
        else:
            found[key] = plain
    return _build(path, found, blocks, quoted, signature)


def _build(
    path: str, found: dict[str, str], blocks: dict[str, str], quoted: set[str], signature: Signature
) -> Row | None:
    """The row of what was found; None where a field holds anything but what is expected of it."""
    get = found.get
    if "title:" not in found or _ITEM_KEYS.isdisjoint({*found, *blocks}):
        return None
    if not _SCALARS.isdisjoint(blocks) or not _BLOCKS.isdisjoint(found):
        return None
    if not quoted.isdisjoint(_NEVER_QUOTED) or any(
        get(key) in _NULLS and key not in quoted for key in _TEXTS
    ):
        return None
    try:
        quality, heat = _number(get("quality:")), _number(get("heat:"))
        published, removed = _flag(get("published:")), _flag(get("removed:"))
        moment = _moment(get("publishedDateTime:"))
        provider, domain = _provider(blocks["provider:"]) if "provider:" in blocks else ("", "")
        topics = _topics(blocks["topics:"]) if "topics:" in blocks else ()
        related, images = _size(blocks.get("related:")), _size(blocks.get("images:"))
    except ValueError:
        return None
    return Row(
        path,
        found["title:"],
        get("excerpt:", ""),
        quality,
        heat,
        published,
        removed,
        moment,
        get("type:", ""),
        get("category:", ""),
        provider,
        domain,
        topics,
        related,
        images,
        get("webUrl:") or get("originalUrl:", ""),
        (),
        None,
        signature,
    )


def _is_plain_text(yaml: str) -> bool:
    if yaml.isascii():
        return not yaml.encode("ascii").translate(None, _PLAIN_ASCII)
    return _STRANGE.search(yaml) is None


def _unquoted(source: str) -> str:
    text = source[1:-1]
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return int(text)


def _flag(text: str | None) -> Value:
    if text is None:
        return MISSING
    if text not in _FLAGS:
        raise ValueError
    return _FLAGS[text]


def _moment(text: str | None) -> int | None:
    """Seconds since the epoch of a moment as the machine writes it."""
    if text is None:
        return None
    if len(text) != _MOMENT_LENGTH or text[-1] != "Z":
        raise ValueError
    return int(datetime.fromisoformat(text).timestamp())


# These two come again and again in the same words; what a block means does not depend on where it stands.
@lru_cache(maxsize=20_000)
def _provider(block: str) -> tuple[str, str]:
    found = dict(_PAIR.findall(block))
    if not block.startswith("  ") or block.startswith("  - "):
        raise ValueError
    return tuple(
        _unquoted(value) if value.startswith('"') else value
        for value in (found.get("name", ""), found.get("domain", ""))
    )  # type: ignore[return-value]


@lru_cache(maxsize=20_000)
def _topics(block: str) -> tuple[str, ...]:
    topics = []
    for line in block.splitlines():
        item = _ITEM.fullmatch(line + "\n")
        if item is None:
            raise ValueError
        topics.append(_unquoted(item.group(1)) if item.group(1).startswith('"') else item.group(1))
    return tuple(topics)


def _size(block: str | None) -> int:
    """How many items a list has that the grammar has let pass."""
    if block is None:
        return 0
    if not block.startswith("  - "):
        raise ValueError
    return 1 + block.count("\n  - ")


_TEXTS: Final = ("title:", "excerpt:", "type:", "category:", "webUrl:", "originalUrl:")
_NEVER_QUOTED: Final = frozenset({"quality:", "heat:", "published:", "removed:", "publishedDateTime:"})
_SCALARS: Final = frozenset({*_TEXTS, *_NEVER_QUOTED})
_ITEM_KEYS: Final = frozenset({"published:", "quality:", "heat:", "category:", "type:", "topics:"})
_BLOCKS: Final = frozenset({"provider:", "topics:", "related:", "images:"})
