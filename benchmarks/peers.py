"""Other programs that read front matter.

python-frontmatter comes with the project's `dev` group; gray-matter is fetched by name into a folder beside the trees.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.place import Place
from benchmarks.tree import home_of_trees

_PATIENCE = 180  # seconds for an installation

_NODE_PROGRAM = """
const fs = require("fs"), matter = require("gray-matter");
const files = JSON.parse(fs.readFileSync(0, "utf8"));
function pass() {
  const start = performance.now();
  // Options of any kind keep gray-matter from answering out of its cache.
  for (const file of files) { try { matter(fs.readFileSync(file, "utf8"), {}); } catch (error) { } }
  return (performance.now() - start) / 1000;
}
pass();  // so that the code is compiled
console.log(pass());
"""


class NoPeer(Exception):
    """A peer cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class PythonFrontmatter:
    """python-frontmatter, as its documentation says to use it."""

    @staticmethod
    def fetch(*, offline: bool) -> PythonFrontmatter:  # noqa: ARG004 - it comes with the project's `dev` group
        """:raises NoPeer: it is not there."""
        if find_spec("frontmatter") is None:
            raise NoPeer("python-frontmatter is not installed")
        return PythonFrontmatter()

    def seconds(self, place: Place, files: Sequence[str]) -> float:
        """What it takes to read some files."""
        found: float = place.run("peers.time_python_frontmatter", place.own, files=files)
        return found


def time_python_frontmatter(files: list[str]) -> float:
    """Runs in a process of its own."""
    import frontmatter

    start = time.perf_counter()
    for file in files:
        try:
            frontmatter.load(file)
        except Exception:  # there are files that it cannot read
            continue
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class GrayMatter:
    """gray-matter on Node, with its code compiled before it is timed."""

    node: str
    folder: Path

    @staticmethod
    def fetch(*, offline: bool) -> GrayMatter:
        """:raises NoPeer: Node is not there, or it is not there and cannot be fetched."""
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise NoPeer("there is no node and npm here")
        folder = _peers() / "node"
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--prefix", os.fspath(folder)]
        _install(
            folder / "node_modules" / "gray-matter",
            [npm, "install", *options, "gray-matter@4.0.3"],
            offline=offline,
        )
        return GrayMatter(node, folder)

    def seconds(self, _: Place, files: Sequence[str]) -> float:
        """What it takes to read some files."""
        done = subprocess.run(
            [self.node, "-e", _NODE_PROGRAM],
            cwd=self.folder,
            input=json.dumps(files),
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)


def _peers() -> Path:
    return home_of_trees() / "peers"


def _install(found: Path, command: Sequence[str], *, offline: bool) -> None:
    if found.is_dir():
        return
    if offline:
        raise NoPeer("it is not there, and nothing is to be fetched")
    try:
        _peers().mkdir(parents=True, exist_ok=True)
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPeer(f"it cannot be fetched ({type(error).__name__})") from None
