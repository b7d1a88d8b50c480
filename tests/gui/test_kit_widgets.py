import time
import weakref
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from editor_app.gui.banner import Banner
from editor_app.gui.card import RelatedCard, RelatedStory
from editor_app.gui.chips import ChipState, TopicChip
from editor_app.gui.empty_state import EmptyState
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.fonts import body_font, excerpt_font
from editor_app.gui.key_button import KeyButton
from editor_app.gui.link_button import LinkButton
from editor_app.gui.score_block import ScoreBlock
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import WrappingLabel

HOSTILE = "<img src=file:///dev/zero><b>bold</b>"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def themes() -> ThemeController:
    return ThemeController("light")


# --- chips -------------------------------------------------------------------------------------------


def shown_chip(qtbot: QtBot, chip: TopicChip) -> tuple[TopicChip, list[str], list[str]]:
    qtbot.addWidget(chip)
    clicked: list[str] = []
    removed: list[str] = []
    chip.clicked.connect(clicked.append)
    chip.removed.connect(removed.append)
    chip.resize(chip.sizeHint())
    with qtbot.waitExposed(chip):
        chip.show()
    return chip, clicked, removed


def test_a_chip_is_clicked_on_its_name_and_removed_by_its_cross(
    qtbot: QtBot, themes: ThemeController
) -> None:
    chip, clicked, removed = shown_chip(qtbot, TopicChip(themes, "AI"))
    QTest.mouseClick(chip, LEFT, pos=QPoint(8, 12))
    assert (clicked, removed) == (["AI"], [])
    QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 9, 12))
    assert (clicked, removed) == (["AI"], ["AI"])
    QTest.mousePress(chip, LEFT, pos=QPoint(8, 12))
    QTest.mouseRelease(chip, LEFT, pos=QPoint(8, 90))
    assert (clicked, removed) == (["AI"], ["AI"])


def test_a_chip_is_operated_by_keys(qtbot: QtBot, themes: ThemeController) -> None:
    chip, clicked, removed = shown_chip(qtbot, TopicChip(themes, "AI"))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(chip, key)
    assert (clicked, removed) == (["AI", "AI"], [])
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        QTest.keyClick(chip, key)
    assert (clicked, removed) == (["AI", "AI"], ["AI", "AI"])
    assert chip.focusPolicy() == Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("state", [ChipState.SUGGESTED, ChipState.NONE])
def test_what_is_not_held_cannot_be_removed(qtbot: QtBot, themes: ThemeController, state: ChipState) -> None:
    chip, clicked, removed = shown_chip(qtbot, TopicChip(themes, "AI", state))
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 5, 12))
    assert (clicked, removed) == (["AI"], [])


def test_a_screen_reader_clicks_a_chip_too(qtbot: QtBot, themes: ThemeController) -> None:
    chip, clicked, _ = shown_chip(qtbot, TopicChip(themes, "AI"))
    chip.click()
    assert clicked == ["AI"]


def test_a_chip_says_its_state(qtbot: QtBot, themes: ThemeController) -> None:
    names = set()
    for state in ChipState:
        chip = TopicChip(themes, "AI")
        qtbot.addWidget(chip)
        chip.set_state(state, (12, 300))
        assert chip.state is state
        names.add(chip.accessibleName())
        chip.grab()
        if state is ChipState.SOME:
            assert "12 of 300" in chip.accessibleName()
    assert len(names) == len(ChipState)


def test_a_chip_of_an_over_long_name_stays_narrow(qtbot: QtBot, themes: ThemeController) -> None:
    chip = TopicChip(themes, HOSTILE * 20)
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() < 260
    assert chip.toolTip().startswith("<span>&lt;img")
    assert chip.name == HOSTILE * 20
    assert TopicChip(themes, "AI").toolTip() == ""


# --- flow layout -------------------------------------------------------------------------------------


class Block(QWidget):
    def __init__(self, width: int) -> None:
        super().__init__()
        self._hint = QSize(width, 20)

    def sizeHint(self) -> QSize:
        return self._hint


def flow_of(qtbot: QtBot, widths: list[int]) -> tuple[QWidget, FlowLayout, list[Block]]:
    parent = QWidget()
    qtbot.addWidget(parent)
    flow = FlowLayout(parent, spacing=4)
    blocks = [Block(width) for width in widths]
    for block in blocks:
        flow.addWidget(block)
    return parent, flow, blocks


