"""Titles and excerpts in the window: damaged ones shown mended and repaired by F, and all of them edited by E."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from editor_app.gui.card import RelatedCard
from gui.conftest import Desk

BATS = "_news/2026-11-20-street-lights-count-bats.md"
LETTERS = "_news/2026-11-22-letters-tool-all-is-well.md"
BEST = "_news/2026-11-14-orchard-robot-best-apples.md"
OLD_TITLE = "Street lights that count bats cost less than the old ones"
DAMAGED = ("â€™", "â€“")


def is_damaged(text: str) -> bool:
    return any(sign in text for sign in DAMAGED)


@pytest.fixture
def bats(desk: Desk) -> Desk:
    """A window that shows an item with damaged texts, all of it read."""
    desk.choose_queue("All")
    desk.select(BATS)
    desk.wait(lambda: desk.widget("repairCard").isVisible())
    return desk


def edit(desk: Desk, name: str) -> QPlainTextEdit:
    found = desk.widget(name)
    assert isinstance(found, QPlainTextEdit)
    return found


def type_anew(box: QPlainTextEdit, text: str) -> None:
    box.selectAll()
    QTest.keyClicks(box, text)


def cards(desk: Desk) -> list[RelatedCard]:
    return [card for card in desk.window.findChildren(RelatedCard) if card.isVisible()]


# -- repairing ---------------------------------------------------------------------------------------------------------


def test_a_damaged_item_is_shown_mended_and_its_file_stays_as_it_is(bats: Desk) -> None:
    assert "city’s first 300 bat-friendly lamps" in bats.text("excerptView")
    assert not is_damaged(bats.text("excerptView"))
    assert [card.accessibleName() for card in cards(bats)] == ["Moths haven’t read the city’s lighting plan"]
    assert bats.queue_counts()["Changed"] == 0
    assert bats.files() == bats.start


def test_f_repairs_the_damaged_scalars_and_nothing_else_and_undo_gives_back_every_byte(bats: Desk) -> None:
    bats.press("F")
    bats.wait(lambda: bats.queue_counts()["Changed"] == 1)
    assert not bats.widget("repairCard").isVisible()
    assert not is_damaged(bats.text("excerptView"))
    assert bats.selected == [BATS]
    bats.save()
    ((path, (gone, come)),) = bats.changed_lines().items()
    assert path == BATS
    assert len(gone) == len(come) == 3
    for old, new in zip(gone, come, strict=True):
        assert is_damaged(old)
        assert new == old.replace("â€™", "’").replace("â€“", "–")
    bats.press("Ctrl+Z")
    bats.save()
    assert bats.files() == bats.start
    bats.wait(lambda: bats.widget("repairCard").isVisible())


def test_entities_of_a_title_are_repaired_in_the_list_at_once(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.select(LETTERS)
    row = desk.paths.index(LETTERS)
    column = next(
        place
        for place in range(desk.table.model().columnCount())
        if "&#8220;" in str(desk.table.model().index(row, place).data())
    )
    desk.press("F")
    desk.wait(lambda: "“all is well”" in str(desk.table.model().index(row, column).data()))
    assert "&" not in desk.text("titleView")
    desk.type_search("8220")
    desk.wait(lambda: desk.paths == [])


def test_many_items_are_repaired_as_one_step(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.press("Ctrl+A")
    desk.press("F")
    desk.wait(lambda: desk.queue_counts()["Changed"])
    changed = desk.queue_counts()["Changed"]
    assert changed == 2
    assert desk.action("undoAction").text() == "Undo: repaired 2 items"
    desk.save()
    assert set(desk.changed_lines()) == {BATS, LETTERS}
    desk.press("Ctrl+Z")
    desk.save()
    assert desk.files() == desk.start


def test_where_nothing_is_damaged_f_says_so_and_decides_nothing(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.select(BEST)
    desk.press("F")
    desk.wait(lambda: "Nothing to repair" in desk.window.status.message())
    assert desk.queue_counts()["Changed"] == 0


def test_a_text_that_was_decided_about_is_repaired_as_it_is_wanted(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "excerptEdit"), "It&#8217;s mine")
    bats.press("Ctrl+Return")
    bats.wait(lambda: bats.text("excerptView") == "It&#8217;s mine")
    bats.press("F")
    bats.wait(lambda: bats.text("excerptView") == "It’s mine")
    bats.save()
    assert 'excerpt: "It’s mine"' in (bats.folder / BATS).read_text("utf-8")


# -- editing -----------------------------------------------------------------------------------------------------------


def test_a_title_is_edited_where_it_stands_and_enter_accepts(bats: Desk) -> None:
    before = bats.paths
    bats.press("E")
    box = edit(bats, "titleEdit")
    assert box.hasFocus()
    assert box.toPlainText() == OLD_TITLE
    type_anew(box, "Bats 1, accountants 0")
    bats.press("Return")
    assert bats.table.hasFocus()
    assert not box.isVisible()
    assert bats.text("titleView") == "Bats 1, accountants 0"
    assert bats.paths == before  # nothing moves under the hand
    row = before.index(BATS)
    shown = [str(bats.table.model().index(row, n).data()) for n in range(bats.table.model().columnCount())]
    assert "Bats 1, accountants 0" in shown
    bats.save()
    # Only what was typed in is written: the damaged excerpt beside it stays.
    assert bats.changed_lines() == {
        BATS: ([f'title: "{OLD_TITLE}"'], ['title: "Bats 1, accountants 0"']),
    }


def test_a_new_title_is_found_by_the_search_before_it_is_saved(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "Zeppelins over the harbour")
    bats.press("Return")
    bats.type_search("zeppelins")
    bats.wait(lambda: bats.paths == [BATS])
    bats.press("Escape")


def test_tab_goes_to_the_excerpt_and_control_enter_accepts_both(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "One")
    bats.press("Tab")
    assert edit(bats, "excerptEdit").hasFocus()
    type_anew(edit(bats, "excerptEdit"), "Two")
    bats.press("Return")
    QTest.keyClicks(edit(bats, "excerptEdit"), "lines")
    bats.press("Ctrl+Return")
    assert bats.text("titleView") == "One"
    assert bats.text("excerptView") == "Two\nlines"
    assert bats.action("undoAction").text() == "Undo: rewritten 1 item"
    bats.press("Ctrl+Z")
    assert bats.text("titleView") == OLD_TITLE
    assert bats.queue_counts()["Changed"] == 0


def test_escape_leaves_both_as_they_were(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "Not so")
    bats.press("Escape")
    assert bats.table.hasFocus()
    assert bats.text("titleView") == OLD_TITLE
    assert bats.queue_counts()["Changed"] == 0
    bats.press("E")
    assert edit(bats, "titleEdit").toPlainText() == OLD_TITLE
    bats.press("Return")  # nothing typed, nothing decided
    assert bats.queue_counts()["Changed"] == 0


def test_what_was_typed_is_kept_by_whoever_goes_on_to_another_item(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "Kept")
    bats.select(BEST)
    assert bats.queue_counts()["Changed"] == 1
    assert not edit(bats, "titleEdit").isVisible()
    bats.select(BATS)
    assert bats.text("titleView") == "Kept"


def test_an_empty_title_is_not_taken(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), " ")
    bats.press("Return")
    assert edit(bats, "titleEdit").isVisible()
    assert bats.queue_counts()["Changed"] == 0
    bats.press("Escape")


def test_letters_that_are_typed_decide_nothing(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "PRUTOEF jk")
    bats.press("Return")
    bats.save()
    assert bats.changed_lines()[BATS][1] == ['title: "PRUTOEF jk"']


@pytest.mark.parametrize("text", ["a\u00a0non-breaking space", "tab\there", "it's \U0001f987"])
def test_signs_that_a_text_box_could_lose_are_kept(
    open_desk: Callable[[Path], Desk], sample_site: Path, text: str
) -> None:
    file = sample_site / BATS
    damaged = file.read_text("utf-8").replace(OLD_TITLE, text.replace("\t", "\\t"))
    file.write_text(damaged, "utf-8")
    desk = open_desk(sample_site)
    desk.choose_queue("All")
    desk.select(BATS)
    desk.press("E")
    box = edit(desk, "titleEdit")
    box.moveCursor(box.textCursor().MoveOperation.End)
    QTest.keyClicks(box, "!")
    desk.press("Return")
    assert desk.text("titleView") == text.replace("\t", " ") + "!"
    desk.save()
    assert desk.changed_lines()[BATS][1] == [f'title: "{text}!"'.replace("\t", "\\t")]


def test_a_text_with_signs_that_cannot_be_seen_is_not_edited_here(
    open_desk: Callable[[Path], Desk], sample_site: Path
) -> None:
    file = sample_site / BATS
    file.write_text(file.read_text("utf-8").replace(OLD_TITLE, "abc\\u202Edef"), "utf-8")
    desk = open_desk(sample_site)
    desk.choose_queue("All")
    desk.select(BATS)
    desk.press("E")
    assert not edit(desk, "titleEdit").isVisible()
    assert "cannot be seen" in desk.window.status.message()


def test_several_items_are_not_edited_at_once(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.press("Ctrl+A")
    desk.press("E")
    assert not edit(desk, "titleEdit").isVisible()
    assert "single item" in desk.window.status.message()


def test_a_title_that_was_changed_on_disk_meanwhile_is_a_conflict_to_choose_about(bats: Desk) -> None:
    bats.press("E")
    type_anew(edit(bats, "titleEdit"), "Mine")
    bats.press("Return")
    file = bats.folder / BATS
    file.write_text(file.read_text("utf-8").replace(OLD_TITLE, "Theirs"), "utf-8")
    bats.save()
    bats.wait(lambda: bats.widget("conflictCard").isVisible())
    assert "title: “Theirs”" not in file.read_text("utf-8")
    bats.press("M")
    bats.wait(lambda: not bats.widget("conflictCard").isVisible())
    bats.save()
    assert 'title: "Mine"' in file.read_text("utf-8")


def test_the_focus_is_never_left_in_a_box_that_is_gone(bats: Desk) -> None:
    bats.press("E")
    bats.press("Escape")
    assert QApplication.focusWidget() is bats.table
    assert Qt.FocusPolicy.NoFocus != bats.table.focusPolicy()


def test_hundreds_of_items_are_repaired_bit_by_bit_and_taken_back_at_once(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for number in range(450):
        yaml = f'title: "It&#8217;s {number}"\nquality: 1\npublished: false\n'
        (site / f"{number:03}.md").write_text(f"---\n{yaml}---\n", "utf-8")
    desk = open_desk(site)
    desk.press("Ctrl+A")
    desk.press("F")
    desk.wait(lambda: desk.window.status.message() == "Repaired 450 texts in 450 items")
    assert desk.queue_counts()["Changed"] == 450
    assert desk.action("undoAction").text() == "Undo: repaired 450 items"
    desk.press("Ctrl+Z")
    assert desk.queue_counts()["Changed"] == 0
    assert not desk.action("undoAction").isEnabled()
    desk.press("Ctrl+Shift+Z")
    desk.save()
    assert all(
        file.read_text("utf-8").startswith(f'---\ntitle: "It’s {int(file.stem)}"\n')
        for file in site.glob("*.md")
    )
