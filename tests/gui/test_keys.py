"""The keys of the window as a whole."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from editor_app.gui.actions import COMMANDS
from editor_app.gui.story_mark import StoryMark

from .conftest import Desk

FERRY = "_news/2026-11-21-ferry-autopilot-gulls.md"


def test_no_key_means_two_things() -> None:
    """Qt carries neither of two commands out that have the same key, and says nothing."""
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_keys_that_only_look_work_wherever_nothing_is_typed(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.select(FERRY)
    desk.wait(lambda: desk.window.judging.stories.items)
    topics = desk.window.detail.page.topics.findChild(QLineEdit, "topicEdit")
    link = desk.widget("relatedList").findChildren(StoryMark)[0]
    for place in (desk.queues, desk.window.facets, link, topics):
        typed = place is topics
        place.setFocus(Qt.FocusReason.TabFocusReason)
        desk.press("z")
        assert desk.window.detail.is_alone is not typed
        desk.window.judging.focusing.leave()
        place.setFocus(Qt.FocusReason.TabFocusReason)
        desk.press("g")
        assert (desk.selected == [FERRY]) is typed
        desk.press("Alt+Left")
        assert desk.selected == [FERRY]


def test_one_key_shows_an_item_alone_from_everywhere(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.press("/", *"gulls", "F11")
    assert desk.window.detail.is_alone
    assert desk.search.text() == "gulls"
    desk.press("F11")
    assert desk.table.hasFocus()
    desk.press("e", "F11")  # while the texts are edited
    assert desk.window.detail.is_alone
    assert not desk.window.detail.page.is_editing
    desk.press("Escape")


def test_letters_stay_letters_where_one_types(desk: Desk) -> None:
    desk.press("/", *"zg")
    assert desk.search.text() == "zg"
    desk.press("Escape", "Escape", "e")
    edit = QApplication.focusWidget()
    desk.press(*"zg")
    assert QApplication.focusWidget() is edit
    assert not desk.window.detail.is_alone
    desk.press("Escape")
