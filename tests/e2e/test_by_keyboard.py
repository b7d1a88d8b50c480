"""An editor's work by keyboard alone, and what it leaves in the files, byte for byte."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.row import Row
from editor_app.core.state import State

from .conftest import MODULE, Program, Start, commit_all, wait_until

pytestmark = pytest.mark.e2e

Files = dict[str, bytes]


def listed(site: Path) -> list[Row]:
    """All items, as the window lists them: the newest first."""
    rows = [row for rows in load_rows(ItemFolder(site)) for row in rows]
    return sorted(rows, key=lambda row: (-(row.published_at or 0), row.path))


def queue(site: Path) -> list[str]:
    """Paths of the unpublished items."""
    return [row.path for row in listed(site) if row.state is State.UNPUBLISHED]


def files(site: Path) -> Files:
    """Every file of the site with its bytes; a temporary one that was left behind would be among them."""
    paths = (
        path for path in site.rglob("*") if path.is_file() and ".git" not in path.relative_to(site).parts
    )
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def decided(data: bytes, key: str) -> bytes:
    """The bytes of a file after one of the keys p, r and u; worked out without the program."""
    data = re.sub(rb"(?m)^removed: true\r?\n", b"", data)
    value = b"true" if key == "p" else b"false"
    removed = rb"removed: true\2" if key == "r" else b""
    data, count = re.subn(
        rb"(?m)^published: (true|false)(\r?\n)", removed + rb"published: " + value + rb"\2", data
    )
    assert count == 1
    return data


def with_decisions(before: Files, keys: dict[str, str]) -> Files:
    return before | {path: decided(before[path], key) for path, key in keys.items()}


def changed_lines(site: Path) -> dict[str, tuple[int, int]]:
    """How many lines of each file have been added and taken out, as git counts them."""
    command = ["git", "-c", "core.quotePath=false", "-c", "core.autocrlf=false", "diff", "--numstat"]
    done = subprocess.run(command, cwd=site, check=True, capture_output=True, text=True, encoding="utf-8")
    counts = (line.split("\t") for line in done.stdout.splitlines())
    return {path: (int(added), int(removed)) for added, removed, path in counts}


def test_ten_decisions_are_ten_keys(start: Start, site: Path) -> None:
    before, items, keys = files(site), queue(site)[:10], "prpprppprp"
    program = start()
    program.press(*keys)
    program.wait_for_unsaved(10)
    assert files(site) == before  # nothing is written before it is saved
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, dict(zip(items, keys, strict=True)))
    lines = {"p": (1, 1), "r": (1, 0)}
    assert changed_lines(site) == {path: lines[key] for path, key in zip(items, keys, strict=True)}


def test_ten_items_of_all_states(start: Start, site: Path) -> None:
    before, rows = files(site), listed(site)
    keys = "prurupurpu" * 2
    program = start()
    program.show_all_items()
    program.press(*keys)
    wanted = with_decisions(before, {row.path: key for row, key in zip(rows, keys, strict=False)})
    different = {path for path in wanted if wanted[path] != before[path]}
    assert {row.state for row in rows[: len(keys)] if row.path in different} >= {
        State.UNPUBLISHED,
        State.PUBLISHED,
        State.REJECTED,
    }
    program.wait_for_unsaved(len(different))
    program.save()
    program.quit()
    assert files(site) == wanted
    assert set(changed_lines(site)) == different


def test_undo_and_redo(start: Start, site: Path) -> None:
    before, items = files(site), queue(site)
    program = start()
    program.press("p", "r", "p")
    program.wait_for_unsaved(3)
    program.press("ctrl+z", "ctrl+z")
    program.wait_for_unsaved(1)
    program.press("ctrl+shift+z")
    program.wait_for_unsaved(2)
    program.save()
    saved = with_decisions(before, {items[0]: "p", items[1]: "r"})
    assert files(site) == saved
    program.press("ctrl+z", "ctrl+z")  # after saving as before it
    program.wait_for_unsaved(2)
    program.save()
    assert files(site) == before
    program.press("ctrl+shift+z", "ctrl+y")
    program.wait_for_unsaved(2)
    program.save()
    program.quit()
    assert files(site) == saved


def test_topics_are_typed_and_completed(start: Start, site: Path) -> None:
    before, (first, second, *_) = files(site), queue(site)
    program = start()
    program.press("t")
    program.type("Purport")  # letters that are commands elsewhere
    program.press("Return")
    program.wait_for_unsaved(1)
    program.type("puter vis")
    program.press("Down", "Return", "Escape", "j", "p")  # after Escape the list has the keyboard again
    program.wait_for_unsaved(2)
    program.save()
    program.quit()
    topics = re.search(rb"(?m)^topics:\n(  - .*\n)+", before[first])
    assert topics is not None
    end = topics.end()
    with_both = before[first][:end] + b"  - Purport\n  - Computer Vision\n" + before[first][end:]
    assert files(site) == with_decisions(before, {second: "p"}) | {first: with_both}
    assert changed_lines(site) == {first: (2, 0), second: (1, 1)}


def test_what_a_search_finds_is_decided(start: Start, site: Path) -> None:
    before = files(site)
    program = start()
    program.press("slash")
    program.type("badger")
    program.press("Return", "p")
    program.wait_for_unsaved(1)
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, {"_news/2026-11-11-badger-stops-wind-farm.md": "p"})


def test_letters_in_the_search_are_no_commands(start: Start, site: Path) -> None:
    before, items = files(site), queue(site)
    program = start()
    program.press("slash")
    program.type("prutojk")
    program.press("Escape", "Escape", "r")  # empties the box, leaves it, decides
    program.wait_for_unsaved(1)
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, {items[0]: "r"})


def test_all_at_once_and_back(start: Start, site: Path) -> None:
    before, items = files(site), queue(site)
    program = start()
    program.press("ctrl+a", "r")
    program.wait_for_unsaved(len(items))
    program.press("ctrl+z")
    program.wait_for_unsaved(0)
    program.press("p")  # they are back, and selected
    program.wait_for_unsaved(len(items))
    program.save()
    program.quit()
    after = files(site)
    assert {path for path in after if after[path] != before[path]} == set(items)
    assert queue(site) == []


@pytest.mark.parametrize(
    ("answer", "is_saved"),
    [("Return", True), ("alt+s", True), ("alt+d", False)],
    ids=["default", "save", "discard"],
)
def test_closing_asks_what_to_do(start: Start, site: Path, answer: str, is_saved: bool) -> None:
    before, items = files(site), queue(site)
    program = start()
    program.press("p")
    program.wait_for_unsaved(1)
    program.press("ctrl+q")
    program.wait_for_windows(2)
    program.press("Escape")  # stay
    program.wait_for_windows(1)
    program.wait_for_unsaved(1)
    program.press("ctrl+q")
    program.wait_for_windows(2)
    program.press(answer)
    program.wait_for_end()
    assert files(site) == with_decisions(before, {items[0]: "p"} if is_saved else {})


def test_the_next_start_shows_what_was_decided(start: Start, site: Path) -> None:
    before, items = files(site), queue(site)
    assert items[:3] == [row.path for row in listed(site)[:3]]
    program = start()
    program.press("p", "r")
    program.wait_for_unsaved(2)
    program.save()
    program.quit()
    program = start()
    program.press("p")  # the first of the queue is the third item now
    program.wait_for_unsaved(1)
    program.show_all_items()
    program.press("Home", "p", "r", "p", "r")  # only the last one is news
    program.wait_for_unsaved(2)
    program.save()
    program.quit()
    keys = dict(zip([row.path for row in listed(site)], "prpr", strict=False))
    assert files(site) == with_decisions(before, keys)


def test_the_installed_program(start: Start, site: Path) -> None:
    script = Path(sys.executable).with_name("editor-app")
    if not script.exists():
        pytest.skip("needs the project installed beside Python, as make test does it")
    before, items = files(site), queue(site)
    program = start(str(script))
    program.press("r")
    program.wait_for_unsaved(1)
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, {items[0]: "r"})


def test_a_path_that_does_not_exist_is_one_line(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    done = subprocess.run([*MODULE, str(missing)], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert str(missing) in done.stderr
    assert done.stdout == ""


def test_killed_while_deciding(start: Start, site: Path) -> None:
    before, items = files(site), queue(site)
    program = start()
    program.press("p", "r")
    program.wait_for_unsaved(2)
    program.end("kill")
    assert files(site) == before
    program = start(
        unsaved=2
    )  # has all that was decided, and takes the lock of the dead one over: it can decide
    program.press("p")
    program.wait_for_unsaved(3)
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, dict(zip(items[:3], "prp", strict=True)))


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_ended_while_saving_leaves_whole_files(start: Start, site: Path, how: str) -> None:
    template = (site / queue(site)[0]).read_bytes()
    copies = [f"_news/2026-12-01-copy-{number}.md" for number in range(1_000)]
    for path in copies:
        (site / path).write_bytes(template)
    commit_all(site)
    before = files(site)
    wanted = with_decisions(before, dict.fromkeys(copies, "r"))
    program = start()
    reject_copies(program, len(copies))
    program.press("ctrl+s")
    wait_until(
        lambda: any((site / path).read_bytes() != before[path] for path in copies), lambda: "a saved file"
    )
    program.end(how)
    after = files(site)
    assert {path for path in before if after.get(path) not in (before[path], wanted[path])} == set()
    left = [path for path in copies if after[path] != wanted[path]]
    assert left, "it was done before it could be ended"
    program = start(unsaved=len(left))
    program.save()
    program.quit()
    now = files(site)
    assert {path for path in before if now[path] != wanted[path]} == set()


def reject_copies(program: Program, count: int) -> None:
    program.press("slash")
    program.type("01-copy")
    program.press("Return", "ctrl+a", "r")
    program.wait_for_unsaved(count)
