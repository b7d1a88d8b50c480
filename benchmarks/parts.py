"""What measures which rows, in the order of a run: what changes files comes last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks import core_figures, start, window_figures
from benchmarks.place import Place
from benchmarks.rows import Samples

PARTS: Final[dict[str, Callable[[Place], dict[str, Samples]]]] = {
    "cold": core_figures.cold,
    "triage": core_figures.triage,
    "start": start.start,
    "window_cold": window_figures.cold,
    "window_warm": window_figures.warm,
    "filter": window_figures.filter_list,
    "narrow": window_figures.narrow,
    "sort": window_figures.sort_list,
    "select": window_figures.select,
    "step": window_figures.step,
    "decide": window_figures.decide,
    "warm": core_figures.warm,
    "refresh": window_figures.refresh,
    "save": window_figures.save,
    "million": window_figures.million,
}
