"""A real window on a copy of a site, and an editor's hands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QTableView, QWidget
from pytestqt.qtbot import QtBot

from editor_app.app import create
from editor_app.gui.folder_watch import Pace
from editor_app.gui.main_window import MainWindow
from editor_app.gui.wrapping_label import WrappingLabel


class Desk:
    """One window as tests see it: by the names that stand in the documentation, by keys and by files."""

    def __init__(self, window: MainWindow, folder: Path, qtbot: QtBot) -> None:
        self.window = window
        self.folder = folder
        self.qtbot = qtbot
        self.start = self.files()
        self.is_closed = False

    # -- what is there -----------------------------------------------------------------------------------------

    @property
    def table(self) -> QTableView:
        return self._find(QTableView, "itemTable")

    @property
    def search(self) -> QLineEdit:
        return self._find(QLineEdit, "searchEdit")

    @property
    def queues(self) -> QListWidget:
        return self._find(QListWidget, "queueBar")

    def widget(self, name: str) -> QWidget:
        return self._find(QWidget, name)

    def _find(self, kind: type, name: str):  # type: ignore[no-untyped-def]
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def action(self, name: str) -> QAction:
        return self._find(QAction, name)

    def text(self, name: str) -> str:
        """The text of a label by its name."""
        found = self.widget(name)
        assert isinstance(found, WrappingLabel | QLabel)
        text = found.text() if isinstance(found, QLabel) else WrappingLabel.text(found)
        return str(text)

    @property
    def paths(self) -> list[str]:
        """What the list shows, from top to bottom."""
        model = self.table.model()
        return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]

    @property
    def selected(self) -> list[str]:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        paths = self.paths
        return [paths[row] for row in sorted(rows)]

    def title_of(self, path: str) -> str:
        session = self.window.session
        item = session.catalog.find(path)
        assert item is not None
        return session.catalog.row(item).title

    def queue_counts(self) -> dict[str, int]:
        bar = self.window.queues
        return {
            bar.item(row).text(): bar.item(row).data(Qt.ItemDataRole.UserRole + 1)
            for row in range(bar.count())
        }

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }

    def changed_lines(self) -> dict[str, tuple[list[str], list[str]]]:
        """The lines that are gone and that are new since the start, by file."""
        found = {}
        for path, now in self.files().items():
            before = self.start[path]
            if now != before:
                old, new = before.decode().splitlines(), now.decode().splitlines()
                gone = [line for line in old if line not in new or old.count(line) > new.count(line)]
                come = [line for line in new if line not in old or new.count(line) > old.count(line)]
                found[path] = (gone, come)
        return found

    # -- hands -------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys where the focus is: letters, or ``Ctrl+S``, ``Return``, ``Escape``…"""
        for key in keys:
            target = QApplication.focusWidget() or self.window
            *modifiers, name = key.split("+") if len(key) > 1 else [key]
            flags = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                flags |= {
                    "Ctrl": Qt.KeyboardModifier.ControlModifier,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                }[modifier]
            if len(name) == 1 and not modifiers:
                QTest.keyClicks(target, name)
            else:
                QTest.keyClick(target, getattr(Qt.Key, f"Key_{name}"), flags)

    def choose_queue(self, name: str) -> None:
        for entry in self.queues.findItems(name, Qt.MatchFlag.MatchExactly):
            self.queues.setCurrentItem(entry)
        self.table.setFocus()

    def select(self, *paths: str) -> None:
        """Select rows by their paths, as clicks with Ctrl do."""
        model = self.table.model()
        flags = QItemSelectionModel.SelectionFlag
        self.table.clearSelection()
        all_paths = self.paths
        for number, path in enumerate(paths):
            index = model.index(all_paths.index(path), 0)
            if not number:
                self.table.setCurrentIndex(index)
            self.table.selectionModel().select(index, flags.Select | flags.Rows)
        self.table.setFocus()

    def type_search(self, text: str) -> None:
        self.search.setFocus()
        self.search.selectAll()
        if text:
            QTest.keyClicks(self.search, text)
        else:
            QTest.keyClick(self.search, Qt.Key.Key_Delete)

    def save(self) -> None:
        with self.qtbot.waitSignal(self.window.session.save_finished, timeout=60_000):
            self.press("Ctrl+S")

    def reload(self) -> None:
        with self.qtbot.waitSignal(self.window.loading_finished, timeout=60_000):
            self.press("F5")

    def wait(self, happened: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=20_000)

    def close(self) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        self.window.session.discard_all()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Desk]]:
    """Opens windows, and closes them at the end."""
    desks: list[Desk] = []

    def open_one(folder: Path, pace: Pace | None = None) -> Desk:
        _, window = create([str(folder)], pace=pace)
        desk = Desk(window, folder, qtbot)
        desks.append(desk)
        with qtbot.waitSignal(window.loading_finished, timeout=60_000):
            pass
        qtbot.waitUntil(lambda: window.detail.is_prepared, timeout=60_000)
        window.activateWindow()
        return desk

    yield open_one
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(open_desk: Callable[[Path], Desk], sample_site: Path) -> Desk:
    """A window on the sample items."""
    return open_desk(sample_site)
