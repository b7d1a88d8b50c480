"""A bar above a pane for something to be noticed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from editor_app.core.display_text import short
from editor_app.gui.fonts import body_font
from editor_app.gui.key_button import KeyButton
from editor_app.gui.stylesheet import ICON_SIZE
from editor_app.gui.theme import ThemeController

if TYPE_CHECKING:
    from editor_app.gui.icons import TintedPixmap

_EDGE = 16
_LONGEST = 1_000  # characters
_NARROWEST = 100


class Banner(QWidget):
    """One sentence on the notice ground, buttons for actions, and a button to close it.

    It comes hidden; `show_message` shows it. Closing hides it and says so, and nothing else.
    """

    closed = Signal()
    """Somebody has closed it."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._mark: TintedPixmap | None = None
        self._buttons: list[KeyButton] = []
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setFont(body_font())
        self._sentence.setWordWrap(True)
        self._sentence.setMinimumWidth(
            _NARROWEST
        )  # one long word, as a file's name, must not widen the window
        self._close = QToolButton()
        self._close.setProperty("kind", "quiet")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setObjectName("closeNotice")
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._close.clicked.connect(self._on_close)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(_EDGE + ICON_SIZE + 8, 6, 8, 7)
        self._box.setSpacing(8)
        self._box.addWidget(self._sentence, 1)
        self._box.addWidget(self._close, 0)
        # As high as the sentence needs in the width there is, and no higher beside anything that expands.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self._take_icon)
        self.hide()

    @property
    def message(self) -> str:
        """The sentence that is shown."""
        return self._sentence.text()

    def show_message(self, sentence: str, actions: Sequence[QAction] = ()) -> None:
        """Show `sentence` with a button for each of `actions`."""
        if self._mark is None:
            from editor_app.gui.icons import TintedPixmap  # most banners are never shown

            self._mark = TintedPixmap("notice")
            self._take_icon(None)
        self._sentence.setText(short(sentence, _LONGEST))
        self.setAccessibleName(short(sentence, _LONGEST))
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [KeyButton(self._themes, action, parent=self) for action in actions]
        for place, button in enumerate(self._buttons, 1):
            self._box.insertWidget(place, button)
        self.show()

    def take_back(self, sentence: str) -> None:
        """What was said holds no longer; something else that has been said since stays."""
        if self.message == sentence:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.notice_soft)
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
            if self._mark is not None:
                image = self._mark.get(theme.notice, self.devicePixelRatioF())
                x = self.width() - _EDGE - ICON_SIZE if self.isRightToLeft() else _EDGE
                painter.drawPixmap(QPoint(x, (self.height() - 1 - ICON_SIZE) // 2), image)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _take_icon(self, _theme: object) -> None:
        if self._mark is None:
            return
        from editor_app.gui.icons import icon

        self._close.setIcon(icon("close", self._themes.theme.text))
