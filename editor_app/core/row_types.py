"""A row of the list: what it tells of an item, and what each key of a file is taken to be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from editor_app.core.errors import EditorAppError, UnreadableItem
from editor_app.core.missing import MISSING
from editor_app.core.state import State, StateFields, Value

EXPECTED: Final = {
    "title": "a text",
    "excerpt": "a text",
    "type": "a text",
    "category": "a text",
    "quality": "a whole number",
    "heat": "a whole number",
    "published": "true or false",
    "removed": "true or false",
    "publishedDateTime": "a date and time",
    "updatedDateTime": "a date and time",
    "originalUrl": "a web address",
    "webUrl": "a web address",
    "topics": "a list of texts",
    "provider": "a name and a domain",
    "related": "a list of stories",
    "images": "a list of images",
}
"""What the program takes each key to be, in words."""


class Signature(NamedTuple):
    """What ``stat`` tells of a file's version: modification time in ns, size in bytes, inode."""

    mtime_ns: int
    size: int
    inode: int


class Note(NamedTuple):
    """Something wrong with a file or with one of its fields: 1-based line and column, a sentence."""

    field: str
    line: int
    column: int
    reason: str


UNSEEN: Final = Signature(0, 0, 0)
"""The signature of a file that was never looked at."""


class Row(NamedTuple):
    """One item of the list. ``problem`` is set where the file cannot be read as an item: then only ``path`` is known.

    ``published_at`` is in seconds since the epoch; ``notes`` name fields that hold something unexpected.
    """

    path: str
    title: str = ""
    excerpt: str = ""
    quality: int | None = None
    heat: int | None = None
    published: Value = MISSING
    removed: Value = MISSING
    published_at: int | None = None
    type: str = ""
    category: str = ""
    provider: str = ""
    domain: str = ""
    topics: tuple[str, ...] = ()
    related: int = 0
    images: int = 0
    url: str = ""
    notes: tuple[Note, ...] = ()
    problem: Note | None = None
    signature: Signature = UNSEEN

    @property
    def state_fields(self) -> StateFields:
        return StateFields(self.published, self.removed)

    @property
    def state(self) -> State:
        return State.PROBLEM if self.problem is not None else self.state_fields.state


def is_plain_yaml(path: str) -> bool:
    """Whether a file of this name is YAML as a whole, with or without fences."""
    return path.lower().endswith((".yaml", ".yml"))


def problem_row(path: str, error: EditorAppError, signature: Signature = UNSEEN) -> Row:
    """The row of a file that cannot be read as an item."""
    if isinstance(error, UnreadableItem):
        return Row(path, problem=Note("", error.line, error.column, error.reason), signature=signature)
    return Row(path, problem=Note("", 0, 0, str(error)), signature=signature)


def as_moment(value: object) -> int | None:
    """A date, a time or a text that says one as seconds since the epoch; without a zone it counts as UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        try:
            # In UTC a moment may lie before year 1 or behind year 9999; nobody could show it then.
            return int((value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).timestamp())
        except (ValueError, OverflowError):
            return None
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
    return None
