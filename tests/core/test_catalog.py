"""Items in memory: what their files say, and what the editor wants."""

import pytest

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Fields, ItemEdit, Publish, Reject, Requeue, retag
from editor_app.core.errors import UnreadableItem
from editor_app.core.missing import MISSING
from editor_app.core.row import Note, Row, problem_row
from editor_app.core.state import State, StateFields

UNPUBLISHED = Row("a.md", title="A", published=False, topics=("AI", "Boats"))
PUBLISHED = Row("b.md", title="B", published=True, topics=("AI",))
REJECTED = Row("c.md", title="C", published=False, removed=True)
PROBLEM = problem_row("d.md", UnreadableItem("Wrong.", 1, 1))
NOTED = Row("e.md", title="E", published="no", notes=(Note("published", 2, 3, "Odd."),))


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog()
    assert catalog.add([UNPUBLISHED, PUBLISHED, REJECTED, PROBLEM, NOTED]).new == [0, 1, 2, 3, 4]
    return catalog


def queues(catalog: Catalog) -> dict[Queue, list[int]]:
    found = {queue: catalog.those_in(queue, catalog.numbers()) for queue in Queue}
    assert {queue: len(items) for queue, items in found.items()} == {
        queue: catalog.count(queue) for queue in Queue
    }
    assert all(catalog.is_in(item, queue) for queue, items in found.items() for item in items)
    return found


def decide(catalog: Catalog, items: list[int], decision: Publish | Reject | Requeue) -> None:
    for step in catalog.plan(items, decision):
        catalog.lay(step.item, step.after)


def test_items_stand_in_their_queues(catalog: Catalog) -> None:
    assert len(catalog) == 5
    assert queues(catalog) == {
        Queue.UNPUBLISHED: [0, 4],
        Queue.SNOOZED: [],
        Queue.CHANGED: [],
        Queue.CONFLICTS: [],
        Queue.PUBLISHED: [1],
        Queue.REJECTED: [2],
        Queue.PROBLEMS: [3, 4],
        Queue.ALL: [0, 1, 2, 3, 4],
    }
    assert catalog.unreadable == 1
    assert catalog.topics_in_use == {"AI": 2, "Boats": 1}


def test_a_decision_is_laid_over_the_file(catalog: Catalog) -> None:
    decide(catalog, [0, 1, 2, 3, 4], Publish())
    assert queues(catalog)[Queue.PUBLISHED] == [0, 1, 2, 4]
    assert queues(catalog)[Queue.CHANGED] == [0, 2, 4]
    assert catalog.row(0) == UNPUBLISHED
    assert catalog.state(0) is State.PUBLISHED
    assert catalog.edit(0) == ItemEdit((StateFields(False, MISSING), StateFields(True, MISSING)))


@pytest.mark.parametrize("count", [1, 3, 200])
def test_queues_are_counted_right_however_many_items_change_at_once(count: int) -> None:
    catalog = Catalog()
    catalog.add(Row(f"{number}.md", published=False) for number in range(300))
    queues(catalog)
    there = catalog.planned(range(count), Publish())
    catalog.change_all(there.items, there.there)
    assert catalog.count(Queue.PUBLISHED) == len(queues(catalog)[Queue.PUBLISHED]) == count
    catalog.change_all(there.items, there.back)
    assert catalog.count(Queue.UNPUBLISHED) == len(queues(catalog)[Queue.UNPUBLISHED]) == 300
    catalog.change_all([0, 0], [there.there[0], there.back[0]])
    assert catalog.count(Queue.UNPUBLISHED) == len(queues(catalog)[Queue.UNPUBLISHED]) == 300
    catalog.remove(0)
    catalog.add([Row("more.md", published=True)])
    queues(catalog)


def test_a_plan_leaves_out_what_is_so_already_and_problems(catalog: Catalog) -> None:
    assert [step.item for step in catalog.plan([0, 1, 2, 3, 4], Requeue())] == [1, 2]
    assert catalog.pending == {}


def test_what_equals_the_file_again_is_no_longer_pending(catalog: Catalog) -> None:
    decide(catalog, [0], Publish())
    decide(catalog, [0], Requeue())
    assert catalog.pending == {}
    assert catalog.state(0) is State.UNPUBLISHED


