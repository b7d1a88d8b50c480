"""A layout that sets widgets under each other and asks each of them only once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_MOST_MEASURED = 4  # widths

_Measured = tuple[int, list[tuple[QLayoutItem, QRect]]]


class _Part(NamedTuple):
    item: QLayoutItem
    above: int
    """Space above it, gone with it where it is hidden."""
    inset: int
    """Space at either side."""


class ColumnLayout(QLayout):
    """Gives each item the width there is and the height that it needs for it; what is left stays free at the end.

    Qt's own boxes ask for three sizes of each item whenever one of them has changed, then for the height at several
    widths, and a box in a box asks again.

    :param spacing: space between two items that are shown.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 0) -> None:
        if parent is None:
            super().__init__()
        else:
            super().__init__(parent)
        self._parts: list[_Part] = []
        self._spacing = spacing
        self._next = (0, 0)
        # For each width that was asked for; two, where a scroll bar comes and goes.
        self._measured: dict[int, _Measured] = {}
        self._least: QSize | None = None
        self.setContentsMargins(QMargins())

    def add(self, part: QWidget | QLayout, *, above: int = 0, inset: int = 0) -> None:
        """Add something at the end.

        :param above: space above it, while it is shown.
        :param inset: space at either side of it.
        """
        self._next = above, inset
        if isinstance(part, QWidget):
            self.addWidget(part)
        else:
            self.addChildLayout(part)
            self.addItem(part)
        self._next = 0, 0

    def addItem(self, item: QLayoutItem) -> None:
        self._parts.append(_Part(item, *self._next))
        self.invalidate()

    def items(self) -> Iterator[QLayoutItem]:
        """What stands in the column, from top to bottom."""
        return (part.item for part in self._parts)

    def count(self) -> int:
        return len(self._parts)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._parts[index].item if 0 <= index < len(self._parts) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._parts):
            return None
        part = self._parts.pop(index)
        self.invalidate()
        return part.item

    def invalidate(self) -> None:
        self._measured.clear()
        self._least = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._measure(width)[0]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        left, top = rect.x(), rect.y()
        for item, place in self._measure(rect.width())[1]:
            item.setGeometry(place.translated(left, top))

    def sizeHint(self) -> QSize:
        """As wide as it is: Qt asks for the height that goes with this, which is known then."""
        parent = self.parentWidget()
        return self.minimumSize().expandedTo(QSize(0 if parent is None else parent.width(), 0))

    def minimumSize(self) -> QSize:
        if self._least is None:
            margins = self.contentsMargins()
            width = max(
                (
                    part.item.minimumSize().width() + 2 * part.inset
                    for part in self._parts
                    if not part.item.isEmpty()
                ),
                default=0,
            )
            self._least = QSize(width + margins.left() + margins.right(), margins.top() + margins.bottom())
        return self._least

    def _measure(self, width: int) -> _Measured:
        """The height that goes with a width, and the place of each item that is shown."""
        known = self._measured.get(width)
        if known is not None:
            return known
        margins = self.contentsMargins()
        left, y = margins.left(), margins.top()
        room = width - left - margins.right()
        places: list[tuple[QLayoutItem, QRect]] = []
        for item, above, inset in self._parts:
            if item.isEmpty():
                continue
            y += above
            if places:
                y += self._spacing
            wide = max(0, room - 2 * inset)
            height = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            places.append((item, QRect(left + inset, y, wide, height)))
            y += height
        measured = y + margins.bottom(), places
        if len(self._measured) >= _MOST_MEASURED:
            self._measured.clear()
        self._measured[width] = measured
        return measured
