"""The list sorted by several columns, in groups, and what a saved view keeps of it."""

from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QStyleOptionHeader, QWidget

from .conftest import Desk
from .test_side_bar import click_view, save_view

QUALITY, TITLE, PROVIDER, AGE, TOPICS = 1, 3, 4, 5, 6
ARROWS = QStyleOptionHeader.SortIndicator


@pytest.fixture
def wide(desk: Desk) -> Desk:
    """A window with room for all columns, and all items."""
    desk.window.resize(1700, 800)
    desk.wait(lambda: not desk.table.isColumnHidden(TOPICS))
    desk.choose_queue("All")
    return desk


def click_header(
    desk: Desk, section: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    header = desk.table.horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(section) + header.sectionSize(section) // 2, 8)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, middle)


def shift_click(desk: Desk, section: int) -> None:
    click_header(desk, section, Qt.KeyboardModifier.ShiftModifier)


def heads(desk: Desk) -> list[str]:
    model = desk.table.model()
    return [model.headerData(section, Qt.Orientation.Horizontal) for section in range(model.columnCount())]


def arrows(desk: Desk) -> list[QStyleOptionHeader.SortIndicator]:
    header = desk.table.horizontalHeader()
    found = []
    for section in range(header.count()):
        option = QStyleOptionHeader()
        header.initStyleOption(option)
        header.initStyleOptionForIndex(option, section)
        found.append(option.sortIndicator)
    return found


def headings(desk: Desk) -> dict[int, str]:
    model = desk.window.model
    return {row: text for row in range(model.rowCount()) if (text := model.heading(row))}


def names(desk: Desk) -> list[str]:
    return [text.rpartition(" · ")[0] for text in headings(desk).values()]


def column(desk: Desk, section: int) -> list[str]:
    model = desk.table.model()
    return [model.index(row, section).data() for row in range(model.rowCount())]


# -- several columns -------------------------------------------------------------------------------------------


def test_shift_and_a_click_sort_by_a_further_column(wide: Desk) -> None:
    click_header(wide, PROVIDER)
    by_provider = wide.paths
    assert heads(wide)[PROVIDER] == "Provider"
    shift_click(wide, QUALITY)
    assert heads(wide)[PROVIDER] == "Provider ¹"
    assert heads(wide)[QUALITY] == "Quality ²"
    assert [arrow is not ARROWS.None_ for arrow in arrows(wide)] == [
        section in (PROVIDER, QUALITY) for section in range(8)
    ]
    scores = [
        [int(score) for _, score in items if score != "–"]
        for _, items in groupby(
            zip(column(wide, PROVIDER), column(wide, QUALITY), strict=True),
            key=lambda pair: pair[0].casefold(),
        )
    ]
    assert max(map(len, scores)) > 1
    assert all(part == sorted(part, reverse=True) for part in scores)
    downwards = wide.paths
    assert arrows(wide)[QUALITY] is ARROWS.SortDown
    shift_click(wide, QUALITY)  # the other way round
    assert wide.paths != downwards
    assert arrows(wide)[QUALITY] is ARROWS.SortUp
    click_header(wide, PROVIDER)
    click_header(wide, PROVIDER)  # by it alone again
    assert wide.paths == by_provider
    assert heads(wide)[PROVIDER] == "Provider"


def test_columns_are_sorted_by_from_the_keyboard_too(wide: Desk) -> None:
    click_header(wide, PROVIDER)
    shift_click(wide, QUALITY)
    by_clicks = wide.paths
    click_header(wide, TITLE)
    wide.action("sortByProviderAction").trigger()
    wide.action("thenByQualityAction").trigger()
    assert wide.paths == by_clicks
    wide.table.horizontalHeader().customContextMenuRequested.emit(
        QPoint(wide.table.horizontalHeader().sectionViewportPosition(AGE) + 5, 5)
    )
    menu = wide.table.findChild(QMenu)
    entry = next(action for action in menu.actions() if action.text() == "Then by age")
    menu.triggered.emit(entry)
    menu.close()
    assert heads(wide)[AGE] == "Age ³"


def test_the_order_comes_back_with_the_next_window(
    open_desk: Callable[[Path], Desk], sample_site: Path
) -> None:
    first = open_desk(sample_site)
    first.choose_queue("All")
    first.action("sortByProviderAction").trigger()
    first.action("thenByAgeAction").trigger()
    first.action("groupByTopicAction").trigger()
    shown, groups = first.paths, headings(first)
    first.close()
    second = open_desk(sample_site)
    second.choose_queue("All")
    assert second.paths == shown
    assert headings(second) == groups
    assert second.action("groupByTopicAction").isChecked()
    assert [head[-1] for head in heads(second) if head[-1] in "¹²³"] == ["¹", "²"]


# -- columns and views -----------------------------------------------------------------------------------------


def test_a_view_brings_its_columns_its_order_and_its_groups(wide: Desk) -> None:
    header = wide.table.horizontalHeader()
    wide.table.setColumnHidden(TOPICS, True)
    header.moveSection(header.visualIndex(PROVIDER), 0)
    click_header(wide, PROVIDER)
    shift_click(wide, TITLE)
    wide.action("groupByDayAction").trigger()
    shown, groups = wide.paths, headings(wide)
    save_view(wide, "", "By day")
    wide.table.setColumnHidden(TOPICS, False)
    wide.table.setColumnHidden(QUALITY, True)
    header.moveSection(0, 5)
    wide.action("noGroupsAction").trigger()
    click_header(wide, TITLE)
    columns = wide.window.table.shown_columns()
    save_view(wide, "gulls", "Plain")
    click_view(wide, "By day")
    assert wide.paths == shown
    assert headings(wide) == groups
    assert header.visualIndex(PROVIDER) == 0
    assert wide.table.isColumnHidden(TOPICS)
    assert not wide.table.isColumnHidden(QUALITY)
    assert heads(wide)[TITLE] == "Title ²"
    click_view(wide, "Plain")
    assert not wide.table.isColumnHidden(TOPICS)
    assert wide.table.isColumnHidden(QUALITY)
    assert wide.window.table.shown_columns() == columns
    assert not headings(wide)
    wide.choose_queue("Published")
    assert wide.table.isColumnHidden(QUALITY)


def test_a_view_keeps_columns_that_a_narrow_window_has_no_room_for(desk: Desk) -> None:
    desk.window.resize(1280, 720)
    desk.wait(lambda: desk.table.isColumnHidden(PROVIDER))
    save_view(desk, "", "All columns")
    desk.press("Ctrl+1")
    assert desk.table.isColumnHidden(PROVIDER)
    desk.window.resize(1700, 800)
    desk.wait(lambda: not desk.table.isColumnHidden(PROVIDER))


# -- groups ----------------------------------------------------------------------------------------------------


def test_groups_have_their_name_and_their_number_where_they_begin(wide: Desk) -> None:
    wide.action("groupByProviderAction").trigger()
    providers = [name or "No provider" for name in column(wide, PROVIDER)]
    firsts = [row for row, name in enumerate(providers) if not row or providers[row - 1] != name]
    assert headings(wide) == {row: f"{providers[row]} · {providers.count(providers[row])}" for row in firsts}
    assert len(firsts) > 2
    wide.action("noGroupsAction").trigger()
    assert headings(wide) == {}


def test_keys_lead_from_group_to_group(wide: Desk) -> None:
    wide.action("groupByProviderAction").trigger()
    starts = list(headings(wide))
    wide.select(wide.paths[0])
    wide.press("Shift+J")
    assert wide.table.currentIndex().row() == starts[1]
    wide.press("Shift+J", "Shift+K")
    assert wide.table.currentIndex().row() == starts[1]
    longest = max(range(len(starts) - 1), key=lambda place: starts[place + 1] - starts[place])
    wide.select(wide.paths[starts[longest] + 1])
    wide.press("Shift+K")
    assert wide.table.currentIndex().row() == starts[longest]
    wide.press("Home", "Shift+K")
    assert wide.table.currentIndex().row() == 0
    wide.press("End", "Shift+K", *["Shift+J"] * 3)
    assert wide.table.currentIndex().row() == starts[-1]


def test_a_whole_group_is_selected_and_decided_about_at_once(desk: Desk) -> None:
    desk.action("groupByTopicAction").trigger()
    before, was = desk.paths, names(desk)
    row, text = max(headings(desk).items(), key=lambda one: int(one[1].rpartition(" · ")[2]))
    count = int(text.rpartition(" · ")[2])
    assert count > 1
    desk.select(before[row + 1])
    desk.press("Ctrl+Shift+A")
    assert desk.selected == before[row : row + count]
    desk.press("r")
    assert desk.paths == before[:row] + before[row + count :]
    assert names(desk) == [name for name in was if name != text.rpartition(" · ")[0]]
    desk.press("Ctrl+Z")
    assert desk.paths == before


def test_a_decision_is_counted_at_the_head_of_its_group_and_no_other_item_moves(desk: Desk) -> None:
    desk.action("groupByProviderAction").trigger()
    row, text = max(headings(desk).items(), key=lambda one: int(one[1].rpartition(" · ")[2]))
    name, _, count = text.rpartition(" · ")
    before = desk.paths
    desk.select(before[row])
    desk.press("p")
    assert desk.paths == [path for path in before if path != before[row]]
    assert headings(desk)[row] == f"{name} · {int(count) - 1}"


def test_the_band_names_the_group_whose_head_is_out_of_sight(wide: Desk) -> None:
    wide.window.resize(1700, 420)
    wide.action("groupByTopicAction").trigger()
    band = wide.window.table.findChild(QWidget, "groupBand")
    bar = wide.table.verticalScrollBar()
    bar.setValue(0)
    assert band.isHidden()
    starts = list(headings(wide))
    row = next(start + 1 for start, end in pairwise(starts) if end - start > 1)
    assert bar.maximum() >= row * 30
    bar.setValue(row * 30)
    assert band.isVisible()
    assert band.text == headings(wide)[row - 1]
    wide.action("noGroupsAction").trigger()
    assert band.isHidden()


def test_commands_about_groups_are_there_while_there_are_groups(desk: Desk) -> None:
    commands = [desk.action(name) for name in ("nextGroupAction", "previousGroupAction", "selectGroupAction")]
    assert not any(command.isEnabled() for command in commands)
    desk.action("groupByDayAction").trigger()
    assert all(command.isEnabled() for command in commands)