def test_pending_edits_can_be_dropped(catalog: Catalog) -> None:
    decide(catalog, [0, 1], Reject())
    assert [step.item for step in catalog.plan_drop([0, 1, 2])] == [0, 1]
    catalog.drop(0)
    assert list(catalog.pending) == [1]


def test_topics_are_searched_as_the_editor_wants_them(catalog: Catalog) -> None:
    for step in catalog.plan([0], retag(remove=["Boats"], add=["Gulls"])):
        catalog.lay(step.item, step.after)
    assert catalog.topics(0) == ("AI", "Gulls")
    assert catalog.those_with(["gulls"], [0, 1]) == [0]
    assert catalog.those_with(["boats"], [0, 1]) == []
    catalog.drop(0)
    assert catalog.those_with(["boats", "a.md"], [0, 1]) == [0]


def test_a_file_that_changes_keeps_what_is_pending(catalog: Catalog) -> None:
    decide(catalog, [0], Publish())
    catalog.update(0, UNPUBLISHED._replace(title="Another", heat=50))
    assert catalog.row(0).title == "Another"
    assert catalog.state(0) is State.PUBLISHED
    assert catalog.those_with(["another"], [0]) == [0]


def test_a_file_that_says_it_itself_ends_what_is_pending(catalog: Catalog) -> None:
    decide(catalog, [0], Publish())
    catalog.set_failure(0, "No.")
    catalog.update(0, UNPUBLISHED._replace(published=True))
    assert catalog.pending == {}
    assert catalog.failure(0) == ""


def test_the_value_a_decision_was_made_on_stays_its_base(catalog: Catalog) -> None:
    decide(catalog, [0], Reject())
    catalog.update(0, UNPUBLISHED._replace(published=True))
    decide(catalog, [0], Publish())
    decide(catalog, [0], Reject())
    assert catalog.edit(0).state in {
        (StateFields(False, MISSING), StateFields(False, True)),
        (StateFields(True, MISSING), StateFields(False, True)),
    }
    assert catalog.state(0) is State.REJECTED


def test_what_is_saved_is_no_longer_pending_and_what_was_decided_since_is(catalog: Catalog) -> None:
    decide(catalog, [0, 1], Reject())
    edit = catalog.edit(0)
    catalog.saved(0, UNPUBLISHED._replace(removed=True), edit)
    assert list(catalog.pending) == [1]
    edit = catalog.edit(1)
    decide(catalog, [1], Requeue())
    catalog.saved(1, PUBLISHED._replace(published=False, removed=True), edit)
    assert catalog.state(1) is State.UNPUBLISHED
    assert catalog.edit(1).state == (StateFields(False, True), StateFields(False, MISSING))


def test_a_failure_stays_until_the_item_is_decided_on_again(catalog: Catalog) -> None:
    decide(catalog, [0], Publish())
    catalog.set_failure(0, "The file is read-only.")
    assert catalog.failure(0) == "The file is read-only."
    decide(catalog, [0], Reject())
    assert catalog.failure(0) == ""


def test_a_removed_file_leaves_its_number_and_comes_back_to_it(catalog: Catalog) -> None:
    decide(catalog, [0], Publish())
    catalog.remove(0)
    assert not catalog.holds(0)
    assert catalog.find("a.md") is None
    assert catalog.numbers() == [1, 2, 3, 4]
    assert catalog.pending == {}
    assert catalog.count(Queue.ALL) == 4
    assert +catalog.topics_in_use == {"AI": 1}
    with pytest.raises(KeyError):
        catalog.row(0)
    with pytest.raises(KeyError):
        catalog.state(0)
    assert catalog.add([UNPUBLISHED]).new == [0]
    assert catalog.find("a.md") == 0


def test_a_path_that_is_there_already_is_updated(catalog: Catalog) -> None:
    assert catalog.add([PUBLISHED._replace(title="New")]) == ([], [1])
    assert catalog.row(1).title == "New"
    assert len(catalog) == 5


def test_fields_are_those_of_the_file_with_the_edit_laid_over(catalog: Catalog) -> None:
    assert catalog.fields(0) == Fields(StateFields(False, MISSING), ("AI", "Boats"))
    assert catalog.edit(0) == ItemEdit()
