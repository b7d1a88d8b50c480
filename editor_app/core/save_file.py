"""Saving files: steps 2 to 5 of the save protocol (see :mod:`store`)."""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from editor_app.core.atomic_write import ChangedMeanwhile, Replacement, failure
from editor_app.core.backup import BatchWriter
from editor_app.core.draft import draft_of
from editor_app.core.draft_types import Change, Draft
from editor_app.core.errors import EditorAppError, FileGone, NotAnItem, SaveFailed, UnreadableItem
from editor_app.core.exchange import Writers
from editor_app.core.folder import ItemFolder, read_bytes
from editor_app.core.git_state import GitWatch
from editor_app.core.item_places import ItemPlaces
from editor_app.core.originals import Originals
from editor_app.core.row import Signature
from editor_app.core.save_result import Outcome, SaveResult, conflicting, failed
from editor_app.core.temp_files import TempFiles

TOGETHER: Final = 16
"""So many files are saved side by side. Of more, others would have changed some before they are written."""

Found = tuple[SaveResult, str]
"""What has become of a file, and the folder to sync before that holds; empty where there is none."""

_MOST_BYTES: Final = 4_000_000  # of the files that are saved side by side
_TRIES: Final = 8
_PAUSE: Final = 0.005  # seconds before the second try, doubled before each further one
_UNTIL_WHOLE: Final = 0.06  # seconds in which a file that somebody is writing should be whole again
_PATIENCE: Final = 5.0  # seconds that a batch has for files that somebody is writing

_OTHER_NAME: Final = "This file has another name (a hard link); the other name keeps the old text."

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Task:
    """One file on its way through a save.

    ``folder`` is set once the file has been replaced, ``result`` as soon as it is known.
    """

    path: str
    change: Change
    folder: str = ""
    note: str = ""
    result: SaveResult | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that has been read and is to be replaced."""

    task: _Task
    draft: Draft
    replacement: Replacement


class FileSaver:
    """Saves the files of one batch, from any thread.

    Files that are given together go through each step side by side: all are read, the new ones are written, then
    synced, then each takes its place. So the disk commits its journal once for several files, not once for each.

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

    def save(
        self, changes: Sequence[tuple[str, Change]], cancelled: Callable[[], bool]
    ) -> list[Found | None]:
        """Save some files side by side: see :data:`TOGETHER`.

        :param cancelled: asked before each file.
        :returns: what has become of each, in their order; None where one was left out.
        """
        tasks = [_Task(path, change) for path, change in changes]
        again = tasks
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE * 2**attempt)
            waiting, again = deque(again), []
            while waiting:
                self._replace(self._read_some(waiting, again, cancelled), again)
            if not again:
                break
        for task in again:
            task.result = failed(
                task.path, SaveFailed("Another program keeps writing this file; save again in a moment.")
            )
        return [None if task.result is None else (task.result, task.folder) for task in tasks]

    def _read_some(
        self, waiting: deque[_Task], again: list[_Task], cancelled: Callable[[], bool]
    ) -> list[_Ready]:
        """Those of the next files that are to be replaced; of large ones only a few."""
        ready: list[_Ready] = []
        while waiting and sum([len(one.replacement.old) for one in ready]) < _MOST_BYTES:
            task = waiting.popleft()
            # One that has been replaced, and that git may have written since, is looked after to the end.
            if task.folder or not cancelled():
                _can(task, again, partial(self._read, task, ready))
        if cancelled():  # nothing of them has been written yet
            ready = [one for one in ready if one.task.folder]
        return ready

    def _read(self, task: _Task, ready: list[_Ready]) -> None:
        """Read a file and see what is to become of it."""
        if self._git.is_writing():
            self._git.wait()
        target, draft, data, signature = self._draft(task.path, task.change)
        if draft.conflict is not None:
            task.result = conflicting(task.path, draft.conflict, draft.row)
        elif not draft.is_change:
            outcome = Outcome.CHANGED if task.folder else Outcome.UNCHANGED
            task.result = SaveResult(task.path, outcome, task.note, draft.row)
        else:
            replacement = Replacement(target, data, signature, draft.data, self._temp_files, self._writers)
            ready.append(_Ready(task, draft, replacement))

    def _draft(self, path: str, change: Change) -> tuple[str, Draft, bytes, Signature]:
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

    def _replace(self, ready: Sequence[_Ready], again: list[_Task]) -> None:
        """Write new files and put them in the place of those that have been read.

        :param again: gets those that somebody else has written meanwhile.
        """
        try:
            is_written_down = self._temp_files.name([one.replacement for one in ready])
            if self._backup is not None:
                self._backup.keep_all(
                    [(one.task.path, one.replacement.old, one.replacement.new) for one in ready]
                )
            written = [one for one in ready if _can(one.task, again, one.replacement.write)]
            if len(written) > 1:
                for one in written:
                    one.replacement.begin_sync()
            synced = [one for one in written if _can(one.task, again, one.replacement.sync)]
            if is_written_down:
                synced = self._will_swap(synced)
            for one in synced:
                _can(one.task, again, partial(self._put_in_place, one))
        finally:
            for one in ready:
                one.replacement.abandon()

    def _will_swap(self, synced: list[_Ready]) -> list[_Ready]:
        """Write down that files are about to be swapped; where that cannot be done none may be."""
        try:
            self._temp_files.will_swap([one.replacement for one in synced])
        except OSError as found:
            error = SaveFailed(failure("cannot be replaced", found))
            for one in synced:
                one.task.result = failed(one.task.path, error)
            return []
        return synced

    def _put_in_place(self, one: _Ready) -> None:
        """Let a new file take the place of the old one.

        :raises ChangedMeanwhile: somebody else has written the file, or git may be about to.
        """
        task, draft = one.task, one.draft
        replaced = one.replacement.put_in_place()
        task.folder = os.path.dirname(one.replacement.path)
        task.note = _OTHER_NAME if replaced.had_other_names else task.note
        originals = self._originals.setdefault(task.path, Originals())
        for replaced_entry in draft.replaced:
            originals.record(replaced_entry)
        # A git that has just begun may have looked at the file before it was replaced, and overwrite it.
        if self._git.is_writing():
            raise ChangedMeanwhile
        row = draft.row._replace(signature=replaced.signature)
        task.result = SaveResult(task.path, Outcome.CHANGED, task.note, row)


def _can(task: _Task, again: list[_Task], step: Callable[[], object]) -> bool:
    """Take a step with one file; whether the next one may follow. Where it may not, the file has its result, or is
    tried again.
    """
    try:
        step()
    except ChangedMeanwhile:
        again.append(task)
    except EditorAppError as error:
        task.result = failed(task.path, error)
    except FileNotFoundError:
        task.result = failed(task.path, FileGone())
    except OSError as error:
        task.result = SaveResult(task.path, Outcome.FAILED, failure("cannot be read", error))
    except Exception as error:
        # A defect of ours must not take the rest of a batch with it. Its message is not logged: it could quote the
        # file.
        places = "".join(traceback.format_tb(error.__traceback__))
        _log.error("Saving failed unexpectedly: %s\n%s", type(error).__name__, places)
        task.result = SaveResult(
            task.path, Outcome.FAILED, "The program failed on this file; the log says where."
        )
    else:
        return True
    return False
