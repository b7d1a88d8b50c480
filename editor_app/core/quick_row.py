"""The rows of items whose front matter is ordinary (:mod:`ordinary`), read without a YAML parser.

For such a text the meaning is known without libyaml, ten times faster. Where the text is not ordinary, or a field holds
anything but what is expected of it, :func:`quick_row` returns None, and the caller asks libyaml. It never raises, and
never says more than libyaml would.

That both agree is shown on every sample file, every real file, and on many thousand damaged ones (see the tests).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from editor_app.core.missing import MISSING
from editor_app.core.ordinary import OPENING, is_ordinary, ordinary_end
from editor_app.core.row_types import Row, Signature
from editor_app.core.state import Odd, Value

WrittenEntry = tuple[str, str, str, str]
"""One key of the top level as it is written: the whole with the blank lines before it, the key with its colon, and
the value, or else its lines.
"""

Fields = dict[bytes, bytes]
"""The keys of the top level with their colons, and what stands behind each: from the space, or from the end of the line
on where lines follow.
"""

# In an ordinary text every line that begins with neither a key nor a space is blank.
_KEY: Final = "[A-Za-z][A-Za-z0-9_]*+:"
_ENTRY: Final = re.compile(rf"(\n*+({_KEY})(?:\x20(.*)\n|\n((?:\x20.*\n)++)))")
# The same for a row, which needs less of it: the key, and what follows it up to the end of its last line. It is cut out
# of the bytes, since few fields are ever made texts.
_FIELD: Final = re.compile(rf"\n({_KEY})(.*+(?:\n\x20.*+)*+)".encode())

_NUMBER: Final = re.compile(rb"\x20-?(?:0|[1-9][0-9]{0,16})")
_MOMENT_LENGTH: Final = len(" 2023-05-17T13:21:00Z")
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_QUOTED: Final = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_NAMES: Final = re.compile(rb"(?m)^\x20\x20(name|domain):\x20?(.*)")
_FLAGS: Final[dict[bytes | None, Value]] = {None: MISSING, b" true": True, b" false": False}
_ODD: Final = Odd("a value that is neither true nor false")
_NULLS: Final = frozenset({b" null", b" Null", b" NULL"})
_ITEM_OF_A_LIST: Final = b"\n  - "

_new = (
    tuple.__new__
)  # a hundred thousand rows are made at once; the constructor of a named tuple takes three times as long


def quick_row(path: str, data: bytes, signature: Signature) -> Row | None:
    """The row of an item, None where its front matter is not of the ordinary kind.

    :param path: the item's path relative to its folder.
    :param data: the file's bytes.
    """
    fields = quick_fields(data)
    return None if fields is None else row_of_fields(path, fields, signature)


def quick_fields(data: bytes) -> Fields | None:
    """The fields of an item's file, None where its front matter is not of the ordinary kind."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    end = ordinary_end(data)
    return fields_between(data, end) if end else None


def fields_between(data: bytes, end: int) -> Fields | None:
    """The fields of an ordinary front matter, in their order; None where a key stands twice.

    :param end: what :func:`~editor_app.core.ordinary.ordinary_end` says of the data.
    """
    written: list[tuple[bytes, bytes]] = _FIELD.findall(data, len(OPENING), end)
    fields = dict(written)
    return fields if len(fields) == len(written) else None


def flag_of(written: bytes | None) -> Value:
    """What a flag says that stands behind a key so, in plain words; :class:`Odd` where it is no such one."""
    return _FLAGS.get(written, _ODD)


def quick_entries(yaml: str) -> list[WrittenEntry] | None:
    """The entries of the top level, None where a front matter is not of the ordinary kind.

    Nothing is left out between them. What an entry means does not depend on the others.
    """
    if not is_ordinary(yaml):
        return None
    entries: list[WrittenEntry] = _ENTRY.findall(yaml)
    return entries if len({key for _, key, _, _ in entries}) == len(entries) else None


def row_of_entries(path: str, entries: Sequence[WrittenEntry], signature: Signature) -> Row | None:
    """The row of an item whose front matter has these entries, None where one is not of the ordinary kind."""
    found = {
        key.encode(): f" {scalar}".encode() if scalar else f"\n{block[:-1]}".encode()
        for _, key, scalar, block in entries
    }
    return row_of_fields(path, found, signature)


