"""Which text of an item is meant. What knows no more of texts than that need not load the parser that finds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

TEXT_KEYS: Final = ("title", "excerpt")
RELATED: Final = "related"
LINK_KEYS: Final = ("webUrl", "ampWebUrl", "cdnAmpWebUrl")
"""Where a related story says where it is; the first that says something names it."""


class TextPlace(NamedTuple):
    """Which text of an item is meant.

    A related story is named by its web address, and by which of those with this address it is: so it is found again
    when a machine has put others before it or taken some away. ``nth`` counts from 0; it is -1 for a text of the item
    itself.
    """

    key: str
    url: str = ""
    nth: int = -1

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the item itself, and not to a related story."""
        return self.nth < 0

    @property
    def entry(self) -> str:
        """The key at the top level of the file in whose value the text stands."""
        return self.key if self.is_own else RELATED


TITLE: Final = TextPlace("title")
EXCERPT: Final = TextPlace("excerpt")


def story_address(story: Mapping[str, str | None]) -> str:
    """The web address by which a related story is known; empty where it has none."""
    return next((address for key in LINK_KEYS if (address := story.get(key))), "")
