"""Many items at once: one step, and nothing replaced that was not touched."""

from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.gui.chips import ChipState, TopicChip

from .conftest import Desk


def chips(desk: Desk) -> dict[str, ChipState]:
    editor = desk.window.detail.topic_editor
    assert editor is not None
    return {chip.name: chip.state for chip in editor.findChildren(TopicChip) if chip.isVisible()}


def retag(desk: Desk, add: str = "", remove: str = "") -> None:
    editor = desk.window.detail.topic_editor
    assert editor is not None
    if add:
        editor.added.emit(add)
    if remove:
        editor.removed.emit(remove)


@pytest.fixture
def real(open_desk: Callable[[Path], Desk], real_site: Path) -> Desk:
    """All items of a real site, in one list."""
    desk = open_desk(real_site)
    desk.choose_queue("All")
    return desk


def test_the_pane_sums_a_selection_up(desk: Desk) -> None:
    selected = desk.paths[:5]
    desk.select(*selected)
    catalog = desk.window.session.catalog
    rows = [catalog.row(catalog.find(path)) for path in selected]  # type: ignore[arg-type]
    shown = chips(desk)
    for topic in {topic for row in rows for topic in row.topics}:
        everywhere = all(topic in row.topics for row in rows)
        assert shown[topic] is (ChipState.ALL if everywhere else ChipState.SOME)
    assert "5 of" in desk.text("rowLabel")


def test_topics_are_added_and_taken_without_replacing_the_others(desk: Desk) -> None:
    selected = desk.paths[:6]
    desk.select(*selected)
    catalog = desk.window.session.catalog
    before = {path: catalog.row(catalog.find(path)).topics for path in selected}  # type: ignore[arg-type]
    retag(desk, add="Climate")
    assert chips(desk)["Climate"] is ChipState.ALL
    desk.save()
    for path in selected:
        item = catalog.find(path)
        assert item is not None
        assert catalog.topics(item) == (*before[path], *(() if "Climate" in before[path] else ("Climate",)))
    retag(desk, remove="Climate")
    assert chips(desk)["Climate"] is ChipState.NONE
    desk.press("Ctrl+Z", "Ctrl+Z")
    desk.save()
    assert desk.files() == desk.start


@pytest.mark.parametrize("key", ["p", "r", "u"])
def test_a_key_decides_about_all_as_one_step(real: Desk, key: str) -> None:
    selected = real.paths[:300]
    real.select(*selected)
    real.press(key)
    changed = real.queue_counts()["Changed"]
    assert 0 < changed <= 300
    real.press("Ctrl+Z")
    assert real.queue_counts()["Changed"] == 0
    assert not real.action("undoAction").isEnabled()


@pytest.mark.parametrize("count", [1, 300])
def test_everything_done_saved_undone_and_saved_again_leaves_the_bytes(real: Desk, count: int) -> None:
    selected = real.paths[:count]
    real.select(*selected)

    def again() -> None:
        real.select(*selected)

    expected: list[Callable[[], None]] = [
        lambda: real.press("p"),
        lambda: real.press("r"),
        lambda: real.press("u"),
        lambda: retag(real, add="Editor's choice"),
        lambda: retag(real, remove="Power Apps"),
    ]
    for step in expected:
        step()
        again()
        if real.action("saveAction").isEnabled():  # an item may be so already
            real.save()
        for path, (gone, come) in real.changed_lines().items():
            assert path in selected
            assert set(gone) <= {
                "published: true",
                "published: false",
                "removed: true",
                "  - Power Apps",
                "topics:",
            }
            assert set(come) <= {
                "published: true", "published: false", "removed: true", "  - Editor's choice", "topics: []",
            }  # fmt: skip
    while real.action("undoAction").isEnabled():
        real.press("Ctrl+Z")
    real.save()
    assert real.files() == real.start


def test_undoing_without_saving_leaves_nothing_to_save(real: Desk) -> None:
    real.select(*real.paths[:300])
    real.press("p")
    real.select(*real.paths[:300])
    retag(real, add="Editor's choice")
    real.press("Ctrl+Z", "Ctrl+Z")
    assert real.queue_counts()["Changed"] == 0
    assert not real.action("saveAction").isEnabled()


@pytest.fixture
def many(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """More items than are looked at in a moment: all hold one topic, every other one a second."""
    news = tmp_path / "many" / "_news"
    news.mkdir(parents=True)
    for number in range(1_200):
        odd = "  - Odd\n" if number % 2 else ""
        text = f"---\ntitle: Story {number}\ntopics:\n  - AI\n{odd}quality: {number % 50}\npublished: false\n---\n"
        (news / f"{number:04}.md").write_text(text)
    desk = open_desk(tmp_path / "many")
    desk.choose_queue("All")
    return desk


def test_everything_is_summed_up_at_once_however_much_it_is(many: Desk) -> None:
    many.table.selectAll()
    assert chips(many) == {"AI": ChipState.ALL, "Odd": ChipState.SOME}
    assert "1,200 of" in many.text("rowLabel")


def test_what_a_part_of_many_items_have_in_common_follows(many: Desk) -> None:
    many.select(*many.paths[:1_100])
    many.wait(lambda: chips(many) == {"AI": ChipState.ALL, "Odd": ChipState.SOME})
    many.type_search("topic:odd")
    many.select(*many.paths)
    many.wait(lambda: chips(many) == {"AI": ChipState.ALL, "Odd": ChipState.ALL})


def test_a_summary_follows_what_is_decided_about_everything(many: Desk) -> None:
    many.table.selectAll()
    retag(many, add="Climate")
    many.wait(lambda: chips(many).get("Climate") is ChipState.ALL)
    many.press("Ctrl+Z")
    many.wait(lambda: chips(many)["Climate"] is ChipState.NONE)
    retag(many, remove="Odd")
    many.wait(lambda: chips(many)["Odd"] is ChipState.NONE)
