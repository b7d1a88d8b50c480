"""Recognising a snoozed item whose file was renamed while the program was closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from editor_app.core.catalog import Catalog

_STEP: Final = 128  # items; to look at so many takes about a millisecond
_DIGEST: Final = 12  # bytes


def story_mark(title: str, url: str) -> str:
    """What stands for a story, and tells nothing of it; empty where it cannot be told from others for sure."""
    if not title or not url:
        return ""
    from hashlib import blake2b  # brings OpenSSL, which a window need not wait for

    return blake2b(f"{title}\0{url}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


class StorySearch:
    """Looks through a folder for stories by their marks, in steps."""

    def __init__(self, catalog: Catalog, marks: Mapping[str, str]) -> None:
        """:param marks: by the paths at which the stories stood."""
        self._catalog = catalog
        self._marks = marks
        self._wanted = set(marks.values()) - {""}
        self._found: dict[str, list[int]] = {}

    def steps(self) -> Iterator[None]:
        """Look at all items, some at each step."""
        count = len(self._catalog.state_codes)
        for start in range(0, count, _STEP):
            self._look(range(start, min(start + _STEP, count)))
            yield

    def _look(self, items: Iterable[int]) -> None:
        catalog = self._catalog
        for item in items:
            if catalog.holds(item):
                mark = story_mark(*catalog.files.story(item))
                if mark in self._wanted:
                    self._found.setdefault(mark, []).append(item)

    def found(self) -> dict[str, int]:
        """The item of each path whose story is told by exactly one item; two that tell it are nothing sure."""
        places: dict[str, list[str]] = {}
        for path, mark in self._marks.items():
            places.setdefault(mark, []).append(path)
        return {
            paths[0]: self._found[mark][0]
            for mark, paths in places.items()
            if len(paths) == 1 and len(self._found.get(mark, ())) == 1
        }
