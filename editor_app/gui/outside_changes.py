"""What other programs have done to the folder and the editor must hear of: it is gone, or decisions were undone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from editor_app.gui.banner import Banner
from editor_app.gui.finding import Finding
from editor_app.gui.folder_watch import FolderWatch
from editor_app.gui.session import Session


class OutsideChanges(QObject):
    """Says in the banner what the folder's watch has seen, and offers what can be done."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        watch: FolderWatch,
        finding: Finding,
        banner: Banner,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._watch = watch
        self._finding = finding
        self._banner = banner
        self._actions = actions
        self._undone_sentence = ""
        watch.reach_changed.connect(self._on_reach)
        watch.undone_changed.connect(self._on_undone)

    def _on_reach(self, is_there: bool) -> None:
        sentence = self.tr(
            "The folder cannot be reached any more. What is shown and what you decided is kept; "
            "it goes on as soon as the folder is back."
        )
        if is_there:
            self._banner.take_back(sentence)
        else:
            self._banner.show_message(sentence)

    def _on_undone(self, count: int, is_more: bool) -> None:
        if is_more:
            self._undone_sentence = (
                self.tr("1 saved decision was undone by another program.")
                if count == 1
                else self.tr("{0} saved decisions were undone by another program.").format(f"{count:,}")
            )
            actions = (self._actions["showUndoneAction"], self._actions["applyAgainAction"])
            self._banner.show_message(self._undone_sentence, actions)
        elif not count:
            self._banner.take_back(self._undone_sentence)

    def show_undone(self) -> None:
        """Show the items whose saved decisions another program has undone."""
        self._finding.show(list(self._watch.undone))

    def apply_again(self) -> None:
        """Decide again what another program has undone, as one step."""
        count = self._session.decide_again(self._watch.undone)
        self._watch.forget_undone()
        self._banner.hide()
        if count:
            self.said.emit(self._session.undo_stack.undoText().capitalize())
