"""Takes the pictures of the documentation from the real window, on a fresh copy of the sample items.

    make screenshots

The clock is set to the day the samples were written for, so that ages are always the same. Where the font Inter is
installed it is used, else the system's own. The samples are in several scripts: a font for Devanagari has to be there
too, and one for emoji (Debian: fonts-inter, fonts-lohit-deva, fonts-noto-color-emoji).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from editor_app.app import create
from editor_app.core.catalog import Queue
from editor_app.core.query.text_key import TextKey
from editor_app.gui.main_window import MainWindow
from editor_app.gui.theme import ThemeMode
from scripts.screenshots_deciding import take_rules, take_snoozing, take_statistics
from scripts.screenshots_finding import take_groups, take_news, take_views
from scripts.screenshots_judging import take_picture

REPOSITORY = Path(__file__).resolve().parent.parent
PICTURES = REPOSITORY / "docs" / "screenshots"
NOW = 1_795_392_000.0  # 23 November 2026, midnight UTC
DAMAGED = "_news/2026-11-20-street-lights-count-bats.md"
RELATED = ("_news/2026-11-21-ferry-autopilot-gulls.md", "_news/2026-11-22-gulls-four-autopilot-nil.md")
SETTLED = 300  # milliseconds without which a picture could show a job half done


def main(scale: str = "1") -> None:
    """Take all pictures of one scale; scale 1 starts another process for the others."""
    if scale == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
        subprocess.run(
            [sys.executable, "-m", "scripts.screenshots", "2"], cwd=REPOSITORY, env=environment, check=True
        )
    with tempfile.TemporaryDirectory() as home:
        os.environ["EDITOR_APP_HOME"] = str(Path(home) / "home")
        os.environ["TZ"] = "UTC"
        site = Path(home) / "sample_items"
        shutil.copytree(REPOSITORY / "sample_items", site)
        make_repository(site)
        app = QApplication(["editor-app"])
        if "Inter" in QFontDatabase.families():
            app.setFont(QFont("Inter"))
        app, window = create([str(site)], clock=fixed_clock)
        wait_for(window)
        pictures = Pictures(window)
        if scale == "1":
            pictures.take_all()
        else:
            pictures.take_scaled()
        window.session.discard_all()
        window.close()


def fixed_clock() -> float:
    return NOW


def make_repository(site: Path) -> None:
    """A git repository, so that the status bar has a branch to show."""
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)


def wait_for(window: MainWindow) -> None:
    loop = QEventLoop()
    window.loading_finished.connect(loop.quit)
    loop.exec()


def settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(SETTLED, loop.quit)
    loop.exec()


class Pictures:
    """One window, brought into one state after the other."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.banner.hide()
        window.resize(1440, 900)

    def take_all(self) -> None:
        self._decide_some()
        for theme in ("light", "dark"):
            self._use(theme)
            self._show(Queue.UNPUBLISHED, 1)
            self._take(theme)
            self._in_queue(Queue.UNPUBLISHED, f"{theme}-many", self._window.listing.select_all)
            self._in_queue(Queue.CHANGED, f"{theme}-yaml", self._show_yaml)
            self._show_story()
            self._show(Queue.PROBLEMS, -1)
            self._take(f"{theme}-problem")
            self._window.search.setText("zeppelin")
            self._take(f"{theme}-empty")
            self._window.search.clear()
            self._review(f"{theme}-review")
            self._texts(theme)
            self._search(theme)
            self._judging(theme)
            take_picture(self._window, theme, save, settle)
            take_views(self._window, theme, save, settle)
            take_groups(self._window, theme, save, settle)
            take_news(self._window, theme, save, settle)
            take_rules(self._window, theme, save, settle)
            take_snoozing(self._window, theme, save, settle)
            take_statistics(self._window, theme, save, settle, NOW)
        self._use("light")
        self._show(Queue.ALL, 8)
        self._sized(1280, 720, "light-1280")
        self._sized(1000, 760, "light-narrow")

    def take_scaled(self) -> None:
        for theme in ("light", "dark"):
            self._use(theme)
            self._show(Queue.UNPUBLISHED, 1)
            self._sized(1280, 720, f"{theme}-200")
            self._alone(f"{theme}-focus-200")

    def _decide_some(self) -> None:
        self._show(Queue.UNPUBLISHED, 4)
        self._window.deciding.publish()
        self._window.deciding.reject()
        self._window.deciding.reject()
        settle()

    def _use(self, theme: ThemeMode) -> None:
        self._window.use_light_theme() if theme == "light" else self._window.use_dark_theme()

    def _show(self, queue: Queue, row: int) -> None:
        self._window.queues.choose(queue)
        count = self._window.model.rowCount()
        self._window.table.select_row(row if row >= 0 else count + row)

    def _in_queue(self, queue: Queue, name: str, then: Callable[[], None]) -> None:
        self._show(queue, 0)
        then()
        self._take(name)

    def _texts(self, theme: str) -> None:
        """An item with damaged texts, and the same while its texts are edited."""
        self._show(Queue.UNPUBLISHED, 0)
        damaged = self._window.session.catalog.find(DAMAGED)
        assert damaged is not None
        self._window.table.select_items([damaged])
        self._take(f"{theme}-damaged")
        self._window.deciding.edit_text()
        self._take(f"{theme}-editing")
        self._window.detail.finish_editing()

    def _show_yaml(self) -> None:
        self._window.detail.show_file()

    def _show_story(self) -> None:
        self._window.detail.show_story()

    def _sized(self, width: int, height: int, name: str) -> None:
        self._window.resize(width, height)
        self._take(name)

    def _review(self, name: str) -> None:
        self._window.saving.review_changes()
        settle()
        dialog = self._window.findChild(QWidget, "changesDialog")
        assert dialog is not None
        save(dialog, name)
        dialog.close()
        settle()

    def _search(self, theme: str) -> None:
        """What the search box offers, tells and explains, and what stands below the queues."""
        window = self._window
        self._show(Queue.ALL, 0)
        if theme == "light":
            for query, name in (
                ("is:unpublished quality>50", "Good ones"),
                ("topic:AI date:last-7d", "AI this week"),
            ):
                window.search.setText(query)
                window.views.save(name, only_here=False)
        window.facets.section(TextKey.TOPIC).setExpanded(True)
        window.activateWindow()
        for name, query in (("search", "gulls OR topic:vi"), ("wrong", "gulls is:publishd quality>20")):
            window.finding.focus_search()
            window.search.clear()
            settle()
            QTest.keyClicks(window.search, query)
            self._take(f"{theme}-{name}")
        window.search.clear()
        window.finding.show_search_help()
        self._take(f"{theme}-help")
        window.finding.show_search_help()
        window.search.setText("quality>20 topic=AI -topic=Transport")
        settle()
        self._take(f"{theme}-facets")
        window.search.clear()
        window.facets.section(TextKey.TOPIC).setExpanded(False)
        window.table.setFocus()

    def _judging(self, theme: str) -> None:
        """Related stories that are items of the folder, with the way back, and one item alone."""
        window = self._window
        self._show(Queue.ALL, 0)
        first, second = (window.session.catalog.find(path) for path in RELATED)
        assert first is not None
        assert second is not None
        window.table.select_items([second])
        settle()
        window.judging.going.go_to(first)
        settle()
        window.detail.page.verticalScrollBar().setValue(374)
        self._take(f"{theme}-related")
        window.judging.going.go_back()
        self._show(Queue.UNPUBLISHED, 0)
        self._alone(f"{theme}-focus")
        window.resize(1280, 720)
        self._alone(f"{theme}-focus-1280")
        window.resize(1440, 900)

    def _alone(self, name: str) -> None:
        self._window.judging.focusing.toggle()
        self._take(name)
        self._window.judging.focusing.leave()

    def _take(self, name: str) -> None:
        settle()
        save(self._window, name)


def save(shown: QWidget | QPixmap, name: str) -> None:
    file = PICTURES / f"{name}.png"
    picture = shown.grab() if isinstance(shown, QWidget) else shown
    if not picture.save(str(file), quality=0):  # PNG: the smallest file
        raise SystemExit(f"{file} could not be written")


if __name__ == "__main__":
    main(*sys.argv[1:])
