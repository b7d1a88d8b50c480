"""The right pane: one item, many, a file with a problem, or a word of help."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from editor_app.core.decision import TextChange, retag
from editor_app.core.display_text import short
from editor_app.core.row_types import UNSEEN
from editor_app.core.state import State
from editor_app.core.text_place import EXCERPT, TITLE
from editor_app.core.topics import ranked
from editor_app.gui.edit_words import describe
from editor_app.gui.empty_state import EmptyState
from editor_app.gui.item_model import STATE_WORDS
from editor_app.gui.reading_ahead import ReadingAhead
from editor_app.gui.slices import Slices

if TYPE_CHECKING:
    from editor_app.core.save_result import SaveResult
    from editor_app.core.summary import Summarizer
    from editor_app.gui.detail_pages import DetailPages
    from editor_app.gui.file_view import FileView
    from editor_app.gui.item_page import ItemPage
    from editor_app.gui.item_reading import LoadedItem
    from editor_app.gui.problem_page import ProblemPage
    from editor_app.gui.selection_page import SelectionPage
    from editor_app.gui.session import Session
    from editor_app.gui.text_editing import TextEditing
    from editor_app.gui.theme import ThemeController
    from editor_app.gui.topic_editor import TopicEditor

_STORY, _FILE = 0, 1
_LOADED_FIRST = tuple(
    f"editor_app.gui.{name}"
    for name in (
        "card",
        "text_editor",
        "conflict_card",
        "repair_card",
        "item_page",
        "detail_pages",
        "judging",
    )
)
"""What the pages bring, in steps of some milliseconds."""
_LONGEST_TOPIC = 60  # characters, where one is spoken of
_MOST_LOOKED_AT = 6_000  # characters of title and excerpt, for topics that might fit


class DetailPane(QWidget):
    """Shows the selection. Deciding about topics happens here; everything else by the window's actions."""

    link_activated = Signal(str)
    left = Signal()
    """The editor is done here: the list may have the focus."""
    pages_made = Signal()
    """The pages for items are there; nothing has been shown on them yet."""
    said = Signal(str)
    """A sentence for the editor."""

    _ahead: ReadingAhead | None = None

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        actions: Mapping[str, QAction],
        clock: Callable[[], float] = time.time,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setObjectName("detailPane")
        self.setAccessibleName(self.tr("Selected item"))
        self._session = session
        self._themes = themes
        self._actions = actions
        self._made: DetailPages | None = None
        self._is_alone = False
        self._items: list[int] = []
        self._changed: list[int] | None = None
        self._offered: dict[TopicEditor, tuple[Sequence[str], Counter[str]]] = {}
        self._loaded: LoadedItem | None = None
        # What of the one item stands on the page, and the version of the file that it was read from.
        self._shown: object = None
        self._signature = UNSEEN
        self._on_page: int | None = None
        self._previewed: int | None = None
        self._summarizer: Summarizer | None = None
        self._same_selection = False
        self._coming: list[int] = []  # items that are shown as soon as there is a page for them
        self._preparing = Slices(self)
        self._preparing.finished.connect(self._on_prepared)
        self._resting = Slices(self, right_of_way=session.right_of_way)
        self._readying = Slices(self)
        self._summarizing = Slices(self)
        self._summarizing.finished.connect(self._show_summary)
        self._tabs = self._story_or_file()
        self._tabs.currentChanged.connect(self._on_tab)
        self._empty = EmptyState(themes)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._tabs)
        box.addWidget(self._pages, 1)
        session.item_loaded.connect(self._on_item_loaded)
        session.items_changed.connect(self._on_items_changed)
        session.opened.connect(self._readying.stop)
        session.opened.connect(self._forget_coming)
        session.site_read.connect(self._on_site_read)
        self.show_help(self.tr("Select an item to read it."))

    def read_ahead(self, nearby: Callable[[], Sequence[int]]) -> None:
        """Read items before they are asked for.

        :param nearby: tells which ones may be asked for next.
        """
        self._ahead = ReadingAhead(self._session, nearby, self)
        self._ahead.ready.connect(self._make_ready)

    @property
    def is_prepared(self) -> bool:
        """Whether the pages for items are there, and what was to be shown first is shown."""
        return self._made is not None and not self._preparing.is_at_work

    def prepare(self) -> None:
        """Make the pages for items step by step, between other work: they are many widgets, and take long to load."""
        if self._made is None and not self._preparing.is_at_work:
            self._preparing.start(self._preparations())

    def _preparations(self) -> Iterator[None]:
        for name in _LOADED_FIRST:
            import_module(name)
            yield
        pages = self.make_pages()
        yield
        yield from pages.make_all()

    def make_pages(self) -> DetailPages:
        """Make the pages for items now, if they are not there yet."""
        if self._made is None:
            from editor_app.gui.detail_pages import DetailPages

            made = self._made = DetailPages(self._session, self._themes, self._actions, self._take_page)
            made.item.link_activated.connect(self.link_activated)
            made.editing.left.connect(self.left)
            self.pages_made.emit()
        return self._made

    def _take_page(self, page: QWidget, topics: TopicEditor | None) -> None:
        self._pages.addWidget(page)
        if topics is not None:
            topics.added.connect(self._on_topic_added)
            topics.removed.connect(self._on_topic_removed)
            topics.left.connect(self.left)

    def _on_prepared(self) -> None:
        self._show_coming()
        self._resting.start(
            self._selection_page.making_ready()
        )  # of which nothing is needed for the first item

    def _show_coming(self) -> None:
        """Show what had to wait for the pages."""
        self._preparing.stop()
        coming, self._coming = self._coming, []
        if coming:
            self.make_pages()
            self.show_items(coming)

    def _forget_coming(self) -> None:
        self._coming = []

    @property
    def _item_page(self) -> ItemPage:
        return self.make_pages().item

    @property
    def _selection_page(self) -> SelectionPage:
        return self.make_pages().selection

    @property
    def _problem_page(self) -> ProblemPage:
        return self.make_pages().problem

    @property
    def _file_view(self) -> FileView:
        return self.make_pages().file

    @property
    def _editing(self) -> TextEditing:
        return self.make_pages().editing

    def _story_or_file(self) -> QTabBar:
        tabs = QTabBar()
        tabs.addTab(self.tr("Story"))
        tabs.addTab(self.tr("YAML"))
        tabs.setProperty("kind", "pane")
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tabs.setAccessibleName(self.tr("Story or file"))
        return tabs

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def topic_editor(self) -> TopicEditor | None:
        """The topics that can be edited now."""
        if len(self._items) > 1:
            return self._selection_page.topics
        return self._item_page.topics if len(self._items) == 1 and self._is_readable() else None

    @property
    def page(self) -> ItemPage:
        """The page on which a single item is read."""
        return self._item_page

    @property
    def item(self) -> int | None:
        """The one item that is shown."""
        return self._items[0] if len(self._items) == 1 else None

    @property
    def awaits_story(self) -> bool:
        """Whether more of the item is to come, once its file has been read."""
        return len(self._items) == 1 and self._loaded is None and self._is_readable()

    @property
    def is_making_ready(self) -> bool:
        """Whether something that may be shown next is being made ready."""
        return self._readying.is_at_work

    @property
    def scroll_area(self) -> QAbstractScrollArea | None:
        """What is scrolled of the page that is shown now."""
        page = self._pages.currentWidget()
        if page is None or isinstance(page, QAbstractScrollArea):
            return page
        return page.findChild(QAbstractScrollArea)

    @property
    def is_alone(self) -> bool:
        """Whether nothing else of the window is to be seen; see :meth:`set_alone`."""
        return self._is_alone

    def set_alone(self, alone: bool) -> None:
        """Set the item in large type, in a column of its own in the middle, without the file's tab; or as before.

        Who is alone has the focus, and the keys of the list with it.
        """
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if alone else Qt.FocusPolicy.NoFocus)
        self._is_alone = alone
        self._show_coming()
        self.make_pages().set_alone(alone)
        if alone:
            self.show_story()
        self._tabs.setVisible(not alone and len(self._items) == 1 and self._is_readable())

    def show_help(self, sentence: str, action: QAction | None = None) -> None:
        """Nothing is selected: say what to do."""
        self.finish_editing()
        self._items = []
        self._summarizing.stop()
        self._forget_coming()
        self._loaded = None
        self._on_page = self._previewed = None
        self._empty.set_message(sentence, action)
        self._tabs.hide()
        self._pages.setCurrentWidget(self._empty)

    def show_items(self, items: Sequence[int]) -> None:
        """Show these items; the first ones as soon as there is a page for them."""
        if not self.is_prepared:
            self._coming = list(items)
            self.prepare()
            if self._preparing.is_at_work:
                self._empty.set_message("")  # it is selected already: nobody is to select one
                return
        self._readying.stop()
        self._summarizing.stop()
        same = list(items) == self._items
        if not same:
            self.finish_editing()
        self._items = list(items)
        if len(items) == 1:
            if not same:
                self._loaded = None if self._ahead is None else self._ahead.known(items[0])
                self._signature = self._session.catalog.row(items[0]).signature
            known = self._loaded
            if not same and known is None:
                self._session.load_item(items[0])
            self._show_one()
            if not same and known is not None:
                # It is on the page already: the job that looks whether it holds would only take turns with that.
                self._session.load_item(items[0], known)
        elif items:
            self.finish_editing()
            self._loaded = None
            self._show_many(same_selection=same)

    def show_story(self) -> None:
        """Show the item as a page."""
        self._tabs.setCurrentIndex(_STORY)

    def show_file(self) -> None:
        """Show the item's file as it is and as it will be."""
        self._show_coming()
        self._tabs.setCurrentIndex(_FILE)

    def focus_topics(self) -> None:
        """Put the cursor where a topic is typed."""
        self._show_coming()
        if self.topic_editor is None:
            return
        if len(self._items) == 1:
            self._tabs.setCurrentIndex(_STORY)
        self.topic_editor.focus_edit()

    def edit_texts(self) -> str:
        """Put the cursor into the title of the one item that is shown.

        :returns: why that cannot be done; empty where it can.
        """
        self._show_coming()
        if len(self._items) != 1:
            return self.tr("Select a single item to edit its texts.")
        self._tabs.setCurrentIndex(_STORY)
        return self._editing.begin(self._items[0], self._mending(self._loaded))

    def finish_editing(self) -> None:
        """Take what has been typed into title and excerpt, if they are being edited."""
        if self._made is not None:
            self._editing.finish()

    def _is_readable(self) -> bool:
        return self._session.catalog.row(self._items[0]).problem is None

    def _show_one(self) -> None:
        catalog = self._session.catalog
        item = self._items[0]
        row = catalog.shown_row(item)
        self._shown = self._reading_of(item)
        self._tabs.setVisible(row.problem is None and not self.is_alone)
        if row.problem is not None:
            self._problem_page.show_row(row)
            if self._loaded is not None:
                self._problem_page.show_file(self._loaded.data)
            self._pages.setCurrentWidget(self._problem_page)
            return
        loaded = self._loaded
        with self._item_page.laid_out_once():
            self._item_page.show_row(
                row,
                self._state_words(item),
                tone=self._state_tone(item),
                same=self._on_page == item,
                whole=None if loaded is None else loaded.whole,
                file_notes=() if loaded is None else loaded.notes,
            )
            self._on_page = item
            self._show_conflict(item)
            self._show_own_topics(item)
            self._show_texts(item)
        self._show_page()

    def _show_texts(self, item: int) -> None:
        """Show texts as they are wanted, and damaged ones mended."""
        if self._loaded is not None and self._loaded.item == item:
            self._item_page.show_texts(self._session.catalog.edit(item).texts, self._mending(self._loaded))

    def _mending(self, loaded: LoadedItem | None) -> list[TextChange]:
        """What would mend the texts of an item that nothing is decided about, as its file was last read."""
        if loaded is None or not loaded.repairs:
            return []
        item = loaded.item
        row = self._session.catalog.row(item)
        now = {TITLE: row.title, EXCERPT: row.excerpt}
        decided = {change.place for change in self._session.catalog.edit(item).texts}
        return [
            change
            for change in loaded.repairs
            if change.place not in decided and now.get(change.place, change.base) == change.base
        ]

    def _show_conflict(self, item: int) -> None:
        catalog = self._session.catalog
        conflict = catalog.conflict(item)
        card = self._item_page.conflict
        if conflict is not None:
            card.show_conflict(conflict, len(catalog.conflicts))
        elif catalog.is_unsettled(item):
            card.show_deleted(describe(catalog.edit(item)))
        else:
            card.hide()

    def _reading_of(self, item: int) -> object:
        """All that the page shows of an item before its whole file has been read."""
        catalog = self._session.catalog
        row = catalog.shown_row(item)._replace(signature=UNSEEN)
        choice = catalog.conflict(item), catalog.is_unsettled(item), len(catalog.conflicts)
        return row, catalog.topics(item), self._state_words(item), choice, catalog.edit(item).texts

    def _state_words(self, item: int) -> str:
        catalog = self._session.catalog
        state = catalog.state(item)
        parts = [] if state is State.UNPUBLISHED and item not in catalog.pending else [STATE_WORDS[state]]
        failure, snooze = catalog.failure(item), catalog.snooze(item)
        if snooze is not None:
            parts.append(self.tr("Snoozed {0}").format(snooze.words(self._clock())))
        if item in catalog.conflicts:
            parts.append(self.tr("conflict, not saved"))
        elif item in catalog.missing:
            parts.append(self.tr("the file is gone"))
        elif failure:
            parts.append(self.tr("not saved: {0}").format(failure))
        elif item in catalog.pending:
            parts.append(self.tr("not saved yet"))
        return " · ".join(parts)

    def _state_tone(self, item: int) -> str:
        """The colour of a state that is settled; what is to be noticed besides has its own."""
        catalog = self._session.catalog
        state = catalog.state(item)
        is_settled = item not in catalog.pending and state in (State.PUBLISHED, State.REJECTED)
        return state.value if is_settled else "notice"

    def _show_page(self) -> None:
        if self._tabs.currentIndex() == _STORY:
            self._pages.setCurrentWidget(self._item_page)
            return
        self._pages.setCurrentWidget(self._file_view)
        if self._previewed != self._items[0]:
            self._file_view.show_lines(())
        work = self._session.preview(self._items)
        if work is not None:
            self._session.jobs.start(work, succeeded=self._on_preview)

    def _show_many(self, *, same_selection: bool) -> None:
        self._tabs.hide()
        self._offer_names(self._selection_page.topics)
        from editor_app.core.summary import Summarizer  # seldom needed right at the start

        summarizer = self._summarizer = Summarizer(self._session.catalog, self._items)
        self._same_selection = same_selection
        if not same_selection:
            self._selection_page.show_count(len(self._items))
        self._pages.setCurrentWidget(self._selection_page)
        if summarizer.is_brief:
            deque(summarizer.steps(), maxlen=0)
            self._show_summary()
        else:
            self._summarizing.start(summarizer.steps())  # the list is drawn before that

    def _show_summary(self) -> None:
        if self._summarizer is not None:
            self._selection_page.show_summary(self._summarizer.summary(), same_selection=self._same_selection)

    def _show_own_topics(self, item: int) -> None:
        catalog = self._session.catalog
        row = catalog.shown_row(item)
        held = list(dict.fromkeys(catalog.topics(item)))
        suggested = self._session.topics.suggestions(
            f"{row.title[:_MOST_LOOKED_AT]}\n{row.excerpt[:_MOST_LOOKED_AT]}", held
        )
        self._offer_names(self._item_page.topics)
        self.make_pages().show_topics(held, suggested)

    def _offer_names(self, editor: TopicEditor) -> None:
        """Have an editor complete the site's topics and those in use. Ranking them for each item takes too long."""
        names, in_use = self._session.topics.names, self._session.catalog.topics_in_use
        if self._offered.get(editor) != (names, in_use):
            self._offered[editor] = names, in_use.copy()
            editor.set_names(ranked(names, in_use))

    # -- news ------------------------------------------------------------------------------------------------------

    def _on_item_loaded(self, loaded: LoadedItem) -> None:
        if self._items != [loaded.item]:
            return
        before, self._loaded = self._loaded, loaded
        if self._ahead is not None:
            self._ahead.go_on_from(loaded)
        if loaded is before:
            return  # what was read ahead still holds, and is shown
        if not self._is_readable():
            self._problem_page.show_file(loaded.data)
        elif loaded.whole is not None:
            with self._item_page.laid_out_once():
                self._item_page.show_whole(loaded.whole, loaded.notes)
                self._show_texts(loaded.item)

    def _make_ready(self, known: Sequence[LoadedItem]) -> None:
        """Make ready what may be shown next."""
        if len(self._items) == 1:
            self._readying.start(self._making_ready(known))

    def _making_ready(self, known: Sequence[LoadedItem]) -> Iterator[None]:
        catalog = self._session.catalog
        for loaded in known:
            item = loaded.item
            if loaded.whole is not None and catalog.holds(item) and catalog.row(item).problem is None:
                wanted, mending = catalog.edit(item).texts, self._mending(loaded)
                row = catalog.shown_row(item)
                yield from self._item_page.making_ready(item, row, loaded.whole, wanted, mending)

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """What changes in here is shown at the end, if it is still to be shown then: after a decision the next item is
        on the page, and the decided one needs no other look.
        """
        self._changed = []
        try:
            yield
        finally:
            changed, self._changed = self._changed, None
            if changed:
                self._on_items_changed(changed)

    def _on_items_changed(self, items: list[int]) -> None:
        if self._changed is not None:
            self._changed += items
            return
        if not self._items or set(self._items).isdisjoint(items):
            return
        if len(self._items) == 1 and self._session.catalog.holds(self._items[0]):
            self._show_changes(self._items[0])
        else:
            self.show_items([item for item in self._items if self._session.catalog.holds(item)])

    def _show_changes(self, item: int) -> None:
        """The item on the page has changed: what reads as before stays as it is, under the reader's eyes."""
        signature = self._session.catalog.row(item).signature
        if self._reading_of(item) != self._shown:
            self._show_one()
        elif signature != self._signature and self._tabs.currentIndex() == _FILE:
            self._show_page()
        if signature != self._signature:
            self._signature = signature
            self._session.load_item(item)

    def _on_site_read(self) -> None:
        if self._items:
            self.show_items(self._items)

    def _on_preview(self, previews: list[tuple[int, SaveResult]]) -> None:
        for item, preview in previews:
            if self._items == [item]:
                after = preview.after or preview.before
                self.make_pages().show_file(preview.before, after, same=self._previewed == item)
                self._previewed = item

    def _on_tab(self) -> None:
        if len(self._items) == 1 and self._is_readable():
            self._show_page()

    def _on_topic_added(self, name: str) -> None:
        session = self._session
        is_known = name in session.topics.names or bool(session.catalog.topics_in_use.get(name))
        session.decide(self._items, retag(add=[name]))
        if not is_known:  # nobody is hindered, but a slip of the finger is seen
            said = self.tr("“{0}” is a new topic: no other item has it.")
            self.said.emit(said.format(short(name, _LONGEST_TOPIC)))

    def _on_topic_removed(self, name: str) -> None:
        self._session.decide(self._items, retag(remove=[name]))
