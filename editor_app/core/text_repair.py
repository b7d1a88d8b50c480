"""Finds texts that feeds have damaged, and how they read undamaged. Nothing is ever mended by itself.

Two kinds of damage are known: UTF-8 that was once read as another encoding (``Governmentâ€™s``), which ``ftfy`` finds,
and HTML entities in what is plain text (``&nbsp;``, ``&#8217;``). A text that is fine is never changed: names of no
entity, entities without a semicolon, accents, and quotation marks of all languages stay.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.entities import name2codepoint
from typing import Final

from yaml.events import AliasEvent, Event

from editor_app.core.decision import Decision, Fields, TextChange
from editor_app.core.item_texts import find_texts
from editor_app.core.outline import Outline

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,8});")
# Escaped markup stays escaped: it would become markup on the site.
_MARKUP: Final = re.compile(r"(?:lt|gt|LT|GT|#0*6[02]|#[xX]0*3[ceCE]);")
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_ROUNDS: Final = 3  # &amp;quot; takes two
_LONGEST: Final = 20_000  # characters; longer texts are no titles or excerpts


def repaired(text: str) -> str | None:
    """How a text reads undamaged; None where it is fine as it is, or nobody can tell."""
    if len(text) > _LONGEST or not may_be_damaged(text):
        return None
    found = text
    for _ in range(_MOST_ROUNDS):
        before, found = found, _with_encoding_mended(_without_entities(found))
        if found == before:
            break
    if found == text:
        return None
    # An entity for a space at either end was never meant to be one.
    return _trimmed_as(text, found) or None


def may_be_damaged(text: str) -> bool:
    """Whether it is worth while to look closer; quick, and true of most texts that are not plain English."""
    return "&" in text or not text.isascii()


def repairs(outline: Outline) -> tuple[TextChange, ...]:
    """What would mend all damaged texts of an item, but for those that cannot be edited safely."""
    if not may_be_damaged(outline.text) and "\\" not in outline.text:
        return ()
    changes = []
    unsafe = {entry.key for entry in outline.entries if any(map(_is_marked, entry.events))}
    for place, found in find_texts(outline).items():
        mended = repaired(found.text)
        if mended is not None and place.entry not in unsafe:
            changes.append(TextChange(place, found.text, mended))
    return tuple(changes)


class Repair(Decision):
    """Mend all damaged texts of an item, whatever it says when it is saved."""

    def apply(self, fields: Fields) -> Fields:
        return fields.with_texts(
            {place: mended for place, text in fields.texts if (mended := repaired(text)) is not None}
        )

    @property
    def past(self) -> str:
        return "repaired"


def _is_marked(event: Event) -> bool:
    return isinstance(event, AliasEvent) or bool(
        getattr(event, "anchor", None) or getattr(event, "tag", None)
    )


def _without_entities(text: str) -> str:
    return _ENTITY.sub(_decoded, text) if "&" in text else text


def _decoded(found: re.Match[str]) -> str:
    entity = found.group()
    name = entity[1:-1]
    if name[0] != "#" and name not in name2codepoint and name != "apos":
        return entity
    if _MARKUP.match(entity, 1):
        return entity
    if name == "amp" and _MARKUP.match(found.string, found.end()):
        return entity
    character = unescape(entity)
    return character if len(character) == 1 and _is_writing(character) else entity


def _is_writing(character: str) -> bool:
    """Whether a character may stand in a text: no control, nothing that is none, nothing that reorders others."""
    kind = unicodedata.category(character)
    return kind not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") and character not in _REORDERING | {
        "\ufffd",
        "\ufeff",
    }


def _with_encoding_mended(text: str) -> str:
    if text.isascii():
        return text
    # Only now: it takes longer to import than the list needs to be read.
    import ftfy

    # What is lost for good is not guessed at.
    mended = ftfy.fix_encoding(text, replace_lossy_sequences=False)
    return mended if all(map(_is_writing, set(mended) - set(text))) else text


def _trimmed_as(text: str, mended: str) -> str:
    if text[:1] == text.lstrip()[:1]:
        mended = mended.lstrip()
    if text[-1:] == text.rstrip()[-1:]:
        mended = mended.rstrip()
    return mended
