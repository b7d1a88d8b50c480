"""A real site in a real clone: a machine that writes, a pull, and a crash end with the right files, byte for byte."""

import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.core.journal import Journal
from editor_app.core.state import State

from .conftest import Desk
from .test_watching import QUICK

Files = dict[str, bytes]

SAVER = Path(__file__).parents[1] / "stress" / "bulk_saver.py"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def clone(real_site: Path, tmp_path: Path) -> Path:
    """A clone of the site, whose origin is the folder ``real_site``."""
    git(real_site, "init", "-q", "-b", "main")
    (real_site / ".gitattributes").write_text("* -text\n")
    git(real_site, "add", "--all")
    git(real_site, "commit", "-q", "-m", "One")
    git(tmp_path, "clone", "-q", str(real_site), "clone")
    return tmp_path / "clone"


@pytest.fixture
def desk(open_desk: Callable[..., Desk], clone: Path) -> Desk:
    """A window on the clone, in which all that can be published has been."""
    desk = open_desk(clone, pace=QUICK)
    desk.choose_queue("All")
    desk.table.selectAll()
    desk.press("p")
    assert len(desk.window.session.catalog.pending) > 50
    return desk


def published(data: bytes) -> bytes:
    """The bytes of a file once it is published; worked out without the program."""
    data = re.sub(rb"(?m)^removed: true\r?\n", b"", data)
    return re.sub(rb"(?m)^published: \w+(?=\r?$)", b"published: true", data)


def scored(data: bytes, heat: int) -> bytes:
    data = re.sub(rb"(?m)^heat: -?\d+(?=\r?$)", b"heat: %d" % heat, data, count=1)
    return re.sub(rb"(?m)^secured: [^\r\n]*", b"secured: s%d" % heat, data, count=1)


def pending_paths(desk: Desk) -> list[str]:
    catalog = desk.window.session.catalog
    return sorted(catalog.row(item).path for item in catalog.pending)


def save_all(desk: Desk) -> None:
    """Save until nothing is left, deciding again what another program takes back."""
    window = desk.window
    while window.session.catalog.pending or window.watch.undone:
        assert not window.session.catalog.conflicts
        window.outside.apply_again()
        with desk.qtbot.waitSignal(window.session.save_finished, timeout=60_000):
            window.saving.save()
        with desk.qtbot.waitSignal(window.watch.looked, timeout=60_000):
            window.watch.look()


class Machine(threading.Thread):
    """Writes new scores into files, one after the other, until it is stopped."""

    def __init__(self, folder: Path, paths: list[str]) -> None:
        super().__init__()
        self._folder = folder
        self._paths = paths
        self._stopping = threading.Event()
        self.heats: dict[str, int] = {}

    def run(self) -> None:
        chance = random.Random(7)
        heat = 1_000
        while not self._stopping.is_set():
            heat += 1
            path = chance.choice(self._paths)
            file = self._folder / path
            new = self._folder / ".git" / "new"
            new.write_bytes(scored(file.read_bytes(), heat))
            new.replace(file)
            self.heats[path] = heat

    def stop(self) -> None:
        self._stopping.set()
        self.join()


def test_a_machine_scores_the_files_that_are_saved(desk: Desk) -> None:
    paths = pending_paths(desk)
    before = desk.start
    machine = Machine(desk.folder, paths)
    machine.start()
    try:
        with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=60_000):
            desk.window.saving.save()
        desk.wait(lambda: len(machine.heats) > 20)
    finally:
        machine.stop()
    with desk.qtbot.waitSignal(desk.window.watch.looked, timeout=60_000):
        desk.window.watch.look()
    save_all(desk)
    wanted = dict(before)
    for path in paths:
        data = published(before[path])
        wanted[path] = scored(data, machine.heats[path]) if path in machine.heats else data
    assert {path: data for path, data in desk.files().items() if data != wanted[path]} == {}


def test_what_is_pulled_stays_and_what_was_decided_is_written_into_it(desk: Desk, real_site: Path) -> None:
    paths = pending_paths(desk)
    heats: list[int] = []
    for path in desk.start:
        if path.endswith(".md"):
            file = real_site / path
            file.write_bytes(scored(file.read_bytes(), 77))
    gone, decided_elsewhere, *_ = paths
    (real_site / gone).unlink()
    other = real_site / decided_elsewhere
    other.write_bytes(published(other.read_bytes()))
    git(real_site, "commit", "-q", "-a", "-m", "Two")
    desk.window.watch.told.connect(lambda: heats.append(1))
    with desk.qtbot.waitSignal(desk.window.watch.told, timeout=60_000):
        git(desk.folder, "pull", "-q")
    pulled = desk.files()
    assert len([path for path in pulled if pulled[path] != desk.start[path]]) > 100
    assert len(heats) == 1  # one refresh of the list for all of them
    with desk.qtbot.waitSignal(desk.window.watch.looked, timeout=60_000):
        desk.window.watch.look()
    desk.wait(lambda: pending_paths(desk) == [path for path in paths if path != decided_elsewhere])
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=60_000):
        desk.window.saving.save()
    assert pending_paths(desk) == [gone]  # kept until the editor drops it
    wanted = {path: published(data) if path in paths else data for path, data in pulled.items()}
    assert desk.files() == wanted
    assert not (desk.folder / gone).exists()
    # In git, too, nothing but the decisions differs from what was pulled.
    lines = git(desk.folder, "diff", "--unified=0").splitlines()
    changed = {line for line in lines if re.match(r"[+-](?![+-])", line)}
    assert {line.strip()[1:].partition(":")[0] for line in changed} <= {"published", "removed"}


def test_after_a_crash_in_mid_save_the_next_window_ends_it(
    desk: Desk, clone: Path, open_desk: Callable[..., Desk]
) -> None:
    paths = pending_paths(desk)
    before = desk.start
    catalog = desk.window.session.catalog
    edits = [(catalog.row(item).path, edit) for item, edit in catalog.pending.items()]
    desk.close()
    journal = Journal(clone)
    journal.replay()
    journal.append(edits)
    journal.close()
    with subprocess.Popen([sys.executable, str(SAVER), str(clone)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        deadline = time.monotonic() + 60
        while all((clone / path).read_bytes() == before[path] for path in paths):
            assert time.monotonic() < deadline
        process.kill()
    new = open_desk(clone, pace=QUICK)
    # What the kill has left beside a file goes as the folder is opened.
    new.wait(lambda: new.files().keys() == before.keys())
    found = {path: data for path, data in new.start.items() if not path.endswith(".tmp")}
    assert all(data in (before[path], published(before[path])) for path, data in found.items())
    left = pending_paths(new)
    assert left == [path for path in paths if found[path] == before[path]]
    if left:
        assert "from the last session" in new.window.banner.message
    save_all(new)
    assert new.files() == {path: published(data) if path in paths else data for path, data in before.items()}
    states = {new.window.session.catalog.state(item) for item in new.window.session.catalog.numbers()}
    assert State.UNPUBLISHED not in states
