"""One item, read like a page: title, excerpt, topics, scores, links, related coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QWidget

from editor_app.core.age import distance, exact
from editor_app.core.decision import TextChange
from editor_app.core.display_text import facts, unbroken, visible
from editor_app.core.row_types import Row
from editor_app.core.text_place import EXCERPT, LINK_KEYS, TITLE, TextPlace, story_address
from editor_app.gui.badge import Badge
from editor_app.gui.card import RelatedCard, RelatedStory
from editor_app.gui.column_layout import ColumnLayout
from editor_app.gui.conflict_card import ConflictCard
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.item_model import HEAT_FULL, QUALITY_FULL, fraction
from editor_app.gui.item_picture import ItemPicture
from editor_app.gui.layout_once import laid_out_once
from editor_app.gui.link_button import LINK_INSET, LinkButton
from editor_app.gui.page_type import BESIDE_THE_LIST, PageType, sized
from editor_app.gui.related_cards import RelatedCards
from editor_app.gui.repair_card import RepairCard
from editor_app.gui.score_block import ScoreBlock
from editor_app.gui.score_context import ScoreContext
from editor_app.gui.text_editor import TextEditor
from editor_app.gui.theme import (
    ThemeController,
    body_font,
    chip_font,
    excerpt_font,
    heading_font,
    title_font,
)
from editor_app.gui.topic_editor import TopicEditor
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

if TYPE_CHECKING:
    from editor_app.core.item import Item, RelatedItem

PADDING = 24
_ABOVE = 20
_MOST_CARDS = 40  # a story is seldom told by more than six; a hostile file has thousands
_NARROWEST = 60
_MEASURE = 66  # characters of a line of the excerpt


class ItemPage(QScrollArea):
    """Shows one item. What the list knows of it stands there at once; the rest comes with :meth:`show_whole`."""

    link_activated = Signal(str)
    row_shown = Signal(object)
    """The :class:`Row` that the page shows now; once for each item and each change of it."""
    related_shown = Signal()
    """Other stories may stand in the cards now."""
    card_ready = Signal(int, object, object)
    """The card of a story of an item that may be shown next has been filled: the item, the story, the card."""

    def __init__(
        self, themes: ThemeController, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._type = BESIDE_THE_LIST
        self.related: list[tuple[RelatedItem, RelatedCard]] = []
        self.conflict = ConflictCard(themes, actions)
        self.repair = RepairCard(themes, actions)
        self.text_editor = TextEditor(themes)
        self.text_editor.left.connect(self.end_editing)
        self._repaired = Badge(themes, self.tr("Repaired reading"))
        self._repaired.hide()
        # What related stories are to say where that is not what the file says, and which of it mends damage.
        self._wanted: dict[TextPlace, str] = {}
        self._mended: frozenset[TextPlace] = frozenset()
        self._file_notes: tuple[str, ...] = ()
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
        self.context = ScoreContext(themes)
        self.picture = ItemPicture(themes, actions["loadPicturesAction"])
        self._links = QWidget()
        self._link_flow = FlowLayout(self._links, spacing=8)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setFont(heading_font())
        self._heading.setProperty("tone", "muted")
        self._heading.setWordWrap(True)
        self._related = RelatedCards(themes)
        self._related.link_activated.connect(self.link_activated)
        self._left_out = _label("muted")
        self._left_out.hide()
        self._link_buttons: list[LinkButton] = []
        self._path = WrappingLabel(themes, self.font(), tone=TextTone.MUTED)
        self.setWidget(self._page())

    def _page(self) -> QWidget:
        page = QWidget()
        column = self._column = ColumnLayout(page)
        # Links have room for a focus ring around their text; all else is set in by as much.
        edge = PADDING - LINK_INSET
        column.setContentsMargins(edge, _ABOVE, edge, PADDING)
        scores = QHBoxLayout()
        scores.setSpacing(24)
        scores.addWidget(self._quality, 1)
        scores.addWidget(self._heat, 1)
        parts: tuple[tuple[QWidget | QLayout, int], ...] = (
            (self.conflict, 0),
            (self._state, 0),
            (self._meta, 4),
            (self._title, 6),
            (self._repaired, 0),
            (self._excerpt, 8),
            (self.picture, 8),
            (self.text_editor, 8),
            (self.repair, 12),
            (self._notes, 8),
            (self.topics, 16),
            (_hairline(), 16),
            (scores, 12),
            (self.context, 10),
            (_hairline(), 12),
            (self._links, 12),
            (self._heading, 16),
            (self._related, 8),
            (self._left_out, 8),
            (self._path, 16),
        )
        for part, above in parts:
            column.add(part, above=above, inset=0 if part is self._links else LINK_INSET)
        return page

    def _why_none(self, row: Row, field: str) -> str:
        if any(note.field == field for note in row.notes):
            return self.tr("not a number in the file")
        return self.tr("not in the file")

    @property
    def row(self) -> Row | None:
        """What the list knows of the item that is shown."""
        return self._row

    @property
    def whole(self) -> Item | None:
        """All of the item, once its file has been read."""
        return self._whole

    @property
    def type(self) -> PageType:
        """How large the page is set."""
        return self._type

    def set_type(self, page_type: PageType) -> None:
        """Set the page larger or smaller."""
        self._type = page_type
        body = sized(body_font(), page_type.body)
        self._title.set_type(sized(title_font(), page_type.title), line_height=1.3)
        self._excerpt.set_type(
            sized(excerpt_font(), page_type.excerpt), line_height=1.6, measure=page_type.measure
        )
        for text in (self._meta, self._path):
            text.set_type(body, line_height=1.3)
        for label in (self._state, self._notes, self._left_out):
            label.setFont(body)
        self._heading.setFont(sized(heading_font(), page_type.body))
        self.context.set_font(sized(chip_font(), page_type.body - 1))
        self._related.set_size(page_type.body)
        self._set_column()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_column()

    def _set_column(self) -> None:
        """Leave as much room at both sides as makes the lines no longer than they are read well."""
        edge, top = PADDING - LINK_INSET, _ABOVE
        if self._type.column:
            room = self.viewport().width() - self._excerpt.measure_width - 2 * LINK_INSET
            edge, top = max(edge, room // 2), 2 * _ABOVE
        margins = QMargins(edge, top, edge, PADDING)
        if margins != self._column.contentsMargins():
            self._column.setContentsMargins(margins)

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """Whatever changes in here, the page is laid out at the end, once."""
        column = self._column
        parts = [part for item in column.items() for part in (item.widget(),) if part is not None]
        layouts = [layout for layout in (*(part.layout() for part in parts), column) if layout is not None]
        with laid_out_once(self, layouts):
            yield

    def show_row(
        self,
        row: Row,
        state: str,
        *,
        tone: str = "notice",
        same: bool = False,
        whole: Item | None = None,
        file_notes: Sequence[str] = (),
    ) -> None:
        """Show what the list knows of an item.

        :param state: where it stands, in words; empty where that needs no mention.
        :param tone: the colour of these words, as the stylesheet names it.
        :param same: it is the item that is shown already; what else is known of it stays.
        :param whole: all of another item, where its file has been read already: see :meth:`show_whole`.
        """
        self._row = row
        self._state.setText(state)
        if self._state.property("tone") != tone:
            self._state.setProperty("tone", tone)
            self._state.style().polish(self._state)
        self._state.setVisible(bool(state))
        self._meta.set_text(_meta_of(row))
        self._title.set_text(_title_of(row))
        self._excerpt.set_text(row.excerpt.rstrip())  # many end with a line that is empty
        self._excerpt.setVisible(bool(row.excerpt) and not self.is_editing)
        if not same:
            self._file_notes = tuple(file_notes)
            self._whole = whole
            self._wanted, self._mended = {}, frozenset()
            self.repair.show_changes(())
            self._repaired.hide()
        self._show_all_notes()
        heat = None if row.heat == -1 else row.heat
        self._quality.set_value(
            row.quality,
            fraction(row.quality, QUALITY_FULL),
            "" if row.quality is not None else self._why_none(row, "quality"),
        )
        cold = self.tr("not computed yet") if row.heat == -1 else self._why_none(row, "heat")
        self._heat.set_value(heat, fraction(heat, HEAT_FULL), "" if heat is not None else cold)
        self._path.set_text(visible(row.path))
        self.row_shown.emit(row)
        if same:
            return
        if whole is None:
            self._show_links((("Story", row.url),))
            self._show_related([], row.related)
        else:
            self._show_below(whole)
        self.verticalScrollBar().setValue(0)

    def show_texts(self, wanted: Sequence[TextChange], mending: Sequence[TextChange]) -> None:
        """Show texts otherwise than the file has them.

        :param wanted: what is decided and not saved yet, of related stories.
        :param mending: what would mend damaged texts; they are shown mended, and said to be.
        """
        self.repair.show_changes(mending)
        self.repair.setVisible(bool(mending) and not self.is_editing)
        for change in mending:
            if change.place == TITLE:
                self._title.set_text(visible(change.new))
            elif change.place == EXCERPT:
                self._excerpt.set_text(change.new.rstrip())
        before = self._wanted, self._mended
        self._mended = _places_of(mending)
        self._repaired.setVisible(not self._mended.isdisjoint((TITLE, EXCERPT)) and not self.is_editing)
        self._wanted = _others(wanted, mending)
        if self._whole is not None and before != (self._wanted, self._mended):
            self._show_related(self._whole.related, len(self._whole.related))

    @property
    def is_editing(self) -> bool:
        """Whether title and excerpt are being edited."""
        return not self.text_editor.isHidden()

    def begin_editing(self, title: str, excerpt: str) -> None:
        """Put boxes to be typed in where title and excerpt stand."""
        for widget in (self._title, self._excerpt, self._repaired, self.repair):
            widget.hide()
        self.text_editor.begin(title, excerpt)
        self.ensureWidgetVisible(self.text_editor)

    def end_editing(self) -> None:
        """Show title and excerpt again."""
        self.text_editor.hide()
        self.repair.setVisible(bool(self._mended))
        self._title.show()
        self._excerpt.setVisible(bool(self._excerpt.text()))
        self._repaired.setVisible(not self._mended.isdisjoint((TITLE, EXCERPT)))

    def show_whole(self, item: Item, file_notes: Sequence[str] = ()) -> None:
        """Show what only the whole file tells: all links and the related coverage.

        :param file_notes: what its place in the file system means for saving it.
        """
        assert self._row is not None
        self._file_notes = tuple(file_notes)
        before, self._whole = self._whole, item
        self._show_all_notes()
        if before is not None and _parts_below(before) == _parts_below(item):
            return  # cards that stay as they are keep the place of whoever reads them
        self._show_below(item)

    def _show_below(self, item: Item) -> None:
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
        reasons = list(
            dict.fromkeys([*self._file_notes, *(note.reason for note in self._row.notes), *of_whole])
        )
        self._notes.setText(visible_paragraphs(reasons))
        self._notes.setVisible(bool(reasons))

    def _show_links(self, links: Sequence[tuple[str, str]]) -> None:
        shown = [(label, address) for label, address in links if address]
        while len(self._link_buttons) < len(shown):
            button = LinkButton(self._themes, parent=self._links)
            button.activated.connect(self.link_activated)
            self._link_flow.addWidget(button)
            self._link_buttons.append(button)
        for place, button in enumerate(self._link_buttons):
            button.set_link(
                *((self.tr(shown[place][0]), shown[place][1]) if place < len(shown) else ("", ""))
            )
            button.setVisible(place < len(shown))
        self._links.setVisible(bool(shown))

    def _show_related(self, stories: Sequence[RelatedItem], count: int) -> None:
        self._heading.setText(self._related_heading(stories, count))
        assert self._row is not None
        shown = stories[:_MOST_CARDS]
        cards: list[RelatedCard] = []
        if shown:  # without any, the whole list is hidden
            cards = self._related.show_stories(self._told(shown, self._row, self._wanted, self._mended))
        self._related.setVisible(bool(stories))
        left_out = max(0, len(stories) - _MOST_CARDS)
        self._left_out.setText(
            self.tr("{0} more are not shown; they are in the file.").format(f"{left_out:,}")
        )
        self._left_out.setVisible(bool(left_out))
        self.related = list(zip(shown, cards, strict=True))
        self.related_shown.emit()

    def making_ready(
        self,
        item: int,
        row: Row,
        whole: Item,
        wanted: Sequence[TextChange] = (),
        mending: Sequence[TextChange] = (),
    ) -> Iterator[None]:
        """Make ready what takes longest of an item that may be shown next, in small steps.

        :param wanted, mending: as for :meth:`show_texts`.
        """
        stories = whole.related[:_MOST_CARDS]
        told = self._told(stories, row, _others(wanted, mending), _places_of(mending))
        margins = self._column.contentsMargins()
        width = self.viewport().width() - margins.left() - margins.right() - 2 * LINK_INSET
        yield
        own = {change.place: change.new for change in mending if change.place.is_own}
        self._title.make_ready(visible(own[TITLE]) if TITLE in own else _title_of(row), width)
        self._excerpt.make_ready(own.get(EXCERPT, row.excerpt).rstrip(), width)
        self._meta.make_ready(_meta_of(row), width)
        yield
        for card, story in zip(self._related.making_ready(told, width), stories, strict=False):
            self.card_ready.emit(item, story, card)
            card.heightForWidth(width)
            yield

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

    def _told(
        self,
        stories: Sequence[RelatedItem],
        row: Row,
        wanted: Mapping[TextPlace, str],
        mended: frozenset[TextPlace],
    ) -> list[RelatedStory]:
        """What the cards show of the related stories of an item."""
        told: list[RelatedStory] = []
        seen: Counter[str] = Counter()
        for story in stories:
            # A story is known by its address, and by which of those with this address it is.
            url = story_address({key: getattr(story, key) for key in LINK_KEYS})
            places = TextPlace("title", url, seen[url]), TextPlace("excerpt", url, seen[url])
            seen[url] += 1
            told.append(
                self._story(story, row, *map(wanted.get, places), is_mended=not mended.isdisjoint(places))
            )
        return told

    def _story(
        self, story: RelatedItem, row: Row, title: str | None, excerpt: str | None, *, is_mended: bool
    ) -> RelatedStory:
        """What a card shows of a related story; title and excerpt are given where they are shown otherwise."""
        moment = int(story.publishedDateTime.timestamp()) if story.publishedDateTime else None
        provider = story.provider
        meta = (
            (provider.name or provider.domain or "") if provider else "",
            "" if story.quality is None else unbroken(self.tr("quality") + f" {story.quality}"),
            unbroken(distance(moment, row.published_at) or exact(moment)),
        )
        return RelatedStory(
            title=title or story.title or self.tr("No title"),
            meta=facts(meta),
            excerpt=(story.excerpt or "") if excerpt is None else excerpt,
            quality_fraction=None if story.quality is None else fraction(story.quality, QUALITY_FULL),
            link_label="",
            address=story.webUrl or story.ampWebUrl or "",
            badge=self.tr("Repaired reading") if is_mended else "",
        )


def _title_of(row: Row) -> str:
    return visible(row.title or row.path)


def _meta_of(row: Row) -> str:
    return visible(facts((row.provider, row.domain, unbroken(exact(row.published_at)), row.type)))


def _others(wanted: Sequence[TextChange], mending: Sequence[TextChange]) -> dict[TextPlace, str]:
    """What related stories are to say where that is not what the file says."""
    return {change.place: change.new for change in (*wanted, *mending) if not change.place.is_own}


def _places_of(changes: Sequence[TextChange]) -> frozenset[TextPlace]:
    return frozenset(change.place for change in changes)


def _parts_below(item: Item) -> object:
    """All of an item that its row does not tell."""
    return item.webUrl, item.originalUrl, item.ampWebUrl or item.cdnAmpWebUrl, item.related


def visible_paragraphs(sentences: Sequence[str]) -> str:
    """Sentences, each in a line of its own."""
    return "\n".join(visible(sentence) for sentence in sentences)


def _label(tone: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setMinimumWidth(_NARROWEST)  # one long word must not widen the pane
    return label


def _hairline() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    return line
