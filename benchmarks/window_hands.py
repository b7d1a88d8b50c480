"""What an editor does in the window: search, sort, select, step, decide. Runs in a process of its own."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from benchmarks.floors import read_one, scan, timed
from benchmarks.tree import COMMON, RARE
from benchmarks.window_desk import Desk, opened
from editor_app.core.catalog import Queue
from editor_app.core.decision import Publish
from editor_app.core.state import State
from editor_app.core.view import SortKey
from editor_app.gui.columns import COLUMNS
from editor_app.gui.selection_page import SelectionPage

_MANY = 10_000
_STEPS = 4  # items that are gone through where a key is pressed once
_PACE = 150  # milliseconds between two keys of somebody who types


def filter_list(root: str, rounds: int, presses: int) -> dict[str, Any]:
    """Search: by a first letter, by words that are pasted, and by the letters that follow as they are typed."""
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    found = measure_filter(desk, rounds, presses)
    with desk.heart.beating():
        for word in (RARE, COMMON) * rounds:
            for letter in word:
                QTest.keyClicks(desk.window.search, letter)
                desk.pause(_PACE)
            desk.press(desk.window.search, Qt.Key.Key_Escape)
            desk.pause(_PACE)
    desk.close()
    return {**found, "gaps": desk.heart.gaps}


def measure_filter(desk: Desk, rounds: int, presses: int) -> dict[str, Any]:
    search = desk.window.search
    texts = list(desk.session.catalog.files.texts)
    words = {"filter-letter": _first_letter(texts), "filter-rare": RARE, "filter-common": COMMON}
    ours: dict[str, list[float]] = {name: [] for name in (*words, "filter-next")}
    floor: dict[str, list[float]] = {name: [] for name in words}
    search.setFocus()
    for _ in range(rounds * presses):
        for name, word in words.items():
            ours[name].append(desk.repainted(lambda word=word: _enter(desk, word)))  # type: ignore[misc]
            desk.settle()
            floor[name].append(
                timed(lambda word=word: scan(texts, word.encode()))  # type: ignore[misc]
                + desk.repainted(desk.table.viewport().update)
            )
            _empty(desk)
    for _ in range(rounds):
        for word in (RARE, COMMON):
            _enter(desk, word[0])
            desk.settle()
            for letter in word[1:]:
                ours["filter-next"].append(
                    desk.repainted(lambda letter=letter: QTest.keyClicks(search, letter))  # type: ignore[misc]
                )
                desk.settle()
            _empty(desk)
    return {"ours": ours, "floor": floor}


def _first_letter(texts: Sequence[bytes]) -> str:
    """The letter that most items have, but not all: it finds much, and the list becomes another one."""
    held = {letter: len(scan(texts, letter.encode())) for letter in ascii_lowercase}
    return max(held, key=lambda letter: held[letter] if held[letter] < len(texts) else -1)


def _enter(desk: Desk, text: str) -> None:
    """A letter is typed, a word is pasted: either is one change."""
    if len(text) == 1:
        QTest.keyClicks(desk.window.search, text)
        return
    QGuiApplication.clipboard().setText(text)
    desk.press(desk.window.search, Qt.Key.Key_V, control=True)


def _empty(desk: Desk) -> None:
    desk.press(desk.window.search, Qt.Key.Key_Escape)
    desk.settle()


def sort_list(root: str, rounds: int, presses: int) -> dict[str, Any]:
    """Sort by clicks on headers, and go through the list page by page."""
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    found = measure_sort(desk, rounds)
    scrolled = measure_scroll(desk, rounds, presses)
    desk.close()
    return {part: found[part] | scrolled[part] for part in ("ours", "floor")}


def measure_sort(desk: Desk, rounds: int) -> dict[str, Any]:
    catalog = desk.session.catalog
    keys: dict[str, list[Any]] = {
        "sort-number": [-1 if quality is None else quality for quality in catalog.files.quality],
        "sort-title": [text.partition(b"\n")[0] for text in catalog.files.texts],
    }
    columns = {"sort-number": SortKey.QUALITY, "sort-title": SortKey.TITLE}
    ours: dict[str, list[float]] = {name: [] for name in keys}
    floor: dict[str, list[float]] = {name: [] for name in keys}
    for _ in range(rounds):
        for name, key in columns.items():
            ours[name].append(desk.repainted(lambda key=key: _click_header(desk, key)))  # type: ignore[misc]
            desk.settle()
            numbers = catalog.numbers()
            key_of = keys[name].__getitem__
            floor[name].append(
                timed(lambda numbers=numbers, key_of=key_of: numbers.sort(key=key_of))  # type: ignore[misc]
            )
    return {"ours": ours, "floor": floor}


def measure_scroll(desk: Desk, rounds: int, presses: int) -> dict[str, Any]:
    bar = desk.table.verticalScrollBar()
    bar.setValue(0)
    desk.settle()
    ours, floor = [], []
    for _ in range(rounds * presses):
        ours.append(desk.repainted(lambda: bar.setValue(bar.value() + bar.pageStep())))
        desk.settle()
        floor.append(desk.repainted(desk.table.viewport().update))
    return {"ours": {"scroll": ours}, "floor": {"scroll": floor}}


def _click_header(desk: Desk, key: SortKey) -> None:
    header = desk.table.horizontalHeader()
    section = next(number for number, column in enumerate(COLUMNS) if column.sort is key)
    middle = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    QTest.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(middle, header.height() // 2),
    )


def select(root: str, rounds: int) -> dict[str, Any]:
    """Select everything; and change many rows that lie all over the list."""
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    page = desk.window.findChild(SelectionPage)
    show_summary = page.show_summary

    def show_and_tell(*args: Any, **options: Any) -> None:
        show_summary(*args, **options)
        desk.tell("summary")

    page.show_summary = show_and_tell
    all_selected, changed = [], []
    for _ in range(rounds):
        all_selected.append(_shown(desk, "summary", desk.key(Qt.Key.Key_A, control=True)))
        desk.settle()
        desk.table.select_row(0)
        desk.settle()
    scattered = random.Random(5).sample(_unpublished(desk), _many(desk))
    for _ in range(rounds):
        changed.append(desk.repainted(lambda: desk.session.decide(scattered, Publish())))
        desk.settle()
        desk.session.undo_stack.undo()
        desk.table.select_row(0)
        desk.settle()
    desk.close()
    return {"select-all": all_selected, "change-scattered": changed}


def _shown(desk: Desk, news: str, action: Any) -> float:
    """Do something; seconds until what it brings is painted."""
    took = desk.wait_for(news, action)
    desk.wait_for_repaint()
    if desk.repaints.counts["window"] > desk.painted_before[news]:
        took += desk.repaints.last["window"] - desk.last_news[news]
    return took


def _many(desk: Desk) -> int:
    return min(_MANY, len(_unpublished(desk)) // 2)


def _unpublished(desk: Desk) -> list[int]:
    catalog = desk.session.catalog
    return [item for item in catalog.numbers() if catalog.state(item) is State.UNPUBLISHED]


def step(root: str, rounds: int, presses: int) -> dict[str, Any]:
    """Go from item to item, and decide about one after the other."""
    desk = opened(root)
    desk.show_queue(Queue.UNPUBLISHED)
    desk.table.select_row(3)
    desk.settle()
    next_item, decided, read = [], [], []
    for _ in range(rounds * presses * _STEPS):
        next_item.append(_shown(desk, "item", desk.key(Qt.Key.Key_J)))
        desk.settle()
        read.append(timed(lambda: _read_current(desk)))
    for _ in range(rounds * presses * _STEPS):
        decided.append(desk.repainted(desk.key(Qt.Key.Key_P)))
        desk.settle()
    desk.close()
    return {"next-item": next_item, "decide-one": decided, "floor": read}


def _read_current(desk: Desk) -> None:
    item, folder = desk.table.current_item(), desk.session.folder
    if item is None or folder is None:
        raise RuntimeError("nothing is selected")
    read_one(os.fspath(folder.full_path(desk.session.catalog.row(item).path)))


def decide(root: str, rounds: int) -> dict[str, Any]:
    """Decide about many selected items by one key, and take it back."""
    desk = opened(root)
    desk.show_queue(Queue.UNPUBLISHED)
    many = _many(desk)
    decided, undone = [], []
    for _ in range(rounds):
        desk.table.select_items(desk.model.view.items[:many])
        desk.settle()
        decided.append(desk.repainted(desk.key(Qt.Key.Key_P)))
        desk.settle()
        undone.append(desk.repainted(desk.key(Qt.Key.Key_Z, control=True)))
        desk.settle()
    for _ in range(rounds):
        desk.table.select_items(desk.model.view.items[:many])
        desk.settle()
        with desk.heart.beating():
            for press in (desk.key(Qt.Key.Key_P), desk.key(Qt.Key.Key_Z, control=True)):
                press()
                desk.pause(4 * _PACE)
    desk.close()
    return {"decide-many": decided, "undo-many": undone, "gaps": desk.heart.gaps}