@pytest.mark.parametrize(("width", "height"), [(500, 20), (308, 20), (307, 44), (100, 68), (60, 68)])
def test_a_flow_knows_how_high_it_gets(qtbot: QtBot, width: int, height: int) -> None:
    parent, flow, _ = flow_of(qtbot, [100, 100, 100])
    assert flow.heightForWidth(width) == height
    assert parent.hasHeightForWidth() or flow.hasHeightForWidth()


def test_a_flow_places_what_it_measured(qtbot: QtBot) -> None:
    parent, flow, blocks = flow_of(qtbot, [100, 100, 400])
    flow.setContentsMargins(8, 4, 8, 4)
    parent.resize(240, flow.heightForWidth(240))
    with qtbot.waitExposed(parent):
        parent.show()
    places = [block.geometry().getRect() for block in blocks]
    assert places == [(8, 4, 100, 20), (112, 4, 100, 20), (8, 28, 224, 20)]
    assert flow.heightForWidth(240) == 52
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.activate()
    qtbot.waitUntil(lambda: blocks[0].x() == 132)
    blocks[0].hide()
    assert flow.heightForWidth(340) == 52
    assert flow.heightForWidth(640) == 28


def test_a_flow_lets_go_of_what_it_held(qtbot: QtBot) -> None:
    parent, flow, blocks = flow_of(qtbot, [100, 100])
    flow.insert_widget(0, Block(50))
    assert flow.count() == 3
    item = flow.itemAt(0)
    assert item is not None
    assert item.sizeHint().width() == 50
    assert flow.itemAt(3) is None
    assert flow.takeAt(7) is None
    flow.clear()
    assert flow.count() == 0
    qtbot.waitUntil(lambda: not any(shiboken6.isValid(block) for block in blocks))
    assert parent.findChildren(Block) == []


# --- text --------------------------------------------------------------------------------------------


def label_of(
    qtbot: QtBot, themes: ThemeController, text: str, max_lines: int = 0, measure: int = 0
) -> WrappingLabel:
    label = WrappingLabel(themes, excerpt_font(), line_height=1.6, max_lines=max_lines, measure=measure)
    qtbot.addWidget(label)
    label.set_text(text)
    label.resize(300, label.heightForWidth(300))
    return label


def test_height_follows_width_in_whole_lines(qtbot: QtBot, themes: ThemeController) -> None:
    label = label_of(qtbot, themes, "A sentence of several words that has to wrap. " * 5)
    heights = [label.heightForWidth(width) for width in (100, 200, 400, 4000)]
    assert heights == sorted(heights, reverse=True)
    assert all(height % 24 == 0 for height in heights)
    assert heights[-1] == 24
    assert label.minimumSizeHint().height() == 24


def test_a_measure_keeps_lines_short_in_a_wide_pane(qtbot: QtBot, themes: ThemeController) -> None:
    text = "A sentence of several words that has to wrap. " * 5
    label = label_of(qtbot, themes, text, measure=60)
    assert label.heightForWidth(4000) >= 4 * 24
    assert label.sizeHint().width() < 700


def test_a_word_without_end_is_broken(qtbot: QtBot, themes: ThemeController) -> None:
    assert label_of(qtbot, themes, "w" * 500).heightForWidth(300) > 5 * 24


def test_an_empty_label_keeps_one_line(qtbot: QtBot, themes: ThemeController) -> None:
    assert label_of(qtbot, themes, "").heightForWidth(300) == 24


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400,
        "w" * 2000,
        "one\ntwo\nthree\nfour\nfive",
        "🗞️ emoji " * 100,
        "قال أطباء الأشعة في مستشفيين " * 30,
        "人工知能の医療応用に関する新しい研究" * 30,
    ],
)
def test_more_than_the_lines_allowed_ends_with_an_ellipsis(
    qtbot: QtBot, themes: ThemeController, text: str
) -> None:
    label = label_of(qtbot, themes, text, max_lines=3)
    assert label.heightForWidth(300) == 3 * 24
    assert label.is_clipped()
    label.select_all()
    assert label.selected_text().endswith("…")
    assert label.selected_text()[:3] == text[:3]
    label.resize(9000, 100)
    label.set_max_lines(0)
    assert not label.is_clipped()


def test_very_long_text_does_not_hold_the_window_up(qtbot: QtBot, themes: ThemeController) -> None:
    for text in ("word " * 4_000, "w" * 20_000, "\u0301" * 20_000, "ا" * 20_000, "\n" * 20_000):
        begin = time.perf_counter()
        label = label_of(qtbot, themes, text)
        label.grab()
        assert time.perf_counter() - begin < 1
        assert label.is_clipped()


