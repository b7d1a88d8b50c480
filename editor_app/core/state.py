"""Where an item stands, and the two keys of its file that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from editor_app.core.missing import MISSING, Missing


class State(StrEnum):
    """The four states of an item. The values are what ``triage`` prints."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    REJECTED = "rejected"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Odd:
    """A value that is no plain scalar, or none that can be read; ``text`` names it for the editor."""

    text: str


Value = bool | int | float | str | None | Missing | Odd
"""What a key holds: a scalar as ``yaml.safe_load`` reads it, ``MISSING``, or something odd."""


class StateFields(NamedTuple):
    """The keys ``published`` and ``removed`` as they are in the file."""

    published: Value = MISSING
    removed: Value = MISSING

    @property
    def state(self) -> State:
        """``removed: true`` wins; a missing ``published`` is true, as Jekyll has it; anything but a boolean counts
        as false.
        """
        if self.removed is True:
            return State.REJECTED
        if self.published is True or self.published is MISSING:
            return State.PUBLISHED
        return State.UNPUBLISHED


def as_value(found: Any) -> Value:
    """A Python value that YAML has read, as a :data:`Value`."""
    if found is None or isinstance(found, bool | int | float | str | Missing):
        return found
    return Odd(f"a {type(found).__name__}")


def shown(value: Value) -> str:
    """A value in words for a sentence: ``true``, ``not there``, ``the text “x”``."""
    if value is MISSING:
        return "not there"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Odd):
        return value.text
    return f"the text “{value}”" if isinstance(value, str) else str(value)
