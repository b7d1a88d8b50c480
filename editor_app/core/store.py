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

import logging
import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

from editor_app.core.atomic_write import ChangedMeanwhile, failure, in_words, replace_file, sync_folder
from editor_app.core.backup import FEWEST, Backups, BatchWriter
from editor_app.core.conflict import Conflict
from editor_app.core.decision import Decision, Fields, ItemEdit, Retag, Rewrite
from editor_app.core.errors import (
    EditConflict,
    EditorAppError,
    EditRefused,
    FileGone,
    FolderBusy,
    NotAnItem,
    SaveFailed,
    UnreadableItem,
)
from editor_app.core.exchange import Writers
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.folder_lock import writing
from editor_app.core.frontmatter import split
from editor_app.core.git_state import GitWatch, wait_for_git
from editor_app.core.item_places import ItemPlaces
from editor_app.core.item_texts import EXCERPT, TITLE
from editor_app.core.merge import Originals, merge
from editor_app.core.outline import MAX_EDITED_PARTS, Outline
from editor_app.core.quick_outline import read_quickly
from editor_app.core.quick_row import row_of_entries
from editor_app.core.row import Row, Signature, is_plain_yaml, read_row
from editor_app.core.splice import spliced
from editor_app.core.temp_files import TempFiles, clean_up, is_clean
from editor_app.core.text_repair import Repair, repairs

_THREADS = 3  # fsync waits for the disk, not for the processor; more of them only wait for each other
_TRIES = 8
_PAUSE = 0.005  # seconds before the second try, doubled before each further one
_UNTIL_WHOLE = 0.06  # seconds in which a file that somebody is writing should be whole again
_CHUNK = 256  # results that are given out together, after one sync of their folders
_CHUNK_TIME = 0.2  # seconds until results are given out even where there are fewer

