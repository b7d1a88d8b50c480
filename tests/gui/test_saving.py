"""Saving: only what was decided, in the background, nothing lost; and undo after it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QListWidget, QMessageBox, QPushButton

from editor_app.gui.roles import ItemRole

from .conftest import Desk


def answer(button: QMessageBox.StandardButton) -> Callable[[], None]:
    """Presses a button of the question that is about to be asked."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(button).click()

    return press


def test_what_is_not_saved_shows_everywhere(desk: Desk) -> None:
    first = desk.paths[0]
    desk.press("p")
    assert desk.window.windowTitle().startswith("1 unsaved")
    assert "1 unsaved" in desk.window.findChild(type(desk.window.status)).findChildren(type(desk.widget("pendingLabel")))[0].text()  # fmt: skip  # noqa: E501
    desk.choose_queue("Changed")
    assert desk.paths == [first]
    assert desk.table.model().index(0, 0).data(ItemRole.PENDING) is True
    assert desk.changed_lines() == {}
    desk.save()
    assert "unsaved" not in desk.window.windowTitle()
    assert desk.paths == []
    assert desk.changed_lines() == {first: (["published: false"], ["published: true"])}


def test_a_save_changes_only_the_lines_meant(desk: Desk) -> None:
    published, rejected, tagged = desk.paths[:3]
    desk.press("p", "r")
    editor = desk.window.detail.topic_editor
    assert editor is not None
    editor.added.emit("Gulls")
    desk.save()
    lines = desk.changed_lines()
    assert lines[published] == (["published: false"], ["published: true"])
    assert lines[rejected] == ([], ["removed: true"])
    assert lines[tagged] == ([], ["  - Gulls"])
    assert len(lines) == 3


def test_a_machine_that_wrote_meanwhile_keeps_its_scores(desk: Desk) -> None:
    path = desk.paths[1]
    file = desk.folder / path
    desk.select(path)
    desk.press("p")
    file.write_bytes(file.read_bytes().replace(b"heat: -1", b"heat: 77"))
    desk.save()
    text = file.read_bytes()
    assert b"heat: 77" in text
    assert b"published: true" in text


def test_the_same_field_changed_outside_is_a_conflict(desk: Desk) -> None:
    path, other = desk.paths[:2]
    file = desk.folder / path
    desk.press("r", "r")
    file.write_bytes(file.read_bytes().replace(b"published: false", b"published: true"))
    theirs = file.read_bytes()
    desk.save()
    assert file.read_bytes() == theirs
    assert b"removed: true" in (desk.folder / other).read_bytes()
    assert path in desk.window.banner.message
    assert "changed on disk" in desk.window.banner.message
    assert desk.queue_counts()["Changed"] == 1


def test_a_read_only_file_stays_pending_and_the_others_are_saved(desk: Desk) -> None:
    path, other = desk.paths[:2]
    (desk.folder / path).chmod(0o444)
    desk.press("p", "p")
    desk.save()
    assert (desk.folder / path).read_bytes() == desk.start[path]
    assert b"published: true" in (desk.folder / other).read_bytes()
    assert "read-only" in desk.window.banner.message
    desk.choose_queue("Changed")
    assert desk.paths == [path]
    assert "read-only" in desk.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("sign", ["MERGE_HEAD", "rebase-merge"])
def test_nothing_is_written_while_git_is_at_it(desk: Desk, sign: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=desk.folder, check=True)
    (desk.folder / ".git" / sign).mkdir()
    desk.press("p")
    with desk.qtbot.waitSignal(desk.window.session.save_refused, timeout=20_000):
        desk.press("Ctrl+S")
    assert "Git is in the middle" in desk.window.banner.message
    assert desk.changed_lines() == {}
    assert desk.queue_counts()["Changed"] == 1


def test_undo_after_saving_decides_the_other_way(desk: Desk) -> None:
    desk.press("p", "r")
    editor = desk.window.detail.topic_editor
    assert editor is not None
    editor.removed.emit(desk.window.session.catalog.topics(desk.window.table.selected_items()[0])[0])
    desk.save()
    assert len(desk.changed_lines()) == 3
    desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert desk.queue_counts()["Changed"] == 3
    desk.save()
    assert desk.files() == desk.start


def test_a_decision_made_while_saving_is_not_lost(desk: Desk) -> None:
    desk.press("p")
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=20_000):
        desk.press("Ctrl+S")
        desk.press("Ctrl+Z")  # before the result is in
    desk.save()
    assert desk.files() == desk.start


def test_reading_again_keeps_decisions_and_the_place(desk: Desk) -> None:
    first = desk.paths[0]
    desk.press("r", "j", "j")
    place = desk.selected
    outside = desk.folder / desk.paths[0]
    outside.write_bytes(outside.read_bytes().replace(b"quality: ", b"quality: 1"))
    (desk.folder / desk.paths[1]).unlink()
    new = desk.folder / "_news" / "2026-11-23-new.md"
    new.write_text("---\ntitle: Brand new\nquality: 50\npublished: false\n---\n")
    gone = desk.paths[1]
    desk.reload()
    assert desk.selected == place
    desk.wait(lambda: gone not in desk.paths)
    assert "_news/2026-11-23-new.md" in desk.paths
    desk.choose_queue("Changed")
    assert desk.paths == [first]


def test_review_shows_the_lines_and_drops_single_changes(desk: Desk) -> None:
    first, second = desk.paths[:2]
    desk.press("p", "r", "Ctrl+R")
    dialog = desk.widget("changesDialog")
    entries = dialog.findChild(QListWidget, "changesList")
    view = dialog.findChild(type(desk.window.detail.findChildren(object)[0]).__mro__[-2], "changesView")
    assert entries.count() == 2
    desk.wait(lambda: "published: true" in view.toPlainText())
    assert "published: false" in view.toPlainText()
    assert "secured" not in view.toPlainText()
    dialog.findChild(QPushButton, "dropChangeButton").click()
    assert entries.count() == 1
    assert desk.queue_counts()["Changed"] == 1
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=20_000):
        dialog.findChild(QPushButton, "saveChangesButton").click()
    assert set(desk.changed_lines()) == {second}
    assert first not in desk.changed_lines()


def test_closing_asks_and_stays(desk: Desk) -> None:
    desk.press("p")
    QTimer.singleShot(0, answer(QMessageBox.StandardButton.Cancel))
    assert not desk.window.close()
    assert desk.window.isVisible()
    assert desk.queue_counts()["Changed"] == 1


def test_closing_asks_and_discards(desk: Desk) -> None:
    desk.press("p")
    QTimer.singleShot(0, answer(QMessageBox.StandardButton.Discard))
    assert desk.window.close()
    assert desk.changed_lines() == {}


def test_closing_asks_and_saves(desk: Desk) -> None:
    first = desk.paths[0]
    desk.press("p")
    QTimer.singleShot(0, answer(QMessageBox.StandardButton.Save))
    desk.window.close()
    desk.wait(lambda: not desk.window.isVisible())
    assert set(desk.changed_lines()) == {first}


def test_a_second_window_only_reads_until_the_first_is_closed(
    open_desk: Callable[[Path], Desk], sample_site: Path
) -> None:
    first, second = open_desk(sample_site), open_desk(sample_site)
    assert "another window" in second.window.banner.message
    second.press("p")
    assert second.queue_counts()["Changed"] == 0
    first.close()
    second.action("takeOverAction").trigger()
    second.window.activateWindow()
    second.table.setFocus()
    second.press("p")
    assert second.queue_counts()["Changed"] == 1
