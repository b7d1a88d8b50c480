"""Damaged files: a share of what ``make stress`` tries by the thousand."""

from pathlib import Path

from core.damaged_files import damaged, sources
from core.damaged_saves import Trial

COUNT = 800


def test_a_damaged_file_is_refused_untouched_or_saved_right(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    files = list(damaged(sources(), COUNT))
    for name, data in files:
        trial.read(name, data)
    trial.save(files)
    assert trial.outcomes["changed"] > COUNT / 4
    assert trial.outcomes["refused"] > COUNT / 50
