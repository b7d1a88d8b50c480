"""The list: a queue, a query and an order over a catalog."""

import random

import pytest

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish, Reject, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.query import Query
from editor_app.core.row import Row, problem_row
from editor_app.core.view import Order, SortKey, View


def row(path: str, **fields: object) -> Row:
    return Row(path, title=path.upper(), published=False)._replace(**fields)


ROWS = [
    row("a", published_at=100, quality=5, heat=-1, provider="beta", topics=("X",), related=2),
    row("b", published_at=300, quality=70, heat=9, domain="Alpha", topics=("B", "a"), related=0),
    row("c", published_at=100, quality=50, heat=0, provider="gamma", published=True),
    row("d", quality=None, heat=None, title="", topics=()),
    row("e", published_at=300, quality=None, title="Äpfel", removed=True),
    problem_row("f", UnreadableItem("Wrong.")),
]


def view_of(rows: list[Row] = ROWS) -> View:
    catalog = Catalog()
    catalog.add(rows)
    return View(catalog)


def shown(view: View, rows: list[Row] = ROWS) -> str:
    return "".join(rows[item].path for item in view.items)


@pytest.mark.parametrize(
    ("key", "ascending", "descending"),
    [
        (SortKey.DATE, "cabedf", "becadf"),
        (SortKey.QUALITY, "acbdef", "bcadef"),
        (SortKey.HEAT, "cbadef", "bcadef"),
        (SortKey.TITLE, "abcedf", "ecbadf"),
        (SortKey.PROVIDER, "bacdef", "cabdef"),
        (SortKey.TOPICS, "bacdef", "abcdef"),
        (SortKey.RELATED, "bcdefa", "abcdef"),
        (SortKey.STATE, "badcef", "fecbad"),
        (SortKey.PATH, "abcdef", "fedcba"),
    ],
)
def test_every_order_has_what_lacks_a_value_at_its_end(key: SortKey, ascending: str, descending: str) -> None:
    view = view_of()
    view.show(queue=Queue.ALL, order=Order(key, descending=False))
    assert shown(view) == ascending
    view.show(order=Order(key, descending=True))
    assert shown(view) == descending


def test_the_newest_come_first_and_of_one_moment_the_best() -> None:
    view = view_of()
    view.show(queue=Queue.ALL)
    assert shown(view) == "becadf"


@pytest.mark.parametrize(
    ("queue", "query", "found"),
    [
        (Queue.UNPUBLISHED, "", "bad"),
        (Queue.PUBLISHED, "", "c"),
        (Queue.REJECTED, "", "e"),
        (Queue.PROBLEMS, "", "f"),
        (Queue.CHANGED, "", ""),
        (Queue.ALL, "alpha", "b"),
        (Queue.PUBLISHED, "alpha", ""),
        (Queue.ALL, "äpfel", "e"),
    ],
)
def test_a_queue_and_a_query_narrow_the_list(queue: Queue, query: str, found: str) -> None:
    view = view_of()
    view.show(queue=queue, query=Query.parse(query))
    assert shown(view) == found
    assert [view.place(item) for item in view.items] == list(range(len(found)))


def test_typing_on_and_back_finds_the_same_as_starting_anew() -> None:
    view = view_of()
    view.show(queue=Queue.ALL)
    for typed in ("a", "al", "alp", "al", "a", "", "b", "be", "bet"):
        view.show(query=Query.parse(typed))
        fresh = view_of()
        fresh.show(queue=Queue.ALL, query=Query.parse(typed))
        assert view.items == fresh.items


def test_a_decision_takes_an_item_out_and_brings_it_back_to_its_place() -> None:
    catalog = Catalog()
    catalog.add(ROWS)
    view = View(catalog)
    view.show()
    assert shown(view) == "bad"
    before = catalog.fields(0)
    (step,) = catalog.plan([0], Publish())
    catalog.lay(0, step.after)
    assert view.changed([0]) == ([0], [])
    row = view.place(0) or 0
    view.take_out(row, row)
    assert shown(view) == "bd"
    catalog.lay(0, before)
    assert view.changed([0]) == ([], [0])
    view.put_in(view.insertion_place(0), 0)
    assert shown(view) == "bad"


def test_an_item_that_is_retagged_while_a_search_shows_it_stays() -> None:
    catalog = Catalog()
    catalog.add(ROWS)
    view = View(catalog)
    view.show(query=Query.parse("x"))
    assert shown(view) == "a"
    (step,) = catalog.plan([0], retag(remove=["X"]))
    catalog.lay(0, step.after)
    assert view.changed([0]) == ([], [])
    assert not view.takes(0)


def test_many_decisions_at_once() -> None:
    catalog = Catalog()
    catalog.add(ROWS)
    view = View(catalog)
    view.show()
    steps = catalog.plan([0, 1, 3], Reject())
    for step in steps:
        catalog.lay(step.item, step.after)
    leaving, _ = view.changed([0, 1, 3])
    view.set_items(view.without(leaving))
    assert view.items == []
    for step in steps:
        catalog.lay(step.item, step.before)
    _, coming = view.changed([0, 1, 3])
    view.set_items(view.merged(coming))
    assert shown(view) == "bad"


@pytest.mark.parametrize("key", SortKey)
@pytest.mark.parametrize("descending", [False, True])
def test_a_folder_that_is_read_in_pieces_comes_out_in_the_same_order(key: SortKey, descending: bool) -> None:
    chance = random.Random(7)
    rows = [
        row(
            f"{number:03}",
            title=chance.choice(["", "a", "B", "ä"]),
            published_at=chance.choice([None, 1, 2, 3]),
            quality=chance.choice([None, 0, 50]),
            heat=chance.choice([None, -1, 0, 5]),
            provider=chance.choice(["", "x", "Y"]),
            topics=chance.choice([(), ("q",), ("r", "s")]),
            related=chance.choice([0, 1]),
            published=chance.choice([True, False]),
        )
        for number in range(120)
    ]
    chance.shuffle(rows)
    catalog = Catalog()
    growing = View(catalog)
    growing.show(queue=Queue.ALL, order=Order(key, descending))
    for start in range(0, len(rows), 17):
        coming = growing.added(catalog.add(rows[start : start + 17]).new)
        growing.set_items(growing.merged(coming))
    whole = View(catalog)
    whole.show(queue=Queue.ALL, order=Order(key, descending))
    assert growing.items == whole.items
