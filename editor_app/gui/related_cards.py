"""The related stories of an item, each on a card; and the cards of items that may come next, ready and out of sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from editor_app.gui.card import RelatedCard, RelatedStory
from editor_app.gui.column_layout import ColumnLayout
from editor_app.gui.theme import ThemeController

_SPARE: Final = 8  # nearly all stories are told by fewer others
_MOST_READY: Final = 16  # cards of one item that are made ready; more are seldom needed
_MOST_KEPT: Final = 40  # cards that are kept ready out of sight
_REST: Final = 30  # milliseconds
_SPACING: Final = 8

_Stories = tuple[RelatedStory, ...]


class RelatedCards(QWidget):
    """Sets of cards, one of which is shown. A set is known by what stands on its cards: it is never out of date.

    To fill the cards of an item takes longer than all else on its page. So those of items that the next key may lead to
    are filled while the window is at rest, and those of the last items are kept.
    """

    link_activated = Signal(str)

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("relatedList")
        self.setAccessibleName(self.tr("Related coverage"))
        self._themes = themes
        self._column = ColumnLayout(self, spacing=_SPACING)
        self._pixels = 0
        # All cards that were ever needed, in the order in which they stand; a set has some of them, in this order too.
        self._pool: list[RelatedCard] = []
        self._sets: dict[_Stories, list[RelatedCard]] = {}  # the one that was used last is the last one
        self._shown: _Stories = ()
        self._times_shown = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._make_spare)

    def set_size(self, pixels: int) -> None:
        """Set the texts of all cards in another size."""
        self._pixels = pixels
        self._sets = {self._shown: self._sets[self._shown]} if self._shown else {}
        for card in self._pool:
            card.set_size(pixels)

    def show_stories(self, stories: Sequence[RelatedStory]) -> list[RelatedCard]:
        """Show these stories.

        :returns: their cards.
        """
        self._rest.start()
        self._times_shown += 1
        before = self._sets.get(self._shown, [])
        wanted = tuple(stories)
        cards = self._completed(self._sets.pop(wanted, []), wanted)
        if cards is None:
            self._sets.pop(self._shown, None)
            cards = self._free(len(wanted))
            for card, story in zip(cards, wanted, strict=True):
                card.set_story(story)
        self._shown = wanted
        if wanted:
            self._sets[wanted] = cards
        for card in before:
            if card not in cards:
                card.hide()
        for card in cards:
            if card.isHidden():
                card.show()
        return cards

    def making_ready(self, stories: Sequence[RelatedStory], width: int) -> Iterator[RelatedCard]:
        """Fill cards with stories that may be shown next, one with each step; it ends when any are shown. What has been
        filled by then is kept.

        :param width: how wide the cards will be.
        """
        wanted = tuple(stories)
        if not wanted or len(wanted) > _MOST_READY or wanted == self._shown:
            return
        cards = self._sets.pop(wanted, [])
        if cards:
            self._sets[wanted] = cards
        self._make_room(wanted)
        turn = self._times_shown
        while len(cards) < len(wanted) and self._times_shown == turn:
            card = self._below(cards) or self._add()
            card.resize(width, card.height())
            card.set_story(wanted[len(cards)])
            cards.append(card)
            self._sets[wanted] = cards
            yield card

    def _make_room(self, wanted: _Stories) -> None:
        """Let go of the sets that were used longest ago, so that not too many cards are kept with those wanted."""
        kept = [stories for stories in self._sets if stories not in (self._shown, wanted)]
        total = len(wanted) + sum(len(self._sets[stories]) for stories in kept)
        for stories in kept:
            if total <= _MOST_KEPT:
                break
            total -= len(self._sets.pop(stories))

    def _completed(self, cards: list[RelatedCard], wanted: _Stories) -> list[RelatedCard] | None:
        """A set that was filled as far as there was time for it, filled; None where that cannot be."""
        if not cards:
            return None
        while len(cards) < len(wanted):
            card = self._below(cards)
            if card is None:
                return None
            card.set_story(wanted[len(cards)])
            cards.append(card)
        return cards

    def _below(self, cards: Sequence[RelatedCard]) -> RelatedCard | None:
        """The first card below some cards that is not used."""
        start = self._pool.index(cards[-1]) + 1 if cards else 0
        used = {card for some in (*self._sets.values(), cards) for card in some}
        return next((card for card in self._pool[start:] if card not in used), None)

    def _free(self, count: int) -> list[RelatedCard]:
        """Cards that no set has, from top to bottom; rather those of other sets than new ones, which take longest."""
        free = self._unused()
        while len(free) < count:
            oldest = next((stories for stories in self._sets if stories != self._shown), None)
            if oldest is None:
                break
            del self._sets[oldest]
            free = self._unused()
        while len(free) < count:
            free.append(self._add())
        return free[:count]

    def _unused(self) -> list[RelatedCard]:
        used = {card for cards in self._sets.values() for card in cards}
        return [card for card in self._pool if card not in used]

    def _add(self) -> RelatedCard:
        card = RelatedCard(self._themes, RelatedStory(""), parent=self)
        card.hide()
        if self._pixels:
            card.set_size(self._pixels)
        card.link_activated.connect(self.link_activated)
        self._column.addWidget(card)
        self._pool.append(card)
        return card

    def _make_spare(self) -> None:
        """While the window is at rest, make what the next item may need."""
        if len(self._pool) < _SPARE:
            self._add().ensurePolished()
            self._rest.start()
