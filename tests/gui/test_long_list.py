"""A list so long that a search goes through it in slices, while the window goes on."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.query import Query
from editor_app.core.row_types import Row
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.theme import ThemeController

COUNT = 60_000


def made_row(number: int) -> Row:
    excerpt = "even" if number % 2 == 0 else "odd"
    return Row(
        f"{number:05}.md", title=f"Story {number}", excerpt=excerpt, published=False, published_at=-number
    )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    catalog = Catalog()
    catalog.add(map(made_row, range(COUNT)))
    return catalog


@pytest.fixture
def table(qtbot: QtBot, catalog: Catalog) -> ItemTable:
    """The list with the newest item on top: its number is 0."""
    model = ItemModel()
    table = ItemTable(model, ThemeController())
    qtbot.addWidget(table)
    model.setParent(table)
    model.set_catalog(catalog)
    table.resize(900, 600)
    table.show()
    return table


def model_of(table: ItemTable) -> ItemModel:
    model = table.model()
    assert isinstance(model, ItemModel)
    return model


def search(table: ItemTable, text: str) -> None:
    model_of(table).search(query=Query.parse(text))


def completed(qtbot: QtBot, table: ItemTable, text: str) -> list[int]:
    """Search, and let the window go on until all is found."""
    model = model_of(table)
    with qtbot.waitSignal(model.completed):
        search(table, text)
    return model.items_in(0, model.rowCount())


def test_all_is_found_in_the_end_in_the_order_of_the_list(qtbot: QtBot, table: ItemTable) -> None:
    assert completed(qtbot, table, "even") == list(range(0, COUNT, 2))
    assert completed(qtbot, table, "59999") == [59_999]
    assert completed(qtbot, table, "nowhere") == []
    assert completed(qtbot, table, "") == list(range(COUNT))


def test_the_list_is_told_once_that_it_is_another_one(qtbot: QtBot, table: ItemTable) -> None:
    model = model_of(table)
    lists = []
    model.replaced.connect(lambda: lists.append(model.items_in(0, 0)))
    completed(qtbot, table, "odd")
    assert lists == [[1]]


def test_typing_on_before_all_is_found(qtbot: QtBot, table: ItemTable) -> None:
    search(table, "e")
    search(table, "ev")
    search(table, "o")
    assert completed(qtbot, table, "od") == list(range(1, COUNT, 2))


@pytest.mark.parametrize("selected", [2, COUNT - 2])
def test_the_item_that_is_read_stays_selected_where_it_is_found_again(
    qtbot: QtBot, table: ItemTable, selected: int
) -> None:
    table.select_items([selected])
    completed(qtbot, table, "even")
    assert table.selected_items() == [selected]
    completed(qtbot, table, "odd")
    assert table.selected_items() == []


def test_whoever_selects_all_or_goes_to_the_end_has_all(qtbot: QtBot, table: ItemTable) -> None:
    search(table, "even")
    table.selectAll()
    assert table.selected_count() == COUNT // 2
    model_of(table).replaced.connect(lambda: table.select_row(0))
    search(table, "odd")
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_item() == COUNT - 1


def test_whoever_goes_on_to_the_list_finds_it_complete(qtbot: QtBot, table: ItemTable) -> None:
    table.window().activateWindow()
    table.clearFocus()
    search(table, "even")
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    assert model_of(table).rowCount() == COUNT // 2


def test_what_changes_meanwhile_finds_its_place(qtbot: QtBot, table: ItemTable, catalog: Catalog) -> None:
    model = model_of(table)
    search(table, "even")
    new = catalog.add([made_row(COUNT)]).new
    model.add(new)
    assert model.items_in(0, COUNT) == [*range(0, COUNT, 2), *new]
    catalog.remove(new[0])
    model.search(queue=Queue.PUBLISHED)
    model.remove(new)
    assert model.rowCount() == 0
    assert len(completed(qtbot, table, "")) == 0
    model.search(queue=Queue.UNPUBLISHED)
    model.complete()
    assert model.rowCount() == COUNT


def test_another_folder_puts_an_end_to_the_search(qtbot: QtBot, table: ItemTable) -> None:
    model = model_of(table)
    table.select_items([COUNT - 1])  # the list stays as it is until this one is found again
    search(table, "odd")
    told: list[int] = []
    model.replaced.connect(lambda: told.append(model.rowCount()))
    other = Catalog()
    other.add([made_row(1), made_row(2)])
    model.set_catalog(other)
    assert model.items_in(0, COUNT) == [0]
    model.complete()
    assert told == []
    assert completed(qtbot, table, "") == [0, 1]
