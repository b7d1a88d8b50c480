"""Lists with a name: how they are written down, and what is no file of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Queue
from editor_app.core.order import Further, Grouping, Order, SortKey
from editor_app.core.query import Query
from editor_app.core.saved_views import FORMAT, MOST, BadViews, SavedView, as_json, from_json, merged

GOOD = SavedView("Good ones", Query.parse("is:unpublished quality>50 -topic:AI"), Queue.ALL)
HERE = SavedView("Here", Query(), Queue.CHANGED, Order(SortKey.HEAT, descending=False), "/site")
FULL = SavedView(
    "Full",
    order=Order(SortKey.QUALITY, True, (Further(SortKey.DATE, False),), Grouping.DAY),
    columns=(SortKey.TITLE, SortKey.QUALITY),
)


def file_of(**fields: object) -> str:
    return json.dumps({"format": FORMAT, "views": [{"name": "A"}, {"name": "B", **fields}]})


def test_views_read_back_as_they_were_written() -> None:
    assert from_json(as_json([GOOD, HERE, FULL])) == [GOOD, HERE, FULL]
    assert from_json(as_json([]).encode()) == []
    assert GOOD.is_for("/site")
    assert HERE.is_for("/site")
    assert not HERE.is_for("/other")


@given(
    st.lists(
        st.builds(
            SavedView,
            st.from_regex(r"[A-Za-zäß€ ]*[a-z]", fullmatch=True)
            .map(str.strip)
            .filter(bool)
            .map(lambda n: n[:60]),
            st.sampled_from(["", "a", '"b c" OR -topic="x\\"y"', "date:last-7d"]).map(Query.parse),
            st.sampled_from(Queue),
            st.builds(
                Order.of,
                st.lists(st.builds(Further, st.sampled_from(SortKey), st.booleans()), min_size=1),
                st.sampled_from([None, *Grouping]),
            ),
            st.text(max_size=20),
            st.lists(st.sampled_from(SortKey), unique=True).map(tuple),
        ).filter(lambda view: view.name == view.name.strip()),
        max_size=5,
    )
)
def test_any_views_read_back(views: list[SavedView]) -> None:
    assert from_json(as_json(views)) == views


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no file of saved views"),
        ("[]", "no file of saved views"),
        ('{"views": []}', "no file of saved views"),
        ('{"format": "editor-app views 2", "views": []}', "no file of saved views"),
        (b"\xff\xfe", "no file of saved views"),
        ("[" * 100_000, "no file of saved views"),
        ("x" * 1_000_001, "never that large"),
        (file_of(name=""), "“name” of view 2"),
        (file_of(name="a\nb"), "“name” of view 2"),
        (file_of(name="x" * 81), "“name” of view 2"),
        (file_of(queue="nowhere"), "“queue” of view 2"),
        (file_of(sort=5), "“sort” of view 2"),
        (file_of(then=["-nothing"]), "“then” of view 2"),
        (file_of(group="nothing"), "“group” of view 2"),
        (file_of(columns=["title", "nothing"]), "“columns” of view 2"),
        (file_of(query="is:nothing"), "query of view 2"),
        (json.dumps({"format": FORMAT, "views": [5]}), "View 1"),
        (json.dumps({"format": FORMAT, "views": [{"name": "A"}] * (MOST + 1)}), "no file of saved views"),
    ],
)
def test_what_is_no_file_of_views_is_told_without_quoting_it(text: str | bytes, reason: str) -> None:
    with pytest.raises(BadViews, match=reason) as raised:
        from_json(text)
    assert "nothing" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_file_from_before_further_keys_groups_and_columns_reads_as_it_did() -> None:
    old = {"name": "Old", "query": "a", "queue": "all", "sort": "heat", "descending": False, "folder": ""}
    assert from_json(json.dumps({"format": FORMAT, "views": [old]})) == [
        SavedView("Old", Query.parse("a"), Queue.ALL, Order(SortKey.HEAT, descending=False))
    ]


def test_a_key_or_a_column_that_stands_twice_in_a_file_counts_once() -> None:
    text = file_of(sort="heat", then=["-heat", "date", "-date"], columns=["title", "title"])
    _, view = from_json(text)
    assert view.order.keys == ((SortKey.HEAT, True), (SortKey.DATE, False))
    assert view.columns == (SortKey.TITLE,)


def test_a_view_takes_the_place_of_one_of_its_name_in_the_same_folder() -> None:
    other = SavedView("Good ones", Query.parse("heat>3"))
    elsewhere = SavedView("Good ones", folder="/site")
    assert merged([GOOD, HERE], [other, elsewhere]) == [other, HERE, elsewhere]
