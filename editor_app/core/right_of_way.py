"""Who goes first: what an editor waits for, before work that nobody waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

_REST: Final = 0.04
"""Seconds after a claim in which it is carried out, painted, and what comes next begun to be made ready."""

_LEAST: Final = 0.02
"""Seconds after a claim in which also work rests that has been put off for long."""

_PATIENCE: Final = 3.0
"""Seconds after which work has been put off for long."""

_LONGEST: Final = 0.1
"""Seconds without a step after which such work makes one, however fast claims come."""


class RightOfWay:
    """Says when an editor has asked for something last.

    Python runs one thread at a time: a job that computes while a key is carried out takes turns with it, and work of
    the interface thread may come between the key and its repaint. Both rest a moment after each claim instead, by
    :class:`GivingWay`.

    :param clock: a time in seconds that never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._claimed = float("-inf")

    def claim(self) -> None:
        """An editor has asked for something, and waits for it."""
        self._claimed = self.clock()

    @property
    def claimed(self) -> float:
        """When it was claimed last, by the clock."""
        return self._claimed


class GivingWay:
    """One piece of work that rests after each claim. It still comes to its end where claims come without a pause: what
    has been put off for long rests less.
    """

    def __init__(self, right_of_way: RightOfWay) -> None:
        self._right_of_way = right_of_way
        self._begun = self._went_on = right_of_way.clock()

    def rest(self) -> float:
        """For how many seconds the next step is to wait; 0 where it may be made now."""
        now, claimed = self._right_of_way.clock(), self._right_of_way.claimed
        until = claimed + _REST
        if now - self._begun >= _PATIENCE:
            until = min(claimed + _LEAST, self._went_on + _LONGEST)
        if until > now:
            return until - now
        self._went_on = now
        return 0.0

    def wait(self) -> None:
        """Wait until the next step may be made; not for the interface thread."""
        rest = self.rest()
        if rest:
            time.sleep(rest)
