"""The log of decisions as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.core.decision_log import Entry
from editor_app.core.display_text import short

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LONGEST: Final = 400

HEADS: Final = ("When", "Decision", "Quality", "Heat", "Provider", "Item")
_FIGURES: Final = (2, 3)


class LogModel(QAbstractTableModel):
    """Shows entries in the order in which it gets them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()

    @property
    def entries(self) -> Sequence[Entry]:
        """What is shown."""
        return self._entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            cell = cells(self._entries[index.row()])[index.column()]
            return "" if cell is None else short(str(cell), _LONGEST)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None


def cells(entry: Entry) -> tuple[str | int | None, ...]:
    """An entry as a row: what the table shows, and what is exported."""
    what = f"{entry.what}, taken back" if entry.is_taken_back else str(entry.what)
    heat = None if entry.heat == -1 else entry.heat  # -1: not computed
    return when(entry), what, entry.quality, heat, entry.provider, entry.path


def when(entry: Entry) -> str:
    """The moment of a decision, by the editor's own clock."""
    try:
        return f"{datetime.fromtimestamp(entry.when):%Y-%m-%d %H:%M:%S}"
    except (OverflowError, OSError, ValueError):
        return ""


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
