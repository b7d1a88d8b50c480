"""The mark of a related story that is itself an item of the folder."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from editor_app.core.state import State
from editor_app.gui.fonts import label_font
from editor_app.gui.state_mark import MARK_SIZE, paint_state_mark
from editor_app.gui.theme import ThemeController

_HEIGHT = 24
_PADDING = 8
_GAP = 6
_ABOVE = 4  # the mark's own space over it, gone with it
_FLAGS = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value
_WORDS = {
    State.UNPUBLISHED: "unpublished",
    State.PUBLISHED: "published",
    State.REJECTED: "rejected",
    State.PROBLEM: "problem",
}


class StoryMark(QAbstractButton):
    """Says where that item stands, and leads to it. Takes the focus by the Tab key only."""

    chosen = Signal(int)
    """The item to go to."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._item = -1
        self._state = State.UNPUBLISHED
        self._words = ""
        self._font = label_font()
        self._metrics = QFontMetrics(self._font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Go to this item"))
        self.clicked.connect(self._on_clicked)

    @property
    def item(self) -> int:
        """Where the mark leads."""
        return self._item

    def show_item(self, item: int, state: State, *, is_pending: bool) -> None:
        """Lead to an item, and say where it stands."""
        self._item = item
        words = self.tr("In this folder: {0}").format(self.tr(_WORDS[state]))
        if is_pending:
            words = self.tr("{0}, not saved yet").format(words)
        if (words, state) != (self._words, self._state):
            self._words, self._state = words, state
            self.setAccessibleName(words)
            self.setAccessibleDescription(self.tr("Go to this item"))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = self._metrics.horizontalAdvance(self._text()) + 1
        return QSize(_PADDING + MARK_SIZE + _GAP + width + _PADDING, _ABOVE + _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        room = self.rect().adjusted(0, _ABOVE, 0, 0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edged = theme.outlined or self.underMouse() or self.hasFocus()
            painter.setPen(QPen(theme.accent, 2 if self.hasFocus() else 1) if edged else Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft)
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), _HEIGHT / 2, _HEIGHT / 2)
            mark = QRect(_PADDING, room.top() + (_HEIGHT - MARK_SIZE) // 2, MARK_SIZE, MARK_SIZE)
            text = room.adjusted(_PADDING + MARK_SIZE + _GAP, 0, -_PADDING + 1, 0)
            if self.isRightToLeft():
                mark.moveRight(self.width() - 1 - _PADDING)
                text.moveLeft(_PADDING)
            paint_state_mark(painter, QRectF(mark), self._state, theme)
            painter.setFont(self._font)
            painter.setPen(theme.text if theme.outlined else theme.accent)
            painter.drawText(text, _FLAGS, self._text())

    def _text(self) -> str:
        return f"{self._words} ←" if self.isRightToLeft() else f"{self._words} →"

    def _on_clicked(self) -> None:
        self.chosen.emit(self._item)
