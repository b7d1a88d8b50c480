"""A real window without a screen, and an editor's hands: what the measuring of the window works with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from editor_app.app import create
from editor_app.core.catalog import Queue
from editor_app.gui.main_window import MainWindow

BEAT = 0.005  # seconds between two beats of the heart

_STAMP = QEvent.Type(QEvent.registerEventType())
_BEHIND = QEvent.Type(QEvent.registerEventType())
_NO_REPAINT = 0.5  # seconds after which something is taken to change nothing that is seen
_QUIET = 60  # milliseconds without a repaint after which the window is at rest
_PATIENCE = 300_000  # milliseconds


class Repaints(QObject):
    """Tells when watched widgets have been painted: at the end of the repaint that they were part of.

    All of a window is painted in one go, while it handles one event. Nothing that is posted then would do for its end:
    the event loop lets timers go first, which are no part of the repaint.
    """

    happened = Signal(object)
    """Which ones, as a set of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.last: dict[str, float] = {}
        self._names: dict[QObject, str] = {}
        self._painted: set[str] = set()
        self._is_painting = False
        self._behind: Callable[[], None] | None = None

    def watch(self, name: str, widget: QWidget) -> None:
        self._names[widget] = name
        self.counts[name] = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.UpdateRequest and isinstance(watched, QWidget) and not self._is_painting:
            self._painted.add(self._names[watched])
            self._is_painting = True
            try:
                watched.event(event)
            finally:
                self._is_painting = False
            self._tell()
            return True
        if kind == QEvent.Type.Paint:
            if not self._painted:  # painted outside of such an event
                QCoreApplication.postEvent(self, QEvent(_STAMP), Qt.EventPriority.HighEventPriority.value)
            self._painted.add(self._names[watched])
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == _STAMP:
            self._tell()
        elif event.type() == _BEHIND and self._behind is not None:
            self._behind()
        else:
            return super().event(event)
        return True

    def call_behind(self, done: Callable[[], None]) -> None:
        """Call a function once all is painted that is to be painted anew by now."""
        self._behind = done
        # Qt asks a window to paint itself by an event of this priority, too.
        QCoreApplication.postEvent(self, QEvent(_BEHIND), Qt.EventPriority.LowEventPriority.value)

    def _tell(self) -> None:
        if not self._painted:
            return
        now = time.perf_counter()
        for name in self._painted:
            self.counts[name] += 1
            self.last[name] = now
        painted, self._painted = self._painted, set()
        self.happened.emit(painted)