def row_of_fields(path: str, fields: Fields, signature: Signature) -> Row | None:
    """The row of an item that has these fields, None where one is not of the ordinary kind."""
    if b"title:" not in fields or _ITEM_KEYS.isdisjoint(fields):
        return None
    get = fields.get
    try:
        name, domain = _provider(get(b"provider:"))
        web, original = get(b"webUrl:"), get(b"originalUrl:")
        url = _text(web)
        if original != web:  # nearly always they are the same
            other = _text(original)
            url = url or other
        return _new(
            Row,
            (
                path,
                _text(fields[b"title:"]),
                _text(get(b"excerpt:")),
                _number(get(b"quality:")),
                _number(get(b"heat:")),
                _FLAGS[get(b"published:")],
                _FLAGS[get(b"removed:")],
                _moment(get(b"publishedDateTime:")),
                _name(get(b"type:")),
                _name(get(b"category:")),
                name,
                domain,
                _topics(get(b"topics:")),
                _size(get(b"related:")),
                _size(get(b"images:")),
                url,
                (),
                None,
                signature,
            ),
        )
    except (_Unusual, KeyError):
        return None


class _Unusual(Exception):
    """A field holds anything but what is expected of it."""


def _text(written: bytes | None) -> str:
    if written is None:
        return ""
    if written.startswith(b' "'):
        return _unescaped(written[2:-1])
    if written.startswith(b"\n") or written in _NULLS:
        raise _Unusual
    return written[1:].decode()


def _unescaped(written: bytes) -> str:
    text = written.decode()
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found.group(1), found.group(1))


def _moment(written: bytes | None) -> int | None:
    """Seconds since the epoch of a moment as the machine writes it."""
    if written is None:
        return None
    if len(written) != _MOMENT_LENGTH or not written.endswith(b"Z"):
        raise _Unusual
    try:
        return int(datetime.fromisoformat(written[1:].decode()).timestamp())
    except ValueError:
        raise _Unusual from None


def _size(block: bytes | None) -> int:
    """How many items a list has."""
    if block is None:
        return 0
    size = block.count(_ITEM_OF_A_LIST)
    if not size:
        raise _Unusual
    return size


def _topics(block: bytes | None) -> tuple[str, ...]:
    if block is None:
        return ()
    before, *items = block.split(_ITEM_OF_A_LIST)
    if not items or (before and not _is_comment(before)):
        raise _Unusual
    return tuple(map(_topic, items))


# These come again and again in the same words; what they mean does not depend on where they stand.
_name = lru_cache(maxsize=1_000)(_text)


@lru_cache(maxsize=1_000)
def _number(written: bytes | None) -> int | None:
    if written is None:
        return None
    if not _NUMBER.fullmatch(written):
        raise _Unusual
    return int(written)


@lru_cache(maxsize=20_000)
def _provider(block: bytes | None) -> tuple[str, str]:
    if block is None:
        return "", ""
    if not block.startswith(b"\n") or _ITEM_OF_A_LIST in block:
        raise _Unusual
    # A name that is no scalar leaves an empty text here. Of a name that stands twice the last one counts.
    found = dict(_NAMES.findall(block)).get
    return _nested(found(b"name", b"")), _nested(found(b"domain", b""))


@lru_cache(maxsize=20_000)
def _topic(item: bytes) -> str:
    written, line_end, below = item.partition(b"\n")
    topic = _nested(written)
    if not written.startswith(b'"') and ": " in topic:  # an item with keys
        raise _Unusual
    if line_end and not _is_comment(line_end + below):
        raise _Unusual
    return topic


def _nested(written: bytes) -> str:
    """A scalar in a list or mapping, behind which a comment may stand."""
    quoted = _QUOTED.match(written)
    if quoted is not None:
        return _unescaped(quoted.group(1))
    return written.partition(b" #")[0].rstrip(b" ").decode()


def _is_comment(lines: bytes) -> bool:
    """Whether lines, each with a line feed before it, are nothing but comments."""
    return all(line.lstrip(b" ").startswith(b"#") for line in lines.split(b"\n")[1:])


_ITEM_KEYS: Final = frozenset({b"published:", b"quality:", b"heat:", b"category:", b"type:", b"topics:"})
