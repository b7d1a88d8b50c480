"""The commands of `triage` that save: publish, reject, requeue, topics, repair, rename-topic."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from editor_app.cli_diff import unified_diff
from editor_app.cli_output import Output, Progress, WrongCall, as_json, complain
from editor_app.core.backup import Backups
from editor_app.core.decision import Decision, retag
from editor_app.core.display_text import visible
from editor_app.core.errors import FolderBusy
from editor_app.core.folder import ItemFolder, reason_of, site_root
from editor_app.core.loader import load_rows
from editor_app.core.store import Outcome, SaveResult, Store


@dataclass(slots=True)
class Batch:
    """Items to write, by the site they belong to. ``given`` has the name of each as the caller wrote it."""

    sites: dict[Path, dict[str, str]] = field(default_factory=dict)
    failed: list[SaveResult] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, self.sites.values())) + len(self.failed)

    @staticmethod
    def of_files(paths: Iterable[str]) -> Batch:
        """Single files; each is done once, however often it is named."""
        batch = Batch()
        homes: dict[str, tuple[Path, Path]] = {}
        for path in dict.fromkeys(paths):
            problem = _problem(path)
            if problem is not None:
                batch.failed.append(problem)
                continue
            parent, name = os.path.split(path)
            if parent not in homes:
                folder = Path(parent or ".").resolve()
                homes[parent] = folder, site_root(folder)
            folder, root = homes[parent]
            relative = (folder / name).relative_to(root).as_posix()
            batch.sites.setdefault(root, {}).setdefault(relative, path)
        return batch

    @staticmethod
    def of_topic(folder: Path, topic: str) -> Batch:
        """All items of a folder that have a topic; they are named relative to the folder."""
        resolved = folder.resolve()
        root = site_root(resolved)
        prefix = resolved.relative_to(root)
        files: dict[str, str] = {}
        unreadable = 0
        for rows in load_rows(ItemFolder(folder)):
            unreadable += sum(row.problem is not None for row in rows)
            files |= {(prefix / row.path).as_posix(): row.path for row in rows if topic in row.topics}
        if unreadable:
            complain(
                f"Files that cannot be read, and stay as they are: {unreadable}. “triage check” names them."
            )
        return Batch({root: files} if files else {})


def _problem(path: str) -> SaveResult | None:
    """Why a path cannot be the file of an item."""
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        if Path(path).is_symlink():
            return SaveResult(path, Outcome.FAILED, "The file is a link that leads nowhere.")
        return SaveResult(path, Outcome.FAILED, "There is no such file.")
    except OSError as error:
        return SaveResult(path, Outcome.FAILED, f"The file cannot be looked at: {reason_of(error)}.")
    if stat.S_ISDIR(status.st_mode):
        return SaveResult(path, Outcome.REFUSED, "This is a folder; name the files in it.")
    return None


class Manner(NamedTuple):
    """How a command that saves goes about it."""

    dry_run: bool
    output_format: str
    wait: float


def write(batch: Batch, decision: Decision, manner: Manner, output: Output) -> int:
    """Save a decision into all files of a batch, or show what that would change."""
    report = _Report(len(batch), manner, output)
    try:
        for result in batch.failed:
            report.add(result.path, result)
        for root, files in batch.sites.items():
            for result in _results(root, files, decision, manner):
                report.add(files[result.path], result)
    finally:
        report.end()
    return 1 if report.failures else 0


def _results(root: Path, files: dict[str, str], decision: Decision, manner: Manner) -> Iterator[SaveResult]:
    store = Store(ItemFolder(root), Backups(root))
    if manner.dry_run:
        for path in files:
            yield store.preview(path, decision)
        return
    changes = [(path, decision) for path in files]
    try:
        yield from store.save(changes, git_patience=manner.wait, lock_patience=manner.wait)
    except FolderBusy as error:
        for path in files:
            yield SaveResult(path, Outcome.FAILED, str(error))


class _Report:
    """A line for each file as it is done, and one on standard error for each that failed."""

    def __init__(self, total: int, manner: Manner, output: Output) -> None:
        self._progress = Progress(total)
        self._manner = manner
        self._output = output
        self._count = 0
        self.failures = 0

    def add(self, path: str, result: SaveResult) -> None:
        if sys.stdout.isatty() or not result.done:
            self._progress.clear()
        diff = self._diff(path, result)
        if self._manner.output_format == "json":
            self._print_object(path, result, diff)
        elif diff:
            self._output.data_bytes(diff)
        else:
            reason = f": {result.reason}" if result.reason else ""
            self._output.line(visible(f"{path}: {result.outcome}{reason}"))
        if not result.done:
            self.failures += 1
            self._output.flush()  # so that on a terminal the two streams stay in step
            complain(f"{path}: {result.reason}")
        self._count += 1
        self._progress.show(self._count)

    def end(self) -> None:
        self._progress.clear()

    def _diff(self, path: str, result: SaveResult) -> bytes:
        if not self._manner.dry_run or result.outcome is not Outcome.CHANGED:
            return b""
        return unified_diff(path, result.before, result.after)

    def _print_object(self, path: str, result: SaveResult, diff: bytes) -> None:
        found = {"path": path, "result": result.outcome.value, "reason": result.reason or None}
        if self._manner.dry_run:
            found["diff"] = diff.decode("utf-8", "surrogateescape") or None
        self._output.data(as_json(found))


def paths_from(source: str, *, nul_separated: bool) -> list[str]:
    """The paths that a file lists, one a line or each ended by NUL; of standard input for `-`.

    :raises WrongCall: the list cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise WrongCall(f"The list {source} cannot be read: {reason_of(error)}.") from None
    if nul_separated:
        names = data.split(b"\0")
    elif b"\0" in data:
        raise WrongCall("The list of paths holds NUL characters; it needs -0.")
    else:
        names = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [os.fsdecode(name) for name in names if name]


def rename_topic(folder: Path, old: str, new: str, manner: Manner, output: Output) -> int:
    """Rename a topic in all items of a folder; where an item has the new one already, the two merge."""
    if old == new:
        raise WrongCall("The old and the new name are the same.")
    batch = Batch.of_topic(folder, old)
    if not batch:
        complain(f"No item has the topic “{old}”.")
    return write(batch, retag(rename=[(old, new)]), manner, output)
