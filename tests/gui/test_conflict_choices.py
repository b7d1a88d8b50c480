"""Somebody else changes what an editor has decided about: nothing is written, both are shown, the editor chooses."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.gui.actions import COMMANDS
from editor_app.gui.conflict_card import ConflictCard
from editor_app.gui.key_button import KeyButton

from .conftest import Desk
from .test_journal_banner import waiting

ON_WINDOWS = sys.platform == "win32"

Opener = Callable[[Path], Desk]

FIRST_WINDOW = """\
import sys
from pathlib import Path
from editor_app.core.folder_lock import WindowLock

lock = WindowLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def publish_outside(desk: Desk, path: str) -> bytes:
    """Another program publishes an item, and gives it a score; returns what the file says then."""
    file = desk.folder / path
    data = re.sub(rb"heat: -?\d+", b"heat: 77", file.read_bytes())
    data = data.replace(b"published: false", b"published: true")
    file.write_bytes(data)
    return data


def conflicts(desk: Desk, count: int) -> list[str]:
    """Rejects the first items of the list, which somebody else publishes; a save finds the conflicts."""
    paths = desk.paths[:count]
    for path in paths:
        desk.select(path)
        desk.press("r")
        publish_outside(desk, path)
    desk.save()
    desk.choose_queue("Conflicts")
    assert sorted(desk.paths) == sorted(paths)
    return paths


def card(desk: Desk) -> ConflictCard:
    found = desk.widget("conflictCard")
    assert isinstance(found, ConflictCard)
    return found


def words(desk: Desk) -> list[str]:
    """What stands on the card, as it is read."""
    return [label.text() for label in card(desk).findChildren(QLabel) if label.isVisible()]


def click(desk: Desk, text: str) -> None:
    """Click the button of the card on which a text stands."""
    buttons = [button for button in card(desk).findChildren(KeyButton) if button.isVisible()]
    (button,) = [button for button in buttons if button.accessibleName().startswith(text)]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def cell(desk: Desk, path: str, role: int) -> str:
    return str(desk.table.model().index(desk.paths.index(path), 0).data(role))


def test_a_conflict_is_shown_with_base_mine_and_theirs_and_nothing_is_written(desk: Desk) -> None:
    (path,) = conflicts(desk, 1)
    theirs = (desk.folder / path).read_bytes()
    assert b"removed" not in theirs
    assert desk.queue_counts()["Conflicts"] == 1
    assert "Conflict" in cell(desk, path, Qt.ItemDataRole.ToolTipRole)
    assert "conflict" in cell(desk, path, Qt.ItemDataRole.AccessibleTextRole)
    desk.wait(card(desk).isVisible)
    shown = words(desk)
    at = [shown.index(name) for name in ("When you decided", "Your decision", "In the file now")]
    assert at == sorted(at)
    assert {"Unpublished", "Rejected", "Published"} <= set(shown)
    spoken = card(desk).accessibleDescription()
    assert "Your decision: Rejected" in spoken
    assert "In the file now: Published" in spoken


def test_keep_mine_by_key_lets_the_next_save_write_it_over_theirs(desk: Desk) -> None:
    (path,) = conflicts(desk, 1)
    desk.press("m")
    assert desk.queue_counts()["Conflicts"] == 0
    assert desk.queue_counts()["Changed"] == 1
    desk.save()
    text = (desk.folder / path).read_bytes()
    assert b"removed: true\npublished: false" in text
    assert b"heat: 77" in text
    assert desk.queue_counts()["Changed"] == 0


def test_keep_theirs_by_key_leaves_the_file_as_it_is(desk: Desk) -> None:
    (path,) = conflicts(desk, 1)
    theirs = (desk.folder / path).read_bytes()
    desk.press("Shift+T")
    assert desk.queue_counts()["Conflicts"] == 0
    assert desk.queue_counts()["Changed"] == 0
    assert (desk.folder / path).read_bytes() == theirs


@pytest.mark.parametrize(("choice", "left"), [("Keep mine", 1), ("Keep theirs", 0)])
def test_each_choice_has_a_button_and_can_be_undone_and_redone(desk: Desk, choice: str, left: int) -> None:
    conflicts(desk, 1)
    desk.wait(card(desk).isVisible)
    click(desk, choice)
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (0, left)
    desk.press("Ctrl+Z")
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (1, 1)
    desk.press("Ctrl+Shift+Z")
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (0, left)


@pytest.mark.parametrize(("choice", "left"), [("Keep mine for all", 3), ("Keep theirs for all", 0)])
def test_one_choice_for_all_conflicts_is_one_step(desk: Desk, choice: str, left: int) -> None:
    paths = conflicts(desk, 3)
    desk.select(paths[0])
    desk.wait(card(desk).isVisible)
    click(desk, choice)
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (0, left)
    desk.press("Ctrl+Z")
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (3, 3)
    desk.press("Ctrl+Shift+Z")
    if left:
        desk.save()
    rejected = [b"removed: true" in (desk.folder / path).read_bytes() for path in paths]
    assert rejected == [bool(left)] * 3
    assert desk.queue_counts()["Changed"] == 0


@pytest.mark.parametrize(("key", "left"), [("Ctrl+Shift+M", 3), ("Ctrl+Shift+T", 0)])
def test_one_choice_for_all_conflicts_has_a_key(desk: Desk, key: str, left: int) -> None:
    conflicts(desk, 3)
    desk.press(key)
    assert (desk.queue_counts()["Conflicts"], desk.queue_counts()["Changed"]) == (0, left)


