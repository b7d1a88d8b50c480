"""One family of exceptions. ``str(error)`` is always a plain sentence that may be shown to an editor.

No message carries text of a file: a file may hold secrets, and messages end up in logs. Only a conflict names the
values that an editor has to choose between, cut short; it is shown and never logged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_app.core.conflict import Conflict


class EditorAppError(Exception):
    """Base of every error that the program raises on purpose."""


class UnreadableItem(EditorAppError):
    """A file cannot be read as an item, or is not safe to read.

    :param reason: a plain sentence without the file's name or place.
    :param line: 1-based line in the file, 0 where no line is meant.
    :param column: 1-based column in code points, 0 where no column is meant.
    """

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if not self.line:
            return self.reason
        return f"Line {self.line}, column {self.column}: {self.reason}"

    def __reduce__(self) -> tuple[type[UnreadableItem], tuple[str, int, int]]:
        return type(self), (self.reason, self.line, self.column)


class NotAnItem(EditorAppError):
    """The file is well-formed, or has no front matter at all, but is no news item."""


class EditRefused(EditorAppError):
    """An edit cannot be made without touching bytes that it must not touch."""


class EditConflict(EditorAppError):
    """A field has been changed on disk since the editor decided on it.

    :param field: the key in the file.
    :param base: the value the editor saw, as text.
    :param mine: the value the editor chose, as text.
    :param theirs: the value on disk now, as text.
    :param conflict: the same as data, for all fields.
    """

    def __init__(
        self, field: str, base: str, mine: str, theirs: str, conflict: Conflict | None = None
    ) -> None:
        super().__init__(
            f"“{field}” was changed on disk meanwhile: it was {base}, you chose {mine}, the file now says {theirs}."
        )
        self.field = field
        self.base = base
        self.mine = mine
        self.theirs = theirs
        self.conflict = conflict


class SaveFailed(EditorAppError):
    """A file could not be written; it is as it was."""


class FileGone(SaveFailed):
    """The file is not there any more; it is not brought back."""

    def __init__(self) -> None:
        super().__init__("The file has been deleted.")


class FolderBusy(EditorAppError):
    """Somebody else is writing in the folder right now: another window, a command, or git."""


class JournalFailed(EditorAppError):
    """A decision could not be made safe against a crash; it holds all the same.

    :param reason: what the system says, in a few words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"Decisions are not kept safe against a crash: {reason}.")


class WrongQuery(EditorAppError):
    """What somebody looks for cannot be read as a query. The message may repeat what was typed, never an item.

    :param reason: a plain sentence.
    :param start: where the wrong word begins in what was typed.
    :param end: where it has ended.
    :param unfinished: whether typing on may make it right.
    """

    def __init__(self, reason: str, start: int, end: int, *, unfinished: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = end
        self.unfinished = unfinished


class ImageRefused(EditorAppError):
    """A picture was not fetched, or is not to be shown."""
