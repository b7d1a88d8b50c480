"""Which topics, providers and types there are among items, and how many items have each: counted in small steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from editor_app.core.catalog import Catalog

_STEP: Final = 512  # items; counting so many takes about a millisecond


@dataclass(slots=True)
class Tally:
    """Counts by name, of what the editor wants where something is decided."""

    topics: Counter[str] = field(default_factory=Counter)
    providers: Counter[str] = field(default_factory=Counter)
    """As the list has them: the name, or the domain where there is none."""
    domains: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)

    def count(self, catalog: Catalog, items: Sequence[int]) -> Iterator[None]:
        """Count some items in; each step of the iterator is a short one. Items must not be given up in between."""
        files = catalog.files
        topics = catalog.topic_column()
        for start in range(0, len(items), _STEP):
            some = items[start : start + _STEP]
            # A topic that stands twice in an item is still one topic of it.
            self.topics.update(chain.from_iterable(map(set, map(topics.__getitem__, some))))
            self.providers.update(files.providers[item] or files.domains[item] for item in some)
            self.domains.update(map(files.domains.__getitem__, some))
            self.types.update(map(files.types.__getitem__, some))
            self.categories.update(map(files.categories.__getitem__, some))
            yield
        for names in (self.topics, self.providers, self.domains, self.types, self.categories):
            del names[""]
