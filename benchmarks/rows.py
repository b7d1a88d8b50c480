"""Every row of the table, as data: what it means, what it is compared with, and what must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Literal

Statistic = Literal["median", "p95", "p99", "worst"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    :param part: what measures it (:data:`benchmarks.parts.PARTS`).
    :param floor: what it is compared with; empty where it is only held against fixed bounds.
    :param ratio: how many times the floor it may take.
    :param faster: how many times as long as ours the peer has to take.
    :param most: what it may take at all, in seconds or MB.
    :param over: how many seconds more than the floor it may take.
    :param grows: whether it is more work where there are more items.
    """

    name: str
    what: str
    part: str
    floor: str = ""
    ratio: float | None = None
    faster: float | None = None
    most: float | None = None
    over: float | None = None
    statistic: Statistic = "median"
    unit: Literal["s", "MB"] = "s"
    grows: bool = True

    def bound(self) -> str:
        """What must hold, in words."""
        of = "ms" if self.unit == "s" else "MB"
        scale = 1e3 if self.unit == "s" else 1
        parts = []
        if self.ratio is not None:
            parts.append(f"≤ {self.ratio:g}×")
        if self.faster is not None:
            parts.append(f"≥ {self.faster:g}× faster")
        if self.most is not None:
            parts.append(f"≤ {self.most * scale:g} {of}")
        if self.over is not None:
            parts.append(f"≤ {self.over * scale:g} ms + floor")
        return ", ".join(parts) or "–"


def _awake(part: str, name: str, what: str) -> tuple[Row, Row]:
    said = f"gap of the interface thread: {what}"
    return (
        Row(f"awake-{name}", f"{said}, p99", part, most=0.030, statistic="p99", grows=False),
        Row(f"awake-{name}-worst", f"{said}, worst", part, most=0.100, statistic="worst", grows=False),
    )


_SCAN = "`in` over the same texts + a repaint"
_SORT = "list.sort of item numbers by the same keys"
_OPEN = "cold open"
_REPAINT = "one repaint of the list"

ROWS: Final[tuple[Row, ...]] = (
    Row("cold-open", "cold open, all rows listed", "cold", "reading all bytes", ratio=12),
    Row("cold-open-python-frontmatter", "the same", "cold", "python-frontmatter, scaled", faster=12),
    Row("cold-open-gray-matter", "the same", "cold", "Node's gray-matter, scaled", faster=4),
    Row("cold-open-window", "window shown to all rows listed, cold", "window_cold", "reading all bytes"),
    Row("first-screen", "window shown to first rows, cold", "window_cold", most=0.5),
    Row("warm-open", "warm open, nothing changed", "warm", "scandir and stat of the tree", ratio=3),
    Row("warm-open-changed", "warm open, 500 files changed", "warm", "warm open, nothing changed", ratio=1.3),
    Row("filter-letter", "filter: first letter, p95", "filter", _SCAN, 3, most=0.060, statistic="p95"),
    Row("filter-rare", "filter: a word of 1 %, p95", "filter", _SCAN, 3, most=0.060, statistic="p95"),
    Row("filter-common", "filter: a word of 50 %, p95", "filter", _SCAN, 3, most=0.060, statistic="p95"),
    Row("filter-next", "filter: next letters, p95", "filter", most=0.030, statistic="p95"),
    Row("filter-query", "filter: a query of four conditions, p95", "narrow", most=0.060, statistic="p95"),
    Row("sort-number", "sort by a number", "sort", _SORT, ratio=3, most=0.080),
    Row("sort-title", "sort by title", "sort", _SORT, ratio=3, most=0.200),
    Row("scroll", "one page further, p95", "sort", _REPAINT, ratio=3, statistic="p95", grows=False),
    Row("select-all", "select all, to its summary", "select", most=0.050),
    Row("change-scattered", "10,000 scattered rows changed", "select", most=0.050),
    Row("next-item", "next item to its detail, p95", "step", "reading one file", over=0.016, statistic="p95"),
    Row("decide-one", "one decision, p95", "step", "reading one file", over=0.016, statistic="p95"),
    Row("decide-many", "10,000 decisions at once", "decide", most=0.400),
    Row("undo-many", "undo of 10,000 decisions", "decide", most=0.400),
    Row("save", "save 10,000 files, verified, synced", "save", "xargs sed -i on copies", ratio=2),
    *_awake("window_cold", "cold-load", "cold load"),
    *_awake("window_warm", "warm-load", "warm load"),
    *_awake("filter", "filter", "filtering"),
    *_awake("narrow", "narrow", "filtering, facets and views open"),
    *_awake("decide", "decide", "10,000 decisions and undo"),
    *_awake("save", "save", "saving 10,000 files"),
    *_awake("refresh", "refresh", "refresh, 5,000 changed"),
    Row("memory", "peak memory, all rows shown", "window_cold", most=350, unit="MB"),
    Row("start", "start to first paint, 40 items", "start", "an empty QMainWindow", ratio=1.5, grows=False),
    Row("triage-list", "triage list", "triage", _OPEN),
    Row("triage-check", "triage check", "triage", _OPEN),
)
"""What must hold at 100,000 items. With fewer, what does not grow with them weighs more in each ratio."""

