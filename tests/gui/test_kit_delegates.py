from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView, QToolTip
from pytestqt.qtbot import QtBot

from editor_app.gui.delegates.chips import ChipsDelegate
from editor_app.gui.delegates.row_ground import RowGround
from editor_app.gui.delegates.score import ScoreDelegate, score_text
from editor_app.gui.delegates.state import StateDelegate
from editor_app.gui.delegates.text import TextDelegate, TitleDelegate
from editor_app.gui.roles import ItemRole
from editor_app.gui.theme import DARK, LIGHT, ThemeController

STATE, SCORE, TITLE, TEXT, CHIPS = range(5)
WIDTHS = [46, 90, 300, 120, 200]
STATES = ["unpublished", "published", "rejected", "problem", "nonsense"]
HOSTILE = "<img src=file:///dev/zero><b>bold</b>"


class Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.titles = [HOSTILE, "Plain", "متحف يترك نموذجا", "a\u202eb\x00c", "x" * 1_000_000]
        self.pending = False
        self.note = False
        self.score: object = 61
        self.fraction: object = 0.5
        self.chips = ["Transport", "AI"]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(STATES)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(WIDTHS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        answers: dict[int, object] = {
            ItemRole.STATE: STATES[index.row()],
            ItemRole.PENDING: self.pending,
            ItemRole.NOTE: self.note,
            ItemRole.SCORE: self.score,
            ItemRole.FRACTION: self.fraction,
            ItemRole.CHIPS: self.chips,
        }
        if role == Qt.ItemDataRole.DisplayRole and index.column() in (TITLE, TEXT):
            return self.titles[index.row()]
        return answers.get(role)


class Table(QTableView):
    def __init__(self, themes: ThemeController) -> None:
        super().__init__()
        self.rows = Rows()
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        self.ground = RowGround(themes, self)
        self.ground.follow(self.selectionModel())
        self.chips = ChipsDelegate(self.ground)
        self.title = TitleDelegate(self.ground)
        self.score = ScoreDelegate("quality", self.ground)
        delegates = [
            StateDelegate(self.ground),
            self.score,
            self.title,
            TextDelegate(self.ground),
            self.chips,
        ]
        for column, delegate in enumerate(delegates):
            self.setItemDelegateForColumn(column, delegate)
            self.setColumnWidth(column, WIDTHS[column])
        self.resize(sum(WIDTHS) + 20, 240)

    def cell(self, row: int, column: int) -> QImage:
        rect = self.visualRect(self.rows.index(row, column))
        return self.viewport().grab(rect).toImage()


@pytest.fixture
def themes() -> ThemeController:
    return ThemeController("light")


@pytest.fixture
def table(qtbot: QtBot, themes: ThemeController) -> Table:
    widget = Table(themes)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def ink_columns(image: QImage, ground: QColor) -> list[int]:
    """Return the columns of pixels, without the hairline below, that hold anything but the ground."""
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height() - 1))
    ]


def has_color(image: QImage, color: QColor) -> bool:
    return any(image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_states_differ_by_shape(table: Table) -> None:
    shapes = []
    for row in range(4):
        image = table.cell(row, STATE)
        shapes.append(
            tuple(
                image.pixelColor(x, y) != LIGHT.panel
                for x in range(image.width())
                for y in range(image.height() - 1)
            )
        )
        assert any(shapes[-1])
    assert len(set(shapes)) == 4
    assert ink_columns(table.cell(4, STATE), LIGHT.panel) == []


def test_a_decision_not_saved_shows_a_dot(table: Table) -> None:
    assert not has_color(table.cell(0, STATE), LIGHT.notice)
    table.rows.pending = True
    assert has_color(table.cell(0, STATE), LIGHT.notice)


def test_something_to_notice_shows_a_dot(table: Table) -> None:
    assert not has_color(table.cell(1, TITLE), LIGHT.notice)
    table.rows.note = True
    assert has_color(table.cell(1, TITLE), LIGHT.notice)


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (0, "0"),
        (61, "61"),
        (None, ""),
        (-1, ""),
        (-5, "−5"),
        ("61", ""),
        (9_999, "9999"),
        pytest.param(10**5_000, "9k+", id="huge"),
        pytest.param(-(10**5_000), "−9k", id="-huge"),
    ],
)
def test_scores_as_text(score: object, text: str) -> None:
    assert score_text(score) == text


@pytest.mark.parametrize(
    ("score", "fraction", "filled"),
    [
        (61, 0.5, True),
        (61, 0.001, True),
        (61, 7.0, True),
        (61, 0.0, False),
        (61, -1.0, False),
        (61, float("nan"), False),
        (61, None, False),
        (None, 0.5, False),
        (-1, 0.5, False),
    ],
)
def test_a_bar_never_leaves_its_track(table: Table, score: object, fraction: object, filled: bool) -> None:
    table.rows.score, table.rows.fraction = score, fraction
    image = table.cell(1, SCORE)
    assert has_color(image, LIGHT.quality) is filled
    assert max(ink_columns(image, LIGHT.panel)) <= 10 + 30 + 8 + 32


def test_a_score_without_room_for_the_bar_is_a_number(table: Table) -> None:
    table.setColumnWidth(SCORE, 60)
    image = table.cell(1, SCORE)
    assert not has_color(image, LIGHT.quality)
    assert ink_columns(image, LIGHT.panel)


