"""Opening a folder: asking for it, taking it over from another window, and what is to be said once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.core.folder import ItemFolder
from editor_app.gui import settings as declared
from editor_app.gui.banner import Banner
from editor_app.gui.saving import Saving
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.status_line import StatusLine


class Opening(QObject):
    """Opens one folder after the other in the session."""

    said = Signal(str)
    """A sentence for the editor."""
    standing_changed = Signal()
    """What the window may do in the folder has changed."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        saving: Saving,
        banner: Banner,
        status: StatusLine,
        actions: Mapping[str, QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._saving = saving
        self._banner = banner
        self._status = status
        self._actions = actions
        self._window = window
        self._problems_seen = 0
        session.opened.connect(self._on_opened)
        session.site_read.connect(self._on_site_read)
        session.loading_finished.connect(self._on_loaded)
        session.decisions_restored.connect(self._on_decisions_restored)
        session.failed.connect(self._on_failed)

    def open_folder(self, folder: ItemFolder) -> None:
        """Open a folder (or some files of it); asks first where something is not saved."""
        if not self._saving.may_leave():
            return
        recent = [str(folder.root), *self._settings.get(declared.RECENT_FOLDERS)]
        self._settings.set(declared.RECENT_FOLDERS, list(dict.fromkeys(recent))[:10])
        self._problems_seen = 0
        self._banner.hide()
        self._session.open(folder)

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        from PySide6.QtWidgets import QFileDialog

        recent = self._settings.get(declared.RECENT_FOLDERS)
        start = str(self._session.folder.root) if self._session.folder else (recent[0] if recent else "")
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Open a site's folder"), start)
        if chosen:
            suffixes = self._settings.get(declared.SUFFIXES)
            self.open_folder(ItemFolder(Path(chosen), tuple(suffixes)))

    def reload(self) -> None:
        """Read the folder's files again."""
        self._session.reload()

    def take_over(self) -> None:
        """Decide in this window, if the folder is no longer open in the other one."""
        if self._session.take_over():
            self._banner.hide()
            self.said.emit(self.tr("You can decide in this window now."))
        else:
            self.said.emit(self.tr("The other window is still open."))
        self.standing_changed.emit()

    def _on_opened(self) -> None:
        self._status.show_folder(self._session.folder.root.name if self._session.folder else "")
        if self._session.read_only:
            self._banner.show_message(
                self.tr("This folder is open in another window. Here you can read, but not decide."),
                [self._actions["takeOverAction"]],
            )

    def _on_site_read(self) -> None:
        if self._session.folder is None:
            return
        parts = (self._session.folder.root.name, self._session.branch)
        self._status.show_folder(" · ".join(part for part in parts if part))
        if self._session.topic_problems:
            self._banner.show_message(self._session.topic_problems[0])

    def _on_loaded(self) -> None:
        problems = self._session.catalog.unreadable
        if problems > self._problems_seen and not self._session.read_only:
            sentence = (
                self.tr("1 file cannot be read as an item.")
                if problems == 1
                else self.tr("{0} files cannot be read as items.").format(f"{problems:,}")
            )
            self._banner.show_message(sentence, [self._actions["showProblemsAction"]])
        self._problems_seen = problems

    def _on_decisions_restored(self, restored: int, gone: int) -> None:
        """An earlier session has ended without saving or discarding what it had decided."""
        sentences, actions = [], []
        if restored:
            sentences.append(
                self.tr("1 decision from the last session was restored; it is not saved yet.")
                if restored == 1
                else self.tr(
                    "{0} decisions from the last session were restored; they are not saved yet."
                ).format(f"{restored:,}")
            )
            actions.append(self._actions["reviewChangesAction"])
        if gone:
            sentences.append(
                self.tr("1 decision is about a file that is gone.")
                if gone == 1
                else self.tr("{0} decisions are about files that are gone.").format(f"{gone:,}")
            )
            actions.append(self._actions["forgetGoneAction"])
        self._banner.show_message(" ".join(sentences), actions)

    def forget_gone(self) -> None:
        """Drop decisions of an earlier session whose files are gone."""
        self._session.safekeeping.forget_gone()
        self._banner.hide()
        self.standing_changed.emit()

    def _on_failed(self, sentence: str) -> None:
        self._banner.show_message(sentence)
