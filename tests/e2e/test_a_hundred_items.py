"""A sitting: a hundred items of a real site, by keyboard alone, one key for each decision."""

import shutil
from pathlib import Path

import pytest

from .conftest import SCREEN_HEIGHT, Start, commit_all
from .test_by_keyboard import changed_lines, files, queue, with_decisions

pytestmark = pytest.mark.e2e

COUNT = 100


@pytest.fixture
def site(display: str, real_site: Path) -> Path:
    """A copy of a part of a real site as a repository."""
    shutil.rmtree(real_site / ".git", ignore_errors=True)
    commit_all(real_site)
    return real_site


def test_a_hundred_decisions_are_a_hundred_keys(start: Start, site: Path, tmp_path: Path) -> None:
    before, items, keys = files(site), queue(site)[:COUNT], ("prrprprrpp" * 10)[:COUNT]
    assert len(items) == COUNT
    program = start()
    assert program.height < SCREEN_HEIGHT  # all of it can be seen, the line at the bottom too
    program.picture(tmp_path / "000.png")
    for done in range(10, COUNT + 1, 10):
        program.press(*keys[done - 10 : done])
        program.wait_for_unsaved(done)
        program.wait_for_windows(1)  # no dialog has asked for anything
        program.picture(tmp_path / f"{done:03}.png")
    assert files(site) == before
    program.save()
    program.picture(tmp_path / "saved.png")
    program.quit()
    assert files(site) == with_decisions(before, dict(zip(items, keys, strict=True)))
    lines = {"p": (1, 1), "r": (1, 0)}
    assert changed_lines(site) == {path: lines[key] for path, key in zip(items, keys, strict=True)}


def test_one_item_at_a_time(start: Start, site: Path, tmp_path: Path) -> None:
    """Twenty in focus mode, with a decision taken back on the way."""
    before, items, keys = files(site), queue(site)[:20], "prrprprrpp" * 2
    program = start()
    program.press("z")
    program.picture(tmp_path / "focus.png")
    program.press(*keys)
    program.wait_for_unsaved(20)
    program.press("ctrl+z")
    program.wait_for_unsaved(19)
    program.picture(tmp_path / "taken-back.png")
    program.press(keys[-1])
    program.wait_for_unsaved(20)
    program.press("Escape")
    program.save()
    program.quit()
    assert files(site) == with_decisions(before, dict(zip(items, keys, strict=True)))
