"""How much was decided in a sitting, and how fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from editor_app.core.state import State

_PAUSE: Final = 300.0
"""Seconds without a decision after which an editor has paused: the time until the next one is not counted."""

_SHORTEST: Final = 60.0
_FEWEST: Final = 5
"""Seconds and decisions below which a pace would say nothing."""

_HOUR: Final = 3_600.0


class Pace:
    """What has been decided since a folder was opened: each item counts once, as it was decided last.

    :param clock: the time in seconds; only differences matter.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._states: dict[int, State] = {}
        self._busy = 0.0
        self._last: float | None = None

    def decided(self, items: Iterable[tuple[int, State]]) -> None:
        """Items stand so now, since an editor wants it."""
        now = self._clock()
        if self._last is not None and now - self._last <= _PAUSE:
            self._busy += now - self._last
        self._last = now
        self._states.update(items)

    def taken_back(self, items: Iterable[int]) -> None:
        """Nothing is decided about items any more."""
        for item in items:
            self._states.pop(item, None)

    @property
    def count(self) -> int:
        """How many items were decided about."""
        return len(self._states)

    @property
    def states(self) -> Counter[State]:
        """How many of them stand where now."""
        found = list(self._states.values())
        return +Counter({state: found.count(state) for state in State})  # to hash each of them takes longer

    @property
    def per_hour(self) -> int | None:
        """Items an hour, pauses left out; None as long as too little was done to tell."""
        if self.count < _FEWEST or self._busy < _SHORTEST:
            return None
        return round(self.count / self._busy * _HOUR)
