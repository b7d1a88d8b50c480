"""Sorting a long list a little at a time, so that whoever shows a window can look after it in between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Sequence
from typing import Any, Final

_STEP: Final = 10_000  # items that are laid on heaps at once
_HEAPS: Final = 64
_SAMPLES: Final = 16  # values looked at for each border between two heaps


def sorted_in_steps(
    items: Sequence[int], values: Sequence[Any], *, descending: bool
) -> Generator[None, None, list[int]]:
    """``sorted(items, key=values.__getitem__, reverse=descending)``, as the value of a generator that pauses.

    Items are laid on heaps by samples of their values, then each heap is sorted; equal ones keep their order, as they
    do with :func:`sorted`.
    """
    stride = max(1, len(items) // (_HEAPS * _SAMPLES))
    sample = sorted(map(values.__getitem__, items[::stride]))
    borders = sample[_SAMPLES::_SAMPLES]
    heaps: list[list[int]] = [[] for _ in range(len(borders) + 1)]
    for start in range(0, len(items), _STEP):
        yield
        for item in items[start : start + _STEP]:
            heaps[bisect_right(borders, values[item])].append(item)
    found: list[int] = []
    for heap in reversed(heaps) if descending else heaps:
        yield
        heap.sort(key=values.__getitem__, reverse=descending)
        found += heap
    return found
