"""The save protocol: what is written, what is refused, and that nobody else's change is ever lost."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from core.core_files import ITEM, all_files, save_one, write
from editor_app.core import atomic_write
from editor_app.core.atomic_write import Replacement
from editor_app.core.decision import Decision, Fields, ItemEdit, Publish, Reject, Requeue, retag
from editor_app.core.errors import FolderBusy
from editor_app.core.exchange import Writers, exchange_function
from editor_app.core.folder import ItemFolder, signature_of
from editor_app.core.folder_lock import writing
from editor_app.core.loader import load_rows
from editor_app.core.missing import MISSING
from editor_app.core.row import Row, read_row
from editor_app.core.state import State, StateFields
from editor_app.core.store import Change, Outcome, SaveResult, Store
from editor_app.core.temp_files import TempFiles

ON_WINDOWS = sys.platform == "win32"
IS_ROOT = not ON_WINDOWS and os.geteuid() == 0
PUBLISHED_ITEM = ITEM.replace("published: false", "published: true")
UNPUBLISHED = StateFields(False, MISSING)
PUBLISHED = StateFields(True, MISSING)


def row_of(file: Path) -> Row:
    return read_row(file.name, file.read_bytes())


def save(folder: Path, changes: Iterable[tuple[str, Change]], **options: Any) -> list[SaveResult]:
    return list(Store(ItemFolder(folder)).save(changes, **options))


def edit_of(file: Path, decision: Decision) -> ItemEdit:
    """A decision that was made on what a file says now."""
    row = row_of(file)
    before = Fields(row.state_fields, row.topics)
    return ItemEdit.between(before, decision.apply(before))


# -- outcomes ----------------------------------------------------------------------------------------------------------


def test_a_changed_file_comes_with_its_new_row(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.path, result.outcome, result.reason, result.done) == ("a.md", Outcome.CHANGED, "", True)
    assert file.read_text() == PUBLISHED_ITEM
    assert result.row == row_of(file)._replace(signature=signature_of(file.stat()))


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    before = file.stat()
    result = save_one(tmp_path, "a.md", Requeue())
    assert (result.outcome, result.done) == (Outcome.UNCHANGED, True)
    assert signature_of(file.stat()) == signature_of(before)


def test_each_file_of_a_batch_has_its_own_result_in_order(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "b.md", PUBLISHED_ITEM)
    write(tmp_path / "c.md", "---\ntitle: A\nquality: 1\npublished: &x false\n---\n")
    write(tmp_path / "d.md", "# no item\n")
    write(tmp_path / "sub" / "f.md")
    names = ["a.md", "b.md", "c.md", "d.md", "gone.md", "sub/f.md"]
    results = save(tmp_path, [(name, Publish()) for name in names])
    assert [(result.path, result.outcome.value) for result in results] == [
        ("a.md", "changed"),
        ("b.md", "unchanged"),
        ("c.md", "refused"),
        ("d.md", "refused"),
        ("gone.md", "failed"),
        ("sub/f.md", "changed"),
    ]
    assert all(bool(result.reason) != result.done for result in results)
    assert row_of(tmp_path / "sub" / "f.md").state is State.PUBLISHED


def test_a_thousand_files_at_once(tmp_path: Path) -> None:
    names = [f"{number:04}.md" for number in range(1_000)]
    for name in names:
        write(tmp_path / name)
    results = save(tmp_path, [(name, Publish()) for name in names])
    assert [result.path for result in results] == names
    assert all(content == PUBLISHED_ITEM.encode() for content in all_files(tmp_path).values())


def test_a_preview_writes_nothing_and_tells_what_would_be(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    store = Store(ItemFolder(tmp_path))
    result = store.preview("a.md", Publish())
    assert (result.outcome, result.before, result.after) == (
        Outcome.CHANGED,
        ITEM.encode(),
        PUBLISHED_ITEM.encode(),
    )
    assert file.read_text() == ITEM
    assert store.preview("a.md", Requeue()).outcome is Outcome.UNCHANGED
    assert store.preview("gone.md", Publish()).outcome is Outcome.FAILED


def test_what_is_cancelled_has_no_result(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    assert save(tmp_path, [("a.md", Publish())], cancelled=lambda: True) == []
    assert all_files(tmp_path) == {"a.md": ITEM.encode()}


# -- merging with what is on disk --------------------------------------------------------------------------------------


def test_what_a_machine_rewrites_meanwhile_survives(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, Publish())
    by_machine = ITEM.replace("heat: 14", "heat: 50\nsecured: abc").replace("quality: 61", "quality: 70")
    write(file, by_machine)
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.CHANGED
    assert file.read_text() == by_machine.replace("published: false", "published: true")


@pytest.mark.parametrize(
    ("decision", "machine", "sentence"),
    [
        pytest.param(
            Reject(),
            "published: true",
            "it was false, you chose false, the file now says true",
            id="published",
        ),
        pytest.param(
            Publish(),
            "published: later",
            "it was false, you chose true, the file now says the text “later”",
            id="odd",
        ),
        pytest.param(Publish(), "removed: yes\npublished: false", "the file now says true", id="rejected"),
        pytest.param(Reject(), "x: 1", "the file now says not there", id="published by leaving it out"),
    ],
)
def test_a_field_that_somebody_else_has_changed_is_a_conflict(
    tmp_path: Path, decision: Decision, machine: str, sentence: str
) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, decision)
    changed = ITEM.replace("published: false", machine)
    write(file, changed)
    result = save_one(tmp_path, "a.md", edit)
    assert (result.outcome, result.done) == (Outcome.CONFLICT, False)
    assert sentence in result.reason
    assert file.read_text() == changed


@pytest.mark.parametrize(
    ("decision", "machine"),
    [
        pytest.param(Publish(), "published: true", id="the same decision"),
        pytest.param(Reject(), "removed: true\npublished: false", id="the same rejection"),
    ],
)
def test_what_the_file_says_already_is_no_conflict(tmp_path: Path, decision: Decision, machine: str) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, decision)
    write(file, ITEM.replace("published: false", machine))
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.UNCHANGED


def test_a_harmless_change_of_the_other_key_is_no_conflict(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, Publish())
    write(file, ITEM.replace("published: false", "removed: false\npublished: false"))
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.CHANGED
    assert row_of(file).state is State.PUBLISHED


def test_topics_merge_as_sets_of_additions_and_removals(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, retag(add=["Gulls"], remove=["AI"]))
    write(file, ITEM.replace("  - AI\n", "  - Robots # by the machine\n  - AI\n"))
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.CHANGED
    assert file.read_text() == ITEM.replace("  - AI\n", "  - Robots # by the machine\n  - Gulls\n")


def test_topics_that_are_so_already_are_left(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    edit = edit_of(file, retag(add=["Gulls"], remove=["AI"]))
    write(file, ITEM.replace("  - AI\n", "  - Gulls\n"))
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.UNCHANGED


# -- files that must not or cannot be written --------------------------------------------------------------------------


@pytest.mark.skipif(IS_ROOT, reason="for the administrator no file is read-only")
def test_a_file_that_may_not_be_written_fails(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    file.chmod(0o444)
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (
        Outcome.FAILED,
        "The file is read-only. Allow writing it, then save again.",
    )
    assert file.read_text() == ITEM


def test_a_file_that_nobody_may_write_fails_for_the_administrator_too(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    file.chmod(0o444)
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (
        Outcome.FAILED,
        "The file is read-only. Allow writing it, then save again.",
    )
    assert all_files(tmp_path) == {"a.md": ITEM.encode()}


def test_a_deleted_file_fails_and_is_not_brought_back(tmp_path: Path) -> None:
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (Outcome.FAILED, "The file has been deleted.")
    assert all_files(tmp_path) == {}


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_through_a_link_inside_of_the_folder_its_target_is_written(tmp_path: Path) -> None:
    file = write(tmp_path / "real" / "a.md")
    link = tmp_path / "link.md"
    link.symlink_to("real/a.md")
    assert save_one(tmp_path, "link.md", Publish()).outcome is Outcome.CHANGED
    assert link.is_symlink()
    assert file.read_text() == PUBLISHED_ITEM


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
@pytest.mark.parametrize("target", ["../outside/a.md", "folder/a.md"])
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path, target: str) -> None:
    outside = write(tmp_path / "outside" / "a.md")
    site = tmp_path / "site"
    site.mkdir()
    (site / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (site / "link.md").symlink_to(target)
    for name in ("link.md", "folder/a.md"):
        result = save_one(site, name, Publish())
        assert result.outcome is Outcome.REFUSED
        assert "leads out of the folder" in result.reason
    assert outside.read_text() == ITEM


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_a_link_that_leads_out_is_listed_as_a_problem_if_it_leads_to_an_item(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "a.md")
    write(tmp_path / "outside" / "notes.md", "# no item\n")
    site = tmp_path / "site"
    write(site / "real" / "b.md")
    (site / "a.md").symlink_to("../outside/a.md")
    (site / "b.md").symlink_to("real/b.md")
    (site / "notes.md").symlink_to("../outside/notes.md")
    rows = {row.path: row for table in load_rows(ItemFolder(site)) for row in table}
    assert sorted(rows) == ["a.md", "b.md", "real/b.md"]
    assert rows["a.md"].problem is not None
    assert "leads out of the folder" in rows["a.md"].problem.reason
    assert rows["b.md"].state is State.UNPUBLISHED


@pytest.mark.parametrize("name", ["../a.md", "sub/../../a.md"])
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    outside = write(tmp_path / "a.md")
    (tmp_path / "site" / "sub").mkdir(parents=True)
    assert save_one(tmp_path / "site", name, Publish()).outcome is Outcome.REFUSED
    assert outside.read_text() == ITEM


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
@pytest.mark.parametrize("target", ["gone.md", "a.md"])
def test_a_link_that_leads_nowhere_fails(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.md").symlink_to(target)
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (Outcome.FAILED, "The file is a link that leads nowhere.")


@pytest.mark.skipif(ON_WINDOWS, reason="needs named pipes")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "This is no regular file.")


# -- what stays of a file ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(ON_WINDOWS, reason="needs permissions")
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755, 0o200 | 0o444])
def test_the_mode_of_a_file_stays(tmp_path: Path, mode: int) -> None:
    file = write(tmp_path / "a.md")
    file.chmod(mode)
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform != "linux", reason="needs extended attributes")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    try:
        os.setxattr(file, "user.note", b"keep")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert os.getxattr(file, "user.note") == b"keep"


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    write(tmp_path / ("n" * 250 + ".md"))
    write(tmp_path / "b.md", "---\ntitle: A\nquality: 1\npublished: &x false\n---\n")
    save(tmp_path, [(name, Publish()) for name in all_files(tmp_path)])
    assert sorted(all_files(tmp_path)) == ["b.md", "n" * 250 + ".md"]


# -- others who write --------------------------------------------------------------------------------------------------


def at_fsync(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Let something happen in the moment in which the new bytes are on disk, and not yet in the file's place."""
    real = os.fsync
    done: list[bool] = []

    def fsync(descriptor: int) -> None:
        real(descriptor)
        if not done:
            done.append(True)
            action()

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_file_that_changes_while_it_is_saved_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.md")
    by_machine = ITEM.replace("heat: 14", "heat: 99")
    at_fsync(monkeypatch, lambda: write(file, by_machine))
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert file.read_text() == by_machine.replace("published: false", "published: true")
    assert list(all_files(tmp_path)) == ["a.md"]


