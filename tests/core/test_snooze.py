"""Items that are put off: until when, where they stand meanwhile, and how that is kept."""

import json
import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish, Reject, retag
from editor_app.core.query import Query
from editor_app.core.row import Row
from editor_app.core.snooze import (
    FORMAT,
    NotKept,
    Snooze,
    SnoozeFile,
    as_json,
    from_json,
    later_today,
    tomorrow,
    until_hotter,
)
from editor_app.core.snoozed_stories import StorySearch, story_mark

NOW = datetime(2026, 11, 24, 15, 30).timestamp()


def catalog_of() -> Catalog:
    catalog = Catalog()
    catalog.add(Row(f"{name}.md", title=name, published=name == "c", heat=5) for name in "abcd")
    return catalog


def found(catalog: Catalog, query: str) -> list[int]:
    return Query.parse(query).select(catalog, catalog.numbers(), NOW)


# -- until when --------------------------------------------------------------------------------------------------------


def test_later_today_is_in_three_hours() -> None:
    snooze = later_today(NOW)
    assert snooze.until == datetime(2026, 11, 24, 18, 30).timestamp()
    assert snooze.words(NOW) == "until 18:30"
    assert not snooze.is_over(NOW + 3 * 3_600 - 1, 99)
    assert snooze.is_over(NOW + 3 * 3_600, None)


def test_tomorrow_is_at_eight_where_the_editor_is() -> None:
    snooze = tomorrow(NOW)
    assert snooze.until == datetime(2026, 11, 25, 8).timestamp()
    assert snooze.words(NOW) == "until tomorrow, 08:00"
    assert snooze.words(NOW - 5 * 86_400) == "until 25 Nov 2026, 08:00"
    just_after_midnight = datetime(2026, 11, 24, 0, 1).timestamp()
    assert tomorrow(just_after_midnight).until == datetime(2026, 11, 25, 8).timestamp()


@pytest.mark.parametrize(
    ("heat", "rise", "wanted"), [(5, 10, 15), (None, 10, 10), (-1, 10, 10), (0, 3, 3), (40, 25, 65)]
)
def test_a_rise_of_heat_is_counted_from_what_it_is_now(heat: int | None, rise: int, wanted: int) -> None:
    snooze = until_hotter(heat, rise)
    assert snooze.words(NOW) == f"until heat is {wanted}"
    assert not snooze.is_over(NOW + 1e9, wanted - 1)
    assert not snooze.is_over(NOW, None)
    assert snooze.is_over(NOW, wanted)


# -- where they stand --------------------------------------------------------------------------------------------------


def test_a_snoozed_item_is_in_a_queue_of_its_own() -> None:
    catalog = catalog_of()
    catalog.snoozes.put(0, later_today(NOW))
    assert catalog.those_in(Queue.UNPUBLISHED, catalog.numbers()) == [1, 3]
    assert catalog.those_in(Queue.SNOOZED, catalog.numbers()) == [0]
    assert (catalog.count(Queue.UNPUBLISHED), catalog.count(Queue.SNOOZED)) == (2, 1)
    assert found(catalog, "is:snoozed") == [0]
    assert found(catalog, "is:unpublished") == [1, 3]
    assert found(catalog, "-is:snoozed") == [1, 2, 3]
    catalog.snoozes.put(0, None)
    assert catalog.count(Queue.UNPUBLISHED) == 3
    assert catalog.snooze(0) is None


def test_what_is_decided_about_is_not_snoozed_and_what_is_retagged_is() -> None:
    catalog = catalog_of()
    catalog.snoozes.put(0, later_today(NOW))
    for step in catalog.plan([0], retag(add=["AI"])):
        catalog.change(step.item, step.forward())
    assert catalog.snooze(0) is not None
    (step,) = catalog.plan([0], Reject())
    catalog.change(0, step.forward())
    assert catalog.snooze(0) is None
    assert catalog.count(Queue.SNOOZED) == 0
    assert catalog.count(Queue.REJECTED) == 1
    catalog.change(0, step.backward())
    assert catalog.snooze(0) == later_today(NOW)


def test_a_file_that_is_gone_or_published_is_not_snoozed() -> None:
    catalog = catalog_of()
    for item in (0, 1, 2):
        catalog.snoozes.put(item, tomorrow(NOW))
    assert catalog.those_in(Queue.SNOOZED, catalog.numbers()) == [0, 1]
    catalog.remove(0)
    for step in catalog.plan([1], Publish()):
        catalog.change(step.item, step.forward())
    assert catalog.count(Queue.SNOOZED) == 0
    assert catalog.count(Queue.UNPUBLISHED) == 1
    assert 0 not in catalog.snoozes


# -- kept --------------------------------------------------------------------------------------------------------------

SNOOZES = st.one_of(
    st.floats(1, 9e10, allow_nan=False).map(lambda until: Snooze(until=until)),
    st.integers(-100, 10_000).map(lambda heat: Snooze(heat=heat)),
)
PATHS = st.one_of(st.text(min_size=1, max_size=20), st.just("_news/\udcff.md"))


