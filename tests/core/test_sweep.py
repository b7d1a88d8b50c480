"""Looking at a folder for what has changed: on real files, changed as editors, machines and git change them."""

import os
import subprocess
from pathlib import Path

import pytest

from core.core_files import ITEM, write
from editor_app.core import sweep as sweep_module
from editor_app.core.catalog import Catalog
from editor_app.core.decision import Fields, ItemEdit, Publish, TopicEdit
from editor_app.core.folder import ItemFolder
from editor_app.core.loader import load_rows
from editor_app.core.missing import MISSING
from editor_app.core.saved_decisions import SavedDecisions
from editor_app.core.state import State, StateFields
from editor_app.core.sweep import Known, Sweep, Sweeper

GRACE = 2.0


class Site:
    """A folder with its catalog, a sweeper, and a clock that goes on when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 100.0
        self.catalog = Catalog()
        self.reads: list[str] = []
        for rows in load_rows(ItemFolder(folder)):
            self.catalog.add(rows)
        self.sweeper = Sweeper(ItemFolder(folder), grace=GRACE, clock=self.time)

    def time(self) -> float:
        return self.now

    def look(self, after: float = 0.0) -> Sweep:
        """Look at the folder, and take in what has been found, as the window does."""
        self.now += after
        sweep = self.sweeper.sweep(Known.of(self.catalog))
        for old, row in sweep.renamed:
            item = self.catalog.find(old)
            assert item is not None
            self.catalog.rename(item, row)
        for rows in sweep.rows:
            self.catalog.add(rows)
        for path in sweep.gone:
            item = self.catalog.find(path)
            assert item is not None
            if item in self.catalog.pending:
                self.catalog.mark_missing(item)
            else:
                self.catalog.remove(item)
        for path in sweep.back:
            item = self.catalog.find(path)
            assert item is not None
            self.catalog.mark_found(item)
        return sweep

    def item(self, path: str) -> int:
        item = self.catalog.find(path)
        assert item is not None
        return item

    @property
    def paths(self) -> set[str]:
        return {self.catalog.row(item).path for item in self.catalog.numbers()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    for name in "abc":
        write(tmp_path / f"_news/{name}.md", ITEM.replace("quality: 61", f"quality: {ord(name)}"))
    write(tmp_path / "about.md", "---\ntitle: About\nlayout: page\n---\n")
    write(tmp_path / "README.md", "# A site\n")
    found = Site(tmp_path)
    found.look()
    return found


def paths_in(sweep: Sweep) -> set[str]:
    return {path for rows in sweep.rows for path in rows.paths}


def is_empty(sweep: Sweep) -> bool:
    return not (sweep.rows or sweep.renamed or sweep.gone or sweep.back or sweep.looks_again)


def test_where_nothing_has_changed_nothing_is_found_or_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = sweep_module.read_found
    reads: list[str] = []

    def counted(root: str, file: sweep_module.FoundFile) -> object:
        reads.append(file.path)
        return read(root, file)

    monkeypatch.setattr(sweep_module, "read_found", counted)
    assert is_empty(site.look())
    assert reads == []


def test_changed_and_new_files_are_read(site: Site) -> None:
    write(site.folder / "_news/a.md", ITEM.replace("heat: 14", "heat: 99"))
    write(site.folder / "_videos/new.md")
    sweep = site.look()
    assert paths_in(sweep) == {"_news/a.md", "_videos/new.md"}
    assert site.catalog.row(site.item("_news/a.md")).heat == 99
    assert is_empty(site.look())
    assert str(site.folder / "_videos") in site.look().folders


def test_a_page_that_becomes_an_item_is_one(site: Site) -> None:
    assert "about.md" not in site.paths
    write(site.folder / "about.md")
    site.look()
    assert "about.md" in site.paths


def test_a_missing_file_is_gone_at_the_second_look_some_seconds_later(site: Site) -> None:
    (site.folder / "_news/b.md").unlink()
    assert site.look().looks_again
    assert site.look(after=GRACE / 2).gone == []
    assert "_news/b.md" in site.paths
    assert site.look(after=GRACE).gone == ["_news/b.md"]
    assert is_empty(site.look())


def test_a_file_that_comes_back_in_time_has_never_been_gone(site: Site) -> None:
    number = site.item("_news/b.md")
    (site.folder / "_news/b.md").unlink()
    site.look()
    write(site.folder / "_news/b.md", ITEM.replace("heat: 14", "heat: 15"))
    assert site.look(after=GRACE).gone == []
    assert site.catalog.row(number).heat == 15
    (site.folder / "_news/b.md").unlink()
    assert site.look(after=GRACE).gone == []  # the first miss was forgotten


@pytest.mark.parametrize("content", [b"", b"---\ntitle: A ferry waits", ITEM[:60].encode()])
def test_an_empty_or_short_file_is_waited_for(site: Site, content: bytes) -> None:
    number = site.item("_news/b.md")
    write(site.folder / "_news/b.md", content)
    assert site.look().looks_again
    assert site.catalog.row(number).problem is None
    write(site.folder / "_news/b.md", ITEM.replace("heat: 14", "heat: 16"))
    site.look(after=GRACE)
    assert site.catalog.row(number).heat == 16
    assert site.look().looks_again is False


def test_an_empty_file_that_stays_so_is_no_item_any_more(site: Site) -> None:
    write(site.folder / "_news/b.md", b"")
    site.look()
    assert site.look(after=GRACE).gone == ["_news/b.md"]
    assert is_empty(site.look(after=GRACE))


def test_a_damaged_file_that_stays_so_is_a_problem(site: Site) -> None:
    write(site.folder / "_news/b.md", "---\ntitle: A\nquality: [\n---\n")
    write(site.folder / "_news/new.md", "---\ntitle: A\nquality: [\n---\n")
    assert paths_in(site.look()) == set()
    assert paths_in(site.look(after=GRACE)) == {"_news/b.md", "_news/new.md"}
    assert site.catalog.state(site.item("_news/b.md")) is State.PROBLEM
    assert is_empty(site.look())


def test_a_file_that_is_being_written_for_long_is_waited_for(site: Site) -> None:
    for length in range(10, 60, 10):
        write(site.folder / "_news/b.md", ITEM[:length])
        assert paths_in(site.look(after=GRACE)) == set()
    assert "_news/b.md" in site.paths


def test_a_renamed_file_keeps_its_number_and_its_decision(site: Site) -> None:
    number = site.item("_news/b.md")
    site.catalog.lay(number, Publish().apply(site.catalog.fields(number)))
    (site.folder / "_archive").mkdir()
    (site.folder / "_news/b.md").rename(site.folder / "_archive/b.md")
    sweep = site.look()
    assert [(old, row.path) for old, row in sweep.renamed] == [("_news/b.md", "_archive/b.md")]
    assert site.item("_archive/b.md") == number
    assert site.catalog.state(number) is State.PUBLISHED
    assert site.catalog.find("_news/b.md") is None
    assert is_empty(site.look(after=GRACE))


def test_a_folder_that_is_renamed_keeps_all_numbers(site: Site) -> None:
    numbers = {name: site.item(f"_news/{name}.md") for name in "abc"}
    (site.folder / "_news").rename(site.folder / "_old")
    assert len(site.look().renamed) == 3
    assert {name: site.item(f"_old/{name}.md") for name in "abc"} == numbers


def test_a_copy_is_new_and_no_renaming(site: Site) -> None:
    write(site.folder / "_news/d.md", (site.folder / "_news/a.md").read_bytes())
    (site.folder / "_news/a.md").unlink()
    sweep = site.look()
    assert sweep.renamed == []
    assert site.look(after=GRACE).gone == ["_news/a.md"]


def test_a_pending_item_waits_for_its_file_and_keeps_its_decision(site: Site) -> None:
    number = site.item("_news/b.md")
    site.catalog.lay(number, Publish().apply(site.catalog.fields(number)))
    (site.folder / "_news/b.md").rename(site.folder.parent / "elsewhere.md")
    site.look()
    assert site.look(after=GRACE).gone == ["_news/b.md"]
    assert number in site.catalog.missing
    assert is_empty(site.look(after=GRACE))
    (site.folder.parent / "elsewhere.md").rename(site.folder / "_news/b.md")
    assert site.look().back == ["_news/b.md"]
    assert not site.catalog.missing
    assert site.catalog.state(number) is State.PUBLISHED


def test_a_file_that_is_made_anew_has_its_old_number(site: Site) -> None:
    number = site.item("_news/b.md")
    (site.folder / "_news/b.md").unlink()
    site.look()
    site.look(after=GRACE)
    write(site.folder / "_news/b.md")
    site.look()
    assert site.item("_news/b.md") == number


def test_a_folder_that_is_gone_takes_nothing_with_it(site: Site) -> None:
    away = site.folder.with_name("away")
    site.folder.rename(away)
    assert site.look().is_lost
    assert site.look(after=GRACE).is_lost
    site.folder.mkdir()  # the place where a disk was mounted
    assert site.look(after=GRACE).is_lost
    assert site.look(after=GRACE).is_lost
    site.folder.rmdir()
    away.rename(site.folder)
    assert is_empty(site.look(after=GRACE))
    assert len(site.paths) == 3


def test_all_items_can_be_deleted(site: Site) -> None:
    for name in "abc":
        (site.folder / f"_news/{name}.md").unlink()
    site.look()
    assert len(site.look(after=GRACE).gone) == 3


def test_a_folder_that_cannot_be_listed_takes_nothing_with_it(site: Site) -> None:
    if os.geteuid() == 0:
        pytest.skip("needs permissions that hold")
    (site.folder / "_news").chmod(0)
    site.look()
    sweep = site.look(after=GRACE)
    (site.folder / "_news").chmod(0o755)
    assert sweep.gone == []
    assert paths_in(sweep) == {"_news/"}


def test_single_files_are_looked_at_as_well(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "b.md")
    folder = ItemFolder(tmp_path, only=("a.md",))
    catalog = Catalog()
    for rows in load_rows(folder):
        catalog.add(rows)
    now = iter(range(0, 100, 3))
    sweeper = Sweeper(folder, clock=lambda: next(now))
    assert is_empty(sweeper.sweep(Known.of(catalog)))
    (tmp_path / "a.md").unlink()
    assert sweeper.sweep(Known.of(catalog)).looks_again
    assert sweeper.sweep(Known.of(catalog)).gone == ["a.md"]


def test_a_look_gives_way_again_and_again(tmp_path: Path) -> None:
    for number in range(1_000):
        write(tmp_path / f"_news/{number:04}.md")
    site = Site(tmp_path)
    write(tmp_path / "_news/0999.md", ITEM.replace("heat: 14", "heat: 15"))
    turns: list[int] = []
    sweep = site.sweeper.sweep(Known.of(site.catalog), give_way=lambda: turns.append(1))
    assert len(turns) >= 1_000 // 250
    assert paths_in(sweep) == {"_news/0999.md"}


def test_many_changed_files_are_read_by_workers(tmp_path: Path) -> None:
    for number in range(1_200):
        write(tmp_path / f"_news/{number:04}.md")
    site = Site(tmp_path)
    for number in range(1_200):
        write(tmp_path / f"_news/{number:04}.md", ITEM.replace("heat: 14", "heat: 15"))
    sweep = site.look()
    assert len(paths_in(sweep)) == 1_200
    assert max(map(len, sweep.rows)) <= sweep_module.PIECE
    assert set(site.catalog.files.heat) == {15}


def test_a_look_that_is_called_off_says_nothing_of_deletions(site: Site) -> None:
    (site.folder / "_news/b.md").unlink()
    site.look()
    site.now += GRACE
    assert site.sweeper.sweep(Known.of(site.catalog), cancelled=lambda: True).gone == []


# -- git -----------------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two revisions of 120 items: in the second half is rewritten, some are gone, some are new, some are moved."""
    folder = tmp_path / "site"
    for number in range(120):
        write(folder / f"_news/{number:03}.md", ITEM.replace("quality: 61", f"quality: {number}"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "One")
    for number in range(60):
        write(folder / f"_news/{number:03}.md", ITEM.replace("heat: 14", "heat: 80"))
    for number in range(60, 70):
        (folder / f"_news/{number:03}.md").unlink()
        write(folder / f"_news/new-{number:03}.md")
    (folder / "_moved").mkdir()
    for number in range(70, 75):
        (folder / f"_news/{number:03}.md").rename(folder / f"_moved/{number:03}.md")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Two")
    return folder


def test_nothing_is_looked_at_while_git_writes(repository: Path) -> None:
    site = Site(repository)
    (repository / ".git/index.lock").touch()
    (repository / "_news/000.md").unlink()
    sweep = site.look()
    assert sweep.is_put_off
    assert "Git is at work" in sweep.git
    assert not sweep.looks_again
    (repository / ".git/index.lock").unlink()
    assert site.look().looks_again


@pytest.mark.parametrize(("sign", "name"), [("MERGE_HEAD", "a merge"), ("rebase-merge", "a rebase")])
def test_what_a_person_has_to_finish_is_told_and_keeps_nobody_from_looking(
    repository: Path, sign: str, name: str
) -> None:
    site = Site(repository)
    (repository / ".git" / sign).mkdir()
    write(repository / "_news/000.md", ITEM.replace("heat: 14", "heat: 99"))
    sweep = site.look()
    assert f"Git is in the middle of {name}" in sweep.git
    assert [path for table in sweep.rows for path in table.paths] == ["_news/000.md"]
    (repository / ".git" / sign).rmdir()
    assert site.look().git == ""


def test_looking_while_git_checks_out_again_and_again_deletes_nothing_falsely(repository: Path) -> None:
    expected = []
    for revision in ("main~1", "main"):
        git(repository, "checkout", "-q", revision)
        expected.append({path.relative_to(repository).as_posix() for path in repository.rglob("*.md")})
    site = Site(repository)
    always = expected[0] & expected[1]
    gone: list[str] = []
    for turn in range(20):
        process = subprocess.Popen(
            ["git", "checkout", "-q", "main~1" if turn % 2 == 0 else "main"], cwd=repository
        )
        while process.poll() is None:
            gone += site.look(after=0.01).gone
        assert process.returncode == 0
        gone += site.look(after=0.01).gone
        assert always <= site.paths
    assert always.isdisjoint(gone)
    site.look(after=GRACE)
    site.look(after=GRACE)
    assert site.paths == expected[1]


# -- decisions that are undone -------------------------------------------------------------------------------------

UNPUBLISHED = StateFields(False, MISSING)
PUBLISHED = StateFields(True, MISSING)
REJECTED = StateFields(False, True)


@pytest.mark.parametrize(
    ("now", "is_undone"),
    [(UNPUBLISHED, True), (PUBLISHED, False), (StateFields(), False), (REJECTED, False)],
)
def test_a_saved_state_is_undone_where_the_former_one_is_back(now: StateFields, is_undone: bool) -> None:
    saved = SavedDecisions()
    saved.record(1, ItemEdit((UNPUBLISHED, PUBLISHED)))
    edit = saved.undone(1, Fields(now))
    assert bool(edit) is is_undone
    if is_undone:
        assert edit.apply(Fields(now)).state == PUBLISHED


def test_saved_topics_are_undone_one_by_one() -> None:
    saved = SavedDecisions()
    saved.record(1, ItemEdit(topics=TopicEdit(("New", "Other"), ("Old",), (("A", "B"),))))
    saved.record(1, ItemEdit(topics=TopicEdit(removed=("Other",))))
    assert not saved.undone(1, Fields(topics=("New", "B", "More")))
    edit = saved.undone(1, Fields(topics=("Old", "A", "New")))
    assert edit.apply(Fields(topics=("Old", "A", "New"))).topics == ("New", "B")
    assert not saved.undone(2, Fields())
