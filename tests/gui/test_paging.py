"""Space reads on: through the item, then to the next one."""

from collections.abc import Callable
from pathlib import Path

from .conftest import Desk

FERRY = "_news/2026-11-21-ferry-autopilot-gulls.md"


def place(desk: Desk) -> int:
    return int(desk.window.detail.page.verticalScrollBar().value())


def loaded(desk: Desk) -> None:
    desk.wait(lambda: not desk.window.detail.awaits_story)


def test_space_pages_to_the_end_and_then_to_the_next_item(desk: Desk) -> None:
    desk.window.resize(1_300, 560)
    desk.choose_queue("All")
    desk.select(FERRY)
    loaded(desk)
    row = desk.paths.index(FERRY)
    seen = [place(desk)]
    while desk.selected == [FERRY]:
        desk.press("Space")
        if desk.selected == [FERRY]:
            assert place(desk) > seen[-1]
            seen.append(place(desk))
            assert len(seen) < 20
    assert len(seen) > 2
    assert desk.selected == [desk.paths[row + 1]]
    assert place(desk) == 0
    assert desk.queue_counts()["Changed"] == 0


def test_shift_and_space_read_back(desk: Desk) -> None:
    desk.window.resize(1_300, 560)
    desk.choose_queue("All")
    desk.select(FERRY)
    loaded(desk)
    row = desk.paths.index(FERRY)
    desk.press("Space", "Space")
    assert place(desk) > 0
    desk.press("Shift+Space", "Shift+Space")
    assert place(desk) == 0
    assert desk.selected == [FERRY]
    desk.press("Shift+Space")
    assert desk.selected == [desk.paths[row - 1]]


def test_the_end_of_an_item_is_not_passed_before_it_has_been_read(desk: Desk) -> None:
    desk.window.resize(1_300, 800)
    desk.choose_queue("All")
    desk.select(FERRY)
    assert desk.window.detail.awaits_story
    desk.press("Space")  # there is nothing below yet; its related coverage comes
    assert desk.selected == [FERRY]
    desk.wait(lambda: place(desk) > 0)
    assert desk.selected == [FERRY]


def test_the_last_item_is_the_end(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\nquality: 1\npublished: false\n---\n")
    desk = open_desk(folder)
    loaded(desk)
    desk.press("Space")
    loaded(desk)
    assert desk.selected == [desk.paths[1]]
    desk.press("Space")
    assert desk.selected == [desk.paths[1]]
    assert "end of the list" in desk.text("messageLabel")


def test_space_in_the_search_box_is_a_space(desk: Desk) -> None:
    before = desk.selected
    desk.type_search("the gulls")
    assert desk.search.text() == "the gulls"
    desk.type_search("")
    assert desk.selected == before


def test_many_selected_items_stay_selected(desk: Desk) -> None:
    desk.press("Ctrl+A", "Space", "Space", "Space")
    assert len(desk.selected) == len(desk.paths)
