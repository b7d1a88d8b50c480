"""The bytes of a file -> the row that the list shows of it; quickly where that is safe, exactly everywhere."""

from __future__ import annotations

from editor_app.core.frontmatter import split
from editor_app.core.quick_row import Fields, quick_fields, row_of_fields
from editor_app.core.row_types import (
    EXPECTED,
    UNSEEN,
    Note,
    Row,
    Signature,
    as_moment,
    is_plain_yaml,
    problem_row,
)

__all__ = [
    "EXPECTED",
    "UNSEEN",
    "Note",
    "Row",
    "Signature",
    "as_moment",
    "fields_of",
    "is_plain_yaml",
    "problem_row",
    "read_row",
    "row_of_file",
]


def read_row(path: str, data: bytes, signature: Signature = UNSEEN) -> Row:
    """Read the row of an item.

    :param path: the item's path relative to its folder, with ``/``.
    :param data: the file's bytes.
    :raises NotAnItem: the file is none.
    :raises UnreadableItem: the file looks like one, and cannot be read or is not safe to edit.
    """
    return row_of_file(path, data, signature, fields_of(path, data))


def fields_of(path: str, data: bytes) -> Fields | None:
    """The fields of an item's file as far as they are known without libyaml; None where they are not."""
    return None if is_plain_yaml(path) else quick_fields(data)


def row_of_file(path: str, data: bytes, signature: Signature, fields: Fields | None) -> Row:
    """The second half of :func:`read_row`, which can be done apart.

    :param fields: what :func:`fields_of` says of the file.
    """
    row = None if fields is None else row_of_fields(path, fields, signature)
    if row is not None:
        return row
    # Only now: it brings the YAML parser, and most folders show their first rows without it.
    from editor_app.core.exact_row import exact_row

    return exact_row(path, split(data, plain_yaml=is_plain_yaml(path)), signature)
