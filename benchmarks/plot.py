"""The plot of how the figures grow: a small panel for each row, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from benchmarks.growth import Growth
from benchmarks.report import amount

_COLUMNS = 5
_WIDTH, _HEIGHT = 220, 150
_LEFT, _TOP, _RIGHT, _BOTTOM = 14, 34, 14, 34


def plot(found: Sequence[Growth]) -> str:
    """An SVG. The dashed line is linear growth down from the largest size: what lies above it grows less."""
    rows = -(-len(found) // _COLUMNS)
    width, height = _COLUMNS * _WIDTH, rows * _HEIGHT + 24
    panels = [
        _panel(one, number % _COLUMNS * _WIDTH, number // _COLUMNS * _HEIGHT)
        for number, one in enumerate(found)
    ]
    note = "Both axes are logarithmic. Dashed: linear growth; a line above it grows less than the number of items."
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *panels,
            f'<text x="{_LEFT}" y="{height - 8}" font-size="11" fill="#555">{note}</text>',
            "</svg>\n",
        )
    )


def _panel(one: Growth, left: int, top: int) -> str:
    few, many = one.points[0][0], one.points[-1][0]
    last = one.points[-1][1]
    lowest = min(last * few / many, *(value for _, value in one.points))
    highest = max(value for _, value in one.points)

    def place(items: float, value: float) -> tuple[float, float]:
        across = math.log(items / few) / math.log(many / few)
        up = math.log(value / lowest) / (math.log(highest / lowest) or 1)
        return (
            left + _LEFT + across * (_WIDTH - _LEFT - _RIGHT),
            top + _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM),
        )

    points = [place(items, value) for items, value in one.points]
    (x0, y0), (x1, y1) = place(few, last * few / many), place(many, last)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [
        f'<text x="{left + _LEFT}" y="{top + 16}" font-size="12" fill="#111">{escape(one.row.name)}</text>',
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="#bbb" stroke-dasharray="4 4"/>',
        f'<polyline points="{line}" fill="none" stroke="#1f5fbf" stroke-width="2"/>',
    ]
    for number, ((items, value), (x, y)) in enumerate(zip(one.points, points, strict=True)):
        anchor = "start" if not number else "end" if number == len(points) - 1 else "middle"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f5fbf"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{y - 7:.1f}" font-size="10" fill="#333" text-anchor="{anchor}">'
            f"{amount(value, one.row.unit)}</text>"
        )
        parts.append(
            f'<text x="{x:.1f}" y="{top + _HEIGHT - 16}" font-size="9" fill="#777" text-anchor="{anchor}">'
            f"{items:,}</text>"
        )
    return "".join(parts)
