"""All ways in which an editor and somebody else can change one item: what collides, and what a choice leads to."""

from itertools import permutations, product

import pytest

from editor_app.core.conflict import Conflict, Readings, find_conflict, mine_kept, theirs_kept
from editor_app.core.decision import Decision, Fields, ItemEdit, Publish, Reject, Requeue, TopicEdit
from editor_app.core.missing import MISSING
from editor_app.core.state import StateFields

STATES = [
    StateFields(published, removed)
    for published in (MISSING, True, False, None, "yes", 1)
    for removed in (MISSING, True, False)
]
LISTS = [names for size in range(4) for names in permutations("abcd", size)]


def decided(base: StateFields, decision: Decision) -> ItemEdit:
    return ItemEdit.between(Fields(base, ()), decision.apply(Fields(base, ())))


@pytest.mark.parametrize("decision", [Publish(), Reject(), Requeue()], ids=lambda decision: decision.past)
def test_after_either_choice_about_a_state_nothing_collides(decision: Decision) -> None:
    found = 0
    for base, theirs in product(STATES, STATES):
        edit, on_disk = decided(base, decision), Fields(theirs, ())
        if find_conflict(edit, on_disk) is None:
            continue
        found += 1
        assert edit.state is not None
        mine = mine_kept(edit, on_disk)
        assert find_conflict(mine, on_disk) is None
        assert mine.apply(on_disk).state == edit.state[1]
        kept = theirs_kept(edit, on_disk)
        assert find_conflict(kept, on_disk) is None
        assert kept.apply(on_disk) == on_disk
    assert found


@pytest.mark.parametrize("decision", [Publish(), Reject(), Requeue()], ids=lambda decision: decision.past)
def test_a_file_that_is_as_it_was_or_as_it_shall_be_never_collides(decision: Decision) -> None:
    for base in STATES:
        edit = decided(base, decision)
        wanted = edit.state[1] if edit.state is not None else base
        assert find_conflict(edit, Fields(base, ())) is None
        assert find_conflict(edit, Fields(wanted, ())) is None


def test_a_rejection_that_meets_a_publication_tells_all_three() -> None:
    base, theirs = StateFields(False, MISSING), StateFields(True, MISSING)
    mine = StateFields(False, True)
    found = find_conflict(decided(base, Reject()), Fields(theirs, ()))
    assert found == Conflict(state=Readings(base, mine, theirs))


def test_topics_that_both_sides_add_and_remove_go_together() -> None:
    edit = TopicEdit(added=("Mine",), removed=("Old",))
    on_disk = Fields(StateFields(False, MISSING), ("Old", "Theirs"))
    assert find_conflict(ItemEdit(topics=edit), on_disk) is None
    assert edit.apply(on_disk.topics) == ("Theirs", "Mine")


def test_after_either_choice_about_topics_nothing_collides() -> None:
    state = StateFields(False, MISSING)
    found = 0
    for base, wanted, theirs in product(LISTS, LISTS, LISTS):
        edit = ItemEdit(topics=TopicEdit.between(base, wanted))
        if not edit.topics.renamed:
            continue  # what is only added and removed goes together
        on_disk = Fields(state, theirs)
        if find_conflict(edit, on_disk) is None:
            continue
        found += 1
        mine, kept = mine_kept(edit, on_disk), theirs_kept(edit, on_disk)
        assert find_conflict(mine, on_disk) is None
        assert set(wanted) - set(base) <= set(mine.apply(on_disk).topics)
        assert kept.apply(on_disk) == on_disk
    assert found