_OTHER_NAME = "This file has another name (a hard link); the other name keeps the old text."

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of one file. The values are what ``triage`` prints."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of one file: a sentence where it was not saved, its new row where it could be read.

    A file that was saved has a sentence too where the editor should know something about it.
    ``before`` and ``after`` are the file's bytes; only kept where a caller asked for a preview. ``conflict`` tells
    what the editor has to choose from, ``is_gone`` that there is no file any more.
    """

    path: str
    outcome: Outcome
    reason: str = ""
    row: Row | None = None
    before: bytes = b""
    after: bytes = b""
    conflict: Conflict | None = None
    is_gone: bool = False

    @property
    def done(self) -> bool:
        return self.outcome in (Outcome.CHANGED, Outcome.UNCHANGED)


Change = ItemEdit | Decision
"""An edit with the values it was decided on, or a rule to apply to whatever is on disk."""


@dataclass(frozen=True, slots=True)
class _Draft:
    before: Outline
    after: Outline | None
    data: bytes
    row: Row
    edited: tuple[str, ...] = ()
    conflict: EditConflict | None = None


@dataclass(slots=True)
class _Batch:
    """What the files of one batch share. ``patience`` is left for files that somebody is writing, in seconds."""

    places: ItemPlaces
    git: GitWatch
    temp_files: TempFiles
    writers: Writers
    backup: BatchWriter | None
    patience: float = 5.0


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
        self._originals: dict[str, Originals] = {}

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
                batch = _Batch(ItemPlaces(self._folder), git, temp_files, Writers(), backup)

                def save_unless_cancelled(change: tuple[str, Change]) -> tuple[SaveResult, str] | None:
                    return None if cancelled() else self._save(batch, *change)

                try:
                    with ThreadPoolExecutor(_THREADS, thread_name_prefix="save") as pool:
                        yield from _synced(pool.map(save_unless_cancelled, all_changes))
                finally:  # also where whoever takes the results stops early: what is written is written
                    if backup is not None:
                        backup.close()
                    self.kept_originals = backup is None or not backup.has_failed

    def clean_up(self) -> None:
        """Remove the temporary files that a crash has left in the folder, unless somebody is saving there."""
        if is_clean(self._root):
            return
        try:
            with writing(self._root, patience=0):
                clean_up(self._root)
        except FolderBusy:
            pass  # whoever saves has done so already

    def preview(self, path: str, change: Change) -> SaveResult:
        """What saving would do to a file, with its bytes before and after; nothing is written."""
        data = b""
        try:
            data, signature = read_bytes(self.target(path))
            draft = self._draft(path, data, signature, change)
        except EditorAppError as error:
            return replace(_failed(path, error), before=data)
        except OSError as error:
            return SaveResult(path, Outcome.FAILED, failure("cannot be read", error))
        if draft.conflict is not None:
            return replace(_conflicting(path, draft.conflict, draft.row), before=data)
        outcome = Outcome.UNCHANGED if draft.after is None else Outcome.CHANGED
        return SaveResult(path, outcome, "", draft.row, data, draft.data)

    def _save(self, batch: _Batch, path: str, change: Change) -> tuple[SaveResult, str]:
        """Save one file; with the result comes the folder to sync, empty where there is none."""
        try:
            return self._try_to_save(batch, path, change)
        except EditorAppError as error:
            return _failed(path, error), ""
        except FileNotFoundError:
            return _failed(path, FileGone()), ""
        except OSError as error:
            return SaveResult(path, Outcome.FAILED, failure("cannot be read", error)), ""
        except Exception as error:
            # A defect of ours must not take the rest of a batch with it. Its message is not logged: it could quote
            # the file.
            places = "".join(traceback.format_tb(error.__traceback__))
            _log.error("Saving failed unexpectedly: %s\n%s", type(error).__name__, places)
            return SaveResult(
                path, Outcome.FAILED, "The program failed on this file; the log says where."
            ), ""

    def _try_to_save(self, batch: _Batch, path: str, change: Change) -> tuple[SaveResult, str]:
        folder = note = ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE * 2**attempt)
            if batch.git.is_writing():
                batch.git.wait()
            target, draft, data, signature = self._read(batch, path, change)
            if draft.conflict is not None:
                return _conflicting(path, draft.conflict, draft.row), folder
            if draft.after is None:
                outcome = Outcome.CHANGED if folder else Outcome.UNCHANGED
                return SaveResult(path, outcome, note, draft.row), folder
            if batch.backup is not None:
                batch.backup.keep(path, data, draft.data)
            try:
                replaced = replace_file(target, data, signature, draft.data, batch.temp_files, batch.writers)
            except ChangedMeanwhile:
                continue
            folder = os.path.dirname(target)
            note = _OTHER_NAME if replaced.had_other_names else note
            originals = self._originals.setdefault(path, Originals())
            for key in draft.edited:
                originals.record(draft.before, draft.after, key)
            # A git that has just begun may have looked at the file before it was replaced, and overwrite it.
            if not batch.git.is_writing():
                row = draft.row._replace(signature=replaced.signature)
                return SaveResult(path, Outcome.CHANGED, note, row), folder
        raise SaveFailed("Another program keeps writing this file; save again in a moment.")

    def _read(self, batch: _Batch, path: str, change: Change) -> tuple[str, _Draft, bytes, Signature]:
        """Where a file is, what is to become of it, and what was read of it.

        Many programs write a file by emptying or deleting it first: one that is short or gone is read again.
        """
        while True:
            try:
                target = batch.places.find(path)
                data, signature = read_bytes(target)
                return target, self._draft(path, data, signature, change), data, signature
            except FileNotFoundError:
                error: EditorAppError = FileGone()
            except (NotAnItem, UnreadableItem, SaveFailed) as found:
                error = found
            if batch.patience <= 0 or not batch.places.just_changed(path):
                raise error
            batch.patience -= _UNTIL_WHOLE
            time.sleep(_UNTIL_WHOLE)

    def _draft(self, path: str, data: bytes, signature: Signature, change: Change) -> _Draft:
        parts = split(data, plain_yaml=is_plain_yaml(path))
        before = read_quickly(parts.yaml, parts.first_line)
        if before.parts > MAX_EDITED_PARTS:
            raise EditRefused(
                f"The front matter has more than {MAX_EDITED_PARTS:,} parts; it can only be edited by hand."
            )
        row = _read_row(path, data, signature, before)
        change = _as_edit(change, row, before)
        try:
            edits, wanted = merge(before, change, self._originals.get(path) or Originals())
        except EditConflict as error:
            return _Draft(before, None, data, row, conflict=error)
        after = spliced(before, edits, parts.newline) if edits else None
        if after is None:
            return _Draft(before, None, data, row)
        new = parts.with_yaml(after.text)
        if split(new, plain_yaml=is_plain_yaml(path)) != replace(parts, yaml=after.text):
            raise EditRefused("The change would move the end of the front matter; edit the file by hand.")
        new_row = _read_row(path, new, signature, after)
        _check(change, wanted, new_row)
        return _Draft(before, after, new, new_row, tuple(edit.key for edit in edits))

    def target(self, path: str) -> str:
        """The real place of a file, behind links.

        :raises EditRefused: it lies outside of the folder.
        :raises SaveFailed: it is not there.
        """
        return ItemPlaces(self._folder).find(path)


def _read_row(path: str, data: bytes, signature: Signature, outline: Outline) -> Row:
    """The row of a file; what has been found for its outline is not looked for again."""
    row = None
    if outline.written is not None and not is_plain_yaml(path):
        row = row_of_entries(path, outline.written.entries, signature)
    return read_row(path, data, signature) if row is None else row


def _synced(results: Iterable[tuple[SaveResult, str] | None]) -> Iterator[SaveResult]:
    """Give results out once the folders of their files are synced: what is called saved survives a power cut."""
    chunk: list[tuple[SaveResult, str]] = []
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


def _sync(chunk: list[tuple[SaveResult, str]]) -> list[SaveResult]:
    failed: dict[str, str] = {}
    for folder in {folder for _, folder in chunk if folder}:
        try:
            sync_folder(folder)
        except OSError as error:
            failed[folder] = in_words(error)
    return [_unconfirmed(result, failed[folder]) if folder in failed else result for result, folder in chunk]


def _unconfirmed(result: SaveResult, reason: str) -> SaveResult:
    sentence = f"The file was written, but the disk did not confirm it: {reason}. Save again."
    return SaveResult(result.path, Outcome.FAILED, sentence)


def _as_edit(change: Change, row: Row, outline: Outline) -> ItemEdit:
    """What a decision does to an item whose file reads so now."""
    match change:
        case ItemEdit():
            return change
        case Retag():
            return ItemEdit(topics=change.edit)
        case Rewrite():
            return ItemEdit(texts=change.changes)
        case Repair():
            return ItemEdit(texts=repairs(outline))
        case _:
            on_disk = Fields(row.state_fields, row.topics)
            return ItemEdit.between(on_disk, change.apply(on_disk))


def _check(change: ItemEdit, wanted: Fields, row: Row) -> None:
    """The new file must read as decided, to the list as to everybody else."""
    if change.state is not None and row.state is not wanted.state.state:
        raise EditRefused("The item would not read as decided after the change; edit the file by hand.")
    if change.topics and row.topics != wanted.topics:
        raise EditRefused("The topics would not read as decided after the change; edit the file by hand.")
    texts = dict(wanted.texts)
    if (row.title, row.excerpt) != (texts.get(TITLE, row.title), texts.get(EXCERPT, row.excerpt)):
        raise EditRefused("The text would not read as decided after the change; edit the file by hand.")


def _conflicting(path: str, error: EditConflict, row: Row) -> SaveResult:
    return SaveResult(path, Outcome.CONFLICT, str(error), row, conflict=error.conflict)


def _failed(path: str, error: EditorAppError) -> SaveResult:
    if isinstance(error, EditRefused | NotAnItem | UnreadableItem):
        return SaveResult(path, Outcome.REFUSED, str(error))
    return SaveResult(path, Outcome.FAILED, str(error), is_gone=isinstance(error, FileGone))
