"""Where the item stands among all: told in words and as a small histogram."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor_app.app import create
from editor_app.gui.folder_books import FolderBooks

from .conftest import Desk

WAITING = "Still reading the folder. Scores and related stories are compared then"


def told(desk: Desk) -> str:
    """What is told of the item; nothing as long as the folder is being read."""
    words = desk.widget("scoreContext").accessibleDescription()
    return "" if words == WAITING else words


def site(folder: Path, count: int, provider: str = "Courier") -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.md").write_text(
            f"---\ntitle: Story {number}\nquality: {number}\npublished: {str(number % 4 == 0).lower()}\n"
            f"provider:\n  name: '{provider}'\n---\n",
            encoding="utf-8",
        )
    return folder


def test_rank_and_share_are_told(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = open_desk(site(tmp_path / "site", 100))
    desk.choose_queue("All")
    desk.select("082.md")
    desk.wait(lambda: told(desk))
    assert told(desk) == "Quality higher than 82 % of 100 items. Courier: 25 % of 100 published"
    assert "10 items have 80 to 89" in desk.widget("scoreContext").toolTip()
    desk.select("000.md")
    assert told(desk).startswith("Quality lower than or equal to all of 100 items")
    desk.window.grab()


def test_until_the_folder_is_known_it_says_so(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    _, window = create([str(site(tmp_path / "site", 30))])
    desk = Desk(window, tmp_path / "site", qtbot)
    said = []
    window.detail.page.row_shown.connect(
        lambda _row: said.append(desk.widget("scoreContext").accessibleDescription())
    )
    with qtbot.waitSignal(window.loading_finished, timeout=60_000):
        pass
    desk.wait(lambda: told(desk))
    assert said[0] == WAITING
    desk.close()


def test_a_save_that_comes_in_between_does_not_leave_it_unknown(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    _, window = create([str(site(tmp_path / "site", 4_000))])
    desk = Desk(window, tmp_path / "site", qtbot)
    with qtbot.waitSignal(window.loading_finished, timeout=60_000):
        pass
    books = window.findChildren(FolderBooks)[0]
    desk.wait(lambda: books.scores.standing(50).total)
    desk.press("p")
    assert not told(desk)  # some are counted by now, and most are not
    with qtbot.waitSignal(window.session.save_finished, timeout=20_000):
        desk.press("Ctrl+S")
    desk.wait(lambda: "% of 4,000 items" in told(desk))
    desk.close()


def test_decisions_count_before_they_are_saved(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = open_desk(site(tmp_path / "site", 8))
    desk.choose_queue("All")
    desk.select("001.md")
    desk.wait(lambda: told(desk))
    assert told(desk).endswith("Courier: 2 of 8 published")
    desk.press("p")
    assert told(desk).endswith("Courier: 3 of 8 published")
    desk.press("Ctrl+Z")
    assert told(desk).endswith("Courier: 2 of 8 published")


def test_a_change_of_everything_is_counted_in_the_end(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    desk = open_desk(site(tmp_path / "site", 60))
    desk.choose_queue("All")
    desk.wait(lambda: told(desk))
    desk.press("Ctrl+A", "p")
    desk.select("030.md")
    desk.wait(lambda: "100 % of 60" in told(desk))


def test_without_a_score_and_a_provider_nothing_is_told(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    folder = site(tmp_path / "site", 3)
    (folder / "bare.md").write_text("---\ntitle: Bare\npublished: false\n---\n", encoding="utf-8")
    desk = open_desk(folder)
    desk.choose_queue("All")
    desk.select("002.md")
    desk.wait(lambda: told(desk))
    desk.select("bare.md")
    assert told(desk) == ""
    desk.window.grab()


def test_a_hostile_provider_is_shown_as_text(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = open_desk(site(tmp_path / "site", 3, "<b>x</b> " + "long " * 2_000))
    desk.wait(lambda: told(desk))
    assert "<b>x</b> long" in told(desk)
    assert len(told(desk)) < 300
    assert "&lt;b&gt;" in desk.widget("scoreContext").toolTip()
    desk.window.grab()
