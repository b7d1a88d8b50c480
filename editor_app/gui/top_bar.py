"""The bar above the panes: the few decisions, the search, what is to be saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolBar, QWidget

from editor_app.gui.key_button import KeyButton
from editor_app.gui.search_bar import SearchBar
from editor_app.gui.theme import ThemeController


class TopBar(QToolBar):
    """Buttons left and right, the search in the middle."""

    def __init__(
        self,
        themes: ThemeController,
        actions: Mapping[str, QAction],
        search: SearchBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setWindowTitle(self.tr("Toolbar"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        content = QWidget()
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for name in ("publishAction", "rejectAction", "editTopicsAction"):
            box.addWidget(KeyButton(themes, actions[name], "primary" if name == "publishAction" else "plain"))
        box.addStretch(1)
        box.addWidget(search, 4)
        box.addStretch(1)
        for name in ("reviewChangesAction", "saveAction"):
            box.addWidget(KeyButton(themes, actions[name]))
        self.addWidget(content)
