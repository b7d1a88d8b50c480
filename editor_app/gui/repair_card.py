"""The card of an item with damaged texts: what stands in the file, how it reads mended, and the key that mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from editor_app.core.conflict import place_words
from editor_app.core.decision import TextChange
from editor_app.core.display_text import visible
from editor_app.core.text_excerpts import differing
from editor_app.gui.fonts import body_font, heading_font
from editor_app.gui.key_button import KeyButton
from editor_app.gui.stylesheet import mix
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import WrappingLabel

_RADIUS = 8
_PADDING = 12
_ABOVE = 12  # the card's own space over it, gone with it
_MOST_SHOWN = 4
_MOST_LINES = 4


class RepairCard(QWidget):
    """Shows changes of texts that would mend them. What the button does is its action's work.

    :param actions: by the names in `editor_app.gui.actions`.
    """

    def __init__(
        self, themes: ThemeController, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("repairCard")
        self._themes = themes
        self._shown: tuple[TextChange, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setFont(heading_font())
        self._heading.setProperty("tone", "notice")
        self._heading.setWordWrap(True)
        self._readings = [_Readings(themes) for _ in range(_MOST_SHOWN)]
        self._more = QLabel()
        self._more.setTextFormat(Qt.TextFormat.PlainText)
        self._more.setProperty("tone", "muted")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(KeyButton(themes, actions["repairAction"]))
        box = QVBoxLayout(self)
        box.setContentsMargins(_PADDING, _PADDING + _ABOVE, _PADDING, _PADDING)
        box.setSpacing(8)
        box.addLayout(top)
        for readings in self._readings:
            box.addWidget(readings)
        box.addWidget(self._more)
        self.hide()

    def show_changes(self, changes: Sequence[TextChange]) -> None:
        """Show what would be mended; nothing where nothing would."""
        if self._shown == tuple(changes):
            return
        self._shown = tuple(changes)
        count = len(changes)
        self._heading.setText(
            self.tr("1 damaged text") if count == 1 else self.tr("{0} damaged texts").format(f"{count:,}")
        )
        for place, readings in enumerate(self._readings):
            readings.setVisible(place < count)
            if place < count:
                readings.show_change(changes[place])
        self._more.setText(self.tr("and {0} more").format(f"{count - _MOST_SHOWN:,}"))
        self._more.setVisible(count > _MOST_SHOWN)
        self.setAccessibleName(self._heading.text())
        self.setVisible(bool(count))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.notice if theme.outlined else mix(theme.notice, theme.panel, 0.5), 1))
            painter.setBrush(theme.raised)
            edge = QRectF(self.rect()).adjusted(0.5, _ABOVE + 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, _RADIUS, _RADIUS)


class _Readings(QWidget):
    """One text: as it stands in the file, and mended."""

    def __init__(self, themes: ThemeController) -> None:
        super().__init__()
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setProperty("tone", "label")
        self._before = _Reading(themes, "removed")
        self._after = _Reading(themes, "added")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._name)
        box.addWidget(self._before)
        box.addWidget(self._after)

    def show_change(self, change: TextChange) -> None:
        before, after = differing(change.base, change.new)
        self._name.setText(place_words(change.place).capitalize())
        self._before.set_text(self.tr("Before"), before)
        self._after.set_text(self.tr("After"), after)


class _Reading(QWidget):
    """A text on the ground of an added or a removed line, with the line's sign."""

    def __init__(self, themes: ThemeController, role: str) -> None:
        super().__init__()
        self._themes = themes
        self._role = role
        sign = QLabel("+" if role == "added" else "−")
        sign.setTextFormat(Qt.TextFormat.PlainText)
        sign.setFont(heading_font())
        sign.setProperty("tone", "muted")
        self._text = WrappingLabel(themes, body_font(), line_height=1.4, max_lines=_MOST_LINES)
        box = QHBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.setSpacing(8)
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._text, 1)

    def set_text(self, name: str, text: str) -> None:
        self._text.setAccessibleName(name)
        self._text.set_text(visible(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.line if theme.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(theme.added if self._role == "added" else theme.removed)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
