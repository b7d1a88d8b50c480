"""A link that shows where it leads, and leaves going there to others."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from editor_app.core.display_text import short, web_host
from editor_app.gui.fonts import body_font
from editor_app.gui.icons import TintedPixmap
from editor_app.gui.theme import ThemeController
from editor_app.gui.tooltip import plain_tooltip

_HEIGHT = 24
_GAP = 6
_ARROW = 12
LINK_INSET = 4
_WIDEST = 480
_FLAGS = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value


class LinkButton(QAbstractButton):
    """A label and the host of a web address. Opens nothing: it says that it was activated.

    An address that is not plainly http or https with a host is shown as such and cannot be activated.
    """

    activated = Signal(str)
    """The address, as it was set."""

    def __init__(
        self, themes: ThemeController, label: str = "", address: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shown: tuple[str, str] | None = None
        self._label = ""
        self._host = ""
        self._address = ""
        self._arrow = TintedPixmap("external", _ARROW)
        self._font = body_font()
        self._metrics = QFontMetrics(self._font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.set_link(label, address)

    @property
    def address(self) -> str:
        """Where the link leads."""
        return self._address

    @property
    def host(self) -> str:
        """The host as it is shown; "" where there is none to be told."""
        return self._host

    def set_link(self, label: str, address: str) -> None:
        """Show `label` and the host of `address`."""
        if (label, address) == self._shown:
            return
        self._shown = label, address
        self._address = address
        self._host = web_host(address)
        self._label = short(label)
        self.setEnabled(bool(self._host))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._host else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{self._label} {self._place()}".strip())
        self.setToolTip(plain_tooltip(f"{self._host}\n{address}" if self._host else address))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._text_width(self._label) + self._text_width(self._place()) + 2 * LINK_INSET
        if self._label:
            width += _GAP
        if self._host:
            width += _GAP + _ARROW
        return QSize(min(width, _WIDEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 80), _HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            arrow = _GAP + _ARROW if self._host else 0
            room = self.width() - 2 * LINK_INSET - arrow
            # The host is what tells where the link leads: the label gives way first, then
            # the beginning of the host; its end says whose it is.
            place = self._elided(self._place(), room, Qt.TextElideMode.ElideLeft)
            place_width = self._text_width(place)
            label = self._elided(self._label, room - place_width - _GAP) if self._label else ""
            x = LINK_INSET
            if label:
                width = self._text_width(label)
                painter.setPen(theme.accent if self._host else theme.muted)
                self._write(painter, x, width, label, underlined=self.underMouse() and self.isEnabled())
                x += width + _GAP
            painter.setPen(theme.muted if label or not self._host else theme.accent)
            self._write(painter, x, place_width, place, underlined=not label and self.underMouse())
            if self._host:
                x += place_width + _GAP
                image = self._arrow.get(theme.muted, self.devicePixelRatioF())
                painter.drawPixmap(self._mirrored(x, _ARROW), (self.height() - _ARROW) // 2, image)
            if self.hasFocus():
                painter.setPen(QPen(theme.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _write(self, painter: QPainter, x: int, width: int, text: str, *, underlined: bool) -> None:
        left = self._mirrored(x, width)
        painter.drawText(QRect(left, 0, width + 2, self.height()), _FLAGS, text)
        if underlined:
            y = (self.height() + self._metrics.ascent()) // 2 + 1
            painter.fillRect(left, y, width, 1, painter.pen().color())

    def _mirrored(self, x: int, width: int) -> int:
        return self.width() - x - width if self.isRightToLeft() else x

    def _place(self) -> str:
        return self._host or (self.tr("no web address") if self._address else "")

    def _text_width(self, text: str) -> int:
        # The advance is rounded, sometimes down, and would then be too narrow for the very same text.
        return self._metrics.horizontalAdvance(text) + 1 if text else 0

    def _elided(self, text: str, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
        return self._metrics.elidedText(text, mode, max(0, width))

    def _on_clicked(self) -> None:
        if self._host:
            self.activated.emit(self._address)
