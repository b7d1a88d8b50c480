"""Cards for the related coverage of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from editor_app.core.display_text import reads_right_to_left, short
from editor_app.gui.fonts import body_font, heading_font, label_font
from editor_app.gui.link_button import LINK_INSET, LinkButton
from editor_app.gui.page_type import sized
from editor_app.gui.painting import BAR_HEIGHT, paint_bar
from editor_app.gui.score_bar import bar_color
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

_RADIUS: Final = 8
_SIDE: Final = 12
_EDGE: Final = 10  # above the first and below the last thing
_SPACING: Final = 2
_BAR_WIDTH: Final = 32
_BAR_GAP: Final = 8
_NARROWEST: Final = 60
_LONGEST: Final = 2_000  # characters; three lines hold fewer
_ENDLESS: Final = 10_000  # pixels: higher than any line of facts gets
_LEADING: Final = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_WRAPPED: Final = _LEADING | Qt.TextFlag.TextWordWrap.value
_LEFT_TO_RIGHT: Final = Qt.TextFlag.TextForceLeftToRight.value
_RIGHT_TO_LEFT: Final = Qt.TextFlag.TextForceRightToLeft.value


_COMING_AND_GOING: Final = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """What a card shows. Every text is taken as it comes and shown as plain text."""

    title: str
    meta: str = ""
    """One line: provider, quality and how much earlier or later, separated by " · "."""
    excerpt: str = ""
    quality_fraction: float | None = None
    """How much of the quality bar is filled, 0 to 1; None where the story has no quality."""
    link_label: str = ""
    address: str = ""
    badge: str = ""
    """What a reader has to know of the texts, such as that they read otherwise in the file."""


class _Places(NamedTuple):
    """Where the parts of a card stand at some width; an empty rectangle for what is not shown."""

    width: int
    height: int
    title: QRect
    meta: QRect
    bar: QRect
    excerpt: QRect
    badge: QRect
    marks: list[QRect]
    link: QRect


class RelatedCard(QWidget):
    """One story of the related coverage.

    What can be marked or operated is a widget; the rest is painted by the card itself, which also places everything:
    an item has up to forty cards, and they are what most of its page is made of.
    """

    link_activated = Signal(str)
    """The address that somebody asked to see."""

    def __init__(self, themes: ThemeController, story: RelatedStory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._title = WrappingLabel(themes, heading_font(), max_lines=3, parent=self)
        self._excerpt = WrappingLabel(
            themes, body_font(), line_height=1.45, max_lines=3, tone=TextTone.MUTED, parent=self
        )
        self._link = LinkButton(themes, parent=self)
        self._link.activated.connect(self.link_activated)
        self._marks: list[QWidget] = []
        self._meta, self._badge = "", ""
        self._fraction: float | None = None
        self._places: _Places | None = None
        self._meta_font, self._badge_font = body_font(), label_font()
        self._meta_metrics = QFontMetrics(self._meta_font)
        self._badge_height = QFontMetrics(self._badge_font).height()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_story(story)

    def set_size(self, pixels: int) -> None:
        """Set the texts of the card in another size."""
        self._title.set_type(sized(heading_font(), pixels), line_height=1.3)
        self._excerpt.set_type(sized(body_font(), pixels), line_height=1.45)
        self._meta_font = sized(body_font(), pixels)
        self._meta_metrics = QFontMetrics(self._meta_font)
        if self.isHidden():
            self._places = None  # another story will stand on it before it is seen
        else:
            self._arrange_anew()

    def set_story(self, story: RelatedStory) -> None:
        """Show another story."""
        self._title.set_text(short(story.title, _LONGEST))
        # Line breaks mean little in a quotation of three lines, and cost room.
        self._excerpt.set_text(short(story.excerpt, _LONGEST))
        self._excerpt.setVisible(bool(story.excerpt))
        self._meta, self._badge = short(story.meta), short(story.badge)
        self._fraction = story.quality_fraction
        self._link.set_link(story.link_label, story.address)
        self._link.setVisible(bool(story.address))
        self.setAccessibleName(short(story.title))
        self.setAccessibleDescription(
            ". ".join(part for part in (self._meta.replace("\u00a0", " "), self._badge) if part)
        )
        self._arrange_anew()

    def add_mark(self, mark: QWidget) -> None:
        """Have something stand below the texts, as long as it is shown, that the story itself does not tell."""
        if not self._marks:
            self.installEventFilter(self)
        mark.setParent(self)
        mark.installEventFilter(self)
        self._marks.append(mark)
        self._arrange_anew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self:
            if event.type() in _COMING_AND_GOING:
                self._arrange_anew()
        elif event.type() == QEvent.Type.LayoutRequest:
            before, self._places = self._places, None
            if self._place(self.width()) != before:  # a mark says something else now
                self._arrange_anew()
        return False

    # --- places ----------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width).height

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint().expandedTo(QSize(self.width(), 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * _SIDE + _NARROWEST + _BAR_GAP + _BAR_WIDTH, 2 * _EDGE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange_anew(self) -> None:
        self._places = None
        self.updateGeometry()
        self._arrange()
        self.update()

    def _arrange(self) -> None:
        places = self._place(self.width())
        for part, place in (
            (self._title, places.title),
            (self._excerpt, places.excerpt),
            (self._link, places.link),
            *zip(self._marks, places.marks, strict=True),
        ):
            if not place.isEmpty():
                part.setGeometry(self._mirrored(place))

    def _place(self, width: int) -> _Places:
        if self._places is not None and self._places.width == width:
            return self._places
        room = max(0, width - 2 * _SIDE)
        y = _EDGE
        title = QRect(_SIDE, y, room, self._title.heightForWidth(room))
        y += title.height()
        meta, bar, excerpt, badge = QRect(), QRect(), QRect(), QRect()
        if self._meta or self._fraction is not None:
            taken = 0 if self._fraction is None else _BAR_GAP + _BAR_WIDTH
            height = max(self._meta_height(room - taken), BAR_HEIGHT)
            meta = QRect(_SIDE, y + _SPACING, room - taken, height)
            if self._fraction is not None:
                top = meta.top() + (height - BAR_HEIGHT) // 2
                bar = QRect(_SIDE + room - _BAR_WIDTH, top, _BAR_WIDTH, BAR_HEIGHT)
            y += _SPACING + height
        if not self._excerpt.isHidden():
            excerpt = QRect(_SIDE, y + _SPACING, room, self._excerpt.heightForWidth(room))
            y += _SPACING + excerpt.height()
        if self._badge:
            badge = QRect(_SIDE, y + _SPACING, room, self._badge_height)
            y += _SPACING + badge.height()
        marks = []
        for mark in self._marks:
            hint = QSize() if mark.isHidden() else mark.sizeHint()
            marks.append(QRect(_SIDE, y + _SPACING, min(room, hint.width()), hint.height()))
            if not mark.isHidden():
                y += _SPACING + hint.height()
        link = QRect()
        if not self._link.isHidden():
            # The link has room for a focus ring around its text; all else is set in by as much.
            hint = self._link.sizeHint()
            wide = min(hint.width(), room + 2 * LINK_INSET)
            link = QRect(_SIDE - LINK_INSET, y + _SPACING, wide, hint.height())
            y += _SPACING + link.height()
        self._places = _Places(width, y + _EDGE, title, meta, bar, excerpt, badge, marks, link)
        return self._places

    def _meta_height(self, width: int) -> int:
        room = QRect(0, 0, max(1, width), _ENDLESS)
        return self._meta_metrics.boundingRect(room, _WRAPPED, self._meta or " ").height()

    def _mirrored(self, place: QRect) -> QRect:
        return (
            QStyle.visualRect(self.layoutDirection(), self.rect(), place) if self.isRightToLeft() else place
        )

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        places = self._place(self.width())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
            if self._meta:
                direction = _RIGHT_TO_LEFT if reads_right_to_left(self._meta) else _LEFT_TO_RIGHT
                painter.setFont(self._meta_font)
                painter.setPen(theme.muted)
                painter.drawText(self._mirrored(places.meta), _WRAPPED | direction, self._meta)
            if self._badge:
                painter.setFont(self._badge_font)
                painter.setPen(theme.notice)
                painter.drawText(self._mirrored(places.badge), _LEADING, self._badge)
            if self._fraction is not None:
                bar = QRectF(self._mirrored(places.bar))
                paint_bar(painter, bar, self._fraction, bar_color(theme, "quality"), theme)