def test_text_is_never_markup(qtbot: QtBot, themes: ThemeController) -> None:
    label = label_of(qtbot, themes, HOSTILE + "\x00\u202e")
    label.select_all()
    assert label.selected_text() == HOSTILE + "⟦U+0000⟧⟦U+202E⟧"
    assert label.text() == HOSTILE + "\x00\u202e"
    assert label.accessibleName() == HOSTILE + "⟦U+0000⟧⟦U+202E⟧"


def test_a_label_with_a_name_says_its_text_after_it(qtbot: QtBot, themes: ThemeController) -> None:
    label = WrappingLabel(themes, body_font())
    qtbot.addWidget(label)
    label.setAccessibleName("Title")
    label.set_text("Hospital trial")
    assert label.accessibleName() == "Title"
    assert label.accessibleDescription() == "Hospital trial"


def test_text_is_marked_by_mouse_and_copied(qtbot: QtBot, themes: ThemeController) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    labels = [WrappingLabel(themes, body_font(), parent=window) for _ in range(2)]
    for label in labels:
        label.set_text("🗞️ one two")
        box.addWidget(label)
    with qtbot.waitExposed(window):
        window.show()
    first, second = labels
    QTest.mousePress(first, LEFT, pos=QPoint(0, 5))
    QTest.mouseMove(first, QPoint(first.width() - 1, 5))
    QTest.mouseRelease(first, LEFT, pos=QPoint(first.width() - 1, 5))
    assert first.selected_text() == "🗞️ one two"
    assert not first.hasFocus()
    QTest.mouseDClick(second, LEFT, pos=QPoint(second.fontMetrics().horizontalAdvance("🗞️ on"), 5))
    assert second.selected_text().strip() == "one"
    assert not first.has_selection()
    window.grab()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().strip() == "one")
    with qtbot.waitSignal(second.selection_changed) as told:
        second.set_text("another")
    assert told.args == [False]


# --- buttons -----------------------------------------------------------------------------------------


def test_a_key_button_is_what_its_action_is(qtbot: QtBot, themes: ThemeController) -> None:
    action = QAction("&Publish")
    action.setShortcut("Ctrl+P")
    button = KeyButton(themes, action, "primary")
    qtbot.addWidget(button)
    with qtbot.waitSignal(action.triggered):
        button.click()
    assert button.sizeHint().height() == 30
    assert button.accessibleName() == "Publish"
    assert "Ctrl P" in button.accessibleDescription()
    assert button.toolTip() == ""
    # Alt+P belongs to whatever menu the action is in.
    assert button.shortcut().isEmpty()
    narrow = button.sizeHint().width()
    action.setText("Publish && go on")
    action.setToolTip("<b>Makes it public</b>")
    action.setEnabled(False)
    assert button.accessibleName() == "Publish & go on"
    assert button.sizeHint().width() > narrow
    assert button.toolTip() == "<span>&lt;b&gt;Makes it public&lt;/b&gt;</span>"
    assert not button.isEnabled()
    button.grab()
    action.setEnabled(True)
    action.setCheckable(True)
    button.click()
    assert action.isChecked()
    assert button.isChecked()


def test_a_link_shows_its_host_and_opens_nothing(qtbot: QtBot, themes: ThemeController) -> None:
    address = "https://news.example/a?b=<b>"
    link = LinkButton(themes, "Read", address)
    qtbot.addWidget(link)
    with qtbot.waitSignal(link.activated) as told:
        link.click()
    assert told.args == [address]
    assert link.host == "news.example"
    assert link.accessibleName() == "Read news.example"
    link.grab()
    for refused in ("javascript:alert(1)", "https://reader:secret@news.example/"):
        link.set_link("Read", refused)
        assert not link.isEnabled()
        with qtbot.assertNotEmitted(link.activated):
            link.click()
        link.grab()


# --- composed pieces -----------------------------------------------------------------------------------


def test_a_score_block_shows_and_says_its_score(qtbot: QtBot, themes: ThemeController) -> None:
    block = ScoreBlock(themes, "Quality", "quality")
    qtbot.addWidget(block)
    assert [label.text() for label in block.findChildren(QLabel)] == ["Quality", "–", ""]
    block.set_value(61, 0.4, "better than 74 % of the queue")
    assert [label.text() for label in block.findChildren(QLabel)][1] == "61"
    assert block.accessibleName() == "Quality 61. better than 74 % of the queue"
    block.grab()


