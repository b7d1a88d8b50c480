"""Focus mode: one item at a time, large, decided about by one key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from editor_app.gui.chips import TopicChip
from editor_app.gui.wrapping_label import WrappingLabel

from .conftest import Desk

FERRY = "_news/2026-11-21-ferry-autopilot-gulls.md"


@pytest.fixture
def few(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Iterator[Desk]:
    """A queue of three."""
    folder = tmp_path / "site"
    folder.mkdir()
    for number, name in enumerate(("a", "b", "c")):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: Story {name}\nexcerpt: An excerpt.\nquality: {9 - number}\npublished: false\n"
            "topics:\n  - AI\n---\n",
            encoding="utf-8",
        )
    return open_desk(folder)


def progress(desk: Desk) -> str:
    return desk.text("focusProgress")


def test_one_item_is_shown_alone_and_large(few: Desk) -> None:
    size = few.widget("titleView").font().pixelSize()
    few.press("z")
    for name in ("itemTable", "queueBar", "searchEdit"):
        assert not few.widget(name).isVisible()
    assert few.widget("titleView").font().pixelSize() > size
    assert few.widget("focusLegend").isVisible()
    assert progress(few) == "3 of 3 left"
    few.press("Escape")
    for name in ("itemTable", "queueBar", "searchEdit"):
        assert few.widget(name).isVisible()
    assert few.widget("titleView").font().pixelSize() == size
    assert not few.widget("focusLegend").isVisible()
    assert few.table.hasFocus()


def test_a_run_through_the_queue_by_single_keys(few: Desk) -> None:
    first, second, third = few.paths
    few.press("F11", "p")
    assert few.text("titleView") == few.title_of(second)
    assert progress(few) == "2 of 3 left"
    few.press("r")
    assert few.text("titleView") == few.title_of(third)
    assert progress(few) == "1 of 3 left"
    few.press("Ctrl+Z")
    assert few.text("titleView") == few.title_of(second)
    assert progress(few) == "2 of 3 left"
    few.press("r", "r")
    assert progress(few) == "0 of 3 left"
    pane = few.widget("detailPane")
    told = [w.accessibleName() for w in pane.findChildren(QWidget) if w.isVisible()]
    assert "That was the last one: nothing is left in this list." in told
    few.press("Ctrl+Z")
    assert few.text("titleView") == few.title_of(third)
    few.press("Escape")
    assert few.selected == [third]
    few.save()
    assert set(few.changed_lines()) == {first, second}


def test_leaving_returns_to_the_list_at_the_item_that_was_read(desk: Desk) -> None:
    desk.window.resize(1_280, 720)
    widths = desk.table.width(), desk.widget("detailPane").width()
    desk.press("z", *"jjjjjjjjjjjjjjjjjjjjjjjj")
    row = 24
    assert desk.text("titleView") == desk.title_of(desk.paths[row])
    desk.press("z")
    assert desk.selected == [desk.paths[row]]
    assert 0 <= desk.table.visualRect(desk.table.currentIndex()).top() < desk.table.viewport().height()
    assert (desk.table.width(), desk.widget("detailPane").width()) == widths


def test_lines_are_of_measured_length_and_in_the_middle(desk: Desk) -> None:
    desk.window.resize(1_900, 900)
    desk.choose_queue("All")
    desk.select(FERRY)
    desk.press("z")
    excerpt = desk.widget("excerptView")
    assert isinstance(excerpt, WrappingLabel)
    letters = excerpt.fontMetrics().averageCharWidth()
    desk.wait(lambda: excerpt.width() < 80 * letters)
    left = excerpt.mapTo(desk.window, excerpt.rect().topLeft()).x()
    right = desk.window.width() - left - excerpt.width()
    assert abs(left - right) < 30  # a scroll bar's width


def test_space_reads_on_here_too(few: Desk) -> None:
    few.press("z")
    few.wait(lambda: not few.window.detail.awaits_story)
    few.press("Space")
    assert few.text("titleView") == few.title_of(few.paths[1])
    few.wait(lambda: not few.window.detail.awaits_story)
    few.press("Down", "Up", "Up", "Shift+Space")
    assert few.text("titleView") == few.title_of(few.paths[0])


def test_topics_are_edited_and_the_keys_go_on(few: Desk) -> None:
    few.press("z", "t", *"Ethics", "Return", "Escape", "j")
    assert few.text("titleView") == few.title_of(few.paths[1])
    assert few.queue_counts()["Changed"] == 1
    assert few.window.detail.is_alone
    few.press("e", "Escape", "k")
    assert few.text("titleView") == few.title_of(few.paths[0])


def test_related_items_are_gone_to_and_back_from(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.select(FERRY)
    desk.press("z")
    desk.wait(lambda: desk.window.judging.stories.items)
    desk.press("g")
    assert desk.text("titleView") != desk.title_of(FERRY)
    assert desk.window.detail.is_alone
    desk.press("Alt+Left")
    assert desk.text("titleView") == desk.title_of(FERRY)


def test_a_search_ends_the_mode(few: Desk) -> None:
    few.press("z", "/")
    assert few.search.isVisible()
    few.press(*"Story b")
    assert few.search.text() == "Story b"
    assert few.paths == ["b.md"]


def test_where_decided_items_stay_the_place_is_told(few: Desk) -> None:
    few.choose_queue("All")
    few.press("z")
    assert progress(few) == "1 of 3"
    few.press("p")
    assert progress(few) == "2 of 3"


def test_an_empty_list_has_nothing_to_show_alone(few: Desk) -> None:
    few.type_search("zeppelin")
    few.table.setFocus()
    few.press("z")
    assert few.table.isVisible()


def test_the_legend_shows_the_keys_and_works_by_mouse(few: Desk) -> None:
    few.window.resize(1_280, 720)
    few.press("z")
    shown = {
        child.accessibleName(): child
        for child in few.widget("focusLegend").findChildren(QWidget)
        if child.isVisible() and child.accessibleName()
    }
    assert {"Publish", "Reject", "Snooze", "Undo", "Read on", "Back to the list"} <= set(shown)
    assert shown["Undo"].accessibleDescription() == "Ctrl Z"
    few.qtbot.mouseClick(shown["Reject"], Qt.MouseButton.LeftButton)
    assert progress(few) == "2 of 3 left"
    few.qtbot.mouseClick(shown["Back to the list"], Qt.MouseButton.LeftButton)
    assert few.table.isVisible()


def test_the_window_comes_back_whole_next_time(few: Desk, open_desk: Callable[[Path], Desk]) -> None:
    few.window.resize(1_280, 720)
    few.press("z")
    few.close()
    again = open_desk(few.folder)
    assert again.table.isVisible()
    assert again.widget("queueBar").isVisible()
    assert again.table.width() > 300


def go_to_a_chip(desk: Desk) -> None:
    for _ in range(20):
        desk.press("Tab")
        if isinstance(QApplication.focusWidget(), TopicChip):
            return
    raise AssertionError("Tab leads to no chip.")


def test_the_keys_go_on_working_where_tab_leads(few: Desk) -> None:
    first, second, third = few.paths
    few.press("z")
    go_to_a_chip(few)
    few.press("p")
    assert few.text("titleView") == few.title_of(second)
    assert few.widget("detailPane").hasFocus()
    go_to_a_chip(few)
    few.press("r")
    assert few.text("titleView") == few.title_of(third)
    go_to_a_chip(few)
    few.press("Escape")
    assert few.table.hasFocus()
    few.save()
    assert set(few.changed_lines()) == {first, second}


def test_letters_are_typed_where_topics_are(few: Desk) -> None:
    few.press("z", "t", "p", "r", "Escape")
    assert few.text("titleView") == few.title_of(few.paths[0])
    assert progress(few) == "3 of 3 left"
    assert few.widget("focusLegend").isVisible()
    assert few.widget("detailPane").hasFocus()
