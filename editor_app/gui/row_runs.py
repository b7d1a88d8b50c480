"""Rows of a list that follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of those rows that follow each other without a gap.

    :param rows: each once, from top to bottom.
    """
    if not rows:
        return []
    if rows[-1] - rows[0] == len(rows) - 1:  # as mostly, also where they are very many
        return [(rows[0], rows[-1])]
    ends = [row for row, after in pairwise(rows) if row + 1 != after]
    starts = [after for row, after in pairwise(rows) if row + 1 != after]
    return list(zip([rows[0], *starts], [*ends, rows[-1]], strict=True))
