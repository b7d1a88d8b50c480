"""The query of a rule, typed and marked as in the search box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from editor_app.gui.search_bar import SearchBar
from editor_app.gui.theme import ThemeController


class RuleQuery(SearchBar):
    """A search box in a dialog: ``Esc`` closes what hangs below it, and then is the dialog's."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self.setObjectName("ruleQuery")
        self.setAccessibleName(self.tr("What the rule looks for"))
        self.setPlaceholderText(self.tr("What the rule looks for, such as is:unpublished quality<20"))
        self.setMaximumWidth(16_777_215)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.close_below():
            event.ignore()

    def _make_room(self, text: str) -> None:
        """No key leads here, so none is shown."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QLineEdit.paintEvent(self, event)