def test_enter_among_the_changes_chooses_nothing(desk: Desk) -> None:
    (path,) = conflicts(desk, 1)
    theirs = (desk.folder / path).read_bytes()
    desk.press("Ctrl+R")
    dialog = desk.widget("changesDialog")
    desk.wait(lambda: dialog.findChild(ConflictCard).isVisible())
    assert not any(button.autoDefault() or button.isDefault() for button in dialog.findChildren(KeyButton))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.close()
    assert (desk.folder / path).read_bytes() == theirs
    assert desk.queue_counts()["Conflicts"] == 1


def test_no_key_means_two_commands() -> None:
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


def test_a_conflict_survives_a_crash(open_desk: Opener, sample_site: Path) -> None:
    desk = open_desk(sample_site)
    (path,) = conflicts(desk, 1)
    theirs = (sample_site / path).read_bytes()
    journal = state_dir() / "journal" / f"{folder_key(sample_site)}.journal"
    at_the_crash = journal.read_bytes()
    desk.close()
    journal.write_bytes(at_the_crash)
    desk = open_desk(sample_site)
    assert "1 decision from the last session was restored" in desk.window.banner.message
    desk.choose_queue("Conflicts")
    assert desk.paths == [path]
    desk.wait(card(desk).isVisible)
    assert {"Unpublished", "Rejected", "Published"} <= set(words(desk))
    desk.save()
    assert (sample_site / path).read_bytes() == theirs
    desk.select(path)
    desk.press("m")
    desk.save()
    assert b"removed: true\npublished: false" in (sample_site / path).read_bytes()


def test_a_conflict_stops_no_other_item_of_the_save(desk: Desk) -> None:
    path, other = desk.paths[:2]
    desk.press("r", "r")
    theirs = publish_outside(desk, path)
    desk.save()
    assert (desk.folder / path).read_bytes() == theirs
    assert b"removed: true" in (desk.folder / other).read_bytes()
    assert desk.queue_counts()["Conflicts"] == 1


def test_topics_of_both_sides_go_together(desk: Desk) -> None:
    path = desk.paths[2]
    desk.select(path)
    editor = desk.window.detail.topic_editor
    assert editor is not None
    editor.added.emit("Gulls")
    file = desk.folder / path
    file.write_bytes(file.read_bytes().replace(b"topics:\n", b"topics:\n  - Weather\n"))
    desk.save()
    text = file.read_text()
    assert "  - Weather\n" in text
    assert "  - Gulls\n" in text
    assert desk.queue_counts()["Conflicts"] == 0
    assert desk.queue_counts()["Changed"] == 0


def test_the_choice_is_kept_like_a_decision_and_comes_back(open_desk: Opener, sample_site: Path) -> None:
    desk = open_desk(sample_site)
    (path,) = conflicts(desk, 1)
    desk.press("m")
    edit = waiting(sample_site)[path]
    assert edit.state is not None
    base, wanted = edit.state
    assert base.published is True  # decided on what the file says now
    assert (wanted.removed, wanted.published) == (True, False)


def test_a_deleted_file_keeps_its_decision_until_it_is_dropped(desk: Desk) -> None:
    path = desk.paths[0]
    desk.press("p")
    (desk.folder / path).unlink()
    desk.save()
    assert not (desk.folder / path).exists()
    assert desk.queue_counts()["Changed"] == 1
    desk.choose_queue("Conflicts")
    assert desk.paths == [path]
    assert "The file is gone" in cell(desk, path, Qt.ItemDataRole.ToolTipRole)
    desk.wait(card(desk).isVisible)
    assert "The file has been deleted" in words(desk)
    click(desk, "Discard this decision")
    assert desk.queue_counts()["Changed"] == 0
    assert desk.queue_counts()["Conflicts"] == 0
    assert not (desk.folder / path).exists()


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_a_link_is_written_at_its_target_and_about_one_that_leads_out_nothing_is_decided(
    open_desk: Opener, sample_site: Path, tmp_path: Path
) -> None:
    inside, leaving = sample_site / "_news/linked.md", sample_site / "_news/leaving.md"
    text = "---\ntitle: A linked item\npublished: false\n---\n"
    target, outside = sample_site / "kept" / "real.txt", tmp_path / "outside.md"
    target.parent.mkdir()
    target.write_text(text)
    outside.write_text(text)
    inside.symlink_to("../kept/real.txt")
    leaving.symlink_to(outside)
    desk = open_desk(sample_site)
    desk.choose_queue("Problems")
    desk.select("_news/leaving.md")
    desk.press("p")
    assert "leads out of the folder" in desk.window.status.message()
    desk.choose_queue("Unpublished")
    desk.select("_news/linked.md")
    desk.press("p")
    desk.save()
    assert inside.is_symlink()
    assert "published: true" in target.read_text()
    assert leaving.is_symlink()
    assert outside.read_text() == text


def test_a_second_window_only_reads_and_takes_over_when_the_first_was_killed(
    open_desk: Opener, sample_site: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FIRST_WINDOW, str(sample_site)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline() == "True\n"
            desk = open_desk(sample_site)
            assert "another window" in desk.window.banner.message
            desk.action("takeOverAction").trigger()  # it is still there
            desk.table.setFocus()
            desk.press("p")
            assert desk.queue_counts()["Changed"] == 0
        finally:
            first.kill()
            first.wait()
    desk.action("takeOverAction").trigger()
    desk.table.setFocus()
    desk.press("p")
    assert desk.queue_counts()["Changed"] == 1
    desk.save()
    assert len(desk.changed_lines()) == 1
