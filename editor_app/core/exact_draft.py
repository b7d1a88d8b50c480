"""What saving makes of any file: the decision merged with what it says now, spliced in, and read back.

Most files of a large save need not come here: see :mod:`quick_draft`.
"""

from __future__ import annotations

from functools import partial

from editor_app.core.decision import Decision, Fields, ItemEdit, Retag, Rewrite
from editor_app.core.draft_types import Change, Draft
from editor_app.core.errors import EditConflict, EditRefused
from editor_app.core.frontmatter import split
from editor_app.core.merge import merge, replaced_in
from editor_app.core.originals import Originals
from editor_app.core.outline import MAX_EDITED_PARTS, Outline
from editor_app.core.quick_outline import read_quickly
from editor_app.core.quick_row import row_of_entries
from editor_app.core.row import Row, Signature, is_plain_yaml, read_row
from editor_app.core.splice import spliced
from editor_app.core.text_place import EXCERPT, TITLE
from editor_app.core.text_repair import Repair, repairs


def exact_draft(
    path: str, data: bytes, signature: Signature, change: Change, originals: Originals | None = None
) -> Draft:
    """What is to become of a file that reads so now.

    :param originals: what the session has replaced in it.
    :raises EditorAppError: it cannot be changed, with a sentence for the editor.
    """
    plain_yaml = is_plain_yaml(path)
    parts = split(data, plain_yaml=plain_yaml)
    before = read_quickly(parts.yaml, parts.first_line)
    if before.parts > MAX_EDITED_PARTS:
        raise EditRefused(
            f"The front matter has more than {MAX_EDITED_PARTS:,} parts; it can only be edited by hand."
        )
    # What the file says now to the list matters only where nothing is written, or where a decision looks at it.
    row_before = partial(_read_row, path, data, signature, before)
    edit = change if isinstance(change, ItemEdit) else _as_edit(change, row_before(), before)
    try:
        edits, wanted = merge(before, edit, originals or Originals())
    except EditConflict as error:
        return Draft(data, row_before(), conflict=error)
    after = spliced(before, edits, parts.newline) if edits else None
    if after is None:
        return Draft(data, row_before())
    new = parts.with_yaml(after.text)
    # In what the quick grammar knows no line begins as a fence does, so it ends where it did.
    if after.written is None and not parts.is_around(after.text, new, plain_yaml=plain_yaml):
        raise EditRefused("The change would move the end of the front matter; edit the file by hand.")
    new_row = _read_row(path, new, signature, after)
    _check(edit, wanted, new_row)
    return Draft(new, new_row, tuple([replaced_in(before, after, text_edit.key) for text_edit in edits]))


def _read_row(path: str, data: bytes, signature: Signature, outline: Outline) -> Row:
    """The row of a file; what has been found for its outline is not looked for again."""
    row = None
    if outline.written is not None and not is_plain_yaml(path):
        row = row_of_entries(path, outline.written.entries, signature)
    return read_row(path, data, signature) if row is None else row


def _as_edit(change: Decision, row: Row, outline: Outline) -> ItemEdit:
    """What a decision does to an item whose file reads so now."""
    match change:
        case Retag():
            return ItemEdit(topics=change.edit)
        case Rewrite():
            return ItemEdit(texts=change.changes)
        case Repair():
            return ItemEdit(texts=repairs(outline))
        case _:
            on_disk = Fields(row.state_fields, row.topics)
            return ItemEdit.between(on_disk, change.apply(on_disk))


def _check(change: ItemEdit, wanted: Fields, row: Row) -> None:
    """The new file must read as decided, to the list as to everybody else."""
    if change.state is not None and row.state is not wanted.state.state:
        raise EditRefused("The item would not read as decided after the change; edit the file by hand.")
    if change.topics and row.topics != wanted.topics:
        raise EditRefused("The topics would not read as decided after the change; edit the file by hand.")
    texts = dict(wanted.texts)
    if (row.title, row.excerpt) != (texts.get(TITLE, row.title), texts.get(EXCERPT, row.excerpt)):
        raise EditRefused("The text would not read as decided after the change; edit the file by hand.")
