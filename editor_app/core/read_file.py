"""Files on disk -> their rows; whatever is wrong with one becomes a row with a problem."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.file_links import OUTSIDE, leads_out
from editor_app.core.folder import FoundFile, is_of_a_link, read_bytes, reason_of
from editor_app.core.quick_row import Fields
from editor_app.core.row import Row, Signature, fields_of, problem_row, read_row, row_of_file

_AT_ONCE: Final = 50
_BYTES_AT_ONCE: Final = 1_000_000

_new = tuple.__new__  # as in :mod:`folder`


class Content(NamedTuple):
    """What stands in a file."""

    path: str
    data: bytes
    signature: Signature


def read_found(root: str, file: FoundFile) -> Row | None:
    """The row of one file, a row with its problem where it cannot be read, or None where it is no item.

    :param root: the folder that the file's path is relative to.
    """
    content = content_of(root, file)
    if not isinstance(content, Content):
        return content
    return _row_of(content, fields_of(content.path, content.data))


def read_rows(root: str, files: Sequence[FoundFile], begin: Callable[[int], None]) -> list[Row]:
    """The rows of files, in their order, without those that are no items.

    Some files are read before the fields of any of them are looked for, and all of these before rows are made of them:
    a processor does the same thing many times in much less time than different things by turns.

    :param root: the folder that the files' paths are relative to.
    :param begin: told the number of each file that is about to be looked at, each time.
    """
    rows: list[Row] = []
    number = 0
    while number < len(files):
        first, size = number, 0
        contents: list[Content | Row | None] = []
        while number < len(files) and len(contents) < _AT_ONCE and size < _BYTES_AT_ONCE:
            begin(number)
            content = content_of(root, files[number])
            size += len(content.data) if isinstance(content, Content) else 0
            contents.append(content)
            number += 1
        fields: list[Fields | None] = []
        for place, content in enumerate(contents, first):
            begin(place)
            fields.append(fields_of(content.path, content.data) if isinstance(content, Content) else None)
        for place, (content, found) in enumerate(zip(contents, fields, strict=True), first):
            begin(place)
            row = _row_of(content, found) if isinstance(content, Content) else content
            if row is not None:
                rows.append(row)
    return rows


def content_of(root: str, file: FoundFile) -> Content | Row | None:
    """What stands in a file; a row with its problem where it cannot be read, or None where it is gone."""
    path = file.path
    if file.reason:
        return problem_row(path, UnreadableItem(file.reason), file.signature)
    full = f"{root}{os.sep}{path}"
    try:
        try:
            data, signature = read_bytes(full, follow=False)
            return _new(Content, (path, data, signature))
        except OSError as error:
            if not is_of_a_link(error):
                raise
            return _read_link(root, path, full)
    except (NotAnItem, FileNotFoundError):
        return None
    except UnreadableItem as error:
        return problem_row(path, error, file.signature)
    except OSError as error:
        # Without a signature, so that the next run tries again: rights may change without a trace in the file.
        return problem_row(path, UnreadableItem(f"The file cannot be read: {reason_of(error)}."))


def _row_of(content: Content, fields: Fields | None) -> Row | None:
    try:
        return row_of_file(*content, fields)
    except NotAnItem:
        return None
    except UnreadableItem as error:
        return problem_row(content.path, error, content.signature)


def _read_link(root: str, path: str, full: str) -> Row:
    """The row of a file that is a link. What lies outside of the folder is not ours to write, and so no item."""
    data, signature = read_bytes(full)
    row = read_row(path, data, signature)
    return problem_row(path, UnreadableItem(OUTSIDE), signature) if leads_out(root, full) else row
