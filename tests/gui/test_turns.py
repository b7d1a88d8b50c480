"""Work in turns of the event loop: in order, complete for whoever acts, and never stuck."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from editor_app.gui.turns import Turns


class Notes:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def steps(self, *names: str) -> Iterator[None]:
        for name in names:
            self.taken.append(name)
            yield


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def turns(qapp: object) -> Turns:
    return Turns()


def test_works_and_what_follows_them_are_done_one_after_the_other(
    turns: Turns, notes: Notes, qtbot: QtBot
) -> None:
    turns.start(notes.steps("a1", "a2"))
    turns.then(lambda: notes.taken.append("then"))
    turns.start(notes.steps("b1"))
    assert notes.taken == []
    qtbot.waitUntil(lambda: not turns.is_at_work)
    assert notes.taken == ["a1", "a2", "then", "b1"]
    turns.then(lambda: notes.taken.append("at once"))
    assert notes.taken[-1] == "at once"


def test_a_key_meets_finished_work(turns: Turns, notes: Notes, qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.textEdited.connect(notes.taken.append)
    turns.start(notes.steps("1", "2", "3"))
    QTest.keyClick(edit, Qt.Key.Key_X)
    assert notes.taken == ["1", "2", "3", "x"]
    assert not turns.is_at_work


def test_a_step_may_start_more_and_ask_for_completeness(turns: Turns, notes: Notes) -> None:
    def outer() -> Iterator[None]:
        notes.taken.append("o1")
        turns.start(notes.steps("inner"))
        turns.complete()  # what it is part of cannot be complete yet
        yield
        notes.taken.append("o2")

    turns.start(outer())
    turns.complete()
    assert notes.taken == ["o1", "o2", "inner"]


def test_a_step_that_fails_does_not_hold_up_what_follows(turns: Turns, notes: Notes, qtbot: QtBot) -> None:
    def failing() -> Iterator[None]:
        yield
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        turns.start(failing())
        turns.start(notes.steps("after"))
        qtbot.waitUntil(lambda: not turns.is_at_work)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert notes.taken == ["after"]
