"""What a selection has in common."""

from __future__ import annotations

import pytest

from editor_app.core.catalog import Catalog
from editor_app.core.decision import retag
from editor_app.core.row import Row
from editor_app.core.summary import Span, summarize


def row(path: str, **fields: object) -> Row:
    return Row(path, title=path.upper(), published=False)._replace(**fields)


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog()
    catalog.add(
        [
            row("a", quality=5, heat=-1, provider="Beta", topics=("X", "X", "Y"), related=2, published_at=30),
            row("b", quality=None, heat=7, domain="alpha.example", topics=("Y",), published_at=None),
            row("c", quality=40, heat=3, provider="Beta", topics=(), published_at=10),
        ]
    )
    return catalog


def test_a_topic_that_stands_twice_in_an_item_counts_once(catalog: Catalog) -> None:
    assert summarize(catalog, [0, 1, 2]).topics == (("Y", 2), ("X", 1))


def test_missing_numbers_are_left_out(catalog: Catalog) -> None:
    found = summarize(catalog, [0, 1, 2])
    assert found.quality == Span(5, 40, 40)
    assert found.heat == Span(3, 7, 7)
    assert found.dates == (10, 30)
    assert found.providers == (("Beta", 2), ("alpha.example", 1))
    assert found.related == 1


def test_pending_topics_count_as_they_are_wanted(catalog: Catalog) -> None:
    for step in catalog.plan([0, 2], retag(add=["Z"], remove=["X"])):
        catalog.lay(step.item, step.after)
    found = summarize(catalog, [0, 1, 2])
    assert dict(found.topics) == {"Y": 2, "Z": 2}
    assert found.pending == 2
