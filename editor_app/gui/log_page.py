"""The log of decisions: searched, and exported."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from editor_app.core.csv_text import as_csv
from editor_app.core.decision_log import Entry, LogFailed
from editor_app.core.folder import reason_of
from editor_app.core.search_text import folded
from editor_app.gui.jobs import Job, Jobs
from editor_app.gui.log_model import HEADS, LogModel, cells
from editor_app.gui.slices import Slices

_STEP: Final = 500  # entries that are looked at at once
_WIDTHS: Final = (156, 96, 66, 56, 150)
_ROW: Final = 26


class LogPage(QWidget):
    """A table, the newest decision first; what is typed above it narrows it."""

    said = Signal(str)
    """A sentence for the editor."""
    filtered = Signal()
    """The table shows all that fits what is typed."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._entries: Sequence[Entry] = ()
        self._find = QLineEdit()
        self._find.setObjectName("logSearch")
        self._find.setAccessibleName(self.tr("Find in the log"))
        self._find.setPlaceholderText(self.tr("Find in the log: a part of the path, a provider, “rejected”…"))
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._filter)
        self._count = QLabel()
        self._count.setObjectName("logCount")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setProperty("tone", "muted")
        self._export = QPushButton(self.tr("Export as CSV…"))
        self._export.setObjectName("exportLogButton")
        self._export.setAutoDefault(False)
        self._export.clicked.connect(self.ask_where)
        self._model = LogModel(self)
        self._table = _table(self._model)
        self._slices = Slices(self)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._find, 1)
        top.addWidget(self._count)
        top.addWidget(self._export)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 8)
        box.setSpacing(12)
        box.addLayout(top)
        box.addWidget(self._table, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, the newest first, as far as they fit what is typed."""
        self._entries = entries
        self._filter()

    def _filter(self) -> None:
        words = folded(self._find.text()).split()
        self._slices.start(self._filtering(self._entries, words))

    def _filtering(self, entries: Sequence[Entry], words: Sequence[str]) -> Iterator[None]:
        found: Sequence[Entry] = entries
        if words:
            hits: list[Entry] = []
            for start in range(0, len(entries), _STEP):
                hits += [entry for entry in entries[start : start + _STEP] if _fits(entry, words)]
                yield
            found = hits
        self._show(found)
        self._count.setText(
            self.tr("1 decision") if len(found) == 1 else self.tr("{0} decisions").format(f"{len(found):,}")
        )
        self._export.setEnabled(bool(found))
        self.filtered.emit()
        yield

    def _show(self, entries: Sequence[Entry]) -> None:
        """Show these; who has scrolled down stays where they are when newer ones come above."""
        bar, before = self._table.verticalScrollBar(), len(self._model.entries)
        place = bar.value()
        self._model.show_entries(entries)
        if place:
            self._table.updateGeometries()
            bar.setValue(place + (len(entries) - before) * _ROW)

    def ask_where(self) -> None:
        """Ask for a file, and write to it what the table shows."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the log"), "decisions.csv", self.tr("CSV (*.csv)")
        )
        if name:
            work = _Export(Path(name), list(self._model.entries))
            self._jobs.start(work, succeeded=self._on_exported, failed=self.said)

    def _on_exported(self, count: int) -> None:
        self.said.emit(
            self.tr("Exported 1 decision.")
            if count == 1
            else self.tr("Exported {0} decisions.").format(f"{count:,}")
        )


def _fits(entry: Entry, words: Sequence[str]) -> bool:
    back = " taken back" if entry.is_taken_back else ""
    text = folded(f"{entry.path} {entry.provider} {entry.what}{back}")
    return all(word in text for word in words)


def _table(model: LogModel) -> QTableView:
    table = QTableView()
    table.setObjectName("logTable")
    table.setAccessibleName(table.tr("Decisions, the newest first"))
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setFrameShape(QTableView.Shape.NoFrame)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setStyleSheet("QTableView::item { padding: 0 7px; }")  # as the heads have it
    across = table.horizontalHeader()
    across.setHighlightSections(False)
    across.setSectionsClickable(False)
    across.setStretchLastSection(True)
    for column, width in enumerate(_WIDTHS):
        table.setColumnWidth(column, width)
    return table


class _Export:
    def __init__(self, file: Path, entries: Sequence[Entry]) -> None:
        self._file = file
        self._entries = entries

    def __call__(self, job: Job) -> int:
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            with beside.open("w", encoding="utf-8", errors="replace", newline="") as file:
                file.write(as_csv(HEADS))
                for entry in self._entries:
                    file.write(as_csv(cells(entry)))
            beside.replace(self._file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise LogFailed(f"The file cannot be written: {reason_of(error)}.") from error
        return len(self._entries)
