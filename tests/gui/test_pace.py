"""What an editor has done in this sitting, in the status line."""

from .conftest import Desk


def pace(desk: Desk) -> str:
    label = desk.widget("paceLabel")
    return desk.text("paceLabel") if label.isVisible() else ""


def test_decisions_are_counted_and_counted_back(desk: Desk) -> None:
    assert pace(desk) == ""
    desk.press("p", "r", "p")
    assert pace(desk) == "3 decided"
    assert desk.widget("paceLabel").toolTip() == "Since the folder was opened: 2 published, 1 rejected"
    desk.save()
    assert pace(desk) == "3 decided"
    desk.press("r")
    assert pace(desk) == "4 decided"
    desk.press("Ctrl+Z")
    assert pace(desk) == "3 decided"


def test_a_change_of_topics_is_no_decision_about_an_item(desk: Desk) -> None:
    editor = desk.window.detail.topic_editor
    assert editor is not None
    editor.added.emit("Climate")
    assert pace(desk) == ""


def test_another_folder_begins_at_nothing(desk: Desk) -> None:
    desk.press("p")
    desk.save()
    desk.window.open_folder(desk.window.session.folder)
    desk.wait(lambda: not desk.window.session.is_loading)
    assert pace(desk) == ""
