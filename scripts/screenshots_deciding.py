"""Pictures of rules, snoozing and statistics, for :mod:`scripts.screenshots`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QTabWidget, QWidget

from editor_app.core.catalog import Queue
from editor_app.core.decision_log import Entry, What, line_of
from editor_app.core.query import Query
from editor_app.core.rules import Rule, Ruling, Verdict
from editor_app.gui.main_window import MainWindow
from editor_app.gui.statistics_window import StatisticsWindow

Save = Callable[[QWidget | QPixmap, str], None]

_RULES = (
    Rule(Query.parse("is:unpublished quality<40"), Ruling(Verdict.REJECT), "Low ones"),
    Rule(Query.parse("is:unpublished quality>=70 heat>20"), Ruling(Verdict.PUBLISH)),
    Rule(Query.parse("is:unpublished topic:AI"), Ruling(Verdict.KEEP, ("Artificial Intelligence",))),
)


def take_rules(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """The rules in their dialog, with a dry run."""
    window.rules.keep(list(_RULES))
    window.queues.choose(Queue.UNPUBLISHED)
    window.rules.show_rules()
    settle()
    settle()
    dialog = window.findChild(QWidget, "rulesDialog")
    assert dialog is not None
    save(dialog, f"{theme}-rules")
    dialog.close()
    settle()


def take_snoozing(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """The menu that asks until when, and the queue of what is snoozed."""
    window.queues.choose(Queue.UNPUBLISHED)
    window.table.select_row(3)
    window.snooze.later()
    window.snooze.tomorrow()
    window.snooze.hotter()
    settle()
    window.snooze.ask()
    settle()
    menu = window.table.findChild(QWidget, "snoozeMenu")
    assert menu is not None
    picture = window.grab()
    place = window.mapFromGlobal(menu.mapToGlobal(menu.rect().topLeft()))
    with QPainter(picture) as painter:  # a menu is a window of its own
        painter.drawPixmap(place, menu.grab())
    save(picture, f"{theme}-snooze")
    menu.close()
    window.queues.choose(Queue.SNOOZED)
    window.table.select_row(0)
    settle()
    save(window, f"{theme}-snoozed")
    window.table.selectAll()
    window.snooze.wake()
    window.queues.choose(Queue.UNPUBLISHED)


def take_statistics(
    window: MainWindow, theme: str, save: Save, settle: Callable[[], None], now: float
) -> None:
    """The window of statistics, on a log of a month that never was."""
    log = window.logging.log
    assert log is not None
    log.path.unlink(missing_ok=True)
    log.add(b"".join(map(line_of, _a_month(now))))
    log.write()
    window.statistics.show_statistics()
    settle()
    settle()
    statistics = window.findChild(StatisticsWindow)
    assert statistics is not None
    save(statistics, f"{theme}-statistics")
    tabs = statistics.findChild(QTabWidget, "statisticsTabs")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    settle()
    save(statistics, f"{theme}-log")
    statistics.close()
    settle()


def _a_month(now: float) -> Iterator[Entry]:
    """Decisions as an editor makes them: fewer at the weekend, none at night, the good ones published."""
    chance = random.Random(20)
    day = 86_400
    for back in range(29, -1, -1):
        morning = now - now % day - back * day + 7 * 3_600
        weekend = (back + 6) % 7 > 4
        moment = morning
        for _ in range(chance.randint(4, 12) if weekend else chance.randint(30, 75)):
            moment += chance.expovariate(1 / 420)
            if moment > now:
                return
            quality = min(149, max(0, round(chance.gauss(46, 22))))
            what = What.PUBLISHED if quality + chance.gauss(0, 12) > 58 else What.REJECTED
            name, provider = chance.choice(_SOME)
            yield Entry(moment, what, f"_news/{name}.md", quality, chance.randint(0, 30), provider)


_SOME = (
    ("2026-11-22-gulls-four-autopilot-nil", "Tidewater Tribune"),
    ("2026-11-21-spelling-marked-by-machine", "Chalk & Slate"),
    ("2026-11-20-street-lights-count-bats", "Tidewater Tribune"),
    ("2026-11-19-chip-plant-bass-note", "Circuit & Solder"),
    ("2026-11-18-data-hall-heats-the-baths", "Grid Notes"),
)
