"""Killed in the middle of deciding, or of saving: the next start has every decision."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.core.app_dirs import state_dir

from .conftest import Desk

KILLS = 4  # of a few dozen decisions each
DECIDER = Path(__file__).with_name("endless_decider.py")

Wanted = dict[str, list[str]]


def run_and_kill(folder: Path, seed: int, saves: str, *, after: int) -> tuple[Wanted, Wanted]:
    """What a window wanted of each item when it had read the folder, and when it was killed some decisions later."""
    command = [sys.executable, os.fspath(DECIDER), os.fspath(folder), str(seed), saves]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            while len(lines) <= after:
                line = process.stdout.readline()
                assert line, process.communicate()[1]
                lines.append(line)
        finally:
            process.kill()
        lines += [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return json.loads(lines[0]), json.loads(lines[-1])


def differing(one: Wanted, other: Wanted) -> list[str]:
    assert one.keys() == other.keys()
    return [path for path in one if one[path] != other[path]]


@pytest.mark.parametrize("saves", ["decides", "saves"])
def test_killed_at_any_moment_no_decision_is_lost(
    saves: str, open_desk: Callable[[Path], Desk], sample_site: Path
) -> None:
    chance = random.Random(saves)
    _, last = run_and_kill(sample_site, 0, saves, after=chance.randrange(40, 80))
    for seed in range(1, KILLS):
        found, new_last = run_and_kill(sample_site, seed, saves, after=chance.randrange(60))
        # One decision may have been written and not yet shown when the end came.
        assert len(differing(last, found)) <= 1
        last = new_last
    desk = open_desk(sample_site)
    catalog = desk.window.session.catalog
    found = {
        catalog.row(item).path: [catalog.state(item), *catalog.topics(item)] for item in catalog.numbers()
    }
    assert len(differing(last, found)) <= 1
    if catalog.pending:
        assert "from the last session" in desk.window.banner.message
        desk.save()
    after = desk.files()
    assert not catalog.pending
    desk.reload()
    assert desk.files() == after
    assert not list(desk.folder.rglob("*.journal"))


def test_what_is_secured_never_reaches_the_journal(sample_site: Path) -> None:
    canaries = []
    for number, file in enumerate(sorted((sample_site / "_news").rglob("*.md"))):
        canary = f"canary{number:04}"
        file.write_bytes(file.read_bytes().replace(b"---\n", f"---\nsecured: {canary}\n".encode(), 1))
        canaries.append(canary.encode())
    assert canaries
    run_and_kill(sample_site, 1, "decides", after=40)
    (journal,) = (state_dir() / "journal").iterdir()
    content = journal.read_bytes()
    assert b".md" in content
    assert not [canary for canary in canaries if canary in content]
