"""``python -m benchmarks [--items N]``: what the core does at size, each figure beside its floor in the same run."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.tree import make_tree
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.query import Query
from editor_app.core.row_cache import RowCache
from editor_app.core.view import Order, SortKey, View

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["EDITOR_APP_HOME"] = str(Path(place) / "home")
        folder = Path(place) / "site"
        make_tree(folder, options.items)
        figures = measure(ItemFolder(folder))
    print(f"{options.items:,} items, medians of {ROUNDS} interleaved rounds\n")
    print(f"{'':34} {'ms':>9} {'floor ms':>9} {'ratio':>7}   floor")
    for name, (took, floor, of) in figures.items():
        print(f"{name:34} {took * 1e3:9.1f} {floor * 1e3:9.1f} {took / floor:6.1f}x   {of}")
    if options.json:
        options.json.write_text(json.dumps({"items": options.items, "figures": figures}, indent=1))


def measure(folder: ItemFolder) -> dict[str, tuple[float, float, str]]:
    """Name -> seconds, seconds of the floor, what the floor is."""
    read_all(folder.root)  # the disk's own work is not ours to measure
    catalog = load(folder, cached=True)
    view = View(catalog)
    view.show(queue=Queue.ALL)
    texts = [catalog.row(item).title + catalog.row(item).excerpt for item in catalog.numbers()]
    qualities = [catalog.row(item).quality or 0 for item in catalog.numbers()]
    titles = [catalog.row(item).title.casefold() for item in catalog.numbers()]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object], str]] = {
        "cold open": (lambda: load(folder, cached=False), lambda: read_all(folder.root), "reading all bytes"),
        "warm open, nothing changed": (
            lambda: load(folder, cached=True),
            lambda: walk(folder.root),
            "scandir and stat",
        ),
        "filter, a rare word": (
            lambda: view.show(query=Query.parse("onepercent")),
            lambda: [text for text in texts if "onepercent" in text],
            "`in` over title and excerpt",
        ),
        "filter, a word of half of them": (
            lambda: view.show(query=Query.parse("halfofall")),
            lambda: [text for text in texts if "halfofall" in text],
            "`in` over title and excerpt",
        ),
        "sort by quality": (
            lambda: view.show(query=Query(), order=Order(SortKey.QUALITY)),
            lambda: sorted(qualities),
            "list.sort of the keys",
        ),
        "sort by title": (
            lambda: view.show(order=Order(SortKey.TITLE, False)),
            lambda: sorted(titles),
            "list.sort of the keys",
        ),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in pairs}
    for _ in range(ROUNDS):
        for name, (ours, floor, _what) in pairs.items():
            seconds[name].append((timed(ours), timed(floor)))
    return {
        name: (
            statistics.median(ours for ours, _ in rounds),
            statistics.median(floor for _, floor in rounds),
            pairs[name][2],
        )
        for name, rounds in seconds.items()
    }


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load(folder: ItemFolder, *, cached: bool) -> Catalog:
    catalog = Catalog()
    for rows in load_rows(folder, cache=RowCache(folder.root) if cached else None):
        catalog.add(rows)
    return catalog


def walk(folder: Path) -> int:
    count = 0
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            count += walk(Path(entry.path))
        else:
            entry.stat()
            count += 1
    return count


def read_all(folder: Path) -> int:
    size = 0
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            size += read_all(Path(entry.path))
            continue
        descriptor = os.open(entry.path, os.O_RDONLY)
        while data := os.read(descriptor, 65_536):
            size += len(data)
        os.close(descriptor)
    return size


if __name__ == "__main__":
    main()
