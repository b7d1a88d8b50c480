"""A card that hangs below a field and never takes the focus from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

_GAP: Final = 4
_EDGE: Final = 8


class Dropdown(QFrame):
    """Comes hidden, above all else in the window of its field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self.setProperty("kind", "dropdown")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(4, 4, 4, 4)
        self.box.setSpacing(4)
        self.hide()

    def show_below(self, width: int) -> None:
        """Show it below its field, as wide as wanted and as the window allows."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        place = self._field.mapTo(window, QPoint(0, self._field.height() + _GAP))
        width = min(width, window.width() - 2 * _EDGE)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        left = max(_EDGE, min(place.x(), window.width() - _EDGE - width))
        self.setGeometry(left, place.y(), width, min(height, window.height() - place.y() - _EDGE))
        self.show()
        self.raise_()
