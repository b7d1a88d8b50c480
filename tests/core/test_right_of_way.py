"""Work that nobody waits for rests while an editor's key is carried out, and still comes to its end."""

import pytest

from editor_app.core.right_of_way import GivingWay, RightOfWay


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def steps_made(
    work: GivingWay, right_of_way: RightOfWay, clock: Clock, *, every: float, seconds: float
) -> int:
    """How many steps work makes that is asked every 5 ms, while an editor asks for something again and again."""
    made, start, claimed = 0, clock.now, float("-inf")
    while clock.now < start + seconds:
        if clock.now >= claimed + every:
            right_of_way.claim()
            claimed = clock.now
        made += work.rest() == 0
        clock.now += 0.005
    return made


def test_work_rests_after_a_claim_and_for_as_long_as_it_says(clock: Clock) -> None:
    right_of_way = RightOfWay(clock)
    work = GivingWay(right_of_way)
    assert work.rest() == 0
    right_of_way.claim()
    rest = work.rest()
    assert rest > 0
    clock.now += rest / 2
    assert work.rest() == pytest.approx(rest / 2)
    clock.now += rest / 2 + 1e-6
    assert work.rest() == 0


def test_keys_as_fast_as_they_repeat_hold_work_up_for_some_seconds_only(clock: Clock) -> None:
    right_of_way = RightOfWay(clock)
    work = GivingWay(right_of_way)
    assert steps_made(work, right_of_way, clock, every=0.030, seconds=2) == 0
    assert steps_made(work, right_of_way, clock, every=0.030, seconds=4) > 100


def test_work_goes_on_even_where_claims_come_without_a_pause(clock: Clock) -> None:
    right_of_way = RightOfWay(clock)
    work = GivingWay(right_of_way)
    assert steps_made(work, right_of_way, clock, every=0.001, seconds=10) > 50


def test_what_is_begun_later_has_its_own_patience(clock: Clock) -> None:
    right_of_way = RightOfWay(clock)
    steps_made(GivingWay(right_of_way), right_of_way, clock, every=0.030, seconds=10)
    assert steps_made(GivingWay(right_of_way), right_of_way, clock, every=0.030, seconds=2) == 0
