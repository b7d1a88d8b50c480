"""The list is painted from pictures that rows have in common; each row has to look as its delegates draw it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish
from editor_app.core.order import Grouping, Order
from editor_app.core.row_types import Note, Row
from editor_app.gui.columns import COLUMNS, TITLE_COLUMN
from editor_app.gui.delegates.row_delegate import RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.theme import LIGHT, ThemeController

NOW = 1_800_000_000
TITLES = (
    "A plain title",
    "A title that goes on and on, so that it has to be cut somewhere, however much room there is for it",
    "متحف يترك نموذجا للزوار",
    "Party 🎉 for everybody",
    "<b>bold</b>\n\u202e",
    "",
    "y" * 100_000,
)
TOPICS = ((), ("AI",), ("Transport", "AI", "Law"), ("A topic with an exceedingly long name",), ("AI",) * 300)


def made_row(number: int) -> Row:
    return Row(
        f"_news/{number:02}.md",
        title=TITLES[number % len(TITLES)],
        quality=(None, 0, 61, 12_345, -5)[number % 5],
        heat=(-1, None, 7, 50)[number % 4],
        published=number % 3 == 0,
        removed=number % 7 == 0,
        published_at=None if number % 6 == 0 else NOW - 5_000 * number,
        provider=("", "AP", "رويترز")[number % 3],
        domain="example.com",
        topics=TOPICS[number % len(TOPICS)],
        related=number % 4 * 5,
        notes=(Note("title", 1, 1, "is no text"),) if number % 5 == 1 else (),
    )


def publish(catalog: Catalog, items: list[int]) -> None:
    for step in catalog.plan(items, Publish()):
        catalog.lay(step.item, step.after)


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog()
    catalog.add([*map(made_row, range(20)), Row("_news/bad.md", problem=Note("", 1, 1, "is no item"))])
    publish(catalog, [2, 4, 5])
    catalog.mark_missing(4)
    return catalog


@pytest.fixture
def themes() -> ThemeController:
    return ThemeController("light")


@pytest.fixture
def table(qtbot: QtBot, catalog: Catalog, themes: ThemeController) -> ItemTable:
    model = ItemModel(lambda: NOW)
    table = ItemTable(model, themes)
    qtbot.addWidget(table)
    model.setParent(table)
    model.set_catalog(catalog)
    model.search(queue=Queue.ALL)
    model.complete()
    table.resize(900, 21 * ROW_HEIGHT + 40)
    with qtbot.waitExposed(table):
        table.show()
    return table


def seen(table: ItemTable) -> QImage:
    return table.viewport().grab().toImage()


def row_of(image: QImage, row: int) -> QImage:
    return image.copy(0, row * ROW_HEIGHT, image.width(), ROW_HEIGHT)


def as_delegates_draw(table: ItemTable, row: int) -> QImage:
    """A row as Qt's own view would paint it: cell by cell, by what the model's roles tell."""
    image = QImage(table.viewport().width(), ROW_HEIGHT, QImage.Format.Format_RGB32)
    option = QStyleOptionViewItem()
    if table.selectionModel().isSelected(table.model().index(row, 0)):
        option.state |= QStyle.StateFlag.State_Selected
    with QPainter(image) as painter:
        painter.setLayoutDirection(table.layoutDirection())
        for column in range(len(COLUMNS)):
            option.rect = QRect(
                table.columnViewportPosition(column), 0, table.columnWidth(column), ROW_HEIGHT
            )
            painter.save()
            table.itemDelegateForColumn(column).paint(painter, option, table.model().index(row, column))
            painter.restore()
    return image


def assert_all_rows_are_right(table: ItemTable) -> None:
    image = seen(table)
    for row in range(table.model().rowCount()):
        assert row_of(image, row) == as_delegates_draw(table, row).convertToFormat(image.format()), row


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_row_looks_as_its_delegates_draw_it(
    table: ItemTable, themes: ThemeController, mode: str, direction: Qt.LayoutDirection
) -> None:
    table.setLayoutDirection(direction)
    assert_all_rows_are_right(table)
    themes.set_mode("dark" if mode == "dark" else "light")
    assert_all_rows_are_right(table)
    table.select_items([table.model().item(row) for row in (1, 2, 7)])
    assert_all_rows_are_right(table)
    table.resize(table.width() + 51, table.height())
    assert_all_rows_are_right(table)
    table.horizontalHeader().moveSection(TITLE_COLUMN, 0)
    assert_all_rows_are_right(table)


def test_marks_of_the_current_row_and_the_pointer_stay_with_their_rows(
    qtbot: QtBot, table: ItemTable
) -> None:
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    place = QPoint(300, 5 * ROW_HEIGHT + 10)
    QTest.mouseMove(table.viewport(), place + QPoint(1, 0))
    QTest.mouseMove(table.viewport(), place)
    for row in (3, 4, 3):
        table.select_row(row)
        assert_all_rows_are_right(table)


def test_a_decision_and_time_are_seen(table: ItemTable, catalog: Catalog) -> None:
    before = seen(table)
    publish(catalog, [1])
    table.model().refresh([1])
    row = table.model().row_of(1)
    assert row is not None
    assert row_of(seen(table), row) != row_of(before, row)
    assert_all_rows_are_right(table)


def test_what_delegates_are_given_is_what_the_roles_tell(table: ItemTable) -> None:
    model = table.model()
    for row in range(model.rowCount()):
        for column, content in enumerate(model.contents(row)):
            delegate = table.itemDelegateForColumn(column)
            assert isinstance(delegate, RowDelegate)
            assert delegate.content(model.index(row, column)) == content, (row, column)


def test_columns_that_leave_room_leave_it_blank(table: ItemTable) -> None:
    header = table.horizontalHeader()
    header.setSectionResizeMode(TITLE_COLUMN, header.ResizeMode.Interactive)
    header.resizeSection(TITLE_COLUMN, 100)
    assert header.length() < table.viewport().width() - 20
    image = seen(table)
    assert image.pixelColor(header.length() + 5, 5) == LIGHT.panel
    assert image.pixelColor(header.length() + 5, ROW_HEIGHT - 1) == LIGHT.panel
    assert image.pixelColor(header.length() - 5, ROW_HEIGHT - 1) == LIGHT.line


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_group_is_named_at_the_end_of_its_first_rows_title(
    table: ItemTable, direction: Qt.LayoutDirection
) -> None:
    table.setLayoutDirection(direction)
    model = table.model()
    model.sort_by(Order(group=Grouping.PROVIDER))
    first = next(
        row
        for row in range(model.rowCount())
        if model.heading(row) and len(model.contents(row)[TITLE_COLUMN].text) < 20
    )
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    left, width = table.columnViewportPosition(TITLE_COLUMN), table.columnWidth(TITLE_COLUMN)
    end = range(left + 10, left + 40) if is_mirrored else range(left + width - 40, left + width - 10)
    image = row_of(seen(table), first)

    def has_ink(columns: range) -> bool:
        return any(image.pixelColor(x, y) != LIGHT.panel for x in columns for y in range(1, ROW_HEIGHT - 1))

    assert has_ink(end)
    assert image.pixelColor(left + width // 2, 0) not in (LIGHT.panel, LIGHT.line)
