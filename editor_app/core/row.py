"""The bytes of a file -> the row that the list shows of it; quickly where that is safe, exactly everywhere."""

from __future__ import annotations

from editor_app.core.exact_row import ITEM_KEYS, exact_row
from editor_app.core.frontmatter import split
from editor_app.core.quick_row import quick_row
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
    "ITEM_KEYS",
    "UNSEEN",
    "Note",
    "Row",
    "Signature",
    "as_moment",
    "is_plain_yaml",
    "problem_row",
    "read_row",
]


def read_row(path: str, data: bytes, signature: Signature = UNSEEN) -> Row:
    """Read the row of an item.

    :param path: the item's path relative to its folder, with ``/``.
    :param data: the file's bytes.
    :raises NotAnItem: the file is none.
    :raises UnreadableItem: the file looks like one, and cannot be read or is not safe to edit.
    """
    plain_yaml = is_plain_yaml(path)
    row = None if plain_yaml else quick_row(path, data, signature)
    return row if row is not None else exact_row(path, split(data, plain_yaml=plain_yaml), signature)
