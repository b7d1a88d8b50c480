"""What saving makes of an ordinary file of which the state alone is edited: nearly every file of a large save.

Such a file (:mod:`ordinary`) can be read, changed, read back and compared without a YAML parser, several times as fast.
Whatever is out of the usual is left to :mod:`exact_draft`: then :func:`quick_draft` returns None. It never raises, and
makes of a file what :mod:`exact_draft` would, to the byte; the tests show that on every corpus.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from editor_app.core.decision import ItemEdit
from editor_app.core.draft_types import Change, Draft
from editor_app.core.missing import MISSING
from editor_app.core.ordinary import OPENING, ordinary_end
from editor_app.core.originals import Originals, PutBack, Replaced
from editor_app.core.quick_row import Fields, fields_between, flag_of, row_of_fields
from editor_app.core.row_types import Signature, is_plain_yaml
from editor_app.core.state import Odd, StateFields, Value

_REMOVED: Final = b"removed:"
_PUBLISHED: Final = b"published:"
_LINE_FEED: Final = b"\n"[0]


class _Edit(NamedTuple):
    """What becomes of one key of the state, which reads so now."""

    key: bytes
    now: Value
    wanted: Value


def quick_draft(
    path: str, data: bytes, signature: Signature, change: Change, originals: Originals | None
) -> Draft | None:
    """What is to become of a file that reads so now; None where that is not sure, or where nothing is to be written.

    :param originals: what the session has replaced in it. Giving lines back is left to the exact way.
    """
    if b"\r" in data or is_plain_yaml(path):
        return None
    end = ordinary_end(data)
    before = fields_between(data, end) if end else None
    if before is None:
        return None
    edits = _edits(change, before)
    if not edits or (originals is not None and any(originals.history.get(_name(edit.key)) for edit in edits)):
        return None
    new = _edited(data, end, edits)
    # What has been made is read as any other file would be: nothing is taken for granted.
    new_end = 0 if new is None else ordinary_end(new)
    after = fields_between(new, new_end) if new is not None and new_end else None
    if new is None or after is None or not _differ_by(edits, before, after):
        return None
    row = row_of_fields(path, after, signature)
    if row is None or new[new_end:] != data[end:]:
        return None
    return Draft(new, row, tuple([_replaced(edit, data, end, new, new_end) for edit in edits]))


def _edits(change: Change, fields: Fields) -> list[_Edit]:
    """What is to be done where the file says what the editor saw, in plain words; else nothing."""
    now = StateFields(flag_of(fields.get(_PUBLISHED)), flag_of(fields.get(_REMOVED)))
    if isinstance(now.published, Odd) or isinstance(now.removed, Odd):
        return []
    if isinstance(change, ItemEdit):
        if change.state is None or change.topics or change.texts:
            return []
        base, wanted = change.state
        if now.published is not base.published or now.removed is not base.removed:
            return []
    else:
        found = change.wanted_state
        if found is None or found.state is now.state:
            return []
        wanted = found
    edits = [
        _Edit(_REMOVED, now.removed, wanted.removed),
        _Edit(_PUBLISHED, now.published, wanted.published),
    ]
    return [edit for edit in edits if edit.now is not edit.wanted]


def _edited(data: bytes, end: int, edits: list[_Edit]) -> bytes | None:
    """The bytes with edits made; None where one is out of the usual."""
    spans: list[tuple[int, int, bytes]] = []
    for key, now, wanted in edits:
        if wanted is True or wanted is False:
            value = b" true" if wanted else b" false"
            if now is MISSING:
                # A key that is missing stands before the one that it belongs to.
                start = _line_start(data, _PUBLISHED, end)
                if key != _REMOVED or not start:
                    return None
                spans.append((start, start, key + value + b"\n"))
            else:
                start = _line_start(data, key, end) + len(key)
                spans.append((start, data.index(b"\n", start), value))
        elif wanted is MISSING and now is not MISSING:
            start = _line_start(data, key, end)
            spans.append((start, data.index(b"\n", start) + 1, b""))
        else:
            return None
    parts: list[bytes] = []
    position = 0
    for start, stop, written in sorted(spans):
        parts += (data[position:start], written)
        position = stop
    return b"".join((*parts, data[position:]))


def _line_start(data: bytes, key: bytes, end: int) -> int:
    """Where the line of a key begins; 0 where there is none. In an ordinary text no other line begins so."""
    return data.find(b"\n" + key, len(OPENING), end) + 1


def _differ_by(edits: list[_Edit], before: Fields, after: Fields) -> bool:
    """Whether the edited keys read as wanted, and all others are letter for letter the same, in the same order."""
    if any(flag_of(after.get(edit.key)) is not edit.wanted for edit in edits):
        return False
    edited = {edit.key for edit in edits}
    kept, left = ([field for field in fields.items() if field[0] not in edited] for fields in (before, after))
    return kept == left


def _replaced(edit: _Edit, data: bytes, end: int, new: bytes, new_end: int) -> Replaced:
    return Replaced(edit.now, _put_back(data, edit.key, end), _put_back(new, edit.key, new_end))


def _put_back(data: bytes, key: bytes, end: int) -> PutBack:
    """How to give a key of one line the line back that it has now."""
    name = _name(key)
    start = _line_start(data, key, end)
    if not start:
        return PutBack(name, "", None)
    stop = following = data.index(b"\n", start) + 1
    while data[following] == _LINE_FEED:
        following += 1
    source, gap = data[start:stop].decode(), data[stop : min(following, end + 1)].decode()
    if following > end:
        return PutBack(name, source, None, gap)
    return PutBack(name, source, data[following : data.index(b":", following)].decode(), gap)


def _name(key: bytes) -> str:
    return key[:-1].decode()
