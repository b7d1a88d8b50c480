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
        detail.page.related_shown.connect(self._mark_all)
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
        self._items = []
        related = self._detail.page.related
        if related:
            self._books.want()
        for story, card in related:
            item = self._item_of(story)
            if item is not None:
                self._items.append(item)
                self._mark(card, item)
            elif card in self._marks:
                self._marks[card].hide()

    def _item_of(self, story: RelatedItem) -> int | None:
        if not self._books.are_complete:
            return None
        addresses = (story.webUrl, story.ampWebUrl, story.cdnAmpWebUrl)
        found = self._books.stories.find(self._session.catalog, addresses)
        return next((item for item in found if item != self._detail.item), None)

    def _mark(self, card: RelatedCard, item: int) -> None:
        mark = self._marks.get(card)
        if mark is None:
            mark = self._marks[card] = StoryMark(self._themes)
            mark.chosen.connect(self.chosen)
            card.add_mark(mark)
        catalog = self._session.catalog
        mark.show_item(item, catalog.state(item), is_pending=item in catalog.pending)
        mark.show()
