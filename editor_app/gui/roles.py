"""What the item model tells the delegates beside the text of a cell."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class ItemRole(IntEnum):
    """Data roles of the item table."""

    PATH = _FIRST
    """str: the item's path, relative to its folder, with `/`. Scripts and tests ask for it by its number."""
    STATE = _FIRST + 1
    """str: "unpublished", "published", "rejected" or "problem"."""
    PENDING = _FIRST + 2
    """bool: a decision on this item is not saved yet."""
    SCORE = _FIRST + 3
    """int, or None where the item has none: the number beside the bar."""
    FRACTION = _FIRST + 4
    """float from 0 to 1: how much of the bar is filled."""
    CHIPS = _FIRST + 5
    """list[str]: names shown as chips in one line."""
    NOTE = _FIRST + 6
    """bool: there is something to notice in this cell; the tooltip should say what."""
    CONFLICT = _FIRST + 7
    """bool: somebody else has changed or deleted the file since the decision; the editor has to choose."""
