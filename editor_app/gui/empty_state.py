"""What stands where there is nothing to show: one sentence, and at most one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor_app.core.display_text import visible
from editor_app.gui.fonts import body_font
from editor_app.gui.key_button import KeyButton
from editor_app.gui.theme import ThemeController

_WIDEST = 400


class EmptyState(QWidget):
    """A sentence in the middle, with a button for `action` under it."""

    def __init__(
        self,
        themes: ThemeController,
        sentence: str = "",
        action: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._button: KeyButton | None = None
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setFont(body_font())
        self._sentence.setProperty("tone", "muted")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setFixedWidth(_WIDEST)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(24, 24, 24, 24)
        self._box.setSpacing(16)
        self._box.addStretch(2)
        self._box.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        # A little above the middle is where the eye takes the middle to be.
        self._box.addStretch(3)
        self.set_message(sentence, action)

    def set_message(self, sentence: str, action: QAction | None = None) -> None:
        """Show another sentence, and a button for `action` or none."""
        self._sentence.setText(visible(sentence))
        # A label that stands in the middle is given the height of one line, however many it has.
        self._sentence.setMinimumHeight(max(0, self._sentence.heightForWidth(_WIDEST)))
        self.setAccessibleName(visible(sentence))
        if self._button is not None:
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        if action is not None:
            self._button = KeyButton(self._themes, action, parent=self)
            self._box.insertWidget(2, self._button, 0, Qt.AlignmentFlag.AlignHCenter)
