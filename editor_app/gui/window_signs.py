"""What the window says of itself: its title, and which commands can be given at the moment."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.core.catalog import Queue
from editor_app.core.display_text import short
from editor_app.gui.actions import CONFLICT_COMMANDS, ITEM_COMMANDS
from editor_app.gui.item_table import ItemTable
from editor_app.gui.session import Session
from editor_app.gui.status_line import StatusLine


class WindowSigns(QObject):
    """Keeps title and commands true."""

    def __init__(
        self,
        session: Session,
        table: ItemTable,
        status: StatusLine,
        actions: Mapping[str, QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._table = table
        self._status = status
        self._actions = actions
        self._window = window
        session.opened.connect(self.refresh)
        session.pending_changed.connect(self._show_pending)
        session.loading_started.connect(self._show_title)
        session.loading_finished.connect(self._show_title)
        session.decisions_restored.connect(self.refresh)
        session.save_finished.connect(self.refresh)
        session.undo_stack.indexChanged.connect(self.refresh)
        table.settled.connect(self._catch_up)
        table.selection_changed.connect(self.refresh)
        self._is_behind = False
        self._show_pending()

    def _catch_up(self) -> None:
        if self._is_behind:
            self.refresh()

    def _show_pending(self) -> None:
        count = len(self._session.catalog.pending)
        self._status.show_pending(count)
        self._actions["reviewChangesAction"].setText(
            self.tr("Review changes")
            if not count
            else self.tr("Review 1 change")
            if count == 1
            else self.tr("Review {0} changes").format(f"{count:,}")
        )
        self._show_title()
        self.refresh()

    def _show_title(self) -> None:
        """Say what is open, what is unsaved, and whether the folder is still being read."""
        folder, count = self._session.folder, len(self._session.catalog.pending)
        parts = [self.tr("{0} unsaved").format(f"{count:,}")] if count else []
        if self._session.is_loading:
            parts.append(self.tr("reading"))
        # Qt puts the system's sign for unsaved work where “[*]” stands.
        name = short(folder.root.name, 100).replace("[*]", "[*][*]") if folder else ""
        parts.append(f"{name}[*] — Editor App" if folder else "Editor App[*]")
        self._window.setWindowTitle(" · ".join(parts))
        self._window.setWindowModified(bool(count))

    def refresh(self) -> None:
        """Let those commands be given that can be."""
        # Where the decided item has gone and the next one is not selected yet, all buttons would change twice.
        self._is_behind = self._table.is_settling
        if self._is_behind:
            return
        session, actions = self._session, self._actions
        has_items = self._table.selectionModel().hasSelection()
        decides = has_items and not session.read_only
        for name in ITEM_COMMANDS:
            actions[name].setEnabled(has_items if name == "openInBrowserAction" else decides)
        pending = bool(session.catalog.pending)
        conflicts = len(session.catalog.conflicts)
        for name in CONFLICT_COMMANDS:
            needed = pending if name == "discardDecisionAction" else conflicts
            is_for_all = name.startswith("keepAll")
            actions[name].setEnabled(bool(needed) and not session.read_only and (has_items or is_for_all))
        for name, text in (
            ("keepAllMineAction", self.tr("Keep mine for all {0}")),
            ("keepAllTheirsAction", self.tr("Keep theirs for all {0}")),
        ):
            actions[name].setText(text.format(f"{conflicts:,}") if conflicts else text.format("").rstrip())
        actions["showConflictsAction"].setEnabled(bool(session.catalog.count(Queue.CONFLICTS)))
        actions["saveAction"].setEnabled(pending and not session.is_saving)
        actions["reviewChangesAction"].setEnabled(pending)
        actions["undoAction"].setEnabled(session.undo_stack.canUndo())
        actions["redoAction"].setEnabled(session.undo_stack.canRedo())
        for name, word, text in (
            ("undoAction", self.tr("Undo"), session.undo_stack.undoText()),
            ("redoAction", self.tr("Redo"), session.undo_stack.redoText()),
        ):
            actions[name].setText(f"{word}: {text}" if text else word)
        actions["reloadAction"].setEnabled(session.folder is not None)
        actions["forgetGoneAction"].setEnabled(bool(session.safekeeping.gone))
        actions["restoreBatchAction"].setEnabled(session.folder is not None and not session.read_only)
