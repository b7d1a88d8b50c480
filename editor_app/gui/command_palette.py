"""All commands in one list, found by typing a part of their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.key_button import key_text


class CommandPalette(QDialog):
    """Shows the commands that can be given now; ``Enter`` gives the chosen one and closes the list."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setWindowTitle(self.tr("All commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [action for action in actions if action.isEnabled()]
        self._chosen: QAction | None = None
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(self.tr("Type a command"))
        self._edit.setAccessibleName(self.tr("Type a command"))
        self._edit.textChanged.connect(self._filter)
        self._edit.returnPressed.connect(self._run)
        self._edit.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setColumnCount(2)
        self._list.itemClicked.connect(self._run)
        for action in self._actions:
            keys = ", ".join(key_text(key) for key in action.shortcuts())
            entry = QTreeWidgetItem(self._list, [action.text().replace("&", "").rstrip("…"), keys])
            entry.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            entry.setForeground(1, self.palette().placeholderText())
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self._edit)
        box.addWidget(self._list)
        self.resize(440, 400)
        self._filter("")

    def _entries(self) -> list[QTreeWidgetItem]:
        """Those that are shown now."""
        found = [self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount())]
        return [entry for entry in found if entry is not None and not entry.isHidden()]

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self._list.topLevelItemCount()):
            entry = self._list.topLevelItem(row)
            if entry is not None:
                entry.setHidden(not all(word in entry.text(0).casefold() for word in words))
        for entry in self._entries()[:1]:
            self._list.setCurrentItem(entry)

    def _run(self) -> None:
        current = self._list.currentItem()
        if current in self._entries():
            self._chosen = self._actions[self._list.indexOfTopLevelItem(current)]
        self.accept()

    def done(self, result: int) -> None:
        super().done(result)
        chosen, self._chosen = self._chosen, None  # closing a dialog ends it a second time
        if chosen is not None:
            chosen.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        entries = self._entries()
        current = self._list.currentItem()
        if current in entries:
            place = max(0, min(entries.index(current) + step, len(entries) - 1))
            self._list.setCurrentItem(entries[place])
