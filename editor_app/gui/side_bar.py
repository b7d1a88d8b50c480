"""The pane at the left: the queues, the saved views, and what the list can be narrowed by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from editor_app.gui.facet_bar import FacetBar
from editor_app.gui.queue_bar import QueueBar
from editor_app.gui.theme import ThemeController
from editor_app.gui.view_bar import ViewBar


class SideBar(QWidget):
    """One below the other; what is left of the height is for the facets."""

    def __init__(
        self,
        themes: ThemeController,
        queues: QueueBar,
        views: ViewBar,
        facets: FacetBar,
        save_view: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self._themes = themes
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(queues.minimumWidth())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(queues)
        box.addLayout(self._head(save_view))
        box.addWidget(views)
        box.addSpacing(8)
        box.addWidget(facets, 1)
        self._take_colors(None)
        themes.changed.connect(self._take_colors)

    def _head(self, save_view: QAction) -> QHBoxLayout:
        label = QLabel(self.tr("Views"))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", "label")
        button = QToolButton()
        button.setObjectName("saveViewButton")
        button.setProperty("kind", "side")
        button.setText("+")
        button.setToolTip(save_view.toolTip())
        button.setAccessibleName(save_view.text().rstrip("…"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(save_view.trigger)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 2)
        head.addWidget(label, 1)
        head.addWidget(button)
        return head

    def _take_colors(self, _theme: object) -> None:
        self.setStyleSheet(f"#sideBar {{ background: {self._themes.theme.ground.name()}; }}")
