"""Finding what is put off under another name: files that were renamed while the program was closed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from editor_app.core.snoozed_stories import StorySearch
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices


class MovedSnoozes(QObject):
    """Makes sure that the files are gone, then looks for their stories between other work of the window."""

    found = Signal(object)
    """The items by the paths that they had, a dictionary."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search: StorySearch | None = None
        self._job: Job | None = None
        self._slices = Slices(self, right_of_way=session.right_of_way)
        self._slices.finished.connect(self._on_done)

    def stop(self) -> None:
        """Another folder is open."""
        self._job = None
        self._search = None
        self._slices.stop()

    def look_for(self, marks: Mapping[str, str]) -> None:
        """Look for the stories that stood at these paths."""
        folder = self._session.folder
        if marks and folder is not None:
            self._job = self._session.jobs.start(
                _Gone(folder.root, dict(marks)), succeeded=self._on_gone, priority=-1
            )

    def _on_gone(self, marks: dict[str, str]) -> None:
        if self.sender() is self._job and marks:
            self._search = StorySearch(self._session.catalog, marks)
            self._slices.start(self._search.steps())

    def _on_done(self) -> None:
        search, self._search = self._search, None
        if search is not None and (found := search.found()):
            self.found.emit(found)


class _Gone:
    """Those whose file is not there: of a folder of which only some files are open, others are none of its items."""

    def __init__(self, root: Path, marks: dict[str, str]) -> None:
        self._root = root
        self._marks = marks

    def __call__(self, job: Job) -> dict[str, str]:
        return {path: mark for path, mark in self._marks.items() if not os.path.lexists(self._root / path)}
