"""Rows that no file was read for: a million of them, where writing as many files would take longer than it tells."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.tree import COMMON, FIRST_DAY, LAST_DAY, PROVIDERS, RARE, TOPICS, WORDS
from editor_app.core.row_table import RowTable, Shared
from editor_app.core.row_types import Row

_BATCH = 500


def made_rows(count: int) -> Iterator[RowTable]:
    """So many rows like those of a made tree, always the same ones, in batches as the loader gives them."""
    chance = random.Random(23)
    shared: Shared = {}
    for start in range(0, count, _BATCH):
        yield RowTable([_row(chance, number) for number in range(start, min(count, start + _BATCH))], shared)


def _row(chance: random.Random, number: int) -> Row:
    marks = "".join(f" {word}" for word, share in ((RARE, 0.01), (COMMON, 0.5)) if chance.random() < share)
    provider = chance.choice(PROVIDERS)
    domain = provider.lower().replace(" ", "") + ".example"
    return Row(
        f"_news/2026-01-01-item-{number:07d}.md",
        f"{' '.join(chance.choices(WORDS, k=6)).capitalize()}{marks} {number}",
        " ".join(chance.choices(WORDS, k=22)).capitalize(),
        quality=chance.randrange(155),
        heat=chance.choice((-1, -1, -1, chance.randrange(200))),
        published=chance.random() < 0.4,
        published_at=chance.randrange(FIRST_DAY, LAST_DAY),
        type="news",
        provider=provider,
        domain=domain,
        topics=tuple(chance.sample(TOPICS, chance.randrange(1, 5))),
        related=min(12, int(chance.expovariate(0.3))),
        url=f"https://{domain}/{number}",
    )
