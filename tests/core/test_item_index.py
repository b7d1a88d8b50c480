"""Counting by an index must come to what counting item by item comes to, whatever has changed since it was made."""

from __future__ import annotations

from collections import deque
from random import Random

import pytest

from editor_app.core.catalog import Catalog
from editor_app.core.decision import Publish, Reject, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.item_index import ItemIndex
from editor_app.core.row import Row, problem_row
from editor_app.core.summary import Summarizer, summarize

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
    deed = chance.randrange(4)
    if not catalog.holds(item):
        return
    if deed == 0:
        catalog.update(item, any_row(item, chance))
    elif deed == 1:
        catalog.remove(item)
    elif deed == 2:
        catalog.update(item, problem_row(f"{item:02}.md", UnreadableItem("Wrong.", 1, 1)))
    else:
        plan = catalog.planned([item], chance.choice(DECISIONS))
        catalog.change_all(plan.items, plan.there)


@pytest.mark.parametrize("seed", range(60))
def test_a_summary_by_the_index_is_the_summary(seed: int) -> None:
    chance = Random(seed)
    catalog = Catalog()
    catalog.add([any_row(number, chance) for number in range(COUNT)])
    index = ItemIndex(catalog)
    building = index.build()
    for _ in range(chance.randrange(20)):  # some of the changes come while it is being made
        next(building, None)
    for item in chance.choices(range(COUNT), k=chance.randrange(30)):
        change(catalog, item, chance)
    deque(building, maxlen=0)
    for item in chance.choices(range(COUNT), k=chance.randrange(10)):
        change(catalog, item, chance)
    catalog.add([any_row(COUNT + number, chance) for number in range(chance.randrange(3))])
    everything = catalog.numbers()
    for selection in (everything, [item for item in everything if chance.random() < 0.5], everything[::-2]):
        assert summarize(catalog, selection, index) == summarize(catalog, selection)


def test_without_an_index_many_items_are_looked_at_bit_by_bit() -> None:
    catalog = Catalog()
    catalog.add([Row(f"{number}.md", topics=("AI",)) for number in range(100)])
    index = ItemIndex(catalog)
    assert Summarizer(catalog, index).at_once <= 100_000
    deque(index.build(), maxlen=0)
    assert Summarizer(catalog, index).at_once > 1_000_000
    assert summarize(catalog, range(100), index).topics == (("AI", 100),)


@pytest.mark.parametrize("count", [0, 1])
def test_an_index_of_next_to_nothing(count: int) -> None:
    catalog = Catalog()
    catalog.add([Row(f"{number}.md") for number in range(count)])
    index = ItemIndex(catalog)
    deque(index.build(), maxlen=0)
    assert summarize(catalog, range(count), index).count == count
