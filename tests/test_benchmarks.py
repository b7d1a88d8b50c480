"""The benchmarks run to their end and measure every row. How fast anything is, no test says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.growth import growths
from benchmarks.rows import MILLION_ROWS, ROWS, Figure, Samples

REPOSITORY = Path(__file__).resolve().parent.parent


def run(place: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(place)},
        capture_output=True,
        text=True,
    )


@pytest.mark.stress
def test_every_row_is_measured_and_reported(tmp_path: Path) -> None:
    figures, page = tmp_path / "figures.json", tmp_path / "performance.md"
    done = run(tmp_path, "benchmarks", "--quick", "--offline", "--items", "60", "--json", str(figures))
    assert done.returncode == 0, done.stderr
    found = {figure["name"]: figure for figure in json.loads(figures.read_text())["figures"]}
    assert list(found) == [row.name for row in ROWS]
    for name, figure in found.items():
        assert name in done.stdout
        if figure["verdict"] == "skipped":  # a peer that is not there
            assert figure["skipped"] in done.stdout
        else:
            assert figure["ours"] > 0 or figure["statistic"] == "p99", name
    assert {name for name, figure in found.items() if figure["verdict"] == "skipped"} <= {
        "cold-open-python-frontmatter",
        "cold-open-gray-matter",
    }

    page.write_text("# Speed\n\nWhat was there stays.\n")
    for _ in range(2):  # the second time in place of the first
        done = run(tmp_path, "benchmarks.page", str(page), str(figures))
        assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert "What was there stays." in text
    assert all(text.count(f"| {row.what} |") >= 1 for row in ROWS)
    assert text.count(f"| {ROWS[0].what} |") == 1


@pytest.mark.stress
def test_made_rows_are_measured(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = run(tmp_path, "benchmarks", "--quick", "--million", "--items", "3000", "--json", str(figures))
    assert done.returncode == 0, done.stderr
    found = [figure["name"] for figure in json.loads(figures.read_text())["figures"]]
    assert found == [row.name for row in MILLION_ROWS]


def test_a_broken_bound_and_a_steep_growth_are_seen() -> None:
    row = next(row for row in ROWS if row.name == "cold-open")
    within, over = (Figure.of(row, 100, Samples([seconds], [1.0])) for seconds in (11.0, 13.0))
    assert (within.verdict, over.verdict) == ("ok", "OVER")
    few, many, steep = (
        Figure.of(row, items, Samples([seconds]))
        for items, seconds in ((100, 1.0), (1_000, 9.0), (1_000, 20.0))
    )
    assert [one.is_over for one in growths([few, many])] == [False]
    assert [one.is_over for one in growths([few, steep])] == [True]
