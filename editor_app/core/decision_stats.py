"""Figures about what was decided, and about what waits: bars to be drawn, each with the words that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Final

from editor_app.core.age import lasting
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision_log import Entry, What

HOURS: Final = 24
DAYS: Final = 30

_QUARTER: Final = 900
_HOUR: Final = 3_600
_DAY: Final = 86_400
_BIN: Final = 10  # of quality
_BINS: Final = 15  # 0 to 149; what is higher counts for the last one
_STEP: Final = 2_000  # items that are looked at at once

_AGES: Final = (
    ("< 1 d", _DAY),
    ("< 3 d", 3 * _DAY),
    ("< 1 w", 7 * _DAY),
    ("< 2 w", 14 * _DAY),
    ("< 4 w", 28 * _DAY),
    ("< 3 m", 90 * _DAY),
    ("< 1 y", 365 * _DAY),
)
_OLDEST: Final = "> 1 y"
_UNDATED: Final = "no date"

STATES: Final = (What.PUBLISHED, What.REJECTED, What.REQUEUED)


@dataclass(frozen=True, slots=True)
class Bars:
    """Values side by side: each label has one value of each series, to be stacked."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The values of each label together."""
        return tuple(map(sum, zip(*(values for _, values in self.series), strict=True)))

    def words(self) -> str:
        """All of it as text; what is nothing is left out."""
        parts = []
        for place, label in enumerate(self.labels):
            told = [f"{values[place]:,} {name}" for name, values in self.series if values[place]]
            if told:
                parts.append(f"{label}: {', '.join(told)}")
        return "; ".join(parts) or "nothing"


@dataclass(frozen=True, slots=True)
class DecisionFigures:
    """What a log says, at one moment."""

    by_hour: Bars
    by_day: Bars
    published: Bars
    """The quality of what was published, as it was then."""
    rejected: Bars
    today: Counter[What]
    week: Counter[What]
    """The last seven days."""
    whole: Counter[What]
    taken_back: int
    quality: dict[What, float]
    """The median quality of what was decided so, where there is any."""


def figures_of(entries: Iterable[Entry], now: float) -> DecisionFigures:
    """Figures about the decisions that hold: what was taken back counts as such alone.

    :param now: seconds since the epoch. Hours and days are those of the editor's own clock.
    """
    hours = _hours(now)
    days = _days(now)
    by_hour: Counter[tuple[object, What]] = Counter()
    by_day: Counter[tuple[object, What]] = Counter()
    week: Counter[What] = Counter()
    whole: Counter[What] = Counter()
    qualities: dict[What, list[int]] = {what: [] for what in STATES}
    taken_back = 0
    first_hour, week_ago = hours[0], days[-7]
    known: dict[int, tuple[datetime, date]] = {}
    for entry in entries:
        if entry.is_taken_back:
            taken_back += 1
            continue
        what = entry.what
        whole[what] += 1
        quarter = int(entry.when // _QUARTER)  # no time zone is finer
        if quarter not in known:
            then = datetime.fromtimestamp(quarter * _QUARTER)
            known[quarter] = then.replace(minute=0, second=0, microsecond=0), then.date()
        hour, day = known[quarter]
        by_day[day, what] += 1
        if day >= week_ago:
            week[what] += 1
        if hour >= first_hour:
            by_hour[hour, what] += 1
        if what.is_about_state and entry.quality is not None:
            qualities[what].append(entry.quality)
    today = {what: by_day[days[-1], what] for what in What}
    return DecisionFigures(
        _bars([(f"{hour:%H}", hour) for hour in hours], by_hour),
        _bars([(f"{day.day} {day:%b}", day) for day in days], by_day),
        _histogram(What.PUBLISHED, qualities[What.PUBLISHED]),
        _histogram(What.REJECTED, qualities[What.REJECTED]),
        Counter(today),
        week,
        whole,
        taken_back,
        {what: median(found) for what, found in qualities.items() if found},
    )


def _hours(now: float) -> list[datetime]:
    last = datetime.fromtimestamp(now).replace(minute=0, second=0, microsecond=0)
    return [last - timedelta(hours=back) for back in range(HOURS - 1, -1, -1)]


def _days(now: float) -> list[date]:
    last = datetime.fromtimestamp(now).date()
    return [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def _bars(spans: Sequence[tuple[str, datetime | date]], counts: Counter[tuple[object, What]]) -> Bars:
    return Bars(
        tuple(label for label, _ in spans),
        tuple((what.value, tuple(counts[span, what] for _, span in spans)) for what in STATES),
    )


def _histogram(what: What, qualities: Iterable[int]) -> Bars:
    found = Counter(max(0, min(_BINS - 1, quality // _BIN)) for quality in qualities)
    labels = tuple(str(place * _BIN) for place in range(_BINS))
    return Bars(labels, ((what.value, tuple(found[place] for place in range(_BINS))),))


class QueueAges:
    """How old the stories are that wait in the queue."""

    def __init__(self, catalog: Catalog, now: float) -> None:
        self._catalog = catalog
        self._now = now
        # Of each age in full hours, how many: there are few of them, however many items wait.
        self._hours: Counter[int] = Counter()
        self._undated = 0

    def steps(self) -> Generator[None, None, None]:
        """Look at all items, in steps of some milliseconds."""
        catalog = self._catalog
        moments, count = catalog.files.moments, len(catalog.state_codes)
        for start in range(0, count, _STEP):
            waiting = catalog.those_in(Queue.UNPUBLISHED, range(start, min(start + _STEP, count)))
            for item in waiting:
                moment = moments[item]
                if moment is None:
                    self._undated += 1
                else:
                    self._hours[max(0, int(self._now - moment) // _HOUR)] += 1
            yield

    @property
    def bars(self) -> Bars:
        """How many are how old."""
        labels = [label for label, _ in _AGES] + [_OLDEST] + ([_UNDATED] if self._undated else [])
        found: Counter[str] = Counter()
        for hours, count in self._hours.items():
            found[next((label for label, end in _AGES if hours * _HOUR < end), _OLDEST)] += count
        found[_UNDATED] = self._undated
        return Bars(tuple(labels), (("waiting", tuple(found[label] for label in labels)),))

    @property
    def words(self) -> str:
        """The same in one sentence."""
        dated = self._hours.total()
        count = dated + self._undated
        if not count:
            return "Nothing waits in the queue."
        waiting = "1 item waits" if count == 1 else f"{count:,} items wait"
        if not dated:
            return f"{waiting}; none has a date."
        before = accumulate(count for _, count in sorted(self._hours.items()))
        ages = zip(sorted(self._hours), before, strict=True)
        middle = next(hours for hours, so_far in ages if so_far * 2 >= dated) * _HOUR
        oldest = max(self._hours) * _HOUR
        if count == 1:
            return f"{waiting}, for {lasting(oldest)}."
        return f"{waiting}, half longer than {lasting(middle)}; the oldest {lasting(oldest)}."
