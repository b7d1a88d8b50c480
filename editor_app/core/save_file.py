"""Saving one file: steps 2 to 5 of the save protocol (see :mod:`store`)."""

from __future__ import annotations

import logging
import os
import time
import traceback
from dataclasses import dataclass, replace

from editor_app.core.atomic_write import ChangedMeanwhile, failure, replace_file
from editor_app.core.backup import BatchWriter
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
from editor_app.core.exchange import Writers
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.frontmatter import split
from editor_app.core.git_state import GitWatch
from editor_app.core.item_places import ItemPlaces
from editor_app.core.merge import Originals, merge
from editor_app.core.outline import MAX_EDITED_PARTS, Outline
from editor_app.core.quick_outline import read_quickly
from editor_app.core.quick_row import row_of_entries
from editor_app.core.row import Row, Signature, is_plain_yaml, read_row
from editor_app.core.save_result import Outcome, SaveResult, conflicting, failed
from editor_app.core.splice import spliced
from editor_app.core.temp_files import TempFiles
from editor_app.core.text_place import EXCERPT, TITLE
from editor_app.core.text_repair import Repair, repairs

_TRIES = 8
_PAUSE = 0.005  # seconds before the second try, doubled before each further one
_UNTIL_WHOLE = 0.06  # seconds in which a file that somebody is writing should be whole again
_PATIENCE = 5.0  # seconds that a batch has for files that somebody is writing

_OTHER_NAME = "This file has another name (a hard link); the other name keeps the old text."

_log = logging.getLogger(__name__)

Change = ItemEdit | Decision
"""An edit with the values it was decided on, or a rule to apply to whatever is on disk."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to become of a file; without ``after`` nothing is."""

    before: Outline
    after: Outline | None
    data: bytes
    row: Row
    edited: tuple[str, ...] = ()
    conflict: EditConflict | None = None


class FileSaver:
    """Saves the files of one batch, from any thread.

    :param originals: what the session has replaced in files, by their paths; it is added to.
    :param backup: where the originals of a bulk save are kept.
    """

    def __init__(
        self,
        folder: ItemFolder,
        git: GitWatch,
        temp_files: TempFiles,
        backup: BatchWriter | None,
        originals: dict[str, Originals],
    ) -> None:
        self._places = ItemPlaces(folder)
        self._git = git
        self._temp_files = temp_files
        self._backup = backup
        self._originals = originals
        self._writers = Writers()
        self._patience = _PATIENCE

    def save(self, path: str, change: Change) -> tuple[SaveResult, str]:
        """Save one file; with the result comes the folder to sync, empty where there is none."""
        try:
            return self._try_to_save(path, change)
        except EditorAppError as error:
            return failed(path, error), ""
        except FileNotFoundError:
            return failed(path, FileGone()), ""
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

    def _try_to_save(self, path: str, change: Change) -> tuple[SaveResult, str]:
        folder = note = ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE * 2**attempt)
            if self._git.is_writing():
                self._git.wait()
            target, draft, data, signature = self._read(path, change)
            if draft.conflict is not None:
                return conflicting(path, draft.conflict, draft.row), folder
            if draft.after is None:
                outcome = Outcome.CHANGED if folder else Outcome.UNCHANGED
                return SaveResult(path, outcome, note, draft.row), folder
            if self._backup is not None:
                self._backup.keep(path, data, draft.data)
            try:
                replaced = replace_file(target, data, signature, draft.data, self._temp_files, self._writers)
            except ChangedMeanwhile:
                continue
            folder = os.path.dirname(target)
            note = _OTHER_NAME if replaced.had_other_names else note
            originals = self._originals.setdefault(path, Originals())
            for key in draft.edited:
                originals.record(draft.before, draft.after, key)
            # A git that has just begun may have looked at the file before it was replaced, and overwrite it.
            if not self._git.is_writing():
                row = draft.row._replace(signature=replaced.signature)
                return SaveResult(path, Outcome.CHANGED, note, row), folder
        raise SaveFailed("Another program keeps writing this file; save again in a moment.")

    def _read(self, path: str, change: Change) -> tuple[str, Draft, bytes, Signature]:
        """Where a file is, what is to become of it, and what was read of it.

        Many programs write a file by emptying or deleting it first: one that is short or gone is read again.
        """
        while True:
            try:
                target = self._places.find(path)
                data, signature = read_bytes(target)
                draft = draft_of(path, data, signature, change, self._originals.get(path))
                return target, draft, data, signature
            except FileNotFoundError:
                error: EditorAppError = FileGone()
            except (NotAnItem, UnreadableItem, SaveFailed) as found:
                error = found
            if self._patience <= 0 or not self._places.just_changed(path):
                raise error
            self._patience -= _UNTIL_WHOLE
            time.sleep(_UNTIL_WHOLE)


def draft_of(
    path: str, data: bytes, signature: Signature, change: Change, originals: Originals | None = None
) -> Draft:
    """What is to become of a file that reads so now.

    :param originals: what the session has replaced in it.
    :raises EditorAppError: it cannot be changed, with a sentence for the editor.
    """
    parts = split(data, plain_yaml=is_plain_yaml(path))
    before = read_quickly(parts.yaml, parts.first_line)
    if before.parts > MAX_EDITED_PARTS:
        raise EditRefused(
            f"The front matter has more than {MAX_EDITED_PARTS:,} parts; it can only be edited by hand."
        )
    row = _read_row(path, data, signature, before)
    change = _as_edit(change, row, before)
    try:
        edits, wanted = merge(before, change, originals or Originals())
    except EditConflict as error:
        return Draft(before, None, data, row, conflict=error)
    after = spliced(before, edits, parts.newline) if edits else None
    if after is None:
        return Draft(before, None, data, row)
    new = parts.with_yaml(after.text)
    if split(new, plain_yaml=is_plain_yaml(path)) != replace(parts, yaml=after.text):
        raise EditRefused("The change would move the end of the front matter; edit the file by hand.")
    new_row = _read_row(path, new, signature, after)
    _check(change, wanted, new_row)
    return Draft(before, after, new, new_row, tuple(edit.key for edit in edits))


def _read_row(path: str, data: bytes, signature: Signature, outline: Outline) -> Row:
    """The row of a file; what has been found for its outline is not looked for again."""
    row = None
    if outline.written is not None and not is_plain_yaml(path):
        row = row_of_entries(path, outline.written.entries, signature)
    return read_row(path, data, signature) if row is None else row


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
