"""The picture of an item, or what stands in its place."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from editor_app.core.display_text import short
from editor_app.gui.fonts import chip_font
from editor_app.gui.theme import ThemeController
from editor_app.gui.tooltip import plain_tooltip

PICTURE_ROOM = QSize(320, 180)
_RADIUS = 8
_PADDING = 12
_LINK_EDGE = 5  # of the button, around its text
_LONGEST = 300  # characters


class ItemPicture(QWidget):
    """Always as high as the largest picture is where pictures are shown, so that nothing moves when one arrives.

    It loads nothing: it is told what to show.
    """

    def __init__(self, themes: ThemeController, allow: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemPicture")
        self._themes = themes
        self._image: QImage | None = None
        self._sentence = ""
        self._font = chip_font()
        self._metrics = QFontMetrics(self._font)
        self._button = QToolButton(self)
        self._button.setDefaultAction(allow)
        self._button.setProperty("kind", "link")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def image(self) -> QImage | None:
        """The picture that is shown."""
        return self._image

    @property
    def sentence(self) -> str:
        """What is said in the place of a picture."""
        return self._sentence

    @property
    def button(self) -> QToolButton:
        """What allows pictures, in their place."""
        return self._button

    def show_nothing(self) -> None:
        """The item has no picture."""
        self._set(None, "")
        self.hide()

    def show_question(self) -> None:
        """Pictures of this folder are not loaded: offer to."""
        self._set(None, "")
        self._button.show()
        self.updateGeometry()
        self.show()

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no picture yet, or none at all."""
        self._set(None, sentence)
        self.setAccessibleName(sentence)
        self.show()

    def show_image(self, image: QImage, title: str) -> None:
        """Show a picture; ``title`` is what its item says of it."""
        self._set(image, "")
        told = short(title, _LONGEST)
        self.setAccessibleName(self.tr("Picture: {0}").format(told) if told else self.tr("Picture"))
        self.setToolTip(plain_tooltip(told))
        self.show()

    def _set(self, image: QImage | None, sentence: str) -> None:
        self._image, self._sentence = image, sentence
        self.setToolTip("")
        self.setAccessibleName("")
        if not self._button.isHidden():
            self._button.hide()
            self.updateGeometry()
        self.update()

    # -- how it looks ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        if not self._button.isHidden():
            return self._button.sizeHint()
        return PICTURE_ROOM

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_button()

    def _place_button(self) -> None:
        # Its text, not its edge, stands in line with the others.
        self._button.ensurePolished()
        wide = self._button.fontMetrics().horizontalAdvance(self._button.text()) + 2 * _LINK_EDGE
        left = self.width() - wide + _LINK_EDGE if self.isRightToLeft() else -_LINK_EDGE
        self._button.setGeometry(left, 0, wide, self._button.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._button.isHidden():
            return
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image is not None:
                shown = self._image.size()
                room = QSize(min(self.width(), PICTURE_ROOM.width()), self.height())
                if shown.width() > room.width() or shown.height() > room.height():
                    shown = shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
                place = QRect(0, 0, shown.width(), shown.height())
                if self.isRightToLeft():
                    place.moveRight(self.width() - 1)
                edge = QPainterPath()
                edge.addRoundedRect(QRectF(place), _RADIUS, _RADIUS)
                painter.setClipPath(edge)
                painter.drawImage(place, self._image)
                return
            ground = QRectF(0, 0, min(self.width(), PICTURE_ROOM.width()), self.height())
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.ground)
            painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
            painter.setFont(self._font)
            painter.setPen(theme.muted)
            text = ground.adjusted(_PADDING, 0, -_PADDING, 0)
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(text, flags, self._sentence)
