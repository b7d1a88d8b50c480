"""What may go wrong with one file of a save: it is told in a sentence and stays as it was, and the others are saved."""

import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.core_files import ITEM, all_files, save_one, write
from editor_app.core.decision import Publish
from editor_app.core.folder import ItemFolder
from editor_app.core.store import Outcome, SaveResult, Store

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="needs links, and files that go while they are read"
)

ITEM_B = ITEM + "A body.\n" * 10


def published(text: str) -> str:
    return text.replace("published: false", "published: true")


PUBLISHED_ITEM = published(ITEM)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path / "site" / name, ITEM_B if name == "b.md" else ITEM)
    write(tmp_path / "outside.md")
    return tmp_path / "site"


def save_all(site: Path) -> dict[str, SaveResult]:
    results = Store(ItemFolder(site)).save([(name, Publish()) for name in ("a.md", "b.md", "c.md")])
    return {result.path: result for result in results}


def others_are_saved(site: Path, results: dict[str, SaveResult]) -> bool:
    return all(
        results[name].outcome is Outcome.CHANGED and (site / name).read_text() == PUBLISHED_ITEM
        for name in ("a.md", "c.md")
    )


def in_mid_save(monkeypatch: pytest.MonkeyPatch, file: Path, action: Callable[[], object]) -> None:
    """Let something happen once, when the new text of a file is on disk and not yet in its place."""
    real_fsync, first = os.fsync, threading.Lock()
    size = len(file.read_bytes()) - len("false") + len("true")  # no other file has as many bytes

    def fsync(descriptor: int) -> None:
        real_fsync(descriptor)
        if os.fstat(descriptor).st_size == size and first.acquire(blocking=False):
            action()

    monkeypatch.setattr(os, "fsync", fsync)


def a_folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_link_out_instead(file: Path) -> None:
    file.unlink()
    file.symlink_to("../outside.md")


def a_pipe_instead(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


REPLACED = [
    pytest.param(a_folder_instead, "no regular file", id="folder"),
    pytest.param(a_link_out_instead, "leads out of the folder", id="link"),
    pytest.param(a_pipe_instead, "no regular file", id="pipe"),
    pytest.param(Path.unlink, "has been deleted", id="nothing"),
]


@pytest.mark.parametrize("when", ["before", "meanwhile"])
@pytest.mark.parametrize(("replace", "sentence"), REPLACED)
def test_something_else_in_the_place_of_a_file(
    site: Path, monkeypatch: pytest.MonkeyPatch, replace: Callable[[Path], None], sentence: str, when: str
) -> None:
    file = site / "b.md"
    if when == "before":
        replace(file)
    else:
        in_mid_save(monkeypatch, file, lambda: replace(file))
    results = save_all(site)
    assert others_are_saved(site, results)
    assert not results["b.md"].done
    assert sentence in results["b.md"].reason
    assert (site.parent / "outside.md").read_text() == ITEM
    assert file.is_dir() or file.is_symlink() or file.is_fifo() or not file.exists()
    assert {path.name for path in site.iterdir()} - {"b.md"} == {"a.md", "c.md"}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "the disk is full. Make room on it"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EIO, "the disk reports an error"),
        (errno.EROFS, "the disk is mounted read-only"),
        (errno.EACCES, "permission denied. Allow yourself to write this file and its folder"),
        (errno.ENAMETOOLONG, "its name is too long for this disk"),
    ],
    ids=errno.errorcode.get,
)
def test_what_the_system_refuses_is_said_with_what_to_do(
    site: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    (site / "x").mkdir()
    (site / "b.md").rename(site / "x" / "b.md")
    real = os.open

    def refuse(path: object, flags: int, mode: int = 0o777, **options: int) -> int:
        if flags & os.O_EXCL and os.fspath(path).startswith(os.fspath(site / "x")):  # type: ignore[call-overload]
            raise OSError(number, os.strerror(number))
        return real(path, flags, mode, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    changes = [(name, Publish()) for name in ("a.md", "x/b.md", "c.md")]
    results = {result.path: result for result in Store(ItemFolder(site)).save(changes)}
    assert others_are_saved(site, results)
    assert results["x/b.md"].outcome is Outcome.FAILED
    assert sentence in results["x/b.md"].reason
    assert (site / "x" / "b.md").read_text() == ITEM_B
    assert len(all_files(site)) == 3


def test_a_file_with_a_second_name_is_saved_and_that_is_said(site: Path) -> None:
    os.link(site / "b.md", site / "other.md")
    results = save_all(site)
    assert {result.outcome for result in results.values()} == {Outcome.CHANGED}
    assert "hard link" in results["b.md"].reason
    assert results["a.md"].reason == ""
    assert (site / "b.md").read_text() == published(ITEM_B)
    assert (site / "other.md").read_text() == ITEM_B


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are not UTF-8")
@pytest.mark.parametrize(
    "name", [b"caf\xe9.md", b"\xff\xfe.md", b"n" * 252 + b".md", b" \n\t.md", b"-rf.md"], ids=repr
)
def test_files_of_any_name_are_saved(tmp_path: Path, name: bytes) -> None:
    path = os.fsdecode(name)
    file = write(tmp_path / path)
    assert save_one(tmp_path, path, Publish()).outcome is Outcome.CHANGED
    assert file.read_text() == PUBLISHED_ITEM
    assert [os.fsencode(file.name) for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_folder_that_disappears_is_not_brought_back(
    site: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    away = site.with_name("away")
    if when == "before":
        site.rename(away)
    else:
        in_mid_save(monkeypatch, site / "b.md", lambda: site.rename(away))
    results = save_all(site)
    assert all(result.reason for result in results.values() if not result.done)
    assert not site.exists()
    left = {file.name: file.read_text() for file in away.iterdir() if not file.name.endswith(".tmp")}
    assert set(left) == {"a.md", "b.md", "c.md"}
    assert set(left.values()) <= {ITEM, PUBLISHED_ITEM, ITEM_B, published(ITEM_B)}
    # Whoever brings it back can save all of it.
    away.rename(site)
    assert all(result.done for result in save_all(site).values())
    assert {name: data.decode() for name, data in all_files(site).items()} == {
        "a.md": PUBLISHED_ITEM,
        "b.md": published(ITEM_B),
        "c.md": PUBLISHED_ITEM,
    }
