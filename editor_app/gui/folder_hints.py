"""What the system reports of changes in folders: a hint to look, never more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QThread, Signal
from shiboken6 import isValid

MOST_FOLDERS: Final = 2_000
"""Folders that are watched; systems allow some thousands. What changes in others is found by the regular look."""


class FolderHints(QObject):
    """Tells that something has changed in one of some folders.

    Only folders are watched: a hundred thousand files would take minutes, and a file is lost to its watcher with the
    first program that replaces it. Asking for a folder touches the disk, so that it is done in a thread of its own.
    """

    changed = Signal()
    _wanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: list[str] = []
        self._thread = QThread()
        self._thread.setObjectName("folder hints")
        self._eyes = _Eyes()
        self._eyes.moveToThread(self._thread)
        self._wanted.connect(self._eyes.watch)
        self._eyes.changed.connect(self.changed)
        self._thread.finished.connect(self._eyes.close)
        # A thread that is destroyed while it runs would end the program.
        self.destroyed.connect(_Ender(self._thread))

    def watch(self, folders: Sequence[str]) -> None:
        """Watch these folders and no others."""
        wanted = list(folders[:MOST_FOLDERS])
        if wanted == self._folders:
            return
        self._folders = wanted
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)
        self._wanted.emit(wanted)

    def pause(self) -> None:
        """Watch nothing until :meth:`resume`, because very many changes are about to come that are ours.

        The system would tell of each of them several times.
        """
        if self._folders:
            self._wanted.emit([])

    def resume(self) -> None:
        """Watch again what was watched; :attr:`changed` is told once, for what has changed meanwhile."""
        if self._folders:
            self._wanted.emit(self._folders)

    def stop(self) -> None:
        """Watch nothing, and let the thread end."""
        self._folders = []
        self._thread.quit()
        self._thread.wait()


class _Eyes(QObject):
    """Lives in the thread; everything here runs there."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._watcher: QFileSystemWatcher | None = None

    def watch(self, folders: list[str]) -> None:
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._on_change)
        watched = set(self._watcher.directories())
        gone = list(watched.difference(folders))
        new = [folder for folder in folders if folder not in watched]
        if gone:
            self._watcher.removePaths(gone)
        if new:
            self._watcher.addPaths(new)
            self.changed.emit()  # what has changed between the look that named them and now, nobody has told of

    def close(self) -> None:
        """Watch nothing any more. Told as the thread ends: a watcher must not be deleted from another thread."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def _on_change(self, _folder: str) -> None:
        self.changed.emit()


class _Ender:
    def __init__(self, thread: QThread) -> None:
        self._thread = thread

    def __call__(self) -> None:
        if isValid(self._thread):  # at the end of the program it may be gone first
            self._thread.quit()
            self._thread.wait()
