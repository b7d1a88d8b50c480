"""A score as the item's pane shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from editor_app.core.display_text import visible
from editor_app.gui.delegates.score import score_text
from editor_app.gui.fonts import FIGURE_BIG_PX, body_font, figure_font
from editor_app.gui.score_bar import BarRole, ScoreBar
from editor_app.gui.theme import ThemeController

_BAR_WIDTH = 90


class ScoreBlock(QWidget):
    """A label, a big number with a bar, and a line that says what to make of it."""

    def __init__(
        self, themes: ThemeController, label: str, role: BarRole, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._label_text = label
        self._shown: tuple[int | None, float, str] | None = None
        self._label = _plain_label(body_font(), "muted")
        self._number = _plain_label(figure_font(FIGURE_BIG_PX, QFont.Weight.Bold), "")
        self._caption = _plain_label(body_font(), "muted")
        self._caption.setWordWrap(True)
        self._bar = ScoreBar(themes, role, _BAR_WIDTH)
        self._label.setText(label)

        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._number)
        line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self._label)
        box.addLayout(line)
        box.addWidget(self._caption)
        box.addStretch(1)
        self.set_value(None, 0.0, "")

    def set_value(self, score: int | None, fraction: float, caption: str) -> None:
        """Show `score` (None or -1: there is none), fill `fraction` (0 to 1) of the bar."""
        if (score, fraction, caption) == self._shown:
            return
        self._shown = score, fraction, caption
        number = score_text(score)
        self._number.setText(number or "–")
        self._bar.set_fraction(fraction if number else 0.0)
        self._caption.setText(visible(caption))
        self._caption.setVisible(bool(caption))
        spoken = number or self.tr("none")
        self.setAccessibleName(f"{self._label_text} {spoken}. {visible(caption)}".strip())


def _plain_label(font: QFont, tone: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font)
    label.setProperty("tone", tone)
    return label