def test_a_card_shows_its_story_as_plain_text(qtbot: QtBot, themes: ThemeController) -> None:
    story = RelatedStory(HOSTILE, HOSTILE, HOSTILE * 50, 0.7, "Read", "https://news.example/a")
    card = RelatedCard(themes, story)
    qtbot.addWidget(card)
    card.resize(360, card.heightForWidth(360))
    card.grab()
    assert [label.text() for label in card.findChildren(WrappingLabel)] == [HOSTILE, HOSTILE * 50]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in card.findChildren(QLabel))
    with qtbot.waitSignal(card.link_activated) as told:
        card.findChildren(LinkButton)[0].click()
    assert told.args == ["https://news.example/a"]
    full = card.heightForWidth(360)
    card.set_story(RelatedStory("Short"))
    assert card.heightForWidth(360) < full
    assert card.accessibleName() == "Short"


def test_an_empty_state_offers_one_way_on(qtbot: QtBot, themes: ThemeController) -> None:
    action = QAction("Clear the search")
    empty = EmptyState(themes, HOSTILE, action)
    qtbot.addWidget(empty)
    label = empty.findChildren(QLabel)[0]
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == HOSTILE
    with qtbot.waitSignal(action.triggered):
        empty.findChildren(QPushButton)[0].click()
    empty.set_message("Nothing here.")
    qtbot.waitUntil(lambda: not empty.findChildren(QPushButton))
    assert empty.accessibleName() == "Nothing here."


def test_a_banner_is_shown_and_closed(qtbot: QtBot, themes: ThemeController) -> None:
    banner = Banner(themes)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    action = QAction("Show problems")
    banner.show_message(HOSTILE, [action])
    assert banner.message == HOSTILE
    assert banner.findChildren(QLabel)[0].textFormat() == Qt.TextFormat.PlainText
    with qtbot.waitSignal(action.triggered):
        banner.findChildren(KeyButton)[0].click()
    banner.show_message("Again", [])
    qtbot.waitUntil(lambda: not banner.findChildren(KeyButton))
    themes.set_mode("dark")
    banner.grab()
    with qtbot.waitSignal(banner.closed):
        banner.findChildren(QToolButton)[0].click()
    assert banner.isHidden()


def test_a_banner_is_as_high_as_its_sentence_needs(qtbot: QtBot, themes: ThemeController) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    box = QVBoxLayout(pane)
    banner = Banner(themes)
    box.addWidget(banner)
    box.addWidget(QListView(), 1)
    banner.show_message("This folder is open in another window, and can only be looked at here. " * 3)
    heights = []
    for width in (1600, 320):
        pane.resize(width, 600)
        with qtbot.waitExposed(pane):
            pane.show()
        label = banner.findChildren(QLabel)[0]
        assert label.height() >= label.heightForWidth(label.width())
        heights.append(banner.height())
    assert heights[0] < 48 < heights[1]


MAKERS: list[Callable[[ThemeController], QWidget]] = [
    lambda themes: TopicChip(themes, "AI"),
    lambda themes: KeyButton(themes, QAction("Save", QGuiApplication.instance())),
    lambda themes: LinkButton(themes, "Read", "https://news.example/"),
    lambda themes: RelatedCard(
        themes, RelatedStory("Title", "meta", "text", 0.5, "", "https://news.example/")
    ),
    lambda themes: ScoreBlock(themes, "Heat", "heat"),
    lambda themes: WrappingLabel(themes, body_font()),
    lambda themes: EmptyState(themes, "Nothing", QAction("Do", QGuiApplication.instance())),
    Banner,
]


@pytest.mark.parametrize("make", MAKERS)
def test_widgets_die_when_they_are_closed(
    qtbot: QtBot, themes: ThemeController, make: Callable[[ThemeController], QWidget]
) -> None:
    widget = make(themes)
    if isinstance(widget, WrappingLabel):
        widget.set_text("text")
        widget.select_all()
    name = type(widget).__name__
    held = weakref.ref(widget)
    destroyed: list[str] = []
    widget.destroyed.connect(lambda: destroyed.append(name))
    widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.close()
    qtbot.waitUntil(lambda: destroyed == [name])
    del widget
    assert held() is None
    themes.set_mode("dark")


@pytest.mark.parametrize("make", MAKERS)
def test_widgets_nobody_holds_go_away(
    qtbot: QtBot, themes: ThemeController, make: Callable[[ThemeController], QWidget]
) -> None:
    held = weakref.ref(make(themes))
    assert held() is None
