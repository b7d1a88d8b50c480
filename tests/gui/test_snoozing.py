"""Items that are put off: by keys, until it is time, across starts."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from editor_app.app import create
from editor_app.core.snooze import SnoozeFile, later_today

from .conftest import Desk

NOW = datetime(2026, 11, 24, 15, 30).timestamp()
HOUR = 3_600.0


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_at(qtbot: QtBot, qapp: object, clock: Clock):  # type: ignore[no-untyped-def]
    """Opens windows whose clock the test sets."""
    desks: list[Desk] = []

    def open_one(folder: Path) -> Desk:
        _, window = create([str(folder)], clock=clock)
        desk = Desk(window, folder, qtbot)
        desks.append(desk)
        with qtbot.waitSignal(window.loading_finished, timeout=60_000):
            pass
        window.activateWindow()
        desk.table.setFocus()
        return desk

    yield open_one
    for desk in desks:
        desk.close()


@pytest.fixture
def slept_on(open_at: Callable[[Path], Desk], sample_site: Path) -> Desk:
    return open_at(sample_site)


def menu(desk: Desk) -> QMenu:
    found = desk.table.findChild(QMenu, "snoozeMenu")
    assert found is not None
    return found


def snooze(desk: Desk, figure: int) -> None:
    """Press S, and a figure in the menu."""
    desk.press("s")
    shown = menu(desk)
    desk.wait(shown.isVisible)
    QTest.keyClick(shown, getattr(Qt.Key, f"Key_{figure}"))
    desk.wait(lambda: desk.table.findChild(QMenu, "snoozeMenu") is None)
    come_back(desk)


def come_back(desk: Desk) -> None:
    """A platform without windows does not give the focus back by itself."""
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    desk.table.setFocus()


def rewrite_heat(desk: Desk, path: str, heat: int) -> None:
    """As the machine does."""
    file = desk.folder / path
    file.write_bytes(re.sub(rb"(?m)^heat:.*$", b"heat: %d" % heat, file.read_bytes()))
    desk.window.watch.look_soon()


def test_two_keys_put_an_item_off(slept_on: Desk) -> None:
    desk = slept_on
    first, second = desk.paths[:2]
    count = desk.queue_counts()["Unpublished"]
    desk.press("s")
    texts = [action.text() for action in menu(desk).actions()]
    assert texts[:2] == ["&1  Later today\t18:30", "&2  Tomorrow\t08:00"]
    assert texts[2].startswith("&3  When heat rises by 10")
    QTest.keyClick(menu(desk), Qt.Key.Key_1)
    come_back(desk)
    assert first not in desk.paths
    assert desk.selected == [second]
    assert desk.queue_counts()["Unpublished"] == count - 1
    assert desk.queue_counts()["Snoozed"] == 1
    assert not desk.window.session.catalog.pending
    assert "Snoozed until 18:30" in desk.text("messageLabel")
    desk.choose_queue("Snoozed")
    assert desk.paths == [first]
    assert desk.files() == desk.start


def test_late_in_the_evening_later_is_tomorrow_already(slept_on: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 22, 30).timestamp()
    slept_on.press("s")
    texts = [action.text() for action in menu(slept_on).actions()]
    assert texts[:2] == ["&1  In three hours\t01:30", "&2  Tomorrow\t08:00"]
    menu(slept_on).close()


def test_it_comes_back_when_it_is_time_and_moves_nothing(slept_on: Desk, clock: Clock) -> None:
    desk = slept_on
    first = desk.paths[0]
    snooze(desk, 1)
    reading = desk.selected
    clock.now += 3 * HOUR + 1
    desk.reload()
    desk.wait(lambda: first in desk.paths)
    assert desk.selected == reading
    assert desk.queue_counts()["Snoozed"] == 0
    desk.wait(lambda: not SnoozeFile(desk.folder).path.exists())


def test_the_item_that_is_read_stays_until_the_editor_moves_on(slept_on: Desk, clock: Clock) -> None:
    desk = slept_on
    first, second = desk.paths[:2]
    desk.select(first, second)
    snooze(desk, 2)
    desk.choose_queue("Snoozed")
    desk.select(first)
    clock.now += 24 * HOUR
    desk.reload()
    desk.wait(lambda: desk.paths == [first])
    assert desk.selected == [first]
    desk.choose_queue("Unpublished")
    desk.select(desk.paths[-1])
    desk.wait(lambda: first in desk.paths and second in desk.paths)
    assert desk.queue_counts()["Snoozed"] == 0


def test_it_comes_back_when_the_machine_has_raised_its_heat(slept_on: Desk) -> None:
    desk = slept_on
    item = desk.window.session.catalog.find(desk.paths[0])
    assert item is not None
    path, heat = desk.paths[0], max(0, desk.window.session.catalog.row(item).heat or 0)
    snooze(desk, 3)
    assert "until heat" in desk.text("messageLabel")
    rewrite_heat(desk, path, heat + 9)
    desk.wait(lambda: desk.window.session.catalog.row(item).heat == heat + 9)
    assert path not in desk.paths
    rewrite_heat(desk, path, heat + 10)
    desk.wait(lambda: path in desk.paths)
    assert desk.queue_counts()["Snoozed"] == 0


def test_another_rise_is_asked_for_and_remembered(slept_on: Desk) -> None:
    desk = slept_on
    path = desk.paths[0]
    snooze(desk, 4)
    dialog = desk.table.findChild(QInputDialog, "riseDialog")
    assert dialog.intValue() == 10
    dialog.setIntValue(25)
    dialog.accept()
    assert path not in desk.paths
    come_back(desk)
    desk.press("s")
    assert menu(desk).actions()[2].text().startswith("&3  When heat rises by 25")
    menu(desk).close()


def test_snoozing_is_undone_and_done_again(slept_on: Desk) -> None:
    desk = slept_on
    some = desk.paths[:3]
    desk.select(*some)
    snooze(desk, 1)
    assert desk.action("undoAction").text() == "Undo: snoozed 3 items"
    assert not set(some) & set(desk.paths)
    desk.press("Ctrl+Z")
    assert desk.selected == some
    assert desk.queue_counts()["Snoozed"] == 0
    desk.press("Ctrl+Shift+Z")
    assert not set(some) & set(desk.paths)
    assert desk.queue_counts()["Snoozed"] == 3


def test_a_key_wakes(slept_on: Desk) -> None:
    desk = slept_on
    first, second = desk.paths[:2]
    desk.select(first, second)
    snooze(desk, 1)
    desk.choose_queue("Snoozed")
    desk.select(first)
    desk.press("Shift+S")
    assert desk.paths == [second]
    assert desk.selected == [second]
    desk.press("s")
    menu(desk).actions()[-1].trigger()
    menu(desk).close()
    come_back(desk)
    assert desk.paths == []
    desk.choose_queue("Unpublished")
    assert {first, second} <= set(desk.paths)
    desk.press("Shift+S")
    assert "snoozed" in desk.text("messageLabel")


def test_the_key_of_the_queue_tells_which_key_wakes(slept_on: Desk) -> None:
    desk = slept_on
    snooze(desk, 1)
    desk.choose_queue("Snoozed")
    desk.press("u")
    assert "Shift+S" in desk.text("messageLabel")
    assert desk.queue_counts()["Snoozed"] == 1


def test_what_is_decided_about_is_snoozed_no_longer_until_that_is_taken_back(slept_on: Desk) -> None:
    desk = slept_on
    first = desk.paths[0]
    snooze(desk, 1)
    desk.choose_queue("All")
    desk.select(first)
    desk.press("p")
    assert desk.queue_counts()["Snoozed"] == 0
    desk.press("Ctrl+Z")
    assert desk.queue_counts()["Snoozed"] == 1
    desk.select(first)
    desk.press("p")
    desk.select(first)
    desk.press("u")  # decided to be in the queue
    assert desk.queue_counts()["Snoozed"] == 0
    desk.choose_queue("Unpublished")
    assert first in desk.paths


def test_only_what_is_unpublished_can_be_snoozed(slept_on: Desk) -> None:
    desk = slept_on
    desk.choose_queue("Published")
    desk.select(desk.paths[0])
    desk.press("s")
    assert desk.table.findChild(QMenu, "snoozeMenu") is None
    assert desk.text("messageLabel") == "Only what is unpublished can be snoozed."


def test_it_is_found_shown_and_told(slept_on: Desk) -> None:
    desk = slept_on
    first = desk.paths[0]
    snooze(desk, 2)
    desk.choose_queue("All")
    desk.type_search("is:snoozed")
    assert desk.paths == [first]
    cell = desk.table.model().index(0, 0)
    assert cell.data() == "Snoozed"
    assert "until tomorrow, 08:00" in cell.data(Qt.ItemDataRole.ToolTipRole)
    desk.select(first)
    desk.type_search("")
    desk.choose_queue("Unpublished")
    assert first not in desk.paths


def test_it_is_kept_for_the_next_start(
    open_at: Callable[[Path], Desk], sample_site: Path, clock: Clock
) -> None:
    desk = open_at(sample_site)
    first, second = desk.paths[:2]
    snooze(desk, 1)
    snooze(desk, 2)
    desk.close()
    desk = open_at(sample_site)
    desk.wait(lambda: desk.queue_counts()["Snoozed"] == 2)
    assert not {first, second} & set(desk.paths)
    desk.close()
    clock.now += 4 * HOUR
    desk = open_at(sample_site)
    desk.wait(lambda: first in desk.paths)
    assert desk.queue_counts()["Snoozed"] == 1


def test_a_file_that_was_renamed_meanwhile_is_known_again(
    open_at: Callable[[Path], Desk], sample_site: Path
) -> None:
    desk = open_at(sample_site)
    first, second, third = desk.paths[:3]
    snooze(desk, 1)
    snooze(desk, 2)
    desk.close()
    (desk.folder / first).rename(desk.folder / "_news/renamed.md")
    (desk.folder / second).unlink()  # and another one is gone for good
    assert b"Gulls" not in SnoozeFile(desk.folder).path.read_bytes()  # no text of an item
    desk = open_at(sample_site)
    desk.wait(lambda: "_news/renamed.md" not in desk.paths)
    desk.wait(lambda: "_news/renamed.md" in SnoozeFile(desk.folder).read())
    assert desk.queue_counts()["Snoozed"] == 1
    assert third in desk.paths
    desk.choose_queue("Snoozed")
    assert desk.paths == ["_news/renamed.md"]


def test_where_two_files_tell_the_story_neither_is_put_off(
    open_at: Callable[[Path], Desk], sample_site: Path
) -> None:
    desk = open_at(sample_site)
    first = desk.paths[0]
    snooze(desk, 2)
    desk.close()
    story = (desk.folder / first).read_bytes()
    (desk.folder / first).unlink()
    for name in ("one", "two"):
        (desk.folder / f"_news/{name}.md").write_bytes(story)
    desk = open_at(sample_site)
    for _ in range(2):
        desk.reload()
    assert {"_news/one.md", "_news/two.md"} <= set(desk.paths)


def test_it_is_put_off_where_an_item_is_read_alone(slept_on: Desk) -> None:
    desk = slept_on
    first, second = desk.paths[:2]
    desk.press("z", "s")
    shown = menu(desk)
    desk.wait(shown.isVisible)
    middle = desk.window.mapToGlobal(desk.window.rect().center())
    assert shown.geometry().contains(middle)
    QTest.keyClick(shown, Qt.Key.Key_2)
    assert desk.window.detail.is_alone
    assert desk.text("titleView") == desk.title_of(second)
    desk.window.detail.setFocus()
    desk.press("Ctrl+Z", "Escape")
    assert desk.selected == [first]


def test_a_window_that_only_reads_puts_nothing_off(
    open_at: Callable[[Path], Desk], sample_site: Path
) -> None:
    first = open_at(sample_site)
    second = open_at(sample_site)
    assert second.window.session.read_only
    path = second.paths[0]
    second.action("snoozeLaterAction").trigger()
    assert path in second.paths
    assert "only reads" in second.text("messageLabel")
    come_back(first)
    snooze(first, 1)
    first.close()
    second.window.opening.take_over()
    second.wait(lambda: path not in second.paths)
    assert second.queue_counts()["Snoozed"] == 1


def test_what_is_put_off_before_the_file_was_read_loses_nothing(
    open_at: Callable[[Path], Desk], sample_site: Path
) -> None:
    desk = open_at(sample_site)
    first, second, third = desk.paths[:3]
    desk.select(first, second)
    snooze(desk, 2)
    desk.close()
    desk = open_at(sample_site)
    snoozing = desk.window.snoozing
    item = desk.window.session.catalog.find(third)
    assert item is not None
    snoozing.read_again()  # under way while something is put off
    snoozing.put_off({item: later_today(NOW)})
    desk.wait(lambda: set(SnoozeFile(desk.folder).read()) == {first, second, third})
    assert desk.queue_counts()["Snoozed"] == 3
