"""A layout that sets widgets in lines, as words are set."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Places items beside each other and goes on in a new line where they do not fit.

    Items keep the size they ask for; one wider than the layout is narrowed to it.
    """

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 4, line_spacing: int | None = None
    ) -> None:
        if parent is None:
            super().__init__()
        else:
            super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # What is asked for again and again until something changes: the items that are shown, each with its size,
        # and the height that goes with a width.
        self._sizes: list[tuple[QLayoutItem, QSize]] | None = None
        self._heights: dict[int, int] = {}
        self._spacing = spacing
        self._line_spacing = spacing if line_spacing is None else line_spacing
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def insert_widget(self, position: int, widget: QWidget) -> None:
        """Add `widget` before the item at `position`."""
        self.addWidget(widget)
        self._items.insert(position, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        item = self._items.pop(index)
        self.invalidate()
        return item

    def clear(self) -> None:
        """Take all items out, and delete their widgets when control returns to the event loop."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                # Later: a widget may ask for this in its own slot, and must outlive it.
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def invalidate(self) -> None:
        self._sizes = None
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._place(QRect(0, 0, width, 0), only_measure=True)
        return height

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, only_measure=False)

    def sizeHint(self) -> QSize:
        """All in one line: the parent gives less, and asks for the height that goes with it."""
        width, height = 0, 0
        for _, hint in self._shown():
            width += hint.width() + (self._spacing if width else 0)
            height = max(height, hint.height())
        return self._with_margins(width, height)

    def minimumSize(self) -> QSize:
        width, height = 0, 0
        for item, _ in self._shown():
            least = item.minimumSize()
            width, height = max(width, least.width()), max(height, least.height())
        return self._with_margins(width, height)

    def _shown(self) -> list[tuple[QLayoutItem, QSize]]:
        """The items that are shown, and the sizes that they ask for."""
        if self._sizes is None:
            self._sizes = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
        return self._sizes

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        """Lay the items out in `rect` and return the height they take."""
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        room, left_edge, right_edge = area.width(), area.left(), area.right() + 1
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        x, y, line_height = 0, 0, 0
        for item, hint in self._shown():
            width, height = min(hint.width(), room), hint.height()
            if x and x + width > room:
                x, y, line_height = 0, y + line_height + self._line_spacing, 0
            if not only_measure:
                left = right_edge - x - width if mirrored else left_edge + x
                item.setGeometry(QRect(left, area.top() + y, width, height))
            x += width + self._spacing
            line_height = max(line_height, height)
        return y + line_height + margins.top() + margins.bottom()
