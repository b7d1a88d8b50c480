"""One whole item, as pydantic models: made when an editor looks at it, never for the list.

The models accept every real file: all keys are optional, unknown ones are kept, and a field that holds something
unexpected is left out with a sentence about it (:attr:`Item.problems`) instead of failing the item.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from yaml.events import ScalarEvent

from editor_app.core.errors import NotAnItem
from editor_app.core.frontmatter import FrontMatter, split
from editor_app.core.missing import MISSING
from editor_app.core.outline import guarded_events, unreadable
from editor_app.core.row import EXPECTED, as_moment, is_plain_yaml
from editor_app.core.scalars import is_endless_number
from editor_app.core.secured import SECURED, refuse_named_secrets
from editor_app.core.state import State, StateFields, as_value

_MOST_PROBLEMS = 20

__all__ = [
    "Image",
    "Item",
    "Provider",
    "RelatedItem",
    "State",
    "item_from_mapping",
    "read_item",
    "read_mapping",
]


class _Model(BaseModel):
    # "secured" is no field: it stays among the unknown keys and is never shown.
    model_config = ConfigDict(
        extra="allow", frozen=True, hide_input_in_errors=True, coerce_numbers_to_str=True
    )


class Image(_Model):
    """A picture of a story; sizes in pixels."""

    url: str | None = None
    width: int | None = None
    height: int | None = None
    isCached: bool | None = None
    title: str | None = None
    attribution: str | None = None


class Provider(_Model):
    """Who wrote a story."""

    name: str | None = None
    domain: str | None = None
    images: list[Image] = Field(default_factory=list)
    authors: list[dict[str, Any] | str] = Field(default_factory=list)

    @field_validator("images", "authors", mode="before")
    @classmethod
    def _empty_is_a_list(cls, value: object) -> object:
        return [] if value is None else value


class _Story(_Model):
    title: str | None = None
    excerpt: str | None = None
    publishedDateTime: datetime | None = None
    webUrl: str | None = None
    ampWebUrl: str | None = None
    cdnAmpWebUrl: str | None = None
    type: str | None = None
    provider: Provider | None = None
    quality: int | None = None
    images: list[Image] = Field(default_factory=list)

    @field_validator("publishedDateTime", "updatedDateTime", mode="before", check_fields=False)
    @classmethod
    def _any_moment(cls, value: object) -> object:
        # The same reading as in the list: dates and texts count, a missing zone is UTC.
        moment = as_moment(value)
        # As a number pydantic would guess whether seconds or milliseconds are meant.
        return value if moment is None else datetime.fromtimestamp(moment, UTC)

    @field_validator("images", mode="before")
    @classmethod
    def _empty_is_a_list(cls, value: object) -> object:
        return [] if value is None else value


class RelatedItem(_Story):
    """Other coverage of an item's story."""


class Item(_Story):
    """One item with all that is in its front matter."""

    category: str | None = None
    updatedDateTime: datetime | None = None
    originalUrl: str | None = None
    heat: int | None = None
    published: Any = MISSING
    removed: Any = MISSING
    topics: list[str] = Field(default_factory=list)
    related: list[RelatedItem] = Field(default_factory=list)
    featuredContent: str | None = None
    problems: tuple[str, ...] = Field(default=(), exclude=True)

    @field_validator("topics", "related", mode="before")
    @classmethod
    def _empty_list(cls, value: object) -> object:
        return [] if value is None else value

    @field_validator("topics", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        if isinstance(value, list):
            return [str(topic) if isinstance(topic, bool | int | float) else topic for topic in value]
        return value

    @property
    def state(self) -> State:
        return StateFields(as_value(self.published), as_value(self.removed)).state

    @property
    def unknown(self) -> dict[str, Any]:
        """The keys that the program does not know, kept untouched; without ``secured``."""
        return {key: value for key, value in (self.model_extra or {}).items() if key != SECURED}


def read_item(path: str, data: bytes) -> Item:
    """Read one whole item.

    :raises NotAnItem: the file has no front matter, or it is no mapping.
    :raises UnreadableItem: it cannot be read, or is not safe to construct.
    """
    parts = split(data, plain_yaml=is_plain_yaml(path))
    return item_from_mapping(read_mapping(parts))


def read_mapping(parts: FrontMatter) -> dict[str, Any]:
    """The front matter as ``yaml.safe_load`` reads it, once the guard has let it pass."""
    events = guarded_events(parts.yaml, parts.first_line)
    refuse_named_secrets(events, parts.first_line)
    if any(isinstance(event, ScalarEvent) and is_endless_number(event) for event in events):
        return _mapping_of_texts(parts)
    try:
        found = yaml.load(parts.yaml, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise unreadable(error, parts.yaml, parts.first_line) from None
    except Exception:
        # A date such as 2023-13-45 ends PyYAML's construction as a whole, with whatever error its type raises.
        return _mapping_of_texts(parts)
    if not isinstance(found, dict):
        raise NotAnItem("The front matter is no list of keys and values.")
    return {str(key): value for key, value in found.items()}


def _mapping_of_texts(parts: FrontMatter) -> dict[str, Any]:
    """The front matter with every scalar as it is written, for files in which a value cannot be constructed."""
    loader = yaml.CBaseLoader(parts.yaml)
    try:
        found = loader.get_single_data()
    except yaml.YAMLError as error:
        raise unreadable(error, parts.yaml, parts.first_line) from None
    finally:
        loader.dispose()
    if not isinstance(found, dict):
        raise NotAnItem("The front matter is no list of keys and values.")
    words = {"true": True, "false": False, "": None}
    return {
        str(key): words.get(value, value) if isinstance(value, str) else value for key, value in found.items()
    }


def item_from_mapping(mapping: dict[str, Any]) -> Item:
    """An item from a front matter's mapping; fields that do not fit are left out and named in ``problems``."""
    left = dict(mapping)
    problems: dict[str, None] = {}
    while True:
        try:
            return Item.model_validate({**left, "problems": _few(list(problems))})
        except ValidationError as error:
            places = [details["loc"] for details in error.errors(include_url=False, include_input=False)]
            problems.update(dict.fromkeys(map(_sentence, places)))
            for place in reversed(places):  # from the end, so that places in lists stay true
                _leave_out(left, place)


def _few(problems: list[str]) -> tuple[str, ...]:
    """So many as anybody reads; a list of a thousand wrong things would have a thousand of them."""
    if len(problems) <= _MOST_PROBLEMS:
        return tuple(problems)
    return (*problems[:_MOST_PROBLEMS], f"There are {len(problems) - _MOST_PROBLEMS:,} more of this kind.")


def _sentence(place: tuple[int | str, ...]) -> str:
    field = str(place[0])
    if len(place) == 1:
        return f"“{field}” should be {EXPECTED.get(field, 'something else')}."
    inner = ", ".join(f"number {part + 1}" if isinstance(part, int) else f"“{part}”" for part in place[1:])
    return f"“{field}” holds something unexpected ({inner})."


def _leave_out(mapping: dict[str, Any], place: tuple[int | str, ...]) -> None:
    """Take the wrong value out, and nothing around it: copies are made of what is on the way."""
    here: Any = mapping
    for depth, part in enumerate(place):
        inside = isinstance(here, dict) and part in here
        if not inside and not (isinstance(here, list) and isinstance(part, int) and part < len(here)):
            # pydantic names a place that the data do not have (a union's branch): the field as a whole goes.
            mapping.pop(str(place[0]), None)
            return
        if depth == len(place) - 1 or not isinstance(here[part], dict | list):
            del here[part]
            return
        here[part] = here[part].copy()
        here = here[part]
