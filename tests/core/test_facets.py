"""What a list can be narrowed by, and how many items each name has."""

from collections import Counter

from editor_app.core.catalog import Catalog
from editor_app.core.decision import retag
from editor_app.core.facet_mark import Mark
from editor_app.core.facets import MOST, Facet, facets
from editor_app.core.query import Query
from editor_app.core.query.text_key import TextKey
from editor_app.core.row import Row
from editor_app.core.tally import Tally
from editor_app.core.topics import Topic, TopicList

TOPICS = TopicList(
    (
        Topic("AI"),
        Topic("Vision", "AI"),
        Topic("Robotics", "AI"),
        Topic("Arms", "Robotics"),
        Topic("Egg", "Hen"),
        Topic("Hen", "Egg"),
    )
)


def shape(found: tuple[Facet, ...] | list[Facet]) -> list[object]:
    """Names with counts, children behind their parent."""
    return [
        (facet.name, facet.count, *([shape(facet.children)] if facet.children else [])) for facet in found
    ]


def tally(catalog: Catalog, items: list[int]) -> Tally:
    counted = Tally()
    for _ in counted.count(catalog, items):
        pass
    return counted


def test_items_are_counted_by_what_the_editor_wants() -> None:
    catalog = Catalog()
    catalog.add(
        Row(
            f"{number:05}",
            topics=("AI", "AI", "Vision") if number % 2 else (),
            provider="Ledger" if number % 4 else "",
            domain="ledger.example",
            type="article",
        )
        for number in range(3_000)
    )
    for step in catalog.plan([0], retag(add=["Vision"])):
        catalog.lay(step.item, step.after)
    found = tally(catalog, catalog.numbers())
    assert found.topics == {"AI": 1_500, "Vision": 1_501}
    assert found.providers == {"Ledger": 2_250, "ledger.example": 750}
    assert found.domains == {"ledger.example": 3_000}
    assert found.types == {"article": 3_000}
    assert found.categories == {}
    assert tally(catalog, [1, 2]).topics == {"AI": 1, "Vision": 1}


def test_topics_stand_below_their_parents() -> None:
    counts = Counter({"AI": 9, "Arms": 4, "Vision": 3, "Other": 2})
    found = facets(TextKey.TOPIC, counts, Query(), TOPICS)
    assert shape(found.facets) == [
        ("AI", 9, [("Vision", 3), ("Robotics", 0, [("Arms", 4)])]),
        ("Other", 2),
    ]
    assert found.left_out == 0


def test_parents_that_go_round_in_circles_lose_nothing() -> None:
    found = facets(TextKey.TOPIC, Counter({"Egg": 2, "Hen": 1}), Query(), TOPICS)
    assert shape(found.facets) == [("Egg", 2), ("Hen", 1)]


def test_what_the_query_says_is_marked_and_shown_without_items_too() -> None:
    query = Query.parse('topic=AI -topic="Vision" -provider=X topic:Robotics OR is:changed')
    assert [facet.mark for facet in facets(TextKey.TOPIC, Counter({"AI": 1}), query, TOPICS).facets] == [
        Mark.NONE
    ]
    query = Query.parse('topic=AI -topic="Vision" -provider=X')
    (ai,) = facets(TextKey.TOPIC, Counter({"AI": 1, "Robotics": 1}), query, TOPICS).facets
    assert ai.mark is Mark.ASKED
    assert {child.name: (child.mark, child.count) for child in ai.children} == {
        "Vision": (Mark.EXCLUDED, 0),
        "Robotics": (Mark.NONE, 1),
    }
    (provider,) = facets(TextKey.PROVIDER, Counter(), query, TOPICS).facets
    assert (provider.name, provider.mark) == ("X", Mark.EXCLUDED)


def test_only_the_names_with_most_items_are_shown() -> None:
    counts = Counter({f"P{number}": number for number in range(1, 101)})
    counts["Zoo\u202egnp"] = 1_000
    found = facets(TextKey.PROVIDER, counts, Query(), TOPICS)
    assert len(found.facets) == MOST - 1
    assert found.facets[0].name == "P100"
    assert found.left_out == 101 - (MOST - 1)
