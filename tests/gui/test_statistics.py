"""The log of decisions, and the window of statistics about it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QTableView, QTabWidget

from editor_app.core.decision_log import DecisionLog, Entry, LogReader, What, line_of
from editor_app.core.decision_stats import Bars
from editor_app.gui import decision_logging
from editor_app.gui.bar_plot import BarPlot, nice_ceiling, shown_labels
from editor_app.gui.statistics_window import StatisticsWindow
from editor_app.gui.theme import ThemeController

from .conftest import Desk

Told = list[tuple[What, str, bool]]


def log_of(folder: Path) -> Told:
    return [(e.what, e.path, e.is_taken_back) for e in LogReader(DecisionLog(folder)).read()]


def logged(desk: Desk, count: int) -> Told:
    desk.wait(lambda: len(log_of(desk.folder)) >= count)
    return log_of(desk.folder)


class Figures:
    """The open window of statistics as an editor sees it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.press("Ctrl+Shift+D")
        found = desk.window.findChild(StatisticsWindow)
        assert found is not None
        self.window = found
        self.table = found.findChild(QTableView, "logTable")
        self.search = found.findChild(QLineEdit, "logSearch")

    def text(self, name: str) -> str:
        return self.desk.text(name)

    def plot(self, name: str) -> BarPlot:
        found = self.window.findChild(BarPlot, name)
        assert found is not None
        return found

    @property
    def rows(self) -> list[list[str]]:
        model = self.table.model()
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


def test_each_decision_is_logged_and_marked_when_taken_back(desk: Desk) -> None:
    first, second, third = desk.paths[:3]
    desk.press("p", "r")
    desk.select(third)
    desk.press("r", "Ctrl+Z")
    desk.wait(lambda: logged(desk, 3)[-1][2])
    assert log_of(desk.folder) == [
        (What.PUBLISHED, first, False),
        (What.REJECTED, second, False),
        (What.REJECTED, third, True),
    ]
    desk.press("Ctrl+Shift+Z")
    assert logged(desk, 4)[-1] == (What.REJECTED, third, False)


def test_the_log_has_figures_and_no_text_of_an_item(desk: Desk) -> None:
    item = desk.window.session.catalog.find(desk.paths[0])
    assert item is not None
    row = desk.window.session.catalog.row(item)
    desk.press("p")
    logged(desk, 1)
    (entry,) = LogReader(DecisionLog(desk.folder)).read()
    assert (entry.quality, entry.heat, entry.provider) == (row.quality, row.heat, row.provider)
    written = DecisionLog(desk.folder).path.read_text()
    assert row.title not in written
    assert row.excerpt[:30] not in written
    assert "secured" not in written


def test_what_is_decided_last_is_logged_before_the_window_closes(desk: Desk) -> None:
    first = desk.paths[0]
    desk.press("p")
    desk.close()
    assert log_of(desk.folder) == [(What.PUBLISHED, first, True)]  # and was discarded


def test_many_at_once_are_logged_each(desk: Desk) -> None:
    desk.select(*desk.paths[:5])
    desk.press("r")
    assert {what for what, _, _ in logged(desk, 5)} == {What.REJECTED}
    desk.press("Ctrl+Z")
    desk.wait(lambda: all(back for _, _, back in log_of(desk.folder)))


