"""Writing what was decided: saving, looking at it beforehand, putting batches back, asking before it is left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.core.catalog import Queue
from editor_app.core.display_text import visible

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from editor_app.gui.banner import Banner
    from editor_app.gui.batch_saving import SaveReport
    from editor_app.gui.detail_pane import DetailPane
    from editor_app.gui.restoring import Restoring
    from editor_app.gui.session import Session
    from editor_app.gui.theme import ThemeController


class Saving(QObject):
    """Saves when it is asked to, and tells of what could not be saved."""

    said = Signal(str)
    """A sentence for the editor."""
    left = Signal()
    """A dialog has been closed; the list may have the focus."""
    may_close = Signal()
    """The editor wanted to save and close, and all is saved."""

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        detail: DetailPane,
        banner: Banner,
        restoring: Restoring,
        actions: Mapping[str, QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._themes = themes
        self._detail = detail
        self._banner = banner
        self._restoring = restoring
        self._actions = actions
        self._window = window
        self._closing = False
        self._conflict_sentence = ""
        session.save_finished.connect(self._on_saved)
        session.save_refused.connect(self._on_save_refused)
        session.pending_changed.connect(self._take_back_conflicts)

    def save(self) -> None:
        """Write all decisions to their files."""
        self._detail.finish_editing()
        if not self._session.catalog.pending:
            self.said.emit(self.tr("Nothing is waiting to be saved."))
        self._session.save()

    def review_changes(self) -> None:
        """Show what saving would change."""
        from editor_app.gui.changes_dialog import ChangesDialog

        dialog = ChangesDialog(self._session, self._themes, self._window)
        dialog.save_asked.connect(self.save)
        dialog.finished.connect(self.left)
        dialog.open()

    def restore_batch(self) -> None:
        """Choose a large save whose files are to be put back."""
        from editor_app.gui.restore_dialog import RestoreDialog

        dialog = RestoreDialog(self._session, self._restoring, self._window)
        dialog.finished.connect(self.left)
        dialog.open()

    def _on_saved(self, report: SaveReport) -> None:
        files = self.tr("1 file") if report.saved == 1 else self.tr("{0} files").format(f"{report.saved:,}")
        self._tell_what_failed(report)
        if report.saved:
            self.said.emit(self.tr("Saved {0}").format(files))
        elif not report.failed and not report.conflicts and not report.refused:
            self.said.emit(self.tr("Nothing needed to be written."))
        self._leave_if_asked(saved=not self._session.catalog.pending)

    def _tell_what_failed(self, report: SaveReport) -> None:
        """Say what was not saved, and offer to look at it."""
        sentences, names = [], []
        if report.conflicts:
            path = visible(self._session.catalog.row(report.conflicts[0]).path)
            more = len(report.conflicts) - 1
            one = self.tr(
                "{0} has been changed on disk meanwhile, and was not written; choose mine or theirs."
            )
            many = self.tr("{0} and {1} more have been changed on disk meanwhile; choose mine or theirs.")
            sentences.append(many.format(path, f"{more:,}") if more else one.format(path))
        if self._session.catalog.count(Queue.CONFLICTS):
            names.append("showConflictsAction")
        if report.failed:
            item, reason = report.failed[0]
            path = self._session.catalog.row(item).path if self._session.catalog.holds(item) else ""
            more = len(report.failed) - 1
            sentence = self.tr("{0} was not saved: {1}").format(visible(path), reason)
            if more:
                sentence += " " + self.tr("So it went with {0} more.").format(f"{more:,}")
            sentences.append(sentence)
            names.append("reviewChangesAction")
        if sentences:
            self._banner.show_message(" ".join(sentences), [self._actions[name] for name in names])
            self._conflict_sentence = self._banner.message if report.conflicts else ""

    def _on_save_refused(self, sentence: str) -> None:
        self._banner.show_message(sentence, [self._actions["saveAction"]])
        self._closing = False

    def may_leave(self, *, then_close: bool = False) -> bool:
        """Whether the open folder may be left: nothing is pending, or the editor says that it may go."""
        self._detail.finish_editing()
        if not self._session.catalog.pending:
            return True
        from PySide6.QtWidgets import QMessageBox

        answer = self._ask_about_pending()
        if answer == QMessageBox.StandardButton.Discard:
            self._session.discard_all()
            return True
        if answer == QMessageBox.StandardButton.Save:
            self._closing = then_close
            self._session.save()
        return False

    def _ask_about_pending(self) -> QMessageBox.StandardButton:
        from PySide6.QtWidgets import QMessageBox

        count = len(self._session.catalog.pending)
        box = QMessageBox(self._window)
        box.setObjectName("pendingQuestion")
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Unsaved decisions"))
        one = self.tr("1 decision has not been saved.")
        box.setText(one if count == 1 else self.tr("{0} decisions have not been saved.").format(f"{count:,}"))
        one = self.tr("Save it to its file, discard it, or stay?")
        many = self.tr("Save them to their files, discard them, or stay?")
        box.setInformativeText(one if count == 1 else many)
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        for which, text in ((button.Save, "&Save"), (button.Discard, "&Discard"), (button.Cancel, "S&tay")):
            box.button(which).setText(self.tr(text))
        box.setDefaultButton(button.Save)
        return button(box.exec())

    def _leave_if_asked(self, *, saved: bool) -> None:
        closing, self._closing = self._closing, False
        if closing and saved:
            self.may_close.emit()

    def _take_back_conflicts(self) -> None:
        """Once all conflicts are settled, what was said of them holds no longer."""
        if self._conflict_sentence and not self._session.catalog.conflicts:
            self._banner.take_back(self._conflict_sentence)
            self._conflict_sentence = ""
