"""What is to become of a file that is saved."""

from __future__ import annotations

from typing import NamedTuple

from editor_app.core.decision import Decision, ItemEdit
from editor_app.core.errors import EditConflict
from editor_app.core.originals import Replaced
from editor_app.core.row_types import Row

Change = ItemEdit | Decision
"""An edit with the values it was decided on, or a rule to apply to whatever is on disk."""


class Draft(NamedTuple):
    """A file as it is to be, and its row then; where nothing of it has been replaced it stays as it is.

    ``conflict`` is set where it stays so because somebody else has changed the same field.
    """

    data: bytes
    row: Row
    replaced: tuple[Replaced, ...] = ()
    conflict: EditConflict | None = None

    @property
    def is_change(self) -> bool:
        """Whether the file is to be written."""
        return bool(self.replaced)
