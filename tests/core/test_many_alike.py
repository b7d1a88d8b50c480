"""Decisions about very many items, which are planned and laid for all that read alike at once: they must do just what
deciding item by item does.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Decision, Publish, Reject, Requeue, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.missing import MISSING
from editor_app.core.plan import Plan
from editor_app.core.row import Row, problem_row
from editor_app.core.state import Value

COUNT = 12
VALUES: st.SearchStrategy[Value] = st.sampled_from([True, False, MISSING, "no", 1])
ROWS = st.tuples(VALUES, VALUES, st.sampled_from([(), ("AI",), ("AI", "Boats")]))
DECISIONS: st.SearchStrategy[Decision] = st.sampled_from(
    [Publish(), Reject(), Requeue(), retag(add=["Cars"]), retag(rename=[("AI", "ML")])]
)
ITEMS = st.lists(st.integers(0, COUNT - 1), unique=True)


def row(number: int, published: Value, removed: Value, topics: tuple[str, ...]) -> Row:
    return Row(f"{number:02}.md", title=str(number), published=published, removed=removed, topics=topics)


def pair(rows: list[tuple[Value, Value, tuple[str, ...]]]) -> tuple[Catalog, Catalog]:
    catalogs = Catalog(), Catalog()
    for catalog in catalogs:
        catalog.add([row(number, *values) for number, values in enumerate(rows)])
    return catalogs


def assert_same(one: Catalog, other: Catalog) -> None:
    assert one.pending == other.pending
    assert one.conflicts == other.conflicts
    assert one.state_codes == other.state_codes
    assert one.texts == other.texts
    assert {queue: one.count(queue) for queue in Queue} == {queue: other.count(queue) for queue in Queue}


@given(
    st.lists(ROWS, min_size=COUNT, max_size=COUNT),
    st.lists(
        st.one_of(
            st.tuples(DECISIONS, ITEMS),
            st.tuples(st.just("undo"), st.just([])),
            st.tuples(ROWS, ITEMS),
            st.tuples(st.just("gone"), ITEMS),
            st.tuples(st.just("broken"), ITEMS),
        ),
        max_size=6,
    ),
)
def test_many_are_decided_about_as_one_by_one(
    rows: list[tuple[Value, Value, tuple[str, ...]]], history: list[tuple[object, list[int]]]
) -> None:
    at_once, singly = pair(rows)
    done: list[tuple[Plan, Plan]] = []
    for deed, chosen in history:
        items = [item for item in chosen if singly.holds(item)]
        if isinstance(deed, Decision):
            plan, steps = at_once.planned(items, deed), Plan.of(singly.plan(items, deed))
            assert plan == steps
            at_once.change_all(plan.items, plan.there)
            for item, change in zip(steps.items, steps.there, strict=True):
                singly.change(item, change)
            done.append((plan, steps))
        elif deed == "undo" and done:
            plan, steps = done.pop()
            held = [item for item in steps.items if singly.holds(item)]
            assert at_once.change_all(plan.items, plan.back) == held
            for item, change in zip(steps.items, steps.back, strict=True):
                if singly.holds(item):
                    singly.change(item, change)
        for catalog in (at_once, singly):
            for item in items:
                if isinstance(deed, tuple):  # somebody else has changed the file
                    catalog.update(item, row(item, *deed))
                elif deed == "gone":
                    catalog.remove(item)
                elif deed == "broken":
                    catalog.update(item, problem_row(f"{item:02}.md", UnreadableItem("Wrong.", 1, 1)))
        assert_same(at_once, singly)


def test_items_that_read_alike_share_what_is_pending_of_them() -> None:
    catalog, _ = pair([(False, MISSING, (str(number),)) for number in range(COUNT)])
    plan = catalog.planned(range(COUNT), Publish())
    catalog.change_all(plan.items, plan.there)
    assert len(catalog.pending) == COUNT
    assert len({id(edit) for edit in catalog.pending.values()}) == 1
