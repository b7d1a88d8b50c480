"""Items beside the one that is read are read ahead: they are on the page at once, and never out of date for long."""

from PySide6.QtTest import QSignalSpy

from editor_app.gui.card import RelatedCard
from editor_app.gui.reading_ahead import ReadingAhead

from .conftest import Desk

GULLS = "_news/2026-11-21-ferry-autopilot-gulls.md"


def shown_cards(desk: Desk) -> list[str]:
    cards = desk.widget("relatedList").findChildren(RelatedCard)
    return [card.accessibleName() for card in cards if card.isVisibleTo(desk.window)]


def leave_and_be_beside(desk: Desk, path: str) -> None:
    """Read an item, and go on to the next one."""
    desk.choose_queue("All")
    loaded = QSignalSpy(desk.window.session.item_loaded)
    desk.select(path)
    desk.wait(loaded.count)
    desk.wait(lambda: shown_cards(desk))
    before = loaded.count()
    desk.press("j")
    assert desk.selected != [path]
    desk.wait(lambda: loaded.count() > before)


def test_an_item_beside_is_whole_on_the_page_at_once(desk: Desk) -> None:
    leave_and_be_beside(desk, GULLS)
    desk.press("k")
    # Without the window having had a turn:
    assert len(shown_cards(desk)) == 6
    assert desk.text("titleView") == desk.title_of(GULLS)


def test_the_next_items_are_read_before_anybody_goes_there(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.select(desk.paths[desk.paths.index(GULLS) - 1])
    ahead = desk.window.detail.findChild(ReadingAhead)
    item = desk.window.session.catalog.find(GULLS)
    assert ahead is not None
    assert item is not None
    desk.wait(lambda: ahead.known(item))
    desk.press("j")
    assert len(shown_cards(desk)) == 6


def test_a_file_that_has_changed_meanwhile_is_shown_as_it_is(desk: Desk) -> None:
    leave_and_be_beside(desk, GULLS)
    file = desk.folder / GULLS
    text = file.read_text()
    assert "Gulls 4, autopilot 0" in text
    file.write_text(text.replace("Gulls 4, autopilot 0", "Gulls 5, autopilot 0"))
    desk.press("k")
    desk.wait(lambda: "Gulls 5, autopilot 0" in shown_cards(desk)[0])


def test_numbers_of_another_folder_name_other_items(desk: Desk) -> None:
    leave_and_be_beside(desk, GULLS)
    for file in desk.folder.rglob("*.md"):
        if file.is_file() and file.name != GULLS.rpartition("/")[2]:
            file.unlink()
    item = desk.window.session.catalog.find(GULLS)
    assert desk.window.session.folder is not None
    with desk.qtbot.waitSignal(desk.window.loading_finished, timeout=60_000):
        desk.window.session.open(desk.window.session.folder)
    assert desk.window.session.catalog.find(GULLS) != item
    desk.choose_queue("All")
    desk.select(GULLS)
    desk.wait(lambda: len(shown_cards(desk)) == 6)
    assert desk.text("titleView") == desk.title_of(GULLS)