def test_a_folder_is_closed_while_its_log_is_being_made(
    open_desk: Callable[[Path], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    for number in range(1_000):
        (tmp_path / "site" / f"{number:03}.md").write_text(
            f"---\ntitle: Story {number}\npublished: false\n---\n", encoding="utf-8"
        )
    desk = open_desk(tmp_path / "site")
    begun: list[Entry] = []

    def told_of(entry: Entry) -> bytes:
        begun.append(entry)
        return line_of(entry)

    monkeypatch.setattr(decision_logging, "line_of", told_of)
    desk.table.selectAll()
    desk.press("r")
    desk.wait(lambda: bool(begun))
    desk.window.session.close()
    assert len(log_of(desk.folder)) == 1_000


def test_the_window_shows_figures_that_follow_what_is_decided(desk: Desk) -> None:
    waiting = desk.queue_counts()["Unpublished"]
    figures = Figures(desk)
    desk.wait(lambda: figures.text("queuePlotWords").startswith(f"{waiting} items wait"))
    assert figures.text("todayFigure") == "0"
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    desk.table.setFocus()
    desk.press("p", "r", "r")
    desk.wait(lambda: figures.text("todayFigure") == "3")
    assert figures.text("todayParts") == "1 published · 2 rejected"
    assert figures.text("decisionsPlotWords") == "In the last 30 days: 1 published · 2 rejected."
    assert figures.plot("decisionsPlot").bars.totals[-1] == 3
    assert "1 published, 2 rejected" in figures.plot("decisionsPlot").accessibleDescription()
    assert sum(figures.plot("rejectedPlot").bars.totals) == 2
    assert figures.text("publishedPlotWords").startswith("1 published, with a quality of")
    desk.wait(lambda: figures.text("queuePlotWords").startswith(f"{waiting - 3} items wait"))
    figures.window.findChild(QPushButton, "byHourButton").click()
    assert len(figures.plot("decisionsPlot").bars.labels) == 24
    assert figures.text("decisionsPlotWords").startswith("In the last 24 hours")
    desk.press("Ctrl+Z")
    desk.wait(lambda: figures.text("backFigure") == "1")
    assert figures.text("todayFigure") == "2"
    figures.window.grab()  # every plot is painted
    figures.window.close()


def test_the_command_brings_the_window_back(desk: Desk) -> None:
    first = Figures(desk)
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    assert Figures(desk).window is first.window
    first.window.close()
    desk.wait(lambda: desk.window.findChild(StatisticsWindow) is None)


def test_the_log_is_searched(desk: Desk) -> None:
    first, second = desk.paths[:2]
    desk.press("p", "r")
    logged(desk, 2)
    figures = Figures(desk)
    figures.window.findChild(QTabWidget, "statisticsTabs").setCurrentIndex(1)
    desk.wait(lambda: len(figures.rows) == 2)
    assert [row[5] for row in figures.rows] == [second, first]  # the newest first
    QTest.keyClicks(figures.search, "Published 2026")
    desk.wait(lambda: [row[5] for row in figures.rows] == [first])
    assert figures.text("logCount") == "1 decision"
    QTest.keyClicks(figures.search, " zeppelin")
    desk.wait(lambda: figures.rows == [])
    assert not figures.window.findChild(QPushButton, "exportLogButton").isEnabled()
    figures.window.close()


def test_who_has_scrolled_down_in_the_log_stays_there(desk: Desk) -> None:
    log = DecisionLog(desk.folder)
    log.add(b"".join(line_of(Entry(1e9 + n, What.PUBLISHED, f"{n:03}.md")) for n in range(200)))
    log.write()
    figures = Figures(desk)
    figures.window.findChild(QTabWidget, "statisticsTabs").setCurrentIndex(1)
    desk.wait(lambda: len(figures.rows) == 200)
    desk.wait(lambda: figures.table.verticalScrollBar().maximum() >= 26 * 100)
    figures.table.verticalScrollBar().setValue(26 * 100)
    seen = figures.table.indexAt(figures.table.viewport().rect().topLeft()).siblingAtColumn(5).data()
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    desk.table.setFocus()
    desk.press("p", "r")
    desk.wait(lambda: figures.table.model().rowCount() == 202)
    assert figures.table.indexAt(figures.table.viewport().rect().topLeft()).siblingAtColumn(5).data() == seen
    figures.window.close()


def test_the_log_is_exported_without_formulas(
    open_desk: Callable[[Path], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "_news").mkdir(parents=True)
    for name in ("=cmd.md", "b.md"):
        (site / "_news" / name).write_text(
            '---\ntitle: "A"\nquality: 5\npublished: false\nprovider:\n  name: "=HYPERLINK(1)"\n---\n'
        )
    desk = open_desk(site)
    desk.table.setFocus()
    desk.press("p", "r")
    logged(desk, 2)
    figures = Figures(desk)
    desk.wait(lambda: len(figures.rows) == 2)
    file = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    figures.window.findChild(QPushButton, "exportLogButton").click()
    desk.wait(file.exists)
    lines = file.read_text().splitlines()
    assert lines[0] == "When,Decision,Quality,Heat,Provider,Item"
    assert len(lines) == 3
    assert all("'=HYPERLINK(1)" in line for line in lines[1:])
    desk.wait(lambda: desk.text("messageLabel") == "Exported 2 decisions.")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.csv"), ""))
    figures.window.findChild(QPushButton, "exportLogButton").click()
    desk.wait(lambda: "cannot be written" in desk.text("messageLabel"))
    figures.window.close()


def test_where_the_log_cannot_be_written_decisions_hold_and_the_editor_is_told_once(desk: Desk) -> None:
    DecisionLog(desk.folder).path.mkdir(parents=True)
    first = desk.paths[0]
    desk.press("p")
    desk.wait(lambda: "log of decisions cannot be written" in desk.text("messageLabel"))
    assert first not in desk.paths
    assert desk.window.session.catalog.pending


def test_labels_and_figures_of_a_plot_are_round_and_apart(qtbot: object, qapp: object) -> None:
    assert [nice_ceiling(n) for n in (0, 1, 3, 5, 7, 11, 35, 50, 99, 101)] == [
        2,
        2,
        4,
        6,
        10,
        20,
        40,
        60,
        100,
        200,
    ]
    assert shown_labels([20] * 30, 12, 10) == list(range(2, 30, 3))
    assert shown_labels([], 12, 10) == []
    plot = BarPlot(ThemeController("dark"), "Nothing")
    plot.show_bars(Bars((), ()))
    plot.grab()
    plot.show_bars(Bars(("a", "b"), (("published", (0, 0)), ("rejected", (1_000, 3)))))
    plot.grab()
    assert plot.accessibleDescription() == "a: 1,000 rejected; b: 3 rejected"
