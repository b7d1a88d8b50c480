"""The large saves of the last weeks, and what putting one back would change."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from PySide6.QtCore import QDateTime, QLocale, QStringListModel, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor_app.core.backup import Batch
from editor_app.core.display_text import visible
from editor_app.core.folder import ItemFolder
from editor_app.core.restore import Fate, Restored, Restorer
from editor_app.gui.jobs import Job
from editor_app.gui.restoring import Restoring
from editor_app.gui.session import Session

_BATCH: Final = Qt.ItemDataRole.UserRole


class RestoreDialog(QDialog):
    """Lists the kept batches; the chosen one is shown as the files that would be put back, and those that would not."""

    def __init__(self, session: Session, restoring: Restoring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("restoreDialog")
        self.setWindowTitle(self.tr("Restore a saved batch"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._restoring = restoring
        self._looking: Job | None = None
        self._result = ""
        self._heading = _label("heading", "restoreHeading")
        self._list = QListWidget()
        self._list.setObjectName("batchList")
        self._list.setProperty("kind", "entries")
        self._list.setAccessibleName(self.tr("Saved batches"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._on_current)
        self._note = _label("", "restoreNote")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(3, 8, 12, 8)  # flush with the texts of the list
        self._model = QStringListModel(self)
        self._files = QListView()
        self._files.setObjectName("restoreFiles")
        self._files.setAccessibleName(self.tr("Files of the batch"))
        self._files.setModel(self._model)
        self._files.setUniformItemSizes(True)
        self._files.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._restore = QPushButton(self.tr("Restore"))
        self._restore.setObjectName("restoreButton")
        self._restore.setProperty("kind", "primary")
        self._restore.setEnabled(False)
        self._restore.clicked.connect(self._on_restore)
        self._close = QPushButton(self.tr("Close"))
        self._close.clicked.connect(self.reject)
        for button in (self._restore, self._close):
            button.setAutoDefault(False)  # Enter in the list must not write anything
        self._lay_out()
        self.resize(860, 520)
        restoring.progressed.connect(self._on_progress)
        restoring.finished.connect(self._on_finished)
        self._list_batches()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(9, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._note)
        column.addWidget(self._files, 1)
        panes = QSplitter()
        panes.addWidget(self._list)
        panes.addWidget(right)
        panes.setSizes([240, 620])
        panes.setHandleWidth(1)
        panes.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._restore)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(self._heading)
        box.addWidget(panes, 1)
        box.addLayout(buttons)

    # -- what there is ---------------------------------------------------------------------------------------------

    def _list_batches(self) -> None:
        folder = self._session.folder
        if folder is not None:
            self._heading.setText(self.tr("Looking for saved batches…"))
            self._session.jobs.start(
                _ListBatches(folder), succeeded=self._on_batches, failed=self._note.setText
            )

    def _on_batches(self, batches: list[Batch]) -> None:
        self._heading.setText(
            self.tr("Saves of two and more files, the newest first")
            if batches
            else self.tr("No batch is kept. Saves of two and more files can be put back for 30 days.")
        )
        current = self._current()
        self._list.blockSignals(True)
        self._list.clear()
        place = 0
        for number, batch in enumerate(batches):
            entry = QListWidgetItem(self._words_of(batch), self._list)
            entry.setData(_BATCH, batch)
            if current is not None and batch.file == current.file:
                place = number
        self._list.blockSignals(False)
        if batches:
            self._list.setCurrentRow(place)
            self._list.setFocus()

    def _words_of(self, batch: Batch) -> str:
        when = QDateTime.fromSecsSinceEpoch(int(batch.saved_at))
        count = self.tr("1 file") if batch.count == 1 else self.tr("{0} files").format(f"{batch.count:,}")
        return f"{QLocale().toString(when, 'ddd d MMM yyyy, HH:mm')}\n{count}"

    def _current(self) -> Batch | None:
        entry: QListWidgetItem | None = self._list.currentItem()
        return None if entry is None else entry.data(_BATCH)

    # -- what would be ---------------------------------------------------------------------------------------------

    def _on_current(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self._restore.setEnabled(False)
        self._model.setStringList([])
        batch, folder = self._current(), self._session.folder
        if batch is None or folder is None or self._restoring.is_running:
            return
        if not self._result:
            self._note.setText(self.tr("Comparing with the files…"))
        self._looking = self._session.jobs.start(
            _Look(folder, batch), succeeded=self._on_look, failed=self._note.setText
        )

    def _on_look(self, found: _Found) -> None:
        if self.sender() is not self._looking:
            return
        self._looking = None
        count = found.counts[Fate.RESTORED]
        self._note.setText(self._result or self._sentence(found.counts))
        self._result = ""
        self._model.setStringList(found.lines)
        self._restore.setEnabled(bool(count) and not self._session.is_saving)
        self._restore.setText(
            self.tr("Restore 1 file") if count == 1 else self.tr("Restore {0} files").format(f"{count:,}")
        )

    def _sentence(self, counts: Counter[Fate]) -> str:
        count, others = counts[Fate.RESTORED], counts[Fate.CHANGED_SINCE] + counts[Fate.LEFT]
        if not count and not others:
            return self.tr("All files are as they were before this save.")
        sentences = []
        if count:
            sentences.append(
                self.tr("1 file would become, byte for byte, what it was before this save.")
                if count == 1
                else self.tr(
                    "{0} files would become, byte for byte, what they were before this save."
                ).format(f"{count:,}")
            )
        if others:
            sentences.append(
                self.tr("1 file is no longer as the save left it; it stays as it is.")
                if others == 1
                else self.tr("{0} files are no longer as the save left them; they stay as they are.").format(
                    f"{others:,}"
                )
            )
        return " ".join(sentences)

    # -- doing it --------------------------------------------------------------------------------------------------

    def _on_restore(self) -> None:
        batch = self._current()
        if batch is not None:
            self._restore.setEnabled(False)
            self._list.setEnabled(False)
            self._restoring.start(batch)

    def _on_progress(self, done: int, total: int) -> None:
        self._note.setText(self.tr("Restoring {0} of {1}…").format(f"{done:,}", f"{total:,}"))

    def _on_finished(self, sentence: str) -> None:
        self._result = visible(sentence)
        self._list.setEnabled(True)
        self._note.setText(self._result)
        self._list_batches()  # what was there is a batch now, too


class _Found(NamedTuple):
    """How many files meet which fate, and each in a line: first those that would be left alone, with the reason."""

    counts: Counter[Fate]
    lines: list[str]


_WORDS: Final = {
    Fate.RESTORED: "",
    Fate.AS_BEFORE: "as before the save already",
    Fate.CHANGED_SINCE: "changed since; stays as it is",
}
_ORDER: Final = (Fate.LEFT, Fate.CHANGED_SINCE, Fate.RESTORED, Fate.AS_BEFORE)


class _ListBatches:
    def __init__(self, folder: ItemFolder) -> None:
        self._folder = folder

    def __call__(self, job: Job) -> list[Batch]:
        return Restorer(self._folder).batches()


class _Look:
    def __init__(self, folder: ItemFolder, batch: Batch) -> None:
        self._folder = folder
        self._batch = batch

    def __call__(self, job: Job) -> _Found:
        found = Restorer(self._folder).preview(self._batch, cancelled=job.is_cancelled)
        found.sort(key=_place)
        return _Found(Counter(one.fate for one in found), [_line(one) for one in found])


def _place(one: Restored) -> tuple[int, str]:
    return _ORDER.index(one.fate), one.path


def _line(one: Restored) -> str:
    words = one.reason or _WORDS.get(one.fate, "")
    return visible(f"{one.path} — {words}" if words else one.path)


def _label(tone: str, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty("tone", tone)
    return label
