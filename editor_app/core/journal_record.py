"""What stands in a journal: records one behind the other, each with a mark, its length and a checksum.

A record is one decision: the items it is about, each with all that is pending of it from then on. Of an item only path
and edit are written, nothing else of its file. The last record of a path counts.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from editor_app.core.decision import ItemEdit, TextChange, TopicEdit
from editor_app.core.packing import UNPACK_ERRORS, from_plain, pack, plain, unpack
from editor_app.core.state import StateFields
from editor_app.core.text_place import TextPlace

HEADER: Final = b"editor-app journal 1\n"
"""How a journal begins; its mark follows."""

_MARK: Final = 8  # bytes

BEGINNING: Final = len(HEADER) + _MARK
"""How many bytes stand before the first record."""

NOTHING: Final = b""
"""The packed edit of an item of which nothing is pending."""

_WITH_TEXTS: Final = 2  # the version of an edit, its first value; the first version had none, and no texts
_FIELDS_OF_FIRST: Final = 5

_HEAD: Final = 8  # bytes: the length and the checksum of what follows


class Record(NamedTuple):
    """Where a record begins and ends, and what it was made of: paths with their packed edits."""

    start: int
    end: int
    changes: list[tuple[str, bytes]]


def pack_edit(edit: ItemEdit) -> bytes:
    """An edit as a whole, with the values that it was decided on."""
    if not edit:
        return NOTHING
    state = None
    if edit.state is not None:
        base, new = edit.state
        state = tuple(map(plain, (base.published, base.removed, new.published, new.removed)))
    topics = edit.topics
    fields = (state, topics.added, topics.removed, topics.renamed, topics.order)
    # Without texts it is written as the first version of the program did, which can read it, too.
    return pack((_WITH_TEXTS, *fields, edit.texts) if edit.texts else fields)


def unpack_edit(data: bytes) -> ItemEdit:
    """The edit again.

    :raises ValueError: these bytes were not made by :func:`pack_edit`.
    """
    if data == NOTHING:
        return ItemEdit()
    try:
        fields = unpack(data)
        texts: list[TextChange] = []
        if len(fields) > _FIELDS_OF_FIRST:
            version, *fields, plain_texts = fields
            if version != _WITH_TEXTS:
                raise ValueError("an edit of a later version")
            texts = [
                TextChange(TextPlace(_text(key), _text(url), _number(nth)), _text(base), _text(new))
                for (key, url, nth), base, new in plain_texts
            ]
        state, added, removed, renamed, order = fields
        pair = None
        if state is not None:
            published, gone, new_published, new_gone = map(from_plain, state)
            pair = (StateFields(published, gone), StateFields(new_published, new_gone))
        names = [(_text(old), _text(new)) for old, new in renamed]
        topics = TopicEdit(_texts(added), _texts(removed), tuple(names), _texts(order))
        return ItemEdit(pair, topics, tuple(texts))
    except UNPACK_ERRORS as error:
        raise ValueError("no edit") from error


def new_mark() -> bytes:
    """What stands before each record of one journal, so that the next one is found behind a damaged one. It is made
    anew for each file: nobody who names files or topics can know it, and forge a record with it.
    """
    return secrets.token_bytes(_MARK)


def record(mark: bytes, changes: Iterable[tuple[str, bytes]]) -> bytes:
    """One record.

    :param mark: the mark of the journal.
    :param changes: paths with their packed edits.
    """
    data = pack(list(changes))
    return mark + len(data).to_bytes(4, "little") + zlib.crc32(data).to_bytes(4, "little") + data


def mark_of(data: bytes) -> bytes:
    """The mark of a journal; it is too short where the journal ends before it does."""
    return data[len(HEADER) : BEGINNING]


def read_records(data: bytes) -> Iterator[Record]:
    """The whole records of a journal; damaged ones are passed over.

    :param data: the journal, which begins with :data:`HEADER`.
    """
    mark = mark_of(data)
    place = data.find(mark, BEGINNING) if len(mark) == _MARK else -1
    while place >= 0:
        head = place + _MARK
        length, check = (int.from_bytes(data[at : at + 4], "little") for at in (head, head + 4))
        end = head + _HEAD + length
        changes = _read_changes(data[head + _HEAD : end], check) if end <= len(data) else None
        if changes is None:
            place = data.find(mark, place + 1)
        else:
            yield Record(place, end, changes)
            place = data.find(mark, end)


def _read_changes(content: bytes, check: int) -> list[tuple[str, bytes]] | None:
    # No record is empty: zeros, as a power cut may leave them, are none.
    if not content or zlib.crc32(content) != check:
        return None
    try:
        return [(_text(path), _bytes(edit)) for path, edit in unpack(content)]
    except UNPACK_ERRORS:
        return None


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(_text, values))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("no number")
    return value


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("no bytes")
    return value
