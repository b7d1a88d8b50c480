"""One item, read like a page: title, excerpt, topics, scores, links, related coverage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from editor_app.core.age import distance, exact
from editor_app.core.display_text import visible
from editor_app.core.item import Item, RelatedItem
from editor_app.core.row import Row
from editor_app.gui.card import RelatedCard, RelatedStory
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.item_model import HEAT_FULL, QUALITY_FULL, fraction
from editor_app.gui.link_button import LINK_INSET, LinkButton
from editor_app.gui.score_block import ScoreBlock
from editor_app.gui.theme import ThemeController, excerpt_font, heading_font, title_font
from editor_app.gui.topic_editor import TopicEditor
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

PADDING = 24
_MEASURE = 66  # characters of a line of the excerpt


class ItemPage(QScrollArea):
    """Shows one item. What the list knows of it stands there at once; the rest comes with :meth:`show_whole`."""

    link_activated = Signal(str)

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._row: Row | None = None
        self._whole: Item | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = _label("notice")
        self._meta = WrappingLabel(themes, self.font(), own_direction=False, tone=TextTone.MUTED)
        self._title = WrappingLabel(themes, title_font(), line_height=1.3)
        self._title.setObjectName("titleView")
        self._excerpt = WrappingLabel(themes, excerpt_font(), line_height=1.6, measure=_MEASURE)
        self._excerpt.setObjectName("excerptView")
        self._notes = _label("notice")
        self.topics = TopicEditor(themes)
        self._quality = ScoreBlock(themes, self.tr("Quality"), "quality")
        self._heat = ScoreBlock(themes, self.tr("Heat"), "heat")
        self._links = QWidget()
        self._link_flow = FlowLayout(self._links, spacing=8)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setFont(heading_font())
        self._heading.setProperty("tone", "muted")
        self._heading.setWordWrap(True)
        self._related = QWidget()
        self._related.setObjectName("relatedList")
        self._related.setAccessibleName(self.tr("Related coverage"))
        self._cards = QVBoxLayout(self._related)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self._path = WrappingLabel(themes, self.font(), tone=TextTone.MUTED)
        self.setWidget(self._page())

    def _page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        # Links have room for a focus ring around their text; all else is set in by as much.
        edge = PADDING - LINK_INSET
        box.setContentsMargins(edge, 20, edge, PADDING)
        box.setSpacing(0)
        scores = QHBoxLayout()
        scores.setSpacing(24)
        scores.addWidget(self._quality, 1)
        scores.addWidget(self._heat, 1)
        above: tuple[tuple[QWidget, int], ...] = (
            (self._state, 0),
            (self._meta, 4),
            (self._title, 6),
            (self._excerpt, 8),
            (self._notes, 8),
            (self.topics, 16),
            (_hairline(), 16),
        )
        below: tuple[tuple[QWidget, int], ...] = (
            (self._heading, 16),
            (self._related, 8),
            (self._path, 16),
        )
        head = _column(above)
        head.addSpacing(12)
        head.addLayout(scores)
        head.addSpacing(12)
        head.addWidget(_hairline())
        box.addLayout(head)
        box.addSpacing(12)
        box.addWidget(self._links)
        box.addLayout(_column(below))
        box.addStretch(1)
        return page

    def show_row(self, row: Row, state: str, *, same: bool = False) -> None:
        """Show what the list knows of an item.

        :param state: where it stands, in words; empty where that needs no mention.
        :param same: it is the item that is shown already; what else is known of it stays.
        """
        self._row = row
        self._state.setText(state)
        self._state.setVisible(bool(state))
        meta = (row.provider, row.domain, exact(row.published_at), row.type)
        self._meta.set_text(visible(" · ".join(part for part in meta if part)))
        self._title.set_text(visible(row.title or row.path))
        self._excerpt.set_text(row.excerpt)
        self._excerpt.setVisible(bool(row.excerpt))
        if not same:
            self._whole = None
        self._show_all_notes()
        heat = None if row.heat == -1 else row.heat
        self._quality.set_value(
            row.quality,
            fraction(row.quality, QUALITY_FULL),
            "" if row.quality is not None else self.tr("not in the file"),
        )
        cold = self.tr("not computed yet") if row.heat == -1 else self.tr("not in the file")
        self._heat.set_value(heat, fraction(heat, HEAT_FULL), "" if heat is not None else cold)
        self._path.set_text(visible(row.path))
        if not same:
            self._show_links((("Story", row.url),))
            self._show_related([], row.related)
            self.verticalScrollBar().setValue(0)

    def show_whole(self, item: Item) -> None:
        """Show what only the whole file tells: all links and the related coverage."""
        assert self._row is not None
        before, self._whole = self._whole, item
        self._show_all_notes()
        if before is not None and _parts_below(before) == _parts_below(item):
            return  # cards that stay as they are keep the place of whoever reads them
        links = {
            "Story": item.webUrl,
            "Original": item.originalUrl,
            "AMP": item.ampWebUrl or item.cdnAmpWebUrl,
        }
        seen: dict[str, str] = {}
        for label, address in links.items():
            if address and address not in seen:
                seen[address] = label
        self._show_links([(label, address) for address, label in seen.items()])
        self._show_related(item.related, len(item.related))

    def _new_problems(self, item: Item) -> list[str]:
        """Problems of the whole item that the list has not named: those inside related stories and the like."""
        assert self._row is not None
        known = {f"“{note.field}”" for note in self._row.notes}
        return [problem for problem in item.problems if not any(problem.startswith(name) for name in known)]

    def _show_all_notes(self) -> None:
        assert self._row is not None
        of_whole = [] if self._whole is None else self._new_problems(self._whole)
        reasons = list(dict.fromkeys([*(note.reason for note in self._row.notes), *of_whole]))
        self._notes.setText(visible_paragraphs(reasons))
        self._notes.setVisible(bool(reasons))

    def _show_links(self, links: Sequence[tuple[str, str]]) -> None:
        self._link_flow.clear()
        for label, address in links:
            if address:
                button = LinkButton(self._themes, self.tr(label), address, parent=self._links)
                button.activated.connect(self.link_activated)
                self._link_flow.addWidget(button)
                button.show()
        self._links.setVisible(any(address for _, address in links))

    def _show_related(self, stories: Sequence[RelatedItem], count: int) -> None:
        while (taken := self._cards.takeAt(0)) is not None:
            card = taken.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
        self._heading.setText(self._related_heading(stories, count))
        for story in stories:
            card = RelatedCard(self._themes, self._story(story), parent=self._related)
            card.link_activated.connect(self.link_activated)
            self._cards.addWidget(card)
            card.show()
        self._related.setVisible(bool(stories))

    def _related_heading(self, stories: Sequence[RelatedItem], count: int) -> str:
        if not count:
            return self.tr("No related coverage")
        text = (
            self.tr("Related coverage")
            + f" · {count} "
            + (self.tr("story") if count == 1 else self.tr("stories"))
        )
        providers = {story.provider.name or story.provider.domain for story in stories if story.provider}
        if len(providers) > 1:
            text += f", {len(providers)} " + self.tr("providers")
        return text

    def _story(self, story: RelatedItem) -> RelatedStory:
        assert self._row is not None
        moment = int(story.publishedDateTime.timestamp()) if story.publishedDateTime else None
        provider = story.provider
        meta = (
            (provider.name or provider.domain or "") if provider else "",
            "" if story.quality is None else self.tr("quality") + f" {story.quality}",
            distance(moment, self._row.published_at) or exact(moment),
        )
        return RelatedStory(
            title=story.title or self.tr("No title"),
            meta=" · ".join(part for part in meta if part),
            excerpt=story.excerpt or "",
            quality_fraction=None if story.quality is None else fraction(story.quality, QUALITY_FULL),
            link_label="",
            address=story.webUrl or story.ampWebUrl or "",
        )


def _parts_below(item: Item) -> object:
    """All of an item that its row does not tell."""
    return item.webUrl, item.originalUrl, item.ampWebUrl or item.cdnAmpWebUrl, item.related


def visible_paragraphs(sentences: Sequence[str]) -> str:
    """Sentences, each in a line of its own."""
    return "\n".join(visible(sentence) for sentence in sentences)


def _column(parts: Sequence[tuple[QWidget, int]]) -> QVBoxLayout:
    """Widgets under each other, each with the space above it."""
    column = QVBoxLayout()
    column.setContentsMargins(LINK_INSET, 0, LINK_INSET, 0)
    column.setSpacing(0)
    for part, space in parts:
        column.addSpacing(space)
        column.addWidget(part)
    return column


def _label(tone: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label


def _hairline() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    return line
