"""What bulk saves replace is kept, for a while and within bounds, and can be put back byte for byte."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.core_files import ITEM, all_files, write
from editor_app.cli import main
from editor_app.core import backup
from editor_app.core.atomic_write import ChangedMeanwhile, Replacement
from editor_app.core.backup import Backups, entries
from editor_app.core.decision import Decision, Publish, Reject
from editor_app.core.errors import SaveFailed
from editor_app.core.folder import ItemFolder
from editor_app.core.restore import Fate, Restored, Restorer
from editor_app.core.store import SaveResult, Store

CANARY = "Canary0Q7rXw2"
SECRET_ITEM = ITEM.replace("heat: 14", f"heat: 14\nsecured: {CANARY}{CANARY}")
DAY = 86_400.0


def save(folder: Path, names: Iterable[str], decision: Decision | None = None) -> list[SaveResult]:
    store = Store(ItemFolder(folder), Backups(folder))
    return list(store.save([(name, decision or Publish()) for name in names]))


def restore_newest(folder: Path) -> list[Restored]:
    restorer = Restorer(ItemFolder(folder))
    return list(restorer.restore(restorer.batches()[0], cancelled=lambda: False))


def kept_files(home: Path) -> list[Path]:
    return sorted((home / "state" / "backups").rglob("*.originals"))


def some_items(folder: Path, count: int = 3, text: str = ITEM) -> list[str]:
    names = [f"{number}.md" for number in range(count)]
    for number, name in enumerate(names):
        write(folder / name, text.replace("quality: 61", f"quality: {number}"))
    return names


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_a_bulk_save_is_put_back_byte_for_byte(tmp_path: Path) -> None:
    names = some_items(tmp_path)
    write(tmp_path / "crlf.md", ITEM.replace("\n", "\r\n").encode() + b"\xff\xfe not UTF-8")
    before = all_files(tmp_path)
    save(tmp_path, [*names, "crlf.md"])
    assert all_files(tmp_path) != before
    restored = restore_newest(tmp_path)
    assert {result.fate for result in restored} == {Fate.RESTORED}
    assert all_files(tmp_path) == before
    assert all(result.row is not None and result.row.signature.size for result in restored)


def test_one_file_is_no_bulk_save(tmp_path: Path, editor_app_home: Path) -> None:
    save(tmp_path, some_items(tmp_path, 1))
    assert kept_files(editor_app_home) == []


def test_a_save_that_changes_nothing_keeps_nothing(tmp_path: Path, editor_app_home: Path) -> None:
    names = some_items(tmp_path)
    save(tmp_path, names)
    save(tmp_path, names)
    assert len(kept_files(editor_app_home)) == 1


def test_a_restored_batch_can_itself_be_put_back(tmp_path: Path) -> None:
    names = some_items(tmp_path)
    save(tmp_path, names)
    saved = all_files(tmp_path)
    restore_newest(tmp_path)
    assert all_files(tmp_path) != saved
    restore_newest(tmp_path)
    assert all_files(tmp_path) == saved


def test_names_that_are_no_text_are_kept_too(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has names that are not UTF-8")
    odd = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    names = [*some_items(tmp_path), odd]
    write(tmp_path / odd)
    before = all_files(tmp_path)
    save(tmp_path, names)
    restore_newest(tmp_path)
    assert all_files(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_their_owner_may_read_them_and_no_search_finds_their_text(
    tmp_path: Path, editor_app_home: Path
) -> None:
    save(tmp_path, some_items(tmp_path, text=SECRET_ITEM))
    (kept,) = kept_files(editor_app_home)
    assert kept.stat().st_mode & 0o777 == 0o600
    for place in (kept.parent, kept.parent.parent):
        assert place.stat().st_mode & 0o777 == 0o700
    assert CANARY.encode() not in kept.read_bytes()


def test_the_original_is_kept_before_its_file_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = some_items(tmp_path)
    before = all_files(tmp_path)
    seen: dict[str, bytes] = {}

    def look(replacement: Replacement) -> None:
        name = Path(replacement.path).name
        (batch,) = Backups(tmp_path).batches()
        seen[name] = next(kept.original() for kept in entries(batch) if kept.path == name)
        raise ChangedMeanwhile

    monkeypatch.setattr(Replacement, "put_in_place", look)
    save(tmp_path, names)
    assert seen == before


def test_a_place_that_cannot_be_written_stops_no_save(tmp_path: Path, editor_app_home: Path) -> None:
    write(editor_app_home / "state" / "backups", "in the way")
    site = tmp_path / "site"
    store = Store(ItemFolder(site), Backups(site))
    results = list(store.save([(name, Publish()) for name in some_items(site)]))
    assert all(result.done for result in results)
    assert not store.kept_originals


def test_what_the_command_line_saves_is_kept_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = some_items(tmp_path)
    before = all_files(tmp_path)
    assert main(["reject", *(str(tmp_path / name) for name in names), "--dry-run"]) == 0
    assert Restorer(ItemFolder(tmp_path)).batches() == []
    assert main(["reject", *(str(tmp_path / name) for name in names)]) == 0
    assert all_files(tmp_path) != before
    restore_newest(tmp_path)
    assert all_files(tmp_path) == before
    assert capsys.readouterr().err == ""


def test_a_save_that_was_killed_is_put_back_as_far_as_it_came(tmp_path: Path) -> None:
    site = tmp_path / "site"
    names = some_items(site, 600)
    before = all_files(site)
    command = [sys.executable, "-m", "editor_app.cli", "reject", *names, "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, cwd=site, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    Store(
        ItemFolder(site)
    ).clean_up()  # waits for its workers, each of which ends with the file it has in hand
    now = {name: (site / name).read_bytes() for name in names}
    changed = {name for name in names if now[name] != before[name]}
    assert changed
    restored = {result.path for result in restore_newest(site) if result.fate is Fate.RESTORED}
    assert restored == changed
    assert all_files(site) == before  # and no temporary file is left


# -- bounds ------------------------------------------------------------------------------------------------------------


def keep_at(folder: Path, moment: float, content: bytes = b"old") -> None:
    writer = Backups(folder, clock=lambda: moment).begin()
    writer.keep("a.md", content, b"new")
    writer.close()


def moments(folder: Path) -> list[float]:
    return [batch.saved_at for batch in Backups(folder).batches()]


def test_what_is_older_than_a_month_goes_in_every_folder(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    keep_at(one, 1.0 * DAY)
    keep_at(other, 2.0 * DAY)
    keep_at(one, 25.0 * DAY)
    assert moments(one) == [25 * DAY, 1 * DAY]
    keep_at(one, 40.0 * DAY)
    assert moments(one) == [40 * DAY, 25 * DAY]
    assert moments(other) == []


def test_of_more_than_fifty_batches_the_oldest_go(tmp_path: Path) -> None:
    for number in range(backup.MOST_BATCHES + 5):
        keep_at(tmp_path, DAY + number)
    assert moments(tmp_path) == [DAY + number for number in range(54, 4, -1)]


def test_more_than_the_bound_goes_but_the_newest_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "MOST_BYTES", 1_000)
    noise = bytes(range(256)) * 2
    keep_at(tmp_path, DAY, noise)
    keep_at(tmp_path, DAY + 1, noise)
    keep_at(tmp_path, DAY + 2, noise)
    assert moments(tmp_path) == [DAY + 2, DAY + 1]
    monkeypatch.setattr(backup, "MOST_BYTES", 10)
    keep_at(tmp_path, DAY + 3, noise)
    assert moments(tmp_path) == [DAY + 3]


# -- damage ------------------------------------------------------------------------------------------------------------


def test_half_an_entry_as_a_crash_leaves_it_costs_only_itself(tmp_path: Path, editor_app_home: Path) -> None:
    names = some_items(tmp_path)
    save(tmp_path, names)
    (kept,) = kept_files(editor_app_home)
    kept.write_bytes(kept.read_bytes()[:-5])
    (batch,) = Backups(tmp_path).batches()
    assert batch.count == 2
    assert [result.fate for result in restore_newest(tmp_path)] == [Fate.RESTORED] * 2


def test_a_file_that_is_no_batch_is_passed_over(tmp_path: Path, editor_app_home: Path) -> None:
    save(tmp_path, some_items(tmp_path))
    (kept,) = kept_files(editor_app_home)
    write(kept.with_name("20200101T000000.000000Z.originals"), "something else")
    write(kept.with_name("notes.txt"), "something else")
    assert [batch.file for batch in Backups(tmp_path).batches()] == [kept]


# -- restoring ---------------------------------------------------------------------------------------------------------


def fates(folder: Path) -> dict[str, Fate]:
    restorer = Restorer(ItemFolder(folder))
    found = restorer.preview(restorer.batches()[0], cancelled=lambda: False)
    return {one.path: one.fate for one in found}


def test_what_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    names = some_items(tmp_path, 5)
    before = all_files(tmp_path)
    save(tmp_path, names)
    by_machine = (tmp_path / "0.md").read_bytes().replace(b"heat: 14", b"heat: 99")
    write(tmp_path / "0.md", by_machine)
    write(tmp_path / "1.md", before["1.md"])
    (tmp_path / "2.md").unlink()
    expected = {
        "0.md": Fate.CHANGED_SINCE,
        "1.md": Fate.AS_BEFORE,
        "2.md": Fate.LEFT,
        "3.md": Fate.RESTORED,
        "4.md": Fate.RESTORED,
    }
    assert fates(tmp_path) == expected
    results = restore_newest(tmp_path)
    assert {result.path: result.fate for result in results} == expected
    assert [result.reason for result in results if result.fate is Fate.LEFT] == ["The file has been deleted."]
    now = all_files(tmp_path)
    assert now.pop("0.md") == by_machine
    assert now == {name: before[name] for name in ("1.md", "3.md", "4.md")}


def test_a_second_save_is_taken_back_first(tmp_path: Path) -> None:
    names = some_items(tmp_path)
    before = all_files(tmp_path)
    save(tmp_path, names)
    save(tmp_path, names, Reject())
    restorer = Restorer(ItemFolder(tmp_path))
    second, first = restorer.batches()
    nothing = list(restorer.restore(first, cancelled=lambda: False))
    assert {result.fate for result in nothing} == {Fate.CHANGED_SINCE}
    list(restorer.restore(second, cancelled=lambda: False))
    list(restorer.restore(first, cancelled=lambda: False))
    assert all_files(tmp_path) == before


def test_a_read_only_file_is_left_with_its_reason(tmp_path: Path) -> None:
    names = some_items(tmp_path)
    save(tmp_path, names)
    (tmp_path / "1.md").chmod(0o444)
    results = {result.path: result for result in restore_newest(tmp_path)}
    assert results["1.md"].reason == "The file is read-only. Allow writing it, then save again."
    assert [results[name].fate for name in ("0.md", "2.md")] == [Fate.RESTORED] * 2


def test_a_link_that_has_come_to_lead_out_is_not_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    names = some_items(site)
    save(site, names)
    outside = write(tmp_path / "outside.md", (site / "0.md").read_bytes())
    (site / "0.md").unlink()
    (site / "0.md").symlink_to(outside)
    content = outside.read_bytes()
    assert {result.path: result.fate for result in restore_newest(site)}["0.md"] is Fate.LEFT
    assert outside.read_bytes() == content


def test_a_disk_that_does_not_confirm_what_is_put_back_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = some_items(tmp_path)
    before = all_files(tmp_path)
    save(tmp_path, names)

    def sync(folder: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("editor_app.core.restore.sync_folder", sync)
    with pytest.raises(SaveFailed, match="did not confirm it: the disk reports an error"):
        restore_newest(tmp_path)
    assert all_files(tmp_path) == before


def test_what_is_cancelled_stays(tmp_path: Path) -> None:
    save(tmp_path, some_items(tmp_path))
    saved = all_files(tmp_path)
    restorer = Restorer(ItemFolder(tmp_path))
    assert list(restorer.restore(restorer.batches()[0], cancelled=lambda: True)) == []
    assert all_files(tmp_path) == saved
