"""The save protocol: decisions into files, each file by itself, verified, and never over somebody else's change.

1. One writer per folder (:mod:`folder_lock`), and none while git is in the middle of something (:mod:`git_state`).
   What a crash has left is cleaned up (:mod:`temp_files`).
2. The file is read again, from its resolved path, which must lie inside the folder.
3. The decision is merged with what is on disk, field by field (:mod:`merge`); a conflict is not written.
4. Only the spans of the changed fields are replaced (:mod:`splice`), and the new text is read back and compared.
5. The new file takes the old one's place in one step, if that is still the one read (:mod:`atomic_write`).
6. Results are given out once the folders are synced. One failing file never stops a batch.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Final

from editor_app.core.atomic_write import failure, in_words, sync_folder
from editor_app.core.backup import FEWEST, Backups, BatchWriter
from editor_app.core.draft import draft_of
from editor_app.core.draft_types import Change
from editor_app.core.errors import EditorAppError, FolderBusy, SaveFailed
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.folder_lock import writing
from editor_app.core.git_state import GitWatch, wait_for_git
from editor_app.core.item_places import ItemPlaces
from editor_app.core.originals import Originals
from editor_app.core.save_file import TOGETHER, FileSaver, Found
from editor_app.core.save_pool import Files, SavePool, packed, unpacked
from editor_app.core.save_result import Outcome, SaveResult, conflicting, failed
from editor_app.core.temp_files import TempFiles, clean_up, is_clean

__all__ = ["Change", "Outcome", "SaveResult", "Store"]

MANY: Final = 500
"""From so many files on worker processes save them: fewer are saved before the workers have started."""

_THREADS = 3  # fsync waits for the disk, not for the processor; more of them only wait for each other
_MOMENT = 1.0  # seconds for the workers of a window that was killed to notice it
_CHUNK = 256  # results that are given out together, after one sync of their folders
_CHUNK_TIME = 0.2  # seconds until results are given out even where there are fewer


def _never() -> bool:
    return False


class Store:
    """Writes decisions into the files of one folder."""

    def __init__(self, folder: ItemFolder, backups: Backups | None = None) -> None:
        """:param backups: where the originals of bulk saves are kept; without it they are not."""
        self._folder = folder
        self._root = folder.root.resolve()
        self._backups = backups
        self.kept_originals = True
        """Whether the last save could keep all originals that it had to keep."""
        # What the session has replaced, for undoing it: of files that workers have saved as they have sent it.
        self._originals: dict[str, Originals] = {}
        self._packed: dict[str, bytes] = {}

    def save(
        self,
        changes: Iterable[tuple[str, Change]],
        *,
        cancelled: Callable[[], bool] = _never,
        waiting: Callable[[str], object] | None = None,
        git_patience: float = 10.0,
        lock_patience: float = 30.0,
    ) -> Iterator[SaveResult]:
        """Save decisions; each result is given out when its file is on disk for good, in the order of the changes.

        :param changes: paths relative to the folder, each at most once, with what is to become of them.
        :param cancelled: asked before each file; what is left out then has no result.
        :param waiting: is told in a sentence where saving has to wait for git or for another window.
        :param git_patience: how long to wait for git to finish, in seconds.
        :param lock_patience: how long to wait for another writer, in seconds.
        :raises FolderBusy: nothing was saved, because somebody else is writing in the folder.
        :raises SaveFailed: nothing was saved, because the folder itself cannot be looked at.
        """
        with writing(self._root, patience=lock_patience, cancelled=cancelled, waiting=waiting):
            try:
                git = wait_for_git(self._root, patience=git_patience, cancelled=cancelled, waiting=waiting)
            except OSError as error:
                sentence = f"The folder cannot be looked at: {in_words(error)}. Save again in a moment."
                raise SaveFailed(sentence) from error
            all_changes = list(changes)
            backup = None
            if self._backups is not None and len(all_changes) >= FEWEST:
                backup = self._backups.begin()
            with TempFiles(self._root) as temp_files:
                try:
                    yield from _synced(self._saved(all_changes, git, temp_files, backup, cancelled))
                finally:  # also where whoever takes the results stops early: what is written is written
                    if backup is not None:
                        backup.close()
                    self.kept_originals = backup is None or not backup.has_failed

    def _saved(
        self,
        changes: Sequence[tuple[str, Change]],
        git: GitWatch,
        temp_files: TempFiles,
        backup: BatchWriter | None,
        cancelled: Callable[[], bool],
    ) -> Iterator[Found | None]:
        """What became of each file, with the folder to sync; None where it was left out, or where time has passed."""
        if len(changes) >= MANY and sys.platform != "win32" and (os.cpu_count() or 1) > 1:
            kept_in = None if backup is None else backup.share()
            files = Files(self._folder, git.patience, temp_files.share(), kept_in, os.getpid())
            pool = SavePool(files, [(path, change, self._take_packed(path)) for path, change in changes])
            try:
                with closing(pool.results(cancelled)) as bundles:
                    for saved in bundles:
                        if saved is not None:
                            self._packed.update(saved.originals)
                            yield from saved.results
                        else:
                            yield None
            finally:
                if pool.was_cut_short:
                    temp_files.leave()  # its files may lie beside the items
            if pool.has_lost_originals and backup is not None:
                backup.has_failed = True
            changes = pool.left
        for path, _ in changes:
            if path in self._packed:
                self._originals[path] = unpacked(self._packed.pop(path))
        saver = FileSaver(self._folder, git, temp_files, backup, self._originals)

        def save(together: Sequence[tuple[str, Change]]) -> list[Found | None]:
            return saver.save(together, cancelled)

        parts = [changes[start : start + TOGETHER] for start in range(0, len(changes), TOGETHER)]
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="save") as threads:
            for found in threads.map(save, parts):
                yield from found

    def _take_packed(self, path: str) -> bytes | None:
        if path in self._originals:
            self._packed[path] = packed(self._originals.pop(path))
        return self._packed.get(path)

    def clean_up(self) -> None:
        """Remove the temporary files that a crash has left in the folder, unless somebody is saving there."""
        if is_clean(self._root):
            return
        try:
            with writing(self._root, patience=_MOMENT):
                clean_up(self._root)
        except FolderBusy:
            pass  # whoever saves has done so already

    def preview(self, path: str, change: Change) -> SaveResult:
        """What saving would do to a file, with its bytes before and after; nothing is written."""
        data = b""
        try:
            data, signature = read_bytes(self.target(path))
            draft = draft_of(path, data, signature, change, self._originals_of(path))
        except EditorAppError as error:
            return replace(failed(path, error), before=data)
        except OSError as error:
            return SaveResult(path, Outcome.FAILED, failure("cannot be read", error))
        if draft.conflict is not None:
            return replace(conflicting(path, draft.conflict, draft.row), before=data)
        outcome = Outcome.CHANGED if draft.is_change else Outcome.UNCHANGED
        return SaveResult(path, outcome, "", draft.row, data, draft.data)

    def _originals_of(self, path: str) -> Originals | None:
        kept = self._packed.get(path)
        return self._originals.get(path) if kept is None else unpacked(kept)

    def target(self, path: str) -> str:
        """The real place of a file, behind links.

        :raises EditRefused: it lies outside of the folder.
        :raises SaveFailed: it is not there.
        """
        return ItemPlaces(self._folder).find(path)


def _synced(results: Iterable[Found | None]) -> Iterator[SaveResult]:
    """Give results out once the folders of their files are synced: what is called saved survives a power cut."""
    chunk: list[Found] = []
    begun = time.monotonic()
    try:
        for found in results:
            if found is not None:
                chunk.append(found)
            if len(chunk) >= _CHUNK or time.monotonic() - begun > _CHUNK_TIME:
                full, chunk = chunk, []
                yield from _sync(full)
                begun = time.monotonic()
    finally:  # also where whoever takes the results stops early: what is written is written
        rest = _sync(chunk)
    yield from rest


def _sync(chunk: list[Found]) -> list[SaveResult]:
    unsynced: dict[str, str] = {}
    for folder in {folder for _, folder in chunk if folder}:
        try:
            sync_folder(folder)
        except OSError as error:
            unsynced[folder] = in_words(error)
    return [
        _unconfirmed(result, unsynced[folder]) if folder in unsynced else result for result, folder in chunk
    ]


def _unconfirmed(result: SaveResult, reason: str) -> SaveResult:
    sentence = f"The file was written, but the disk did not confirm it: {reason}. Save again."
    return SaveResult(result.path, Outcome.FAILED, sentence)
