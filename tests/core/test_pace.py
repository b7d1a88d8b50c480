"""How much was decided in a sitting, and how fast."""

from editor_app.core.pace import Pace
from editor_app.core.state import State

PUBLISHED, REJECTED = State.PUBLISHED, State.REJECTED


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_each_item_counts_once_as_it_was_decided_last() -> None:
    pace = Pace(Clock())
    pace.decided([(1, PUBLISHED), (2, PUBLISHED)])
    pace.decided([(2, REJECTED)])
    assert pace.count == 2
    assert pace.states == {PUBLISHED: 1, REJECTED: 1}
    pace.taken_back([2, 7])
    assert pace.states == {PUBLISHED: 1}


def test_the_pace_is_told_once_there_is_enough_to_tell() -> None:
    clock = Clock()
    pace = Pace(clock)
    for item in range(11):
        pace.decided([(item, PUBLISHED)])
        clock.now += 12
        assert (pace.per_hour is None) == (item < 5)
    assert pace.per_hour == 330  # eleven in two minutes


def test_pauses_are_left_out() -> None:
    clock = Clock()
    pace = Pace(clock)
    for item in range(6):
        pace.decided([(item, PUBLISHED)])
        clock.now += 20
    clock.now += 3_600
    pace.decided([(6, PUBLISHED)])
    assert pace.per_hour == 252  # seven in a hundred seconds
