"""What can be undone: each command holds what it did to which item, and touches no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from editor_app.core.catalog import Step
from editor_app.core.conflict import Turn
from editor_app.core.decision import ItemEdit

Apply = Callable[[Sequence[tuple[int, ItemEdit | Turn]], bool], None]
"""Lays edits over items; the flag says that a decision is being taken back."""


class DecisionCommand(QUndoCommand):
    """A decision about some items, made as one step.

    Kept as edits of fields, not as whole readings: taking a decision back leaves alone what a machine or another
    decision has done to other fields meanwhile.
    """

    def __init__(self, text: str, steps: Sequence[Step], apply: Apply, *, laid: bool = False) -> None:
        """:param laid: the decision has been laid already; only doing it again has to lay it."""
        super().__init__(text)
        self._is_laid = laid
        self._steps = steps
        self._apply = apply

    def redo(self) -> None:
        if self._is_laid:
            self._is_laid = False
            return
        self._apply([(step.item, step.forward()) for step in self._steps], False)

    def undo(self) -> None:
        self._apply([(step.item, step.backward()) for step in self._steps], True)
