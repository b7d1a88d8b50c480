"""Work that takes several turns of the event loop, and is complete before anybody acts on what it changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_INPUT: Final = frozenset(
    {
        QEvent.Type.ShortcutOverride,  # comes before the shortcuts of commands are looked for
        QEvent.Type.Shortcut,
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.Close,
    }
)

_OVER: Final = object()


class Turns(QObject):
    """Takes one step of its work in each turn of the event loop, so that the window is drawn and answers in between.

    A key, a click or the closing of a window has the work complete before it gets to where it goes: whatever the editor
    does is done to the finished state, in the order in which it was done. Who acts otherwise calls :meth:`complete`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: deque[Iterator[None]] = deque()
        self._is_stepping = False
        # Started anew after each step: what has come due meanwhile is older then, and has its turn before the next one.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_at_work(self) -> bool:
        return bool(self._works)

    def start(self, work: Iterator[None]) -> None:
        """Do some work, after what is still to be done; its first step in the next turn."""
        if not self._works:
            self._timer.start()
            application = QCoreApplication.instance()
            if application is not None:
                # Only while there is something to be completed: it is asked about each event of the program.
                application.installEventFilter(self)
        self._works.append(work)

    def then(self, act: Callable[[], object]) -> None:
        """Do something after all of the work: at once where there is none."""
        if self._works:
            self.start(_as_work(act))
        else:
            act()

    def complete(self) -> None:
        """Do at once what is still to be done. Whoever asks for it within a step is part of the work, and goes on."""
        while self._works and not self._is_stepping:
            self._take_step()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.complete()
        return False

    def _go_on(self) -> None:
        if self._works and not self._is_stepping:
            self._take_step()

    def _take_step(self) -> None:
        self._is_stepping, is_over = True, True
        try:
            is_over = next(self._works[0], _OVER) is _OVER
        finally:
            self._is_stepping = False
            if is_over:
                self._works.popleft()
            if self._works:
                self._timer.start()
            else:
                self._rest()

    def _rest(self) -> None:
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)


def _as_work(act: Callable[[], object]) -> Iterator[None]:
    act()
    yield from ()
