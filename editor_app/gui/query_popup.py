"""What hangs below the search box: how the query may go on, and why it is wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from editor_app.core.display_text import short
from editor_app.core.query.completion import Option
from editor_app.gui.dropdown import Dropdown

_NARROWEST: Final = 420
_LONGEST: Final = 80  # characters of a name


class QueryPopup(Dropdown):
    """A list that keys are passed on to by its field."""

    taken = Signal(object)
    """The :class:`Option` that somebody has clicked."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.setObjectName("queryPopup")
        self._options: tuple[Option, ...] = ()
        self._reason = QLabel()
        self._reason.setObjectName("queryReason")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setWordWrap(True)
        self._reason.setProperty("tone", "notice")
        self._reason.setMargin(8)
        self._list = QTreeWidget()
        self._list.setObjectName("queryOptions")
        self._list.setAccessibleName(self.tr("How the search may go on"))
        self._list.setProperty("kind", "dropdown")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setColumnCount(2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self._list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._list.itemClicked.connect(self._on_clicked)
        self.box.addWidget(self._reason)
        self.box.addWidget(self._list)

    @property
    def options(self) -> tuple[Option, ...]:
        """What is offered now."""
        return self._options if self.isVisible() else ()

    @property
    def chosen(self) -> Option | None:
        """The option that the keys have come to."""
        row = self._list.currentIndex().row()
        return self.options[row] if 0 <= row < len(self.options) else None

    def show_all(self, options: tuple[Option, ...], reason: str) -> None:
        """Offer options and tell a reason; either may be empty, and with both it hides."""
        if not options and not reason:
            self.hide()
            return
        if options != self._options:
            self._options = options
            self._list.clear()
            for option in options:
                entry = QTreeWidgetItem(self._list, [short(option.shown, _LONGEST), option.hint])
                entry.setForeground(1, self.palette().placeholderText())
                entry.setToolTip(0, "")
        self._list.setCurrentIndex(QModelIndex())
        self._list.setFixedHeight(max(1, self._list.sizeHintForRow(0)) * len(options))
        self._list.setVisible(bool(options))
        self._reason.setText(short(reason))
        self._reason.setVisible(bool(reason))
        self.show_below(max(_NARROWEST, self._field.width()))

    def step(self, step: int) -> None:
        """Go up or down in the list, from its end to its beginning too."""
        count = len(self.options)
        if not count:
            return
        row = self._list.currentIndex().row()
        row = (row + step) % count if row >= 0 else (0 if step > 0 else count - 1)
        self._list.setCurrentIndex(self._list.model().index(row, 0))

    def _on_clicked(self, entry: QTreeWidgetItem) -> None:
        row = self._list.indexOfTopLevelItem(entry)
        if 0 <= row < len(self.options):
            self.taken.emit(self.options[row])
