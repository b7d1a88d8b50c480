"""The line at the bottom: what is not saved, where one stands, what is under way, what is open."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from editor_app.core.display_text import short
from editor_app.gui.message_line import MessageLine
from editor_app.gui.painting import DOT_SIZE, paint_dot
from editor_app.gui.steady_label import SteadyLabel
from editor_app.gui.theme import ThemeController

_LONGEST = 120  # characters
_LONGEST_NAME = 60  # characters; the window is at least as wide as what stands here, but for the message
_MESSAGE_TIME = 6_000  # milliseconds
_GAP = 12  # behind each text


class StatusLine(QStatusBar):
    """Everything in it has its own place from the start, so that nothing moves when something happens."""

    def __init__(self, themes: ThemeController, cancel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(16, 0, 16, 0)
        self._dot = _Dot(themes)
        self._pending = SteadyLabel("pendingLabel", _GAP)
        self._row = SteadyLabel("rowLabel", _GAP)
        self._message = MessageLine("messageLabel")
        self._message.set_name_for_readers(self.tr("Last message"))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(120)
        self._cancel = QToolButton()
        self._cancel.setDefaultAction(cancel)
        self._cancel.setProperty("kind", "link")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._folder = SteadyLabel("folderLabel", _GAP)
        self._waiting = SteadyLabel("waitingLabel", _GAP)
        lefts = (self._dot, self._pending, self._row)
        for left in lefts:
            self.addWidget(left)
        self.addWidget(self._message, 1)
        self._first_right = len(lefts) + 1
        for right in (self._waiting, self._progress, self._cancel, self._folder):
            self.addPermanentWidget(right)
        self._progress.hide()
        self._cancel.hide()
        self._waiting.hide()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_MESSAGE_TIME)
        self._forget.timeout.connect(self._message.clear)

    def show_pending(self, count: int) -> None:
        self._dot.set_on(count > 0)
        words = (
            self.tr("1 unsaved decision")
            if count == 1
            else self.tr("{0} unsaved decisions").format(f"{count:,}")
        )
        self._pending.setText(words if count else self.tr("Nothing unsaved"))

    def show_row(self, row: int, count: int, selected: int) -> None:
        """Where the editor stands: ``Row 2 of 1,284``, or how many items are selected."""
        if selected > 1:
            self._row.setText(self.tr("{0} of {1} selected").format(f"{selected:,}", f"{count:,}"))
        elif row >= 0:
            self._row.setText(self.tr("Row {0} of {1}").format(f"{row + 1:,}", f"{count:,}"))
        else:
            self._row.setText(self.tr("1 item") if count == 1 else self.tr("{0} items").format(f"{count:,}"))

    def say(self, sentence: str) -> None:
        """Say something for a few seconds."""
        self._message.set_text(short(sentence, _LONGEST))
        self._forget.start()

    def message(self) -> str:
        return self._message.text()

    def show_progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """Show work under way; without a total, that it is."""
        self._forget.stop()
        self._message.set_text(what)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.show()
        self._cancel.show()

    def end_progress(self) -> None:
        self._progress.hide()
        self._cancel.hide()
        self._message.clear()

    def add_sign(self, sign: QWidget) -> None:
        """Have room for something to be said beside the progress."""
        self.insertPermanentWidget(self._first_right, sign)
        sign.hide()

    def show_waiting(self, sentence: str) -> None:
        """Say what is waited for, for as long as it lasts; an empty sentence ends it."""
        self._waiting.setText(short(sentence))
        self._waiting.setVisible(bool(sentence))

    def show_folder(self, text: str) -> None:
        self._folder.setText(short(text, _LONGEST_NAME))


class _Dot(QWidget):
    def __init__(self, themes: ThemeController) -> None:
        super().__init__()
        self._themes = themes
        self._on = False

    def set_on(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(DOT_SIZE + 2, DOT_SIZE + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._on:
            with QPainter(self) as painter:
                paint_dot(
                    painter, QPointF(self.rect().center()) + QPointF(0.5, 0.5), self._themes.theme.notice
                )
