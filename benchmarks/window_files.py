"""What the window does with files: reading a folder, reading it again, saving. Runs in a process of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from benchmarks.core_figures import rewrite_heat
from benchmarks.floors import read_all, sed, timed
from benchmarks.tree import Tree
from benchmarks.window_desk import Desk, opened, peak_memory
from editor_app.core.catalog import Queue
from editor_app.core.decision import Publish
from editor_app.core.state import State
from editor_app.gui.batch_saving import SaveReport


def load(root: str) -> dict[str, Any]:
    """Open a window on a folder: when its first rows are seen, how awake it stays, how much memory it takes."""
    desk = Desk([root])
    desk.wait(
        lambda: desk.repaints.counts["window"] > 0
    )  # the window is drawn first, then the reading begins
    with desk.heart.beating():
        if not desk.wait(lambda: desk.rows_seen_at is not None) or desk.rows_seen_at is None:
            raise TimeoutError("no rows")
        first_screen = desk.rows_seen_at - desk.shown_at
        desk.wait(lambda: desk.news["loaded"] > 0)
        desk.settle()
    desk.show_queue(Queue.ALL)
    found = {
        "first_screen": first_screen,
        "loaded": desk.last_news["loaded"] - desk.shown_at,
        "gaps": desk.heart.gaps,
        "memory": peak_memory(),
        "rows": desk.model.rowCount(),
    }
    desk.close()
    return {**found, "floor": timed(lambda: read_all(root))}


def refresh(root: str, paths: list[str], rounds: int) -> dict[str, Any]:
    """Read the folder again after some of its files have changed."""
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    tree = Tree(Path(root), tuple(paths))
    seconds = []
    for number in range(rounds):
        rewrite_heat(tree, paths, 400 + number)
        with desk.heart.beating():
            seconds.append(desk.wait_for("loaded", desk.key(Qt.Key.Key_F5)))
            desk.settle()
    desk.close()
    return {"gaps": desk.heart.gaps, "seconds": seconds}


def save(root: str, paths: list[str], count: int, scratch: str, rounds: int) -> dict[str, Any]:
    """Decide about many items and save; beside it, another program changes copies of the same files."""
    desk = opened(root)
    desk.show_queue(Queue.ALL)
    session, catalog = desk.session, desk.session.catalog
    items = [item for path in paths if (item := catalog.find(path)) is not None]
    items = [item for item in items if catalog.state(item) is State.UNPUBLISHED][:count]
    originals = [catalog.row(item).path for item in items]
    ours, floor = [], []
    for number in range(rounds):
        session.decide(items, Publish())
        desk.settle()
        os.sync()
        with desk.heart.beating():
            ours.append(desk.wait_for("saved", desk.key(Qt.Key.Key_S, control=True)))
            desk.settle()
        _saved(desk, len(items))
        session.undo_stack.undo()
        desk.wait_for("saved", session.save)
        _saved(desk, len(items))
        copies = Path(scratch) / str(number)
        for path in originals:
            (copies / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(os.path.join(root, path), copies / path)
        os.sync()
        floor.append(timed(lambda copies=copies: sed(copies, originals)))  # type: ignore[misc]
        shutil.rmtree(copies)
    desk.close()
    return {"ours": ours, "floor": floor, "gaps": desk.heart.gaps}


def _saved(desk: Desk, count: int) -> None:
    report = desk.report
    if not isinstance(report, SaveReport) or report.saved != count:
        raise RuntimeError("not every file was saved")
