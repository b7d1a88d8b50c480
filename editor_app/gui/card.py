"""Cards for the related coverage of an item."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from editor_app.core.display_text import short
from editor_app.gui.fonts import body_font, heading_font, label_font
from editor_app.gui.link_button import LINK_INSET, LinkButton
from editor_app.gui.page_type import sized
from editor_app.gui.score_bar import ScoreBar
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

_RADIUS = 8
_BAR_WIDTH = 32
_NARROWEST = 60
_LONGEST = 2_000  # characters; three lines hold fewer


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


class RelatedCard(QWidget):
    """One story of the related coverage."""

    link_activated = Signal(str)
    """The address that somebody asked to see."""

    def __init__(self, themes: ThemeController, story: RelatedStory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._title = WrappingLabel(themes, heading_font(), max_lines=3)
        self._meta = QLabel()
        self._meta.setTextFormat(Qt.TextFormat.PlainText)
        self._meta.setFont(body_font())
        self._meta.setProperty("tone", "muted")
        self._meta.setWordWrap(True)
        self._meta.setMinimumWidth(_NARROWEST)  # one long word must not widen the pane
        self._bar = ScoreBar(themes, "quality", _BAR_WIDTH)
        self._excerpt = WrappingLabel(themes, body_font(), line_height=1.45, max_lines=3, tone=TextTone.MUTED)
        self._badge = QLabel()
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._badge.setFont(label_font())
        self._badge.setProperty("tone", "notice")
        self._link = LinkButton(themes)
        self._link.activated.connect(self.link_activated)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

        meta_line = QHBoxLayout()
        meta_line.setSpacing(8)
        meta_line.addWidget(self._meta, 1)
        meta_line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        link_line = QHBoxLayout()
        link_line.addWidget(self._link)
        link_line.addStretch(1)
        self._texts = texts = QVBoxLayout()
        # The link has room for a focus ring around its text; what stands above it is set in by as much.
        texts.setContentsMargins(LINK_INSET, 0, LINK_INSET, 0)
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addLayout(meta_line)
        texts.addWidget(self._excerpt)
        texts.addWidget(self._badge)
        box = QVBoxLayout(self)
        box.setContentsMargins(12 - LINK_INSET, 10, 12 - LINK_INSET, 10)
        box.setSpacing(2)
        box.addLayout(texts)
        box.addLayout(link_line)
        self.set_story(story)

    def set_size(self, pixels: int) -> None:
        """Set the texts of the card in another size."""
        self._title.set_type(sized(heading_font(), pixels), line_height=1.3)
        self._excerpt.set_type(sized(body_font(), pixels), line_height=1.45)
        self._meta.setFont(sized(body_font(), pixels))

    def add_mark(self, mark: QWidget) -> None:
        """Have something stand below the texts that the story itself does not tell."""
        self._texts.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)

    def set_story(self, story: RelatedStory) -> None:
        """Show another story."""
        self._title.set_text(short(story.title, _LONGEST))
        self._meta.setText(short(story.meta))
        self._bar.setVisible(story.quality_fraction is not None)
        self._bar.set_fraction(story.quality_fraction or 0.0)
        # Line breaks mean little in a quotation of three lines, and cost room.
        self._excerpt.set_text(short(story.excerpt, _LONGEST))
        self._excerpt.setVisible(bool(story.excerpt))
        self._badge.setText(story.badge)
        self._badge.setVisible(bool(story.badge))
        self._link.set_link(story.link_label, story.address)
        self._link.setVisible(bool(story.address))
        self.setAccessibleName(short(story.title))
        self.setAccessibleDescription(short(story.meta))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
