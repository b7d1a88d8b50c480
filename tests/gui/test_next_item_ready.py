"""What the next key may lead to is made ready out of sight: it is there at once, and is never out of date."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor_app.core.state import State
from editor_app.gui.card import RelatedCard, RelatedStory
from editor_app.gui.related_cards import RelatedCards
from editor_app.gui.steady_label import SteadyLabel
from editor_app.gui.story_mark import StoryMark
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import WrappingLabel

from .conftest import Desk

ITEM = """---
title: Title of {0}
publishedDateTime: 2026-11-2{1}T08:00:00Z
excerpt: {2}
quality: {3}
published: false
webUrl: https://www.site.example/{0}
related:
{4}---
"""
STORY = "  - title: {0} {1} of {2}\n    excerpt: {3}\n    quality: 40\n    webUrl: {4}\n"
NAMES = ("a", "b", "c", "d", "e")


@pytest.fixture
def themes() -> ThemeController:
    return ThemeController("light")


def stories(name: str, count: int, word: str = "Story") -> str:
    """Related stories of an item; the first of each is the item that comes after it."""
    after = chr(ord(name) + 1)
    own = [f"https://www.site.example/{after}"]
    addresses = own + [f"https://www.other.example/{name}/{number}" for number in range(1, count)]
    return "".join(
        STORY.format(
            word, number, name, "Some words that fill a line or two of a card. " * (number + 1), address
        )
        for number, address in enumerate(addresses)
    )


def write(folder: Path, name: str, count: int = 3, word: str = "Story") -> None:
    place = NAMES.index(name)
    text = ITEM.format(
        name,
        9 - place,
        f"Excerpt of {name}. " * 20 + f"word{name * 3}",
        90 - place,
        stories(name, count, word),
    )
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def row_of_items(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """Items in the order of their names, each with a few related stories, no two with as many."""
    folder = tmp_path / "site"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        write(folder, name, 2 + number)
    desk = open_desk(folder)
    desk.wait(lambda: desk.selected)
    assert desk.paths == [f"{name}.md" for name in NAMES]
    go_to(desk, "a")
    return desk


def all_cards(desk: Desk) -> list[RelatedCard]:
    return desk.widget("relatedList").findChildren(RelatedCard)


def cards(desk: Desk) -> list[RelatedCard]:
    """Those that are seen, from top to bottom."""
    shown = [card for card in all_cards(desk) if card.isVisibleTo(desk.window)]
    return sorted(shown, key=lambda card: card.y())


def titles(desk: Desk) -> list[str]:
    return [card.accessibleName() for card in cards(desk)]


def marks(desk: Desk) -> list[tuple[str, int]]:
    found = [mark for card in cards(desk) for mark in card.findChildren(StoryMark)]
    return [(mark.accessibleName(), mark.item) for mark in found if mark.isVisibleTo(desk.window)]


def expected(name: str, count: int, word: str = "Story") -> list[str]:
    return [f"{word} {number} of {name}" for number in range(count)]


def is_ready(desk: Desk, name: str, count: int) -> bool:
    """Whether cards of an item are filled, out of sight."""
    names = {card.accessibleName() for card in all_cards(desk) if not card.isVisibleTo(desk.window)}
    return names.issuperset(expected(name, count)) and not desk.window.detail.is_making_ready


def go_to(desk: Desk, name: str) -> None:
    desk.select(f"{name}.md")
    count = 2 + NAMES.index(name)
    desk.wait(lambda: titles(desk) == expected(name, count))


def are_placed(desk: Desk) -> bool:
    """Whether cards stand under each other in the order of the Tab key, each as high as what stands on it needs."""
    shown = cards(desk)
    in_order = shown == [card for card in all_cards(desk) if card in shown]
    apart = all(above.geometry().bottom() < below.y() for above, below in pairwise(shown))
    return in_order and apart and all(map(is_placed, shown))


def is_placed(card: RelatedCard) -> bool:
    labels = card.findChildren(WrappingLabel)
    return card.height() == card.heightForWidth(card.width()) and all(
        label.height() == label.heightForWidth(label.width()) and card.rect().contains(label.geometry())
        for label in labels
    )


def check_places(desk: Desk) -> None:
    desk.wait(lambda: are_placed(desk))


def test_the_next_item_stands_there_at_once_on_cards_that_were_filled_before(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    ready = [card for card in all_cards(desk) if card.accessibleName().endswith("of b")]
    desk.press("j")
    assert cards(desk) == ready  # without the window having had a turn
    assert titles(desk) == expected("b", 3)
    assert desk.text("titleView") == "Title of b"
    assert are_placed(desk)


def test_going_to_and_fro_shows_each_item_as_it_is(row_of_items: Desk) -> None:
    desk = row_of_items
    for keys, name in (("j", "b"), ("j", "c"), ("k", "b"), ("k", "a"), ("jj", "c"), ("jj", "e"), ("k", "d")):
        desk.press(*keys)
        desk.wait(lambda name=name: titles(desk) == expected(name, 2 + NAMES.index(name)))  # type: ignore[misc]
        assert desk.text("titleView") == f"Title of {name}"
        assert desk.text("excerptView").startswith(f"Excerpt of {name}. ")
        check_places(desk)


def test_a_decision_and_its_undo_show_the_right_stories(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.choose_queue("Unpublished")
    desk.wait(lambda: is_ready(desk, "b", 3))
    desk.press("p")
    assert titles(desk) == expected("b", 3)
    desk.press("r")
    desk.wait(lambda: titles(desk) == expected("c", 4))
    desk.press("Ctrl+Z")
    desk.wait(lambda: titles(desk) == expected("b", 3))
    desk.press("Ctrl+Z")
    desk.wait(lambda: titles(desk) == expected("a", 2))
    check_places(desk)
    assert desk.text("titleView") == "Title of a"


def test_a_file_that_changes_after_its_cards_were_filled_is_shown_as_it_is(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    write(desk.folder, "b", 4, "Another")
    desk.press("j")
    desk.wait(lambda: titles(desk) == expected("b", 4, "Another"))
    check_places(desk)


def test_a_search_meanwhile_changes_what_is_next(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    desk.type_search("wordddd")
    desk.press("Return")
    desk.wait(lambda: titles(desk) == expected("d", 5))
    desk.type_search("")
    go_to(desk, "a")
    check_places(desk)


def test_marks_on_cards_say_what_has_been_decided_since(row_of_items: Desk) -> None:
    desk = row_of_items
    session = desk.window.session
    desk.wait(lambda: marks(desk))  # the folder has been looked through
    go_to(desk, "b")
    assert marks(desk) == [("In this folder: unpublished", session.catalog.find("c.md"))]
    other = session.catalog.find("c.md")
    assert other is not None
    desk.select("c.md")
    desk.press("p")
    assert session.catalog.state(other) is State.PUBLISHED
    go_to(desk, "a")
    go_to(desk, "b")
    assert marks(desk) == [("In this folder: published, not saved yet", other)]
    check_places(desk)


def test_cards_fit_a_pane_that_has_become_narrower_or_set_larger(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    desk.window.resize(1_000, 700)  # the item stands below the list now
    QApplication.processEvents()
    desk.press("j")
    QApplication.processEvents()
    assert titles(desk) == expected("b", 3)
    check_places(desk)
    desk.wait(lambda: is_ready(desk, "c", 4))
    desk.action("focusModeAction").trigger()
    QApplication.processEvents()
    desk.press("j")
    desk.wait(lambda: titles(desk) == expected("c", 4))
    QApplication.processEvents()
    check_places(desk)
    desk.action("leaveFocusAction").trigger()


def test_a_step_begins_at_the_top_with_the_focus_in_the_list(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    bar = desk.window.detail.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.press("j")
    assert bar.value() == 0
    assert desk.table.hasFocus()


def test_what_is_marked_is_not_marked_in_the_next_item(row_of_items: Desk) -> None:
    desk = row_of_items
    desk.wait(lambda: is_ready(desk, "b", 3))
    title = desk.widget("titleView")
    assert isinstance(title, WrappingLabel)
    title.select_all()
    assert title.selected_text() == "Title of a"
    desk.press("j")
    assert not title.has_selection()
    title.select_all()
    assert title.selected_text() == "Title of b"


# -- the parts ---------------------------------------------------------------------------------------------------------


def story(name: str) -> RelatedStory:
    return RelatedStory(f"Title {name}", meta=name, excerpt="Words. " * 30)


def test_a_set_that_was_begun_is_given_up_when_others_are_shown(
    qtbot: QtBot, themes: ThemeController
) -> None:
    shown = RelatedCards(themes)
    qtbot.addWidget(shown)
    shown.show_stories([story("a")])
    steps = shown.making_ready([story("b"), story("c"), story("d")], 300)
    next(steps)
    begun = next(steps)
    now = shown.show_stories([story("e"), story("f")])
    assert list(steps) == []
    assert [card.accessibleName() for card in now] == ["Title e", "Title f"]
    again = shown.show_stories([story("b"), story("c"), story("d")])
    assert [card.accessibleName() for card in again] == ["Title b", "Title c", "Title d"]
    assert begun in shown.findChildren(RelatedCard)


def test_cards_do_not_become_ever_more(qtbot: QtBot, themes: ThemeController) -> None:
    shown = RelatedCards(themes)
    qtbot.addWidget(shown)
    for number in range(40):
        for near in (number, number + 1):
            for _ in shown.making_ready([story(f"{near}.{place}") for place in range(8)], 300):
                pass
        now = shown.show_stories([story(f"{number}.{place}") for place in range(8)])
        assert [card.accessibleName() for card in now] == [f"Title {number}.{place}" for place in range(8)]
        assert all(not card.isHidden() for card in now)
    cards = shown.findChildren(RelatedCard)
    assert sum(not card.isHidden() for card in cards) == 8
    assert len(cards) <= 56


def test_a_text_that_was_made_ready_reads_as_any_other(qtbot: QtBot, themes: ThemeController) -> None:
    texts = ["One line", "Many words of a long text. " * 12, "line\nbreak", "", "\u05d0\u05d1\u05d2 " * 40]
    ready, plain = (WrappingLabel(themes, QFont(), max_lines=3) for _ in range(2))
    for label in (ready, plain):
        qtbot.addWidget(label)
        label.resize(200, 100)
    for text in (*texts, *reversed(texts)):
        ready.make_ready(text, 200)
        for label in (ready, plain):
            label.set_text(text)
        for width in (200, 150):
            assert ready.heightForWidth(width) == plain.heightForWidth(width)
        assert ready.is_clipped() == plain.is_clipped()
        assert ready.accessibleName() == plain.accessibleName()
        assert ready.grab().toImage() == plain.grab().toImage()
        ready.select_all()
        plain.select_all()
        assert ready.selected_text() == plain.selected_text()
    bigger = QFont()
    bigger.setPixelSize(30)
    ready.make_ready("Soon", 200)
    for label in (ready, plain):
        label.set_type(bigger, line_height=1.3)
        label.set_text("Soon")
    assert ready.grab().toImage() == plain.grab().toImage()


def test_a_label_in_a_line_keeps_its_room(qtbot: QtBot) -> None:
    label = SteadyLabel("rowLabel", 12)
    qtbot.addWidget(label)

    def needed() -> int:
        return label.fontMetrics().horizontalAdvance(label.text()) + 12

    label.setText("Row 1 of 100")
    room = label.width()
    assert room >= needed()
    for row in (2, 9, 10, 1):
        label.setText(f"Row {row} of 100")
        assert abs(label.width() - room) <= 8
        assert label.width() >= needed()
    label.setText("100,000 of 100,000 selected, and a good deal more")
    assert label.width() >= needed() > room
    label.setText("Row 1 of 9")
    assert label.width() <= room
