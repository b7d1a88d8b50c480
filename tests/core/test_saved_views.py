"""Lists with a name: how they are written down, and what is no file of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Queue
from editor_app.core.query import Query
from editor_app.core.saved_views import FORMAT, MOST, BadViews, SavedView, as_json, from_json, merged
from editor_app.core.view import Order, SortKey

GOOD = SavedView("Good ones", Query.parse("is:unpublished quality>50 -topic:AI"), Queue.ALL)
HERE = SavedView("Here", Query(), Queue.CHANGED, Order(SortKey.HEAT, descending=False), "/site")


def file_of(**fields: object) -> str:
    return json.dumps({"format": FORMAT, "views": [{"name": "A"}, {"name": "B", **fields}]})


def test_views_read_back_as_they_were_written() -> None:
    assert from_json(as_json([GOOD, HERE])) == [GOOD, HERE]
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
            st.builds(Order, st.sampled_from(SortKey), st.booleans()),
            st.text(max_size=20),
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


def test_a_view_takes_the_place_of_one_of_its_name_in_the_same_folder() -> None:
    other = SavedView("Good ones", Query.parse("heat>3"))
    elsewhere = SavedView("Good ones", folder="/site")
    assert merged([GOOD, HERE], [other, elsewhere]) == [other, HERE, elsewhere]
