"""The end of the program's log, to be read and handed on."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextOption
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from editor_app.core.display_text import visible
from editor_app.core.log_tail import log_file, log_tail
from editor_app.gui.file_view import fixed_font
from editor_app.gui.jobs import Job, Jobs


class LogDialog(QDialog):
    """Shows the log as plain text, its end first."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logDialog")
        self.setWindowTitle(self.tr("The log"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = QLabel(visible(os.fspath(log_file())))
        place.setObjectName("logPlace")
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setProperty("tone", "heading")
        place.setWordWrap(True)
        note = QLabel(
            self.tr(
                "It says where in the program something went wrong, and holds no text of your items. "
                "Hand it to whoever looks after the program."
            )
        )
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setProperty("tone", "muted")
        note.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setObjectName("logView")
        self._text.setAccessibleName(self.tr("The log"))
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setFont(fixed_font())
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self._text.setPlaceholderText(self.tr("The log is empty."))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setObjectName("copyLogButton")
        self._copy.setToolTip(self.tr("Copy all that is shown"))
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._on_copy)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        for button in (self._copy, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(place)
        box.addWidget(note)
        box.addWidget(self._text, 1)
        box.addSpacing(4)
        box.addLayout(buttons)
        self.resize(820, 520)
        jobs.start(_read_log, succeeded=self._on_read)

    def _on_read(self, lines: list[str]) -> None:
        self._text.setPlainText("\n".join(map(visible, lines)))
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        self._text.moveCursor(QTextCursor.MoveOperation.StartOfLine)
        self._copy.setEnabled(bool(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def _read_log(_job: Job) -> list[str]:
    return log_tail()
