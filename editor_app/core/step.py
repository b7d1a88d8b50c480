"""What a decision does to one item."""

from __future__ import annotations

from typing import NamedTuple

from editor_app.core.conflict import Turn
from editor_app.core.decision import Fields, ItemEdit


class Step(NamedTuple):
    """What a decision did to one item: how it read before and after.

    ``there`` and ``back`` are set where that does not tell all: where a conflict is settled, or pending edits dropped.
    """

    item: int
    before: Fields
    after: Fields
    there: Turn | None = None
    back: Turn | None = None

    def forward(self) -> ItemEdit | Turn:
        """What to lay over the item to do it."""
        return self.there or ItemEdit.between(self.before, self.after)

    def backward(self) -> ItemEdit | Turn:
        """What to lay over the item to take it back."""
        return self.back or ItemEdit.between(self.after, self.before)
