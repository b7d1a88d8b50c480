"""Putting the selected items off by keys: a small menu, and the commands that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QSpinBox

from editor_app.core.snooze import Snooze, later_today, tomorrow, until_hotter
from editor_app.gui import settings as declared
from editor_app.gui.columns import TITLE_COLUMN
from editor_app.gui.deciding import Deciding
from editor_app.gui.item_table import ItemTable
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.snoozing import Snoozing

_INSET: Final = 8  # pixels
_LARGEST_RISE: Final = 1_000


class SnoozeMenu(QObject):
    """Asks until when, and goes on to the next item."""

    said = Signal(str)
    """A sentence for the editor."""
    left = Signal()
    """The editor is done here: the list may have the focus."""

    def __init__(
        self,
        session: Session,
        snoozing: Snoozing,
        deciding: Deciding,
        table: ItemTable,
        settings: Settings,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(table)
        self._session = session
        self._snoozing = snoozing
        self._deciding = deciding
        self._table = table
        self._settings = settings
        self._clock = clock

    @property
    def _rise(self) -> int:
        """By how much heat has to rise: what the editor asked for last."""
        return max(1, min(_LARGEST_RISE, self._settings.get(declared.SNOOZE_RISE)))

    def ask(self) -> None:
        """Show until when the selected items can be put off."""
        items = self._candidates()
        if not items:
            return
        now = self._clock()
        menu = QMenu(self._table)
        menu.setObjectName("snoozeMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Figures, since the keys of the list stay keys of the list while a menu is open.
        hotter = self.tr("&3  When heat rises by {0}").format(self._rise)
        if len(items) == 1:
            hotter += "\t" + self.tr("to {0}").format(until_hotter(self._heat_of(items[0]), self._rise).heat)
        is_today = _day(later_today(now).until) == _day(now)
        later = self.tr("&1  Later today") if is_today else self.tr("&1  In three hours")
        entries: list[tuple[str, Callable[[], None]]] = [
            (f"{later}\t{_clock_time(later_today(now))}", self.later),
            (f"{self.tr('&2  Tomorrow')}\t{_clock_time(tomorrow(now))}", self.tomorrow),
            (hotter, self.hotter),
            (self.tr("&4  Another rise of heat…"), self.ask_rise),
        ]
        for text, then in entries:
            menu.addAction(text).triggered.connect(then)
        if any(self._session.catalog.snooze(item) is not None for item in items):
            menu.addSeparator()
            menu.addAction(self.tr("&5  Wake now")).triggered.connect(self.wake)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._place_of(menu))

    def later(self) -> None:
        """Put the selected items off for three hours."""
        self._put_off(dict.fromkeys(self._candidates(), later_today(self._clock())))

    def tomorrow(self) -> None:
        """Put the selected items off until tomorrow morning."""
        self._put_off(dict.fromkeys(self._candidates(), tomorrow(self._clock())))

    def hotter(self) -> None:
        """Put the selected items off until the heat of each has risen."""
        self._put_off({item: until_hotter(self._heat_of(item), self._rise) for item in self._candidates()})

    def ask_rise(self) -> None:
        """Ask by how much heat has to rise, and put the selected items off until then."""
        if not self._candidates():
            return
        dialog = QInputDialog(self._table)
        dialog.setObjectName("riseDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Snooze"))
        dialog.setLabelText(self.tr("Back in the queue when heat has risen by"))
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, _LARGEST_RISE)
        dialog.setIntValue(self._rise)
        for spin in dialog.findChildren(QSpinBox):
            spin.lineEdit().setTextMargins(_INSET, 0, _INSET, 0)  # a stylesheet's padding does not reach it
        dialog.intValueSelected.connect(self._on_rise)
        dialog.finished.connect(self.left)
        dialog.open()

    def wake(self) -> None:
        """Bring the selected items back into the queue."""
        items = self._table.selected_items()
        if self._session.read_only:
            self._why_not()
        elif any(self._session.catalog.snooze(item) is not None for item in items):
            self._deciding.settle(self._snoozing.wake, items, self.tr("Back in the queue"))
        else:
            self.said.emit(self.tr("Nothing of this is snoozed."))

    def _on_rise(self, rise: int) -> None:
        self._settings.set(declared.SNOOZE_RISE, rise)
        self.hotter()

    def _put_off(self, snoozes: Mapping[int, Snooze]) -> None:
        if not snoozes:
            return
        times = set(snoozes.values())
        until = (
            times.pop().words(self._clock())
            if len(times) == 1
            else self.tr("until heat has risen by {0}").format(self._rise)
        )
        self._deciding.settle(
            _PutOff(self._snoozing, snoozes), list(snoozes), self.tr("Snoozed {0}").format(until)
        )

    def _candidates(self) -> list[int]:
        """Those of the selected items that can be put off; where none can, the editor is told why."""
        selected = self._table.selected_items()
        items = [] if self._session.read_only else self._snoozing.those_to_put_off(selected)
        if selected and not items:
            self._why_not()
        return items

    def _why_not(self) -> None:
        if self._session.read_only:
            self.said.emit(self.tr("This folder is open in another window; this one only reads."))
        else:
            self.said.emit(self.tr("Only what is unpublished can be snoozed."))

    def _heat_of(self, item: int) -> int | None:
        return self._session.catalog.files.heat[item]

    def _place_of(self, menu: QMenu) -> QPoint:
        """Below the row; where an item is read alone, in the middle of the window."""
        if not self._table.isVisible():
            window = self._table.window()
            return window.mapToGlobal(window.rect().center()) - QRect(QPoint(), menu.sizeHint()).center()
        current = self._table.currentIndex()
        cell = self._table.visualRect(current.siblingAtColumn(TITLE_COLUMN))
        return self._table.viewport().mapToGlobal(cell.bottomLeft())


class _PutOff:
    """Puts off what it knows; each item has a time of its own."""

    def __init__(self, snoozing: Snoozing, snoozes: Mapping[int, Snooze]) -> None:
        self._snoozing = snoozing
        self._snoozes = snoozes

    def __call__(self, _items: object) -> int:
        return self._snoozing.put_off(self._snoozes)


def _day(moment: float | None) -> date:
    return datetime.fromtimestamp(moment or 0).date()


def _clock_time(snooze: Snooze) -> str:
    return f"{datetime.fromtimestamp(snooze.until or 0):%H:%M}"
