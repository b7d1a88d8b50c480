"""Title and excerpt of the item on the page, edited where they stand."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from editor_app.core.display_text import visible_lines
from editor_app.gui.key_button import KeyButton
from editor_app.gui.theme import ThemeController, excerpt_font, title_font

_LONGEST: Final = (
    6_000  # characters; more is no title and no excerpt, and wrapping it would hold the window up
)
_TITLE_LINES: Final = 6
_EXCERPT_LINES: Final = 16
_EDGE: Final = 5  # pixels of the look's border and padding


def can_be_edited(text: str) -> bool:
    """Whether a text can be shown in a box to be edited: neither endless nor with signs that nobody would see."""
    seen = text.replace("\r\n", "\n").replace("\t", " ")
    return len(text) <= _LONGEST and visible_lines(seen) == seen


class TextEditor(QWidget):
    """Two boxes, one for the title and one for the excerpt. It decides nothing: it says what was typed."""

    accepted = Signal()
    """Somebody wants the texts to be so."""
    left = Signal()
    """Somebody wants the texts to stay as they were."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textEditor")
        self.title = _Box(title_font(), _TITLE_LINES)
        self.title.setObjectName("titleEdit")
        self.title.setAccessibleName(self.tr("Title"))
        self.excerpt = _Box(excerpt_font(), _EXCERPT_LINES)
        self.excerpt.setObjectName("excerptEdit")
        self.excerpt.setAccessibleName(self.tr("Excerpt"))
        self.excerpt.setPlaceholderText(self.tr("No excerpt"))
        self._problem = QLabel()
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("tone", "notice")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._accept = self._action(self.tr("Accept"), "Ctrl+Return", self._on_accept)
        self._leave = self._action(self.tr("Leave"), "Esc", self.left.emit)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(KeyButton(themes, self._accept, "primary"))
        buttons.addWidget(KeyButton(themes, self._leave))
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.title)
        box.addWidget(self.excerpt)
        box.addWidget(self._problem)
        box.addLayout(buttons)
        for edit in (self.title, self.excerpt):
            edit.installEventFilter(self)
        self.hide()

    def begin(self, title: str, excerpt: str) -> None:
        """Show these texts, with the cursor in the title."""
        self._problem.hide()
        self.title.begin(title)
        self.excerpt.begin(excerpt)
        self.show()
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def may_be_accepted(self) -> bool:
        """Whether what was typed can be the texts of an item; says what is wrong where it cannot."""
        self._problem.setVisible(self.title.typed is not None and not self.title.typed.strip())
        self._problem.setText(self.tr("An item needs a title."))
        return self._problem.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
                watched is self.title or event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self._on_accept()
                return True
        return super().eventFilter(watched, event)

    def _on_accept(self) -> None:
        if self.may_be_accepted():
            self.accepted.emit()

    def _action(self, text: str, key: str, handler: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(handler)
        self.addAction(action)
        return action


class _Box(QPlainTextEdit):
    """A text to be edited, in the type that it is read in, as high as it needs."""

    def __init__(self, font: QFont, most_lines: int) -> None:
        super().__init__()
        self.setFont(font)
        self._most_lines = most_lines
        self._start = self._tail = ""
        self._has_carriage_returns = False
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def begin(self, text: str) -> None:
        """Show a text; line ends at its end, which belong to its writing and not to what it says, are kept for it."""
        body = text.rstrip("\r\n")
        self._tail = text[len(body) :]
        self._has_carriage_returns = "\r\n" in text
        self.setPlainText(body)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._start = self._raw()
        self._fit(self.document().documentLayout().documentSize())

    @property
    def typed(self) -> str | None:
        """What the text is to be; None where nothing has been changed."""
        now = self._raw()
        if now == self._start:
            return None
        now = now.rstrip("\n")
        return (now.replace("\n", "\r\n") if self._has_carriage_returns else now) + self._tail

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only, and no more than can be shown."""
        self.insertPlainText(source.text()[:_LONGEST])

    def _raw(self) -> str:
        # toPlainText() would make ordinary spaces of those that do not break.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.document().documentLayout().documentSize())

    def _fit(self, size: QSizeF) -> None:
        lines = max(1, round(size.height()))  # a plain text's layout counts in lines
        policy = Qt.ScrollBarPolicy
        # A bar that is not needed would make the lines shorter, and so be needed.
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > self._most_lines else policy.ScrollBarAlwaysOff
        )
        height = min(lines, self._most_lines) * self.fontMetrics().lineSpacing()
        self.setFixedHeight(math.ceil(height + 2 * (self.document().documentMargin() + _EDGE)))
