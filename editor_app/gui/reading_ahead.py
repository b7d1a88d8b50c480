"""Whole items that may be asked for next, read while somebody reads another one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.core.row_types import UNSEEN

if TYPE_CHECKING:
    from editor_app.gui.item_reading import LoadedItem, ReadItem
    from editor_app.gui.jobs import Job
    from editor_app.gui.session import Session

_MOST: Final = 8
_LONGEST: Final = 256_000  # bytes of a file; longer ones are rare and not worth the memory
_REST: Final = 15  # milliseconds after an item has come, in which the window shows it


class ReadingAhead(QObject):
    """Keeps the few items that were read last, and reads those beside them in the list.

    An item from here stands on the page at once, so that the page is laid out once instead of twice. It is of the
    version of the file that the list knows; whoever takes one has the file read all the same, to see whether it holds.
    """

    ready = Signal(object)
    """Items beside the one that is shown have been read: those that are known, the likeliest first."""

    def __init__(
        self, session: Session, nearby: Callable[[], Sequence[int]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._nearby = nearby
        self._kept: dict[int, LoadedItem] = {}
        self._reading: Job | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._read)
        session.opened.connect(self._forget)

    def known(self, item: int) -> LoadedItem | None:
        """The whole item, if it has been read since its file last changed, as far as the list knows."""
        loaded = self._kept.get(item)
        is_true = loaded is not None and loaded.signature == self._session.catalog.row(item).signature
        return loaded if is_true else None

    def go_on_from(self, loaded: LoadedItem) -> None:
        """An item has been read and is shown; read those beside it when the window is at rest."""
        self._keep([loaded])
        self._rest.start()

    def _read(self) -> None:
        folder, catalog = self._session.folder, self._session.catalog
        if folder is None:
            return
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        from editor_app.gui.item_reading import ReadItem

        work = [
            ReadItem(item, path, os.fspath(folder.full_path(path)), os.fspath(folder.root))
            for item in self._nearby()
            if self.known(item) is None
            for path in [catalog.row(item).path]
        ]
        if work:
            self._reading = self._session.jobs.start(_ReadSome(work), succeeded=self._on_read)
        self._tell()

    def _on_read(self, items: list[LoadedItem]) -> None:
        if self.sender() is self._reading:
            self._reading = None
            self._keep(items)
            self._tell()

    def _tell(self) -> None:
        known = [loaded for loaded in map(self.known, self._nearby()) if loaded is not None]
        if known:
            self.ready.emit(known)

    def _keep(self, items: Sequence[LoadedItem]) -> None:
        for loaded in items:
            self._kept.pop(loaded.item, None)
            if loaded.signature != UNSEEN and len(loaded.data) <= _LONGEST:
                self._kept[loaded.item] = loaded
        for item in list(self._kept)[:-_MOST]:
            del self._kept[item]

    def _forget(self) -> None:
        """Numbers name other items now."""
        self._rest.stop()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._kept.clear()


class _ReadSome:
    def __init__(self, work: Sequence[ReadItem]) -> None:
        self._work = work

    def __call__(self, job: Job) -> list[LoadedItem]:
        found: list[LoadedItem] = []
        for read in self._work:
            if job.is_cancelled():
                break
            found.append(read(job))
        return found
