"""What was decided and what waits, in figures and plots."""

from __future__ import annotations

from collections import Counter
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor_app.core.decision_log import What
from editor_app.core.decision_stats import STATES, Bars, DecisionFigures, QueueAges
from editor_app.gui.bar_plot import BarPlot
from editor_app.gui.stylesheet import CONTROL_HEIGHT
from editor_app.gui.theme import ThemeController

_WORDS: Final = {What.PUBLISHED: "published", What.REJECTED: "rejected", What.REQUEUED: "put back"}
_NARROWEST: Final = 300


class FiguresPage(QScrollArea):
    """Figures above, plots below; each plot has a sentence that says what it shows."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._figures: DecisionFigures | None = None
        self._blocks = {
            name: _Block(name, text)
            for name, text in (
                ("today", self.tr("Today")),
                ("week", self.tr("Last 7 days")),
                ("whole", self.tr("In the log")),
                ("back", self.tr("Taken back")),
            )
        }
        self._decisions = _Plot(themes, "decisionsPlot", self.tr("Decisions"))
        self._queue = _Plot(themes, "queuePlot", self.tr("Age of what waits in the queue"))
        self._published = _Plot(themes, "publishedPlot", self.tr("Quality of what was published"))
        self._rejected = _Plot(themes, "rejectedPlot", self.tr("Quality of what was rejected"))
        self._by_day = _choice(self.tr("By day"), "byDayButton")
        self._by_hour = _choice(self.tr("By hour"), "byHourButton")
        self._spans = QButtonGroup(self)
        for button in (self._by_day, self._by_hour):
            self._spans.addButton(button)
            self._decisions.head.addWidget(button)
        self._by_day.setChecked(True)
        self._spans.buttonClicked.connect(self._show_decisions)
        self.setWidget(self._page())

    def _page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(24)
        strip = QHBoxLayout()
        strip.setSpacing(24)
        for block in self._blocks.values():
            strip.addWidget(block, 1)
        box.addLayout(strip)
        grid = QGridLayout()
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(28)
        for place, plot in enumerate((self._decisions, self._queue, self._published, self._rejected)):
            grid.addWidget(plot, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, _NARROWEST)
        box.addLayout(grid)
        box.addStretch(1)
        return page

    def show_figures(self, figures: DecisionFigures) -> None:
        """Show what the log says."""
        self._figures = figures
        for name, counts in (("today", figures.today), ("week", figures.week), ("whole", figures.whole)):
            self._blocks[name].show_counts(counts)
        self._blocks["back"].show_number(figures.taken_back, self.tr("not counted anywhere else"))
        self._published.show_bars(figures.published, self._quality_words(figures, What.PUBLISHED))
        self._rejected.show_bars(figures.rejected, self._quality_words(figures, What.REJECTED))
        self._show_decisions()

    def show_queue(self, ages: QueueAges) -> None:
        """Show how old the stories are that wait."""
        self._queue.show_bars(ages.bars, ages.words)

    def _show_decisions(self) -> None:
        if self._figures is None:
            return
        by_hour = self._by_hour.isChecked()
        bars = self._figures.by_hour if by_hour else self._figures.by_day
        span = self.tr("In the last 24 hours") if by_hour else self.tr("In the last 30 days")
        self._decisions.show_bars(bars, f"{span}: {_told({What(n): sum(v) for n, v in bars.series})}.")

    def _quality_words(self, figures: DecisionFigures, what: What) -> str:
        middle = figures.quality.get(what)
        if middle is None:
            return self.tr("Nothing was {0} yet.").format(_WORDS[what])
        count = sum((figures.published if what is What.PUBLISHED else figures.rejected).totals)
        if count == 1:
            return self.tr("1 {0}, with a quality of {1}.").format(_WORDS[what], f"{middle:.0f}")
        words = self.tr("{0} {1}, half of them with a quality of {2} or more.")
        return words.format(f"{count:,}", _WORDS[what], f"{middle:.0f}")


class _Block(QWidget):
    """A large figure, what it counts, and what it is made of."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._title = title
        self._number = _label("title", f"{name}Figure")
        self._parts = _label("muted", f"{name}Parts")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        heading = _label("label", f"{name}Heading")
        heading.setText(title)
        for label in (heading, self._number, self._parts):
            box.addWidget(label)
        box.addStretch(1)
        self.show_number(0, "")

    def show_counts(self, counts: Counter[What]) -> None:
        states = {what: counts[what] for what in STATES}
        self.show_number(sum(states.values()), _told(states))

    def show_number(self, number: int, parts: str) -> None:
        self._number.setText(f"{number:,}")
        self._parts.setText(parts)
        self.setAccessibleName(f"{self._title}: {number:,}")
        self.setAccessibleDescription(parts)


class _Plot(QWidget):
    """A heading, a plot, and a sentence."""

    def __init__(self, themes: ThemeController, name: str, title: str) -> None:
        super().__init__()
        heading = _label("heading", f"{name}Heading")
        heading.setText(title)
        self._plot = BarPlot(themes, title)
        self._plot.setObjectName(name)
        self._words = _label("muted", f"{name}Words")
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        self.head.addWidget(heading, 1)
        heading.setMinimumHeight(CONTROL_HEIGHT)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.head)
        box.addWidget(self._plot)
        box.addWidget(self._words)
        box.addStretch(1)

    def show_bars(self, bars: Bars, words: str) -> None:
        self._plot.show_bars(bars)
        self._words.setText(words)


def _told(counts: dict[What, int]) -> str:
    """Counts in words: ``12 published · 31 rejected``."""
    parts = [f"{count:,} {_WORDS[what]}" for what, count in counts.items() if count]
    return " · ".join(parts) or "nothing decided"


def _label(tone: str, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(tone == "muted")
    return label


def _choice(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setCheckable(True)
    button.setAutoDefault(False)
    return button
