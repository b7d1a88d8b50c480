"""20,000 damaged files, read in every way and saved."""

from pathlib import Path

import pytest
from core.damaged_files import SEED, damaged, sources
from core.damaged_saves import Trial

COUNT = 20_000
BATCH = 1_000
LONGEST = 1.0  # seconds for the row and the whole item together

pytestmark = pytest.mark.stress


def test_no_damaged_file_crashes_hangs_or_is_saved_wrong(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    batch: list[tuple[str, bytes]] = []
    for name, data in damaged(sources(), COUNT):
        trial.read(name, data)
        batch.append((name, data))
        if len(batch) == BATCH:
            for file in tmp_path.iterdir():
                file.unlink()
            trial.save(batch)
            batch = []
    print(
        f"\n{COUNT:,} damaged files (seed {SEED}): {dict(trial.outcomes)}; "
        f"the slowest took {trial.slowest * 1_000:.0f} ms to read"
    )
    assert trial.outcomes.total() == COUNT
    assert trial.slowest < LONGEST
