"""The bytes of a file -> the row that the list shows of it; quickly where that is safe, exactly everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor_app.core.exact_row import ITEM_KEYS, exact_row
from editor_app.core.frontmatter import FrontMatter, split
from editor_app.core.quick_row import quick_row, row_of_entries
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
    "row_of_parts",
]


def read_row(path: str, data: bytes, signature: Signature = UNSEEN) -> Row:
    """Read the row of an item.

    :param path: the item's path relative to its folder, with ``/``.
    :param data: the file's bytes.
    :raises NotAnItem: the file is none.
    :raises UnreadableItem: the file looks like one, and cannot be read or is not safe to edit.
    """
    parts = split(data, plain_yaml=is_plain_yaml(path))
    row = quick_row(path, parts.yaml, signature)
    return row if row is not None else exact_row(path, parts, signature)


def row_of_parts(
    path: str, parts: FrontMatter, entries: Iterable[re.Match[str]] | None, signature: Signature
) -> Row:
    """The row of an item whose file has been cut already; the same as :func:`read_row` gives.

    :param entries: what :func:`~editor_app.core.quick_row.quick_entries` says of its front matter.
    """
    if entries is None:
        row = quick_row(path, parts.yaml, signature)
    else:
        row = row_of_entries(path, entries, signature)
    return row if row is not None else exact_row(path, parts, signature)
