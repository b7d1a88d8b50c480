"""What is pending in a folder, on disk: a kill at any moment loses no decision.

One file per folder, outside the work tree, readable by its owner alone. Decisions are added at its end; what
:mod:`journal_record` says stands in it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress, repeat
from operator import itemgetter, ne
from pathlib import Path
from typing import Final

from editor_app.core.app_dirs import folder_key, state_dir
from editor_app.core.atomic_write import sync_folder
from editor_app.core.decision import ItemEdit
from editor_app.core.errors import JournalFailed
from editor_app.core.folder import reason_of
from editor_app.core.journal_record import (
    BEGINNING,
    HEADER,
    NOTHING,
    mark_of,
    new_mark,
    pack_edit,
    read_records,
    record,
    unpack_edit,
)

PATIENCE: Final = 0.008
"""How long a decision waits for the disk, in seconds."""

_TOLERATED: Final = 4  # the file is made anew once it names so many times more items than are pending,
_SPARE: Final = 1_000  # and some more, so that a short one is left alone
_LAST_MOMENT: Final = 2.0  # seconds that closing waits for the disk

_log = logging.getLogger(__name__)


class Journal:
    """The journal of one folder; only the window that may decide there has one.

    **How safe a decision is.** :meth:`append` hands it to the system with one ``write``: from then on it survives the
    end of this process, however sudden. A thread of the journal's own starts at once to sync it to the disk, so that it
    survives a power cut as well; the caller waits for that, but never longer than its patience. So on a healthy disk a
    decision is on the disk before the window shows it, and a slow disk does not hold the window up: there it gets onto
    the disk as soon as that has come round to it.

    What is decided before :meth:`replay` has ended is only in memory until then: the window shows no item before.

    Where a write fails, the half record is taken back, and the journal is written anew as a whole, at once and again
    with each later decision, until that succeeds.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = Path()
        # What follows is read and changed by the interface thread and the journal's own, with this held.
        self._changed = threading.Condition()
        self._pending: dict[str, bytes] = {}
        self._early: dict[str, bytes] = {}
        self._file: int | None = None
        self._mark = b""
        self._size = self._entries = 0
        self._written = self._safe = 0  # appends: how many there were, and how many of them are on the disk
        self._is_ready = self._is_broken = self._is_closing = self._is_given_up = False
        self._wants_sync = self._wants_renewal = False
        self._reason = ""
        self._thread = threading.Thread(target=self._keep_safe, name="journal", daemon=True)

    def __contains__(self, path: str) -> bool:
        """Whether something of an item is pending, as the journal has it."""
        return path in self._pending

    def replay(self) -> dict[str, ItemEdit]:
        """What an earlier session has left pending, by path; the journal can be written to from then on.

        A damaged record loses what it holds, and nothing else; the file is written anew without it. To be called once.

        :raises JournalFailed: the journal is there and cannot be read. It is left alone then.
        """
        self._path = state_dir() / "journal" / f"{folder_key(self._folder)}.journal"
        try:
            pending, is_whole = self._read()
        except OSError as error:
            with self._changed:
                self._reason = reason_of(error)
                self._changed.notify_all()
            _log.error("The journal cannot be read (%s)", type(error).__name__)
            raise JournalFailed(self._reason) from error
        edits: dict[str, ItemEdit] = {}
        for path, packed in pending.items():
            try:
                edits[path] = unpack_edit(packed)
            except ValueError:
                _log.error("The journal holds an edit that cannot be understood; it is left out")
                is_whole = False
        self._begin({path: packed for path, packed in pending.items() if path in edits}, is_whole=is_whole)
        return edits

    def _begin(self, pending: dict[str, bytes], *, is_whole: bool) -> None:
        """Get ready for being written to: with the file that is there, or with one made anew."""
        with self._changed:
            self._pending = pending
            self._take(self._early.items())
            self._is_broken = not is_whole or bool(self._early) or not self._try_to_open()
            is_new, number, pending = self._is_broken, self._written, dict(self._pending)
        if is_new:
            try:
                self._renew(pending, number)
            except OSError as error:
                self._note_failure(error, renewal=True)
        with self._changed:
            if self._written != number:
                self._take(self._early.items())
                self._is_broken = self._wants_renewal = True
            elif not self._is_broken:
                self._safe = number
            self._is_ready = True
            self._thread.start()
            self._changed.notify_all()

    def append(self, changes: Iterable[tuple[str, ItemEdit]], *, patience: float = PATIENCE) -> None:
        """Write down what is pending of some items now, as one record that counts as a whole or not at all.

        Items of which the journal says so already are left out. Before :meth:`replay` has ended the changes are kept,
        and written as soon as it has.

        :param changes: paths, each with all that is pending of it; an empty edit where nothing is any more.
        :param patience: how long to wait for the disk, in seconds: see the class.
        :raises JournalFailed: it could not be written; it is tried again with the next changes.
        """
        self.append_columns(*_columns(changes), patience=patience)

    def append_columns(
        self, paths: Sequence[str], edits: Sequence[ItemEdit], *, patience: float = PATIENCE
    ) -> None:
        """The same for a great many items: whole columns are gone through at once.

        :param edits: what is pending, by the places of the paths.
        """
        packed = _packed(edits)
        with self._changed:
            if self._is_ready:
                is_news = list(map(ne, map(self._pending.get, paths, repeat(NOTHING)), packed))
                if not all(is_news):
                    paths, packed = list(compress(paths, is_news)), list(compress(packed, is_news))
                if not paths:
                    return
                changes = list(zip(paths, packed, strict=True))
                self._take(changes)
                self._write_down(changes)
            else:
                self._early.update(zip(paths, packed, strict=True))
            self._written += 1
            number = self._written
            self._changed.notify_all()
            self._wait_for_disk(number, patience)

    def wait(self, patience: float = PATIENCE) -> None:
        """Wait until all that was appended is on the disk.

        :param patience: for how many seconds at most: see the class.
        :raises JournalFailed: it could not be written; it is tried again with the next changes.
        """
        with self._changed:
            self._wait_for_disk(self._written, patience)

    def _wait_for_disk(self, number: int, patience: float) -> None:
        self._changed.wait_for(lambda: self._safe >= number or self._reason, patience)
        if self._reason:
            raise JournalFailed(self._reason)

    def close(self) -> None:
        """Let go of the file, with all that was written on the disk; what is pending stays in it."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._thread.ident is None:
            self._let_go()
            return
        self._thread.join(_LAST_MOMENT)
        with self._changed:
            self._is_given_up = True  # another window may write here from now on

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(self) -> tuple[dict[str, bytes], bool]:
        """What the file says is pending, and whether it may be added to as it is."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {}, False
        if not data.startswith(HEADER):
            if data != HEADER[: len(data)]:
                # Perhaps a later version of the program wrote it: nothing that may be lost.
                os.replace(self._path, self._path.with_suffix(".unknown"))
                _log.error("The journal is of an unknown kind and has been set aside")
            return {}, False
        pending: dict[str, bytes] = {}
        self._mark, self._entries = mark_of(data), 0
        place, is_damaged = BEGINNING, False
        for start, end, changes in read_records(data):
            _lay(pending, changes)
            self._entries += len(changes)
            is_damaged |= start != place
            place = end
        self._size = place
        if is_damaged:
            _log.error("The journal was damaged; what some records held is lost")
        elif place < len(data):
            _log.warning("The journal ends in half a record; what stands before it counts")
        is_whole = place == len(data) and not is_damaged
        return pending, is_whole and self._entries == len(pending)

    # -- writing, with the condition held --------------------------------------------------------------------------

    def _take(self, changes: Collection[tuple[str, bytes]]) -> None:
        _lay(self._pending, changes)

    def _write_down(self, changes: list[tuple[str, bytes]]) -> None:
        if not self._is_broken:
            try:
                self._write(changes)
            except OSError as error:
                _log.error("The journal cannot be written (%s)", type(error).__name__)
                self._is_broken = True
        if self._is_broken:
            self._wants_renewal, self._wants_sync = True, False
            self._reason = ""
        else:
            self._wants_sync = True

    def _write(self, changes: list[tuple[str, bytes]]) -> None:
        if self._file is None:
            raise OSError("not open")
        if not self._pending:
            os.ftruncate(self._file, BEGINNING)
            self._size, self._entries = BEGINNING, 0
            return
        data = record(self._mark, changes)
        try:
            _write_all(self._file, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
        self._entries += len(changes)
        if self._entries > _TOLERATED * len(self._pending) + _SPARE:
            self._wants_renewal = True

    def _try_to_open(self) -> bool:
        try:
            self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | _FLAGS)
        except OSError as error:
            _log.error("The journal cannot be opened (%s)", type(error).__name__)
            return False
        return True

    def _let_go(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            os.close(file)

    # -- the journal's own thread ----------------------------------------------------------------------------------

    def _keep_safe(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._has_to_act)
                if self._is_given_up or not (self._wants_sync or self._wants_renewal):
                    self._let_go()
                    return
                renewal = not self._wants_sync  # what has just been decided comes first
                if renewal:
                    self._wants_renewal = False
                self._wants_sync = False
                number = self._written
                pending = dict(self._pending) if renewal else {}
            try:
                done = self._renew(pending, number) if renewal else self._sync()
            except OSError as error:
                self._note_failure(error, renewal=renewal)
            else:
                with self._changed:
                    if done:
                        self._safe = number
                    else:
                        self._wants_renewal = True
                    self._changed.notify_all()

    def _has_to_act(self) -> bool:
        return self._is_closing or self._wants_sync or self._wants_renewal

    def _sync(self) -> bool:
        if self._file is not None:
            getattr(os, "fdatasync", os.fsync)(self._file)
        return True

    def _renew(self, pending: Mapping[str, bytes], number: int) -> bool:
        """Put a file that holds just what is pending in the place of the journal.

        :returns: False where something has been appended meanwhile: then the file stays, and it has to be tried again.
        """
        folder = self._path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".{secrets.token_hex(6)}.tmp"
        mark = new_mark()
        data = HEADER + mark + (record(mark, pending.items()) if pending else b"")
        try:
            file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
            try:
                _write_all(file, data)
                os.fsync(file)
            finally:
                os.close(file)
            with self._changed:
                if self._written != number or self._is_given_up:
                    return False
                self._let_go()
                os.replace(temporary, self._path)
                self._mark, self._size, self._entries = mark, len(data), len(pending)
                self._is_broken = not self._try_to_open()
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        sync_folder(os.fspath(folder))  # before anything that is added counts as safe
        return True

    def _note_failure(self, error: OSError, *, renewal: bool) -> None:
        _log.error("The journal cannot be kept on disk (%s)", type(error).__name__)
        with self._changed:
            if renewal and self._file is not None and not self._is_broken:
                self._wants_sync = True  # too long as it is, but whole
                return
            self._is_broken = True
            self._reason = reason_of(error)
            self._changed.notify_all()


_FLAGS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _columns(changes: Iterable[tuple[str, ItemEdit]]) -> tuple[list[str], list[ItemEdit]]:
    """Paths and edits apart."""
    pairs = list(changes)
    return [path for path, _ in pairs], [edit for _, edit in pairs]


def _packed(edits: Sequence[ItemEdit]) -> list[bytes]:
    """Edits as bytes; many items have the same one, which is packed once."""
    numbers = list(map(id, edits))
    by_number = {number: pack_edit(edit) for number, edit in dict(zip(numbers, edits, strict=True)).items()}
    return list(map(by_number.__getitem__, numbers))


def _lay(pending: dict[str, bytes], changes: Collection[tuple[str, bytes]]) -> None:
    if all(map(itemgetter(1), changes)):
        pending.update(changes)
        return
    for path, edit in changes:
        if edit == NOTHING:
            pending.pop(path, None)
        else:
            pending[path] = edit


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
