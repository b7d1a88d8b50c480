"""Saves of so many files that worker processes do them: nothing about the results tells who did."""

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.core_files import ITEM, all_files, write
from editor_app.core.backup import Backups, entries
from editor_app.core.decision import Fields, ItemEdit, Publish
from editor_app.core.folder import ItemFolder, signature_of
from editor_app.core.row import read_row
from editor_app.core.state import State
from editor_app.core.store import MANY, Outcome, Store

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or (os.cpu_count() or 1) < 2, reason="here no workers are started"
)

COUNT = MANY + 150
AS_IT_WAS = ITEM.replace("published: false", "published: no  # later").encode()
PUBLISHED = ITEM.replace("published: false", "published: true  # later").encode()
SAVER = """
import sys
from pathlib import Path
from editor_app.core.decision import Publish
from editor_app.core.folder import ItemFolder
from editor_app.core.store import Store
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    names = sorted(file.name for file in folder.iterdir())
    for result in Store(ItemFolder(folder)).save([(name, Publish()) for name in names]):
        print(result.path, flush=True)
"""


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    found = [f"{number:04}.md" for number in range(COUNT)]
    for name in found:
        write(tmp_path / "site" / name, AS_IT_WAS)
    return found


def edit() -> ItemEdit:
    row = read_row("a.md", AS_IT_WAS)
    before = Fields(row.state_fields, row.topics)
    return ItemEdit.between(before, Publish().apply(before))


def test_every_file_has_its_result_in_order_and_undoing_gives_back_the_very_bytes(
    tmp_path: Path, names: list[str]
) -> None:
    site = tmp_path / "site"
    store = Store(ItemFolder(site), Backups(site))
    results = list(store.save([(name, edit()) for name in names]))
    assert [result.path for result in results] == names
    assert {result.outcome for result in results} == {Outcome.CHANGED}
    assert set(all_files(site).values()) == {PUBLISHED}
    assert store.kept_originals
    for result in results:
        assert result.row is not None
        assert result.row.state is State.PUBLISHED
        assert result.row.signature == signature_of((site / result.path).stat())
    (batch,) = Backups(site).batches()
    assert batch.count == COUNT
    assert {kept.path for kept in entries(batch)} == set(names)
    assert {kept.original() for kept in entries(batch)[:20]} == {AS_IT_WAS}
    # What has been replaced is known to the session, whoever replaced it and whoever puts it back.
    few, many = names[:5], names[5:]
    back = ItemEdit(state=edit().state[::-1])  # type: ignore[index]
    for part in (few, many):
        assert all(result.done for result in store.save([(name, back) for name in part]))
    assert set(all_files(site).values()) == {AS_IT_WAS}


def test_what_cannot_be_saved_is_told_file_by_file(tmp_path: Path, names: list[str]) -> None:
    site = tmp_path / "site"
    odd = {
        10: (ITEM.replace("published: false", "published: &x false"), Outcome.REFUSED),
        99: (ITEM.replace("published: false", "published: true"), Outcome.UNCHANGED),
        300: (ITEM.replace("published: false", "published: 12"), Outcome.CONFLICT),
        301: ("# no item\n", Outcome.REFUSED),
        MANY + 100: (None, Outcome.FAILED),
    }
    for number, (text, _) in odd.items():
        if text is None:
            (site / names[number]).unlink()
        else:
            write(site / names[number], text)
    results = list(Store(ItemFolder(site)).save([(name, edit()) for name in names]))
    for number, result in enumerate(results):
        text, outcome = odd.get(number, ("", Outcome.CHANGED))
        assert result.outcome is outcome
        assert bool(result.reason) is not result.done
        assert (result.conflict is not None) is (outcome is Outcome.CONFLICT)
        assert result.is_gone is (text is None)
    assert results[300].row is not None
    assert results[300].row.published == 12


def test_a_worker_that_is_killed_costs_no_file(tmp_path: Path, names: list[str]) -> None:
    site = tmp_path / "site"
    results = Store(ItemFolder(site)).save([(name, edit()) for name in names])
    found = [next(results)]
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
    found += results
    assert sorted(result.path for result in found) == names
    assert all(result.done for result in found)
    Store(ItemFolder(site)).clean_up()
    assert all_files(site) == dict.fromkeys(names, PUBLISHED)


def test_whoever_stops_taking_results_has_whole_files_and_no_workers(
    tmp_path: Path, names: list[str]
) -> None:
    site = tmp_path / "site"
    results = Store(ItemFolder(site)).save([(name, edit()) for name in names])
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()
    files = all_files(site)
    assert list(files) == names
    assert set(files.values()) == {AS_IT_WAS, PUBLISHED}


def test_what_is_cancelled_has_no_result(tmp_path: Path, names: list[str]) -> None:
    found = list(
        Store(ItemFolder(tmp_path / "site")).save([(name, edit()) for name in names], cancelled=lambda: True)
    )
    files = all_files(tmp_path / "site")
    assert len(found) < COUNT
    assert [name for name in names if files[name] == PUBLISHED] == [result.path for result in found]


def test_workers_end_with_the_program_that_started_them(tmp_path: Path, names: list[str]) -> None:
    site = tmp_path / "site"
    script = write(tmp_path / "saver.py", SAVER)
    with subprocess.Popen(
        [sys.executable, os.fspath(script), os.fspath(site)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.kill()
        process.wait()
        # Whoever writes next waits for them; so does whoever cleans up.
        Store(ItemFolder(site)).clean_up()
        files = all_files(site)
        assert list(files) == names
        assert set(files.values()) <= {AS_IT_WAS, PUBLISHED}
        assert all(result.done for result in Store(ItemFolder(site)).save([(name, edit()) for name in names]))
    assert set(all_files(site).values()) == {PUBLISHED}
