"""One decision, one key; always undoable; the next item is already there."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit

from editor_app.core.text_repair import repaired

from .conftest import Desk


@pytest.mark.parametrize(("key", "queue"), [("p", "Published"), ("r", "Rejected")])
def test_a_key_decides_and_the_next_item_is_shown(desk: Desk, key: str, queue: str) -> None:
    first, second, *rest = desk.paths
    before = desk.queue_counts()
    desk.press(key)
    assert desk.paths == [second, *rest]
    assert desk.selected == [second]
    assert desk.text("titleView") == desk.title_of(second)
    counts = desk.queue_counts()
    assert counts["Unpublished"] == before["Unpublished"] - 1
    assert counts[queue] == before[queue] + 1
    assert counts["Changed"] == 1
    desk.choose_queue("Changed")
    assert desk.paths == [first]


def test_requeue_brings_a_rejected_item_back(desk: Desk) -> None:
    desk.choose_queue("Rejected")
    item = desk.paths[0]
    desk.press("u")
    assert item not in desk.paths
    desk.choose_queue("Unpublished")
    assert item in desk.paths


def test_undo_brings_the_item_back_selected(desk: Desk) -> None:
    before = desk.paths
    desk.press("j", "j", "p", "r")
    assert len(desk.paths) == len(before) - 2
    desk.press("Ctrl+Z")
    assert desk.selected == [before[3]]
    desk.press("Ctrl+Z")
    assert desk.paths == before
    assert desk.selected == [before[2]]
    title = desk.title_of(before[2])
    desk.wait(lambda: desk.text("titleView") == (repaired(title) or title))  # once its file has been read
    desk.press("Ctrl+Shift+Z")
    assert before[2] not in desk.paths


def test_undo_has_no_limit(desk: Desk) -> None:
    before = desk.paths
    for _ in before:
        desk.press("p")
    assert desk.paths == []
    assert desk.selected == []
    for _ in before:
        desk.press("Ctrl+Z")
    assert desk.paths == before
    assert desk.queue_counts()["Changed"] == 0
    assert not desk.action("undoAction").isEnabled()


def test_deciding_the_last_row_goes_to_the_one_above(desk: Desk) -> None:
    *_, above, last = desk.paths
    desk.select(last)
    desk.press("r")
    assert desk.selected == [above]


def test_in_a_queue_that_keeps_the_item_the_next_one_follows(desk: Desk) -> None:
    desk.choose_queue("All")
    first, second = desk.paths[:2]
    desk.select(first)
    desk.press("p")
    assert first in desk.paths
    assert desk.selected == [second]


def test_an_item_that_is_so_already_is_left_alone(desk: Desk) -> None:
    desk.choose_queue("Published")
    desk.press("p")
    assert desk.queue_counts()["Changed"] == 0
    assert "Already published" in desk.window.status.message()


def test_letters_are_typed_in_the_search_and_topic_boxes(desk: Desk) -> None:
    desk.press("/", *"prutjko/")
    assert desk.search.text() == "prutjko/"
    desk.press("Escape", "Escape", "t", *"prujko")
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "prujko"
    assert desk.queue_counts()["Changed"] == 0


def test_j_and_k_go_down_and_up(desk: Desk) -> None:
    desk.press("j", "j", "k")
    assert desk.selected == [desk.paths[1]]
    desk.press("Down")
    assert desk.selected == [desk.paths[2]]


def test_o_opens_the_story_and_nothing_but_the_web(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def remember(url) -> bool:  # type: ignore[no-untyped-def]
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    desk.press("o")
    assert len(opened) == 1
    assert opened[0].startswith("https://")
    path = desk.folder / desk.paths[0]
    path.write_bytes(path.read_bytes().replace(b'webUrl: "https:', b'webUrl: "javascript:'))
    desk.reload()
    desk.press("o")
    assert len(opened) == 1


def test_a_decision_without_a_selection_does_nothing(desk: Desk) -> None:
    desk.type_search("there is no such item")
    desk.press("Return", "p", "r", "u", "t")
    assert desk.queue_counts()["Changed"] == 0
    assert not desk.action("publishAction").isEnabled()


def test_the_toolbar_and_the_menus_hold_the_same_actions(desk: Desk) -> None:
    item_menu = next(m for m in desk.window.menuBar().findChildren(type(desk.window.menuBar().actions()[0].menu()))
                     if desk.action("publishAction") in m.actions())  # fmt: skip
    for name in ("publishAction", "rejectAction", "requeueAction", "editTopicsAction", "openInBrowserAction"):
        assert desk.action(name) in item_menu.actions()
    before = len(desk.paths)
    desk.action("rejectAction").trigger()
    assert len(desk.paths) == before - 1


def test_a_problem_cannot_be_decided_about(desk: Desk) -> None:
    desk.choose_queue("Problems")
    problem = next(path for path in desk.paths if "lamp-posts" in path)
    desk.select(problem)
    desk.press("p", "r", "u")
    assert desk.queue_counts()["Changed"] == 0


def test_the_palette_gives_a_command(desk: Desk) -> None:
    desk.press("Ctrl+K")
    palette = desk.widget("commandPalette")
    desk.wait(palette.isActiveWindow)
    desk.press(*"reject", "Return")
    assert desk.queue_counts()["Changed"] == 1
