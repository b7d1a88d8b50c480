"""What an earlier session had decided and not saved comes back, and the window says so."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListWidget, QMessageBox, QPushButton

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.decision import ItemEdit, TopicEdit
from editor_app.core.journal import Journal
from editor_app.core.journal_record import read_records, unpack_edit
from editor_app.core.missing import MISSING
from editor_app.core.state import StateFields
from editor_app.gui.key_button import KeyButton

from .conftest import Desk
from .test_saving import answer

PUBLISH = ItemEdit((StateFields(False, MISSING), StateFields(True, MISSING)))
REJECT = ItemEdit((StateFields(False, MISSING), StateFields(False, True)))
RETAG = ItemEdit(topics=TopicEdit(added=("Gulls",)))

ONE = "_news/2026-11-08-toll-camera-mural.md"
OTHER = "_news/2026-11-13-lido-camera-clock.md"
THIRD = "_news/2026-11-13-cows-choose-music.md"

Opener = Callable[[Path], Desk]


def left_behind(folder: Path, edits: Mapping[str, ItemEdit]) -> None:
    """What a session that was killed leaves."""
    journal = Journal(folder)
    journal.replay()
    journal.append(edits.items())
    journal.close()


def waiting(folder: Path) -> dict[str, ItemEdit]:
    """What a session that began now would find, with the journal left as it is."""
    content = (state_dir() / "journal" / f"{folder_key(folder)}.journal").read_bytes()
    last = dict(change for record in read_records(content) for change in record.changes)
    return {path: unpack_edit(edit) for path, edit in last.items() if edit}


def button(desk: Desk, text: str) -> KeyButton:
    """A button of the banner by what stands on it; it is there as soon as the banner has been laid out."""

    def found() -> list[KeyButton]:
        buttons = desk.window.banner.findChildren(KeyButton)
        return [button for button in buttons if button.isVisible() and text in button.accessibleName()]

    desk.wait(found)
    return found()[0]


def test_decisions_come_back_with_a_banner_to_review_them(open_desk: Opener, sample_site: Path) -> None:
    left_behind(sample_site, {ONE: PUBLISH, OTHER: RETAG})
    desk = open_desk(sample_site)
    assert desk.window.banner.isVisible()
    assert (
        desk.window.banner.message
        == "2 decisions from the last session were restored; they are not saved yet."
    )
    assert desk.window.windowTitle().startswith("2 unsaved")
    assert not desk.action("undoAction").isEnabled()
    desk.choose_queue("Changed")
    assert sorted(desk.paths) == [ONE, OTHER]
    button(desk, "Review").click()
    dialog = desk.widget("changesDialog")
    assert dialog.isVisible()
    entries = dialog.findChild(QListWidget, "changesList")
    assert isinstance(entries, QListWidget)
    assert entries.count() == 2
    save = dialog.findChild(QPushButton, "saveChangesButton")
    assert isinstance(save, QPushButton)
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=20_000):
        save.click()
    assert desk.changed_lines() == {
        ONE: (["published: false"], ["published: true"]),
        OTHER: ([], ["  - Gulls"]),
    }
    desk.window.close()
    assert waiting(sample_site) == {}


def test_what_is_saved_discarded_dropped_or_taken_back_does_not_come_back(
    open_desk: Opener, sample_site: Path
) -> None:
    desk = open_desk(sample_site)
    saved, taken_back, again, dropped, discarded, *_ = desk.paths
    desk.select(saved)
    desk.press("p")
    desk.save()
    for path in (taken_back, again):
        desk.select(path)
        desk.press("r")
    desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Shift+Z", "Ctrl+Z")
    session = desk.window.session
    item = session.catalog.find(dropped)
    assert item is not None
    for path in (dropped, discarded):
        desk.select(path)
        desk.press("p")
    session.drop([item])
    taken, kept = sorted((taken_back, again), key=[taken_back, again].index)[::-1]
    assert {session.catalog.row(item).path for item in session.catalog.pending} == {kept, discarded}
    QTimer.singleShot(0, answer(QMessageBox.StandardButton.Discard))
    assert desk.window.close()
    assert taken not in waiting(sample_site)
    assert waiting(sample_site) == {}


def test_a_file_that_changed_meanwhile_keeps_its_changes(open_desk: Opener, sample_site: Path) -> None:
    left_behind(sample_site, {ONE: PUBLISH, OTHER: PUBLISH, THIRD: REJECT})
    scored, decided, same = (sample_site / path for path in (ONE, OTHER, THIRD))
    scored.write_bytes(scored.read_bytes().replace(b"heat: ", b"heat: 9"))
    decided.write_bytes(decided.read_bytes().replace(b"published: false", b"removed: true\npublished: false"))
    same.write_bytes(same.read_bytes().replace(b"published: false", b"removed: true\npublished: false"))
    desk = open_desk(sample_site)
    # What the third file says by now is nothing to be saved any more.
    assert desk.window.banner.message.startswith("2 decisions")
    desk.save()
    assert desk.changed_lines() == {ONE: (["published: false"], ["published: true"])}
    assert OTHER in desk.window.banner.message
    assert "changed on disk" in desk.window.banner.message
    assert desk.queue_counts()["Changed"] == 1
    assert waiting(sample_site) == {OTHER: PUBLISH}


def test_a_file_that_is_gone_keeps_its_decision_until_the_editor_drops_it(
    open_desk: Opener, sample_site: Path
) -> None:
    left_behind(sample_site, {ONE: PUBLISH, OTHER: REJECT})
    content = (sample_site / ONE).read_bytes()
    (sample_site / ONE).unlink()
    (sample_site / OTHER).unlink()
    desk = open_desk(sample_site)
    assert desk.window.banner.message == "2 decisions are about files that are gone."
    (sample_site / ONE).write_bytes(content)
    desk.reload()
    assert desk.window.banner.message.startswith("1 decision from the last session was restored")
    assert desk.queue_counts()["Changed"] == 1
    desk.save()
    assert b"published: true" in (sample_site / ONE).read_bytes()
    assert waiting(sample_site) == {OTHER: REJECT}
    desk.close()

    desk = open_desk(sample_site)
    assert desk.window.banner.message == "1 decision is about a file that is gone."
    button(desk, "Forget").click()
    assert not desk.window.banner.isVisible()
    assert not desk.action("forgetGoneAction").isEnabled()
    assert waiting(sample_site) == {}


def test_a_window_that_only_reads_restores_nothing_until_it_takes_over(
    open_desk: Opener, sample_site: Path
) -> None:
    first = open_desk(sample_site)
    second = open_desk(sample_site)
    first.action("publishAction").trigger()
    first.action("rejectAction").trigger()
    assert first.queue_counts()["Changed"] == 2
    assert second.queue_counts()["Changed"] == 0
    first.window.session.close()  # as if it had been killed: what is pending there stays in the journal
    second.action("takeOverAction").trigger()
    second.wait(lambda: second.queue_counts()["Changed"] == 2)
    assert second.window.banner.message.startswith("2 decisions from the last session were restored")


def test_without_a_place_for_the_journal_the_work_goes_on_and_that_is_said(
    open_desk: Opener, sample_site: Path
) -> None:
    state_dir().mkdir(parents=True)
    (state_dir() / "journal").write_text("in the way")
    desk = open_desk(sample_site)
    assert desk.window.banner.message.startswith("Decisions are not kept safe against a crash: ")
    first = desk.paths[0]
    desk.press("p")
    desk.save()
    assert set(desk.changed_lines()) == {first}


def test_the_journal_follows_each_decision(open_desk: Opener, sample_site: Path) -> None:
    """What would be found after a kill at this very moment."""

    def found() -> set[str]:
        return set(waiting(sample_site))

    desk = open_desk(sample_site)
    first, second, third = desk.paths[:3]
    desk.press("p")
    assert found() == {first}
    desk.select(second, third)
    desk.press("r")
    assert found() == {first, second, third}
    desk.press("Ctrl+Z")
    assert found() == {first}
    desk.press("Ctrl+Shift+Z")
    assert found() == {first, second, third}
    desk.save()
    assert found() == set()
    desk.press("Ctrl+Z")
    assert found() == {second, third}
