"""Decisions about so many items that telling of them takes several turns: whoever acts meanwhile finds them made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from editor_app.core.app_dirs import state_dir
from editor_app.core.decision import Decision, Publish, Reject, retag
from editor_app.core.journal import Journal
from editor_app.core.row import read_row
from editor_app.core.state import State

from .conftest import Desk

MANY = 1_050
MORE = 5


def made_site(folder: Path) -> Path:
    folder.mkdir()
    for number in range(MANY + MORE):
        (folder / f"{number:04}.md").write_text(
            f"---\ntitle: Story {number}\nquality: {9_999 - number}\npublished: false\n---\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture
def bulk(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """A window in which many items are selected, and a few below them are not."""
    desk = open_desk(made_site(tmp_path / "site"))
    select_many(desk)
    return desk


def select_many(desk: Desk) -> None:
    desk.window.table.select_items(desk.window.model.items_in(0, MANY - 1))
    desk.table.setFocus()


def states(desk: Desk) -> dict[str, State]:
    catalog = desk.window.session.catalog
    return {catalog.row(item).path: catalog.state(item) for item in catalog.numbers()}


def those_in(desk: Desk, state: State) -> list[str]:
    return sorted(path for path, found in states(desk).items() if found is state)


def told(desk: Desk) -> bool:
    return len(desk.paths) == MORE


def journal_file() -> Path:
    (found,) = (state_dir() / "journal").iterdir()
    return found


def kept_in(content: bytes, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of how many items the next session would find something pending in a journal."""
    name = journal_file().name
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("EDITOR_APP_HOME", str(home))
        place = state_dir() / "journal"
        place.mkdir(parents=True)
        (place / name).write_bytes(content)
        journal = Journal(folder)
        try:
            return len(journal.replay())
        finally:
            journal.close()


def test_all_of_it_is_seen_a_moment_later(bulk: Desk) -> None:
    *many, next_one = bulk.paths[: MANY + 1]
    bulk.press("p")
    bulk.wait(lambda: told(bulk))
    bulk.wait(lambda: bulk.window.status.message() == f"{MANY:,} items published")
    assert those_in(bulk, State.PUBLISHED) == sorted(many)
    assert bulk.selected == [next_one]
    assert bulk.text("titleView") == bulk.title_of(next_one)
    counts = bulk.queue_counts()
    assert (counts["Unpublished"], counts["Published"], counts["Changed"]) == (MORE, MANY, MANY)
    assert bulk.action("saveAction").isEnabled()


@pytest.mark.parametrize("hand", ["key", "command"])
def test_a_decision_right_behind_is_about_the_next_item(bulk: Desk, hand: str) -> None:
    *many, next_one, after_next = bulk.paths[: MANY + 2]
    if hand == "key":
        bulk.press("p", "r")
    else:
        bulk.action("publishAction").trigger()
        bulk.action("rejectAction").trigger()
    assert those_in(bulk, State.PUBLISHED) == sorted(many)
    assert those_in(bulk, State.REJECTED) == [next_one]
    assert bulk.selected == [after_next]


