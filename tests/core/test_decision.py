"""What decisions make of an item's fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.decision import (
    Decision,
    Fields,
    ItemEdit,
    Publish,
    Reject,
    Requeue,
    Retag,
    TopicEdit,
    retag,
)
from editor_app.core.missing import MISSING
from editor_app.core.state import State, StateFields, Value

NAMES = st.sampled_from("abcde")
LISTS = st.lists(NAMES, max_size=6)
VALUES = st.sampled_from([True, False, None, MISSING, "true", 1])
STATES = st.builds(StateFields, VALUES, VALUES)


@pytest.mark.parametrize(
    ("decision", "state", "fields", "past"),
    [
        (Publish(), State.PUBLISHED, StateFields(True, MISSING), "published"),
        (Reject(), State.REJECTED, StateFields(False, True), "rejected"),
        (Requeue(), State.UNPUBLISHED, StateFields(False, MISSING), "requeued"),
    ],
)
@pytest.mark.parametrize("published", [True, False, None, MISSING, "no"])
@pytest.mark.parametrize("removed", [True, False, MISSING, "maybe"])
def test_a_state_is_written_unless_the_item_has_it(
    decision: Decision, state: State, fields: StateFields, past: str, published: Value, removed: Value
) -> None:
    before = Fields(StateFields(published, removed), ("a",))
    after = decision.apply(before)
    assert after.state.state is state
    assert after == (before if before.state.state is state else Fields(fields, ("a",)))
    assert decision.past == past


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ({"add": ["c"]}, "ab", "abc"),
        ({"add": ["a", "c", "c", " c ", "", " "]}, "ab", "abc"),
        ({"remove": ["a", "x"]}, "abc", "bc"),
        ({"remove": ["a"]}, "aba", "b"),
        ({"rename": [("a", "x")]}, "abc", "xbc"),
        ({"rename": [("a", "c")]}, "abc", "bc"),
        ({"rename": [("a", "a")]}, "abc", "abc"),
        ({"rename": [("x", "y"), ("", "z"), ("a", " ")]}, "abc", "abc"),
        ({"rename": [("a", "b"), ("b", "c")]}, "ab", "c"),
        ({"remove": ["a"], "rename": [("b", "a")], "add": ["b"]}, "ab", "ab"),
        ({"add": ["a"], "remove": ["a"]}, "ab", "ba"),
        ({"add": ["c"]}, "aa", "aac"),
    ],
)
def test_topics_are_taken_away_then_renamed_then_added(
    edit: dict[str, list[str]], before: str, after: str
) -> None:
    decision = retag(**edit)  # type: ignore[arg-type]
    assert decision.apply(Fields(topics=tuple(before))).topics == tuple(after)
    assert decision.past == "retagged"


def test_a_retag_that_changes_nothing_gives_the_same_fields() -> None:
    before = Fields(StateFields(True), ("a",))
    assert retag(add=["a"], remove=["b"]).apply(before) is before


@given(LISTS, LISTS)
def test_the_edit_between_two_lists_leads_from_one_to_the_other(before: list[str], after: list[str]) -> None:
    after = list(dict.fromkeys(after))
    edit = TopicEdit.between(before, after)
    found = edit.apply(before)
    assert set(found) == set(after)
    if sorted(set(before)) == sorted(before):
        assert found == tuple(after) or not edit


@given(LISTS, LISTS, LISTS)
def test_an_edit_applied_to_another_list_touches_only_what_it_names(
    before: list[str], after: list[str], on_disk: list[str]
) -> None:
    edit = TopicEdit.between(before, after)
    named = {*edit.added, *edit.removed, *(name for pair in edit.renamed for name in pair)}
    found = edit.apply(on_disk)
    assert [topic for topic in found if topic not in named] == [
        topic for topic in on_disk if topic not in named
    ] or (sorted(found) == sorted(edit.order))


def test_a_single_topic_in_the_same_place_is_a_renaming() -> None:
    assert TopicEdit.between(["a", "b"], ["x", "b"]).renamed == (("a", "x"),)
    assert TopicEdit.between(["a", "b"], ["b", "x"]).renamed == ()


@given(STATES, LISTS, STATES, LISTS)
def test_an_edit_and_its_inverse_lead_back(
    state: StateFields, topics: list[str], other_state: StateFields, other_topics: list[str]
) -> None:
    one = Fields(state, tuple(dict.fromkeys(topics)))
    other = Fields(other_state, tuple(dict.fromkeys(other_topics)))
    there, back = ItemEdit.between(one, other), ItemEdit.between(other, one)
    found = back.apply(there.apply(one))
    assert found.state == one.state
    assert sorted(found.topics) == sorted(one.topics)
    assert bool(there) == (one.state != other.state or sorted(one.topics) != sorted(other.topics))


def test_an_edit_is_empty_where_nothing_differs() -> None:
    assert not ItemEdit()
    assert not ItemEdit.between(Fields(topics=("a", "b")), Fields(topics=("a", "b")))
    assert not Retag(TopicEdit()).edit
