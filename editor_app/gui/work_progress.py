"""Work under way, in the status line: how far it is, and the one command that stops it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor_app.gui.repairing import Repairing
from editor_app.gui.restoring import Restoring
from editor_app.gui.session import Session
from editor_app.gui.status_line import StatusLine


class WorkProgress(QObject):
    """Shows what is being read, saved, restored or repaired."""

    def __init__(
        self,
        session: Session,
        restoring: Restoring,
        repairing: Repairing,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._restoring = restoring
        self._repairing = repairing
        self._status = status
        session.loading_started.connect(self._on_loading)
        session.loading_finished.connect(status.end_progress)
        session.save_started.connect(self._on_save_started)
        session.save_progressed.connect(self._on_save_progressed)
        session.save_finished.connect(status.end_progress)
        session.save_refused.connect(status.end_progress)
        restoring.progressed.connect(self._on_restoring)
        restoring.finished.connect(self._on_restored)
        repairing.progressed.connect(self._on_repairing)
        repairing.finished.connect(self._on_repaired)

    def _on_loading(self) -> None:
        self._status.show_progress(self.tr("Reading the folder…"))

    def _on_save_started(self, total: int) -> None:
        self._status.show_progress(self.tr("Saving…"), 0, total)

    def _on_save_progressed(self, done: int, total: int) -> None:
        self._status.show_progress(
            self.tr("Saving {0} of {1}").format(f"{done:,}", f"{total:,}"), done, total
        )

    def _on_restoring(self, done: int, total: int) -> None:
        words = self.tr("Restoring {0} of {1}").format(f"{done:,}", f"{total:,}")
        self._status.show_progress(words, done, total)

    def _on_restored(self, sentence: str) -> None:
        self._status.end_progress()
        self._status.say(sentence)

    def _on_repairing(self, done: int, total: int) -> None:
        words = self.tr("Looking for damaged texts: {0} of {1}").format(f"{done:,}", f"{total:,}")
        self._status.show_progress(words, done, total)

    def _on_repaired(self, sentence: str) -> None:
        self._status.end_progress()
        self._status.say(sentence)

    def cancel_work(self) -> None:
        """Stop saving, or restoring, or else reading."""
        if self._session.is_saving:
            self._session.cancel_saving()
        elif self._restoring.is_running:
            self._restoring.cancel()
        elif self._repairing.is_running:
            self._repairing.cancel()
        else:
            self._session.cancel_loading()
