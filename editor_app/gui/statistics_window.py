"""The window of statistics: what was decided, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from editor_app.core.decision_log import Entry, LogReader
from editor_app.core.decision_stats import DecisionFigures, QueueAges, figures_of
from editor_app.gui.decision_logging import DecisionLogging
from editor_app.gui.figures_page import FiguresPage
from editor_app.gui.jobs import Job
from editor_app.gui.log_page import LogPage
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices
from editor_app.gui.theme import ThemeController

_PAUSE: Final = 300  # milliseconds after a change, since more may follow


@dataclass(frozen=True, slots=True)
class _Reading:
    entries: list[Entry]
    """The newest first."""
    figures: DecisionFigures


class StatisticsWindow(QDialog):
    """A window beside the main one; it follows what is decided there."""

    said = Signal(str)
    shown = Signal()
    """What it shows is what holds."""

    def __init__(
        self,
        session: Session,
        logging: DecisionLogging,
        themes: ThemeController,
        clock: Callable[[], float],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("statisticsWindow")
        self.setWindowTitle(self.tr("Statistics"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._logging = logging
        self._clock = clock
        self._reader: LogReader | None = None
        self._job: Job | None = None
        self._is_stale = False
        self._figures = FiguresPage(themes)
        self._log = LogPage(session.jobs)
        self._log.said.connect(self.said)
        self._log.filtered.connect(self.shown)
        tabs = QTabWidget()
        tabs.setObjectName("statisticsTabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setProperty("kind", "pane")
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(self._figures, self.tr("Figures"))
        tabs.addTab(self._log, self.tr("Log"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(tabs)
        self.resize(900, 640)
        self._slices = Slices(self)
        self._log_pause = self._timer(self._read)
        self._queue_pause = self._timer(self._count)
        logging.written.connect(self._log_pause.start)
        session.opened.connect(self._begin)
        for signal in (session.items_added, session.items_changed, session.items_removed):
            signal.connect(self._on_items)
        self._begin()

    def _timer(self, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_PAUSE)
        timer.timeout.connect(then)
        return timer

    def _begin(self) -> None:
        log = self._logging.log
        self._reader = LogReader(log) if log is not None else None
        self._job, self._is_stale = None, False
        self._read()
        self._count()

    # -- the log ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read what the log says now. One reading at a time."""
        if self._job is not None:
            self._is_stale = True
        elif self._reader is not None:
            self._is_stale = False
            self._job = self._session.jobs.start(
                _ReadLog(self._reader, self._clock()), succeeded=self._on_read, ended=self._on_read_ended
            )

    def _on_read(self, reading: _Reading) -> None:
        if self.sender() is self._job:
            self._figures.show_figures(reading.figures)
            self._log.show_entries(reading.entries)

    def _on_read_ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            if self._is_stale:
                self._read()

    # -- the queue -------------------------------------------------------------------------------------------------

    def _on_items(self) -> None:
        if not self._queue_pause.isActive():
            self._queue_pause.start()

    def _count(self) -> None:
        self._slices.start(self._counting(QueueAges(self._session.catalog, self._clock())))

    def _counting(self, ages: QueueAges) -> Iterator[None]:
        yield from ages.steps()
        self._figures.show_queue(ages)
        yield


class _ReadLog:
    def __init__(self, reader: LogReader, now: float) -> None:
        self._reader = reader
        self._now = now

    def __call__(self, job: Job) -> _Reading:
        entries = self._reader.read()
        return _Reading(entries[::-1], figures_of(entries, self._now))
