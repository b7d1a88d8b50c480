"""A file on disk -> its row; whatever is wrong with it becomes a row with a problem."""

from __future__ import annotations

import os

from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.file_links import OUTSIDE, leads_out
from editor_app.core.folder import FoundFile, is_of_a_link, read_bytes, reason_of
from editor_app.core.row import Row, problem_row, read_row


def read_found(root: str, file: FoundFile) -> Row | None:
    """The row of one file, a row with its problem where it cannot be read, or None where it is no item.

    :param root: the folder that the file's path is relative to.
    """
    signature = file.signature
    if file.reason:
        return problem_row(file.path, UnreadableItem(file.reason), signature)
    try:
        full = os.path.join(root, file.path)
        try:
            data, signature = read_bytes(full, follow=False)
        except OSError as error:
            if not is_of_a_link(error):
                raise
            return _read_link(root, file.path, full)
        return read_row(file.path, data, signature)
    except (NotAnItem, FileNotFoundError):
        return None
    except UnreadableItem as error:
        return problem_row(file.path, error, signature)
    except OSError as error:
        # Without a signature, so that the next run tries again: rights may change without a trace in the file.
        return problem_row(file.path, UnreadableItem(f"The file cannot be read: {reason_of(error)}."))


def _read_link(root: str, path: str, full: str) -> Row:
    """The row of a file that is a link. What lies outside of the folder is not ours to write, and so no item."""
    data, signature = read_bytes(full)
    row = read_row(path, data, signature)
    return problem_row(path, UnreadableItem(OUTSIDE), signature) if leads_out(root, full) else row
