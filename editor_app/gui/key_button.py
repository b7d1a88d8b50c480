"""A button that shows which key does the same."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton, QWidget

from editor_app.core.display_text import visible
from editor_app.gui.fonts import body_strong_font, label_font
from editor_app.gui.stylesheet import CONTROL_HEIGHT, mix
from editor_app.gui.theme import Theme, ThemeController
from editor_app.gui.tooltip import plain_tooltip

ButtonKind = Literal["primary", "plain", "quiet"]

_PADDING = 12
_GAP = 8
_CAP_HEIGHT = 18
_CAP_INSET = 5
_CAP_RADIUS = 4
_CENTER = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextSingleLine.value
_LEADING = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value


def key_text(keys: QKeySequence) -> str:
    """Return a shortcut as it is shown on a key cap: "Ctrl S" rather than "Ctrl+S"."""
    # “Return” is the name of the key on hardly any keyboard.
    text = keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
    # The key may be a plus itself: it ends the text, and no plus inside it stands there.
    return text[:-1].replace("+", " ") + text[-1:]


class KeyButton(QPushButton):
    """A push button for an action: its text, its key as a small cap, enabled, checked and explained as it is.

    It takes the focus by the Tab key only, so that a click leaves it with the list.

    :param label: what it says instead of the action's text.
    """

    def __init__(
        self,
        themes: ThemeController,
        action: QAction,
        kind: ButtonKind = "plain",
        parent: QWidget | None = None,
        *,
        label: str = "",
    ) -> None:
        super().__init__(parent)
        self._fixed_label = label
        self._themes = themes
        self._action = action
        self._kind: ButtonKind = kind
        self._label = ""
        self._key = ""
        self._font = body_strong_font()
        self._metrics = QFontMetrics(self._font)
        self._cap_font = label_font()
        self._cap_metrics = QFontMetrics(self._cap_font)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # In a dialog Enter would press the first of them, whichever that is, and it would look like what is proposed.
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        action.changed.connect(self._follow_action)
        self.clicked.connect(self._trigger)
        self._follow_action()

    @property
    def action(self) -> QAction:
        """What the button does."""
        return self._action

    def sizeHint(self) -> QSize:
        width = 2 * _PADDING + self._metrics.horizontalAdvance(self._label)
        if self._key:
            width += _GAP + self._cap_width()
        return QSize(width, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The stylesheet draws the button alone: the style would put the text in the middle, with no room for a key."""
        super().initStyleOption(option)
        option.text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        super().paintEvent(event)
        with QPainter(self) as painter:
            room = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
            text_width = self._metrics.horizontalAdvance(self._label)
            whole = text_width + (_GAP + self._cap_width() if self._key else 0)
            left = room.left() + max(0, (room.width() - whole) // 2)
            label = QRect(left, 0, text_width + 1, self.height())
            cap = QRect(left + text_width + _GAP, 0, self._cap_width(), self.height())
            if self.isRightToLeft():
                label.moveRight(self.width() - 1 - label.left())
                cap.moveRight(self.width() - 1 - cap.left())
            painter.setFont(self._font)
            painter.setPen(self._text_color(theme))
            painter.drawText(label, _LEADING, self._label)
            if self._key:
                self._paint_cap(painter, cap, theme)

    def _paint_cap(self, painter: QPainter, room: QRect, theme: Theme) -> None:
        top = (self.height() - _CAP_HEIGHT) // 2
        cap = QRectF(room.left(), top, room.width(), _CAP_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.muted
        if self._kind == "primary" and self.isEnabled():
            color = theme.on_accent
            painter.setPen(color if theme.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(
                theme.accent if theme.outlined else mix(theme.accent, QColor(127, 127, 127), 0.25)
            )
        else:
            painter.setPen(theme.control_line)
            painter.setBrush(theme.ground)
            if not self.isEnabled():
                color = self._text_color(theme)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), _CAP_RADIUS, _CAP_RADIUS)
        painter.setFont(self._cap_font)
        painter.setPen(color)
        painter.drawText(cap, _CENTER, self._key)

    def _text_color(self, theme: Theme) -> QColor:
        if not self.isEnabled():
            return mix(theme.muted, theme.panel, 0.4)
        return theme.on_accent if self._kind == "primary" else theme.text

    def _cap_width(self) -> int:
        return max(_CAP_HEIGHT, self._cap_metrics.horizontalAdvance(self._key) + 2 * _CAP_INSET)

    def _follow_action(self) -> None:
        action = self._action
        # What marks a letter in a menu's entry is no part of the text.
        text = self._fixed_label or action.text()
        self._label = visible(text.replace("&&", "\0").replace("&", "").replace("\0", "&"))
        self._key = key_text(action.shortcut())
        self.setText(self._label.replace("&", "&&"))
        self.setAccessibleName(self._label)
        self.setAccessibleDescription(self._key)
        # QAction makes a tooltip of its text where it is given none; that says nothing new.
        tip = action.toolTip()
        self.setToolTip(plain_tooltip(tip) if tip.replace("…", "") != self._label.replace("…", "") else "")
        self.setEnabled(action.isEnabled())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.updateGeometry()
        self.update()

    def _trigger(self) -> None:
        self._action.trigger()
        # A click has toggled the button; whether the action went along is for the action to say.
        self.setChecked(self._action.isChecked())
