"""All commands in one list, found by typing a part of their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

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
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._run)
        for action in self._actions:
            keys = ", ".join(key_text(key) for key in action.shortcuts())
            name = action.text().replace("&", "").rstrip("…")
            entry = QListWidgetItem(f"{name}    {keys}" if keys else name, self._list)
            entry.setToolTip("")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self._edit)
        box.addWidget(self._list)
        self.resize(440, 400)
        self._filter("")

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first = None
        for row in range(self._list.count()):
            entry = self._list.item(row)
            fits = all(word in entry.text().casefold() for word in words)
            entry.setHidden(not fits)
            if fits and first is None:
                first = row
        self._list.setCurrentRow(-1 if first is None else first)

    def _run(self) -> None:
        row = self._list.currentRow()
        if row >= 0 and not self._list.item(row).isHidden():
            self._chosen = self._actions[row]
        self.accept()

    def done(self, result: int) -> None:
        super().done(result)
        if self._chosen is not None:
            self._chosen.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        row = self._list.currentRow() + step
        while 0 <= row < self._list.count():
            if not self._list.item(row).isHidden():
                self._list.setCurrentRow(row)
                return
            row += step
