"""The pane at the right: the story, its coverage, its topics by keyboard, its file, and hostile texts."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabBar, QWidget

from editor_app.gui.card import RelatedCard
from editor_app.gui.chips import ChipState, TopicChip
from editor_app.gui.link_button import LinkButton

from .conftest import Desk

HOSTILE = "<img src=file:///dev/zero><b>x</b> \u202egnol\u202c"


def chip_names(desk: Desk, state: ChipState) -> list[str]:
    editor = desk.window.detail.topic_editor
    assert editor is not None
    return [chip.name for chip in editor.findChildren(TopicChip) if chip.state is state and chip.isVisible()]


def cards(desk: Desk) -> list[RelatedCard]:
    return [
        card for card in desk.widget("relatedList").findChildren(RelatedCard) if card.isVisibleTo(desk.window)
    ]


def select_by_search(desk: Desk, text: str) -> None:
    desk.choose_queue("All")
    desk.type_search(text)
    desk.press("Return")


def test_related_coverage_is_shown_as_cards(desk: Desk) -> None:
    select_by_search(desk, "ferry-autopilot-gulls")
    desk.wait(lambda: len(cards(desk)) == 6)
    first = cards(desk)[0]
    assert "Gulls 4, autopilot 0" in first.accessibleName()
    assert first.accessibleDescription() == "Tidewater Tribune · quality 61 · 1 day later"
    link = first.findChild(LinkButton)
    assert link.host == "www.tidewatertribune.example"


def test_links_show_their_host_and_open_only_by_a_click(desk: Desk) -> None:
    select_by_search(desk, "ferry-autopilot-gulls")
    desk.wait(lambda: len(cards(desk)) == 6)
    asked: list[str] = []

    def ask(address: str) -> None:
        asked.append(address)

    desk.window.detail.link_activated.disconnect()
    desk.window.detail.link_activated.connect(ask)
    link = cards(desk)[0].findChild(LinkButton)
    assert asked == []
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked == [link.address]


def test_a_state_has_its_colour_once_it_is_saved(desk: Desk) -> None:
    def tones() -> dict[str, str]:
        labels = desk.window.detail.page.findChildren(QLabel)
        return {
            label.text(): label.property("tone") for label in labels if label.isVisible() and label.text()
        }

    desk.choose_queue("Rejected")
    assert tones()["Rejected"] == "rejected"
    desk.choose_queue("Published")
    path = desk.paths[0]
    assert tones()["Published"] == "published"
    desk.press("r")
    desk.choose_queue("Changed")
    desk.select(path)
    assert tones()["Rejected · not saved yet"] == "notice"


def test_a_topic_that_nobody_uses_is_told_to_be_new(desk: Desk) -> None:
    desk.press("t", *"Ethics", "Return")
    assert "new topic" not in desk.text("messageLabel")
    desk.press(*"Gullls", "Return")
    assert desk.text("messageLabel") == "“Gullls” is a new topic: no other item has it."
    desk.press("Escape", "j", "t", *"Gullls", "Return")
    desk.press("Escape", "p")
    assert desk.text("messageLabel").startswith("Published “")


def test_empty_lines_at_the_end_of_an_excerpt_take_no_room(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    for name, end in (("a", ""), ("b", r"\n\n")):
        text = f'---\ntitle: Story\nexcerpt: "One line.{end}"\npublished: false\n---\n'
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    desk = open_desk(tmp_path)
    heights = []
    for path in ("a.md", "b.md"):
        desk.select(path)
        desk.wait(lambda: not desk.window.detail.awaits_story)
        heights.append(desk.widget("excerptView").height())
    assert heights[0] == heights[1]


def test_topics_by_keyboard(desk: Desk) -> None:
    held = chip_names(desk, ChipState.HELD)
    desk.press("t", *"climate", "Return")  # in the site's own spelling
    assert chip_names(desk, ChipState.HELD) == [*held, "Climate"]
    desk.press("Backspace")
    assert chip_names(desk, ChipState.HELD) == held
    assert desk.queue_counts()["Changed"] == 0
    desk.press(*"Brand new", "Return", "Escape", "j")  # and back in the list
    assert desk.selected == [desk.paths[1]]
    assert desk.queue_counts()["Changed"] == 1


def test_a_chip_takes_its_topic_away_and_undo_puts_it_back_in_its_place(desk: Desk) -> None:
    held = chip_names(desk, ChipState.HELD)
    assert len(held) == 2
    editor = desk.window.detail.topic_editor
    assert editor is not None
    chip = next(chip for chip in editor.findChildren(TopicChip) if chip.name == held[0])
    desk.qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert chip_names(desk, ChipState.HELD) == held[1:]
    desk.press("Ctrl+Z")
    assert chip_names(desk, ChipState.HELD) == held


def test_the_file_is_shown_as_it_is_and_as_it_will_be(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.press("p")
    desk.press("k")
    tabs = desk.widget("detailPane").findChild(QTabBar)
    tabs.setCurrentIndex(1)
    view = next(
        v for v in desk.widget("detailPane").findChildren(QPlainTextEdit) if v.isVisibleTo(desk.window)
    )
    desk.wait(lambda: "+ published: true" in view.toPlainText())
    text = view.toPlainText()
    assert "- published: false" in text
    assert "secured: •••" in text
    secret = next(
        line for line in desk.start[desk.selected[0]].decode().splitlines() if line.startswith("secured")
    )
    assert secret.split('"')[1] not in text


def test_a_problem_is_shown_with_its_reason_and_place(desk: Desk) -> None:
    desk.action("showProblemsAction").trigger()
    desk.select(next(path for path in desk.paths if "lamp-posts" in path))
    shown = " ".join(
        child.accessibleName()
        for child in desk.widget("detailPane").findChildren(QWidget)
        if child.isVisible()
    )
    assert "Line 5, column 11" in shown
    assert "does not fit" in shown


def test_a_field_that_holds_something_unexpected_is_named(desk: Desk) -> None:
    desk.choose_queue("Problems")
    desk.select(next(path for path in desk.paths if "toll-camera" in path))
    shown = " ".join(
        str(child.property("text") or "") for child in desk.widget("detailPane").findChildren(QWidget)
    )
    assert "“quality” should be a whole number" in shown
    assert "not a number in the file" in shown
    assert "not in the file" not in shown
    desk.press("p")  # it can be read, and so decided about
    assert desk.queue_counts()["Changed"] == 1


def test_hostile_texts_are_shown_as_they_are(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.md").write_text(
        f"---\ntitle: '{HOSTILE}'\nexcerpt: '{HOSTILE} {'long ' * 4_000}'\nquality: 1\npublished: false\n"
        f"provider:\n  name: '{HOSTILE}'\n  domain: '{HOSTILE}'\ntopics:\n  - '{HOSTILE}'\n"
        f"related:\n  - title: '{HOSTILE}'\n    excerpt: '{HOSTILE}'\n    webUrl: 'javascript:alert(1)'\n---\n",
        encoding="utf-8",
    )
    desk = open_desk(folder)
    desk.wait(lambda: len(cards(desk)) == 1)
    assert desk.text("titleView").startswith("<img src=file:///dev/zero><b>x</b> ⟦U+202E⟧")
    assert "⟦U+202E⟧" in cards(desk)[0].accessibleName()
    assert not cards(desk)[0].findChild(LinkButton).isEnabled()
    model = desk.table.model()
    for column in range(model.columnCount()):
        assert "<img" not in (model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) or "")
    desk.press("p", "Ctrl+Z", "Ctrl+A")
    desk.window.grab()


def test_everything_a_person_uses_has_a_name(desk: Desk) -> None:
    for widget in desk.window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            named = widget.accessibleName() or widget.property("text")
            assert named, f"{type(widget).__name__} {widget.objectName()}"


def test_light_and_dark_are_kept(open_desk: Callable[[Path], Desk], sample_site: Path) -> None:
    first = open_desk(sample_site)
    first.action("themeDarkAction").trigger()
    dark = first.window.palette().window().color().lightness()
    assert dark < 80
    first.close()
    second = open_desk(sample_site)
    assert second.window.palette().window().color().lightness() == dark
    second.action("themeLightAction").trigger()
    assert second.window.palette().window().color().lightness() > 200
