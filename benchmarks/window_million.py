"""The window with more rows than any folder has: do search, sort and scrolling hold? Runs in a process of its own."""

from __future__ import annotations

import gc
from typing import Any

from benchmarks.made_rows import made_rows
from benchmarks.window_desk import Desk, peak_memory
from benchmarks.window_hands import measure_filter, measure_scroll, measure_sort
from editor_app.core.catalog import Catalog, Queue


def measure(count: int, rounds: int, presses: int) -> dict[str, Any]:
    """Show made rows in a window that has no folder open."""
    catalog = Catalog()
    gc.disable()
    for rows in made_rows(count):
        catalog.add(rows)
    gc.freeze()  # as the program does when it has read a folder
    gc.enable()
    desk = Desk([])
    desk.session.catalog = catalog
    desk.session.opened.emit()
    desk.show_queue(Queue.ALL)
    if desk.model.rowCount() != count:
        raise RuntimeError("not every row is shown")
    memory = peak_memory()  # before the floors keep lists of their own
    parts = (
        measure_filter(desk, rounds, presses),
        measure_sort(desk, rounds),
        measure_scroll(desk, rounds, presses),
    )
    desk.close()
    ours = {name: seconds for part in parts for name, seconds in part["ours"].items()}
    floor = {name: seconds for part in parts for name, seconds in part["floor"].items()}
    return {"ours": ours, "floor": floor, "memory": memory}