class Heart(QObject):
    """A timer in the interface thread: how late it comes is how long the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(int(BEAT * 1000))
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def beating(self) -> Iterator[None]:
        self._last = time.perf_counter()
        self._timer.start()
        try:
            yield
        finally:
            self._beat()  # a gap that has not ended yet counts as well
            self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, now - self._last - BEAT))
        self._last = now


class Desk(QObject):
    """One window. Everything that is waited for is told by a signal; nothing is polled, which would slow jobs down."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__()
        self.app, self.window = create(arguments)
        self.shown_at = time.perf_counter()
        self.table, self.model, self.session = self.window.table, self.window.model, self.window.session
        self.repaints = Repaints()
        self.repaints.watch("window", self.window)
        self.repaints.watch("table", self.table.viewport())
        self.heart = Heart()
        self.news: dict[str, int] = {"loaded": 0, "item": 0, "saved": 0, "summary": 0}
        self.last_news: dict[str, float] = {}
        self.painted_before: dict[str, int] = {}
        """How often the window had been painted when the last news came."""
        self.report: object = None
        self.rows_seen_at: float | None = None
        self._is_behind = False
        self._done: Callable[[], bool] = _never
        self._loop: QEventLoop | None = None
        self.repaints.happened.connect(self._on_repaint)
        self.window.loading_finished.connect(self._on_loaded)
        self.session.item_loaded.connect(self._on_item)
        self.session.save_finished.connect(self._on_saved)
        self.window.activateWindow()

    def _on_repaint(self, painted: set[str]) -> None:
        if self.rows_seen_at is None and "table" in painted and self.model.rowCount():
            self.rows_seen_at = self.repaints.last["table"]
        self._look()

    def _on_loaded(self) -> None:
        self.tell("loaded")

    def _on_item(self, _: object) -> None:
        self.tell("item")

    def _on_saved(self, report: object) -> None:
        self.report = report
        self.tell("saved")

    def tell(self, what: str) -> None:
        """Note that something has happened, and see whether it was waited for."""
        self.news[what] += 1
        self.last_news[what] = time.perf_counter()
        self.painted_before[what] = self.repaints.counts["window"]
        self._look()

    def _look(self) -> None:
        if self._loop is not None and self._done():
            self._loop.quit()

    # -- waiting -----------------------------------------------------------------------------------------------

    def wait(self, done: Callable[[], bool], milliseconds: int = _PATIENCE) -> bool:
        """Let the window run until something is so.

        :returns: whether it came to be so in time.
        """
        if done():
            return True
        self._done, self._loop = done, QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(self._loop.quit)
        limit.start(milliseconds)
        self._loop.exec()
        self._done, self._loop = _never, None
        return done()

    def wait_for(self, what: str, action: Callable[[], object]) -> float:
        """Do something and let the window run until its news come; seconds from one to the other.

        :raises TimeoutError: they do not come.
        """
        before, start = self.news[what], time.perf_counter()
        action()
        if not self.wait(lambda: self.news[what] > before):
            raise TimeoutError(what)
        return self.last_news[what] - start

    def pause(self, milliseconds: int) -> None:
        """Let the window run for a while."""
        self.wait(_never, milliseconds)

    def wait_for_repaint(self) -> None:
        """Let the window run until it has painted what is to be painted anew by now; nothing may have to be."""
        self._is_behind = False
        self.repaints.call_behind(self._on_behind)
        self.wait(lambda: self._is_behind)

    def _on_behind(self) -> None:
        self._is_behind = True
        self._look()

    def settle(self) -> None:
        """Let the window run until nothing is painted any more."""
        while True:
            before = self.repaints.counts["window"]
            self.pause(_QUIET)
            if self.repaints.counts["window"] == before and not self.session.is_loading:
                return

    def repainted(self, action: Callable[[], object], name: str = "table") -> float:
        """Do something; seconds until it is to be seen.

        What changes nothing that is to be seen is done when it is done.
        """
        before, start = self.repaints.counts[name], time.perf_counter()
        action()
        handled = time.perf_counter()
        if self.wait(lambda: self.repaints.counts[name] > before, int(_NO_REPAINT * 1000)):
            return self.repaints.last[name] - start
        return handled - start

    # -- hands -------------------------------------------------------------------------------------------------

    def press(self, widget: QWidget, key: Qt.Key, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier
        QTest.keyClick(widget, key, modifier.ControlModifier if control else modifier.NoModifier)

    def key(self, key: Qt.Key, control: bool = False) -> Callable[[], None]:
        """A key pressed in the list."""
        return lambda: self.press(self.table, key, control)

    def show_queue(self, queue: Queue) -> None:
        self.window.queues.choose(queue)
        self.table.setFocus()
        self.settle()

    def close(self) -> None:
        self.session.discard_all()
        self.window.close()


def opened(root: str) -> Desk:
    """A window that has read a folder."""
    desk = Desk([root])
    desk.wait(lambda: desk.news["loaded"] > 0)
    desk.settle()
    return desk


def peak_memory() -> float:
    """The most memory that this process has had, in MB; worker processes are not in it."""
    with open("/proc/self/status", encoding="ascii") as file:
        line = next(line for line in file if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _never() -> bool:
    return False


__all__ = ["BEAT", "Desk", "Heart", "MainWindow", "Repaints", "opened", "peak_memory"]
