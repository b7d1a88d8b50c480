"""Where a run takes place: its tree, its homes, and how it starts processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.tree import REPOSITORY, Tree


class PartFailed(Exception):
    """A process that measured ended in an error; its last words are the message."""


@dataclass
class Place:
    """What the parts of a run share.

    ``own`` is a folder of the run's own, gone when it ends; ``offline`` says to fetch no peers; ``presses`` is how
    often a key is pressed in a round, where the slowest presses count.
    """

    tree: Tree
    rounds: int
    own: Path
    offline: bool = False
    presses: int = 7
    _warm: Path | None = field(default=None, init=False)

    @property
    def items(self) -> int:
        return len(self.tree.paths)

    def fresh_home(self) -> Path:
        """A home of the program in which it has never run."""
        return Path(tempfile.mkdtemp(prefix="home-", dir=self.own))

    def warm_home(self) -> Path:
        """A home whose cache knows every file of the tree as it is now."""
        if self._warm is None:
            self._warm = self.fresh_home()
            self.run("open_side.cold", self._warm, root=os.fspath(self.tree.root), floor=False)
        return self._warm

    def files_have_changed(self) -> None:
        """What the cache knows is no longer true."""
        self._warm = None

    def run(self, function: str, home: Path, **arguments: Any) -> Any:
        """Call a function of this package in a process of its own.

        :raises PartFailed: it raised an error.
        """
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.part", function],
            cwd=REPOSITORY,
            env=environment(home),
            input=json.dumps(arguments),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise PartFailed(f"{function}: {done.stderr.strip()[-2_000:]}")
        return json.loads(done.stdout.rpartition("\n")[2])


def environment(home: Path) -> dict[str, str]:
    """The environment of a process that measures the program of this repository, without a display."""
    paths: Sequence[str] = [os.fspath(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "EDITOR_APP_HOME": os.fspath(home),
        "PYTHONPATH": os.pathsep.join(paths),
        "QT_QPA_PLATFORM": "offscreen",
    }
