"""The list: queues, search, order, columns, and what stands where there is nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.row import Row
from editor_app.gui.columns import COLUMNS
from editor_app.gui.empty_state import EmptyState
from editor_app.gui.roles import ItemRole

from .conftest import Desk


def rows_of(folder: Path) -> dict[str, Row]:
    return {row.path: row for rows in load_rows(ItemFolder(folder)) for row in rows}


def test_the_queue_of_unpublished_items_comes_first_newest_on_top(desk: Desk) -> None:
    rows = rows_of(desk.folder)
    expected = [path for path, row in rows.items() if row.state == "unpublished"]
    expected.sort(key=lambda path: (-(rows[path].published_at or 0), -(rows[path].quality or 0)))
    assert desk.paths == expected
    assert desk.selected == expected[:1]


def test_each_queue_shows_its_items_and_their_number(desk: Desk) -> None:
    rows = rows_of(desk.folder).values()
    for name in ("Unpublished", "Published", "Rejected"):
        desk.choose_queue(name)
        assert set(desk.paths) == {row.path for row in rows if row.state == name.lower()}
        assert desk.queue_counts()[name] == len(desk.paths)
    desk.choose_queue("Problems")
    assert set(desk.paths) == {row.path for row in rows if row.problem or row.notes}
    desk.choose_queue("All")
    assert len(desk.paths) == len(rows)


def test_a_folder_is_read_to_its_end_where_its_queue_stays_empty(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    for number in range(70):  # more than are read before the first ones are drawn
        (tmp_path / f"{number:02}.md").write_text(f"---\ntitle: Item {number}\npublished: true\n---\n")
    desk = open_desk(tmp_path)
    assert (desk.paths, desk.selected) == ([], [])
    desk.choose_queue("Published")
    assert len(desk.paths) == 70
    assert desk.selected == desk.paths[:1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CHATBOT leek", "_news/2026-11-22-chatbot-leek-soup.md"),  # title
        ("bin collectors", None),  # related coverage is not searched
        ("recipe has been read 41,000", "_news/2026-11-22-chatbot-leek-soup.md"),  # excerpt
        ("gadgetheap", "_news/2026-11-22-best-smart-kettles.md"),  # provider
        ("accessibility", "_news/2026-11-19-twenty-corrections.md"),  # topic
        ("lost-drone-number", "_briefs/2026-11-22-lost-drone-number-14.yaml"),  # path
        ('"so ..."', "_news/2026-11-22-ferry-scared-of-birds.md"),  # words in one piece
    ],
)
def test_search_looks_at_title_excerpt_provider_topics_and_path(
    desk: Desk, typed: str, found: str | None
) -> None:
    desk.type_search(typed)
    assert (found in desk.paths) if found else (desk.paths == [])


def test_search_narrows_with_each_letter_and_widens_again(desk: Desk) -> None:
    everything = desk.paths
    desk.search.setFocus()
    sizes = []
    for letter in "ferry":
        desk.press(letter)
        sizes.append(len(desk.paths))
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < sizes[-1] < len(everything)
    desk.press("Escape")
    assert desk.paths == everything


def test_enter_leads_from_the_search_to_the_first_hit(desk: Desk) -> None:
    desk.press("/", *"gulls")
    hits = desk.paths
    desk.press("Return", "p")
    assert hits[0] not in desk.paths
    assert desk.queue_counts()["Changed"] == 1


def test_a_retagged_item_stays_in_the_list_that_a_search_shows(desk: Desk) -> None:
    desk.type_search("Accessibility")
    path = desk.paths[0]
    desk.press("Return")
    editor = desk.window.detail.topic_editor
    assert editor is not None
    editor.removed.emit("Accessibility")
    assert path in desk.paths


def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    empty = desk.table.findChild(EmptyState)
    assert not empty.isVisible()
    desk.type_search("zeppelin")
    assert empty.isVisible()
    assert "zeppelin" in empty.accessibleName()
    desk.press("Escape")
    desk.choose_queue("Changed")
    assert "saved" in empty.accessibleName()


def test_a_long_sentence_in_an_empty_list_is_shown_whole(desk: Desk) -> None:
    desk.type_search("topic:Accessibility quality>149 heat>149 zeppelin")
    sentence = desk.table.findChild(EmptyState).findChild(QLabel)
    assert (
        sentence.height()
        >= sentence.heightForWidth(sentence.width())
        > sentence.fontMetrics().lineSpacing() * 2
    )


def test_a_folder_without_items_says_so(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    desk = open_desk(folder)
    empty = desk.table.findChild(EmptyState)
    assert empty.isVisible()
    assert "No news items" in empty.accessibleName()


@pytest.mark.parametrize("section", range(len(COLUMNS)))
def test_every_column_sorts_both_ways(desk: Desk, section: int) -> None:
    desk.choose_queue("All")
    header = desk.table.horizontalHeader()
    orders = []
    for _ in range(2):
        middle = QPoint(header.sectionViewportPosition(section) + 4 + header.sectionSize(section) // 2, 8)
        desk.table.setColumnHidden(section, False)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        orders.append(desk.paths)
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_the_order_stands_still_while_one_decides(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)  # by state
    before = desk.paths
    desk.select(before[0])
    desk.press("r", "p")
    assert desk.paths == before


def test_columns_order_and_width_come_back(open_desk: Callable[[Path], Desk], sample_site: Path) -> None:
    first = open_desk(sample_site)
    first.window.resize(1600, 800)
    first.wait(lambda: not first.table.isColumnHidden(4))
    header = first.table.horizontalHeader()
    header.moveSection(7, 1)
    first.table.setColumnHidden(2, True)
    header.resizeSection(4, 133)
    header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    order = first.paths
    first.close()
    second = open_desk(sample_site)
    second.window.resize(1600, 800)
    second.wait(lambda: not second.table.isColumnHidden(4))
    header = second.table.horizontalHeader()
    assert header.visualIndex(7) == 1
    assert second.table.isColumnHidden(2)
    assert header.sectionSize(4) == 133
    assert second.paths == order


def test_a_narrow_window_folds_provider_and_age_first(desk: Desk) -> None:
    window, table = desk.window, desk.table
    window.resize(1440, 800)
    desk.wait(lambda: not table.isColumnHidden(4))
    window.resize(1280, 720)
    desk.wait(lambda: table.isColumnHidden(4))
    assert not table.isColumnHidden(3)
    assert table.columnWidth(3) >= 200
    detail = desk.widget("detailPane")
    assert detail.mapTo(window, QPoint()).x() > table.mapTo(window, QPoint()).x()
    window.resize(1000, 720)
    desk.wait(lambda: detail.mapTo(window, QPoint()).y() > table.mapTo(window, QPoint()).y())


def test_cells_tell_their_values(desk: Desk) -> None:
    desk.choose_queue("All")
    model = desk.table.model()
    rows = rows_of(desk.folder)
    for row, path in enumerate(desk.paths):
        item = rows[path]
        quality = model.index(row, 1)
        assert quality.data(ItemRole.SCORE) == item.quality
        assert (quality.data(ItemRole.FRACTION) or 0) <= 1
        heat = model.index(row, 2)
        assert heat.data() == ("–" if item.heat in (None, -1) else str(item.heat))
        assert model.index(row, 3).data() == (item.title or path)
        assert model.index(row, 6).data(ItemRole.CHIPS) == list(item.topics)
        assert model.index(row, 7).data() == (str(item.related) if item.related else "")
