"""The list: a queue, a query and an order over a catalog."""

import random
from datetime import date
from itertools import chain

import pytest

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish, Reject, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.groups import Group, name_of
from editor_app.core.order import Further, Grouping, Order, SortKey
from editor_app.core.query import Query
from editor_app.core.row import Row, problem_row
from editor_app.core.view import View


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
    view.put_in(view.insertion_place(0), [0])
    assert shown(view) == "bad"


@pytest.mark.parametrize("kind", ["block", "end", "all", "turned", "two blocks", "scattered"])
def test_many_items_leave_and_come_back_to_their_places(kind: str) -> None:
    view = view_of(many_rows(1_000))
    view.show(queue=Queue.ALL)
    before = list(view.items)
    many = {
        "block": before[100:900],
        "end": before[900:],
        "all": before,
        "turned": before[899:99:-1],
        "two blocks": before[100:400] + before[401:900],
        "scattered": random.Random(1).sample(before, 500),
    }[kind]
    places = view.places(many)
    assert sorted(many) == sorted(before[place] for place in places)
    assert places == sorted(places)
    for place in reversed(places):
        view.take_out(place, place)
    assert not view.shows_any(many)
    assert (view.gap_for(many) is not None) is (kind in ("block", "end", "all"))
    assert view.merged(many) == before
    row = view.gap_for(many)
    if row is not None:
        view.put_in(row, many)
        assert view.items == before
        assert view.places(many) == places
        assert view.shows_any(many)


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


def test_a_long_list_is_looked_through_in_steps_that_find_what_one_look_finds() -> None:
    rows = [row(f"{number:05}", excerpt="even" if number % 2 == 0 else "odd") for number in range(9_000)]
    view = view_of(rows)
    view.begin(queue=Queue.ALL, query=Query.parse("even"))
    steps = []
    while view.is_searching:
        steps.append(view.find(until=0.0))
    whole = view_of(rows)
    whole.show(queue=Queue.ALL, query=Query.parse("even"))
    assert len(steps) > 1
    assert list(chain.from_iterable(steps)) == whole.items
    # The next letter looks among these only, the letter taken back among all again.
    for typed in ("even", "eve", "odd", ""):
        view.show(query=Query.parse(typed))
        whole = view_of(rows)
        whole.show(queue=Queue.ALL, query=Query.parse(typed))
        assert view.items == whole.items


def test_a_search_that_was_not_finished_leaves_nothing_to_the_next_one() -> None:
    rows = [row(f"{number:05}", excerpt=str(number)) for number in range(9_000)]
    view = view_of(rows)
    view.begin(queue=Queue.ALL, query=Query.parse("1"))
    assert view.find(until=0.0)
    view.show(query=Query.parse("12"))
    assert [rows[item].path for item in view.items] == [
        one.path for one in rows if "12" in one.excerpt or "12" in one.path
    ]


@pytest.mark.parametrize("key", list(SortKey))
@pytest.mark.parametrize("descending", [False, True])
def test_items_placed_in_steps_stand_where_one_sort_puts_them(key: SortKey, descending: bool) -> None:
    chance = random.Random(7)
    rows = [
        row(
            f"{chance.randrange(10**6):06}-{number}",
            title=chance.choice(["", "One", "two", str(number)]),
            quality=chance.choice([None, *range(100)]),
            heat=chance.choice([None, -1, 3, 9]),
            published_at=chance.choice([None, *range(5_000)]),
            provider=chance.choice("abc"),
            topics=tuple(chance.sample("xyz", chance.randrange(3))),
        )
        for number in range(12_000)
    ]
    catalog = Catalog()
    catalog.add(rows[:5_000])
    view = View(catalog)
    view.show(queue=Queue.ALL, order=Order(key, descending))
    new = catalog.add(rows[5_000:]).new
    steps = sum(1 for _ in view.sorting(new))
    assert steps > 10
    assert set(view.added(new)) == set(new)
    view.set_items(view.merged(new))
    whole = view_of(rows)
    whole.show(queue=Queue.ALL, order=Order(key, descending))
    assert view.items == whole.items
    assert [view.items[view.place(item) or 0] for item in new[:50]] == new[:50]


def test_an_order_asked_for_while_items_are_placed_holds() -> None:
    rows = [row(f"{number:05}", published_at=number, quality=number % 7) for number in range(12_000)]
    catalog = Catalog()
    catalog.add(rows[:100])
    view = View(catalog)
    view.show(queue=Queue.ALL)
    new = catalog.add(rows[100:]).new
    work = view.sorting(new)
    next(work)
    view.show(order=Order(SortKey.QUALITY, descending=False))
    for _ in work:
        pass
    view.added(new)
    view.set_items(view.merged(new))
    whole = view_of(rows)
    whole.show(queue=Queue.ALL, order=Order(SortKey.QUALITY, descending=False))
    assert view.items == whole.items