@given(st.dictionaries(PATHS, SNOOZES, max_size=5))
def test_what_is_snoozed_reads_back(snoozed: dict[str, Snooze]) -> None:
    assert from_json(as_json(snoozed)) == snoozed


def test_marks_of_stories_read_back_and_need_not_be_there(tmp_path: Path) -> None:
    file = SnoozeFile(tmp_path)
    file.write({"a.md": Snooze(heat=1), "b.md": Snooze(heat=2)}, 1, {"a.md": "mark", "b.md": "", "c.md": "x"})
    assert file.read_all() == ({"a.md": Snooze(heat=1), "b.md": Snooze(heat=2)}, {"a.md": "mark"})
    for odd in (None, [], {"a.md": 5}, {"a.md": "x" * 100}, {"other.md": "mark"}):
        file.path.write_text(json.dumps({"format": FORMAT, "items": {"a.md": [None, 7]}, "stories": odd}))
        assert file.read_all() == ({"a.md": Snooze(heat=7)}, {})


def test_a_story_is_known_by_its_mark_where_exactly_one_item_tells_it() -> None:
    stories = (
        ("a", "https://x.example/1"),
        ("b", "https://x.example/1"),
        ("c", ""),
        ("d", "https://x.example/4"),
    )
    catalog = Catalog()
    catalog.add(
        [
            *(Row(f"new-{title}.md", title=title, url=url) for title, url in stories),
            Row("twin-of-d.md", title="d", url="https://x.example/4"),
        ]
    )
    marks = {f"old-{title}.md": story_mark(title, url) for title, url in stories}
    marks["none.md"] = story_mark("none", "https://x.example/5")
    search = StorySearch(catalog, marks)
    for _ in search.steps():
        pass
    assert search.found() == {"old-a.md": 0, "old-b.md": 1}


def test_what_makes_no_sense_in_the_file_is_left_out() -> None:
    entries = [[1.5, 2], [None, None], ["x", None], [True, None], [None, True], [-1, None], [1e300, None], 5]
    entries += [[None, 10**12], [1], [float("nan"), None]]
    items = {f"{n}.md": entry for n, entry in enumerate(entries)} | {
        "good.md": [None, 7],
        "x" * 5_000: [5, None],
    }
    assert from_json(json.dumps({"format": FORMAT, "items": items})) == {"good.md": Snooze(heat=7)}


@pytest.mark.parametrize(
    "damaged",
    [b"", b"\xff\xfe\x00", b"[]", b"[" * 100_000, b'{"items": {}}', json.dumps({"format": FORMAT}).encode()],
)
def test_a_damaged_file_says_nothing_and_is_replaced(tmp_path: Path, damaged: bytes) -> None:
    file = SnoozeFile(tmp_path)
    assert file.read() == {}
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes(damaged)
    assert file.read() == {}
    file.write({"a.md": Snooze(heat=7)}, 1)
    assert SnoozeFile(tmp_path).read() == {"a.md": Snooze(heat=7)}


def test_the_file_is_outside_of_the_folder_its_owners_own_and_gone_when_nothing_is_snoozed(
    tmp_path: Path,
) -> None:
    file = SnoozeFile(tmp_path)
    file.write({"a.md": Snooze(until=5.0)}, 1)
    assert tmp_path not in file.path.parents
    assert [found.name for found in file.path.parent.iterdir()] == [file.path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.write({}, 2)
    assert not file.path.exists()


def test_what_is_older_never_replaces_what_is_newer(tmp_path: Path) -> None:
    file = SnoozeFile(tmp_path)
    file.write({"b.md": Snooze(heat=2)}, 2)
    file.write({"a.md": Snooze(heat=1)}, 1)
    assert file.read() == {"b.md": Snooze(heat=2)}


def test_where_it_cannot_be_written_the_editor_is_told(tmp_path: Path) -> None:
    file = SnoozeFile(tmp_path)
    file.path.parent.parent.mkdir(parents=True, exist_ok=True)
    file.path.parent.write_text("in the way")
    with pytest.raises(NotKept, match="not kept for the next start"):
        file.write({"a.md": Snooze(heat=1)}, 1)


def test_what_is_due_is_told_of_many_at_once() -> None:
    snoozes = catalog_of().snoozes
    assert (snoozes.next_time, snoozes.due(NOW, [])) == (None, [])
    snoozes.put(0, Snooze(until=NOW + 5))
    snoozes.put(1, Snooze(until=NOW + 9))
    snoozes.put(2, Snooze(heat=7))
    assert snoozes.next_time == NOW + 5
    assert snoozes.due(NOW, [99, 99, 6]) == []
    assert snoozes.due(NOW, [99, 99, None]) == []
    assert snoozes.due(NOW + 5, [0, 0, 7]) == [2, 0]
    snoozes.put(0, None)
    snoozes.put(2, Snooze(until=NOW + 7))
    assert snoozes.next_time == NOW + 7
    assert snoozes.due(NOW + 8, [99, 99, 99]) == [2]
