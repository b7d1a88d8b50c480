"""Saves that are killed, whose system calls fail, and beside which others write: no byte and no decision lost.

These take minutes each: ``make stress``.
"""

import collections
import contextlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from core.core_files import ITEM, all_files, write
from core.test_sweep import Site

from editor_app.core.decision import Fields, ItemEdit, Publish, Requeue
from editor_app.core.errors import FolderBusy
from editor_app.core.folder import ItemFolder
from editor_app.core.journal import Journal
from editor_app.core.row import read_row
from editor_app.core.store import Outcome, Store

from .one_save import BEGIN, END

pytestmark = pytest.mark.stress

HERE = Path(__file__).parent
KILLS = 50  # of each of four runs
FILES = 2_000
CHECKOUTS = 200
UNPUBLISHED = ITEM.replace("heat: 14", "heat: 14\nsecured: s14").encode()
PUBLISHED = UNPUBLISHED.replace(b"published: false", b"published: true")
ERRORS = ("ENOSPC", "EIO", "EACCES")
# A failure of these is not one of files; and a program cannot go on without memory.
_OF_NO_FILE = re.compile(
    r"mmap|munmap|mremap|brk|mprotect|madvise|futex|rt_sig|get|clock|exit|select|poll|sched|clone"
)


def edit_of(data: bytes, published: bool) -> ItemEdit:
    row = read_row("a.md", data)
    before = Fields(row.state_fields, row.topics)
    return ItemEdit.between(before, (Publish() if published else Requeue()).apply(before))


def program(name: str, *arguments: object) -> list[str]:
    return [sys.executable, os.fspath(HERE / name), *map(str, arguments)]


