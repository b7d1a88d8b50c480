"""The save protocol: decisions into files, each file by itself, verified, and never over somebody else's change.

1. One writer per folder (:mod:`folder_lock`), and none while git is in the middle of something (:mod:`git_state`).
2. The file is read again, from its resolved path, which must lie inside the folder.
3. The decision is merged with what is on disk, field by field (:mod:`merge`); a conflict is not written.
4. Only the spans of the changed fields are replaced (:mod:`splice`), and the new text is read back and compared.
5. The new file takes the old one's place in one step, if that is still the one read (:mod:`atomic_write`).
6. The folders are synced once per batch. One failing file never stops a batch.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

from editor_app.core.atomic_write import ChangedMeanwhile, replace_file, sync_folder
from editor_app.core.backup import FEWEST, Backups, BatchWriter
from editor_app.core.conflict import Conflict
from editor_app.core.decision import Decision, Fields, ItemEdit, Retag, Rewrite
from editor_app.core.errors import (
    EditConflict,
    EditorAppError,
    EditRefused,
    FileGone,
    NotAnItem,
    SaveFailed,
    UnreadableItem,
)
from editor_app.core.folder import ItemFolder, read_bytes, reason_of
from editor_app.core.folder_lock import writing
from editor_app.core.frontmatter import FrontMatter, split
from editor_app.core.git_state import wait_for_git
from editor_app.core.item_texts import EXCERPT, TITLE
from editor_app.core.merge import Originals, merge
from editor_app.core.outline import Outline, read_outline
from editor_app.core.row import Row, Signature, is_plain_yaml, read_row
from editor_app.core.splice import splice
from editor_app.core.text_repair import Repair, repairs

_THREADS = 3  # fsync waits for the disk, not for the processor; more of them only wait for each other
_TRIES = 5

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
    parts: FrontMatter
    before: Outline
    after: Outline | None
    data: bytes
    row: Row
    edited: tuple[str, ...] = ()
    conflict: EditConflict | None = None


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
        git_patience: float = 10.0,
        lock_patience: float = 30.0,
    ) -> Iterator[SaveResult]:
        """Save decisions; each result is given out when its file is written, in the order of the changes.

        The folders are synced before the iterator ends.

        :param changes: paths relative to the folder, each at most once, with what is to become of them.
        :param cancelled: asked before each file; what is left out then has no result.
        :param git_patience: how long to wait for git to finish, in seconds.
        :param lock_patience: how long to wait for another writer, in seconds.
        :raises FolderBusy: nothing was saved, because somebody else is writing in the folder.
        """
        with writing(self._root, patience=lock_patience):
            wait_for_git(self._root, patience=git_patience, cancelled=cancelled)
            touched: set[str] = set()
            all_changes = list(changes)
            backup = None
            if self._backups is not None and len(all_changes) >= FEWEST:
                backup = self._backups.begin()

            def save_unless_cancelled(change: tuple[str, Change]) -> SaveResult | None:
                if cancelled():
                    return None
                result = self._save(*change, backup)
                if result.outcome is Outcome.CHANGED:
                    touched.add(os.path.dirname(os.path.realpath(self._folder.full_path(result.path))))
                return result

            try:
                with ThreadPoolExecutor(_THREADS, thread_name_prefix="save") as pool:
                    for result in pool.map(save_unless_cancelled, all_changes):
                        if result is not None:
                            yield result
            finally:  # also where whoever takes the results stops early: what is written is written
                if backup is not None:
                    backup.close()
                self.kept_originals = backup is None or not backup.has_failed
                for folder in touched:
                    sync_folder(folder)

    def preview(self, path: str, change: Change) -> SaveResult:
        """What saving would do to a file, with its bytes before and after; nothing is written."""
        try:
            data, signature = read_bytes(self.target(path))
            draft = self._draft(path, data, signature, change)
        except EditorAppError as error:
            return _failed(path, error)
        except OSError as error:
            return SaveResult(path, Outcome.FAILED, f"The file cannot be read: {reason_of(error)}.")
        if draft.conflict is not None:
            return replace(_conflicting(path, draft.conflict, draft.row), before=data)
        outcome = Outcome.UNCHANGED if draft.after is None else Outcome.CHANGED
        return SaveResult(path, outcome, "", draft.row, data, draft.data)

    def _save(self, path: str, change: Change, backup: BatchWriter | None) -> SaveResult:
        try:
            return self._try_to_save(path, change, backup)
        except EditorAppError as error:
            return _failed(path, error)
        except FileNotFoundError:
            return _failed(path, FileGone())
        except OSError as error:
            return SaveResult(path, Outcome.FAILED, f"The file cannot be read: {reason_of(error)}.")
        except Exception as error:
            # A defect of ours must not take the rest of a batch with it. Its message is not logged: it could quote
            # the file.
            places = "".join(traceback.format_tb(error.__traceback__))
            _log.error("Saving failed unexpectedly: %s\n%s", type(error).__name__, places)
            return SaveResult(path, Outcome.FAILED, "The program failed on this file; the log says where.")

    def _try_to_save(self, path: str, change: Change, backup: BatchWriter | None) -> SaveResult:
        target = self.target(path)
        for _ in range(_TRIES):
            data, signature = read_bytes(target)
            draft = self._draft(path, data, signature, change)
            if draft.conflict is not None:
                return _conflicting(path, draft.conflict, draft.row)
            if draft.after is None:
                return SaveResult(path, Outcome.UNCHANGED, "", draft.row)
            if backup is not None:
                backup.keep(path, data, draft.data)
            try:
                new_signature = replace_file(target, data, signature, draft.data)
            except ChangedMeanwhile:
                continue
            originals = self._originals.setdefault(path, Originals())
            for key in draft.edited:
                originals.record(draft.before, draft.after, key)
            return SaveResult(path, Outcome.CHANGED, "", draft.row._replace(signature=new_signature))
        raise SaveFailed("Another program keeps writing this file; save again in a moment.")

    def _draft(self, path: str, data: bytes, signature: Signature, change: Change) -> _Draft:
        parts = split(data, plain_yaml=is_plain_yaml(path))
        before = read_outline(parts.yaml, parts.first_line)
        row = read_row(path, data, signature)
        change = _as_edit(change, row, before)
        try:
            edits, wanted = merge(before, change, self._originals.get(path) or Originals())
        except EditConflict as error:
            return _Draft(parts, before, None, data, row, conflict=error)
        if not edits:
            return _Draft(parts, before, None, data, row)
        text = splice(before, edits, parts.newline)
        new = parts.with_yaml(text)
        new_row = read_row(path, new, signature)
        _check(change, wanted, new_row)
        edited = tuple(edit.key for edit in edits)
        return _Draft(parts, before, read_outline(text, parts.first_line), new, new_row, edited)

    def target(self, path: str) -> str:
        """The real place of a file, behind links.

        :raises EditRefused: it lies outside of the folder.
        """
        full = self._folder.full_path(path)
        try:
            real = full.resolve(strict=True)
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            if full.is_symlink():
                raise SaveFailed("The file is a link that leads nowhere.") from None
            if isinstance(error, FileNotFoundError):
                raise FileGone from None
            raise
        if not real.is_relative_to(self._root):
            raise EditRefused("The file is a link that leads out of the folder; it is not written.")
        return os.fspath(real)


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
