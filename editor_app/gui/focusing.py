"""Focus mode: one item at a time, large, in the place of the whole window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QSplitter, QWidget

from editor_app.core.catalog import Queue
from editor_app.gui.actions import list_actions
from editor_app.gui.focus_legend import FocusLegend
from editor_app.gui.paging import Paging
from editor_app.gui.panes import Panes
from editor_app.gui.session import Session
from editor_app.gui.theme import ThemeController


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
        for action in list_actions(actions):
            if action not in (actions["selectAllAction"], actions["selectGroupAction"]):
                self._detail.addAction(action)
        session.opened.connect(self.leave)
        session.items_changed.connect(self._refresh)
        session.items_added.connect(self._refresh)
        session.items_removed.connect(self._refresh)
        self._model.replaced.connect(self._begin_run)
        self._model.completed.connect(self._refresh)
        self._table.selection_changed.connect(self._refresh)
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
        self.legend.hide()
        for widget in self._hidden:
            widget.show()
        splitter = self._table.parentWidget()
        if isinstance(splitter, QSplitter) and splitter.orientation() is self._orientation:
            splitter.setSizes(self._sizes)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._table.currentIndex().isValid():
            self._table.scrollTo(self._table.currentIndex())

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
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)
