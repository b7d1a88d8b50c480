"""The search box above the list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from editor_app.gui.fonts import label_font
from editor_app.gui.theme import ThemeController

_CAP = 20


class SearchBar(QLineEdit):
    """Filters as one types. ``Enter`` and ``Down`` go on to the list, ``Esc`` empties the box first."""

    left = Signal()
    """The editor is done here: the list may have the focus."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchEdit")
        self.setAccessibleName(self.tr("Search"))
        self.setPlaceholderText(self.tr("Search title, excerpt, provider, topics…"))
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(520)
        self.setMinimumWidth(160)
        self._themes = themes
        self._cap_font = label_font()
        self.textChanged.connect(self._make_room)
        self._make_room("")

    def _make_room(self, text: str) -> None:
        """The placeholder must not run into the key that stands at the end."""
        self.setTextMargins(0, 0, 0 if text else _CAP + 8, 0)

    def sizeHint(self) -> QSize:
        return QSize(520, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._cap_font)
            width = max(_CAP, QFontMetrics(self._cap_font).horizontalAdvance("/") + 10)
            left = 10 if self.isRightToLeft() else self.width() - 10 - width
            cap = QRect(left, (self.height() - _CAP) // 2, width, _CAP)
            painter.setPen(QPen(theme.line, 1))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(theme.muted)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "/")
