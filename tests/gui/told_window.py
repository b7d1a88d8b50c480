"""The program as a process of its own that does, line by line, what standard input tells it. Run as a script."""

import faulthandler
import os
import sys

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QSocketNotifier,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QTableView

from editor_app.app import main
from editor_app.core.decision import Publish
from editor_app.gui.main_window import MainWindow

CANARY = "Canary0Q7rXw2"


def say(line: str) -> None:
    print(line, flush=True)


class Defective(QAbstractTableModel):
    """Raises whenever a view asks it for anything to show."""

    was_asked = False

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 20

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 5

    def data(self, index: QModelIndex, role: int = 0) -> object:
        if not self.was_asked:
            self.was_asked = True
            say("asked")
        raise ValueError(f"a file says {CANARY}")


class Told(QObject):
    """Does what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._on_line)
        self._table = QTableView()
        QTimer.singleShot(0, self._begin)

    @property
    def window(self) -> MainWindow:
        return next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))

    def _begin(self) -> None:
        self.window.loading_finished.connect(self._on_loaded)
        self.window.session.save_finished.connect(self._on_saved)

    def _on_loaded(self) -> None:
        say("loaded")

    def _on_saved(self) -> None:
        say("saved")

    def _on_line(self) -> None:
        # Byte by byte: what Python reads ahead would never be announced again.
        line = b""
        while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
            line += byte
        getattr(self, line.decode() or "quit")()

    def notice(self) -> None:
        QCoreApplication.processEvents()
        say("" if self.window.notices.isHidden() else self.window.notices.message)

    def fail(self) -> None:
        raise ValueError(f"a file says {CANARY}")

    def fail_while_painting(self) -> None:
        self._table.setModel(Defective(self))
        self._table.show()

    def save(self) -> None:
        self.window.table.selectAll()
        self.window.session.decide(self.window.table.selected_items(), Publish())
        self.window.saving.save()

    def crash(self) -> None:
        faulthandler._sigsegv()  # type: ignore[attr-defined]

    def quit(self) -> None:
        self._table.close()
        self.window.session.discard_all()
        self.window.close()


if __name__ == "__main__":
    app = QApplication(["editor-app"])
    told = Told()
    sys.exit(main(sys.argv[1:]))
