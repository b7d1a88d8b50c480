"""An editor's work by keyboard alone, and what it leaves in the files."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.state import State

from .conftest import Program

pytestmark = pytest.mark.e2e


def queue(site: Path) -> list[str]:
    """Paths of the unpublished items as the window lists them: newest first."""
    rows = [row for rows in load_rows(ItemFolder(site)) for row in rows if row.state is State.UNPUBLISHED]
    return [row.path for row in sorted(rows, key=lambda row: (-(row.published_at or 0), row.path))]


def states(site: Path) -> dict[str, State]:
    return {row.path: row.state for rows in load_rows(ItemFolder(site)) for row in rows}


def diff(site: Path, *options: str) -> str:
    command = ["git", "-c", "core.quotePath=false", "diff", "-U0", *options]
    return subprocess.run(command, cwd=site, check=True, capture_output=True).stdout.decode(errors="replace")


def changed_lines(site: Path) -> dict[str, list[str]]:
    """The lines that git shows as removed and added, by file."""
    found: dict[str, list[str]] = {}
    for part in diff(site).split("diff --git ")[1:]:
        name = re.search(r" b/(.*)", part).group(1)  # type: ignore[union-attr]
        found[name] = [line.rstrip("\r") for line in part.split("\n") if re.match(r"[+-](?!\+\+ |-- )", line)]
    return found


def unsaved(site: Path, count: int) -> str:
    return f"{count} unsaved · {site.name} — Editor App" if count else f"{site.name} — Editor App"


def test_ten_decisions_are_ten_keys(start: Callable[[], Program], site: Path) -> None:
    items = queue(site)
    program = start()
    program.press("p", "r", "p", "p", "r", "p", "p", "p", "r", "p")
    program.wait_for_title(unsaved(site, 10))
    assert changed_lines(site) == {}  # nothing is written before it is saved
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    program.press("ctrl+q")
    assert program.wait_for_end() == 0
    lines = changed_lines(site)
    decided = dict(zip(items, "prpprppprp", strict=False))
    assert set(lines) == set(decided)
    published, rejected = ["-published: false", "+published: true"], ["+removed: true"]
    assert lines == {path: published if key == "p" else rejected for path, key in decided.items()}


def test_undo_takes_everything_back(start: Callable[[], Program], site: Path) -> None:
    program = start()
    program.press("p", "r", "p")
    program.wait_for_title(unsaved(site, 3))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    assert len(changed_lines(site)) == 3
    program.press("ctrl+z", "ctrl+z", "ctrl+z")
    program.wait_for_title(unsaved(site, 3))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    assert diff(site) == ""
    program.press("ctrl+shift+z")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+z")
    program.wait_for_title(unsaved(site, 0))


def test_typed_letters_are_no_commands(start: Callable[[], Program], site: Path) -> None:
    first = queue(site)[0]
    program = start()
    program.press("slash")
    program.type("pruto")
    program.press("Escape", "Escape")
    program.press("t")
    program.type("Purport")
    program.press("Return", "Escape")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    assert changed_lines(site) == {first: ["+  - Purport"]}


def test_a_hit_of_a_search_is_decided(start: Callable[[], Program], site: Path) -> None:
    program = start()
    program.press("slash")
    program.type("badger")
    program.press("Return", "p")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    assert changed_lines(site) == {
        "_news/2026-11-11-badger-stops-wind-farm.md": ["-published: false", "+published: true"]
    }


def test_all_at_once_and_back(start: Callable[[], Program], site: Path) -> None:
    count = len(queue(site))
    program = start()
    program.press("ctrl+a", "r")
    program.wait_for_title(unsaved(site, count))
    program.press("ctrl+z")
    program.wait_for_title(unsaved(site, 0))
    program.press("p")  # they are back, and selected
    program.wait_for_title(unsaved(site, count))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    assert len(changed_lines(site)) == count
    assert State.UNPUBLISHED not in states(site).values()


@pytest.mark.parametrize(("answer", "left"), [("alt+s", 1), ("alt+d", 0)])
def test_closing_asks_what_to_do(start: Callable[[], Program], site: Path, answer: str, left: int) -> None:
    program = start()
    program.press("p")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+q")
    program.wait_for_windows(2)
    program.press("Escape")  # stay
    program.wait_for_windows(1)
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+q")
    program.wait_for_windows(2)
    program.press(answer)
    assert program.wait_for_end() == 0
    assert len(changed_lines(site)) == left


def test_the_next_start_shows_what_was_decided(start: Callable[[], Program], site: Path) -> None:
    items = queue(site)
    before = states(site)
    program = start()
    program.press("p")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    program.press("ctrl+q")
    program.wait_for_end()
    program = start()
    program.press("r")
    program.wait_for_title(unsaved(site, 1))
    program.press("ctrl+s")
    program.wait_for_title(unsaved(site, 0))
    program.press("ctrl+q")
    program.wait_for_end()
    now = states(site)
    assert {p for p in now if now[p] != before[p]} == {items[0], items[1]}
    assert now[items[0]] is State.PUBLISHED
    assert now[items[1]] is State.REJECTED


def test_killed_while_deciding_leaves_the_files_alone(start: Callable[[], Program], site: Path) -> None:
    program = start()
    program.press("p", "p")
    program.wait_for_title(unsaved(site, 2))
    program.process.kill()
    program.process.communicate()
    assert diff(site) == ""


def test_a_path_that_does_not_exist_is_one_line(display: str, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    done = subprocess.run(
        [sys.executable, "-m", "editor_app", str(missing)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert str(missing) in done.stderr
