"""What becomes of the files of a save."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from editor_app.core.conflict import Conflict
from editor_app.core.errors import (
    EditConflict,
    EditorAppError,
    EditRefused,
    FileGone,
    NotAnItem,
    UnreadableItem,
)
from editor_app.core.row_table import RowPlace
from editor_app.core.row_types import Row


class Outcome(StrEnum):
    """What became of one file. The values are what ``triage`` prints."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of one file: a sentence where it was not saved, its new row where it could be read.

    A file that was saved has a sentence too where the editor should know something about it.
    ``found`` is that row, put together or where it stands in a table. ``before`` and ``after`` are the file's bytes;
    only kept where a caller asked for a preview. ``conflict`` tells what the editor has to choose from, ``is_gone``
    that there is no file any more.
    """

    path: str
    outcome: Outcome
    reason: str = ""
    found: Row | RowPlace | None = None
    before: bytes = b""
    after: bytes = b""
    conflict: Conflict | None = None
    is_gone: bool = False

    @property
    def row(self) -> Row | None:
        """The file's new row as a whole."""
        return self.found.row() if isinstance(self.found, RowPlace) else self.found

    @property
    def done(self) -> bool:
        return self.outcome in (Outcome.CHANGED, Outcome.UNCHANGED)

    @property
    def is_change(self) -> bool:
        """Whether the file was written."""
        return self.outcome is Outcome.CHANGED


def conflicting(path: str, error: EditConflict, row: Row) -> SaveResult:
    """The result of a file that somebody else has changed in the same field."""
    return SaveResult(path, Outcome.CONFLICT, str(error), row, conflict=error.conflict)


def failed(path: str, error: EditorAppError) -> SaveResult:
    """The result of a file that is not saved."""
    if isinstance(error, EditRefused | NotAnItem | UnreadableItem):
        return SaveResult(path, Outcome.REFUSED, str(error))
    return SaveResult(path, Outcome.FAILED, str(error), is_gone=isinstance(error, FileGone))
