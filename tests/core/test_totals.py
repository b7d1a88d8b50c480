"""What is counted beforehand must come to what is counted item by item, whatever has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from statistics import median_high

import pytest

from editor_app.core.catalog import Catalog
from editor_app.core.decision import Publish, Reject, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.row import Row, problem_row
from editor_app.core.summary import Span, Summarizer, Summary, summarize

COUNT = 40
DECISIONS = (Publish(), Reject(), retag(add=["Dogs"]), retag(remove=["AI"]))


def any_row(number: int, chance: Random) -> Row:
    return Row(
        f"{number:02}.md",
        published=chance.random() < 0.5,
        quality=chance.choice([None, -1, 0, 1, 2]),
        heat=chance.choice([None, -1, 0, 1, 2]),
        published_at=chance.choice([None, *range(9)]),
        provider=chance.choice(["", "The Times"]),
        domain=chance.choice(["", "example.org", "The Times"]),
        topics=tuple(chance.choices(["AI", "Boats", "Cars"], k=chance.randrange(4))),
        related=chance.randrange(3),
    )


def change(catalog: Catalog, item: int, chance: Random) -> None:
    deed = chance.randrange(5)
    if not catalog.holds(item):
        if deed == 0:
            catalog.add([any_row(item, chance)])  # the file is there again
    elif deed == 1:
        catalog.update(item, any_row(item, chance))
    elif deed == 2:
        catalog.remove(item)
    elif deed == 3:
        catalog.update(item, problem_row(f"{item:02}.md", UnreadableItem("Wrong.", 1, 1)))
    else:
        plan = catalog.planned([item], chance.choice(DECISIONS))
        catalog.change_all(plan.items, plan.there)


def counted_one_by_one(catalog: Catalog, items: Sequence[int]) -> Summary:
    """The summary, from nothing but what is told of single items."""
    rows = [catalog.row(item) for item in items]
    dates = [row.published_at for row in rows if row.published_at is not None]
    return Summary(
        len(items),
        Counter(map(catalog.state, items)),
        _span([row.quality for row in rows if row.quality is not None]),
        _span([row.heat for row in rows if row.heat not in (None, -1)]),  # type: ignore[misc]
        (min(dates), max(dates)) if dates else None,
        _ranked(Counter(name for row in rows if (name := row.provider or row.domain))),
        _ranked(Counter(topic for item in items for topic in set(catalog.topics(item)))),
        sum(row.related > 0 for row in rows),
        sum(item in catalog.pending for item in items),
        sum(item in catalog.conflicts for item in items),
    )


def _span(numbers: list[int]) -> Span | None:
    return Span(min(numbers), median_high(numbers), max(numbers)) if numbers else None


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold())))


def selections(catalog: Catalog, chance: Random) -> list[list[int]]:
    everything = catalog.numbers()
    unpublished = [item for item in everything if not catalog.row(item).published]
    return [
        everything,
        everything[::-1],
        unpublished,
        [item for item in everything if chance.random() < 0.9],
        [item for item in everything if chance.random() < 0.5],
        everything[:3],
    ]


@pytest.mark.parametrize("seed", range(80))
def test_any_selection_is_summed_up_as_if_each_item_was_looked_at(seed: int) -> None:
    chance = Random(seed)
    catalog = Catalog()
    catalog.add([any_row(number, chance) for number in range(COUNT)])
    if chance.random() < 0.5:
        assert catalog.topics_in_use is not None  # all is counted before it changes
    for item in chance.choices(range(COUNT), k=chance.randrange(40)):
        change(catalog, item, chance)
        if chance.random() < 0.2:
            summarize(catalog, catalog.numbers())
    catalog.add([any_row(COUNT + number, chance) for number in range(chance.randrange(3))])
    for selected in selections(catalog, chance):
        assert summarize(catalog, selected) == counted_one_by_one(catalog, selected)


@pytest.mark.parametrize("seed", range(20))
def test_files_may_change_and_come_while_a_selection_is_summed_up(seed: int) -> None:
    chance = Random(seed)
    catalog = Catalog()
    catalog.add([any_row(number, chance) for number in range(COUNT)])
    for selected in selections(catalog, chance)[:-1]:
        summarizer = Summarizer(catalog, selected)
        for number, _ in enumerate(summarizer.steps()):
            if number < 3:
                catalog.update(chance.randrange(COUNT), any_row(chance.randrange(COUNT), chance))
                new = len(catalog.files)
                catalog.add([any_row(new, chance)])
        assert summarizer.summary() == counted_one_by_one(catalog, selected)


def test_everything_is_summed_up_in_one_step_however_much_it_is() -> None:
    catalog = Catalog()
    catalog.add([Row(f"{number}.md", topics=("AI",)) for number in range(5_000)])
    for _ in catalog.totals.catch_up():
        pass
    summarizer = Summarizer(catalog, range(5_000))
    assert summarizer.is_brief
    assert list(summarizer.steps()) == []
    assert summarizer.summary().topics == (("AI", 5_000),)


def test_a_part_of_many_items_is_looked_at_in_steps() -> None:
    catalog = Catalog()
    catalog.add([Row(f"{number}.md", topics=("AI",)) for number in range(30_000)])
    summarizer = Summarizer(catalog, range(15_000))
    assert not summarizer.is_brief
    assert len(list(summarizer.steps())) > 3
    assert summarizer.summary().topics == (("AI", 15_000),)


@pytest.mark.parametrize("count", [0, 1])
def test_next_to_nothing_is_summed_up(count: int) -> None:
    catalog = Catalog()
    catalog.add([Row(f"{number}.md") for number in range(count)])
    assert summarize(catalog, range(count)).count == count
