"""The only thread pool of the window: work runs here, its news arrive in the interface thread."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance

from editor_app.core.errors import EditorAppError

_log = logging.getLogger(__name__)


class Job(QObject):
    """Work under way. All signals arrive in the thread that started it; after ``cancel`` only ``ended`` does."""

    progressed = Signal(object)
    """Whatever the work reports."""
    succeeded = Signal(object)
    """What the work returned."""
    failed = Signal(str)
    """A sentence for the editor."""
    ended = Signal()
    """Always comes, and comes last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._stopping = threading.Event()

    def stop_soon(self) -> None:
        """Ask the work to come to an end early; its news still arrive."""
        self._stopping.set()

    def is_stopping(self) -> bool:
        """For the work itself: whether to come to an end."""
        return self._stopping.is_set() or self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop soon."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """For the work itself: whether to stop. May be asked from any thread."""
        return self._cancelled.is_set()

    def report(self, news: object) -> None:
        """For the work itself: send news on."""
        if not self.is_cancelled():
            self.progressed.emit(news)


Work = Callable[[Job], Any]


class _Runner(QRunnable):
    def __init__(self, job: Job, work: Work) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        job = self._job
        try:
            result = self._work(job)
        except EditorAppError as error:
            if not job.is_cancelled():
                job.failed.emit(str(error))
        except Exception as error:
            # Its message stays out of the log: it could quote a file.
            places = "".join(traceback.format_tb(error.__traceback__))
            _log.error("A job failed unexpectedly: %s\n%s", type(error).__name__, places)
            if not job.is_cancelled():
                job.failed.emit("Something went wrong in the program itself; the log says where.")
        else:
            if not job.is_cancelled():
                job.succeeded.emit(result)
        finally:
            job.ended.emit()


class Jobs(QObject):
    """Starts work and keeps hold of it until it has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(4)
        self._running: set[Job] = set()

    def start(
        self,
        work: Work,
        *,
        succeeded: Callable[[Any], object] | SignalInstance | None = None,
        failed: Callable[[str], object] | SignalInstance | None = None,
        progressed: Callable[[Any], object] | SignalInstance | None = None,
        ended: Callable[[], object] | SignalInstance | None = None,
        priority: int = 0,
    ) -> Job:
        """Run ``work(job)`` in the background.

        :param succeeded: a bound method of a QObject, or a signal, that gets what the work returned; likewise the
            others. Anything else would be called in the thread of the work.
        :param priority: higher ones start first where all threads are busy.
        """
        job = Job(self)
        for signal, slot in (
            (job.succeeded, succeeded),
            (job.failed, failed),
            (job.progressed, progressed),
            (job.ended, ended),
        ):
            if slot is not None:
                signal.connect(slot)
        job.ended.connect(self._forget)
        self._running.add(job)
        self._pool.start(_Runner(job, work), priority)
        return job

    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._running.discard(job)
            job.deleteLater()

    def stop(self) -> None:
        """Cancel everything and wait until no work is under way."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()
