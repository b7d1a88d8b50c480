"""Exceptions nobody caught are written down without what they say, and a run that ended badly is found by the next."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

from editor_app import __version__
from editor_app.core.crash_log import ExceptionLog, describe
from editor_app.core.folder_lock import WindowLock, writing
from editor_app.core.log_tail import log_file, log_tail
from editor_app.core.run_mark import RunMark

CANARY = "Canary0Q7rXw2"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def exceptions(clock: Clock, capsys: pytest.CaptureFixture[str]) -> Iterator[ExceptionLog]:
    """All exceptions nobody caught, for the length of a test."""
    log = ExceptionLog(clock=clock)
    log.install()
    yield log
    log.uninstall()
    assert CANARY not in capsys.readouterr().err


def fail(depth: int = 0) -> None:
    if depth:
        fail(depth - 1)
    raise ValueError(f"it says {CANARY}")


def caught(work: object = fail) -> BaseException:
    try:
        work()  # type: ignore[operator]
    except Exception as error:
        return error
    raise AssertionError


def fail_twice() -> None:
    try:
        fail()
    except ValueError as error:
        raise KeyError(CANARY) from error


def recurse() -> None:
    recurse()


def test_type_and_places_but_never_what_it_says(
    exceptions: ExceptionLog, caplog: pytest.LogCaptureFixture
) -> None:
    exceptions.record(caught(fail_twice))
    assert CANARY not in caplog.text
    assert "builtins.KeyError" in caplog.text
    assert "builtins.ValueError" in caplog.text
    assert f"Editor App {__version__}" in caplog.text
    assert f"{__file__}, line " in caplog.text
    assert "in fail_twice" in caplog.text


def test_an_endless_recursion_is_written_short() -> None:
    lines = describe(caught(recurse)).splitlines()
    assert lines[0] == "builtins.RecursionError"
    assert len(lines) < 100


def test_it_gets_exceptions_from_threads_and_destructors(
    exceptions: ExceptionLog, caplog: pytest.LogCaptureFixture
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    class Careless:
        def __del__(self) -> None:
            raise OSError(CANARY)

    Careless()
    assert "builtins.ValueError" in caplog.text
    assert "builtins.OSError" in caplog.text
    assert CANARY not in caplog.text


def test_the_same_exception_a_thousand_times_is_one_entry_and_one_notice_a_minute(
    exceptions: ExceptionLog, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    told = []
    exceptions.tell(lambda: told.append(clock.now))
    error = caught()
    for _ in range(1_000):
        exceptions.record(error)
    exceptions.record(caught(recurse))
    assert len(caplog.records) == 2
    assert told == [0.0]
    clock.now = 61.0
    exceptions.record(error)
    assert told == [0.0, 61.0]
    assert len(caplog.records) == 3


def test_what_fails_while_telling_does_not_come_back(exceptions: ExceptionLog) -> None:
    calls = []

    def tell() -> None:
        calls.append(1)
        exceptions.record(caught(fail_twice))
        fail()

    exceptions.tell(tell)
    exceptions.record(caught())
    assert calls == [1]


def test_it_gives_the_hooks_back() -> None:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    log = ExceptionLog()
    log.install()
    assert sys.excepthook is not hooks[0]
    log.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


# -- marks of runs (see also the tests with real processes in tests/gui/test_crash_help.py) ----------------------------


@pytest.fixture
def dumps(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give the writing of dumps back to pytest afterwards."""
    yield
    faulthandler.enable(request.config.stash[fault_handler_stderr_fd_key])


@pytest.mark.usefixtures("dumps")
def test_a_clean_end_leaves_nothing(editor_app_home: Path) -> None:
    run = RunMark.begin()
    assert len(list((editor_app_home / "log" / "runs").glob("*.run"))) == 1
    run.end()
    run.end()
    assert list((editor_app_home / "log" / "runs").glob("20*")) == []
    again = RunMark.begin()
    assert again.earlier == []
    again.end()


@pytest.mark.usefixtures("dumps")
def test_marks_that_nobody_holds_are_runs_that_ended_badly(
    editor_app_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    runs = editor_app_home / "log" / "runs"
    runs.mkdir(parents=True)
    (runs / "20260101T000000Z-11.run").touch()
    (runs / "20260101T000000Z-11.fault").write_text("Fatal Python error: Segmentation fault\n")
    (runs / "20260102T000000Z-12.run").touch()
    (runs / "20260103T000000Z-13.fault").write_text("Fatal Python error: Aborted\n")
    (runs / "20260104T000000Z-14.fault").touch()
    run = RunMark.begin()
    assert [(ended.name, ended.dump.partition(":")[2]) for ended in run.earlier] == [
        ("20260101T000000Z-11", " Segmentation fault"),
        ("20260102T000000Z-12", ""),
        ("20260103T000000Z-13", " Aborted"),
    ]
    assert "Segmentation fault" in caplog.text
    run.end()
    assert list(runs.glob("20*")) == []


# -- places that cannot be written -------------------------------------------------------------------------------------


@pytest.fixture
def no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing can be made, not even by an administrator: a file."""
    file = tmp_path / "home"
    file.touch()
    monkeypatch.setenv("EDITOR_APP_HOME", str(file))
    return file


def test_without_a_log_folder_there_is_no_mark_and_no_failure(no_home: Path) -> None:
    run = RunMark.begin()
    assert run.earlier == []
    run.end()
    assert log_tail() == []


def test_without_a_place_for_locks_the_work_goes_on(
    no_home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lock = WindowLock(tmp_path)
    assert lock.acquire()
    with writing(tmp_path):
        pass
    lock.release()
    assert "do not see that it is in use" in caplog.text
    assert all(record.levelno == logging.WARNING for record in caplog.records)


def test_the_end_of_a_long_log_with_long_lines(editor_app_home: Path) -> None:
    log_file().parent.mkdir(parents=True)
    log_file().write_text("first\n" + "x" * 1_000_000 + "\n" + "y" * 3_000 + "\nlast\n")
    lines = log_tail()
    assert lines[-1] == "last"
    assert lines[-2] == "y" * 400 + "…"
    assert max(map(len, lines)) <= 401
    assert "first" not in lines
