"""How the scores of a folder's items are spread, and how much of each provider is published."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from editor_app.core.catalog import Catalog
from editor_app.core.row_table import CODE_OF
from editor_app.core.state import State

BIN: Final = 10
"""The width of one bar of the spread, in points of quality."""
BINS: Final = 16
"""How many bars there are: the last one stands for all that is beyond."""

_HIGHEST: Final = 2_000  # scores beyond are counted as this one
_NONE: Final = -1
_PUBLISHED: Final = CODE_OF[State.PUBLISHED]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one score stands among those of all items that have one.

    ``bins`` tells how many there are in each span of :data:`BIN` points, ``bin`` is the one that the score lies in.
    """

    score: int
    below: int
    total: int
    bins: tuple[int, ...]
    bin: int

    @property
    def percent(self) -> int:
        """How much of the folder scores less; 100 is never reached."""
        return 100 * self.below // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class ProviderShare:
    """How many items of one provider there are, and how many of them are published."""

    name: str
    published: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded; only all of them are 100, only none is 0."""
        if self.published in (0, self.total):
            return 100 if self.published else 0
        return max(1, min(99, round(100 * self.published / self.total)))


class FolderScores:
    """Counters that are kept true by telling them which items have changed; to read them takes no time."""

    def __init__(self) -> None:
        # What each item was counted as.
        self._scores = array("h")
        self._providers: list[str] = []
        self._published = bytearray()
        self._counts = [0] * (_HIGHEST + 1)
        self._total = 0
        self._of_provider: Counter[str] = Counter()
        self._published_of: Counter[str] = Counter()

    def take(self, catalog: Catalog, items: Iterable[int]) -> None:
        """Count some items as they are now: new, changed or gone."""
        files, codes = catalog.files, catalog.state_codes
        missing = len(codes) - len(self._scores)
        if missing > 0:
            self._scores.extend([_NONE] * missing)
            self._providers.extend([""] * missing)
            self._published.extend(bytes(missing))
        for item in items:
            quality = files.quality[item]
            self._count_score(item, _NONE if quality is None else max(0, min(_HIGHEST, quality)))
            provider = files.providers[item] or files.domains[item]
            self._count_provider(item, provider, published=codes[item] == _PUBLISHED)

    def _count_score(self, item: int, score: int) -> None:
        before = self._scores[item]
        if score == before:
            return
        if before != _NONE:
            self._counts[before] -= 1
            self._total -= 1
        if score != _NONE:
            self._counts[score] += 1
            self._total += 1
        self._scores[item] = score

    def _count_provider(self, item: int, provider: str, *, published: bool) -> None:
        before, was_published = self._providers[item], self._published[item]
        if provider == before and published == was_published:
            return
        if before:
            self._of_provider[before] -= 1
            self._published_of[before] -= was_published
            if not self._of_provider[before]:
                del self._of_provider[before], self._published_of[before]
        if provider:
            self._of_provider[provider] += 1
            self._published_of[provider] += published
        self._providers[item], self._published[item] = provider, published

    def standing(self, quality: int) -> Standing:
        """Where a quality stands among all."""
        score = max(0, min(_HIGHEST, quality))
        edge = BIN * (BINS - 1)
        bins = [sum(self._counts[start : start + BIN]) for start in range(0, edge, BIN)]
        bins.append(self._total - sum(bins))
        return Standing(
            quality, sum(self._counts[:score]), self._total, tuple(bins), min(score // BIN, BINS - 1)
        )

    def share(self, provider: str) -> ProviderShare | None:
        """How much of a provider's items is published; None for one that there are no items of."""
        total = self._of_provider.get(provider, 0)
        return ProviderShare(provider, self._published_of[provider], total) if total else None
