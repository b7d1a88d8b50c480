"""The texts of an item that a query can name. Bars list them without knowing how a query is read."""

from __future__ import annotations

from enum import StrEnum


class TextKey(StrEnum):
    """Texts of an item that can be asked for by name."""

    TOPIC = "topic"
    PROVIDER = "provider"
    DOMAIN = "domain"
    TYPE = "type"
    CATEGORY = "category"
    PATH = "path"
