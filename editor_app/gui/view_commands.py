"""What an editor can do with saved views, as commands of the window."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.core.saved_views import SavedView
from editor_app.gui.queue_bar import QUEUE_NAMES
from editor_app.gui.saved_views import SavedViews


class ViewCommands(QObject):
    """Asks where something has to be asked, and gives the views the answer."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(self, views: SavedViews, actions: Mapping[str, QAction], window: QWidget) -> None:
        super().__init__(window)
        self._views = views
        self._keys = [action for action in actions.values() if isinstance(action.data(), int)]
        self._window = window
        self._asked_about: SavedView | None = None
        views.listed.connect(self._name_keys)
        self._name_keys()

    def _name_keys(self) -> None:
        """The commands that show a view have its name, and are there as long as it is."""
        here = self._views.here
        for action in self._keys:
            place = action.data() - 1
            name = here[place].name if place < len(here) else str(place + 1)
            action.setText(self.tr("View: {0}").format(name.replace("&", "&&")))
            action.setEnabled(place < len(here))

    def save_view(self) -> None:
        """Give what the list shows a name."""
        self._asked_about = None
        shown = self._views.shown
        self._ask(shown, str(shown.query), only_here=False)

    def rename_view(self) -> None:
        self._asked_about = self._chosen()
        if self._asked_about is not None:
            view = self._asked_about
            self._ask(view, view.name, only_here=bool(view.folder))

    def update_view(self) -> None:
        """Let the chosen view be what the list shows."""
        view = self._chosen()
        if view is not None:
            self._views.update(view)
            self.said.emit(self.tr("The view “{0}” is what you see now.").format(view.name))

    def delete_view(self) -> None:
        view = self._chosen()
        if view is not None:
            self._views.delete(view)
            self.said.emit(self.tr("Deleted the view “{0}”.").format(view.name))

    def raise_view(self) -> None:
        self._views.move(self._views.selected, -1)

    def lower_view(self) -> None:
        self._views.move(self._views.selected, 1)

    def open_view(self) -> None:
        """Show the view with the number of the key."""
        action = self.sender()
        if isinstance(action, QAction):
            self._views.open(action.data() - 1)

    def import_views(self) -> None:
        """Ask for a file of views and add them."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Import views"), "", self.tr("Views (*.json)")
        )
        if name:
            self._views.import_from(Path(name))

    def export_views(self) -> None:
        """Ask for a file and write all views to it."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export views"), "views.json", self.tr("Views (*.json)")
        )
        if name:
            self._views.export_to(Path(name))

    def _chosen(self) -> SavedView | None:
        place = self._views.selected
        if 0 <= place < len(self._views.here):
            return self._views.here[place]
        self.said.emit(self.tr("Choose a saved view at the left first."))
        return None

    def _ask(self, view: SavedView, name: str, *, only_here: bool) -> None:
        from editor_app.gui.view_dialog import ViewDialog

        what = QUEUE_NAMES[view.queue] + (f" · {view.query}" if view.query else "")
        dialog = ViewDialog(name, what, self._window, only_here=only_here)
        dialog.named.connect(self._on_named)
        dialog.open()

    def _on_named(self, name: str, only_here: bool) -> None:
        if self._asked_about is None:
            self._views.save(name, only_here=only_here)
        else:
            self._views.rename(self._asked_about, name, only_here=only_here)