def test_a_change_with_the_same_size_and_time_is_seen_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.md")
    status = file.stat()
    by_machine = ITEM.replace("heat: 14", "heat: 99")

    def rewrite() -> None:
        write(file, by_machine)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    at_fsync(monkeypatch, rewrite)
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert "heat: 99\npublished: true" in file.read_text()


def test_a_decision_that_another_made_meanwhile_is_a_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.md")
    by_another = ITEM.replace("published: false", "removed: true\npublished: false")
    edit = edit_of(file, Publish())
    at_fsync(monkeypatch, lambda: write(file, by_another))
    assert save_one(tmp_path, "a.md", edit).outcome is Outcome.CONFLICT
    assert file.read_text() == by_another


def test_a_file_that_is_deleted_while_it_is_saved_stays_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.md")
    at_fsync(monkeypatch, file.unlink)
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (Outcome.FAILED, "The file has been deleted.")
    assert all_files(tmp_path) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two files in one step")
def test_a_write_in_the_very_last_moment_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.md")
    by_machine = ITEM.replace("heat: 14", "heat: 99")
    real = exchange_function()
    if real is None:
        pytest.skip("this system cannot swap two files")
    late: list[bool] = []

    def exchange(one: str, other: str) -> int:
        if not late:
            late.append(True)
            write(file, by_machine)
        return real(one, other)

    monkeypatch.setattr(atomic_write, "exchange_function", lambda: exchange)
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert file.read_text() == by_machine.replace("published: false", "published: true")
    assert list(all_files(tmp_path)) == ["a.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two files in one step")
