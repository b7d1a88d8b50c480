"""The search box: its language, completion, marks below what is wrong, and help."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTreeWidget

from editor_app.core.query.guide import GUIDE

from .conftest import Desk


def options(desk: Desk) -> list[str]:
    """What is offered below the box."""
    found = desk.window.findChild(QTreeWidget, "queryOptions")
    if found is None or not found.isVisible():
        return []
    return [found.topLevelItem(row).text(0) for row in range(found.topLevelItemCount())]


def reason(desk: Desk) -> str:
    return desk.text("queryReason") if desk.widget("queryReason").isVisible() else ""


def in_box(desk: Desk, text: str) -> None:
    """Type with the names of the folder known already."""
    desk.type_search("")
    desk.wait(lambda: desk.window.search._names("topic"))
    QTest.keyClicks(desk.search, text)


def test_the_box_understands_the_search_language(desk: Desk) -> None:
    desk.choose_queue("All")
    rows = {row.path: row for row in map(desk.window.session.catalog.row, desk.window.model.view.items)}
    desk.type_search("is:unpublished quality>50 -topic=AI")
    assert set(desk.paths) == {
        path
        for path, row in rows.items()
        if row.state == "unpublished" and (row.quality or 0) > 50 and "AI" not in row.topics
    }
    assert desk.paths


def test_the_list_stays_while_a_query_is_wrong_and_the_reason_is_told(desk: Desk) -> None:
    desk.type_search("gulls")
    before = desk.paths
    QTest.keyClicks(desk.search, " is:publishd")
    assert desk.paths == before
    assert "published, rejected" in reason(desk)
    assert "did you mean “published”?" in reason(desk)
    assert desk.search.accessibleDescription() == reason(desk)
    desk.press("Return")
    assert desk.search.hasFocus()
    desk.press("Backspace", "Backspace", "Backspace", "Backspace")
    assert reason(desk) == ""  # it may still become right
    desk.press(*["Backspace"] * len("is:publ"))
    assert reason(desk) == ""
    assert desk.search.accessibleDescription() == ""
    assert desk.paths == before


def test_a_wave_is_drawn_below_the_word_that_is_wrong(desk: Desk) -> None:
    box = desk.search

    def is_red(color: QColor) -> bool:
        return color.red() - max(color.green(), color.blue()) > 40

    def marked() -> list[int]:
        picture = box.grab().toImage()
        return [
            x
            for x in range(picture.width())
            if any(is_red(picture.pixelColor(x, y)) for y in range(picture.height()))
        ]

    desk.type_search("gulls quality>5")
    assert not marked()
    desk.type_search("gulls quality>x ferry")
    there = marked()
    assert there
    text = box.text()
    places = {box.cursorPositionAt(QPoint(x, box.height() // 2)) for x in there}
    assert min(places) >= text.index("x")
    assert max(places) <= text.index("x") + 1
    assert box.text() == text
    desk.press("Escape")
    assert not marked()


def test_what_is_not_whole_is_told_of_after_a_pause_or_by_enter(desk: Desk) -> None:
    desk.type_search("quality>")
    assert reason(desk) == ""
    desk.press("Return")
    assert "needs a value" in reason(desk)
    desk.type_search("heat>")
    assert reason(desk) == ""
    desk.wait(lambda: reason(desk))


def test_nothing_is_missed_while_it_is_offered(desk: Desk) -> None:
    in_box(desk, "topic:")
    assert options(desk)
    with desk.qtbot.waitSignal(desk.window.search._patience.timeout, timeout=10_000):
        pass
    assert reason(desk) == ""
    assert options(desk)
    desk.press("Return")
    assert "needs a value" in reason(desk)


def test_keys_and_values_are_completed(desk: Desk) -> None:
    in_box(desk, "to")
    assert options(desk) == ["topic:"]
    desk.press("Tab")
    assert desk.search.text() == "topic:"
    assert "AI" in options(desk)
    QTest.keyClicks(desk.search, "vis")
    assert options(desk) == ["Computer Vision"]
    desk.press("Down", "Return")
    assert desk.search.text() == 'topic:"Computer Vision" '
    assert desk.search.hasFocus()
    assert options(desk) == []
    catalog = desk.window.session.catalog
    assert desk.paths
    assert all("Computer Vision" in catalog.topics(item) for item in desk.window.model.view.items)
    desk.press("Return")
    assert desk.table.hasFocus()


def test_providers_of_the_folder_are_offered(desk: Desk) -> None:
    desk.choose_queue("All")
    in_box(desk, "provider:harb")
    assert options(desk)[0] == "The Harbour Ledger"
    desk.press("Up", "Return")
    assert desk.search.text() == 'provider:"The Harbour Ledger" '
    assert desk.paths


def test_a_click_takes_an_option(desk: Desk) -> None:
    in_box(desk, "is:re")
    found = desk.widget("queryOptions")
    assert isinstance(found, QTreeWidget)
    place = found.visualItemRect(found.topLevelItem(0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.search.text() == "is:rejected "
    assert desk.search.hasFocus()


def test_escape_closes_what_hangs_below_before_it_empties_the_box(desk: Desk) -> None:
    in_box(desk, "is:")
    assert options(desk)
    desk.press("Escape")
    assert options(desk) == []
    assert desk.search.text() == "is:"
    desk.press("Escape")
    assert desk.search.text() == ""


def test_plain_words_offer_nothing_and_down_leads_to_the_list(desk: Desk) -> None:
    in_box(desk, "gulls")
    assert options(desk) == []
    desk.press("Down")
    assert desk.table.hasFocus()


def test_all_keys_are_offered_on_demand(desk: Desk) -> None:
    in_box(desk, "gulls ")
    desk.press("Ctrl+Space")
    assert {"topic:", "quality>", "date:", "is:"} <= set(options(desk))


def test_help_shows_the_language_and_goes_away(desk: Desk) -> None:
    desk.press("F1")
    card = desk.widget("queryHelp")
    assert card.isVisible()
    assert desk.search.hasFocus()
    texts = {label.text() for label in card.findChildren(QLabel)}
    for example in GUIDE:
        assert {example.typed, example.finds} <= texts
    desk.press("Escape")
    assert not card.isVisible()
    desk.press("F1", "F1")
    assert not card.isVisible()
    desk.press("F1", "g")
    assert not card.isVisible()
    desk.press("F1")
    desk.table.setFocus()
    assert not card.isVisible()


def test_names_that_cannot_stand_in_a_line_are_not_offered(desk: Desk) -> None:
    (desk.folder / "_news" / "odd.md").write_text(
        '---\ntitle: Odd\nquality: 1\npublished: false\ntopics:\n  - "Zoo\\u202Egnp"\n  - Zoology\n---\n'
    )
    desk.reload()
    desk.wait(lambda: desk.window.session.catalog.find("_news/odd.md") is not None)
    desk.table.setFocus()
    desk.search.setFocus()
    desk.wait(lambda: "Zoology" in desk.window.search._names("topic"))
    QTest.keyClicks(desk.search, "topic:zoo")
    assert options(desk) == ["Zoology"]
