"""Opening the tree without a window: cold, warm, with some files changed, and by ``triage``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence

from benchmarks.floors import timed
from benchmarks.peers import GrayMatter, NoPeer, PythonFrontmatter
from benchmarks.place import Place, environment
from benchmarks.rows import Samples
from benchmarks.tree import REPOSITORY, Tree

_CHANGED = 500
_SAMPLE = 2_000


def cold(place: Place) -> dict[str, Samples]:
    """Beside reading all bytes, and beside two peers on a sample of the tree, scaled to the whole of it."""
    sample = [os.fspath(place.tree.root / path) for path in place.tree.scattered(_SAMPLE)]
    scale = place.items / len(sample)
    peers: dict[str, PythonFrontmatter | GrayMatter] = {}
    found: dict[str, Samples] = {}
    for name, kind in (("python-frontmatter", PythonFrontmatter), ("gray-matter", GrayMatter)):
        try:
            peers[name] = kind.fetch(offline=place.offline)
        except NoPeer as why:
            found[f"cold-open-{name}"] = Samples(skipped=str(why))
    ours: list[float] = []
    reading: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(place.rounds):
        one = _cold(place)
        ours.append(one["ours"])
        reading.append(one["floor"])
        for name, peer in peers.items():
            theirs[name].append(peer.seconds(place, sample) * scale)
    found |= {f"cold-open-{name}": Samples(ours, seconds) for name, seconds in theirs.items()}
    return {"cold-open": Samples(ours, reading), **found}


def _cold(place: Place) -> dict[str, float]:
    found: dict[str, float] = place.run("open_side.cold", place.fresh_home(), root=os.fspath(place.tree.root))
    return found


def warm(place: Place) -> dict[str, Samples]:
    """With nothing changed, and with some files changed in turn."""
    home, root = place.warm_home(), os.fspath(place.tree.root)
    paths = place.tree.scattered(min(_CHANGED, place.items // 10))
    unchanged, changed, walks = [], [], []
    with place.tree.restored(paths):
        for number in range(place.rounds):
            for _ in range(2):  # the first one takes in what the round before has changed
                one = place.run("open_side.warm", home, root=root)
            unchanged.append(one["ours"])
            walks.append(one["floor"])
            rewrite_heat(place.tree, paths, 300 + number)
            changed.append(place.run("open_side.warm", home, root=root)["ours"])
    place.files_have_changed()
    return {"warm-open": Samples(unchanged, walks), "warm-open-changed": Samples(changed, unchanged)}


def rewrite_heat(tree: Tree, paths: Sequence[str], heat: int) -> None:
    """What the machine of a site does: another heat in many files."""
    for path in paths:
        full = tree.root / path
        data = full.read_bytes()
        full.write_bytes(re.sub(rb"(?m)^heat: -?\d+", b"heat: %d" % heat, data, count=1))


def triage(place: Place) -> dict[str, Samples]:
    opened: list[float] = []
    took: dict[str, list[float]] = {"list": [], "check": []}
    for _ in range(-(-place.rounds // 2)):
        opened.append(_cold(place)["ours"])
        for command, seconds in took.items():
            seconds.append(timed(lambda command=command: _triage(place, command)))  # type: ignore[misc]
    return {f"triage-{command}": Samples(seconds, opened) for command, seconds in took.items()}


def _triage(place: Place, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "editor_app.cli", command, os.fspath(place.tree.root)],
        cwd=REPOSITORY,
        env=environment(place.fresh_home()),
        stdout=subprocess.DEVNULL,
        check=False,  # `check` ends with 1 where a file has a problem
    )
