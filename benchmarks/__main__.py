"""``python -m benchmarks``: what the program does at the size of a live site, each figure beside a floor or a peer."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.floors import read_all
from benchmarks.parts import PARTS
from benchmarks.place import PartFailed, Place
from benchmarks.report import as_json, table
from benchmarks.rows import ROWS, Figure, Row, Samples
from benchmarks.tree import make_tree


def main(argv: Sequence[str] | None = None) -> int:
    options = _parse(argv)
    rows = [row for row in ROWS if not options.only or any(name in row.name for name in options.only)]
    if not rows:
        print("No row has such a name.", file=sys.stderr)
        return 2
    figures = measure(rows, options.items, options.rounds, offline=options.offline)
    print(f"\n{options.items:,} items, {options.rounds} rounds\n")
    print(table(figures))
    if options.json:
        options.json.write_text(as_json(figures, rounds=options.rounds) + "\n")
    is_over = any(figure.is_over for figure in figures)
    return 1 if is_over and not options.quick else 0


def measure(rows: Sequence[Row], items: int, rounds: int, *, offline: bool) -> list[Figure]:
    """The figures of some rows, in their order."""
    samples: dict[str, Samples] = {}
    wanted = {row.part for row in rows}
    with tempfile.TemporaryDirectory(prefix="editor-app-benchmark-") as own:
        _say(f"{items:,} items: making the tree, reading it once")
        place = Place(make_tree(items), rounds, Path(own), offline)
        read_all(os.fspath(place.tree.root))  # what the disk itself takes is not ours to measure
        for name, part in PARTS.items():
            if name in wanted:
                start = time.perf_counter()
                try:
                    samples |= part(place)
                except PartFailed as error:
                    _say(str(error))
                    samples |= {row.name: Samples(skipped="failed") for row in rows if row.part == name}
                _say(f"{name}: {time.perf_counter() - start:.0f} s")
    return [Figure.of(row, items, samples[row.name]) for row in rows]


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--items", type=int, help="how many items the tree has (default: 10000)")
    parser.add_argument("--rounds", type=int, help="how often each thing is measured (default: 3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="rows with this in their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--offline", action="store_true", help="fetch no peers; those not there are skipped")
    parser.add_argument(
        "--quick", action="store_true", help="a look at whether everything runs: 1,000 items, one round"
    )
    options = parser.parse_args(argv)
    options.items = options.items or (1_000 if options.quick else 10_000)
    options.rounds = options.rounds or (1 if options.quick else 3)
    return options


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