def test_what_cannot_be_put_back_is_named_with_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.md")
    by_machine = ITEM.replace("heat: 14", "heat: 99")
    real = exchange_function()
    if real is None:
        pytest.skip("this system cannot swap two files")
    swaps: list[int] = []

    def exchange(one: str, other: str) -> int:
        swaps.append(1)
        if len(swaps) > 1:
            return errno.EIO
        write(file, by_machine)
        return real(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(atomic_write, "exchange_function", lambda: exchange)
        result = save_one(tmp_path, "a.md", Publish())
    (name,) = set(all_files(tmp_path)) - {"a.md"}
    assert result.outcome is Outcome.FAILED
    assert "the disk reports an error" in result.reason
    assert name in result.reason
    assert (tmp_path / name).read_text() == by_machine
    save_one(tmp_path, "a.md", Publish())  # the next save puts back what was not ours, and builds upon it
    assert all_files(tmp_path) == {"a.md": by_machine.replace("published: false", "published: true").encode()}


def test_where_files_cannot_be_swapped_they_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "exchange_function", lambda: None)
    file = write(tmp_path / "a.md")
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED
    assert file.read_text() == PUBLISHED_ITEM
    assert list(all_files(tmp_path)) == ["a.md"]


def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.md")

    def write_nothing(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", write_nothing)
    result = save_one(tmp_path, "a.md", Publish())
    assert (result.outcome, result.reason) == (
        Outcome.FAILED,
        "The file cannot be written: the disk is full. Make room on it, then save again.",
    )
    assert all_files(tmp_path) == {"a.md": ITEM.encode()}


def test_what_a_killed_save_had_not_written_to_the_end_is_never_put_in_place(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    old, new = file.read_bytes(), PUBLISHED_ITEM.encode()
    for left in (
        b"",
        new[:40],
    ):  # by a worker that was killed in mid-write; its file was saved by another one then
        with TempFiles(tmp_path) as temp_files:
            one = Replacement(os.fspath(file), old, signature_of(file.stat()), new, temp_files, Writers())
            assert temp_files.name([one])
            write(Path(one.temporary), left)
            temp_files.leave()
        write(file, new)
        Store(ItemFolder(tmp_path)).clean_up()
        assert all_files(tmp_path) == {"a.md": new}


def test_a_file_that_never_rests_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.md")
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        write(file, file.read_bytes() + b" ")

    monkeypatch.setattr(os, "fsync", fsync)
    result = save_one(tmp_path, "a.md", Publish())
    assert result.outcome is Outcome.FAILED
    assert "keeps writing" in result.reason
    assert row_of(file).state is State.UNPUBLISHED


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("busy", "sentence"),
    [
        ("index.lock", "index.lock"),
        ("MERGE_HEAD", "a merge"),
        ("rebase-merge", "a rebase"),
        ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ],
)
def test_while_git_is_at_work_nothing_is_written(tmp_path: Path, busy: str, sentence: str) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "_news" / "a.md")
    marker = write(tmp_path / ".git" / busy, "")
    for folder in (tmp_path, tmp_path / "_news"):
        name = "a.md" if folder.name == "_news" else "_news/a.md"
        with pytest.raises(FolderBusy, match=sentence):
            save(folder, [(name, Publish())], git_patience=0)
    assert (tmp_path / "_news" / "a.md").read_text() == ITEM
    assert marker.exists()
    marker.unlink()
    assert save_one(tmp_path, "_news/a.md", Publish()).outcome is Outcome.CHANGED