_TIMES_MORE = 10
_AT_A_MILLION = (
    "filter-letter",
    "filter-rare",
    "filter-common",
    "filter-next",
    "sort-number",
    "sort-title",
    "scroll",
)


def _at_a_million(row: Row) -> Row:
    most = None if row.most is None else row.most * _TIMES_MORE
    return replace(row, name=f"million-{row.name}", part="million", most=most)


MILLION_ROWS: Final[tuple[Row, ...]] = (
    *(_at_a_million(row) for row in ROWS if row.name in _AT_A_MILLION),
    Row("million-memory", "peak memory, all rows shown", "million", most=2_500, unit="MB"),
)
"""What must hold with a million rows, made and not read: ten times as much."""

_STATISTICS: Final[dict[str, Callable[[Sequence[float]], float]]] = {
    "median": median,
    "p95": lambda values: percentile(values, 95),
    "p99": lambda values: percentile(values, 99),
    "worst": max,
}


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of the values do not pass."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@dataclass(frozen=True, slots=True)
class Samples:
    """What was measured for a row: each round's own time and its floor's; or why it was not, or could not be."""

    ours: Sequence[float] = ()
    floor: Sequence[float] = ()
    skipped: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A row with its figures. The floor is its median, also where ours is the slowest of many."""

    row: Row
    items: int
    ours: float | None
    floor: float | None
    skipped: str = ""
    failed: bool = False

    @staticmethod
    def of(row: Row, items: int, samples: Samples) -> Figure:
        if samples.skipped or samples.failed or not samples.ours:
            why = samples.skipped or "nothing was measured"
            return Figure(row, items, None, None, why, samples.failed or not samples.skipped)
        floor = median(samples.floor) if samples.floor else None
        return Figure(row, items, _STATISTICS[row.statistic](samples.ours), floor)

    @property
    def ratio(self) -> float | None:
        """Ours to the floor; for a peer, how many times as long as ours it takes."""
        if not self.ours or not self.floor:
            return None
        return self.floor / self.ours if self.row.faster is not None else self.ours / self.floor

    @property
    def is_over(self) -> bool:
        """Whether a bound is broken."""
        row, ours, ratio = self.row, self.ours, self.ratio
        if ours is None:
            return False
        return bool(
            (row.ratio is not None and ratio is not None and ratio > row.ratio)
            or (row.faster is not None and ratio is not None and ratio < row.faster)
            or (row.most is not None and ours > row.most)
            or (row.over is not None and ours > row.over + (self.floor or 0))
        )

    @property
    def verdict(self) -> str:
        if self.ours is None:
            return "FAILED" if self.failed else "skipped"
        return "–" if self.row.bound() == "–" else "OVER" if self.is_over else "ok"
