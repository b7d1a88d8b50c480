"""Topic chips that can be operated, by mouse and by keyboard."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import SIGNAL, QEvent, QLineF, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from editor_app.core.display_text import short
from editor_app.gui.fonts import chip_font
from editor_app.gui.theme import Theme, ThemeController
from editor_app.gui.tooltip import plain_tooltip

CHIP_HEIGHT = 24
_INSET = 10
_GAP = 6
_CROSS = 6
_MARK = 10
_WIDEST_NAME = 200
_FLAGS = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value


class ChipState(Enum):
    """What a chip says of its topic."""

    HELD = "held"
    """The item has it."""
    SUGGESTED = "suggested"
    """The item might want it."""
    ALL = "all"
    """All items of a selection have it."""
    SOME = "some"
    """Some have it."""
    NONE = "none"
    """None has it."""


class TopicChip(QAbstractButton):
    """One topic. It never changes its state by itself: whoever owns it decides what a click means.

    Space, Enter and a click on the name emit `clicked`; Delete, Backspace and a click on the cross emit
    `removed`. What is suggested, or held by none, cannot be removed and has no cross.
    """

    # In place of QAbstractButton's, which tells nothing that is of use here.
    clicked = Signal(str)
    """The topic's name, as it was set."""
    removed = Signal(str)
    """The topic's name, as it was set."""

    def __init__(
        self,
        themes: ThemeController,
        name: str,
        state: ChipState = ChipState.HELD,
        *,
        removable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._name = name
        self._state = state
        self._removable = removable
        self._held_by = (0, 0)
        self._over_cross = False
        self._font = chip_font()
        self._metrics = QFontMetrics(self._font)
        self._label = ""
        self._width = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        # What Qt itself clicks, for a screen reader or by `click()`: its signal is hidden behind ours.
        QObject.connect(self, SIGNAL("clicked(bool)"), self._on_qt_clicked)
        self._describe()

    @property
    def name(self) -> str:
        """The topic's name."""
        return self._name

    def show_topic(self, name: str, state: ChipState, held_by: tuple[int, int] = (0, 0)) -> None:
        """Show another topic, as :meth:`set_state` does."""
        if (name, state, held_by) != (self._name, self._state, self._held_by):
            self._name = name
            self.set_state(state, held_by)

    @property
    def state(self) -> ChipState:
        """What the chip says of its topic."""
        return self._state

    def set_state(self, state: ChipState, held_by: tuple[int, int] = (0, 0)) -> None:
        """Show `state`; for `SOME`, `held_by` says how many items have the topic, and of how many."""
        self._state = state
        self._held_by = held_by
        self._describe()

    def can_be_removed(self) -> bool:
        """Tell whether the chip has a cross."""
        return self._removable and self._state not in (ChipState.SUGGESTED, ChipState.NONE)

    def sizeHint(self) -> QSize:
        return QSize(self._width, CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._width, 48), CHIP_HEIGHT)

    # --- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.can_be_removed():
            self.removed.emit(self._name)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.clicked.emit(self._name)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # Done with at the press; Qt would click at the release.
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_down = self.isDown()
        place = event.position()
        self.setDown(False)
        if (
            event.button() != Qt.MouseButton.LeftButton
            or not was_down
            or not self.rect().contains(place.toPoint())
        ):
            return
        if self._cross_area().contains(place):
            self.removed.emit(self._name)
        else:
            self.clicked.emit(self._name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._cross_area().contains(event.position())
        if over != self._over_cross:
            self._over_cross = over
            self.update()
        super().mouseMoveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over_cross = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        rect = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        if theme.outlined:
            rect.adjust(0.5, 0.5, -0.5, -0.5)  # a line of one pixel lies in the middle of pixels
        radius = rect.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._edge(theme))
            painter.setBrush(self._ground(theme))
            painter.drawRoundedRect(rect, radius, radius)
            ink = self._ink(theme)
            left, right = float(_INSET), float(self.width() - _INSET)
            if self._has_mark():
                self._paint_mark(
                    painter, self._mirrored(QRectF(left, self.height() / 2 - 5, _MARK, _MARK)), ink
                )
                left += _MARK + _GAP
            if self.can_be_removed():
                right -= _CROSS
                self._paint_cross(painter, theme, ink)
                right -= _GAP
            painter.setFont(self._font)
            painter.setPen(ink)
            label = self._metrics.elidedText(
                self._label, Qt.TextElideMode.ElideRight, round(right - left) + 1
            )
            painter.drawText(self._mirrored(QRectF(left, 0, right - left + 2, self.height())), _FLAGS, label)
            if self.hasFocus():
                painter.setPen(QPen(theme.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)

    # --- inside ----------------------------------------------------------------------------------

    def _on_qt_clicked(self, _checked: bool) -> None:
        self.clicked.emit(self._name)

    def _describe(self) -> None:
        name = short(self._name)
        elided = self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST_NAME)
        self._label, spoken = self._words(elided)
        self._width = 2 * _INSET + self._metrics.horizontalAdvance(self._label)
        if self._has_mark():
            self._width += _MARK + _GAP
        if self.can_be_removed():
            self._width += _GAP + _CROSS
        self.setAccessibleName(f"{name}, {spoken}")
        self.setToolTip(plain_tooltip(self._name) if elided != name else "")
        self.updateGeometry()
        self.update()

    def _words(self, name: str) -> tuple[str, str]:
        """What stands in the chip, and what a screen reader says after the name."""
        match self._state:
            case ChipState.HELD:
                return name, self.tr("topic")
            case ChipState.SUGGESTED:
                return f"+ {name}?", self.tr("suggested topic")
            case ChipState.ALL:
                return name, self.tr("topic of all selected items")
            case ChipState.SOME:
                count, of = self._held_by
                some = self.tr("{count} of {total}").format(count=f"{count:,}", total=f"{of:,}")
                return f"{name}  {some}", self.tr("topic of {some} selected items").format(some=some)
            case ChipState.NONE:
                return name, self.tr("topic of none of the selected items")

    def _has_mark(self) -> bool:
        return self._state in (ChipState.ALL, ChipState.SOME, ChipState.NONE)

    def _is_held(self) -> bool:
        return self._state in (ChipState.HELD, ChipState.ALL)

    def _ink(self, theme: Theme) -> QColor:
        return theme.accent if self._is_held() else theme.text

    def _ground(self, theme: Theme) -> QColor:
        if self._is_held():
            return theme.selection if self.underMouse() and not theme.outlined else theme.accent_soft
        return theme.track if self.underMouse() and not theme.outlined else theme.chip

    def _edge(self, theme: Theme) -> QPen:
        if theme.outlined:
            return QPen(theme.text, 1, Qt.PenStyle.SolidLine if self._is_held() else Qt.PenStyle.DashLine)
        return QPen(Qt.PenStyle.NoPen)

    def _cross_area(self) -> QRectF:
        """Return where a click removes: the end of the chip in its whole height, wider than what is drawn."""
        if not self.can_be_removed():
            return QRectF()
        width = _INSET + _CROSS + _GAP - 1
        return self._mirrored(QRectF(self.width() - width, 0, width, self.height()))

    def _paint_cross(self, painter: QPainter, theme: Theme, ink: QColor) -> None:
        area = self._mirrored(
            QRectF(self.width() - _INSET - _CROSS, (self.height() - _CROSS) / 2, _CROSS, _CROSS)
        )
        color = theme.rejected if self._over_cross and not theme.outlined else ink
        painter.setPen(QPen(color, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(area.topLeft(), area.bottomRight()))
        painter.drawLine(QLineF(area.topRight(), area.bottomLeft()))

    def _paint_mark(self, painter: QPainter, area: QRectF, ink: QColor) -> None:
        """Paint what tells all, some and none apart without colour: a check, a dash, an empty box."""
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y = area.x(), area.y()
        if self._state is ChipState.ALL:
            points = [QPointF(x + 2.6, y + 5.2), QPointF(x + 4.4, y + 7.0), QPointF(x + 7.4, y + 3.2)]
            painter.drawPolyline(QPolygonF(points))
        elif self._state is ChipState.SOME:
            painter.drawLine(QLineF(x + 3, y + 5, x + 7, y + 5))

    def _mirrored(self, area: QRectF) -> QRectF:
        if self.isRightToLeft():
            area.moveLeft(self.width() - area.right())
        return area
