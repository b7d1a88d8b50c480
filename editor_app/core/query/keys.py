"""The keys of the language: what each takes, and what it means. Help, completion and documentation say this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from editor_app.core.query.conditions import Has, Is
from editor_app.core.query.dates import WORDS


class Kind(StrEnum):
    """What stands behind a key."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Key:
    """A key. ``values`` are what it takes, or some of that: those of a text are the folder's."""

    name: str
    kind: Kind
    hint: str
    values: tuple[tuple[str, str], ...] = ()
    """Each with what it means."""

    @property
    def start(self) -> str:
        """How a condition with this key usually begins."""
        return self.name + (">" if self.kind is Kind.NUMBER else ":")

    @property
    def is_compared(self) -> bool:
        """Whether it takes ``<`` and ``>``."""
        return self.kind in (Kind.NUMBER, Kind.DATE)


_IS: Final = (
    (Is.UNPUBLISHED, "not decided yet"),
    (Is.PUBLISHED, "on the site"),
    (Is.REJECTED, "taken out for good"),
    (Is.SNOOZED, "put off; not among the unpublished until then"),
    (Is.CHANGED, "decided, not saved yet"),
    (Is.PROBLEM, "unreadable, or with an odd field"),
    (Is.CONFLICT, "changed by somebody else meanwhile"),
)
_HAS: Final = (
    (Has.RELATED, "other coverage of the story"),
    (Has.IMAGE, "at least one image"),
    (Has.TOPICS, "at least one topic"),
    (Has.MOJIBAKE, "signs of garbled letters, such as â€™, in title or excerpt"),
)
_DATES: Final = (
    *zip(WORDS, ("since midnight", "the day before"), strict=True),
    ("last-24h", "the last 24 hours"),
    ("last-7d", "the last 7 days; so with h, d, w, m and y"),
)

KEYS: Final = {
    key.name: key
    for key in (
        Key("is", Kind.CHOICE, "where the item stands", _IS),
        Key("topic", Kind.TEXT, "what the story is about"),
        Key("provider", Kind.TEXT, "who wrote the story"),
        Key("domain", Kind.TEXT, "the provider's site"),
        Key("type", Kind.TEXT, "article, video, download and so on"),
        Key("category", Kind.TEXT, "the category in the file"),
        Key("quality", Kind.NUMBER, "the machine's quality score"),
        Key("heat", Kind.NUMBER, "how much the story is talked about; -1: not computed"),
        Key("related", Kind.NUMBER, "how many stories of other providers"),
        Key("date", Kind.DATE, "when the story came out", _DATES),
        Key("has", Kind.CHOICE, "what the item has", _HAS),
        Key("path", Kind.TEXT, "a part of the file's path"),
    )
}