def test_a_click_right_behind_is_on_the_list_that_is_there_then(bulk: Desk) -> None:
    clicked = bulk.paths[MANY + 2]
    bulk.press("p")
    row = bulk.table.rowHeight(0)
    QTest.mouseClick(
        bulk.table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(row, 2 * row + row // 2),
    )
    assert bulk.selected == [clicked]


def test_undo_right_behind_takes_all_of_it_back(bulk: Desk) -> None:
    before, selected = bulk.paths, bulk.selected
    bulk.press("p", "Ctrl+Z")
    bulk.wait(lambda: bulk.window.status.message() == f"Taken back: published {MANY:,} items")
    assert those_in(bulk, State.PUBLISHED) == []
    assert bulk.paths == before
    bulk.wait(lambda: bulk.selected == selected)
    assert bulk.queue_counts()["Changed"] == 0
    assert not bulk.action("undoAction").isEnabled()
    assert not bulk.action("saveAction").isEnabled()


def test_undo_and_redo_right_behind_each_other(bulk: Desk) -> None:
    many = bulk.paths[:MANY]
    bulk.press("p", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Z", "Ctrl+Shift+Z", "r")
    assert those_in(bulk, State.PUBLISHED) == sorted(many)
    assert len(those_in(bulk, State.REJECTED)) == 1
    bulk.press("Ctrl+Z", "Ctrl+Z")
    bulk.wait(lambda: bulk.queue_counts()["Changed"] == 0)


def test_a_save_right_behind_writes_all_of_it(bulk: Desk) -> None:
    many = bulk.paths[:MANY]
    bulk.press("p")
    bulk.save()
    changed = bulk.changed_lines()
    assert sorted(changed) == sorted(many)
    assert all(lines == (["published: false"], ["published: true"]) for lines in changed.values())
    assert not bulk.window.session.catalog.pending
    bulk.reload()
    assert not bulk.window.session.catalog.pending


def test_others_who_decide_right_behind_are_told_of_in_order(bulk: Desk) -> None:
    session, heard = bulk.window.session, []
    session.decided.connect(lambda items, _: heard.append(len(items)))
    items = bulk.window.table.selected_items()
    session.decide(items, Publish())
    session.decide(items[:1], Reject())
    session.undo_stack.undo()
    session.undo_stack.undo()
    bulk.wait(lambda: len(heard) == 4)
    assert heard == [MANY, 1, 1, MANY]
    assert not session.catalog.pending
    assert len(bulk.paths) == MANY + MORE


def test_closing_right_behind_asks_about_all_of_it(bulk: Desk) -> None:
    asked: list[str] = []

    def stay() -> None:
        box = bulk.window.findChild(QMessageBox, "pendingQuestion")
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.Cancel).click()

    bulk.press("p")
    QTimer.singleShot(0, stay)
    assert not bulk.window.close()
    assert asked == [f"{MANY:,} decisions have not been saved."]
    assert told(bulk)


def test_the_session_may_end_right_behind(bulk: Desk, open_desk: Callable[[Path], Desk]) -> None:
    many = bulk.paths[:MANY]
    bulk.press("p")
    bulk.window.session.close()  # what is pending stays in the journal
    again = open_desk(bulk.folder)
    assert those_in(again, State.PUBLISHED) == sorted(many)
    assert len(again.window.session.catalog.pending) == MANY


@pytest.mark.parametrize("decision", [Publish(), retag(add=["Gulls"])])
def test_a_crash_finds_all_of_it_or_nothing(
    bulk: Desk, decision: Decision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the journal has at each turn of the event loop is what a kill then would leave."""
    session = bulk.window.session

    def turns_until(seen: Callable[[], bool]) -> list[bytes]:
        contents = [journal_file().read_bytes()]
        while not seen():
            QCoreApplication.processEvents()
            contents.append(journal_file().read_bytes())
        return contents

    def kept(contents: list[bytes], name: str) -> list[int]:
        return [
            kept_in(content, bulk.folder, tmp_path / f"{name}{turn}", monkeypatch)
            for turn, content in enumerate(contents)
        ]

    session.decide(bulk.window.table.selected_items(), decision)
    there = kept(turns_until(lambda: bulk.queue_counts()["Changed"] == MANY), "there")
    assert set(there) <= {0, MANY}
    assert there[-1] == MANY  # it is on the disk before the window shows it
    session.complete()
    session.undo_stack.undo()
    back = kept(turns_until(lambda: bulk.queue_counts()["Changed"] == 0), "back")
    assert set(back) <= {0, MANY}
    assert back[-1] == 0


def test_what_others_write_meanwhile_is_in_conflict_and_nothing_is_lost(bulk: Desk) -> None:
    session, path = bulk.window.session, bulk.paths[0]
    bulk.press("p")
    file = bulk.folder / path
    file.write_bytes(file.read_bytes().replace(b"published: false", b"published: false\nremoved: true"))
    session.take_in_rows([read_row(path, file.read_bytes())])
    bulk.wait(lambda: told(bulk))
    assert len(those_in(bulk, State.PUBLISHED)) == MANY
    item = session.catalog.find(path)
    assert item is not None
    assert session.catalog.conflict(item) is not None


def test_topics_given_to_many_are_there_for_the_next_key(bulk: Desk) -> None:
    many = bulk.paths[:MANY]
    editor = bulk.window.detail.topic_editor
    assert editor is not None
    editor.added.emit("Gulls")
    bulk.table.setFocus()
    bulk.press("p", "Ctrl+Z", "Ctrl+Z")
    bulk.wait(lambda: not bulk.window.session.catalog.pending)
    bulk.press("Ctrl+Shift+Z")
    bulk.wait(lambda: len(bulk.window.session.catalog.pending) == MANY)
    catalog = bulk.window.session.catalog
    items = [catalog.find(path) for path in many]
    assert {catalog.topics(item) for item in items if item is not None} == {("Gulls",)}
