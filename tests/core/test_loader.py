"""Reading a whole folder, in the calling thread and in worker processes."""

import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from core.core_files import ITEM, write
from editor_app.core import read_file, reader_pool, row_cache
from editor_app.core.folder import FoundFile, ItemFolder
from editor_app.core.known_rows import KnownRows
from editor_app.core.loader import load_rows
from editor_app.core.read_file import Content, content_of, read_found
from editor_app.core.row import Row
from editor_app.core.row_cache import RowCache
from editor_app.core.row_table import RowTable
from editor_app.core.state import State

SERVE = reader_pool._serve
MANY = 1_600  # more than are read without worker processes, and more than one batch


def rows_of(folder: Path, **options: Any) -> dict[str, Row]:
    rows = [row for batch in load_rows(ItemFolder(folder), **options) for row in batch]
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
    found = [file for files in ItemFolder(tmp_path).walk() for file in files]
    alone = [read_found(str(tmp_path), file) for file in found]
    assert rows == {row.path: row for row in alone if row is not None}
    assert rows["_news/0700.md"].notes[0].field == "quality"
    assert rows["_news/0800.md"].problem is not None


KILLER = "_news/0321.md"


def killed_by_a_file(connection: Any, root: str, place: Any) -> None:
    """Stands in for a worker: one file ends it, as if the system had."""
    _serve_unless(connection, root, place, KILLER, lambda: os._exit(1))


def held_up_by_a_file(connection: Any, root: str, place: Any) -> None:
    """Stands in for a worker: one file is never done with."""
    _serve_unless(connection, root, place, KILLER, Event().wait)


def _serve_unless(connection: Any, root: str, place: Any, path: str, then: Callable[[], object]) -> None:
    assert multiprocessing.parent_process() is not None

    def read(root: str, file: FoundFile) -> Content | Row | None:
        if file.path == path:
            then()
        return content_of(root, file)

    read_file.content_of = read
    SERVE(connection, root, place)


def dead_at_birth(connection: Any, root: str, place: Any) -> None:
    os._exit(1)


@pytest.mark.parametrize(
    ("stand_in", "reason"), [(killed_by_a_file, "The reader ended"), (held_up_by_a_file, "took too long")]
)
def test_a_file_that_ends_or_holds_up_its_reader_becomes_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: Callable[..., None], reason: str
) -> None:
    write_many(tmp_path)
    monkeypatch.setattr(reader_pool, "_serve", stand_in)
    # More than a worker needs to start on a machine that is busy.
    rows = rows_of(tmp_path, cache=RowCache(tmp_path), patience=5.0)
    assert len(rows) == MANY
    problem = rows[KILLER].problem
    assert problem is not None
    assert reason in problem.reason
    assert [row.path for row in rows.values() if row.problem is not None] == [KILLER]
    # The next run tries again.
    monkeypatch.undo()
    assert rows_of(tmp_path, cache=RowCache(tmp_path))[KILLER].problem is None


def test_where_no_worker_lives_every_file_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(tmp_path)
    monkeypatch.setattr(reader_pool, "_serve", dead_at_birth)
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
    first = rows_of(tmp_path, cache=RowCache(tmp_path))
    assert sorted(row.path for piece in RowCache(tmp_path).read() for row in piece) == ["a.md", "b.md"]
    write(tmp_path / "b.md", ITEM.replace("61", "1000"))
    (tmp_path / "a.md").rename(tmp_path / "c.md")
    second = rows_of(tmp_path, cache=RowCache(tmp_path))
    assert {path: row.quality for path, row in first.items()} == {"a.md": 61, "b.md": 61}
    assert {path: row.quality for path, row in second.items()} == {"b.md": 1000, "c.md": 61}
    assert rows_of(tmp_path, cache=RowCache(tmp_path)) == second


