"""Defects of the program: work goes on, the log says where, and the next start offers it. With real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton, QToolButton

from editor_app.core.log_tail import log_file

from .conftest import Desk
from .told_window import CANARY

UNEXPECTED = "The program ended unexpectedly last time."

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Qt program cannot wait for a pipe there")


class Process:
    """A running program that does what it is told."""

    def __init__(self, folder: Path) -> None:
        script = Path(__file__).with_name("told_window.py")
        root = script.parent.parent.parent
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(root), "LC_ALL": "C.UTF-8"},
        )
        assert self.hear() == "loaded"

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def tell(self, *lines: str) -> None:
        assert self._process.stdin is not None
        for line in lines:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def ask(self, line: str) -> str:
        self.tell(line)
        return self.hear()

    def kill(self, how: signal.Signals) -> None:
        self._process.send_signal(how)

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit status and what was written to standard error."""
        _, error = self._process.communicate(timeout=60)
        return self._process.returncode, error

    def quit(self) -> str:
        self.tell("quit")
        status, error = self.end()
        assert status == 0, error
        return error

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def start(sample_site: Path) -> Iterator[Callable[[], Process]]:
    """Starts the program on the sample items, whose files hold a secret."""
    for file in sample_site.rglob("*.md"):
        text = file.read_bytes()
        file.write_bytes(
            text.replace(b"\npublished: false", f'\nsecured: "{CANARY};{CANARY}"\npublished: false'.encode())
        )
    processes: list[Process] = []

    def start_one() -> Process:
        processes.append(Process(sample_site))
        return processes[-1]

    yield start_one
    for process in processes:
        process.stop()


def files_with_the_secret(home: Path) -> list[str]:
    return [
        str(file)
        for file in home.rglob("*")
        if CANARY in os.fsdecode(file.name) or (file.is_file() and CANARY.encode() in file.read_bytes())
    ]


def test_an_exception_in_a_handler_ends_nothing_and_the_window_says_so(
    start: Callable[[], Process], editor_app_home: Path
) -> None:
    process = start()
    assert process.ask("notice") == ""
    process.tell("fail")
    notice = process.ask("notice")
    assert notice.startswith("Something went wrong in the program itself. Your decisions are kept.")
    assert notice.endswith(str(log_file()))
    assert process.ask("fail_while_painting") == "asked"
    assert process.ask("notice") == notice
    assert process.ask("save") == "saved"
    error = process.quit()
    log = log_file().read_text()
    assert log.count("ValueError") == 2
    assert "in fail\n" in log
    assert "in data\n" in log
    assert CANARY not in error
    assert files_with_the_secret(editor_app_home) == []
    assert list((editor_app_home / "state" / "backups").rglob("*.originals"))


def test_after_a_clean_end_nothing_is_offered(start: Callable[[], Process]) -> None:
    start().quit()
    again = start()
    assert again.ask("notice") == ""
    again.quit()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_after_a_violent_end_the_next_start_offers_the_log_once(
    start: Callable[[], Process], how: signal.Signals
) -> None:
    killed = start()
    killed.kill(how)
    assert killed.end()[0] == -how
    following = start()
    assert following.ask("notice") == UNEXPECTED
    following.quit()
    third = start()
    assert third.ask("notice") == ""
    third.quit()


def test_after_a_crash_the_log_says_where_it_was(start: Callable[[], Process], editor_app_home: Path) -> None:
    crashed = start()
    crashed.tell("crash")
    assert crashed.end()[0] == -signal.SIGSEGV
    following = start()
    assert following.ask("notice") == UNEXPECTED
    log = log_file().read_text()
    assert "Segmentation fault" in log
    assert "in crash" in log
    following.quit()
    assert files_with_the_secret(editor_app_home) == []


def test_two_windows_do_not_take_each_other_for_crashed(start: Callable[[], Process]) -> None:
    one = start()
    other = start()
    assert other.ask("notice") == ""
    one.quit()
    third = start()
    assert third.ask("notice") == ""
    third.kill(signal.SIGKILL)
    third.end()
    fourth = start()
    assert fourth.ask("notice") == UNEXPECTED
    other.quit()
    fourth.quit()


# -- in the window -----------------------------------------------------------------------------------------------------


def test_the_log_is_shown_as_plain_text_and_can_be_copied(desk: Desk) -> None:
    log_file().parent.mkdir(parents=True, exist_ok=True)
    log_file().write_text("<b>one</b>\n" + "x" * 100_000 + "\nlast\u202eline\n")
    desk.window.notices.say(UNEXPECTED, [desk.window.show_log_action])
    desk.action("showLogAction").trigger()
    assert desk.window.notices.isHidden()
    view = desk.window.findChild(QPlainTextEdit, "logView")
    assert view is not None
    desk.wait(view.toPlainText)
    assert view.isReadOnly()
    lines = view.toPlainText().split("\n")
    assert lines[0] == "<b>one</b>"
    assert len(lines[1]) == 401
    assert lines[2] == "last⟦U+202E⟧line"
    button = desk.window.findChild(QPushButton, "copyLogButton")
    assert button is not None
    button.click()
    assert QApplication.clipboard().text() == view.toPlainText()


def test_notices_of_the_program_wait_for_each_other(desk: Desk) -> None:
    notices = desk.window.notices
    for sentence in ("One.", "Two.", "Two.", "One."):
        notices.say(sentence)
    said = []
    while not notices.isHidden():
        said.append(notices.message)
        notices.findChild(QToolButton, "closeNotice").click()
    assert said == ["One.", "Two."]


# -- nowhere to write --------------------------------------------------------------------------------------------------


def test_without_a_place_for_its_own_files_the_program_works_and_says_so_once(
    open_desk: Callable[[Path], Desk], sample_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.touch()
    monkeypatch.setenv("EDITOR_APP_HOME", str(home))
    desk = open_desk(sample_site)
    notices = desk.window.notices
    assert "You can work all the same" in notices.message
    for what in ("settings", "originals", "fast", "log"):
        assert what in notices.message
    first, second = desk.paths[:2]
    desk.press("p", "r")
    desk.save()
    assert desk.changed_lines() == {
        first: (["published: false"], ["published: true"]),
        second: ([], ["removed: true"]),
    }
    desk.action("showLogAction").trigger()
    dialog = desk.widget("logDialog")
    assert isinstance(dialog, QDialog)
    dialog.reject()
    desk.table.setFocus()
    desk.reload()
    assert desk.queue_counts()["Rejected"]
    desk.close()
    assert home.read_bytes() == b""
