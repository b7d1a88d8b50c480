"""Holds the coverage of each package, as `make test COV=1` measured it, against its floor."""

import json
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REPORT = PROJECT / "build" / "coverage.json"

# The first folder that a file lies in counts.
FLOORS = {"editor_app/core": 90, "editor_app/gui": 85, "editor_app": 80}


def main() -> int:
    try:
        report = json.loads(REPORT.read_text(encoding="utf-8"))
    except FileNotFoundError:
        print("No coverage was measured yet: run `make test COV=1` first.")
        return 1
    total: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for name, entry in report["files"].items():
        package = package_of(name)
        if package is not None:
            summary = entry["summary"]
            total[package] += summary["num_statements"] + summary["num_branches"]
            covered[package] += summary["covered_lines"] + summary["covered_branches"]
    print(f"{'package':<20}{'covered':>10}{'floor':>8}")
    return max([judge(package, covered[package], total[package]) for package in FLOORS])


def package_of(file: str) -> str | None:
    """Return the one of FLOORS that `file` belongs to."""
    path = file.replace("\\", "/")
    return next((package for package in FLOORS if path.startswith(f"{package}/")), None)


def judge(package: str, covered: int, total: int) -> int:
    """Print the line of `package`; return 1 if it is below its floor, else 0."""
    floor = FLOORS[package]
    percent = 100 * covered / total if total else 0.0
    is_low = percent < floor
    print(f"{package:<20}{percent:>9.1f}%{floor:>7}%{'  TOO LOW' if is_low else ''}")
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