@pytest.mark.parametrize("key", list(SortKey))
def test_an_order_that_is_asked_for_again_is_that_of_now(key: SortKey) -> None:
    catalog, order = Catalog(), Order(key)
    catalog.add(ROWS)
    view = View(catalog)
    view.show(queue=Queue.ALL, order=order)
    before = shown(view)
    view.show(order=Order(SortKey.PATH))
    view.show(order=order)
    assert shown(view) == before
    catalog.update(3, row("d", quality=999, heat=999, title="ZZ", topics=("Z",), provider="z", related=9))
    catalog.update(3, catalog.row(3)._replace(published_at=999))
    catalog.rename(0, ROWS[0]._replace(path="z"))
    for item, decision in ((1, Publish()), (2, retag(add=["A"]))):
        plan = catalog.planned([item], decision)
        catalog.change_all(plan.items, plan.there)
    view.show(order=Order(SortKey.QUALITY if key is SortKey.PATH else SortKey.PATH))
    view.show(order=order)
    anew = View(catalog)
    anew.show(queue=Queue.ALL, order=order)
    assert view.items == anew.items
    assert view.out_of_order(catalog.numbers()) == []


# -- several keys, and groups ----------------------------------------------------------------------------------

BY_QUALITY_AND_AGE = Order(SortKey.QUALITY, True, (Further(SortKey.DATE, False),))
SEVERAL = [
    BY_QUALITY_AND_AGE,
    Order(SortKey.PROVIDER, False, (Further(SortKey.QUALITY, True), Further(SortKey.TITLE, False))),
    Order(SortKey.DATE, False, (), Grouping.DAY),
    Order(SortKey.STATE, True, (Further(SortKey.HEAT, True),), Grouping.PROVIDER),
    Order(SortKey.TITLE, False, (), Grouping.TOPIC),
]
DAY = 86_400


def many_rows(count: int, seed: int = 5) -> list[Row]:
    chance = random.Random(seed)
    return [
        row(
            f"{chance.randrange(10**6):06}-{number}",
            title=chance.choice(["One", "two", "Three", "four"]),
            quality=chance.choice([None, *range(9)]),
            heat=chance.choice([None, -1, 3, 9]),
            published_at=chance.choice([None, *range(DAY, 9 * DAY, 3_600)]),
            provider=chance.choice(["", "beta", "Alpha", "gamma"]),
            topics=chance.choice([(), ("x",), ("Y", "x"), ("z",)]),
        )
        for number in range(count)
    ]


def by_hand(rows: list[Row], keys: tuple[Further, ...]) -> list[str]:
    """The paths as sorts by one key after the other leave them, those without a value at the end of each."""
    values = {
        SortKey.QUALITY: lambda one: one.quality,
        SortKey.DATE: lambda one: one.published_at,
        SortKey.PROVIDER: lambda one: one.provider.casefold() or None,
        SortKey.TITLE: lambda one: one.title.casefold(),
    }
    found = sorted(rows, key=lambda one: one.path)
    for key, descending in reversed(keys):
        value = values[key]
        with_one = [one for one in found if value(one) is not None]
        without = [one for one in found if value(one) is None]
        found = sorted(with_one, key=value, reverse=descending) + without
    return [one.path for one in found]


@pytest.mark.parametrize("order", SEVERAL[:2])
def test_equal_items_stand_in_the_order_of_the_further_keys(order: Order) -> None:
    rows = many_rows(300)
    view = view_of(rows)
    view.show(queue=Queue.ALL, order=order)
    assert [rows[item].path for item in view.items] == by_hand(rows, order.keys)


def test_a_key_is_added_behind_the_others_and_turned_where_it_is_there() -> None:
    order = Order(SortKey.QUALITY, True).then(SortKey.DATE, descending=True)
    assert order.keys == ((SortKey.QUALITY, True), (SortKey.DATE, True))
    assert order.then(SortKey.DATE, descending=True).keys == ((SortKey.QUALITY, True), (SortKey.DATE, False))
    assert order.then(SortKey.QUALITY, descending=True).keys == (
        (SortKey.QUALITY, False),
        (SortKey.DATE, True),
    )
    assert order.first_by(SortKey.DATE, descending=False).keys == ((SortKey.DATE, False),)
    assert order.first_by(SortKey.QUALITY, descending=True).keys == ((SortKey.QUALITY, False),)


