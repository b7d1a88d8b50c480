"""``python -m benchmarks``: what the program does at the size of a live site, each figure beside a floor or a peer.

The bounds are those of 100,000 items. The exit status is 1 where one is broken or something could not be measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.floors import read_all
from benchmarks.growth import growths
from benchmarks.growth import table as growth_table
from benchmarks.parts import PARTS
from benchmarks.place import PartFailed, Place
from benchmarks.report import as_json, table
from benchmarks.rows import MILLION_ROWS, ROWS, Figure, Row, Samples
from benchmarks.tree import Tree, make_tree

_SMALLER = (1_000, 10_000)
_MILLION = 1_000_000


def main(argv: Sequence[str] | None = None) -> int:
    options = _parse(argv)
    rows = [
        row
        for row in (MILLION_ROWS if options.million else ROWS)
        if not options.only or any(name in row.name for name in options.only)
    ]
    if not rows:
        print("No row has such a name.", file=sys.stderr)
        return 2
    sizes = [options.items]
    if options.growth:
        sizes = sorted({*(size for size in _SMALLER if size < options.items), options.items})
    figures: list[Figure] = []
    for items in sizes:
        measured = measure(
            rows,
            items,
            options.rounds,
            offline=options.offline,
            presses=1 if options.quick else 7,
        )
        print(f"\n{items:,} items, {options.rounds} rounds\n")
        print(table(measured))
        figures += measured
    grown = growths(figures)
    if grown:
        print(f"\nfrom {sizes[0]:,} to {sizes[-1]:,} items\n")
        print(growth_table(grown))
    if options.json:
        options.json.write_text(as_json(figures, rounds=options.rounds) + "\n", encoding="utf-8")
    if any(figure.failed for figure in figures):
        return 1
    # What does not grow with the items weighs too much in a small tree: there the bounds tell nothing.
    is_over = any(figure.is_over for figure in figures if figure.items == sizes[-1])
    is_over = is_over or any(one.is_over for one in grown)
    return 1 if is_over and not options.quick else 0


def measure(rows: Sequence[Row], items: int, rounds: int, *, offline: bool, presses: int) -> list[Figure]:
    """The figures of some rows, in their order."""
    samples: dict[str, Samples] = {}
    wanted = {row.part for row in rows}
    with tempfile.TemporaryDirectory(prefix="editor-app-benchmark-") as own:
        if wanted == {"million"}:
            tree = Tree(Path(own), ("",) * items)
        else:
            _say(f"{items:,} items: making the tree, reading it once")
            tree = make_tree(items)
            read_all(os.fspath(tree.root))  # what the disk itself takes is not ours to measure
        place = Place(tree, rounds, Path(own), offline, presses)
        for name, part in PARTS.items():
            if name in wanted:
                start = time.perf_counter()
                try:
                    samples |= part(place)
                except PartFailed as error:
                    _say(str(error))
                    failed = Samples(skipped="see above", failed=True)
                    samples |= {row.name: failed for row in rows if row.part == name}
                _say(f"{name}: {time.perf_counter() - start:.0f} s")
    return [Figure.of(row, items, samples.get(row.name, Samples())) for row in rows]


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--items", type=int, help="how many items the tree has (default: 100000)")
    parser.add_argument("--rounds", type=int, help="how often each thing is measured (default: 3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="rows with this in their names")
    parser.add_argument("--growth", action="store_true", help="measure trees of 1,000 and 10,000 items too")
    parser.add_argument("--million", action="store_true", help="measure a million rows, made and not read")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--offline", action="store_true", help="fetch no peers; those not there are skipped")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a look at whether everything runs: 1,000 items, one round, no verdict by the exit status",
    )
    options = parser.parse_args(argv)
    options.items = options.items or (1_000 if options.quick else _MILLION if options.million else 100_000)
    options.rounds = options.rounds or (1 if options.quick else 3)
    return options


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