def is_published(data: bytes) -> bool:
    return b"\npublished: true" in data


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_instants_of_a_bulk_save(tmp_path: Path, seed: int) -> None:
    names = [f"{number % 20}/{number}.md" for number in range(FILES)]
    for name in names:
        write(tmp_path / name, UNPUBLISHED)
    now = dict.fromkeys(names, UNPUBLISHED)
    edits = {
        UNPUBLISHED: edit_of(UNPUBLISHED, published=True),
        PUBLISHED: edit_of(PUBLISHED, published=False),
    }
    wanted_of = {UNPUBLISHED: PUBLISHED, PUBLISHED: UNPUBLISHED}
    chance = random.Random(seed)
    whole, in_the_middle = 1.0, 0
    for kill in range(KILLS):
        # The other way round for every file, whatever became of it before.
        journal = Journal(tmp_path)
        journal.replay()
        journal.append([(name, edits[now[name]]) for name in names], patience=10)
        journal.close()
        wanted = {name: wanted_of[data] for name, data in now.items()}
        with subprocess.Popen(program("bulk_saver.py", tmp_path), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"go\n"
            begun = time.monotonic()
            try:
                process.wait(chance.random() * whole)
            except subprocess.TimeoutExpired:
                process.kill()
            else:
                whole = max(0.3, (whole + time.monotonic() - begun) / 2)
            process.wait()
        # Waits for its workers, each of which ends with the file it has in hand.
        Store(ItemFolder(tmp_path)).clean_up()
        if process.returncode:
            whole *= 1.02
        before, now = now, {name: (tmp_path / name).read_bytes() for name in names}
        torn = [name for name in names if now[name] not in (before[name], wanted[name])]
        assert not torn
        journal = Journal(tmp_path)
        left = journal.replay()
        lost = [name for name in names if now[name] != wanted[name] and left.get(name) != edits[before[name]]]
        journal.close()
        assert not lost
        changed = sum(now[name] != before[name] for name in names)
        in_the_middle += 0 < changed < FILES
        assert len(all_files(tmp_path)) == FILES, kill
    print(f"\n{KILLS} kills, {in_the_middle} of them with some of {FILES} files saved: 0 torn, 0 lost")
    assert in_the_middle > KILLS // 4


# -- every system call -------------------------------------------------------------------------------------------------


class TracedSaves:
    """Saves of one file, each with one thing going wrong."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.file = write(folder / "a.md", UNPUBLISHED)
        self._log = log
        self._process = subprocess.Popen(
            program("one_save.py", folder, "a.md"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *options: str) -> dict[str, str]:
        """Save once; ``strace`` gets the options."""
        decision = "requeue" if is_published(self.file.read_bytes()) else "publish"
        number = self._ask(decision)
        # Told by its file: what strace says by itself comes too late.
        command = ["strace", "-o", os.fspath(self._log), *options, "-p", number]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            line = strace.stderr.readline()
            if "attached" not in line:
                self._ask("")
                pytest.skip(f"strace cannot trace here: {line.strip()}")
            found: dict[str, str] = json.loads(self._ask(""))
            strace.communicate()
        return found

    def calls(self) -> list[tuple[str, int]]:
        """The system calls of one save: their names, with how often each was called since the tracing began."""
        self.run()
        counts: collections.Counter[str] = collections.Counter()
        found, is_saving = [], False
        for line in self._log.read_text(errors="replace").splitlines():
            name = line.partition("(")[0]
            if name.isidentifier():
                counts[name] += 1
            if BEGIN in line or END in line:
                is_saving = BEGIN in line
            elif is_saving and name.isidentifier():
                found.append((name, counts[name]))
        return found

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture
def traced(tmp_path: Path) -> Iterator[TracedSaves]:
    if shutil.which("strace") is None:
        pytest.skip("needs strace, which is not there")
    saves = TracedSaves(tmp_path / "site", tmp_path / "strace.log")
    yield saves
    saves.close()


def test_killed_at_every_system_call_of_a_save(traced: TracedSaves) -> None:
    calls = traced.calls()
    kills = 0
    for name, number in calls:
        before = traced.file.read_bytes()
        found = traced.run(f"-einject={name}:signal=KILL:when={number}")
        kills += bool(found["killed"])
        assert traced.file.read_bytes() in (UNPUBLISHED, PUBLISHED), (name, number)
        if found.get("outcome") == "changed":
            assert traced.file.read_bytes() != before
        Store(ItemFolder(traced.file.parent)).clean_up()
        assert [file.name for file in traced.file.parent.iterdir()] == ["a.md"], (name, number)
    print(f"\n{len(calls)} system calls, {kills} kills: 0 torn files, 0 files left behind")
    assert kills > 20


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_at_every_system_call_of_a_save(traced: TracedSaves, error: str) -> None:
    calls = [call for call in traced.calls() if not _OF_NO_FILE.match(call[0])]
    reported, wrong = 0, []
    for name, number in calls:
        before = traced.file.read_bytes()
        found = traced.run(f"-einject={name}:error={error}:when={number}")
        after = traced.file.read_bytes()
        assert after in (UNPUBLISHED, PUBLISHED), (name, number)
        if found.get("outcome") == "changed":
            wrong += [(name, number, found)] if after == before else []
        elif found.get("outcome") in ("failed", "refused") and found["reason"]:
            reported += 1
        else:
            wrong.append((name, number, found))
        Store(ItemFolder(traced.file.parent)).clean_up()
        assert [file.name for file in traced.file.parent.iterdir()] == ["a.md"], (name, number)
    print(f"\n{len(calls)} system calls, {reported} saves failed by {error} and said so: 0 bytes damaged")
    assert not wrong
    assert reported > 5


# -- others who write --------------------------------------------------------------------------------------------------


def save_until_done(store: Store, changes: list[tuple[str, ItemEdit]]) -> int:
    """Save until nothing fails any more; how many changes had to be saved once more."""
    again = 0
    deadline = time.monotonic() + 300
    while changes:
        assert time.monotonic() < deadline
        failed = set()
        try:
            for result in store.save(changes, git_patience=30):
                assert result.outcome not in (Outcome.CONFLICT, Outcome.REFUSED), result
                if not result.done:
                    failed.add(result.path)
        except FolderBusy:
            continue
        changes = [change for change in changes if change[0] in failed]
        again += len(changes)
    return again


def test_a_machine_that_writes_scores_meanwhile(tmp_path: Path) -> None:
    site, aside = tmp_path / "site", tmp_path / "aside"
    aside.mkdir()
    names = [f"{number:04}.md" for number in range(FILES)]
    for name in names:
        write(site / name, UNPUBLISHED)
    changes = [(name, edit_of(UNPUBLISHED, published=True)) for name in names]
    command = program("scoring_bot.py", site, aside)
    lines: list[str] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdin is not None
        assert bot.stdout is not None
        assert bot.stdout.readline() == "go\n"
        listener = threading.Thread(target=lines.extend, args=[bot.stdout])
        listener.start()
        again = save_until_done(Store(ItemFolder(site)), changes)
        bot.stdin.write("\n")
        bot.stdin.close()
        bot.wait()
        listener.join()
    # What the machine has read before a save and written after it undoes the save; the window tells of it.
    undone = [name for name in names if not is_published((site / name).read_bytes())]
    save_until_done(Store(ItemFolder(site)), [change for change in changes if change[0] in undone])
    heats = dict.fromkeys(names, "14")
    heats.update(line.split() for line in lines)
    wrong = [
        name
        for name in names
        if (site / name).read_bytes()
        != PUBLISHED.replace(b"heat: 14", f"heat: {heats[name]}".encode()).replace(
            b"secured: s14", f"secured: s{heats[name]}".encode()
        )
    ]
    print(
        f"\n{len(lines)} writes of the machine, {again} files saved anew, {len(undone)} decisions taken back by it "
        f"and made again: {len(wrong)} wrong"
    )
    assert not wrong
    assert len(lines) > 100
    assert len(all_files(site)) == FILES


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)


def test_checkouts_while_decisions_are_saved(real_site: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(real_site, "init", "--quiet")
    git(real_site, "add", "--all")
    git(real_site, "commit", "--quiet", "-m", "one")
    for file in real_site.rglob("*.md"):
        if ".git" not in file.parts:
            file.write_bytes(re.sub(rb"(?m)^heat: .*$", b"heat: 77", file.read_bytes(), count=1))
    git(real_site, "commit", "--quiet", "--all", "-m", "two")
    subprocess.run(["git", "clone", "--quiet", real_site, clone], check=True, capture_output=True)
    site = Site(clone)
    site.look()
    paths = site.paths
    changes = []
    for path in sorted(paths):
        row = site.catalog.row(site.item(path))
        before = Fields(row.state_fields, row.topics)
        edit = ItemEdit.between(before, Publish().apply(before))
        if edit and Store(ItemFolder(clone)).preview(path, edit).outcome is Outcome.CHANGED:
            changes.append((path, edit))
    assert len(changes) > 50
    failed: list[str] = []

    first = subprocess.run(
        ["git", "-C", clone, "rev-parse", "HEAD~1"], check=True, capture_output=True, text=True
    ).stdout.strip()

    def check_out() -> None:
        for number in range(CHECKOUTS):
            command = [
                "git",
                "-C",
                clone,
                "checkout",
                "--force",
                "--quiet",
                (first, "origin/HEAD")[number % 2],
            ]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                failed.append(done.stderr)
            time.sleep(0.05)  # in which looks are not put off, and files are saved

    store, saved = Store(ItemFolder(clone)), []

    def save() -> None:
        chance = random.Random(5)
        while git_at_work.is_alive():
            with contextlib.suppress(FolderBusy):
                results = store.save(chance.sample(changes, 20), git_patience=30)
                saved.extend(result.path for result in results if result.outcome is Outcome.CHANGED)

    git_at_work, editor = threading.Thread(target=check_out), threading.Thread(target=save)
    git_at_work.start()
    editor.start()
    looks = put_off = 0
    gone: list[str] = []
    while git_at_work.is_alive():
        site.now = time.monotonic()
        sweep = site.look()
        gone += sweep.gone
        looks, put_off = looks + 1, put_off + sweep.is_put_off
    editor.join()
    # What git has taken back is made again, as the window offers.
    save_until_done(store, changes)
    for _ in range(2):
        gone += site.look(after=10).gone
    print(
        f"\n{CHECKOUTS} checkouts, {len(failed)} refused, {looks} looks, {put_off} of them put off, "
        f"{len(saved)} saves of {len(changes)} items: {len(gone)} false deletions"
    )
    assert not gone
    assert site.paths == paths
    assert not failed
    lost = [path for path, _ in changes if read_row(path, (clone / path).read_bytes()).published is not True]
    assert not lost
    for path, _ in changes:
        committed = subprocess.run(
            ["git", "-C", clone, "show", f"HEAD:{path}"], check=True, capture_output=True
        ).stdout
        removed = [
            line for line in committed.splitlines() if line not in (clone / path).read_bytes().splitlines()
        ]
        assert all(line.startswith((b"published", b"removed")) for line in removed), path
