"""Every setting of the window, declared once: its name, its type and what it is without a choice of the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from editor_app.core.app_dirs import config_dir
from editor_app.core.folder import DEFAULT_SUFFIXES
from editor_app.core.snooze import USUAL_RISE

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting. ``default`` also tells its type."""

    key: str
    default: T


THEME: Final = Setting("look/theme", "system")
"""``system``, ``light`` or ``dark``."""
GEOMETRY: Final = Setting("window/geometry", QByteArray())
PANES: Final = Setting("window/panes", QByteArray())
COLUMNS: Final = Setting("table/columns", QByteArray())
"""Order, widths and visibility of the columns, as the header saves them."""
SORT_KEY: Final = Setting("table/sort", "date")
SORT_DESCENDING: Final = Setting("table/descending", True)
SORT_FURTHER: Final = Setting[list[str]]("table/further", [])
"""Further keys, with a minus before those that descend."""
GROUP: Final = Setting("table/group", "")
"""``provider``, ``day`` or ``topic``; empty for no groups."""
RECENT_FOLDERS: Final = Setting[list[str]]("folders/recent", [])
SUFFIXES: Final = Setting[list[str]]("folders/suffixes", list(DEFAULT_SUFFIXES))
"""File names that may belong to items."""
LOOK_EVERY: Final = Setting("folders/lookEvery", 30)
"""Seconds between two looks for changes, where nothing tells of one before."""
SAVED_VIEWS: Final = Setting("views/saved", "")
"""Saved views, as the JSON of a file of them."""
SNOOZE_RISE: Final = Setting("snooze/rise", USUAL_RISE)
"""By how much heat has to rise until an item that was put off for that comes back."""
RULES: Final = Setting("rules/saved", "")
"""Rules, as the JSON of a file of them."""
PICTURES_OF_FOLDERS: Final = Setting[list[str]]("pictures/folders", [])
"""Folders whose items' pictures are loaded from the web."""
PICTURES_OF_PRIVATE_SERVERS: Final = Setting("pictures/fromPrivateServers", False)
"""Whether pictures may come from servers of this machine and its network; for trials."""
FACETS_OPEN: Final = Setting[list[str]]("views/facetsOpen", [])
"""Which facets are open at the left."""


class Settings:
    """The editor's choices, kept in a readable file in the program's own folder."""

    def __init__(self) -> None:
        folder = config_dir()
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def get(self, setting: Setting[T]) -> T:
        """The editor's choice, or the default where there is none or it makes no sense."""
        if isinstance(setting.default, bool):
            found: Any = str(self._store.value(setting.key, setting.default)).lower() == "true"
        elif isinstance(setting.default, list):
            found = self._store.value(setting.key)
            if found is None:
                return setting.default
            found = [str(entry) for entry in (found if isinstance(found, list) else [found]) if entry]
        elif isinstance(setting.default, int):
            text = str(self._store.value(setting.key, setting.default))
            found = int(text) if text.isdecimal() else setting.default
        else:
            found = self._store.value(setting.key, setting.default)
        return found if isinstance(found, type(setting.default)) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        self._store.setValue(setting.key, value)

    def flush(self) -> bool:
        """Write what has been set; False where the file cannot be written."""
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError
