"""Putting a kept batch back: each file that is still as the save left it becomes, byte for byte, what it was before."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from editor_app.core.atomic_write import ChangedMeanwhile, failure, in_words, replace_file, sync_folder
from editor_app.core.backup import FEWEST, Backups, Batch, BatchWriter, Kept, digest_of, entries
from editor_app.core.errors import EditorAppError, SaveFailed
from editor_app.core.exchange import Writers
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.folder_lock import writing
from editor_app.core.git_state import wait_for_git
from editor_app.core.row import Row, Signature, read_row
from editor_app.core.store import Store
from editor_app.core.temp_files import TempFiles

_THREADS: Final = 3  # as in a save

_log = logging.getLogger(__name__)


class Fate(StrEnum):
    """What restoring would do, or has done, to a file."""

    RESTORED = "restored"
    AS_BEFORE = "as before"
    """It says what it said before the save already."""
    CHANGED_SINCE = "changed since"
    """Somebody has written it since the save; it is left alone."""
    LEFT = "left"
    """It cannot be written, or is gone; the reason says which."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What becomes of one file, with the reason where it is left alone, and its new row."""

    path: str
    fate: Fate
    reason: str = ""
    row: Row | None = None


class Restorer:
    """Puts batches of one folder back."""

    def __init__(self, folder: ItemFolder) -> None:
        self._folder = folder
        self._root = folder.root.resolve()
        self._backups = Backups(folder.root)
        self._store = Store(folder)

    def batches(self) -> list[Batch]:
        """All batches that hold something, the newest first."""
        return self._backups.batches()

    def preview(self, batch: Batch, *, cancelled: Callable[[], bool]) -> list[Restored]:
        """What restoring would do to each file; nothing is written."""
        found = []
        for kept in _entries(batch):
            if cancelled():
                break
            found.append(self._look(kept))
        return found

    def restore(self, batch: Batch, *, cancelled: Callable[[], bool]) -> Iterator[Restored]:
        """Put a batch back; each result is given out when its file is done. What was there is kept as a batch, too.

        :param cancelled: asked before each file; what is left out then has no result.
        :raises FolderBusy: nothing was written, because somebody else is writing in the folder.
        :raises SaveFailed: the batch is gone, or the disk does not confirm what was written.
        """
        with writing(self._root), TempFiles(self._root) as temp_files:
            wait_for_git(self._root, patience=10.0, cancelled=cancelled)
            all_kept = _entries(batch)
            backup = self._backups.begin() if len(all_kept) >= FEWEST else None
            touched: set[str] = set()
            writers = Writers()

            def restore_unless_cancelled(kept: Kept) -> Restored | None:
                if cancelled():
                    return None
                result = self._restore(kept, backup, temp_files, writers)
                if result.fate is Fate.RESTORED:
                    touched.add(os.path.dirname(os.path.realpath(self._folder.full_path(kept.path))))
                return result

            try:
                with ThreadPoolExecutor(_THREADS, thread_name_prefix="restore") as pool:
                    for result in pool.map(restore_unless_cancelled, all_kept):
                        if result is not None:
                            yield result
            finally:  # also where whoever takes the results stops early
                unconfirmed = _sync(touched)
                if backup is not None:
                    backup.close()
            if unconfirmed:
                raise SaveFailed(f"The files are put back, but the disk did not confirm it: {unconfirmed}.")

    def _look(self, kept: Kept) -> Restored:
        try:
            return self._compare(kept)[0]
        except (EditorAppError, OSError) as error:
            return _left(kept, error)

    def _restore(
        self, kept: Kept, backup: BatchWriter | None, temp_files: TempFiles, writers: Writers
    ) -> Restored:
        try:
            result, target, data, signature = self._compare(kept)
            if result.fate is not Fate.RESTORED:
                return result
            original = kept.original()
            if backup is not None:
                backup.keep(kept.path, data, original)
            replaced = replace_file(target, data, signature, original, temp_files, writers)
            return Restored(kept.path, Fate.RESTORED, "", _row(kept.path, original, replaced.signature))
        except ChangedMeanwhile:
            return Restored(kept.path, Fate.CHANGED_SINCE)
        except (EditorAppError, OSError) as error:
            return _left(kept, error)
        except ValueError:
            return Restored(kept.path, Fate.LEFT, "Its original cannot be read any more.")
        except Exception as error:
            # As in a save: one file must not take the others with it, and the message could quote the file.
            places = "".join(traceback.format_tb(error.__traceback__))
            _log.error("Restoring failed unexpectedly: %s\n%s", type(error).__name__, places)
            return Restored(kept.path, Fate.LEFT, "The program failed on this file; the log says where.")

    def _compare(self, kept: Kept) -> tuple[Restored, str, bytes, Signature]:
        target = self._store.target(kept.path)
        data, signature = read_bytes(target)
        digest = digest_of(data)
        fate = Fate.CHANGED_SINCE
        if digest == kept.before:
            fate = Fate.AS_BEFORE
        elif digest == kept.after:
            fate = Fate.RESTORED
        return Restored(kept.path, fate), target, data, signature


def _sync(folders: Iterable[str]) -> str:
    """Make what was written durable; why the disk could not, empty where it did."""
    reason = ""
    for folder in folders:
        try:
            sync_folder(folder)
        except OSError as error:
            reason = in_words(error)
    return reason


def _entries(batch: Batch) -> Sequence[Kept]:
    try:
        return entries(batch)
    except (OSError, ValueError, TypeError):
        raise SaveFailed("This batch cannot be read any more.") from None


def _row(path: str, data: bytes, signature: Signature) -> Row | None:
    try:
        return read_row(path, data, signature)
    except EditorAppError:
        return None


def _left(kept: Kept, error: EditorAppError | OSError) -> Restored:
    if isinstance(error, OSError):
        return Restored(kept.path, Fate.LEFT, failure("cannot be read", error))
    return Restored(kept.path, Fate.LEFT, str(error))
