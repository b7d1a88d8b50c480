"""A quiet word in the status line: scores have changed, and the list still stands in its old order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from editor_app.core.order import Order, SortKey

_SCORES = frozenset(
    {SortKey.QUALITY, SortKey.HEAT, SortKey.DATE}
)  # equal dates stand in the order of their quality


class OrderSign(QWidget):
    """Counts the items that would stand elsewhere, and offers to sort anew. Hidden where there are none."""

    def __init__(self, sort_anew: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: set[int] = set()
        self._words = QLabel()
        self._words.setObjectName("orderLabel")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QToolButton()
        self._button.setDefaultAction(sort_anew)
        self._button.setProperty("kind", "link")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 12, 0)
        box.setSpacing(4)
        box.addWidget(self._words)
        box.addWidget(self._button)
        self.clear()

    def add(self, items: list[int], order: Order) -> None:
        """These items would stand elsewhere in a list that is sorted so."""
        self._items.update(items)
        if not self._items:
            return
        count = len(self._items)
        number = self.tr("1 item") if count == 1 else self.tr("{0} items").format(f"{count:,}")
        is_scores = order.group is None and all(one.key in _SCORES for one in order.keys)
        sentence = self.tr("Scores changed in {0}") if is_scores else self.tr("{0} read differently")
        self._words.setText(sentence.format(number))
        self.show()

    def clear(self) -> None:
        """The list stands in its order again."""
        self._items.clear()
        self._words.clear()
        self.hide()
