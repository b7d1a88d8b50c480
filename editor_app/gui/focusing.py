"""Focus mode: one item at a time, large, in the place of the whole window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from editor_app.core.catalog import Queue
from editor_app.gui.actions import list_actions
from editor_app.gui.focus_legend import FocusLegend
from editor_app.gui.paging import Paging
from editor_app.gui.panes import Panes
from editor_app.gui.session import Session
from editor_app.gui.theme import ThemeController

_PRESS: Final = ("pageDownAction", "pageUpAction", "leaveFocusAction")
"""Commands whose keys press a chip and end its editing, where one has the focus."""


class Focusing(QObject):
    """Hides what is not read, and brings it back as it was.

    The list goes on working where nobody sees it: its selection is what is read and decided about.
    """

    def __init__(
        self,
        session: Session,
        panes: Panes,
        paging: Paging,
        actions: Mapping[str, QAction],
        themes: ThemeController,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._table = panes.table
        self._model = panes.model
        self._detail = panes.detail
        self._paging = paging
        self._leave = actions["leaveFocusAction"]
        self._hidden: list[QWidget] = [panes.table]
        self._sizes: list[int] = []
        self._orientation = Qt.Orientation.Horizontal
        self._most = 0
        self.legend = FocusLegend(themes, actions)
        self.legend.hide()
        self._leave.setEnabled(False)
        keys = [
            action
            for action in list_actions(actions)
            if action not in (actions["selectAllAction"], actions["selectGroupAction"])
        ]
        self._detail.addActions(keys)
        self._letters = [action for action in keys if action.objectName() not in _PRESS]
        session.opened.connect(self.leave)
        session.items_changed.connect(self._refresh)
        session.items_added.connect(self._refresh)
        session.items_removed.connect(self._refresh)
        self._model.replaced.connect(self._begin_run)
        self._model.completed.connect(self._refresh)
        self._table.selection_changed.connect(self._refresh)
        self._table.selection_changed.connect(self._read_on)
        self._detail.installEventFilter(self)

    def hides(self, *widgets: QWidget) -> None:
        """Have these not be seen while the mode is on."""
        self._hidden += widgets

    @property
    def is_on(self) -> bool:
        return self._detail.is_alone

    def toggle(self) -> None:
        """Show one item alone, or the list again."""
        if self.is_on:
            self.leave()
        else:
            self._enter()

    def _enter(self) -> None:
        self._model.complete()
        if not self._model.rowCount():
            return
        if self._table.selected_count() != 1:
            self._table.select_row(max(0, self._table.currentIndex().row()))
        splitter = self._table.parentWidget()
        if isinstance(splitter, QSplitter):
            self._sizes, self._orientation = splitter.sizes(), splitter.orientation()
        self._most = self._model.rowCount()
        self._detail.finish_editing()
        self._detail.set_alone(True)
        self._leave.setEnabled(True)
        # Also while a link or a chip of the page has the focus; where one types, letters are typed.
        self._have_letters_in(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._detail.setFocus(Qt.FocusReason.OtherFocusReason)
        for widget in self._hidden:
            widget.hide()
        self.legend.show()
        self._refresh()

    def leave(self) -> None:
        """Show the list again, at the item that was read."""
        if not self.is_on:
            return
        self._detail.finish_editing()
        self._detail.set_alone(False)
        self._leave.setEnabled(False)
        self._have_letters_in(Qt.ShortcutContext.WidgetShortcut)
        self.legend.hide()
        for widget in self._hidden:
            widget.show()
        splitter = self._table.parentWidget()
        if isinstance(splitter, QSplitter) and splitter.orientation() is self._orientation:
            splitter.setSizes(self._sizes)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._table.currentIndex().isValid():
            self._table.scrollTo(self._table.currentIndex())

    def _have_letters_in(self, context: Qt.ShortcutContext) -> None:
        for action in self._letters:
            action.setShortcutContext(context)

    def _read_on(self) -> None:
        """Another item is read: what had the focus belonged to the former one."""
        reader = QApplication.focusWidget()
        if self.is_on and reader is not None and self._detail.isAncestorOf(reader):
            self._detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_run(self) -> None:
        """Another list is worked through."""
        self._most = 0
        self._refresh()

    def _refresh(self) -> None:
        if not self.is_on:
            return
        left = self._model.rowCount()
        self._most = max(self._most, left)
        if not left:
            self._detail.show_help(
                self.tr("That was the last one: nothing is left in this list."), self._leave
            )
        if self._model.view.queue is Queue.ALL:  # decided ones stay in it
            row = self._table.currentIndex().row() + 1
            words = self.tr("{0} of {1}").format(f"{row:,}", f"{left:,}")
        else:
            words = self.tr("{0} of {1} left").format(f"{left:,}", f"{self._most:,}")
        self.legend.show_progress(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that a list understands by itself do the like here."""
        if self.is_on and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self._table.step(1)
                case Qt.Key.Key_Up:
                    self._table.step(-1)
                case Qt.Key.Key_PageDown:
                    self._paging.page_down()
                case Qt.Key.Key_PageUp:
                    self._paging.page_up()
                case Qt.Key.Key_Escape:  # of a link or a chip that has no use for it
                    self.leave()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)
