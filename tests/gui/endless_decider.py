"""A window in a process of its own in which somebody decides without end.

After each decision, when the window shows it, a line on standard output says what is wanted of every item; the first
line comes when the folder has been read. Started as a program by the tests, which kill it.
"""

import json
import random
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from editor_app.app import create
from editor_app.core.catalog import Queue
from editor_app.core.decision import retag
from editor_app.gui.main_window import MainWindow

STEPS = ("publishAction", "rejectAction", "requeueAction", "retag", "undoAction", "redoAction")


class Decider(QObject):
    def __init__(self, window: MainWindow, seed: int, saves: bool) -> None:
        super().__init__(window)
        self._window = window
        self._random = random.Random(seed)
        self._saves = saves
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._decide)
        # Queued, so that all that the end of reading brings has happened.
        window.loading_finished.connect(self._timer.start)

    def _decide(self) -> None:
        window, chance = self._window, self._random
        if window.model.view.queue is Queue.ALL:
            window.table.select_row(chance.randrange(window.model.rowCount()))
            step = chance.choice(STEPS)
            if step == "retag":
                topics = ["Gulls", "Boats", "Tides"]
                added, removed = chance.sample(topics, 2)
                window.session.decide(window.table.selected_items(), retag(add=[added], remove=[removed]))
            else:
                self._do(step)
            if self._saves and chance.random() < 0.05:
                self._do("saveAction")
        else:
            window.queues.choose(Queue.ALL)
        self._tell()

    def _do(self, name: str) -> None:
        action = self._window.findChild(QAction, name)
        assert action is not None
        action.trigger()

    def _tell(self) -> None:
        catalog = self._window.session.catalog
        wanted = {
            catalog.row(item).path: [catalog.state(item), *catalog.topics(item)] for item in catalog.numbers()
        }
        print(json.dumps(wanted), flush=True)


if __name__ == "__main__":
    folder, seed, saves = sys.argv[1:]
    app, main_window = create([folder])
    decider = Decider(main_window, int(seed), saves == "saves")
    app.exec()
