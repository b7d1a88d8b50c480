"""The log of decisions: what is written, what is read back, and what it adds up to."""

import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core import decision_log
from editor_app.core.catalog import Catalog
from editor_app.core.csv_text import as_csv
from editor_app.core.decision import Decision, Publish, Reject, Requeue, retag
from editor_app.core.decision_log import (
    DecisionLog,
    Entry,
    LogFailed,
    LogReader,
    Noted,
    What,
    back_line,
    line_of,
    noted,
)
from editor_app.core.decision_stats import QueueAges, figures_of
from editor_app.core.row import Row

NOW = datetime(2026, 11, 24, 15, 30).timestamp()
DAY = 86_400.0


def entry(
    what: What = What.PUBLISHED, path: str = "a.md", when: float = NOW, quality: int | None = 61
) -> Entry:
    return Entry(when, what, path, quality, 14, "The Ledger")


def append(log: DecisionLog, lines: bytes) -> None:
    log.add(lines)
    log.write()


def log_of(folder: Path, *lines: bytes) -> LogReader:
    log = DecisionLog(folder)
    append(log, b"".join(lines))
    return LogReader(log)


# -- the file ----------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.builds(
            Entry,
            st.integers(1, 10**10).map(float),
            st.sampled_from(What),
            st.one_of(st.text(max_size=30), st.just("_news/\udcff\n.md")),
            st.none() | st.integers(-10, 10**30),
            st.none() | st.integers(-1, 1_000),
            st.text(max_size=10),
            st.just(False),
        ),
        max_size=5,
    )
)
def test_decisions_read_back(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    assert log_of(tmp_path_factory.mktemp("site"), *map(line_of, entries)).read() == entries


def test_what_is_taken_back_is_marked_and_no_other(tmp_path: Path) -> None:
    reader = log_of(
        tmp_path,
        line_of(entry(What.PUBLISHED)),
        line_of(entry(What.RETAGGED)),
        line_of(entry(What.REJECTED)),
        line_of(entry(What.REJECTED, "b.md")),
        back_line(NOW, What.PUBLISHED, "a.md"),
        back_line(NOW, What.PUBLISHED, "c.md"),
    )
    assert [found.is_taken_back for found in reader.read()] == [False, False, True, False]


def test_what_is_added_is_read_on(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    reader = LogReader(log)
    assert reader.read() == []
    append(log, line_of(entry()))
    assert reader.read() == [entry()]
    append(log, back_line(NOW, What.PUBLISHED, "a.md") + line_of(entry(What.REJECTED)))
    assert reader.read() == [entry()._replace(is_taken_back=True), entry(What.REJECTED)]


def test_damage_costs_only_itself(tmp_path: Path) -> None:
    good = line_of(entry())
    log = DecisionLog(tmp_path)
    append(log, good)
    for line in (
        b"\xff\xfe\n",
        b"[1]\n",
        b'{"a": 1}\n',
        b"[" * 50_000 + b"\n",
        b'[true,"published","a",1,1,""]\n',
    ):
        append(log, line)
    append(log, b'[5,"eaten","a",1,1,""]\n[5,"published","a","x",1,""]\n[1e400,"published","a",1,1,""]\n')
    append(log, good[:20])  # a crash
    later = DecisionLog(tmp_path)
    append(later, line_of(entry(What.REJECTED)))
    assert LogReader(later).read() == [entry(), entry(What.REJECTED)]


def test_the_log_is_outside_of_the_folder_and_its_owners_own(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    append(log, line_of(entry()))
    assert tmp_path not in log.path.parents
    if sys.platform != "win32":
        assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_the_older_half_goes_when_there_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_log, "LARGEST", 2_000)
    log = DecisionLog(tmp_path)
    reader = LogReader(log)
    for number in range(60):
        append(log, line_of(entry(path=f"{number:03}.md")))
        assert log.path.stat().st_size <= 2_000
        assert reader.read()[-1].path == f"{number:03}.md"
    paths = [found.path for found in reader.read()]
    assert paths == [f"{number:03}.md" for number in range(60 - len(paths), 60)]
    assert 10 < len(paths) < 60
    if sys.platform != "win32":
        assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_where_it_cannot_be_written_the_editor_is_told(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    log.path.mkdir(parents=True)
    with pytest.raises(LogFailed, match="cannot be written"):
        append(log, line_of(entry()))
    assert LogReader(log).read() == []


# -- what a step means -------------------------------------------------------------------------------------------------


def catalog_of() -> Catalog:
    catalog = Catalog()
    catalog.add([Row("a.md", title="A", published=False, topics=("AI",))])
    return catalog


@pytest.mark.parametrize(
    ("decision", "what"),
    [(Publish(), What.PUBLISHED), (Reject(), What.REJECTED), (retag(add=["B"]), What.RETAGGED)],
)
def test_a_decision_is_noted_and_noted_as_taken_back(decision: Decision, what: What) -> None:
    (step,) = catalog_of().plan([0], decision)
    assert noted(step.forward(), taken_back=False) == Noted((what,))
    backward = noted(step.backward(), taken_back=True)
    assert backward.decided == ()
    assert backward.taken_back[0].is_about_state == what.is_about_state


def test_dropping_takes_back_all_that_was_pending() -> None:
    catalog = catalog_of()
    for decision in (retag(add=["B"]), Reject()):
        for step in catalog.plan([0], decision):
            catalog.change(step.item, step.forward())
    (step,) = catalog.plan_drop([0])
    assert noted(step.forward(), taken_back=False) == Noted((), (What.REJECTED, What.RETAGGED))
    assert noted(step.backward(), taken_back=True) == Noted((What.REJECTED, What.RETAGGED))


def test_back_to_the_queue_is_a_decision() -> None:
    catalog = catalog_of()
    for step in catalog.plan([0], Reject()):
        catalog.change(step.item, step.forward())
    (step,) = catalog.plan([0], Requeue())
    assert noted(step.forward(), taken_back=False) == Noted((What.REQUEUED,))


# -- figures -----------------------------------------------------------------------------------------------------------


def test_decisions_are_counted_by_hour_and_day() -> None:
    found = figures_of(
        [
            entry(when=NOW),
            entry(What.REJECTED, when=NOW - 60),
            entry(What.REJECTED, when=NOW - 3_600, quality=20),
            entry(What.RETAGGED, when=NOW),
            entry(What.REJECTED, when=NOW - 2 * DAY, quality=None),
            entry(when=NOW - 10 * DAY, quality=80),
            entry(when=NOW - 400 * DAY, quality=170),
            entry(when=NOW)._replace(is_taken_back=True),
        ],
        NOW,
    )
    assert len(found.by_hour.labels) == 24
    assert found.by_hour.labels[-2:] == ("14", "15")
    assert found.by_hour.totals[-2:] == (1, 2)
    assert len(found.by_day.labels) == 30
    assert found.by_day.labels[-1] == "24 Nov"
    assert (found.by_day.totals[-1], found.by_day.totals[-3], found.by_day.totals[-11]) == (3, 1, 1)
    assert found.by_day.words() == (
        "14 Nov: 1 published; 22 Nov: 1 rejected; 24 Nov: 1 published, 2 rejected"
    )
    assert dict(found.today) == {
        What.PUBLISHED: 1,
        What.REJECTED: 2,
        What.REQUEUED: 0,
        What.RETAGGED: 1,
        What.REWRITTEN: 0,
    }
    assert found.week[What.REJECTED] == 3
    assert found.whole[What.PUBLISHED] == 3
    assert found.taken_back == 1
    assert found.quality == {What.PUBLISHED: 80, What.REJECTED: 40.5}
    assert found.published.words() == "60: 1 published; 80: 1 published; 140: 1 published"
    assert found.rejected.words() == "20: 1 rejected; 60: 1 rejected"


def test_no_decision_is_nothing() -> None:
    found = figures_of([], NOW)
    assert found.by_day.words() == found.published.words() == "nothing"
    assert found.quality == {}


def test_the_age_of_the_queue_is_that_of_what_waits() -> None:
    catalog = Catalog()
    days = [0.5, 2, 2, 5, 10, 20, 50, 200, 900]
    catalog.add(
        Row(f"{n}.md", title="T", published=False, published_at=int(NOW - DAY * d))
        for n, d in enumerate(days)
    )
    catalog.add(
        [Row("x.md", title="X", published=False), Row("y.md", title="Y", published=True, published_at=5)]
    )
    ages = QueueAges(catalog, NOW)
    for _ in ages.steps():
        pass
    assert ages.bars.labels[0] == "< 1 d"
    assert ages.bars.totals == (1, 2, 1, 1, 1, 1, 1, 1, 1)
    assert ages.words == "10 items wait, half longer than 10 days; the oldest 2 years."
    empty = QueueAges(Catalog(), NOW)
    assert list(empty.steps()) == []
    assert empty.words == "Nothing waits in the queue."
    assert sum(empty.bars.totals) == 0


def test_no_cell_of_csv_is_a_formula() -> None:
    assert as_csv(["=1+1", "@a", None, -5, "a,b", "\u202eevil"]).startswith("'=1+1,'@a,,-5,\"a,b\",")
