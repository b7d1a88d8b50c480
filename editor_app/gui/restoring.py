"""Putting a saved batch back, in the background; it goes on when the dialog that began it is closed."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor_app.core.folder import ItemFolder
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session

if TYPE_CHECKING:
    from editor_app.core.backup import Batch
    from editor_app.core.restore import Fate, Restored


class Restoring(QObject):
    """Restores one batch at a time into the session's folder, and keeps its rows up to date."""

    progressed = Signal(int, int)
    finished = Signal(str)
    """What has become of it, in a sentence."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._fates: Counter[Fate] = Counter()
        self._reason = ""
        self._failure = ""
        self._total = 0
        session.opened.connect(self._forget)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, batch: Batch) -> None:
        """Put a batch back."""
        folder = self._session.folder
        if folder is None or self.is_running or self._session.read_only:
            return
        self._fates.clear()
        self._reason = self._failure = ""
        self._total = batch.count
        self._job = self._session.jobs.start(
            _Restore(folder, batch),
            progressed=self._on_results,
            failed=self._on_failed,
            ended=self._on_ended,
            priority=2,
        )
        self.progressed.emit(0, self._total)

    def cancel(self) -> None:
        """Stop after the files that are being written."""
        if self._job is not None:
            self._job.stop_soon()

    def _on_results(self, results: list[Restored]) -> None:
        if self.sender() is not self._job:
            return  # of a folder that is no longer open
        self._session.take_in_rows([result.row for result in results if result.row is not None])
        for result in results:
            self._fates[result.fate] += 1
            self._reason = self._reason or result.reason
        self.progressed.emit(self._fates.total(), self._total)

    def _on_failed(self, sentence: str) -> None:
        if self.sender() is self._job:
            self._failure = sentence

    def _on_ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.finished.emit(self._failure or self._result())

    def _forget(self) -> None:
        self._job = None

    def _result(self) -> str:
        from editor_app.core.restore import Fate

        count = self._fates[Fate.RESTORED]
        sentences = [
            self.tr("Restored 1 file.") if count == 1 else self.tr("Restored {0} files.").format(f"{count:,}")
        ]
        if changed := self._fates[Fate.CHANGED_SINCE]:
            sentences.append(
                self.tr("1 file has been changed since and stays as it is.")
                if changed == 1
                else self.tr("{0} files have been changed since and stay as they are.").format(f"{changed:,}")
            )
        if left := self._fates[Fate.LEFT]:
            words = (
                self.tr("1 file was left out: {1}") if left == 1 else self.tr("{0} files were left out: {1}")
            )
            sentences.append(words.format(f"{left:,}", self._reason))
        return " ".join(sentences)


class _Restore:
    """Results are sent in bundles, as those of a save."""

    _INTERVAL = 0.05  # seconds

    def __init__(self, folder: ItemFolder, batch: Batch) -> None:
        self._folder = folder
        self._batch = batch

    def __call__(self, job: Job) -> None:
        from editor_app.core.restore import Restorer

        bundle: list[Restored] = []
        sent = time.monotonic()
        for result in Restorer(self._folder).restore(self._batch, cancelled=job.is_stopping):
            bundle.append(result)
            if time.monotonic() - sent > self._INTERVAL:
                job.report(bundle)
                bundle, sent = [], time.monotonic()
        if bundle:
            job.report(bundle)
