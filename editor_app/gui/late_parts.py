"""Parts of a window that are made once it can be seen: between other work, or at once where one is asked for before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from editor_app.core.right_of_way import RightOfWay
from editor_app.gui.actions import COMMANDS, connect_actions
from editor_app.gui.slices import Slices


class LateParts(QObject):
    """Makes each part once.

    A command of a part that is not there yet has it made, and is then carried out: to whoever gives it, it was there
    from the beginning.
    """

    finished = Signal()
    """All parts are there."""

    def __init__(self, actions: Mapping[str, QAction], right_of_way: RightOfWay, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._makers: dict[str, Callable[[], Mapping[str, QObject]]] = {}
        self._part_of: dict[str, str] = {}
        self._slices = Slices(self, right_of_way=right_of_way)
        self._slices.finished.connect(self.finished)

    def add(self, name: str, make: Callable[[], Mapping[str, QObject]], owners: tuple[str, ...] = ()) -> None:
        """A part that can wait.

        :param make: makes it, and tells who carries which commands out.
        :param owners: whose commands these are, as :class:`Command` names them.
        """
        self._makers[name] = make
        for command in COMMANDS:
            if command.handler.partition(".")[0] in owners:
                self._part_of[command.name] = name
                self._actions[command.name].triggered.connect(self._on_command)

    def make(self, name: str) -> None:
        """Make a part now, if it is not there yet."""
        make = self._makers.pop(name, None)
        if make is not None:
            for owner, part in make().items():
                connect_actions(self._actions, owner, part)

    def make_all_soon(self) -> None:
        """Make all parts, one after the other, between other work."""
        if self._makers and not self._slices.is_at_work:
            self._slices.start(self._making())

    def _making(self) -> Iterator[None]:
        for name in list(self._makers):
            self.make(name)
            yield

    def _on_command(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._part_of.get(action.objectName()) in self._makers:
            self.make(self._part_of[action.objectName()])
            action.trigger()
