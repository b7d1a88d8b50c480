"""Saved views and facets at the left."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QListWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from editor_app.app import create
from editor_app.core.query.text_key import TextKey

from .conftest import Desk

COUNT = Qt.ItemDataRole.UserRole + 1


def views(desk: Desk) -> list[str]:
    bar = desk.widget("viewBar")
    assert isinstance(bar, QListWidget)
    return [bar.item(row).text() for row in range(bar.count())]


def save_view(desk: Desk, query: str, name: str, *, only_here: bool = False) -> None:
    desk.type_search(query)
    desk.press("Ctrl+Shift+S")
    dialog = desk.window.findChild(QDialog, "viewDialog")
    edit = dialog.findChild(QLineEdit, "viewName")
    edit.setText(name)
    dialog.findChild(QCheckBox, "viewOnlyHere").setChecked(only_here)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.wait(lambda: desk.window.findChild(QDialog, "viewDialog") is None)
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    desk.search.setFocus()


def click_view(desk: Desk, name: str) -> None:
    bar = desk.window.view_bar
    entry = bar.item(views(desk).index(name))
    QTest.mouseClick(bar.viewport(), Qt.MouseButton.LeftButton, pos=bar.visualItemRect(entry).center())


def settle(desk: Desk) -> None:
    desk.wait(lambda: not desk.window.views.is_counting and not desk.window.facets.is_counting)


def count_of(desk: Desk, name: str) -> int | None:
    settle(desk)
    return desk.window.view_bar.count_of(views(desk).index(name))


# -- views -----------------------------------------------------------------------------------------------------


def test_a_search_becomes_a_view_with_a_live_count(desk: Desk) -> None:
    desk.choose_queue("All")
    save_view(desk, "is:unpublished quality>50", "Good ones")
    assert views(desk) == ["Good ones"]
    assert count_of(desk, "Good ones") == len(desk.paths) > 2
    before = desk.paths
    desk.press("Escape")
    desk.choose_queue("Published")
    click_view(desk, "Good ones")
    assert desk.paths == before
    assert desk.search.text() == "is:unpublished quality>50"
    assert desk.window.model.view.queue == "all"
    desk.table.setFocus()
    desk.select(before[1])
    desk.press("p")
    assert before[1] not in desk.paths
    assert desk.selected == [before[2]]
    assert count_of(desk, "Good ones") == len(before) - 1
    desk.press("Ctrl+Z")
    assert count_of(desk, "Good ones") == len(before)


def test_a_view_of_today_is_counted_anew_when_the_day_ends(
    qtbot: QtBot, qapp: object, sample_site: Path
) -> None:
    now = [datetime(2026, 11, 22, 23, 59).timestamp()]
    _, window = create([str(sample_site)], clock=lambda: now[0])
    desk = Desk(window, sample_site, qtbot)
    with qtbot.waitSignal(window.loading_finished, timeout=60_000):
        pass
    window.activateWindow()
    desk.choose_queue("All")
    save_view(desk, "date:today", "Today")
    before = count_of(desk, "Today")
    assert before
    now[0] += 120
    window.views.look_at_the_clock()  # as it does every minute
    assert count_of(desk, "Today") != before
    desk.close()


def test_a_view_has_its_order_and_its_queue(desk: Desk) -> None:
    desk.choose_queue("Published")
    desk.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    before = desk.paths
    save_view(desk, "", "Worst on the site")
    desk.choose_queue("All")
    desk.table.horizontalHeader().setSortIndicator(3, Qt.SortOrder.AscendingOrder)
    desk.press("Ctrl+1")
    assert desk.paths == before
    assert desk.queues.currentItem().text() == "Published"
    assert desk.table.horizontalHeader().sortIndicatorSection() == 1


def test_views_have_keys_by_their_place_and_can_be_moved(desk: Desk) -> None:
    desk.choose_queue("All")
    for query in ("gulls", "kettles", "quality>50"):
        save_view(desk, query, query.title())
    desk.press("Ctrl+2")
    assert desk.search.text() == "kettles"
    desk.window.view_bar.setCurrentRow(2)
    desk.action("raiseViewAction").trigger()
    desk.action("raiseViewAction").trigger()
    assert views(desk) == ["Quality>50", "Gulls", "Kettles"]
    desk.action("lowerViewAction").trigger()
    assert views(desk) == ["Gulls", "Quality>50", "Kettles"]
    desk.press("Ctrl+2")
    assert desk.search.text() == "quality>50"
    assert desk.action("openView2Action").text() == "View: Quality>50"
    assert not desk.action("openView4Action").isEnabled()
    desk.window.view_bar.model().moveRow(QModelIndex(), 2, QModelIndex(), 0)  # as dragging does
    desk.wait(lambda: [view.name for view in desk.window.views.here] == ["Kettles", "Gulls", "Quality>50"])
    desk.press("Ctrl+1")
    assert desk.search.text() == "kettles"


def test_views_are_renamed_updated_and_deleted(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.action("deleteViewAction").trigger()  # there is none, and nothing happens
    save_view(desk, "gulls", "Birds")
    save_view(desk, "kettles", "Pots")
    desk.window.view_bar.setCurrentRow(0)
    desk.action("renameViewAction").trigger()
    edit = desk.window.findChild(QLineEdit, "viewName")
    assert edit.text() == "Birds"
    edit.setText("Gulls")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert views(desk) == ["Gulls", "Pots"]
    desk.type_search("gulls -ferry")
    desk.window.view_bar.setCurrentRow(0)
    desk.action("updateViewAction").trigger()
    desk.type_search("")
    click_view(desk, "Gulls")
    assert desk.search.text() == "gulls -ferry"
    desk.action("deleteViewAction").trigger()
    assert views(desk) == ["Pots"]


def test_views_come_back_with_the_next_window_where_they_belong(
    open_desk: Callable[[Path], Desk], sample_site: Path, tmp_path: Path
) -> None:
    first = open_desk(sample_site)
    first.choose_queue("All")
    save_view(first, "gulls", "Everywhere")
    save_view(first, "kettles", "Here", only_here=True)
    first.close()
    second = open_desk(sample_site)
    second.wait(lambda: views(second) == ["Everywhere", "Here"])
    assert count_of(second, "Everywhere")
    second.close()
    (tmp_path / "other").mkdir()
    third = open_desk(tmp_path / "other")
    third.wait(lambda: views(third) == ["Everywhere"])


def test_views_are_exported_and_imported(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "views.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    desk.choose_queue("All")
    save_view(desk, 'topic="Computer Vision"', "Seeing")
    desk.action("exportViewsAction").trigger()
    desk.wait(file.exists)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["views"][0]["query"] == 'topic="Computer Vision"'
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    desk.window.view_bar.setCurrentRow(0)
    desk.action("deleteViewAction").trigger()
    assert views(desk) == []
    desk.action("importViewsAction").trigger()
    desk.wait(lambda: views(desk) == ["Seeing"])
    written["views"][0]["query"] = "is:nowhere"
    file.write_text(json.dumps(written), encoding="utf-8")
    desk.action("importViewsAction").trigger()
    desk.wait(lambda: "view 1" in desk.window.status.message())
    assert views(desk) == ["Seeing"]


# -- facets ----------------------------------------------------------------------------------------------------


def entries(desk: Desk, key: TextKey) -> dict[str, QTreeWidgetItem]:
    """The names below a section, those below others too."""
    settle(desk)
    found: dict[str, QTreeWidgetItem] = {}

    def walk(above: QTreeWidgetItem) -> None:
        for row in range(above.childCount()):
            entry = above.child(row)
            found[entry.text(0)] = entry
            walk(entry)

    walk(desk.window.facets.section(key))
    return found


def open_section(desk: Desk, key: TextKey) -> None:
    desk.window.facets.section(key).setExpanded(True)


def click_facet(desk: Desk, key: TextKey, name: str) -> None:
    bar = desk.window.facets
    entry = entries(desk, key)[name]
    bar.scrollToItem(entry)
    QTest.mouseClick(bar.viewport(), Qt.MouseButton.LeftButton, pos=bar.visualItemRect(entry).center())


def test_facets_count_what_the_list_shows(desk: Desk) -> None:
    desk.choose_queue("All")
    assert entries(desk, TextKey.TOPIC) == {}  # closed sections cost nothing
    open_section(desk, TextKey.TOPIC)
    open_section(desk, TextKey.TYPE)
    for query in ("", "quality>50"):
        desk.type_search(query)
        catalog = desk.window.session.catalog
        items = desk.window.model.view.items
        counts = Counter(topic for item in items for topic in catalog.topics(item))
        shown = {name: entry.data(0, COUNT) for name, entry in entries(desk, TextKey.TOPIC).items()}
        assert {name: count for name, count in shown.items() if count} == {
            name: counts[name] for name in shown if counts[name]
        }
        assert shown["AI"] == counts["AI"] > 0
        types = {name: entry.data(0, COUNT) for name, entry in entries(desk, TextKey.TYPE).items()}
        assert types == Counter(catalog.row(item).type for item in items if catalog.row(item).type)
    assert entries(desk, TextKey.TOPIC)["Computer Vision"].parent().text(0) == "AI"


def test_a_click_filters_another_excludes_a_third_forgets(desk: Desk) -> None:
    desk.choose_queue("All")
    everything = desk.paths
    open_section(desk, TextKey.TOPIC)
    count = entries(desk, TextKey.TOPIC)["Computer Vision"].data(0, COUNT)
    click_facet(desk, TextKey.TOPIC, "Computer Vision")
    assert desk.search.text() == 'topic="Computer Vision"'
    assert len(desk.paths) == count
    assert desk.table.hasFocus()
    click_facet(desk, TextKey.TOPIC, "Computer Vision")
    assert desk.search.text() == '-topic="Computer Vision"'
    assert len(desk.paths) == len(everything) - count
    assert entries(desk, TextKey.TOPIC)["Computer Vision"].data(0, COUNT) == 0
    click_facet(desk, TextKey.TOPIC, "Computer Vision")
    assert desk.search.text() == ""
    assert desk.paths == everything


def test_facets_add_to_what_is_searched_for(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.type_search("ferry OR gulls")
    open_section(desk, TextKey.PROVIDER)
    name = next(iter(entries(desk, TextKey.PROVIDER)))
    bar = desk.window.facets
    bar.setFocus()
    bar.setCurrentItem(entries(desk, TextKey.PROVIDER)[name])
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert desk.search.text() == f'(ferry OR gulls) provider="{name}"'
    assert desk.paths


def test_facets_follow_decisions_and_are_open_again_next_time(
    open_desk: Callable[[Path], Desk], sample_site: Path
) -> None:
    desk = open_desk(sample_site)
    open_section(desk, TextKey.TYPE)
    articles = entries(desk, TextKey.TYPE)["article"].data(0, COUNT)
    path = next(
        path
        for path, item in zip(desk.paths, desk.window.model.view.items, strict=True)
        if desk.window.session.catalog.row(item).type == "article"
    )
    desk.select(path)
    desk.press("p")
    assert entries(desk, TextKey.TYPE)["article"].data(0, COUNT) == articles - 1
    desk.close()
    again = open_desk(sample_site)
    assert again.window.facets.section(TextKey.TYPE).isExpanded()
    assert not again.window.facets.section(TextKey.TOPIC).isExpanded()
    assert entries(again, TextKey.TYPE)
