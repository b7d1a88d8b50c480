"""The figures as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from typing import Any

from benchmarks.rows import Figure

_HEAD = ("", "ours", "floor or peer", "ratio", "bound", "", "compared with")


def table(figures: Sequence[Figure]) -> str:
    """One line a figure."""
    lines = [_HEAD, *map(_line, figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(figure: Figure) -> tuple[str, ...]:
    row = figure.row
    compared = figure.skipped or row.floor
    return (
        row.name,
        _amount(figure.ours, row.unit),
        _amount(figure.floor, row.unit),
        "" if figure.ratio is None else f"{figure.ratio:.2f}×",
        row.bound(),
        figure.verdict,
        compared,
    )


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "MB":
        return f"{value:.0f} MB"
    return (
        f"{value:.2f} s"
        if value >= 2
        else f"{value * 1e3:.1f} ms"
        if value >= 0.001
        else f"{value * 1e6:.0f} µs"
    )


def as_json(figures: Sequence[Figure], *, rounds: int) -> str:
    """All figures with the machine's name and the versions they were taken with."""
    return json.dumps(
        {
            "machine": platform.platform(),
            "python": platform.python_version(),
            "rounds": rounds,
            "figures": [_as_object(figure) for figure in figures],
        },
        indent=1,
        ensure_ascii=False,
    )


def _as_object(figure: Figure) -> dict[str, Any]:
    row = figure.row
    return {
        "name": row.name,
        "what": row.what,
        "items": figure.items,
        "unit": row.unit,
        "statistic": row.statistic,
        "ours": figure.ours,
        "compared_with": row.floor,
        "floor": figure.floor,
        "ratio": figure.ratio,
        "bound": row.bound(),
        "verdict": figure.verdict,
        "skipped": figure.skipped,
    }
