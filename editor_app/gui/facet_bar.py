"""What the list can be narrowed by, at the left: topics, providers and types, with the number of items of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from editor_app.core.display_text import short
from editor_app.core.facet_mark import Mark
from editor_app.core.query import Query
from editor_app.core.query.text_key import TextKey
from editor_app.core.tally import Tally
from editor_app.gui.item_model import ItemModel
from editor_app.gui.session import Session
from editor_app.gui.side_delegate import COUNT_ROLE, HEAD_ROLE, MARK_ROLE, SideDelegate
from editor_app.gui.slices import Slices
from editor_app.gui.theme import ThemeController

if TYPE_CHECKING:
    from editor_app.core.facets import Facet

_FACET_ROLE: Final = Qt.ItemDataRole.UserRole
_PAUSE: Final = 120  # milliseconds after a change of the list, since more may follow
_LONGEST: Final = 120  # characters
_SECTIONS: Final = (
    (TextKey.TOPIC, "Topics"),
    (TextKey.PROVIDER, "Providers"),
    (TextKey.TYPE, "Types"),
)


class FacetBar(QTreeWidget):
    """Sections that come closed; only while one is open the list is counted, in slices between other work.

    A click on a name asks for it, another one excludes it, a third one takes it out of the query.
    """

    turned = Signal(object)
    """The condition of a name that was clicked."""
    left = Signal()
    """A click is done; the list may have the focus."""

    def __init__(
        self,
        themes: ThemeController,
        session: Session,
        model: ItemModel,
        query: Callable[[], Query],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facetBar")
        self.setAccessibleName(self.tr("Narrow the list"))
        self._themes = themes
        self._session = session
        self._model = model
        self._query = query
        self._tally = Tally()
        self._closed: set[str] = set()
        self._slices = Slices(self)
        self._slices.finished.connect(self._show_counts)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._count)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(12)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.setItemDelegate(SideDelegate(themes, self))
        self.setExpandsOnDoubleClick(False)
        self.setMinimumHeight(60)
        self._sections: dict[TextKey, QTreeWidgetItem] = {}
        for key, name in _SECTIONS:
            head = QTreeWidgetItem(self, [self.tr(name)])
            head.setData(0, HEAD_ROLE, True)
            head.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            self._sections[key] = head
        self.itemClicked.connect(self._on_clicked)
        self.itemExpanded.connect(self._on_expanded)
        self.itemCollapsed.connect(self._on_collapsed)
        for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.modelReset):
            signal.connect(self.refresh)
        session.items_changed.connect(self.refresh)
        session.site_read.connect(self.refresh)
        self._take_colors(None)
        themes.changed.connect(self._take_colors)

    def sizeHint(self) -> QSize:
        return QSize(160, 200)

    def section(self, key: TextKey) -> QTreeWidgetItem:
        """The head of the names of a kind."""
        return self._sections[key]

    def open_sections(self) -> list[str]:
        """Which sections are open, for the settings."""
        return [str(key) for key, head in self._sections.items() if head.isExpanded()]

    def open_again(self, names: list[str]) -> None:
        """Open the sections that were open last time."""
        for key, head in self._sections.items():
            head.setExpanded(str(key) in names)

    @property
    def is_counting(self) -> bool:
        """Whether the numbers are not yet those of the list."""
        return self._pause.isActive() or self._slices.is_at_work

    def refresh(self) -> None:
        """The list is another one, or its query: count anew soon."""
        self._slices.stop()
        if any(head.isExpanded() for head in self._sections.values()):
            self._pause.start()

    def _count(self) -> None:
        self._tally = Tally()
        self._slices.start(self._tally.count(self._session.catalog, list(self._model.view.items)))

    def _show_counts(self) -> None:
        place = self.verticalScrollBar().value()
        self.setUpdatesEnabled(False)
        counts = {
            TextKey.TOPIC: self._tally.topics,
            TextKey.PROVIDER: self._tally.providers,
            TextKey.TYPE: self._tally.types,
        }
        query = self._query()
        for key, head in self._sections.items():
            head.takeChildren()
            if not head.isExpanded():
                continue
            from editor_app.core.facets import facets  # of a section that is open

            found = facets(key, counts[key], query, self._session.topics)
            for facet in found.facets:
                self._add(head, facet)
            if found.left_out:
                rest = QTreeWidgetItem(head, [self.tr("and {0} more").format(f"{found.left_out:,}")])
                rest.setFlags(Qt.ItemFlag.ItemIsEnabled)
                rest.setData(0, HEAD_ROLE, True)
        self.setUpdatesEnabled(True)
        self.verticalScrollBar().setValue(place)

    def _add(self, above: QTreeWidgetItem, facet: Facet) -> None:
        name = short(facet.name, _LONGEST)
        entry = QTreeWidgetItem(above, [name])
        entry.setData(0, _FACET_ROLE, facet.condition)
        entry.setData(0, COUNT_ROLE, facet.count)
        entry.setData(0, MARK_ROLE, str(facet.mark))
        said = {Mark.ASKED: self.tr(", asked for"), Mark.EXCLUDED: self.tr(", excluded")}.get(facet.mark, "")
        entry.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}, {facet.count:,}{said}")
        for child in facet.children:
            self._add(entry, child)
        entry.setExpanded(facet.name not in self._closed)

    def _on_clicked(self, entry: QTreeWidgetItem) -> None:
        if self._turn(entry):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentItem()
        if current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._turn(current)
        else:
            super().keyPressEvent(event)

    def _turn(self, entry: QTreeWidgetItem) -> bool:
        """Open or close a section, or tell that a name was chosen; whether it was one."""
        if entry.parent() is None:
            entry.setExpanded(not entry.isExpanded())
            return False
        condition = entry.data(0, _FACET_ROLE)
        if condition is None:
            return False
        self.turned.emit(condition)
        return True

    def _on_expanded(self, entry: QTreeWidgetItem) -> None:
        self._closed.discard(entry.text(0))
        if entry.parent() is None:
            self.refresh()

    def _on_collapsed(self, entry: QTreeWidgetItem) -> None:
        if entry.parent() is not None:
            self._closed.add(entry.text(0))

    def _take_colors(self, _theme: object) -> None:
        # A tree takes no margins of its own: its header sets them.
        ground = self._themes.theme.ground.name()
        self.setStyleSheet(f"QTreeWidget {{ background: {ground}; padding: 0 8px 8px 8px; }}")
