"""The figures as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import platform
from collections.abc import Container, Sequence
from typing import Any

from benchmarks.rows import MILLION_ROWS, ROWS, Figure

_HEAD = ("", "ours", "floor or peer", "ratio", "bound", "", "compared with")


def table(figures: Sequence[Figure]) -> str:
    """One line a figure."""
    return aligned([_HEAD, *map(_line, figures)], right=range(1, 4))


def aligned(lines: Sequence[tuple[str, ...]], *, right: Container[int]) -> str:
    """Cells in columns, those of some columns at the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(figure: Figure) -> tuple[str, ...]:
    row = figure.row
    compared = figure.skipped or row.floor
    return (
        row.name,
        amount(figure.ours, row.unit),
        amount(figure.floor, row.unit),
        "" if figure.ratio is None else f"{figure.ratio:.2f}×",
        row.bound(),
        figure.verdict,
        compared,
    )


def amount(value: float | None, unit: str) -> str:
    """A figure as people read it; empty where there is none."""
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
        "failed": figure.failed,
    }


def from_json(text: str) -> list[Figure]:
    """The figures that :func:`as_json` has written; rows that are no longer measured are left out."""
    rows = {row.name: row for row in (*ROWS, *MILLION_ROWS)}
    return [
        Figure(rows[one["name"]], one["items"], one["ours"], one["floor"], one["skipped"], one["failed"])
        for one in json.loads(text)["figures"]
        if one["name"] in rows
    ]
