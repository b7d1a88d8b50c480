"""Telling the list of new items, after what takes long has been done in small steps."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence


class Announcement:
    """Items that the list is to be told of.

    :param work: what has to be done before, in steps of some milliseconds.
    """

    def __init__(self, items: Sequence[int], work: Iterator[None]) -> None:
        self.items = list(items)
        self._work = work

    def is_due(self, until: float) -> bool:
        """Go on with the work, and say whether all of it is done.

        :param until: when to pause, on the clock of :func:`time.monotonic`.
        """
        return all(time.monotonic() < until for _ in self._work)