def changed_in_size(file: Path) -> None:
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"61", b"610"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def changed_in_time(file: Path) -> None:
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"61", b"62"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def replaced_by_another_file(file: Path) -> None:
    before = file.stat()
    other = file.with_name("other")
    other.write_bytes(file.read_bytes().replace(b"61", b"62"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", [changed_in_size, changed_in_time, replaced_by_another_file])
def test_a_kept_row_counts_for_one_version_of_a_file_only(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    file = write(tmp_path / "a.md")
    assert rows_of(tmp_path, cache=RowCache(tmp_path))["a.md"].quality == 61
    change(file)
    assert rows_of(tmp_path, cache=RowCache(tmp_path))["a.md"].quality != 61


def test_a_kept_row_counts_for_one_path_only(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    rows_of(tmp_path, cache=RowCache(tmp_path))
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert list(rows_of(tmp_path, cache=RowCache(tmp_path))) == ["b.md"]


def plant(folder: Path, change: Callable[[Row], Row]) -> None:
    """Make the cache say something else than the files, to see whether it is asked."""
    cache = RowCache(folder)
    writer = cache.writer(KnownRows())
    writer.add(RowTable(change(row) for piece in cache.read() for row in piece).to_bytes())
    writer.complete(())
    writer.close()


def test_a_reader_of_another_version_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.md")
    rows_of(tmp_path, cache=RowCache(tmp_path))
    plant(tmp_path, lambda row: row._replace(title="Kept"))
    assert rows_of(tmp_path, cache=RowCache(tmp_path))["a.md"].title == "Kept"
    monkeypatch.setattr(row_cache, "READER_VERSION", row_cache.READER_VERSION + 1)
    assert rows_of(tmp_path, cache=RowCache(tmp_path))["a.md"].title == "A ferry waits for the gulls"


def cut_short(data: bytes) -> bytes:
    return data[:-7]


def with_another_byte(data: bytes) -> bytes:
    return data[:-7] + bytes([data[-7] ^ 1]) + data[-6:]


def something_else(data: bytes) -> bytes:
    return b"SQLite format 3" + data


@pytest.mark.parametrize("damage", [cut_short, with_another_byte, something_else])
def test_a_damaged_cache_is_made_anew_and_the_log_says_so(
    tmp_path: Path,
    editor_app_home: Path,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[bytes], bytes],
) -> None:
    write(tmp_path / "a.md")
    rows = rows_of(tmp_path, cache=RowCache(tmp_path))
    (file,) = (editor_app_home / "cache" / "rows").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert rows_of(tmp_path, cache=RowCache(tmp_path)) == rows
    assert "is damaged and is made anew" in caplog.text
    caplog.clear()
    assert rows_of(tmp_path, cache=RowCache(tmp_path)) == rows
    assert not caplog.text


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, editor_app_home: Path) -> None:
    sizes = []
    for number in range(8):
        write(tmp_path / "a.md", ITEM.replace("61", str(number)))
        write(tmp_path / "b.md", ITEM.replace("61", str(number)))
        rows_of(tmp_path, cache=RowCache(tmp_path))
        (file,) = (editor_app_home / "cache" / "rows").iterdir()
        sizes.append(file.stat().st_size)
    assert max(sizes) < 3 * sizes[0]


def test_reading_that_was_cancelled_leaves_the_cache_usable(tmp_path: Path) -> None:
    write_many(tmp_path)
    list(load_rows(ItemFolder(tmp_path), cache=RowCache(tmp_path), cancelled=lambda: True))
    assert len(rows_of(tmp_path, cache=RowCache(tmp_path))) == MANY
    write(tmp_path / "_news" / "0000.md", ITEM.replace("61", "99"))
    list(load_rows(ItemFolder(tmp_path), cache=RowCache(tmp_path), cancelled=lambda: True))
    assert rows_of(tmp_path, cache=RowCache(tmp_path))["_news/0000.md"].quality == 99


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, editor_app_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "a.md")
    (editor_app_home / "cache").write_bytes(b"a file where a folder should be")
    assert list(rows_of(tmp_path, cache=RowCache(tmp_path))) == ["a.md"]
    assert "cannot be written" in caplog.text


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
