"""What is pending, kept in the journal; and what an earlier session has left there, brought back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor_app.core.catalog import Catalog
from editor_app.core.decision import Fields, ItemEdit, texts_left
from editor_app.core.errors import JournalFailed

if TYPE_CHECKING:
    from editor_app.core.folder import ItemFolder
    from editor_app.core.journal import Journal
    from editor_app.gui.jobs import Job, Jobs


class Safekeeping(QObject):
    """Holds the journal to what the catalog says is pending.

    What an earlier session has decided waits here until the row of its file arrives. Where none does the file is gone:
    the decision stays in the journal, in case the file comes back.
    """

    ready = Signal()
    """The journal has been read, or cannot be: rows may be shown, and decided about, from now on."""
    brought_back = Signal(object)
    """Decisions of an earlier session have been laid over these items, whose rows were there before."""
    restored = Signal(int, int)
    """How many decisions of an earlier session have been laid, and how many are about files that are gone."""
    failed = Signal(str)
    """A sentence: decisions are not safe against a crash."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder: ItemFolder | None = None
        self._catalog = Catalog()
        self._journal: Journal | None = None
        self._replaying: Job | None = None
        self._is_reading = self._is_all_read = self._has_complained = False
        self._complaint = ""
        self._waiting: dict[str, ItemEdit] = {}
        self._restored = self._gone_told = 0
        self._under_way: Mapping[str, tuple[int, ItemEdit]] = {}

    def open(self, folder: ItemFolder, catalog: Catalog) -> None:
        """Begin with a folder in which this window, and no other one, may decide."""
        # Not before a folder is opened: no window waits for what writes on disks.
        from editor_app.core.journal import Journal

        self._folder, self._catalog = folder, catalog
        self._journal = Journal(folder.root)
        self._is_reading = True
        self._replaying = self._jobs.start(
            _Replay(self._journal), succeeded=self._on_replayed, failed=self._on_not_replayed, priority=4
        )

    def close(self) -> None:
        """Let go of the journal; what is pending stays in it. No job of the folder may be under way any more."""
        if self._journal is not None:
            self._journal.close()
        self._folder, self._journal, self._replaying, self._catalog = None, None, None, Catalog()
        self._is_reading = self._is_all_read = self._has_complained = False
        self._complaint = ""
        self._waiting = {}
        self._restored = self._gone_told = 0
        self._under_way = {}

    @property
    def is_opening(self) -> bool:
        """Whether the journal is still being read, so that a decision would not be safe yet."""
        return self._replaying is not None

    @property
    def gone(self) -> list[str]:
        """The paths of files that are gone and that an earlier session has decided about."""
        if self._folder is None or not self._is_all_read:
            return []
        only = self._folder.only  # where single files are open, nothing is known of the others
        return [path for path in self._waiting if not only or path in only]

    def forget_gone(self) -> None:
        """Drop the decisions about files that are gone, for good."""
        gone = self.gone
        self._append([(path, ItemEdit()) for path in gone])
        for path in gone:
            del self._waiting[path]
        self._gone_told = 0

    # -- keeping ---------------------------------------------------------------------------------------------------

    def keep(self, items: Iterable[int]) -> None:
        """Write down what is pending of items now. To be called before anybody is told of it."""
        if self._journal is not None:
            with self._complaining():
                self._journal.append_columns(*self._kept(items))

    def write_down(self, items: Iterable[int]) -> None:
        """:meth:`keep` without waiting for the disk, which :meth:`wait_for_disk` does."""
        if self._journal is not None:
            with self._complaining():
                self._journal.append_columns(*self._kept(items), patience=0)

    def wait_for_disk(self) -> None:
        """Wait until what was written down is on the disk, as long as the journal has patience."""
        if self._journal is not None:
            with self._complaining():
                self._journal.wait()

    def _kept(self, items: Iterable[int]) -> tuple[list[str], list[ItemEdit]]:
        """The paths of items, and what the journal is to have of each."""
        items = list(items)
        paths = list(map(self._catalog.files.paths.__getitem__, items))
        if self._under_way:
            return paths, [self._to_keep(item, path) for item, path in zip(items, paths, strict=True)]
        return paths, list(map(self._catalog.pending.get, items, repeat(ItemEdit())))

    def follow(self, old: str, item: int) -> None:
        """The file of an item has another path now: what is pending is kept under that one."""
        if self._journal is not None and old in self._journal:
            self._append([(old, ItemEdit())])
            self.keep([item])

    def begin_save(self, under_way: Mapping[str, tuple[int, ItemEdit]]) -> None:
        """These edits are being written to their files, and may or may not stand there after a crash."""
        self._under_way = under_way

    def end_save(self, *, synced: bool) -> None:
        """Nothing is being written any more.

        :param synced: what was written is on the disk for good; only then it may leave the journal.
        """
        items = [item for item, _ in self._under_way.values() if self._catalog.holds(item)]
        self._under_way = {}
        if synced:
            self.keep(items)

    def keep_pending(self, items: Iterable[int]) -> None:
        """Of items that are being saved, write down what stays pending; the others may leave the journal only once the
        save has ended.
        """
        self.keep([item for item in items if item in self._catalog.pending])

    def _to_keep(self, item: int, path: str) -> ItemEdit:
        edit = self._catalog.edit(item)
        if path not in self._under_way:
            return edit
        # Decided while an earlier edit is on its way to the file: to hold whether or not that one gets there.
        files = self._catalog.files
        saved = self._under_way[path][1].apply(Fields(files.states[item], files.topics[item]))
        later = ItemEdit.between(saved, self._catalog.fields(item))
        saving = self._under_way[path][1].texts
        texts = {change.place: change for change in (*edit.texts, *texts_left(edit.texts, saving))}
        return ItemEdit(later.state or edit.state, later.topics or edit.topics, tuple(texts.values()))

    def _append(self, changes: list[tuple[str, ItemEdit]]) -> None:
        if self._journal is not None:
            with self._complaining():
                self._journal.append(changes)

    @contextmanager
    def _complaining(self) -> Iterator[None]:
        try:
            yield
        except JournalFailed as error:
            self._complain(str(error))

    def _complain(self, sentence: str) -> None:
        """Say it once; after the reading, whose own news would take its place."""
        if not self._has_complained:
            self._complaint = sentence
            self._has_complained = True
            self._tell()

    # -- bringing back ---------------------------------------------------------------------------------------------

    def take_in(self, paths: Iterable[str], changed: Iterable[int]) -> bool:
        """Rows have come into the catalog.

        :param paths: those of all of them.
        :param changed: the items among them that were known and read differently now.
        :returns: whether an earlier decision was laid over one of them.
        """
        if self._journal is None or self._replaying is not None:
            return False
        known = self._catalog.files.paths
        # What a file has come to say by itself is no longer pending.
        self.keep([i for i in changed if known[i] in self._journal and known[i] not in self._under_way])
        return bool(self._lay([path for path in paths if path in self._waiting])) if self._waiting else False

    def end_reading(self, *, complete: bool) -> None:
        """The folder has been read.

        :param complete: all of it was, so that what is not there is gone.
        """
        self._is_reading, self._is_all_read = False, complete
        self._tell()

    def _on_replayed(self, edits: dict[str, ItemEdit]) -> None:
        if self.sender() is not self._replaying:
            return  # news of a folder that is no longer open
        self._replaying = None
        self._waiting = edits
        laid = self._lay(list(edits))
        if laid:
            self.brought_back.emit(laid)
        self.ready.emit()
        self._tell()

    def _on_not_replayed(self, sentence: str) -> None:
        if self.sender() is self._replaying:
            self._journal = self._replaying = None
            self._complain(sentence)
            self.ready.emit()

    def _lay(self, paths: Iterable[str]) -> list[int]:
        """Lay what waits for these paths over the items that are there; those of which it is pending now."""
        found = [(path, item) for path in paths if (item := self._catalog.find(path)) is not None]
        laid = [item for path, item in found if self._catalog.restore(item, self._waiting.pop(path))]
        self.keep([item for _, item in found])
        self._restored += len(laid)
        return laid

    def _tell(self) -> None:
        if self._is_reading or self._replaying is not None:
            return
        if self._complaint:
            self.failed.emit(self._complaint)
            self._complaint = ""
        gone = len(self.gone)
        if self._restored or gone > self._gone_told:
            self.restored.emit(self._restored, gone)
        self._restored, self._gone_told = 0, gone


class _Replay:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __call__(self, job: Job) -> dict[str, ItemEdit]:
        return self._journal.replay()
