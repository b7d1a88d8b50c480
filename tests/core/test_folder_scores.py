"""Where a score stands in the folder, and how much of a provider is published."""

import random

from editor_app.core.catalog import Catalog
from editor_app.core.decision import Publish, Reject
from editor_app.core.folder_scores import BINS, FolderScores
from editor_app.core.row import Row


def made(rows: list[Row]) -> tuple[Catalog, FolderScores]:
    catalog, scores = Catalog(), FolderScores()
    scores.take(catalog, catalog.add(rows).new)
    return catalog, scores


def rows(*qualities: int | None, provider: str = "Courier") -> list[Row]:
    return [
        Row(f"{provider}{number}.md", "A title", quality=quality, published=False, provider=provider)
        for number, quality in enumerate(qualities)
    ]


def test_a_score_stands_above_those_that_are_lower() -> None:
    _, scores = made(rows(10, 20, 20, 30, None))
    standing = scores.standing(20)
    assert (standing.below, standing.total, standing.percent) == (1, 4, 25)
    assert scores.standing(31).percent == 100
    assert scores.standing(-5).below == 0


def test_the_spread_counts_every_score_once() -> None:
    _, scores = made(rows(0, 9, 10, 149, 150, 10**30, -10, None))
    standing = scores.standing(155)
    assert sum(standing.bins) == standing.total == 7
    assert len(standing.bins) == BINS
    assert standing.bins[0] == 3
    assert standing.bins[-1] == 2
    assert standing.bin == BINS - 1


def test_a_providers_share_follows_what_is_decided_before_it_is_saved() -> None:
    catalog, scores = made(rows(1, 2, 3))
    assert scores.share("Nobody") is None
    for step in catalog.plan([0, 1], Publish()):
        catalog.change(step.item, step.forward())
    scores.take(catalog, [0, 1])
    share = scores.share("Courier")
    assert share is not None
    assert (share.published, share.total, share.percent) == (2, 3, 67)


def test_a_share_is_all_or_nothing_only_where_it_is() -> None:
    catalog, scores = made(rows(*[1] * 1_000))
    assert scores.share("Courier").percent == 0
    for step in catalog.plan([0], Publish()):
        catalog.change(step.item, step.forward())
    scores.take(catalog, [0])
    assert scores.share("Courier").percent == 1


def test_items_without_a_name_count_for_their_domain() -> None:
    _, scores = made([Row("a.md", "A", domain="a.example"), Row("b.md", "B", problem=None)])
    share = scores.share("a.example")
    assert share is not None
    assert share.total == share.published == 1  # what says nothing of it is published


def test_counters_told_of_changes_are_those_of_a_fresh_count() -> None:
    chance = random.Random(7)
    catalog, scores = made(rows(*[chance.randrange(160) for _ in range(200)]))
    for _ in range(300):
        item = chance.randrange(200)
        match chance.randrange(4):
            case 0 if catalog.holds(item):
                catalog.remove(item)
            case 1 if catalog.holds(item):
                name = chance.choice(["Courier", "Tribune", ""])
                quality = chance.choice([None, chance.randrange(200)])
                catalog.update(item, Row(f"Courier{item}.md", "A", quality=quality, provider=name))
            case _ if catalog.holds(item):
                for step in catalog.plan([item], chance.choice([Publish(), Reject()])):
                    catalog.change(step.item, step.forward())
        scores.take(catalog, [item])
    fresh = FolderScores()
    fresh.take(catalog, range(200))
    for quality in range(0, 200, 7):
        assert scores.standing(quality) == fresh.standing(quality)
    for name in ("Courier", "Tribune", ""):
        assert scores.share(name) == fresh.share(name)
