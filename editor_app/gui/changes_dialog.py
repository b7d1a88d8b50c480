"""What saving would change, file by file, with the choice to leave single files out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor_app.core.catalog import Queue
from editor_app.core.decision import ItemEdit
from editor_app.core.display_text import short, visible
from editor_app.core.line_diff import compare
from editor_app.core.save_result import Outcome, SaveResult
from editor_app.gui.actions import create_conflict_actions
from editor_app.gui.conflict_card import ConflictCard
from editor_app.gui.edit_words import describe
from editor_app.gui.file_view import FileView
from editor_app.gui.session import Session
from editor_app.gui.theme import ThemeController

_ITEM = Qt.ItemDataRole.UserRole
_CONTEXT = 3


class ChangesDialog(QDialog):
    """Lists the pending decisions; the chosen one is shown as the lines that would change."""

    save_asked = Signal()

    def __init__(self, session: Session, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesDialog")
        self.setWindowTitle(self.tr("Review changes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._listed: list[tuple[int, bool, ItemEdit]] = []
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setProperty("tone", "heading")
        self._list = QListWidget()
        self._list.setObjectName("changesList")
        self._list.setProperty("kind", "entries")
        self._list.setAccessibleName(self.tr("Changed items"))
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._on_current)
        self._note = QLabel()
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setProperty("tone", "muted")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(12, 8, 12, 8)
        self._note.setMinimumWidth(60)  # one long word must not widen the window
        self._choices = create_conflict_actions(self)
        self._connect_choices()
        self._card = ConflictCard(themes, self._choices)
        self._file = FileView(themes)
        self._file.setObjectName("changesView")
        self._drop = QPushButton(self.tr("Drop this change"))
        self._drop.setObjectName("dropChangeButton")
        self._drop.setToolTip(self.tr("Take the decision back; the file stays as it is (Del)"))
        self._drop.clicked.connect(self._on_drop)
        self._save = QPushButton(self.tr("Save all"))
        self._save.setObjectName("saveChangesButton")
        self._save.setProperty("kind", "primary")
        self._save.clicked.connect(self._on_save)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        for button in (self._drop, self._save, close):
            button.setAutoDefault(False)  # Enter in the list must not drop anything
        QShortcut(QKeySequence.StandardKey.Save, self, self._on_save)
        self._lay_out(close)
        self.resize(980, 620)
        session.pending_changed.connect(self._fill)
        self._fill()

    def _lay_out(self, close: QPushButton) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._note)
        card = QVBoxLayout()
        card.setContentsMargins(12, 0, 12, 8)
        card.addWidget(self._card)
        column.addLayout(card)
        column.addWidget(self._file, 1)
        panes = QSplitter()
        panes.addWidget(self._list)
        panes.addWidget(right)
        panes.setSizes([340, 640])
        panes.setHandleWidth(1)
        panes.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self._drop)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._save)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(self._heading)
        box.addWidget(panes, 1)
        box.addLayout(buttons)

    def _connect_choices(self) -> None:
        handlers: dict[str, Callable[[], None]] = {
            "keepMineAction": self._on_keep_mine,
            "keepTheirsAction": self._on_keep_theirs,
            "keepAllMineAction": self._on_keep_all_mine,
            "keepAllTheirsAction": self._on_keep_all_theirs,
            "discardDecisionAction": self._on_drop,
        }
        for name, action in self._choices.items():
            action.triggered.connect(handlers[name])
            if not name.startswith("keepAll"):
                self._list.addAction(action)  # whose keys work while the list has the focus

    def _fill(self) -> None:
        """List what is pending now, what is in conflict first, keeping the place."""
        catalog = self._session.catalog
        pending = catalog.pending
        wanted = sorted(pending, key=catalog.is_unsettled, reverse=True)
        state = [(item, catalog.is_unsettled(item), pending[item]) for item in wanted]
        if self._listed != state:
            self._listed = state
            place = self._list.currentRow()
            self._list.blockSignals(True)
            self._list.clear()
            for item in wanted:
                self._add_entry(item, pending[item])
            self._list.blockSignals(False)
            self._list.setCurrentRow(max(0, min(place, self._list.count() - 1)))
        count = len(pending)
        what = (
            self.tr("1 file will change")
            if count == 1
            else self.tr("{0} files will change").format(f"{count:,}")
        )
        unsettled = catalog.count(Queue.CONFLICTS)
        if unsettled:
            what = self.tr("{0} to be settled first").format(f"{unsettled:,}")
            if count > unsettled:
                what += " · " + self.tr("{0} ready to be saved").format(f"{count - unsettled:,}")
        self._heading.setText(what if count else self.tr("Nothing is waiting to be saved"))
        self._save.setEnabled(bool(count))
        self._drop.setEnabled(bool(count))
        self._on_current()

    def _add_entry(self, item: int, edit: ItemEdit) -> None:
        row = self._session.catalog.shown_row(item)
        catalog = self._session.catalog
        words = describe(edit)
        if item in catalog.conflicts:
            words = self.tr("Conflict · {0}").format(words)
        elif catalog.is_unsettled(item):
            words = self.tr("File deleted · {0}").format(words)
        entry = QListWidgetItem(f"{short(row.title or row.path)}\n{short(words)}", self._list)
        entry.setData(_ITEM, item)

    def _on_current(self) -> None:
        entry: QListWidgetItem | None = self._list.currentItem()
        self._file.show_lines(())
        self._note.setText("")
        self._card.hide()
        if entry is None:
            return
        catalog, item = self._session.catalog, entry.data(_ITEM)
        conflict = catalog.conflict(item)
        if conflict is not None:
            self._show_number_of_conflicts(len(catalog.conflicts))
            self._card.show_conflict(conflict, len(catalog.conflicts))
        elif catalog.is_unsettled(item):
            self._card.show_deleted(describe(catalog.edit(item)))
        work = self._session.preview([entry.data(_ITEM)])
        if work is not None:
            self._session.jobs.start(work, succeeded=self._on_preview)

    def _on_preview(self, previews: list[tuple[int, SaveResult]]) -> None:
        entry: QListWidgetItem | None = self._list.currentItem()
        for item, preview in previews:
            if entry is None or entry.data(_ITEM) != item:
                continue
            self._note.setText(visible(self._session.catalog.row(item).path))
            if preview.outcome is Outcome.CHANGED:
                self._file.show_lines(compare(preview.before, preview.after, _CONTEXT))
            elif preview.outcome is Outcome.UNCHANGED:
                self._note.setText(self.tr("The file says so already; nothing will be written."))
            elif preview.conflict is not None:
                if self._session.catalog.conflict(item) is None:
                    self._note.setText(visible(preview.reason))
            elif not preview.is_gone:
                self._note.setText(self.tr("This cannot be saved: {0}").format(visible(preview.reason)))

    def _show_number_of_conflicts(self, count: int) -> None:
        self._choices["keepAllMineAction"].setText(self.tr("Keep mine for all {0}").format(f"{count:,}"))
        self._choices["keepAllTheirsAction"].setText(self.tr("Keep theirs for all {0}").format(f"{count:,}"))

    def _selected(self) -> list[int]:
        return [entry.data(_ITEM) for entry in self._list.selectedItems()]

    def _on_drop(self) -> None:
        self._session.drop(self._selected())

    def _on_keep_mine(self) -> None:
        self._session.keep_mine(self._selected())

    def _on_keep_theirs(self) -> None:
        self._session.keep_theirs(self._selected())

    def _on_keep_all_mine(self) -> None:
        self._session.keep_mine(list(self._session.catalog.conflicts))

    def _on_keep_all_theirs(self) -> None:
        self._session.keep_theirs(list(self._session.catalog.conflicts))

    def _on_save(self) -> None:
        self.save_asked.emit()
        self.accept()
