"""How the figures grow with the number of items: linear or better."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.report import aligned, amount
from benchmarks.rows import Figure, Row

_STEEPEST: Final = 1.1
"""The exponent that still counts as linear: a sort by comparing has it, and so has what a busy machine adds."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A row at several numbers of items, the fewest first."""

    row: Row
    points: tuple[tuple[int, float], ...]

    @property
    def exponent(self) -> float:
        """The steepest rise between two sizes: 1 is linear, 0 is no growth."""
        return max(
            math.log(much / little) / math.log(many / few)
            for (few, little), (many, much) in zip(self.points, self.points[1:], strict=False)
        )

    @property
    def is_over(self) -> bool:
        return self.row.grows and self.exponent > _STEEPEST


def growths(figures: Sequence[Figure]) -> list[Growth]:
    """The rows that were measured at more than one number of items; what a peer takes is none of ours."""
    rows = {figure.row.name: figure.row for figure in figures}
    points: dict[str, dict[int, float]] = {name: {} for name in rows}
    for figure in figures:
        if figure.ours and figure.row.faster is None:
            points[figure.row.name][figure.items] = figure.ours
    return [
        Growth(rows[name], tuple(sorted(found.items()))) for name, found in points.items() if len(found) > 1
    ]


def table(found: Sequence[Growth]) -> str:
    """One line a row, with what it took at each size."""
    sizes = sorted({items for one in found for items, _ in one.points})
    lines = [("", *(f"{size:,}" for size in sizes), "steepest", "")]
    for one in found:
        values = dict(one.points)
        cells = (amount(values.get(size), one.row.unit) for size in sizes)
        verdict = "–" if not one.row.grows else "OVER" if one.is_over else "ok"
        lines.append((one.row.name, *cells, f"n^{max(0.0, one.exponent):.2f}", verdict))
    return aligned(lines, right=range(1, len(sizes) + 2))