@pytest.mark.parametrize("order", SEVERAL)
@pytest.mark.parametrize("count", [200, 12_000])
def test_items_that_come_later_stand_where_all_keys_put_them(order: Order, count: int) -> None:
    rows = many_rows(count)
    catalog = Catalog()
    catalog.add(rows[: count // 2])
    view = View(catalog)
    view.show(queue=Queue.ALL, order=order)
    for start, end in ((count // 2, count - 3), (count - 3, count)):
        new = catalog.add(rows[start:end]).new
        for _ in view.sorting(new):
            pass
        coming = view.added(new)
        if end == count:
            for item in coming:
                view.put_in(view.insertion_place(item), [item])
        else:
            view.set_items(view.merged(coming))
    whole = view_of(rows)
    whole.show(queue=Queue.ALL, order=order)
    assert view.items == whole.items


def test_what_reads_differently_by_a_further_key_is_out_of_order() -> None:
    rows = many_rows(20)
    catalog = Catalog()
    catalog.add(rows)
    view = View(catalog)
    view.show(queue=Queue.ALL, order=BY_QUALITY_AND_AGE)
    catalog.update(3, rows[3]._replace(published_at=5))
    catalog.update(4, rows[4]._replace(heat=77))
    assert view.out_of_order([3, 4]) == [3]
    view.show(order=Order(SortKey.TITLE, False, (), Grouping.DAY))
    assert view.out_of_order([3, 4]) == []
    catalog.update(3, rows[3]._replace(published_at=50 * DAY))
    assert view.out_of_order([3]) == [3]


def groups(view: View) -> list[Group]:
    found: list[Group] = []
    while not found or found[-1].last + 1 < len(view.items):
        group = view.group_at(found[-1].last + 1 if found else 0)
        assert group is not None
        found.append(group)
    return found


@pytest.mark.parametrize(
    ("group", "names"),
    [
        (Grouping.PROVIDER, ["Alpha", "beta", "gamma", None]),
        (Grouping.TOPIC, ["x", "Y", "z", None]),
    ],
)
def test_groups_stand_by_their_names_with_what_has_none_at_the_end(
    group: Grouping, names: list[str | None]
) -> None:
    rows = many_rows(200)
    view = view_of(rows)
    view.show(queue=Queue.ALL, order=Order(SortKey.TITLE, False, (), group))
    found = groups(view)
    assert [one.value for one in found] == names
    assert sum(one.size for one in found) == len(rows)
    for one in found:
        titles = [rows[item].title for item in view.items[one.first : one.last + 1]]
        assert titles == sorted(titles, key=str.casefold)
        assert all(view.group_at(row) == one for row in (one.first, one.last))


def test_days_run_from_the_newest_unless_dates_run_the_other_way() -> None:
    view = view_of(many_rows(200))
    view.show(queue=Queue.ALL, order=Order(SortKey.QUALITY, False, (), Grouping.DAY))
    *days, last = [one.value for one in groups(view)]
    assert last is None
    assert days == sorted(days, key=str, reverse=True)
    view.show(order=Order(SortKey.DATE, False, (), Grouping.DAY))
    assert [one.value for one in groups(view)] == [*days[::-1], None]


def test_a_group_counts_what_the_list_shows_of_it() -> None:
    rows = many_rows(200)
    catalog = Catalog()
    catalog.add(rows)
    view = View(catalog)
    view.show(order=Order(SortKey.TITLE, False, (), Grouping.PROVIDER))
    before = groups(view)
    gone = view.items[before[1].first : before[1].last + 1]
    view.take_out(0, 0)
    assert view.group_at(0) == Group("Alpha", 0, before[0].last - 1)
    view.show(query=Query.parse("provider:gamma"))
    assert [(one.value, one.size) for one in groups(view)] == [("gamma", before[2].size)]
    view.show(query=Query())
    for step in catalog.plan(gone, Reject()):
        catalog.lay(step.item, step.after)
    leaving, _ = view.changed(gone)
    view.set_items(view.without(leaving))
    assert [one.value for one in groups(view)] == ["Alpha", "gamma", None]
    view.show(order=view.order.grouped(None))
    assert view.group_at(0) is None


def test_groups_are_called_as_editors_say() -> None:
    now = 1_795_392_000.0 + 43_200
    day = date.fromtimestamp(now).toordinal()
    assert name_of(Grouping.DAY, day, now).startswith("Today, ")
    assert name_of(Grouping.DAY, day - 1, now).startswith("Yesterday, ")
    assert name_of(Grouping.DAY, date(2026, 3, 1).toordinal(), now) == "Sun 1 Mar"
    assert name_of(Grouping.DAY, date(2025, 3, 1).toordinal(), now) == "Sat 1 Mar 2025"
    assert name_of(Grouping.TOPIC, None, now) == "No topic"
    assert "\n" not in name_of(Grouping.PROVIDER, "a\nb" * 100, now)


def test_groups_that_are_asked_for_again_are_those_of_now() -> None:
    rows, order = many_rows(60), Order(SortKey.TITLE, False, (), Grouping.TOPIC)
    catalog = Catalog()
    catalog.add(rows)
    view = View(catalog)
    view.show(queue=Queue.ALL, order=order)
    before = groups(view)
    view.show(order=order.grouped(None))
    assert view.group_at(0) is None
    view.show(order=order)
    assert groups(view) == before
    plan = catalog.planned([3, 4, 5], retag(add=["New"], remove=["x", "Y", "z"]))
    catalog.change_all(plan.items, plan.there)
    view.show(order=order.grouped(None))
    view.show(order=order)
    anew = View(catalog)
    anew.show(queue=Queue.ALL, order=order)
    assert groups(view) == groups(anew) != before
