"""The command that shows statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from editor_app.gui.decision_logging import DecisionLogging
    from editor_app.gui.session import Session
    from editor_app.gui.theme import ThemeController


class Statistics(QObject):
    """Opens the window, once."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        logging: DecisionLogging,
        themes: ThemeController,
        clock: Callable[[], float],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._logging = logging
        self._themes = themes
        self._clock = clock
        self._window = window
        logging.failed.connect(self.said)

    def show_statistics(self) -> None:
        """Show the window, or bring it to the front."""
        # Only now: it brings all that is counted and drawn there.
        from editor_app.gui.statistics_window import StatisticsWindow

        shown = self._window.findChild(StatisticsWindow)
        if shown is None:
            shown = StatisticsWindow(self._session, self._logging, self._themes, self._clock, self._window)
            shown.said.connect(self.said)
        shown.show()
        shown.raise_()
        shown.activateWindow()
