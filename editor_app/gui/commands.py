"""What can be undone: each command holds what it did to which item, and touches no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from editor_app.core.plan import Change, Plan

Apply = Callable[[Sequence[int], Sequence[Change], bool], None]
"""Makes changes, each to its own item; the flag says that a decision is being taken back."""


class DecisionCommand(QUndoCommand):
    """A decision about some items, made as one step.

    Kept as edits of fields, not as whole readings: taking a decision back leaves alone what a machine or another
    decision has done to other fields meanwhile.
    """

    def __init__(self, text: str, plan: Plan, apply: Apply) -> None:
        """The decision has been laid already: putting the command on the stack does nothing, doing it again lays it."""
        super().__init__(text)
        self._is_laid = True
        self._plan = plan
        self._apply = apply

    def redo(self) -> None:
        if self._is_laid:
            self._is_laid = False
            return
        self._apply(self._plan.items, self._plan.there, False)

    def undo(self) -> None:
        self._apply(self._plan.items, self._plan.back, True)
