"""Opening a folder without a window, in a process of its own that has done nothing else before."""

from __future__ import annotations

from pathlib import Path

from benchmarks.floors import read_all, timed, walk
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.row_cache import RowCache
from editor_app.core.view import View


def cold(root: str, *, floor: bool = True) -> dict[str, float]:
    """Open with an empty cache, and read all bytes."""
    ours = timed(lambda: _open(root))
    return {"ours": ours, "floor": timed(lambda: read_all(root)) if floor else 0.0}


def warm(root: str) -> dict[str, float]:
    """Open with a cache, and look at all files."""
    ours = timed(lambda: _open(root))
    return {"ours": ours, "floor": timed(lambda: walk(root))}


def _open(root: str) -> View:
    folder = ItemFolder(Path(root))
    catalog = Catalog()
    for rows in load_rows(folder, cache=RowCache(folder.root)):
        catalog.add(rows)
    view = View(catalog)
    view.show(queue=Queue.ALL)
    if not view.items:
        raise RuntimeError("nothing was found")
    return view
