"""Narrowing the list: by conditions of the search language, with facets and saved views open at the left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from benchmarks.tree import COMMON, TOPICS
from benchmarks.window_desk import Desk, opened
from editor_app.core.catalog import Queue
from editor_app.core.query.text_key import TextKey

QUERY = f'is:unpublished quality>50 -topic="{TOPICS[0]}" has:topics'
_VIEWS = ("quality>100", f'topic="{TOPICS[1]}"', f"{COMMON} OR heat>50", "date:last-7d", "-has:related")
_PACE = 60  # milliseconds between two keys of somebody who types fast
_COUNTED = 1_000  # milliseconds within which everything at the left has been counted


def narrow(root: str, rounds: int, presses: int) -> dict[str, Any]:
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    window, search = desk.window, desk.window.search
    search.setFocus()
    taken = []
    for _ in range(rounds * presses):
        taken.append(_paste(desk))
        desk.settle()
        desk.press(search, Qt.Key.Key_Escape)
        desk.settle()
    for key in (TextKey.TOPIC, TextKey.PROVIDER, TextKey.TYPE):
        window.facets.section(key).setExpanded(True)
    for query in _VIEWS:
        search.setText(query)
        window.views.save(query, only_here=False)
    search.clear()
    desk.settle()
    with desk.heart.beating():
        desk.pause(_COUNTED)
        for text in (COMMON, QUERY) * rounds:
            for letter in text:
                search.insert(letter)
                desk.pause(_PACE)
            desk.pause(_COUNTED)
            search.clear()
            desk.pause(_COUNTED)
    desk.close()
    return {"filter-query": taken, "gaps": desk.heart.gaps}


def _paste(desk: Desk) -> float:
    QGuiApplication.clipboard().setText(QUERY)
    return desk.repainted(lambda: desk.press(desk.window.search, Qt.Key.Key_V, control=True))
