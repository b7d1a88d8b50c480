"""Reading a whole folder, in the calling thread and in worker processes."""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from core.core_files import ITEM, write
from editor_app.core import loader
from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.row import Row
from editor_app.core.row_cache import RowCache
from editor_app.core.state import State

MANY = 1_200  # more than are read without worker processes, and more than one batch


def rows_of(folder: Path) -> dict[str, Row]:
    rows = [row for batch in load_rows(ItemFolder(folder)) for row in batch]
    assert len({row.path for row in rows}) == len(rows)
    return {row.path: row for row in rows}


def write_many(folder: Path) -> None:
    for number in range(MANY):
        write(folder / f"_news/{number:04}.md", ITEM.replace("quality: 61", f"quality: {number}"))


def test_items_are_read_and_other_files_are_left_out(tmp_path: Path) -> None:
    write(tmp_path / "_news" / "a.md")
    write(tmp_path / "README.md", "# A site\n")
    write(tmp_path / "about.md", "---\ntitle: About\nlayout: page\n---\n")
    write(tmp_path / "broken.md", "---\ntitle: A\nquality: @\n---\n")
    rows = rows_of(tmp_path)
    assert sorted(rows) == ["_news/a.md", "broken.md"]
    assert rows["_news/a.md"].title == "A ferry waits for the gulls"
    assert rows["_news/a.md"].signature.size == len(ITEM)
    assert rows["broken.md"].state is State.PROBLEM
    assert rows["broken.md"].problem is not None
    assert rows["broken.md"].problem.line == 3


def test_worker_processes_read_the_same_as_the_calling_thread(tmp_path: Path) -> None:
    write_many(tmp_path)
    write(tmp_path / "_news" / "0700.md", "---\ntitle: A\nquality: high\n---\n")
    write(tmp_path / "_news" / "0800.md", "---\ntitle: A\nquality: [\n---\n")
    write(tmp_path / "_news" / "0900.md", "no item")
    rows = rows_of(tmp_path)
    assert len(rows) == MANY - 1
    alone = loader.read_batch(str(tmp_path), list(ItemFolder(tmp_path).walk()))
    assert rows == {row.path: row for row in alone}
    assert rows["_news/0700.md"].notes[0].field == "quality"
    assert rows["_news/0800.md"].problem is not None


def die(root: str, files: Sequence[tuple[str, str]]) -> list[tuple[Any, ...]]:
    """Stands in for a worker's task: the worker is gone, as if the system had ended it."""
    assert multiprocessing.parent_process() is not None
    os._exit(1)


def test_when_workers_die_every_file_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(tmp_path)
    monkeypatch.setattr(loader, "_read_flat", die)
    assert len(rows_of(tmp_path)) == MANY


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    write_many(tmp_path)
    answers = iter([False, True])
    given = [len(batch) for batch in load_rows(ItemFolder(tmp_path), cancelled=lambda: next(answers, True))]
    assert 0 < sum(given) < MANY


def test_a_reader_that_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    write_many(tmp_path)
    batches = load_rows(ItemFolder(tmp_path))
    next(batches)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_rows_are_kept_between_runs_until_a_file_changes(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "b.md")
    folder = ItemFolder(tmp_path)
    first = [row for batch in load_rows(folder, cache=RowCache(tmp_path)) for row in batch]
    assert sorted(RowCache(tmp_path).read()) == ["a.md", "b.md"]
    write(tmp_path / "b.md", ITEM.replace("61", "1000"))
    (tmp_path / "a.md").rename(tmp_path / "c.md")
    second = [row for batch in load_rows(folder, cache=RowCache(tmp_path)) for row in batch]
    assert {row.path: row.quality for row in first} == {"a.md": 61, "b.md": 61}
    assert {row.path: row.quality for row in second} == {"b.md": 1000, "c.md": 61}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and named pipes")
def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("gone")
    write(tmp_path / "fine.md")
    rows = rows_of(tmp_path)
    assert {path: row.problem.reason for path, row in rows.items() if row.problem is not None} == {
        "pipe.md": "This is no regular file.",
        "link.md": "The file is a link that leads nowhere.",
    }
    assert rows["fine.md"].problem is None


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that hold")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "folder" / "a.md")
    write(tmp_path / "file.md").chmod(0o000)
    (tmp_path / "folder").chmod(0o000)
    try:
        rows = rows_of(tmp_path)
    finally:
        (tmp_path / "folder").chmod(0o755)
    assert {path: row.problem.reason for path, row in rows.items() if row.problem is not None} == {
        "file.md": "The file cannot be read: Permission denied.",
        "folder/": "The folder cannot be listed: Permission denied.",
    }


def test_the_samples_are_read(sample_site: Path) -> None:
    rows = rows_of(sample_site)
    assert len(rows) > 50
    assert {row.state for row in rows.values()} == set(State)
