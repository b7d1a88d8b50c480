"""The folder changes while an editor works: the list follows, and nothing moves under the editor's hand or eyes."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from editor_app.core.view import Order, SortKey
from editor_app.gui.file_view import FileView
from editor_app.gui.folder_watch import FolderWatch, Pace
from editor_app.gui.item_page import ItemPage
from editor_app.gui.item_reading import LoadedItem
from editor_app.gui.roles import ItemRole

from .conftest import Desk

QUICK = Pace(every=3_600.0, hint=0.05, grace=0.2, wait=0.05)
STORY = """\
---
title: "Story {0}"
excerpt: "{1}"
publishedDateTime: 2026-11-01T08:00:00Z
quality: {0}
heat: 5
published: false
topics:
  - AI
---
"""


class Watched(Desk):
    """A desk whose window looks at its folder often, and tests that know when it has."""

    @property
    def watch(self) -> FolderWatch:
        return self.window.watch

    def look(self) -> None:
        """Let the window look at the folder once, now."""
        with self.qtbot.waitSignal(self.watch.looked, timeout=20_000):
            self.watch.look()

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """The window notices by itself what is done in here."""
        with self.qtbot.waitSignal(self.watch.told, timeout=20_000):
            yield

    def replace(self, path: str, old: str, new: str) -> None:
        """Another program writes a file, as most do: a new one takes the place of the old one."""
        file = self.folder / path
        text = file.read_text()
        assert old in text
        new_file = file.with_name(".another")
        new_file.write_text(text.replace(old, new))
        new_file.replace(file)

    def place_of(self, path: str) -> int:
        """How far under the upper edge of the list a row stands, in pixels."""
        return self.table.rowViewportPosition(self.paths.index(path))

    def cell(self, path: str, column: int = 0, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.table.model().index(self.paths.index(path), column).data(role)

    def is_missing(self, path: str) -> bool:
        return "The file is gone" in str(self.cell(path, role=Qt.ItemDataRole.ToolTipRole))

    @property
    def page(self) -> ItemPage:
        page = self.window.detail.findChild(ItemPage)
        assert page is not None
        return page


@pytest.fixture
def open_watched(open_desk: Callable[..., Desk], qtbot: object) -> Callable[[Path], Watched]:
    def open_one(folder: Path) -> Watched:
        desk = open_desk(folder, pace=QUICK)
        desk.__class__ = Watched
        assert isinstance(desk, Watched)
        with desk.qtbot.waitSignal(desk.watch.looked, timeout=20_000):
            pass
        return desk

    return open_one


@pytest.fixture
def desk(open_watched: Callable[[Path], Watched], sample_site: Path) -> Watched:
    return open_watched(sample_site)


@pytest.fixture
def many(open_watched: Callable[[Path], Watched], tmp_path: Path) -> Watched:
    """A window on 300 stories, sorted by quality, the best first, with one in the middle selected."""
    folder = tmp_path / "many"
    (folder / "_news").mkdir(parents=True)
    for number in range(300):
        (folder / f"_news/{number:03}.md").write_text(STORY.format(number, "word " * 400))
    desk = open_watched(folder)
    desk.window.table.order_chosen.emit(Order(SortKey.QUALITY))
    desk.select("_news/150.md")
    return desk


# -- rows ----------------------------------------------------------------------------------------------------------


def test_a_change_is_noticed_by_itself_and_shown_in_its_row(desk: Watched) -> None:
    path = desk.paths[3]
    before = desk.paths
    with desk.noticing():
        desk.replace(path, desk.title_of(path), "Quite another title")
    assert desk.title_of(path) == "Quite another title"
    assert desk.paths == before


def test_a_new_file_comes_into_the_list_at_its_place(many: Watched) -> None:
    with many.noticing():
        (many.folder / "_news/new.md").write_text(STORY.format(200, "x"))
    place = many.paths.index("_news/new.md")
    assert {many.paths[place - 1], many.paths[place + 1]} <= {"_news/201.md", "_news/200.md", "_news/199.md"}


def test_a_machine_that_rewrites_300_files_costs_one_refresh(many: Watched) -> None:
    order, place = many.paths, many.place_of("_news/150.md")
    told: list[int] = []
    changed: list[int] = []
    many.watch.told.connect(lambda: told.append(1))
    many.window.session.items_changed.connect(lambda items: changed.append(len(items)))
    with many.noticing():
        for path in order:
            many.replace(path, "heat: 5", "heat: 50")
    many.look()
    assert told == [1]
    assert changed == [300]
    assert many.paths == order
    assert many.selected == ["_news/150.md"]
    assert many.place_of("_news/150.md") == place
    assert many.cell("_news/299.md", 2) == "50"


def test_rows_that_come_and_go_above_do_not_move_what_is_in_sight(many: Watched) -> None:
    place = many.place_of("_news/150.md")
    assert place > 0
    for number in range(40):
        (many.folder / f"_news/new{number:02}.md").write_text(STORY.format(250 + number, "x"))
    many.look()
    assert len(many.paths) == 340
    assert many.place_of("_news/150.md") == place
    assert many.selected == ["_news/150.md"]
    for number in range(40):
        (many.folder / f"_news/new{number:02}.md").unlink()
    for number in range(280, 285):
        many.replace(f"_news/{number}.md", "published: false", "published: true")
    many.wait(lambda: len(many.paths) == 295)
    assert many.place_of("_news/150.md") == place
    assert many.selected == ["_news/150.md"]


def test_scrolled_away_from_the_current_row_what_is_in_sight_stays(many: Watched) -> None:
    many.table.verticalScrollBar().setValue(60 * 30 + 7)
    top = many.paths[many.table.rowAt(0)]
    place = many.place_of(top)
    (many.folder / "_news/new.md").write_text(STORY.format(299, "x"))
    many.look()
    assert many.place_of(top) == place
    assert many.selected == ["_news/150.md"]


def test_new_scores_move_nothing_until_the_editor_sorts_anew(many: Watched) -> None:
    order = many.paths
    sign = many.text("orderLabel")
    assert sign == ""
    for number in (10, 20, 30):
        many.replace(f"_news/{number:03}.md", f"quality: {number}", "quality: 900")
    many.replace("_news/040.md", "heat: 5", "heat: 6")
    many.look()
    assert many.paths == order
    assert many.text("orderLabel") == "Scores changed in 3 items"
    (many.folder / "_news/new.md").write_text(STORY.format(200, "x"))  # the old order takes it in
    many.look()
    assert [path for path in many.paths if path != "_news/new.md"] == order
    button = next(button for button in many.window.findChildren(QToolButton) if button.text() == "Sort anew")
    assert button.isVisible()
    button.click()
    assert not button.isVisible()
    assert set(many.paths[:3]) == {"_news/010.md", "_news/020.md", "_news/030.md"}
    assert many.selected == ["_news/150.md"]


def test_scores_that_do_not_matter_to_the_order_are_not_spoken_of(many: Watched) -> None:
    many.replace("_news/040.md", "heat: 5", "heat: 6")
    many.look()
    assert many.text("orderLabel") == ""


# -- deleted, renamed ----------------------------------------------------------------------------------------------


def test_a_deleted_file_leaves_the_list_after_a_second_look(many: Watched) -> None:
    (many.folder / "_news/149.md").unlink()
    many.look()
    assert "_news/149.md" in many.paths
    many.wait(lambda: "_news/149.md" not in many.paths)
    assert many.selected == ["_news/150.md"]


def test_the_item_that_is_read_stays_until_the_editor_moves_on(many: Watched) -> None:
    many.table.scrollTo(many.table.currentIndex(), many.table.ScrollHint.PositionAtCenter)
    place = many.place_of("_news/150.md")
    (many.folder / "_news/150.md").unlink()
    many.wait(lambda: many.is_missing("_news/150.md"))
    assert many.selected == ["_news/150.md"]
    assert many.text("titleView") == "Story 150"
    assert any("the file is gone" in label.text() for label in many.page.findChildren(QLabel))
    many.press("j")
    many.wait(lambda: "_news/150.md" not in many.paths)
    assert many.selected == ["_news/149.md"]
    assert many.place_of("_news/149.md") == place + 30


def test_an_item_that_is_published_elsewhere_is_not_pulled_away_from_its_reader(many: Watched) -> None:
    many.replace("_news/150.md", "published: false", "published: true")
    many.look()
    assert many.selected == ["_news/150.md"]
    assert many.cell("_news/150.md") == "Published"
    many.press("k")
    many.wait(lambda: "_news/150.md" not in many.paths)
    assert many.selected == ["_news/151.md"]
    many.choose_queue("Published")
    assert many.paths == ["_news/150.md"]


def test_a_deleted_file_keeps_its_decision_until_it_is_dropped(many: Watched) -> None:
    many.press("p")
    (many.folder / "_news/150.md").unlink()
    many.choose_queue("Changed")
    many.wait(lambda: many.is_missing("_news/150.md"))
    many.choose_queue("All")
    many.select("_news/001.md")
    many.look()
    assert many.queue_counts()["Changed"] == 1
    assert many.is_missing("_news/150.md")
    assert many.cell("_news/150.md", role=ItemRole.NOTE) is True
    many.press("Ctrl+Z")
    many.select("_news/001.md")
    many.wait(lambda: "_news/150.md" not in many.paths)
    assert many.queue_counts()["Changed"] == 0


def test_a_file_that_is_made_anew_takes_its_decision_up_again(many: Watched) -> None:
    many.press("p")
    text = (many.folder / "_news/150.md").read_text()
    (many.folder / "_news/150.md").unlink()
    many.choose_queue("Changed")
    many.wait(lambda: many.is_missing("_news/150.md"))
    with many.noticing():
        (many.folder / "_news/150.md").write_text(text.replace("heat: 5", "heat: 9"))
    assert not many.is_missing("_news/150.md")
    many.save()
    now = (many.folder / "_news/150.md").read_text()
    assert now == text.replace("heat: 5", "heat: 9").replace("published: false", "published: true")


def test_a_renamed_file_keeps_its_row_its_selection_and_its_decision(many: Watched) -> None:
    many.press("p", "k")
    here = many.selected[0]
    place = many.place_of(here)
    (many.folder / here).rename(many.folder / "_news/renamed.md")
    (many.folder / "_news/150.md").rename(many.folder / "_news/decided.md")
    many.look()
    assert many.selected == ["_news/renamed.md"]
    assert many.place_of("_news/renamed.md") == place
    assert here not in many.paths
    many.save()
    assert "published: true" in (many.folder / "_news/decided.md").read_text()


# -- the page ------------------------------------------------------------------------------------------------------


def test_the_page_is_left_as_it_is_where_nothing_new_is_to_be_read(many: Watched) -> None:
    loaded: list[LoadedItem] = []
    bar = many.page.verticalScrollBar()
    many.wait(lambda: bar.maximum() > 100)
    bar.setValue(100)
    many.window.session.item_loaded.connect(loaded.append)
    many.replace("_news/150.md", "heat: 5", "heat: 77")
    many.look()
    many.wait(lambda: loaded and b"heat: 77" in loaded[-1].data)
    assert bar.value() == 100
    many.replace("_news/150.md", "Story 150", "Another story")
    many.look()
    assert many.text("titleView") == "Another story"
    many.wait(lambda: b"Another story" in loaded[-1].data)
    assert bar.value() == 100


def test_the_file_in_the_pane_is_brought_up_to_date_at_its_place(many: Watched) -> None:
    many.window.detail.show_file()
    view = many.window.detail.findChild(FileView)
    assert view is not None
    many.replace("_news/150.md", "topics:\n", "topics:\n" + "".join(f"  - T{n}\n" for n in range(100)))
    many.look()
    many.wait(lambda: "T99" in view.toPlainText())
    view.verticalScrollBar().setValue(20)
    many.replace("_news/150.md", "heat: 5", "heat: 77")
    many.look()
    many.wait(lambda: "heat: 77" in view.toPlainText())
    assert view.verticalScrollBar().value() == 20


# -- saving --------------------------------------------------------------------------------------------------------


def test_own_writes_are_no_news(many: Watched) -> None:
    many.press("p", "p", "p")
    changed: list[list[int]] = []
    many.save()
    many.window.session.items_changed.connect(changed.append)
    many.look()
    many.look()
    assert changed == []


def test_a_saved_decision_that_another_program_undoes_is_told_and_made_again(many: Watched) -> None:
    many.press("p")
    many.press("r")
    many.save()
    saved = (many.folder / "_news/150.md").read_text()
    many.replace("_news/150.md", "published: true", "published: false")
    many.look()
    assert many.window.banner.message == "1 saved decision was undone by another program."
    assert many.window.banner.isVisible()
    many.action("showUndoneAction").trigger()
    assert many.selected == ["_news/150.md"]
    many.action("applyAgainAction").trigger()
    assert not many.window.banner.isVisible()
    assert many.queue_counts()["Changed"] == 1
    many.press("Ctrl+Z")
    assert many.queue_counts()["Changed"] == 0
    many.press("Ctrl+Shift+Z")
    many.save()
    assert (many.folder / "_news/150.md").read_text() == saved


def test_an_undone_decision_that_comes_back_by_itself_is_spoken_of_no_longer(many: Watched) -> None:
    many.press("p")
    many.save()
    many.replace("_news/150.md", "published: true", "published: false")
    many.look()
    assert many.window.banner.isVisible()
    many.replace("_news/150.md", "published: false", "published: true")
    many.look()
    assert not many.window.banner.isVisible()


# -- git, and a folder that is gone --------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def revisions(many: Watched) -> Watched:
    """The 300 stories in git: in a branch of its own half of them have other scores, 20 are gone and 20 are new."""
    git(many.folder, "init", "-q", "-b", "main")
    git(many.folder, "add", ".")
    git(many.folder, "commit", "-q", "-m", "One")
    git(many.folder, "checkout", "-q", "-b", "other")
    for number in range(0, 300, 2):
        many.replace(f"_news/{number:03}.md", "heat: 5", "heat: 80")
    for number in range(40, 60):
        (many.folder / f"_news/{number:03}.md").unlink()
        (many.folder / f"_news/other{number:03}.md").write_text(STORY.format(number, "x"))
    git(many.folder, "add", ".")
    git(many.folder, "commit", "-q", "-m", "Two")
    git(many.folder, "checkout", "-q", "main")
    many.look()
    many.wait(lambda: len(many.paths) == 300)
    return many


def test_checking_out_again_and_again_loses_nothing(revisions: Watched) -> None:
    desk = revisions
    desk.press("p")  # 150, then 149 is current
    place = desk.place_of("_news/149.md")
    always = {path for path in desk.paths if not "_news/040.md" <= path < "_news/060.md"}
    lost: list[str] = []
    catalog = desk.window.session.catalog
    desk.window.session.items_leaving.connect(
        lambda items: lost.extend(catalog.row(item).path for item in items)
    )
    for turn in range(20):
        git(desk.folder, "checkout", "-q", "main" if turn % 2 else "other")
        desk.look()
    desk.look()
    assert always.isdisjoint(lost)
    desk.wait(lambda: len(desk.paths) == 299)
    assert set(desk.paths) == {f"_news/{number:03}.md" for number in range(300)} - {"_news/150.md"}
    assert desk.selected == ["_news/149.md"]
    assert desk.place_of("_news/149.md") == place
    assert desk.queue_counts()["Changed"] == 1


def test_while_git_writes_the_window_waits_and_says_so(revisions: Watched) -> None:
    desk = revisions
    label = desk.widget("waitingLabel")
    (desk.folder / ".git/index.lock").write_text("")
    desk.replace("_news/010.md", "Story 10", "Another story")
    desk.wait(label.isVisible)
    assert "Git is at work in this folder" in desk.text("waitingLabel")
    assert desk.title_of("_news/010.md") == "Story 10"
    with desk.noticing():
        (desk.folder / ".git/index.lock").unlink()
    assert desk.title_of("_news/010.md") == "Another story"
    assert not label.isVisible()


def test_in_the_middle_of_a_merge_saving_waits_and_the_conflicts_are_shown(revisions: Watched) -> None:
    desk = revisions
    desk.press("p")
    before = (desk.folder / "_news/150.md").read_bytes()
    (desk.folder / ".git/MERGE_HEAD").write_text("x")
    desk.replace("_news/010.md", "heat: 5", "<<<<<<< HEAD\nheat: 5\n=======\nheat: 6\n>>>>>>> other")
    desk.look()
    assert "Git is in the middle of a merge" in desk.text("waitingLabel")
    desk.choose_queue("Problems")
    desk.wait(lambda: desk.paths == ["_news/010.md"])
    desk.action("saveAction").trigger()
    desk.wait(desk.window.banner.isVisible)
    assert "Git is in the middle of a merge" in desk.window.banner.message
    assert (desk.folder / "_news/150.md").read_bytes() == before
    assert desk.queue_counts()["Changed"] == 1
    (desk.folder / ".git/MERGE_HEAD").unlink()
    desk.look()
    assert not desk.widget("waitingLabel").isVisible()


def test_a_folder_that_is_gone_keeps_everything_and_recovers(many: Watched) -> None:
    many.press("p")
    paths = many.paths
    away = many.folder.with_name("away")
    many.folder.rename(away)
    many.watch.look()
    many.wait(many.window.banner.isVisible)
    assert "cannot be reached" in many.window.banner.message
    assert many.paths == paths
    assert many.queue_counts()["Changed"] == 1
    away.rename(many.folder)
    many.wait(lambda: not many.window.banner.isVisible())
    many.replace("_news/010.md", "Story 10", "Another story")
    many.look()
    assert many.title_of("_news/010.md") == "Another story"
    assert many.queue_counts()["Changed"] == 1
    many.save()
    assert "published: true" in (many.folder / "_news/150.md").read_text()


def test_a_conflict_of_a_merge_is_a_problem_that_names_its_line(desk: Watched) -> None:
    path = desk.paths[1]
    desk.replace(
        path,
        "published: false\n",
        "<<<<<<< HEAD\npublished: true\n=======\npublished: false\n>>>>>>> other\n",
    )
    line = (desk.folder / path).read_text().splitlines().index("<<<<<<< HEAD") + 1
    desk.look()
    desk.choose_queue("Problems")
    desk.wait(lambda: path in desk.paths)
    desk.select(path)
    assert "conflict of a git merge" in str(desk.cell(path, 3, Qt.ItemDataRole.ToolTipRole))
    session = desk.window.session
    item = session.catalog.find(path)
    assert item is not None
    problem = session.catalog.row(item).problem
    assert problem is not None
    assert problem.line == line


def test_other_programs_are_noticed_after_a_large_save(
    open_watched: Callable[[Path], Watched], tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(520):
        (folder / f"{number:03}.md").write_text(STORY.format(number, "word"))
    desk = open_watched(folder)
    desk.choose_queue("All")
    desk.press("Ctrl+A", "p")
    with desk.qtbot.waitSignals([desk.window.session.save_finished, desk.watch.looked], timeout=60_000):
        desk.press("Ctrl+S")
    assert not desk.window.session.catalog.pending
    with desk.noticing():
        desk.replace("003.md", "heat: 5", "heat: 77")