def test_where_git_cannot_be_seen_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.md")
    real = os.stat

    def stat_of_a_failing_disk(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        if not isinstance(path, int) and Path(path).name == ".git":
            raise OSError(errno.EIO, "Input/output error")
        return real(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", stat_of_a_failing_disk)
        with pytest.raises(FolderBusy, match="cannot be seen: the disk reports an error"):
            save(tmp_path, [("a.md", Publish())])
    assert all_files(tmp_path) == {"a.md": ITEM.encode()}
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED


def test_a_linked_work_tree_has_a_state_of_its_own(tmp_path: Path) -> None:
    main, linked = tmp_path / "main", tmp_path / "linked"
    main.mkdir()
    git(main, "init", "--quiet")
    write(main / "a.md")
    git(main, "add", ".")
    git(main, "commit", "--quiet", "-m", "one")
    git(main, "worktree", "add", "--quiet", str(linked))
    write(main / ".git" / "worktrees" / "linked" / "MERGE_HEAD", "")
    assert save_one(main, "a.md", Publish()).outcome is Outcome.CHANGED
    with pytest.raises(FolderBusy):
        save(linked, [("a.md", Publish())])


def test_while_another_writes_nothing_is_written(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    with writing(tmp_path), pytest.raises(FolderBusy, match="Another window or command"):
        save(tmp_path, [("a.md", Publish())], lock_patience=0)
    assert file.read_text() == ITEM
    assert save_one(tmp_path, "a.md", Publish()).outcome is Outcome.CHANGED


def test_nothing_but_items_is_written_in_the_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "a.md")
    git(tmp_path, "add", ".")
    before = all_files(tmp_path)
    save_one(tmp_path, "a.md", Publish())
    after = all_files(tmp_path)
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} == {"a.md"}


def test_whoever_stops_taking_results_leaves_whole_files(tmp_path: Path) -> None:
    names = [f"{number}.md" for number in range(50)]
    for name in names:
        write(tmp_path / name)
    results = Store(ItemFolder(tmp_path)).save([(name, Publish()) for name in names])
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert set(all_files(tmp_path).values()) <= {ITEM.encode(), PUBLISHED_ITEM.encode()}
    assert save_one(tmp_path, "0.md", Publish()).outcome is Outcome.UNCHANGED


# -- undo --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "decision"),
    [
        pytest.param("published: no # later", Publish(), id="published: no"),
        pytest.param("published:", Publish(), id="empty"),
        pytest.param("published: 'false'", Reject(), id="a text"),
        pytest.param("x: 1", Reject(), id="missing"),
        pytest.param("removed: yes   # spam\n\npublished: no", Publish(), id="removed with a comment"),
        pytest.param("published: no\nremoved: on\n# the end", Requeue(), id="removed at the end"),
        pytest.param("topics:\n  - a # why", retag(remove=["a"]), id="the only topic"),
        pytest.param("topics:\n- a\n  # about b\n- 'b'\n\nx: 1", retag(remove=["a", "b"]), id="all topics"),
        pytest.param("topics: [ a, 'b',c ] # x", retag(remove=["b"], add=["d"]), id="a flow list"),
        pytest.param('topics:\n  - "a"\n  - b', retag(rename=[("a", "c")]), id="a renamed topic"),
        pytest.param("x: 1", retag(add=["a"]), id="the first topic"),
        pytest.param("topics: ~", retag(add=["a"]), id="topics for null"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_undoing_a_save_gives_back_the_very_bytes(
    tmp_path: Path, yaml: str, decision: Decision, newline: str
) -> None:
    before = f"---\ntitle: A\nquality: 1\n{yaml}\n---\nbody".replace("\n", newline).encode()
    file = write(tmp_path / "a.md", before)
    store = Store(ItemFolder(tmp_path))
    read_before = Fields(row_of(file).state_fields, row_of(file).topics)
    (done,) = store.save([("a.md", edit_of(file, decision))])
    assert done.outcome is Outcome.CHANGED
    read_after = Fields(row_of(file).state_fields, row_of(file).topics)
    (undone,) = store.save([("a.md", ItemEdit.between(read_after, read_before))])
    assert undone.outcome is Outcome.CHANGED
    assert file.read_bytes() == before
    (redone,) = store.save([("a.md", ItemEdit.between(read_before, read_after))])
    assert redone.outcome is Outcome.CHANGED
    assert Fields(row_of(file).state_fields, row_of(file).topics) == read_after


def test_undoing_several_saves_gives_back_the_very_bytes(tmp_path: Path) -> None:
    before = ITEM.replace("published: false", "published: no  # x").replace("  - AI\n", "  - 'AI'  # y\n")
    file = write(tmp_path / "a.md", before)
    store = Store(ItemFolder(tmp_path))
    first = Fields(row_of(file).state_fields, row_of(file).topics)
    decisions = [
        Publish(),
        retag(remove=["AI"]),
        Reject(),
        retag(remove=["Transport"], add=["Gulls"]),
        Publish(),
    ]
    for decision in decisions:
        (result,) = store.save([("a.md", edit_of(file, decision))])
        assert result.outcome is Outcome.CHANGED
    last = Fields(row_of(file).state_fields, row_of(file).topics)
    (result,) = store.save([("a.md", ItemEdit.between(last, first))])
    assert result.outcome is Outcome.CHANGED
    assert file.read_text() == before


def test_an_undo_after_somebody_elses_change_keeps_that_change(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", ITEM.replace("published: false", "published: no # x"))
    store = Store(ItemFolder(tmp_path))
    list(store.save([("a.md", edit_of(file, Publish()))]))
    write(
        file, file.read_text().replace("published: true # x", "published: true # by hand").replace("14", "15")
    )
    (result,) = store.save([("a.md", ItemEdit((PUBLISHED, UNPUBLISHED)))])
    assert result.outcome is Outcome.CHANGED
    assert file.read_text() == ITEM.replace("published: false", "published: false # by hand").replace(
        "14", "15"
    )
