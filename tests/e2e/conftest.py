"""The program from outside: a process with a window on a virtual screen, real keys, real files, a real repository."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

PATIENCE = 30.0  # seconds until something that has not happened counts as not going to
SCREEN_HEIGHT = 900  # pixels
NEEDED = ("Xvfb", "xdotool", "openbox", "git")

MODULE = (sys.executable, "-m", "editor_app")

# Qt takes the picture of a screen, so that no further program is needed for it.
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""

Start = Callable[..., "Program"]


def wait_until(happened: Callable[[], object], what: Callable[[], str]) -> None:
    """Look again and again, since another process tells nobody when it is done."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain: {what()}"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual screen with a window manager, without which no window gets the keyboard."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, which this machine does not have")
    with ExitStack() as stack:
        readable, writable = os.pipe()
        with os.fdopen(readable) as answer:
            try:
                screen = (
                    "-displayfd",
                    str(writable),
                    "-screen",
                    "0",
                    f"1440x{SCREEN_HEIGHT}x24",
                    "-nolisten",
                    "tcp",
                )
                stack.enter_context(running(["Xvfb", *screen], pass_fds=[writable]))
            finally:
                os.close(writable)
            number = answer.readline().strip()  # empty where the server has ended
        assert number, "Xvfb did not start"
        name = f":{number}"
        stack.enter_context(running(["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": name}))
        yield name


@contextmanager
def running(
    command: Sequence[str], *, pass_fds: Sequence[int] = (), env: dict[str, str] | None = None
) -> Iterator[None]:
    process = subprocess.Popen(command, pass_fds=pass_fds, env=env, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Program:
    """One running window, and the keyboard in front of it."""

    def __init__(self, display: str, folder: Path, command: Sequence[str]) -> None:
        self._folder = folder
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [*command, str(folder)], env=self._environment, stderr=subprocess.PIPE, text=True
        )
        self._window = ""

    def wait_until_ready(self, unsaved: int = 0) -> None:
        """Until the folder is read, and what an earlier run left behind is restored."""
        wait_until(self._find, lambda: "the window")
        self.wait_for_unsaved(unsaved)
        self._ask("windowactivate", "--sync", self._window)

    def _find(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the program has ended: {self.process.communicate()[1]}")
        found = self._windows("Editor App$")
        self._window = found[-1] if found else ""
        return bool(found)

    def _windows(self, name: str) -> list[str]:
        pid = str(self.process.pid)
        return self._ask("search", "--all", "--onlyvisible", "--pid", pid, "--name", name).split()

    def _ask(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,  # it also fails where it finds no window yet
            timeout=PATIENCE,
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

    def wait_for_unsaved(self, count: int) -> None:
        """The title tells how much is unsaved, once the folder is read: what the window has taken in, it shows."""
        title = f"{self._folder.name} — Editor App"
        if count:
            title = f"{count:,} unsaved · {title}"
        # The asterisk is Qt's sign for unsaved work.
        wait_until(
            lambda: self.title.replace("*", "") == title, lambda: f"“{title}”; the title is “{self.title}”"
        )

    @property
    def height(self) -> int:
        """Of the window without its frame, in pixels."""
        answer = self._ask("getwindowgeometry", "--shell", self._window)
        return int(dict(line.split("=") for line in answer.split())["HEIGHT"])

    def save(self) -> None:
        self.press("ctrl+s")
        self.wait_for_unsaved(0)

    def quit(self) -> None:
        self.press("ctrl+q")
        self.wait_for_end()

    def show_all_items(self) -> None:
        """Go by keyboard to the queue of all items, and from there to the list."""
        self.press("slash", "Tab", "End", "Return")

    def wait_for_windows(self, count: int) -> None:
        """Until so many windows of the program are open, dialogs included."""
        wait_until(lambda: len(self._windows(".")) == count, lambda: f"{count} windows")

    def wait_for_end(self) -> None:
        """Until the program has ended of its own accord, with nothing to complain of."""
        _, errors = self.process.communicate(timeout=PATIENCE)
        assert (self.process.returncode, errors) == (0, "")

    def end(self, how: str) -> None:
        """Make an end of it, whatever it is doing: "terminate" or "kill"."""
        getattr(self.process, how)()
        self.process.communicate()

    def picture(self, file: Path) -> None:
        """Keep what is on the screen."""
        subprocess.run(
            [sys.executable, "-c", _GRAB, str(file)], env=self._environment, check=False, timeout=PATIENCE
        )


@pytest.fixture
def site(display: str, sample_site: Path) -> Path:
    """The sample items as a repository, everything in them committed."""
    commit_all(sample_site)
    return sample_site


def commit_all(folder: Path) -> None:
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "As it was")):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.fixture
def start(display: str, site: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program on the site; a test that fails leaves a picture of the screen in its folder."""
    programs: list[Program] = []

    def start_one(*command: str, unsaved: int = 0) -> Program:
        programs.append(Program(display, site, command or MODULE))
        programs[-1].wait_until_ready(unsaved)
        return programs[-1]

    failed_before = request.session.testsfailed
    yield start_one
    if request.session.testsfailed > failed_before and programs:
        programs[-1].picture(tmp_path / "screen.png")
    for program in programs:
        if program.process.returncode is None:
            program.end("kill")
