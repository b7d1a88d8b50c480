"""The saved views at work: kept in the settings, counted between other work, imported and exported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from editor_app.core.catalog import Catalog
from editor_app.core.folder import reason_of
from editor_app.core.saved_views import LARGEST, BadViews, SavedView, as_json, from_json, merged
from editor_app.gui import settings as declared
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.slices import Slices
from editor_app.gui.view_bar import ViewBar

_PAUSE: Final = 300  # milliseconds after a change of the items, since more may follow
_STEP: Final = 1_024  # items that a view is asked about at once
_LOOK_EVERY: Final = 60_000  # milliseconds; the machine may sleep, and its clock be set


class SavedViews(QObject):
    """Keeps the views and shows those of the open folder in a bar."""

    chosen = Signal(object)
    """A :class:`SavedView` that is to be shown."""
    listed = Signal()
    """The views of the open folder are others now, or in another order."""
    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        bar: ViewBar,
        shown: Callable[[], SavedView],
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._bar = bar
        self._shown = shown
        self._clock = clock
        self._views: list[SavedView] = []
        self._here: list[SavedView] = []
        self._slices = Slices(self, right_of_way=session.right_of_way)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._count)
        self._hour: datetime | None = None
        self._minutes = QTimer(self)
        self._minutes.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._minutes.setInterval(_LOOK_EVERY)
        self._minutes.timeout.connect(self.look_at_the_clock)
        self._minutes.start()
        bar.view_chosen.connect(self.open)
        bar.moved.connect(self._on_moved)
        session.opened.connect(self._show)
        for signal in (session.items_added, session.items_changed, session.items_removed):
            signal.connect(self.recount)
        bar.show_views([], -1)
        kept = settings.get(declared.SAVED_VIEWS)
        if kept:
            session.jobs.start(_Read(kept), succeeded=self._on_kept, failed=self.said)

    @property
    def here(self) -> Sequence[SavedView]:
        """The views of the open folder, in their order."""
        return self._here

    @property
    def shown(self) -> SavedView:
        """What the list shows now, as a view without a name."""
        return self._shown()

    @property
    def selected(self) -> int:
        """The place of the view that is chosen in the bar, -1 for none."""
        return self._bar.currentRow()

    @property
    def is_counting(self) -> bool:
        """Whether the numbers are not yet those of the items."""
        return self._pause.isActive() or self._slices.is_at_work

    def open(self, place: int) -> None:
        """Show a view."""
        if 0 <= place < len(self._here):
            self.chosen.emit(self._here[place])
        else:
            self.said.emit(self.tr("There is no view {0}.").format(place + 1))

    def save(self, name: str, *, only_here: bool) -> None:
        """Give a name to what is shown now; a view that has it already becomes this one."""
        view = self._shown()._replace(name=name, folder=self._root if only_here else "")
        self._change(merged(self._views, [view]))

    def rename(self, view: SavedView, name: str, *, only_here: bool) -> None:
        """Give a view another name or another place."""
        other = view._replace(name=name, folder=self._root if only_here else "")
        taken = (other.name, other.folder)
        self._change(
            [
                other if old == view else old
                for old in self._views
                if old == view or (old.name, old.folder) != taken
            ]
        )

    def update(self, view: SavedView) -> None:
        """Let a view be what is shown now."""
        other = self._shown()._replace(name=view.name, folder=view.folder)
        self._change([other if old == view else old for old in self._views])

    def delete(self, view: SavedView) -> None:
        self._change([old for old in self._views if old != view])

    def move(self, place: int, step: int) -> None:
        """Put a view one place up or down."""
        other = place + step
        if 0 <= place < len(self._here) and 0 <= other < len(self._here):
            places = list(range(len(self._here)))
            places[place], places[other] = other, place
            self._on_moved(places)
            self._bar.setCurrentRow(other)

    def import_from(self, file: Path) -> None:
        """Add the views of a file."""
        self._session.jobs.start(_ReadFile(file), succeeded=self._on_imported, failed=self.said)

    def export_to(self, file: Path) -> None:
        """Write all views to a file."""
        work = _WriteFile(file, as_json(self._views))
        self._session.jobs.start(work, succeeded=self._on_exported, failed=self.said)

    def show_current(self) -> None:
        """The list shows something else now: mark the view that it is, if it is one."""
        self._bar.show_current(self._current())

    def recount(self) -> None:
        """Items are others now: count anew soon."""
        if self._here and not self._pause.isActive():
            self._pause.start()

    def look_at_the_clock(self) -> None:
        """Count anew where another hour has begun: “today” may be another day, and “the last 12 hours” others."""
        if self._hour is not None and self._hour != self._hour_now():
            self.recount()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _hour_now(self) -> datetime:
        return datetime.fromtimestamp(self._clock()).replace(minute=0, second=0, microsecond=0)

    @property
    def _root(self) -> str:
        folder = self._session.folder
        return str(folder.root) if folder is not None else ""

    def _current(self) -> int:
        shown = self._shown()
        for place, view in enumerate(self._here):
            if (view.queue, view.query) == (shown.queue, shown.query):
                return place
        return -1

    def _on_kept(self, views: list[SavedView]) -> None:
        self._views = merged(views, self._views)
        self._show()

    def _on_imported(self, views: list[SavedView]) -> None:
        self._change(merged(self._views, views))
        self.said.emit(self.tr("Views imported: {0}").format(len(views)))

    def _on_exported(self, count: object) -> None:
        self.said.emit(self.tr("Views exported: {0}").format(len(self._views)))

    def _on_moved(self, places: Sequence[int]) -> None:
        ordered = [self._here[place] for place in places]
        others = [view for view in self._views if view not in ordered]
        self._change([*ordered, *others])

    def _change(self, views: list[SavedView]) -> None:
        self._views = views
        self._settings.set(declared.SAVED_VIEWS, as_json(views) if views else "")
        self._show()

    def _show(self) -> None:
        self._here = [view for view in self._views if view.is_for(self._root)]
        self._bar.show_views(self._here, self._current())
        self._slices.stop()
        self.recount()
        self.listed.emit()

    def _count(self) -> None:
        self._hour = self._hour_now()
        self._slices.start(self._counting(self._session.catalog, list(self._here), self._clock()))

    def _counting(self, catalog: Catalog, views: Sequence[SavedView], now: float) -> Iterator[None]:
        items = range(len(catalog.state_codes))
        for place, view in enumerate(views):
            count = 0
            for start in range(0, len(items), _STEP):
                some = catalog.those_in(view.queue, items[start : start + _STEP])
                count += len(view.query.select(catalog, some, now))
                yield
            self._bar.set_count(place, count)


class _Read:
    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, job: Job) -> list[SavedView]:
        return from_json(self._text)


class _ReadFile:
    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, job: Job) -> list[SavedView]:
        try:
            with self._file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            raise BadViews(f"The file cannot be read: {reason_of(error)}.") from error
        return from_json(data)


class _WriteFile:
    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text

    def __call__(self, job: Job) -> int:
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            beside.write_text(self._text, encoding="utf-8")
            beside.replace(self._file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise BadViews(f"The file cannot be written: {reason_of(error)}.") from error
        return len(self._text)
