"""The window: its panes and menus, and the wires between its parts. Nothing is decided, saved or listed here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QVBoxLayout, QWidget

from editor_app import __version__
from editor_app.gui import settings as declared
from editor_app.gui.actions import (
    COMMANDS,
    COMMANDS_OF_THE_LIST,
    CONTEXT_MENU,
    MENUS,
    SUBMENUS,
    VIEW_MENU,
    connect_actions,
    create_actions,
    list_actions,
)
from editor_app.gui.banner import Banner
from editor_app.gui.deciding import Deciding
from editor_app.gui.decision_logging import DecisionLogging
from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.empty_list import EmptyList
from editor_app.gui.facet_bar import FacetBar
from editor_app.gui.finding import Finding
from editor_app.gui.first_paint import FirstPaint
from editor_app.gui.folder_watch import FolderWatch, Pace
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.late_parts import LateParts
from editor_app.gui.listing import Listing
from editor_app.gui.names_in_use import NamesInUse
from editor_app.gui.opening import Opening
from editor_app.gui.order_sign import OrderSign
from editor_app.gui.ordering import Ordering
from editor_app.gui.outside_changes import OutsideChanges
from editor_app.gui.pace_sign import PaceSign
from editor_app.gui.program_banner import ProgramBanner
from editor_app.gui.queue_bar import QueueBar
from editor_app.gui.repairing import Repairing
from editor_app.gui.restoring import Restoring
from editor_app.gui.saved_views import SavedViews
from editor_app.gui.saving import Saving
from editor_app.gui.search_bar import SearchBar
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.side_bar import SideBar
from editor_app.gui.snoozing import Snoozing
from editor_app.gui.statistics import Statistics
from editor_app.gui.status_line import StatusLine
from editor_app.gui.story_links import StoryLinks
from editor_app.gui.theme import ThemeController, ThemeMode
from editor_app.gui.top_bar import TopBar
from editor_app.gui.view_bar import ViewBar
from editor_app.gui.view_commands import ViewCommands
from editor_app.gui.window_signs import WindowSigns
from editor_app.gui.work_progress import WorkProgress

if TYPE_CHECKING:
    from editor_app.core.folder import ItemFolder
    from editor_app.gui.judging import Judging
    from editor_app.gui.ruling import RuleBook
    from editor_app.gui.snooze_menu import SnoozeMenu

_NARROW = 1_100  # pixels; below, the item stands under the table
_FRAME = 40  # pixels, at most, of a title bar and its border
_QUEUE_WIDTH = 176
_DETAIL_WIDTH = 420


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
        self._clock = clock
        self.first_paint = FirstPaint(self)
        self._actions = create_actions(self)
        self._build_parts(clock, pace or Pace(every=settings.get(declared.LOOK_EVERY)))
        self._build_commands(clock)
        self._build_panes()
        self._build_menus()
        self._plan_late_parts()
        self._connect()
        self._restore()
        self.listing.focus()

    # -- putting it together ---------------------------------------------------------------------------------------

    def _build_parts(self, clock: Callable[[], float], pace: Pace) -> None:
        """What is seen, and what serves it."""
        session, themes, actions = self._session, self._themes, self._actions
        self.model = ItemModel(clock, self)
        self.table = ItemTable(self.model, themes)
        self.queues = QueueBar(themes)
        self.search = SearchBar(themes)
        self._names = NamesInUse(session, self)
        self.search.complete_with(self._names.names)
        self.view_bar = ViewBar(themes)
        self.facets = FacetBar(themes, session, self.model, self.search.shown_query)
        self.detail = DetailPane(session, themes, actions, clock)
        self.banner = Banner(themes)
        self.banner.setObjectName("problemBanner")
        self.notices = ProgramBanner(themes)
        self.status = StatusLine(themes, actions["cancelAction"])
        self.order_sign = OrderSign(actions["sortAnewAction"])
        self.status.add_sign(self.order_sign)
        self.status.add_sign(PaceSign(session))
        self.watch = FolderWatch(session, pace, self)

    def _build_commands(self, clock: Callable[[], float]) -> None:
        """Who carries the commands out. They hear of the session in this order."""
        session, actions, status = self._session, self._actions, self.status
        restoring, repairing = Restoring(session, self), Repairing(session, self)
        progress = WorkProgress(session, restoring, repairing, status, self)
        self.logging = DecisionLogging(session, clock, self)
        self.statistics = Statistics(session, self.logging, self._themes, clock, self)
        self.snoozing = Snoozing(session, self.table.selected_items, clock, self)
        self.listing = Listing(
            session, self.model, self.table, self.detail, self.watch, self.order_sign, status, self
        )
        self.ordering = Ordering(self.model, self.table, self.listing, actions, self)
        self.finding = Finding(session, self.model, self.queues, self.search, self.listing, self)
        EmptyList(session, self.model, self.table, self.search, actions, self)
        self.views = SavedViews(session, self._settings, self.view_bar, self.finding.shown_view, clock, self)
        self.view_commands = ViewCommands(self.views, actions, self)
        self.deciding = Deciding(session, self.model, self.table, self.detail, repairing, self)
        self.links = StoryLinks(session, self.table, self)
        self.saving = Saving(session, self._themes, self.detail, self.banner, restoring, actions, self)
        self.opening = Opening(session, self._settings, self.saving, self.banner, status, actions, self)
        self.outside = OutsideChanges(session, self.watch, self.finding, self.banner, actions, self)
        self.signs = WindowSigns(session, self.table, status, actions, self)
        self._judging: Judging | None = None
        self._rules: RuleBook | None = None
        self._snooze: SnoozeMenu | None = None
        # Before commands themselves are carried out: they are about what has come of the last one.
        for action in actions.values():
            action.triggered.connect(session.complete)
        # And these need what focus mode hides.
        for name in COMMANDS_OF_THE_LIST:
            actions[name].triggered.connect(self._leave_focus)
        for owner, part in (
            ("deciding", self.deciding),
            ("finding", self.finding),
            ("links", self.links),
            ("listing", self.listing),
            ("opening", self.opening),
            ("ordering", self.ordering),
            ("outside", self.outside),
            ("progress", progress),
            ("saving", self.saving),
            ("statistics", self.statistics),
            ("views", self.view_commands),
            ("window", self),
        ):
            connect_actions(actions, owner, part)

    def _build_panes(self) -> None:
        top_bar = TopBar(self._themes, self._actions, self.search)
        self.addToolBar(top_bar)
        self._work = QSplitter(Qt.Orientation.Horizontal)
        self._work.addWidget(self.table)
        self._work.addWidget(self.detail)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        save_view = self._actions["saveViewAction"]
        side_bar = SideBar(self._themes, self.queues, self.view_bar, self.facets, save_view)
        self._panes.addWidget(side_bar)
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
        box = self._central = QVBoxLayout(central)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.notices)
        box.addWidget(self.banner)
        box.addWidget(self._panes, 1)
        self._not_read: tuple[QWidget, ...] = (top_bar, side_bar)
        self.setCentralWidget(central)
        self.setStatusBar(self.status)
        self.setTabOrder(self.table, self.detail)
        self.setTabOrder(self.search, self.queues)
        self.setTabOrder(self.queues, self.view_bar)
        self.setTabOrder(self.view_bar, self.facets)
        self.setTabOrder(self.facets, self.table)

    def _build_menus(self) -> None:
        self._unfilled: list[tuple[QMenu, Sequence[str]]] = []
        for title, names in MENUS:
            menu = self.menuBar().addMenu(self.tr(title))
            menu.setObjectName(title.replace("&", "").lower() + "Menu")
            menu.aboutToShow.connect(self._fill_menus)
            self._unfilled.append((menu, names))
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

    def _fill_menus(self) -> None:
        """Put their commands, with icons, into the menus: at the latest when one of them is opened."""
        unfilled, self._unfilled = self._unfilled, []
        if unfilled:
            self._take_icons(None)
        for menu, names in unfilled:
            self._fill(menu, names)

    def _fill(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            if name in SUBMENUS:
                title, entries = SUBMENUS[name]
                self._fill(menu.addMenu(self.tr(title)), entries)
            elif name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()

    def _connect(self) -> None:
        for part in (
            self.deciding,
            self.links,
            self.saving,
            self.opening,
            self.outside,
            self.snoozing,
            self.statistics,
            self.views,
            self.view_commands,
        ):
            part.said.connect(self.status.say)
        self._session.loading_finished.connect(self.loading_finished)
        self.watch.waiting_changed.connect(self.status.show_waiting)
        self.search.names_wanted.connect(self._names.refresh)
        self.search.query_changed.connect(self.facets.refresh)
        self.model.replaced.connect(self.views.show_current)
        self.model.replaced.connect(self.signs.refresh)
        self.views.chosen.connect(self.finding.show_view)
        self.facets.turned.connect(self.finding.turn)
        self.facets.left.connect(self.listing.focus)
        self.detail.link_activated.connect(self.links.open)
        self.detail.read_ahead(self.table.nearby_items)
        self.saving.left.connect(self.listing.focus)
        self.snoozing.laid.connect(self.deciding.follow)
        self.snoozing.telling.connect(self.table.hold_place)
        self.snoozing.told.connect(self.table.return_to_place)
        self.table.selection_changed.connect(self.snoozing.moved_on)
        self.opening.standing_changed.connect(self.snoozing.read_again)
        self.saving.may_close.connect(self.close)
        self.opening.standing_changed.connect(self.signs.refresh)
        self._themes.changed.connect(self._take_icons)

    # -- what can wait until the window is seen --------------------------------------------------------------------

    def _plan_late_parts(self) -> None:
        """They are made in this order, unless they are asked for before."""
        self._late = LateParts(self._actions, self._session.right_of_way, self)
        self._late.add("menus", self._make_menus)
        self._late.add("judging", self._make_judging, ("focusing", "going", "paging", "picturing"))
        self._late.add("snooze", self._make_snooze, ("snooze",))
        self._late.add("rules", self._make_rules, ("rules",))
        self.detail.pages_made.connect(self._on_pages_made)
        self.first_paint.happened.connect(self._on_first_paint)
        self.detail.pages_made.connect(self._late.make_all_soon)
        self._session.loading_finished.connect(self.detail.prepare)

    def _on_first_paint(self) -> None:
        if not self._session.is_expecting:
            self.detail.prepare()  # else the first rows of the list come before it

    def _make_menus(self) -> Mapping[str, QObject]:
        self._fill_menus()
        return {}

    def _on_pages_made(self) -> None:
        """What is known of an item is told to its page before the first one is shown there."""
        self._late.make("judging")

    def _make_judging(self) -> Mapping[str, QObject]:
        from editor_app.gui.judging import Judging

        judging = self._judging = Judging(
            self._session, self._settings, self._themes, self, self.status, self._actions, self
        )
        self._central.addWidget(judging.focusing.legend)
        judging.focusing.hides(*self._not_read, self.menuBar())
        return {
            "focusing": judging.focusing,
            "going": judging.going,
            "paging": judging.paging,
            "picturing": judging.picturing,
        }

    def _make_snooze(self) -> Mapping[str, QObject]:
        from editor_app.gui.snooze_menu import SnoozeMenu

        snooze = self._snooze = SnoozeMenu(
            self._session, self.snoozing, self.deciding, self.table, self._settings, self._clock
        )
        snooze.said.connect(self.status.say)
        snooze.left.connect(self.listing.focus)
        return {"snooze": snooze}

    def _make_rules(self) -> Mapping[str, QObject]:
        from editor_app.gui.ruling import RuleBook

        rules = self._rules = RuleBook(
            self._session,
            self._settings,
            self._themes,
            self._names,
            self.finding.shown_view,
            self._clock,
            self.table,
        )
        rules.said.connect(self.status.say)
        rules.left.connect(self.listing.focus)
        return {"rules": rules}

    @property
    def judging(self) -> Judging:
        """What helps to judge one item after the other."""
        self._late.make("judging")
        assert self._judging is not None
        return self._judging

    @property
    def snooze(self) -> SnoozeMenu:
        """The commands that put items off."""
        self._late.make("snooze")
        assert self._snooze is not None
        return self._snooze

    @property
    def rules(self) -> RuleBook:
        """The rules at work."""
        self._late.make("rules")
        assert self._rules is not None
        return self._rules

    def _leave_focus(self) -> None:
        if self._judging is not None:
            self._judging.focusing.leave()

    def _restore(self) -> None:
        """Look as the window did last time."""
        settings = self._settings
        self.resize(1_440, 900)
        if not settings.get(declared.GEOMETRY).isEmpty():
            self.restoreGeometry(settings.get(declared.GEOMETRY))
        if not settings.get(declared.PANES).isEmpty():
            self._panes.restoreState(settings.get(declared.PANES))
        self.ordering.restore(settings)
        self._has_sizes = not settings.get(declared.PANES).isEmpty()
        self.table.restore_columns(settings.get(declared.COLUMNS))
        self.facets.open_again(settings.get(declared.FACETS_OPEN))

    def _remember(self) -> None:
        settings = self._settings
        settings.set(declared.GEOMETRY, self.saveGeometry())
        settings.set(declared.PANES, self._panes.saveState())
        settings.set(declared.COLUMNS, self.table.columns_state())
        self.ordering.remember(settings)
        settings.set(declared.FACETS_OPEN, self.facets.open_sections())
        settings.set(declared.THEME, self._themes.mode)
        if not settings.flush():
            self.status.say(self.tr("The settings cannot be written."))

    def _take_icons(self, _theme: object) -> None:
        from editor_app.gui.icons import icon  # with the menus, which are made later

        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icon(command.icon, self._themes.theme.muted))

    @property
    def session(self) -> Session:
        """The open folder at work."""
        return self._session

    def open_folder(self, folder: ItemFolder) -> None:
        """Open a folder (or some files of it); asks first where something is not saved."""
        self.opening.open_folder(folder)

    # -- commands of the window itself -----------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Show all commands."""
        from editor_app.gui.command_palette import CommandPalette

        palette = CommandPalette(
            [a for name, a in self._actions.items() if name != "commandPaletteAction"], self
        )
        palette.finished.connect(self.listing.focus)
        palette.open()

    def show_log(self) -> None:
        """Show the end of the program's log."""
        from editor_app.gui.log_dialog import LogDialog

        self.notices.answered(self._actions["showLogAction"])
        LogDialog(self._session.jobs, self).open()

    @property
    def show_log_action(self) -> QAction:
        """The command that shows the log, for notices that offer it."""
        return self._actions["showLogAction"]

    def show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.look_soon()

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

    def fit_on_screen(self) -> None:
        """Be no larger than the screen has room for, with the frame that the desktop draws around the window."""
        room = self.screen().availableGeometry().size() - QSize(0, _FRAME)
        self.resize(self.size().boundedTo(room))

    def _size_work(self) -> None:
        if self._work.orientation() is Qt.Orientation.Vertical:
            half = self._work.height() // 2
            self._work.setSizes([half, half])
        else:
            self._work.setSizes([self._work.width() - _DETAIL_WIDTH, _DETAIL_WIDTH])

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.saving.may_leave(then_close=True):
            event.ignore()
            return
        self._leave_focus()
        self._remember()
        self.watch.stop()
        self._session.close()
        event.accept()
