"""The window: its panes, its menus, and the wires between them. What is decided and saved is the session's work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QSplitter, QVBoxLayout, QWidget

from editor_app import __version__
from editor_app.core.catalog import Queue
from editor_app.core.decision import Decision, Publish, Reject, Requeue
from editor_app.core.display_text import short, visible
from editor_app.core.folder import ItemFolder
from editor_app.core.query import Query
from editor_app.core.query.condition import Condition
from editor_app.core.saved_views import SavedView
from editor_app.core.view import Order, SortKey
from editor_app.gui import settings as declared
from editor_app.gui.actions import (
    COMMANDS,
    CONFLICT_COMMANDS,
    CONTEXT_MENU,
    ITEM_COMMANDS,
    MENUS,
    VIEW_MENU,
    create_actions,
    list_actions,
)
from editor_app.gui.banner import Banner
from editor_app.gui.changes_dialog import ChangesDialog
from editor_app.gui.command_palette import CommandPalette
from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.facet_bar import FacetBar
from editor_app.gui.folder_watch import FolderWatch, Pace
from editor_app.gui.icons import icon
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.log_dialog import LogDialog
from editor_app.gui.names_in_use import NamesInUse
from editor_app.gui.order_sign import OrderSign
from editor_app.gui.pace_sign import PaceSign
from editor_app.gui.program_banner import ProgramBanner
from editor_app.gui.queue_bar import QUEUE_NAMES, QueueBar
from editor_app.gui.repairing import Repairing
from editor_app.gui.restore_dialog import RestoreDialog
from editor_app.gui.restoring import Restoring
from editor_app.gui.saved_views import SavedViews
from editor_app.gui.search_bar import SearchBar
from editor_app.gui.session import SaveReport, Session
from editor_app.gui.settings import Settings
from editor_app.gui.side_bar import SideBar
from editor_app.gui.status_line import StatusLine
from editor_app.gui.theme import ThemeController, ThemeMode
from editor_app.gui.top_bar import TopBar
from editor_app.gui.view_bar import ViewBar
from editor_app.gui.view_commands import ViewCommands
from editor_app.gui.web_links import web_url

_NARROW = 1_100  # pixels; below, the item stands under the table
_QUEUE_WIDTH = 176
_DETAIL_WIDTH = 420

_EMPTY_WORDS = {
    Queue.UNPUBLISHED: "The queue is empty. Every item here has been decided.",
    Queue.CHANGED: "Nothing is waiting to be saved.",
    Queue.CONFLICTS: "No item is in conflict with a change of somebody else.",
    Queue.PUBLISHED: "No item is published.",
    Queue.REJECTED: "No item has been rejected.",
    Queue.PROBLEMS: "Every file can be read, and no field holds anything unexpected.",
    Queue.ALL: "This folder holds no items.",
}


class MainWindow(QMainWindow):
    """The program's window."""

    loading_finished = Signal()
    """The open folder has been read."""

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        settings: Settings,
        clock: Callable[[], float] = time.time,
        pace: Pace | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._session = session
        self._themes = themes
        self._settings = settings
        self._closing = False
        self._problems_seen = 0
        self._conflict_sentence = ""
        self._undone_sentence = ""
        self._chosen_for_the_editor: int | None = None
        self._actions = create_actions(self)
        self.model = ItemModel(clock, self)
        self.table = ItemTable(self.model, themes)
        self.queues = QueueBar(themes)
        self.search = SearchBar(themes)
        self._names = NamesInUse(session, self)
        self.search.complete_with(self._names.names)
        self.view_bar = ViewBar(themes)
        self.views = SavedViews(session, settings, self.view_bar, self._shown_view, clock, self)
        self._view_commands = ViewCommands(self.views, self._actions, self)
        self.facets = FacetBar(themes, session, self.model, self.search.shown_query)
        self.detail = DetailPane(session, themes, self._actions)
        self.banner = Banner(themes)
        self.banner.setObjectName("problemBanner")
        self.notices = ProgramBanner(themes)
        self._restoring = Restoring(session, self)
        self._repairing = Repairing(session, self)
        self.status = StatusLine(themes, self._actions["cancelAction"])
        self.order_sign = OrderSign(self._actions["sortAnewAction"])
        self.status.add_sign(self.order_sign)
        self.status.add_sign(PaceSign(session))
        self.watch = FolderWatch(session, pace or Pace(every=settings.get(declared.LOOK_EVERY)), self)
        self._build_panes()
        self._build_menus()
        self._connect()
        self._restore()
        self._take_icons(None)
        self._show_pending()
        self._update_empty()
        self._update_actions()
        self._focus_list()

    # -- putting it together ---------------------------------------------------------------------------------------

    def _build_panes(self) -> None:
        self.addToolBar(TopBar(self._themes, self._actions, self.search))
        self._work = QSplitter(Qt.Orientation.Horizontal)
        self._work.addWidget(self.table)
        self._work.addWidget(self.detail)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        save_view = self._actions["saveViewAction"]
        self._panes.addWidget(SideBar(self._themes, self.queues, self.view_bar, self.facets, save_view))
        self._panes.addWidget(self._work)
        for splitter in (self._work, self._panes):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self._panes.setStretchFactor(0, 0)
        self._panes.setStretchFactor(1, 1)
        self._work.setStretchFactor(0, 1)
        self._work.setStretchFactor(1, 0)
        self.detail.setMinimumWidth(360)
        self.table.setMinimumSize(320, 160)
        central = QWidget()
        box = QVBoxLayout(central)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.notices)
        box.addWidget(self.banner)
        box.addWidget(self._panes, 1)
        self.setCentralWidget(central)
        self.setStatusBar(self.status)
        self.setTabOrder(self.table, self.detail)
        self.setTabOrder(self.search, self.queues)
        self.setTabOrder(self.queues, self.view_bar)
        self.setTabOrder(self.view_bar, self.facets)
        self.setTabOrder(self.facets, self.table)

    def _build_menus(self) -> None:
        for title, names in MENUS:
            menu = self.menuBar().addMenu(self.tr(title))
            menu.setObjectName(title.replace("&", "").lower() + "Menu")
            for name in names:
                if name:
                    menu.addAction(self._actions[name])
                else:
                    menu.addSeparator()
        for action in self._actions.values():
            if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
                self.addAction(action)
        for action in list_actions(self._actions):
            self.table.addAction(action)
        self.table.set_context_menu([self._actions[name] if name else None for name in CONTEXT_MENU])
        self.view_bar.set_menu([self._actions[name] if name else None for name in VIEW_MENU])
        group = QActionGroup(self)
        for mode, name in (
            ("system", "themeSystemAction"),
            ("light", "themeLightAction"),
            ("dark", "themeDarkAction"),
        ):
            action = self._actions[name]
            action.setCheckable(True)
            action.setChecked(self._themes.mode == mode)
            group.addAction(action)

    def _connect(self) -> None:
        session = self._session
        session.opened.connect(self._on_opened)
        session.items_added.connect(self._on_items_added)
        session.items_changed.connect(self._on_items_changed)
        session.items_leaving.connect(self._on_items_leaving)
        session.items_removed.connect(self._on_items_removed)
        session.decided.connect(self._on_decided)
        session.pending_changed.connect(self._show_pending)
        session.loading_started.connect(self._on_loading)
        session.loading_finished.connect(self._on_loaded)
        session.site_read.connect(self._on_site_read)
        session.decisions_restored.connect(self._on_decisions_restored)
        session.save_started.connect(self._on_save_started)
        session.save_progressed.connect(self._on_save_progressed)
        session.save_finished.connect(self._on_saved)
        session.save_refused.connect(self._on_save_refused)
        session.failed.connect(self._on_failed)
        self.watch.telling.connect(self.table.hold_place)
        self.watch.told.connect(self.table.return_to_place)
        self.watch.waiting_changed.connect(self.status.show_waiting)
        self.watch.reach_changed.connect(self._on_reach)
        self.watch.undone_changed.connect(self._on_undone)
        session.undo_stack.indexChanged.connect(self._update_actions)
        self.queues.queue_chosen.connect(self._on_queue)
        self.queues.clicked.connect(self._focus_list)
        self.queues.activated.connect(self._focus_list)
        self.search.query_changed.connect(self._on_query)
        self.model.replaced.connect(self._after_new_list)
        self._session.preparations.append(self.model.prepare)
        self.model.completed.connect(self._show_place)
        self.search.names_wanted.connect(self._names.refresh)
        self.search.left.connect(self._focus_list)
        self.search.query_changed.connect(self.facets.refresh)
        self.views.chosen.connect(self._on_view)
        self.views.said.connect(self.status.say)
        self._view_commands.said.connect(self.status.say)
        self.facets.turned.connect(self._on_facet)
        self.facets.left.connect(self._focus_list)
        self.table.selection_changed.connect(self._on_selection)
        self.table.order_chosen.connect(self._on_order)
        self.table.doubleClicked.connect(self.open_in_browser)
        self.detail.left.connect(self._focus_list)
        self.detail.link_activated.connect(self._open_link)
        self._themes.changed.connect(self._take_icons)
        self._restoring.progressed.connect(self._on_restoring)
        self._restoring.finished.connect(self._on_restored)
        self._repairing.progressed.connect(self._on_repairing)
        self._repairing.finished.connect(self._on_repaired)

    def _restore(self) -> None:
        """Look as the window did last time."""
        settings = self._settings
        self.resize(1_440, 900)
        if not settings.get(declared.GEOMETRY).isEmpty():
            self.restoreGeometry(settings.get(declared.GEOMETRY))
        if not settings.get(declared.PANES).isEmpty():
            self._panes.restoreState(settings.get(declared.PANES))
        key = settings.get(declared.SORT_KEY)
        order = Order()
        if key in set(SortKey):
            order = Order(SortKey(key), settings.get(declared.SORT_DESCENDING))
        self.model.sort_by(order)
        self.table.show_order(order)
        self._has_sizes = not settings.get(declared.PANES).isEmpty()
        self.table.restore_columns(settings.get(declared.COLUMNS))
        self.facets.open_again(settings.get(declared.FACETS_OPEN))

    def _remember(self) -> None:
        settings = self._settings
        settings.set(declared.GEOMETRY, self.saveGeometry())
        settings.set(declared.PANES, self._panes.saveState())
        settings.set(declared.COLUMNS, self.table.columns_state())
        order = self.model.view.order
        settings.set(declared.SORT_KEY, str(order.key))
        settings.set(declared.SORT_DESCENDING, order.descending)
        settings.set(declared.FACETS_OPEN, self.facets.open_sections())
        settings.set(declared.THEME, self._themes.mode)
        if not settings.flush():
            self.status.say(self.tr("The settings cannot be written."))

    def _take_icons(self, _theme: object) -> None:
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icon(command.icon, self._themes.theme.muted))

    @property
    def session(self) -> Session:
        """The open folder at work."""
        return self._session

    # -- the folder ------------------------------------------------------------------------------------------------

    def open_folder(self, folder: ItemFolder) -> None:
        """Open a folder (or some files of it); asks first where something is not saved."""
        if not self._may_leave():
            return
        recent = [str(folder.root), *self._settings.get(declared.RECENT_FOLDERS)]
        self._settings.set(declared.RECENT_FOLDERS, list(dict.fromkeys(recent))[:10])
        self._problems_seen = 0
        self.banner.hide()
        self._session.open(folder)

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        recent = self._settings.get(declared.RECENT_FOLDERS)
        start = str(self._session.folder.root) if self._session.folder else (recent[0] if recent else "")
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open a site's folder"), start)
        if chosen:
            suffixes = self._settings.get(declared.SUFFIXES)
            self.open_folder(ItemFolder(Path(chosen), tuple(suffixes)))

    def reload(self) -> None:
        """Read the folder's files again."""
        self._session.reload()

    def take_over(self) -> None:
        """Decide in this window, if the folder is no longer open in the other one."""
        if self._session.take_over():
            self.banner.hide()
            self.status.say(self.tr("You can decide in this window now."))
        else:
            self.status.say(self.tr("The other window is still open."))
        self._update_actions()

    def _on_opened(self) -> None:
        self.model.set_catalog(self._session.catalog)
        self.order_sign.clear()
        self.search.clear()
        self.status.show_folder(self._session.folder.root.name if self._session.folder else "")
        self._update_counts()
        self._update_empty()
        if self._session.read_only:
            self.banner.show_message(
                self.tr("This folder is open in another window. Here you can read, but not decide."),
                [self._actions["takeOverAction"]],
            )
        self._update_actions()

    def _on_site_read(self) -> None:
        if self._session.folder is None:
            return
        parts = (self._session.folder.root.name, self._session.branch)
        self.status.show_folder(" · ".join(part for part in parts if part))
        if self._session.topic_problems:
            self._on_failed(self._session.topic_problems[0])

    def _on_loading(self) -> None:
        self.status.show_progress(self.tr("Reading the folder…"))
        self._update_empty()
        self._show_title()

    def _on_items_added(self, items: list[int]) -> None:
        was_empty = not self.model.rowCount()
        self.model.add(items)
        self._update_counts()
        if was_empty and self.model.rowCount():
            self._update_empty()
        if self.table.current_item() is None and not self.table.selected_count():
            self.table.select_row(0)
            self._chosen_for_the_editor = self.table.current_item()

    def _on_items_leaving(self, items: list[int]) -> None:
        self.model.remove(items)

    def _on_items_removed(self, items: list[int]) -> None:
        self._update_counts()
        self._update_empty()

    def _on_loaded(self) -> None:
        self.status.end_progress()
        self._update_counts()
        self._update_empty()
        # Rows that came later may stand above the first one that was shown; whoever has moved on stays there.
        if self._chosen_for_the_editor is not None and self.table.selected_count() <= 1:
            if self.table.current_item() == self._chosen_for_the_editor:
                self.table.select_row(0)
            self._chosen_for_the_editor = None
        problems = self._session.catalog.unreadable
        if problems > self._problems_seen and not self._session.read_only:
            sentence = (
                self.tr("1 file cannot be read as an item.")
                if problems == 1
                else self.tr("{0} files cannot be read as items.").format(f"{problems:,}")
            )
            self.banner.show_message(sentence, [self._actions["showProblemsAction"]])
        self._problems_seen = problems
        self._show_title()
        self.loading_finished.emit()

    def _on_decisions_restored(self, restored: int, gone: int) -> None:
        """An earlier session has ended without saving or discarding what it had decided."""
        sentences, actions = [], []
        if restored:
            sentences.append(
                self.tr("1 decision from the last session was restored; it is not saved yet.")
                if restored == 1
                else self.tr(
                    "{0} decisions from the last session were restored; they are not saved yet."
                ).format(f"{restored:,}")
            )
            actions.append(self._actions["reviewChangesAction"])
        if gone:
            sentences.append(
                self.tr("1 decision is about a file that is gone.")
                if gone == 1
                else self.tr("{0} decisions are about files that are gone.").format(f"{gone:,}")
            )
            actions.append(self._actions["forgetGoneAction"])
        self._update_actions()
        self.banner.show_message(" ".join(sentences), actions)

    def forget_gone(self) -> None:
        """Drop decisions of an earlier session whose files are gone."""
        self._session.safekeeping.forget_gone()
        self.banner.hide()
        self._update_actions()

    # -- the list --------------------------------------------------------------------------------------------------

    def _on_queue(self, queue: Queue) -> None:
        self.model.search(queue=queue)

    def _on_query(self, query: Query) -> None:
        self.model.search(query=query)

    def _shown_view(self) -> SavedView:
        """What the list shows, as a view without a name."""
        view = self.model.view
        return SavedView("", view.query, view.queue, view.order)

    def _on_view(self, view: SavedView) -> None:
        """Show a saved view."""
        with QSignalBlocker(self.queues):
            self.queues.choose(view.queue)
        self.table.show_order(view.order)
        self.order_sign.clear()
        self.model.sort_by(view.order)
        self.model.search(queue=view.queue)
        self.search.show_query(view.query)
        self.model.complete()
        self._focus_list()

    def _on_facet(self, condition: Condition) -> None:
        """Ask for a name, exclude it, or take it out of the query."""
        self.search.show_query(self.search.query.turned(condition))

    def _on_order(self, order: Order) -> None:
        self.model.sort_by(order)
        self.order_sign.clear()
        self.table.scrollTo(self.table.currentIndex())
        self._show_place()

    def sort_anew(self) -> None:
        """Sort the list by what its items' files say now."""
        self._on_order(self.model.view.order)

    def _after_new_list(self) -> None:
        """Another list is shown: stay on the item if it is there, else begin at the top."""
        if self.table.selected_count() == 1:
            self.table.scrollTo(self.table.currentIndex())
        else:
            self.table.verticalScrollBar().setValue(0)
            self.table.select_row(0)
        self._update_empty()
        self._on_selection()
        self.views.show_current()

    def _on_selection(self) -> None:
        items = self.table.selected_items()
        self.watch.set_reading(items)
        if items:
            self.detail.show_items(items)
        else:
            self.detail.show_help(*self._help())
        self._show_place()
        self._update_actions()

    def _show_place(self) -> None:
        current = self.table.currentIndex()
        selected = self.table.selected_count()
        self.status.show_row(current.row() if current.isValid() else -1, self.model.rowCount(), selected)

    def _help(self) -> tuple[str, QAction | None]:
        if self._session.folder is None:
            return self.tr("Nothing is open yet."), None
        if not self.model.rowCount():
            return self.tr("An item that you select in the list is shown here."), None
        return self.tr("Select an item to read it."), None

    def _update_empty(self) -> None:
        if self.model.rowCount():
            self.table.hide_empty()
            return
        actions = self._actions
        if self._session.folder is None:
            self.table.show_empty(self.tr("Open a site's folder to begin."), actions["openFolderAction"])
        elif self._session.is_loading and not len(self._session.catalog):
            self.table.show_empty(self.tr("Reading the folder…"))
        elif not len(self._session.catalog):
            self.table.show_empty(
                self.tr("No news items here. An item is a text file with a title in its YAML front matter."),
                actions["openFolderAction"],
            )
        elif self.search.text().strip():
            sentence = self.tr("Nothing in “{0}” matches “{1}”.")
            queue = QUEUE_NAMES[self.model.view.queue]
            self.table.show_empty(
                sentence.format(queue, self.search.text().strip()), actions["clearSearchAction"]
            )
        else:
            self.table.show_empty(self.tr(_EMPTY_WORDS[self.model.view.queue]))
        if not self.table.selected_count():
            self.detail.show_help(*self._help())

    def _update_counts(self) -> None:
        for queue in Queue:
            self.queues.set_count(queue, self._session.catalog.count(queue))
        self._show_place()

    def _on_items_changed(self, items: list[int]) -> None:
        self.model.refresh(items, self.watch.staying(items))
        if self.watch.is_news:
            view = self.model.view
            self.order_sign.add(view.out_of_order(items), view.order.key)
        self._update_counts()
        self._update_empty()

    def _focus_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_search_help(self) -> None:
        """Show what can be searched for, or hide it again."""
        if not self.search.hasFocus():
            self.focus_search()
        self.search.toggle_help()

    def clear_search(self) -> None:
        self.search.clear()
        self._focus_list()

    def show_problems(self) -> None:
        """Show the files that cannot be read, and fields that hold something unexpected."""
        self.search.clear()
        self.queues.choose(Queue.PROBLEMS)
        self._focus_list()

    def show_conflicts(self) -> None:
        """Show what the editor has to choose about: changed or deleted by others since it was decided."""
        self.search.clear()
        self.queues.choose(Queue.CONFLICTS)
        self._focus_list()

    def select_all(self) -> None:
        self.table.selectAll()

    def go_to_next(self) -> None:
        self.table.step(1)

    def go_to_previous(self) -> None:
        self.table.step(-1)

    # -- deciding --------------------------------------------------------------------------------------------------

    def publish(self) -> None:
        self._decide(Publish())

    def reject(self) -> None:
        self._decide(Reject())

    def requeue(self) -> None:
        self._decide(Requeue())

    def edit_topics(self) -> None:
        """Go to the topics of what is selected."""
        self.detail.focus_topics()

    def edit_text(self) -> None:
        """Edit title and excerpt of the selected item where they stand."""
        why_not = self.detail.edit_texts()
        if why_not:
            self.status.say(why_not)

    def repair(self) -> None:
        """Mend the damaged texts of the selected items."""
        items = self.table.selected_items()
        if not items or self._repairing.is_running:
            return
        if self._may_decide(items):
            self.detail.finish_editing()
            self._repairing.start(items)
        else:
            self.status.say(self._why_not_at_all(items))

    def _on_repairing(self, done: int, total: int) -> None:
        words = self.tr("Looking for damaged texts: {0} of {1}").format(f"{done:,}", f"{total:,}")
        self.status.show_progress(words, done, total)

    def _on_repaired(self, sentence: str) -> None:
        self.status.end_progress()
        self.status.say(sentence)

    def _decide(self, decision: Decision) -> None:
        items = self.table.selected_items()
        if not items:
            return
        first = self.table.first_selected_row()
        following = self._neighbours()
        with self.detail.told_once(), self.table.told_once():
            decided = self._session.decide(items, decision)
            if not decided:
                self.status.say(self._why_not(items, decision))
                if not self._may_decide(items):
                    return
            elif len(items) > 1:
                self.status.say(self.tr("{0} items {1}").format(f"{decided:,}", decision.past))
            else:
                self.status.say(self.tr(decision.past.capitalize()))
            if len(items) > 1 and self.model.row_of(items[0]) is not None:
                return  # many items that stay in this list stay selected as well
            self._go_on(items[0], first, following)

    def _go_on(self, item: int, row: int, following: Sequence[int]) -> None:
        """Go to the next item after something was decided about one that stood in a row."""
        target = next((item for item in following if self.model.row_of(item) is not None), None)
        if target is not None:
            self.table.select_items([target])
        elif self.model.row_of(item) is None:
            self.table.select_row(row)

    def keep_mine(self) -> None:
        """Let the decisions about the selected items in conflict stand."""
        self._settle(self._session.keep_mine, self.table.selected_items(), self.tr("Kept mine"))

    def keep_theirs(self) -> None:
        """Leave the selected items in conflict as their files have them."""
        self._settle(self._session.keep_theirs, self.table.selected_items(), self.tr("Kept theirs"))

    def keep_all_mine(self) -> None:
        conflicts = list(self._session.catalog.conflicts)
        self._settle(self._session.keep_mine, conflicts, self.tr("Kept mine"))

    def keep_all_theirs(self) -> None:
        conflicts = list(self._session.catalog.conflicts)
        self._settle(self._session.keep_theirs, conflicts, self.tr("Kept theirs"))

    def discard_decision(self) -> None:
        """Drop what is pending of the selected items."""
        self._settle(self._session.drop, self.table.selected_items(), self.tr("Dropped the decision"))

    def _settle(self, settle: Callable[[Sequence[int]], int], items: Sequence[int], done: str) -> None:
        """Let the editor's choice hold, and go on where that takes the selected item out of the list."""
        if not items:
            return
        shown, row, following = self.table.current_item(), self.table.first_selected_row(), self._neighbours()
        count = settle(items)
        if not count:
            self.status.say(self.tr("There is nothing to choose here."))
            return
        self.status.say(done if count == 1 else self.tr("{0}: {1} items").format(done, f"{count:,}"))
        if shown is not None and self.model.row_of(shown) is None:
            self._go_on(shown, row, following)

    def _neighbours(self) -> list[int]:
        """The item after the selected ones, then the one before: where to go on."""
        last = self.table.last_selected_row()
        first = self.table.first_selected_row()
        return [
            self.model.item(place) for place in (last + 1, first - 1) if 0 <= place < self.model.rowCount()
        ]

    def _may_decide(self, items: Sequence[int]) -> bool:
        if self._session.read_only:
            return False
        return any(self._session.catalog.row(item).problem is None for item in items)

    def _why_not(self, items: Sequence[int], decision: Decision) -> str:
        return self._why_not_at_all(items) or self.tr("Already {0}").format(decision.past)

    def _why_not_at_all(self, items: Sequence[int]) -> str:
        """Why nothing can be decided about items; empty where something can."""
        if self._session.read_only:
            return self.tr("This folder is open in another window; this one only reads.")
        problem = self._session.catalog.row(items[0]).problem
        if problem is not None and len(items) == 1:
            return self.tr("Nothing can be decided about this file: {0}").format(visible(problem.reason))
        if not self._may_decide(items):
            return self.tr("A file with a problem cannot be decided about; mend it first.")
        return ""

    def _on_decided(self, items: list[int], taken_back: bool) -> None:
        """After undo and redo the items in question are shown and selected."""
        if taken_back:
            self._show_again(items)

    def _show_again(self, items: Sequence[int]) -> None:
        if self.model.shows_any(items):
            self.table.select_items(items)

    def undo(self) -> None:
        """Take the last decision back; its items come back, selected."""
        stack = self._session.undo_stack
        if stack.canUndo():
            text = stack.undoText()
            stack.undo()
            self.status.say(self.tr("Taken back: {0}").format(text))

    def redo(self) -> None:
        stack = self._session.undo_stack
        if stack.canRedo():
            text = stack.redoText()
            following = self._neighbours()
            stack.redo()
            self.status.say(self.tr("Again: {0}").format(text))
            if not self.table.selected_count():
                self.table.select_items(
                    [item for item in following if self.model.row_of(item) is not None][:1]
                )

    def open_in_browser(self) -> None:
        """Open the story of the current item in the browser."""
        item = self.table.current_item()
        if item is not None:
            self._open_link(self._session.catalog.row(item).url)

    def _open_link(self, address: str) -> None:
        url = web_url(address)
        if url is None:
            self.status.say(self.tr("This item has no web address that can be opened."))
        elif not QDesktopServices.openUrl(url):
            self.status.say(self.tr("No browser could be started."))

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write all decisions to their files."""
        self.detail.finish_editing()
        if not self._session.catalog.pending:
            self.status.say(self.tr("Nothing is waiting to be saved."))
        self._session.save()

    def review_changes(self) -> None:
        """Show what saving would change."""
        dialog = ChangesDialog(self._session, self._themes, self)
        dialog.save_asked.connect(self.save)
        dialog.finished.connect(self._focus_list)
        dialog.open()

    def restore_batch(self) -> None:
        """Choose a large save whose files are to be put back."""
        dialog = RestoreDialog(self._session, self._restoring, self)
        dialog.finished.connect(self._focus_list)
        dialog.open()

    def _on_restoring(self, done: int, total: int) -> None:
        words = self.tr("Restoring {0} of {1}").format(f"{done:,}", f"{total:,}")
        self.status.show_progress(words, done, total)

    def _on_restored(self, sentence: str) -> None:
        self.status.end_progress()
        self.status.say(sentence)

    def cancel_work(self) -> None:
        """Stop saving, or restoring, or else reading."""
        if self._session.is_saving:
            self._session.cancel_saving()
        elif self._restoring.is_running:
            self._restoring.cancel()
        elif self._repairing.is_running:
            self._repairing.cancel()
        else:
            self._session.cancel_loading()

    def _on_save_started(self, total: int) -> None:
        self.status.show_progress(self.tr("Saving…"), 0, total)

    def _on_save_progressed(self, done: int, total: int) -> None:
        self.status.show_progress(self.tr("Saving {0} of {1}").format(f"{done:,}", f"{total:,}"), done, total)

    def _on_saved(self, report: SaveReport) -> None:
        self.status.end_progress()
        files = self.tr("1 file") if report.saved == 1 else self.tr("{0} files").format(f"{report.saved:,}")
        self._tell_what_failed(report)
        if report.saved:
            self.status.say(self.tr("Saved {0}").format(files))
        elif not report.failed and not report.conflicts and not report.refused:
            self.status.say(self.tr("Nothing needed to be written."))
        self._update_actions()
        self._leave_if_asked(saved=not self._session.catalog.pending)

    def _tell_what_failed(self, report: SaveReport) -> None:
        """Say what was not saved, and offer to look at it."""
        sentences, names = [], []
        if report.conflicts:
            path = visible(self._session.catalog.row(report.conflicts[0]).path)
            more = len(report.conflicts) - 1
            one = self.tr(
                "{0} has been changed on disk meanwhile, and was not written; choose mine or theirs."
            )
            many = self.tr("{0} and {1} more have been changed on disk meanwhile; choose mine or theirs.")
            sentences.append(many.format(path, f"{more:,}") if more else one.format(path))
        if self._session.catalog.count(Queue.CONFLICTS):
            names.append("showConflictsAction")
        if report.failed:
            item, reason = report.failed[0]
            path = self._session.catalog.row(item).path if self._session.catalog.holds(item) else ""
            more = len(report.failed) - 1
            sentence = self.tr("{0} was not saved: {1}").format(visible(path), reason)
            if more:
                sentence += " " + self.tr("So it went with {0} more.").format(f"{more:,}")
            sentences.append(sentence)
            names.append("reviewChangesAction")
        if sentences:
            self.banner.show_message(" ".join(sentences), [self._actions[name] for name in names])
            self._conflict_sentence = self.banner.message if report.conflicts else ""

    def _on_save_refused(self, sentence: str) -> None:
        self.status.end_progress()
        self.banner.show_message(sentence, [self._actions["saveAction"]])
        self._closing = False

    def _on_failed(self, sentence: str) -> None:
        self.banner.show_message(sentence)

    # -- while the folder changes ----------------------------------------------------------------------------------

    def _on_reach(self, is_there: bool) -> None:
        sentence = self.tr(
            "The folder cannot be reached any more. What is shown and what you decided is kept; "
            "it goes on as soon as the folder is back."
        )
        if is_there:
            self._take_back(sentence)
        else:
            self.banner.show_message(sentence)

    def _on_undone(self, count: int, is_more: bool) -> None:
        if is_more:
            self._undone_sentence = (
                self.tr("1 saved decision was undone by another program.")
                if count == 1
                else self.tr("{0} saved decisions were undone by another program.").format(f"{count:,}")
            )
            actions = (self._actions["showUndoneAction"], self._actions["applyAgainAction"])
            self.banner.show_message(self._undone_sentence, actions)
        elif not count:
            self._take_back(self._undone_sentence)

    def _take_back(self, sentence: str) -> None:
        """What was said holds no longer; something else that has been said since stays."""
        if self.banner.message == sentence:
            self.banner.hide()

    def show_undone(self) -> None:
        """Show the items whose saved decisions another program has undone."""
        self.search.clear()
        self.queues.choose(Queue.ALL)
        self.model.complete()  # they may stand anywhere in the list
        self.table.select_items(list(self.watch.undone))
        self._focus_list()

    def apply_again(self) -> None:
        """Decide again what another program has undone, as one step."""
        count = self._session.decide_again(self.watch.undone)
        self.watch.forget_undone()
        self.banner.hide()
        if count:
            self.status.say(self._session.undo_stack.undoText().capitalize())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.look_soon()

    # -- what the window says of itself ----------------------------------------------------------------------------

    def _show_pending(self) -> None:
        count = len(self._session.catalog.pending)
        self.status.show_pending(count)
        self._actions["reviewChangesAction"].setText(
            self.tr("Review changes")
            if not count
            else self.tr("Review 1 change")
            if count == 1
            else self.tr("Review {0} changes").format(f"{count:,}")
        )
        if not self._session.catalog.conflicts and self._conflict_sentence:
            # Settled: the banner has nothing to say any more, if it still says it.
            if self.banner.message == self._conflict_sentence:
                self.banner.hide()
            self._conflict_sentence = ""
        self._show_title()
        self._update_actions()

    def _show_title(self) -> None:
        """Say what is open, what is unsaved, and whether the folder is still being read."""
        folder, count = self._session.folder, len(self._session.catalog.pending)
        parts = [self.tr("{0} unsaved").format(f"{count:,}")] if count else []
        if self._session.is_loading:
            parts.append(self.tr("reading"))
        # Qt puts the system's sign for unsaved work where “[*]” stands.
        name = short(folder.root.name, 100).replace("[*]", "[*][*]") if folder else ""
        parts.append(f"{name}[*] — Editor App" if folder else "Editor App[*]")
        self.setWindowTitle(" · ".join(parts))
        self.setWindowModified(bool(count))

    def _update_actions(self) -> None:
        session, actions = self._session, self._actions
        has_items = self.table.selectionModel().hasSelection()
        decides = has_items and not session.read_only
        for name in ITEM_COMMANDS:
            actions[name].setEnabled(has_items if name == "openInBrowserAction" else decides)
        pending = bool(session.catalog.pending)
        conflicts = len(session.catalog.conflicts)
        for name in CONFLICT_COMMANDS:
            needed = pending if name == "discardDecisionAction" else conflicts
            is_for_all = name.startswith("keepAll")
            actions[name].setEnabled(bool(needed) and not session.read_only and (has_items or is_for_all))
        for name, text in (
            ("keepAllMineAction", self.tr("Keep mine for all {0}")),
            ("keepAllTheirsAction", self.tr("Keep theirs for all {0}")),
        ):
            actions[name].setText(text.format(f"{conflicts:,}") if conflicts else text.format("").rstrip())
        actions["showConflictsAction"].setEnabled(bool(session.catalog.count(Queue.CONFLICTS)))
        actions["saveAction"].setEnabled(pending and not session.is_saving)
        actions["reviewChangesAction"].setEnabled(pending)
        actions["undoAction"].setEnabled(session.undo_stack.canUndo())
        actions["redoAction"].setEnabled(session.undo_stack.canRedo())
        for name, word, text in (
            ("undoAction", self.tr("Undo"), session.undo_stack.undoText()),
            ("redoAction", self.tr("Redo"), session.undo_stack.redoText()),
        ):
            actions[name].setText(f"{word}: {text}" if text else word)
        actions["reloadAction"].setEnabled(session.folder is not None)
        actions["forgetGoneAction"].setEnabled(bool(session.safekeeping.gone))
        actions["restoreBatchAction"].setEnabled(session.folder is not None and not session.read_only)

    def show_palette(self) -> None:
        """Show all commands."""
        palette = CommandPalette(
            [a for name, a in self._actions.items() if name != "commandPaletteAction"], self
        )
        palette.finished.connect(self._focus_list)
        palette.open()

    def show_log(self) -> None:
        """Show the end of the program's log."""
        self.notices.answered(self._actions["showLogAction"])
        LogDialog(self._session.jobs, self).open()

    @property
    def show_log_action(self) -> QAction:
        """The command that shows the log, for notices that offer it."""
        return self._actions["showLogAction"]

    def show_about(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("About Editor App"))
        box.setText(f"Editor App {__version__}")
        box.setInformativeText(self.tr("Triage of news items kept as YAML front matter files."))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def use_system_theme(self) -> None:
        self._use_theme("system")

    def use_light_theme(self) -> None:
        self._use_theme("light")

    def use_dark_theme(self) -> None:
        self._use_theme("dark")

    def _use_theme(self, mode: ThemeMode) -> None:
        self._themes.set_mode(mode)

    # -- size, and the end -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_sizes:
            self._has_sizes = True
            self._panes.setSizes([_QUEUE_WIDTH, self.width() - _QUEUE_WIDTH])
            self._size_work()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._work.orientation() is not wanted:
            self._work.setOrientation(wanted)
            self._size_work()

    def _size_work(self) -> None:
        if self._work.orientation() is Qt.Orientation.Vertical:
            self._work.setSizes([1, 1])
        else:
            self._work.setSizes([self._work.width() - _DETAIL_WIDTH, _DETAIL_WIDTH])

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave(then_close=True):
            event.ignore()
            return
        self._remember()
        self.watch.stop()
        self._session.close()
        event.accept()

    def _may_leave(self, *, then_close: bool = False) -> bool:
        """Whether the open folder may be left: nothing is pending, or the editor says that it may go."""
        self.detail.finish_editing()
        if not self._session.catalog.pending:
            return True
        answer = self._ask_about_pending()
        if answer == QMessageBox.StandardButton.Discard:
            self._session.discard_all()
            return True
        if answer == QMessageBox.StandardButton.Save:
            self._closing = then_close
            self._session.save()
        return False

    def _ask_about_pending(self) -> QMessageBox.StandardButton:
        count = len(self._session.catalog.pending)
        box = QMessageBox(self)
        box.setObjectName("pendingQuestion")
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Unsaved decisions"))
        one = self.tr("1 decision has not been saved.")
        box.setText(one if count == 1 else self.tr("{0} decisions have not been saved.").format(f"{count:,}"))
        box.setInformativeText(self.tr("Save them to their files, discard them, or stay?"))
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        for which, text in ((button.Save, "&Save"), (button.Discard, "&Discard"), (button.Cancel, "S&tay")):
            box.button(which).setText(self.tr(text))
        box.setDefaultButton(button.Save)
        return button(box.exec())

    def _leave_if_asked(self, *, saved: bool) -> None:
        closing, self._closing = self._closing, False
        if closing and saved:
            self.close()
