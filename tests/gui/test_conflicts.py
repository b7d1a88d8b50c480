"""Where somebody else has changed the same field: the editor sees both and chooses, by key, undoably."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from editor_app.gui.conflict_card import ConflictCard
from gui.conftest import Desk


def published_by_others(desk: Desk, count: int = 1) -> list[Path]:
    """Reject the first items, while somebody else publishes them, and save."""
    files = [desk.folder / path for path in desk.paths[:count]]
    desk.press(*"r" * count)
    for file in files:
        file.write_bytes(file.read_bytes().replace(b"published: false", b"published: true"))
    desk.save()
    return files


def path_of(desk: Desk, file: Path) -> str:
    return file.relative_to(desk.folder).as_posix()


def shown_card(desk: Desk) -> ConflictCard | None:
    cards = [card for card in desk.window.findChildren(ConflictCard) if card.isVisible()]
    assert len(cards) <= 1
    return cards[0] if cards else None


def words(card: ConflictCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def conflict(desk: Desk) -> Path:
    """One item in conflict, selected in its queue."""
    (file,) = published_by_others(desk)
    desk.choose_queue("Conflicts")
    return file


def test_the_card_tells_what_was_what_is_wanted_and_what_is_there(desk: Desk, conflict: Path) -> None:
    assert desk.paths == [path_of(desk, conflict)]
    assert desk.queue_counts()["Conflicts"] == 1
    card = shown_card(desk)
    assert card is not None
    states = [word for word in words(card) if word in ("Unpublished", "Published", "Rejected")]
    assert states == ["Unpublished", "Rejected", "Published"]
    tip = desk.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Conflict" in tip


def test_mine_kept_is_written_by_the_next_save(desk: Desk, conflict: Path) -> None:
    theirs = conflict.read_bytes()
    desk.press("m")
    assert shown_card(desk) is None
    assert desk.queue_counts()["Conflicts"] == 0
    assert conflict.read_bytes() == theirs
    desk.save()
    assert b"removed: true" in conflict.read_bytes()
    assert desk.queue_counts()["Changed"] == 0


def test_theirs_kept_leaves_the_file_as_it_is(desk: Desk, conflict: Path) -> None:
    theirs = conflict.read_bytes()
    desk.press("Shift+T")
    assert desk.queue_counts()["Changed"] == 0
    desk.press("Ctrl+S")
    assert conflict.read_bytes() == theirs
    desk.choose_queue("Published")
    assert path_of(desk, conflict) in desk.paths


@pytest.mark.parametrize("key", ["m", "Shift+T"])
def test_a_choice_can_be_taken_back_and_made_again(desk: Desk, conflict: Path, key: str) -> None:
    theirs = conflict.read_bytes()
    desk.press(key)
    desk.press("Ctrl+Z")
    assert desk.queue_counts()["Conflicts"] == 1
    desk.choose_queue("Conflicts")
    assert shown_card(desk) is not None
    desk.save()
    assert conflict.read_bytes() == theirs
    desk.press("Ctrl+Shift+Z")
    assert desk.queue_counts()["Conflicts"] == 0


@pytest.mark.parametrize(
    ("button", "line"), [("Keep mine for all", b"removed: true"), ("Keep theirs for all", b"published: true")]
)
def test_one_choice_for_all_is_one_step(desk: Desk, button: str, line: bytes) -> None:
    files = published_by_others(desk, 3)
    desk.choose_queue("Conflicts")
    assert len(desk.paths) == 3
    card = shown_card(desk)
    assert card is not None
    found = [one for one in card.findChildren(QPushButton) if button in one.text() and one.isVisible()]
    found[0].click()
    assert desk.queue_counts()["Conflicts"] == 0
    desk.press("Ctrl+Z")
    assert desk.queue_counts()["Conflicts"] == 3
    desk.press("Ctrl+Shift+Z")
    if desk.queue_counts()["Changed"]:
        desk.save()
    for file in files:
        assert line in file.read_bytes()


def test_topics_that_both_have_changed_go_together(desk: Desk) -> None:
    path = next(
        path
        for path in desk.paths
        if b"\ntopics:\n" in (desk.folder / path).read_bytes().replace(b"\r\n", b"\n")
    )
    file = desk.folder / path
    desk.select(path)
    desk.press("t")
    desk.press(*"Chess", "Return")
    line = b"\r\n" if b"\r\n" in file.read_bytes() else b"\n"
    file.write_bytes(
        file.read_bytes().replace(line + b"topics:" + line, line + b"topics:" + line + b"  - Boats" + line)
    )
    desk.save()
    text = file.read_bytes()
    assert b"- Boats" in text
    assert b"- Chess" in text
    assert desk.queue_counts()["Conflicts"] == 0


def test_a_decision_about_a_deleted_file_waits_until_it_is_discarded(desk: Desk) -> None:
    path = desk.paths[0]
    desk.press("r")
    (desk.folder / path).unlink()
    desk.save()
    assert desk.queue_counts()["Conflicts"] == 1
    desk.choose_queue("Conflicts")
    card = shown_card(desk)
    assert card is not None
    assert "The file has been deleted" in words(card)
    desk.press("Delete")
    assert desk.queue_counts()["Changed"] == 0
    assert not (desk.folder / path).exists()
