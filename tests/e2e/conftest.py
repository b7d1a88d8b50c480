"""The program from outside: a process with a window on a virtual screen, real keys, real files, a real repository."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 20.0  # seconds until something that has not happened counts as not going to
NEEDED = ("Xvfb", "xdotool", "openbox")


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Look again and again, since another process tells nobody when it is done."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.03)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual screen with a window manager, without which no window gets the keyboard."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, which this machine does not have")
    readable, writable = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writable), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writable],
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    with os.fdopen(readable) as answer:
        name = f":{answer.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
    )
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait(PATIENCE)


class Program:
    """One running window, and the keyboard in front of it."""

    def __init__(self, display: str, home: Path, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "EDITOR_APP_HOME": str(home),
            "LC_ALL": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "editor_app", str(folder)],
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._window = ""
        wait_until(self._find, "the window")
        self.wait_for_title(f"{folder.name} — Editor App")
        self._ask("windowactivate", "--sync", self._window)

    def _find(self) -> bool:
        assert self.process.poll() is None, "the program ended"
        found = self._ask("search", "--onlyvisible", "--name", "Editor App$").split()
        self._window = found[-1] if found else ""
        return bool(found)

    def _ask(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as xdotool names them."""
        self._ask("key", "--delay", "25", *keys)

    def type(self, text: str) -> None:
        self._ask("type", "--delay", "25", text)

    @property
    def title(self) -> str:
        return self._ask("getwindowname", self._window).strip()

    def wait_for_title(self, title: str) -> None:
        """The title tells how much is unsaved: what the window has taken in, it shows there."""
        wait_until(lambda: re.sub(r"\*", "", self.title) == title, f"“{title}”, not “{self.title}”")

    def wait_for_windows(self, count: int) -> None:
        """Until so many windows of the program are open, dialogs included."""
        pid = str(self.process.pid)
        wait_until(
            lambda: len(self._ask("search", "--onlyvisible", "--pid", pid, "--name", ".").split()) == count,
            f"{count} windows",
        )

    def wait_for_end(self) -> int:
        _, errors = self.process.communicate(timeout=PATIENCE)
        assert "Traceback" not in errors
        return self.process.returncode

    def picture(self, file: Path) -> None:
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(file)], env=self._environment, check=False)


@pytest.fixture
def site(sample_site: Path) -> Path:
    """The sample items as a repository, everything in them committed."""
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "As it was")):
        subprocess.run(["git", *command], cwd=sample_site, check=True)
    return sample_site


@pytest.fixture
def start(
    display: str, site: Path, editor_app_home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Program]]:
    """Starts the program on the site; a test that fails leaves a picture of the screen."""
    programs: list[Program] = []

    def start_one() -> Program:
        programs.append(Program(display, editor_app_home, site))
        return programs[-1]

    failed_before = request.session.testsfailed
    yield start_one
    if request.session.testsfailed > failed_before and programs:
        programs[-1].picture(tmp_path / "screen.png")
    for program in programs:
        if program.process.poll() is None:
            program.process.kill()
            program.process.communicate()
