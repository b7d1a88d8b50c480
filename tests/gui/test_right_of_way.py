"""What an editor does goes before work that nobody waits for; what is said takes no room from what is read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.core_files import ITEM
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from editor_app.core.right_of_way import RightOfWay
from editor_app.gui.slices import Slices

from .conftest import Desk


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_slices_that_nobody_waits_for_rest_after_a_claim(qtbot: QtBot) -> None:
    clock, parent = Clock(), QObject()
    right_of_way = RightOfWay(clock)
    quiet, waited_for = Slices(parent, right_of_way=right_of_way), Slices(parent)
    done: list[str] = []

    def work(name: str) -> Iterator[None]:
        done.append(name)
        yield

    right_of_way.claim()
    quiet.start(work("quiet"))
    # Each of these takes several turns of the event loop, in all of which the other one rests.
    for _ in range(5):
        with qtbot.waitSignal(waited_for.finished):
            waited_for.start(work("waited for"))
    assert set(done) == {"waited for"}
    clock.now += 1
    with qtbot.waitSignal(quiet.finished):
        pass
    assert done[-1] == "quiet"


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk: desk.press("J"),
        lambda desk: desk.press("P"),
        lambda desk: desk.search.setText("story"),
        lambda desk: desk.queues.setCurrentRow(1),
    ],
    ids=["step", "decide", "search", "queue"],
)
def test_whatever_an_editor_asks_for_has_the_right_of_way(
    tmp_path: Path, open_desk: Callable[[Path], Desk], ask: Callable[[Desk], object]
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(ITEM)
    desk = open_desk(tmp_path)
    right_of_way = desk.window.session.right_of_way
    before = right_of_way.claimed
    ask(desk)
    assert right_of_way.claimed > before


def test_a_long_message_does_not_make_the_window_wider(
    tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    (tmp_path / "a.md").write_text(ITEM)
    desk = open_desk(tmp_path)
    desk.window.resize(desk.window.minimumSizeHint())
    narrow = desk.window.width()
    sentence = "A sentence that is much too long for the room that is left in the line. " * 3
    desk.window.status.say(sentence)
    desk.wait(lambda: desk.text("messageLabel").startswith("A sentence"))
    desk.window.layout().activate()
    assert desk.window.width() == narrow
    label = desk.widget("messageLabel")
    assert isinstance(label, QLabel)
    assert label.width() < label.fontMetrics().horizontalAdvance(label.text())
    assert desk.window.status.message() in label.toolTip()
    desk.window.resize(3_000, narrow)
    desk.wait(lambda: not label.toolTip())
