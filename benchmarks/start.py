"""From the start of a process to the first time its window is painted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.place import Place, environment
from benchmarks.rows import Samples
from benchmarks.tree import REPOSITORY, make_tree

_ITEMS = 40
_OURS = "from benchmarks.start_side import editor_app as run"
_FLOOR = "from benchmarks.start_side import empty_window as run"


def start(place: Place) -> dict[str, Samples]:
    """On a folder of 40 items, beside an empty window of the same toolkit."""
    root = make_tree(_ITEMS).root
    _first_paint(place, _OURS, root)  # so that all modules are compiled and in memory
    ours, floor = [], []
    for _ in range(place.rounds * 2):
        ours.append(_first_paint(place, _OURS, root))
        floor.append(_first_paint(place, _FLOOR, root))
    return {"start": Samples(ours, floor)}


def _first_paint(place: Place, program: str, root: Path) -> float:
    """The process says a word when it has painted, and ends."""
    home = place.fresh_home()
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", f"import sys; {program}; run(sys.argv[1])", os.fspath(root)],
        cwd=REPOSITORY,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        if process.stdout is None or process.stdout.readline() != b"painted\n":
            raise RuntimeError("nothing was painted")
        return time.perf_counter() - begin
