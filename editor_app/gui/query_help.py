"""The search language on one card, made of the same examples as the documentation."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from editor_app.gui.dropdown import Dropdown

_WIDTH: Final = 640


class QueryHelp(Dropdown):
    """What can be typed, beside what it finds. ``Esc``, ``F1`` or going elsewhere closes it."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.setObjectName("queryHelp")
        self.setAccessibleName(self.tr("Help for searching"))
        self.box.setContentsMargins(16, 12, 16, 12)
        self.box.setSpacing(8)

    def toggle(self) -> None:
        """Show it, or hide it again."""
        if self.isVisible():
            self.hide()
            return
        if not self.box.count():
            self._fill()
        self.show_below(_WIDTH)

    def _fill(self) -> None:
        # Not before somebody asks for it: so many texts take a moment of the window's start.
        from editor_app.core.query.guide import GUIDE

        self.box.addWidget(_label(self.tr("What you can search for"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, example in enumerate(GUIDE):
            grid.addWidget(_label(example.typed, ""), row, 0)
            grid.addWidget(_label(self.tr(example.finds), "muted"), row, 1)
        self.box.addLayout(grid)
        self.box.addWidget(_label(self.tr("Tab completes what you type. Esc closes this."), "label"))


def _label(text: str, tone: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty("tone", tone)
    if tone == "muted":
        label.setWordWrap(True)
    return label
