"""Reading through the items by one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.item_reading import LoadedItem
from editor_app.gui.item_table import ItemTable
from editor_app.gui.session import Session

_KEPT: Final = 0.1  # of a page stays in sight, for the eye to go on from


class Paging(QObject):
    """Pages through what is shown at the right, and goes on to the next item at its end."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        detail: DetailPane,
        table: ItemTable,
        actions: Mapping[str, QAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._detail = detail
        self._table = table
        self._waits_for: int | None = None
        # A key that is held down would run through the items.
        actions["pageDownAction"].setAutoRepeat(False)
        actions["pageUpAction"].setAutoRepeat(False)
        session.item_loaded.connect(self._on_loaded)

    def page_down(self) -> None:
        """Show what comes next: of the item, else the next item."""
        bar = self._bar()
        self._waits_for = None
        if bar is not None and bar.value() < bar.maximum():
            bar.setValue(bar.value() + _page(bar))
        elif self._detail.awaits_story:
            self._waits_for = self._detail.item  # its end is not known before the file has been read
        else:
            self._step(1)

    def page_up(self) -> None:
        """Show what came before: of the item, else the previous item."""
        bar = self._bar()
        self._waits_for = None
        if bar is not None and bar.value() > bar.minimum():
            bar.setValue(bar.value() - _page(bar))
        else:
            self._step(-1)

    def _step(self, distance: int) -> None:
        if self._table.selected_count() > 1:
            return  # whoever reads about many items keeps them selected
        before = self._table.currentIndex().row()
        self._table.step(distance)
        if self._table.currentIndex().row() == before:
            end, start = self.tr("This is the end of the list."), self.tr("This is the top of the list.")
            self.said.emit(end if distance > 0 else start)

    def _bar(self) -> QScrollBar | None:
        """The scroll bar of the page, true to what is shown now."""
        area = self._detail.scroll_area
        if area is None:
            return None
        # Parts of the page may still wait for being laid out, one inside the other.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return area.verticalScrollBar()

    def _on_loaded(self, loaded: LoadedItem) -> None:
        if self._waits_for == loaded.item:
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if self._waits_for is not None and self._waits_for == self._detail.item:
            self.page_down()


def _page(bar: QScrollBar) -> int:
    return max(1, bar.pageStep() - max(1, round(bar.pageStep() * _KEPT)))