def test_text_that_looks_like_markup_is_text(table: Table) -> None:
    assert table.title.full_text(table.rows.index(0, TITLE)) == HOSTILE
    assert table.title.full_text(table.rows.index(3, TITLE)) == "a⟦U+202E⟧b⟦U+0000⟧c"
    assert ink_columns(table.cell(0, TITLE), LIGHT.panel)


def test_right_to_left_titles_stand_on_the_right(table: Table) -> None:
    left_to_right = ink_columns(table.cell(1, TITLE), LIGHT.panel)
    right_to_left = ink_columns(table.cell(2, TITLE), LIGHT.panel)
    assert min(left_to_right) < 20
    assert max(left_to_right) < 150
    assert min(right_to_left) > 100
    assert max(right_to_left) > WIDTHS[TITLE] - 20


def test_text_stays_within_the_cells_padding(table: Table) -> None:
    columns = ink_columns(table.cell(4, TITLE), LIGHT.panel)
    assert min(columns) >= 8
    assert max(columns) <= WIDTHS[TITLE] - 9


@pytest.mark.parametrize("room", [0, 5, 30, 60, 90, 120, 150, 200, 300, 1000])
@pytest.mark.parametrize(
    "names",
    [
        [],
        ["AI"],
        ["Transport", "AI"],
        ["A topic with an exceedingly long name", "AI", "Law"],
        [f"Topic {n}" for n in range(20)],
    ],
)
def test_chips_are_whole_or_counted(table: Table, names: list[str], room: int) -> None:
    placed = table.chips.place(names, room)
    for before, after in pairwise(placed):
        assert before.x + before.width < after.x
    assert all(chip.x >= 0 and chip.x + chip.width <= room for chip in placed)
    shown = [chip for chip in placed if not chip.text.startswith("+")]
    count = [chip for chip in placed if chip.text.startswith("+")]
    if len(shown) < len(names) and placed:
        assert [chip.text for chip in count] == [f"+{len(names) - len(shown)}"]
    if room == 1000 and len(names) < 5:
        assert [chip.text for chip in placed] == names


def test_no_half_chip_is_painted(table: Table) -> None:
    table.rows.chips = [f"Topic {n}" for n in range(20)]
    for width in range(20, 260, 7):
        table.setColumnWidth(CHIPS, width)
        columns = ink_columns(table.cell(1, CHIPS), LIGHT.panel)
        assert all(10 <= x < width - 10 for x in columns), width


def test_a_selected_row_is_one_ground_and_the_current_one_has_a_bar(qtbot: QtBot, table: Table) -> None:
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(table.rows.index(1, TITLE))
    for column in range(len(WIDTHS)):
        assert table.cell(1, column).pixelColor(5, 3) == LIGHT.selection
        assert table.cell(2, column).pixelColor(5, 3) == LIGHT.panel
        assert table.cell(2, column).pixelColor(5, 29) == LIGHT.line
        # Rows that are selected one below the other can be told apart: the usual line is too near to their ground.
        between = table.cell(1, column).pixelColor(5, 29)
        assert between.lightness() < LIGHT.line.lightness() < LIGHT.selection.lightness()
    assert table.cell(1, STATE).pixelColor(0, 15) == LIGHT.accent
    assert table.cell(1, SCORE).pixelColor(0, 15) == LIGHT.selection
    table.clearFocus()
    assert table.cell(1, STATE).pixelColor(0, 15) == LIGHT.selection


def test_the_row_under_the_pointer_is_hinted_at(table: Table) -> None:
    place = table.visualRect(table.rows.index(2, TITLE)).center()
    QTest.mouseMove(table.viewport(), place + QPoint(1, 0))
    QTest.mouseMove(table.viewport(), place)
    assert table.cell(2, STATE).pixelColor(1, 3) not in (LIGHT.panel, LIGHT.selection)
    assert table.cell(1, STATE).pixelColor(1, 3) == LIGHT.panel


def test_cells_follow_the_theme(table: Table, themes: ThemeController) -> None:
    themes.set_mode("dark")
    assert table.cell(2, TITLE).pixelColor(1, 1) == DARK.panel
    themes.set_mode("light")
    assert table.cell(2, TITLE).pixelColor(1, 1) == LIGHT.panel


def test_rows_are_thirty_pixels_high(table: Table) -> None:
    for column in range(len(WIDTHS)):
        index = table.rows.index(1, column)
        assert table.itemDelegateForColumn(column).sizeHint(QStyleOptionViewItem(), index).height() == 30


def test_a_title_too_long_is_told_whole_and_plain(table: Table) -> None:
    table.setColumnWidth(TITLE, 80)
    index = table.rows.index(0, TITLE)
    place = table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    assert table.title.helpEvent(event, table, QStyleOptionViewItem(), index)
    assert QToolTip.text() == "<span>&lt;img src=file:///dev/zero&gt;&lt;b&gt;bold&lt;/b&gt;</span>"
    QToolTip.hideText()


def test_delegates_go_with_their_table(qtbot: QtBot, themes: ThemeController) -> None:
    table = Table(themes)
    parts = [table.ground, table.chips, table.title, table.score]
    table.deleteLater()
    qtbot.waitUntil(lambda: not any(shiboken6.isValid(part) for part in parts))
    themes.set_mode("dark")
