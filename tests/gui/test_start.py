"""What a window needs to be seen, and what waits until it is."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor_app.app import create
from editor_app.gui.empty_state import EmptyState
from editor_app.resource_files import resource_path
from gui.conftest import Desk

_LATE = """
re2 yaml pydantic pydantic_core filelock ftfy csv json difflib statistics multiprocessing concurrent.futures
subprocess sqlite3 socket ssl http asyncio logging.handlers
editor_app.core.item editor_app.core.store editor_app.core.journal editor_app.core.loader editor_app.core.sweep
editor_app.core.scalars editor_app.core.outline editor_app.core.image_fetch
editor_app.core.query.parser editor_app.core.query.conditions
editor_app.gui.item_page editor_app.gui.selection_page editor_app.gui.conflict_card editor_app.gui.changes_dialog
editor_app.gui.rules_dialog editor_app.gui.statistics_window editor_app.gui.command_palette editor_app.gui.judging
"""
"""Modules that nothing needs which can be seen at first; each takes some milliseconds, and they bring others."""

_SLOW_CLASSES = "QStyle QIcon QGradient QTextCharFormat QFontDatabase"
"""Classes of Qt with so many names that PySide takes milliseconds to make each."""

_AT_FIRST_PAINT = """
import os, sys
from editor_app.__main__ import load_window

window_parts = load_window()
from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject

class Look(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            made = {**sys.modules, **vars(QtGui), **vars(QtWidgets)}
            print(*(name for name in sys.argv[2].split() if name in made), flush=True)
            os._exit(0)
        return False

app, window = window_parts.create([sys.argv[1]])
look = Look()
window.statusBar().installEventFilter(look)
app.exec()
"""


def _unwatched(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what has a process measure its coverage: that loads modules of its own."""
    return {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}


def test_a_window_is_painted_before_what_it_does_not_show_is_loaded(sample_site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _AT_FIRST_PAINT, str(sample_site), _LATE + _SLOW_CLASSES],
        env={**_unwatched(os.environ), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == []


_GARBAGE = """
import gc, os, sys
from editor_app.__main__ import load_window

app, window = load_window().create([sys.argv[1]])
rests = not gc.isenabled()
window.loading_finished.connect(lambda: os._exit(0 if rests and gc.isenabled() else 3))
app.exec()
"""


def test_the_garbage_collector_rests_until_the_window_is_seen(sample_site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GARBAGE, str(sample_site)],
        env={**_unwatched(os.environ), "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0


def test_a_wrong_call_is_answered_where_there_is_no_display(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "editor_app", str(tmp_path / "nowhere")],
        env={**_unwatched(os.environ), "QT_QPA_PLATFORM": "nothing"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "nowhere” does not exist." in done.stderr


def test_the_picture_that_has_fonts_loaded_shows_a_letter(qapp: QApplication) -> None:
    """Without a letter in it, Qt would look for no font."""
    picture = QImage(str(resource_path("icons/letter.svg")))
    assert any(
        picture.pixelColor(x, y).alpha() for x in range(picture.width()) for y in range(picture.height())
    )


def test_the_first_that_is_seen_says_that_the_folder_is_read(desk: Desk, sample_site: Path) -> None:
    _, window = create([str(sample_site)])
    other = Desk(window, sample_site, desk.qtbot)
    try:
        empty = other.table.findChild(EmptyState)
        assert empty is not None
        assert empty.isVisibleTo(other.table)
        assert "Reading the folder" in empty.accessibleName()
        other.wait(lambda: other.paths)
        assert not empty.isVisible()
    finally:
        other.close()


@pytest.mark.parametrize(
    ("command", "shown"),
    [("rulesAction", "rulesDialog"), ("statisticsAction", "statisticsWindow"), ("aboutAction", "")],
)
def test_a_command_that_is_given_at_once_is_carried_out(
    desk: Desk, sample_site: Path, command: str, shown: str
) -> None:
    """Before anything else of the window has had its turn."""
    _, window = create([str(sample_site)])
    other = Desk(window, sample_site, desk.qtbot)
    try:
        other.action(command).trigger()
        assert not shown or window.findChild(QWidget, shown) is not None
    finally:
        other.close()


def test_the_panes_stay_as_they_are_when_the_first_item_comes(qtbot: QtBot, tmp_path: Path) -> None:
    """The page of an item is made after the first paint; in a narrow window it stands below the list."""
    (tmp_path / "a.md").write_text("---\ntitle: Gulls\npublished: false\n---\n")
    _, window = create([str(tmp_path)])
    desk = Desk(window, tmp_path, qtbot)
    try:
        window.resize(830, 900)
        with qtbot.waitSignal(window.first_paint.happened):
            pass
        before = [pane.size() for pane in (desk.table, window.detail)]
        desk.wait(lambda: desk.text("titleView") == "Gulls")
        assert [pane.size() for pane in (desk.table, window.detail)] == before
    finally:
        desk.close()


def at_first_selection(desk: Desk, act: Callable[[], None]) -> None:
    """Do something as soon as the first item is selected: its page is not made then."""
    done: list[bool] = []

    def once() -> None:
        if not done:
            done.append(desk.window.detail.is_prepared)
            act()

    desk.table.selection_changed.connect(once)
    desk.wait(lambda: done)
    assert done == [False]


@pytest.mark.parametrize(
    ("command", "has_focus"),
    [("focusModeAction", "detailPane"), ("editTextAction", "titleEdit"), ("editTopicsAction", "topicEdit")],
)
def test_a_page_that_is_not_made_yet_is_there_for_whoever_asks(
    qtbot: QtBot, tmp_path: Path, command: str, has_focus: str
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Gulls\npublished: false\n---\n")
    _, window = create([str(tmp_path)])
    desk = Desk(window, tmp_path, qtbot)
    try:
        at_first_selection(desk, lambda: desk.action(command).trigger())
        desk.wait(lambda: desk.text("titleView") == "Gulls")
        focus = window.focusWidget()
        assert focus is not None
        assert focus.objectName() == has_focus
    finally:
        desk.close()


def test_nobody_is_asked_to_select_what_is_selected(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Gulls\npublished: false\n---\n")
    _, window = create([str(tmp_path)])
    desk = Desk(window, tmp_path, qtbot)
    said: list[str] = []
    try:
        empty = window.detail.findChild(EmptyState)
        assert empty is not None
        at_first_selection(desk, lambda: said.append(empty.accessibleName()))
        assert said == [""]
    finally:
        desk.close()
