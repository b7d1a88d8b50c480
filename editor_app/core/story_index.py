"""Which items of a folder tell a story of a given web address."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from editor_app.core.catalog import Catalog

_LONGEST: Final = 4_000  # characters of an address that are compared
_TRACKING: Final = re.compile(r"(?:utm_[^=]*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|cmpid)(?:=.*)?")
_PORTS: Final = (":80", ":443")
_NONE: Final = 0
_MOST_COMPARED: Final = 8  # items of one address that are looked at; a hostile folder has thousands


def story_key(address: str) -> str:
    """A web address as it is compared: one story is linked to in many spellings. Empty where it names no story.

    http and https are the same, and so are a host with and without ``www.``; what only tells where a reader came from
    and what leads to a place within the page is left out. A site's front page is no story.
    """
    scheme, mark, rest = address[:_LONGEST].strip().partition("://")
    if not mark or scheme.lower() not in ("http", "https"):
        return ""
    place, _, query = rest.partition("#")[0].partition("?")
    host, _, path = place.partition("/")
    host = host.lower().removeprefix("www.")
    if host.endswith(_PORTS):
        host = host.rpartition(":")[0]
    path = path.rstrip("/")
    if query:
        query = "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.lower()))
    if not host or not (path or query):
        return ""
    return f"{host}/{path}?{query}" if query else f"{host}/{path}"


class StoryIndex:
    """Items by the addresses of their stories.

    Addresses are kept as numbers, which may rarely be the same for two of them: what is found is compared once more.
    """

    def __init__(self) -> None:
        # The number of each item's address; the first item that has one; and the others that have it too.
        self._numbers = array("q")
        self._first: dict[int, int] = {}
        self._others: dict[int, dict[int, None]] = {}
        self.revision = 0
        """Another number as soon as something else may be found."""

    def take(self, catalog: Catalog, items: Iterable[int]) -> None:
        """Note where the stories of some items are, as their files say now; of files that are gone, nothing is."""
        files = catalog.files
        missing = len(files) - len(self._numbers)
        if missing > 0:
            self._numbers.extend([_NONE] * missing)
        numbers = self._numbers
        for item in items:
            key = story_key(files.url(item)) if catalog.holds(item) else ""
            number = (hash(key) or 1) if key else _NONE
            if number != numbers[item]:
                self.revision += 1
                self._drop(item, numbers[item])
                numbers[item] = number
                self._put(item, number)

    def _put(self, item: int, number: int) -> None:
        if number != _NONE and self._first.setdefault(number, item) != item:
            self._others.setdefault(number, {})[item] = None

    def _drop(self, item: int, number: int) -> None:
        if number == _NONE:
            return
        others = self._others.get(number)
        if self._first[number] != item:
            assert others is not None
            del others[item]
        elif others:
            self._first[number] = next(iter(others))
            del others[self._first[number]]
        else:
            del self._first[number]
        if others is not None and not others:
            del self._others[number]

    def find(self, catalog: Catalog, addresses: Iterable[str | None]) -> list[int]:
        """The items whose story is at one of some addresses, those of the first address first."""
        found: dict[int, None] = {}
        for key in filter(None, (story_key(address) for address in addresses if address)):
            for item in self._candidates(hash(key) or 1):
                if catalog.holds(item) and story_key(catalog.files.url(item)) == key:
                    found[item] = None
        return list(found)

    def _candidates(self, number: int) -> Iterator[int]:
        first = self._first.get(number)
        if first is None:
            return iter(())
        return islice(chain((first,), self._others.get(number, ())), _MOST_COMPARED)
