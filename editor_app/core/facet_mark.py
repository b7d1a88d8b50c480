"""What a query says of a name."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What the query says of a facet."""

    NONE = ""
    ASKED = "asked"
    EXCLUDED = "excluded"
