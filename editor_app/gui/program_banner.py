"""What the program has to say of itself, one notice after the other, apart from what it says of the folder."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.gui.banner import Banner
from editor_app.gui.theme import ThemeController


class ProgramBanner(Banner):
    """A banner that loses no notice: the next one is shown when somebody has closed the one before."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self.setObjectName("programBanner")
        self._waiting: deque[tuple[str, Sequence[QAction]]] = deque()
        self._offered: Sequence[QAction] = ()
        self.closed.connect(self._show_next)

    def say(self, sentence: str, actions: Sequence[QAction] = ()) -> None:
        """Show a notice, or keep it until those before it are closed. One that is there already is not repeated."""
        notice = sentence, actions
        if self.isHidden():
            self._show(notice)
        elif sentence != self.message and notice not in self._waiting:
            self._waiting.append(notice)

    def answered(self, action: QAction) -> None:
        """Somebody has chosen an action; the notice that offers it has done its duty."""
        if not self.isHidden() and action in self._offered:
            self.hide()
            self._show_next()

    def _show_next(self) -> None:
        if self._waiting:
            self._show(self._waiting.popleft())

    def _show(self, notice: tuple[str, Sequence[QAction]]) -> None:
        sentence, self._offered = notice
        self.show_message(sentence, self._offered)
