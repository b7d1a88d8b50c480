"""The name of the group that the top of the list stands in, as long as its first row is out of sight."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor_app.gui.fonts import label_font
from editor_app.gui.stylesheet import mix
from editor_app.gui.theme import ThemeController

HEIGHT = 22
_PADDING = 10


class GroupBand(QWidget):
    """A thin band over the topmost row. It lets clicks through to the row."""

    def __init__(self, themes: ThemeController, table: QWidget) -> None:
        super().__init__(table)
        self.setObjectName("groupBand")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._themes = themes
        self._text = ""
        themes.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is not to be seen."""
        return self._text

    def show_text(self, text: str, over: QRect) -> None:
        """Say something at the top of a part of the table; nothing hides the band."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()
        self.setGeometry(over.left(), over.top(), over.width(), HEIGHT)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, font = self._themes.theme, label_font()
        room = self.rect().adjusted(_PADDING, 0, -_PADDING, -1)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.panel)
            painter.fillRect(0, self.height() - 1, self.width(), 1, mix(theme.line, theme.muted, 0.6))
            painter.setFont(font)
            painter.setPen(theme.muted)
            text = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
