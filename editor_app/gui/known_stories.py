"""Related stories that are items of the folder themselves: marked where they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.folder_books import FolderBooks
from editor_app.gui.session import Session
from editor_app.gui.story_mark import StoryMark
from editor_app.gui.theme import ThemeController

if TYPE_CHECKING:
    from editor_app.core.item import RelatedItem
    from editor_app.gui.card import RelatedCard

_MOST_FOUND = 500  # stories whose items are remembered

_Addresses = tuple[str | None, str | None, str | None]


class KnownStories(QObject):
    """Looks the stories of the page up in the folder's books, again whenever either has changed."""

    chosen = Signal(int)
    """The item of a mark that was clicked."""

    def __init__(
        self,
        session: Session,
        books: FolderBooks,
        detail: DetailPane,
        themes: ThemeController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._books = books
        self._detail = detail
        self._themes = themes
        self._marks: dict[RelatedCard, StoryMark] = {}
        self._items: list[int] = []
        # What was found for which addresses, as long as nothing else may be.
        self._found: dict[_Addresses, list[int]] = {}
        self._found_in: object = None
        detail.page.related_shown.connect(self._mark_all)
        detail.page.card_ready.connect(self._mark_ahead)
        books.changed.connect(self._mark_all)

    @property
    def items(self) -> list[int]:
        """The items of the folder that stand among the related stories, in their order."""
        return self._items

    @property
    def are_known(self) -> bool:
        """Whether the whole folder has been looked through for them."""
        return self._books.are_complete

    def _mark_all(self) -> None:
        related = self._detail.page.related
        if related:
            self._books.want()
        found = [self._mark_one(self._detail.item, story, card) for story, card in related]
        self._items = [item for item in found if item is not None]

    def _mark_ahead(self, item: int, story: RelatedItem, card: RelatedCard) -> None:
        self._mark_one(item, story, card)

    def _mark_one(self, shown: int | None, story: RelatedItem, card: RelatedCard) -> int | None:
        """Mark the card of a story on the page of some item.

        :returns: the item that the mark leads to.
        """
        item = self._item_of(shown, story)
        if item is not None:
            self._mark(card, item)
        elif card in self._marks:
            self._marks[card].hide()
        return item

    def _item_of(self, shown: int | None, story: RelatedItem) -> int | None:
        if not self._books.are_complete:
            return None
        catalog, stories = self._session.catalog, self._books.stories
        state = stories, stories.revision
        if self._found_in != state or len(self._found) > _MOST_FOUND:
            self._found_in = state
            self._found.clear()
        addresses = story.webUrl, story.ampWebUrl, story.cdnAmpWebUrl
        found = self._found.get(addresses)
        if found is None:
            found = self._found[addresses] = stories.find(catalog, addresses)
        return next((item for item in found if item != shown and catalog.holds(item)), None)

    def _mark(self, card: RelatedCard, item: int) -> None:
        mark = self._marks.get(card)
        if mark is None:
            mark = self._marks[card] = StoryMark(self._themes)
            mark.chosen.connect(self.chosen)
            card.add_mark(mark)
        catalog = self._session.catalog
        mark.show_item(item, catalog.state(item), is_pending=item in catalog.pending)
        if mark.isHidden():
            mark.show()
