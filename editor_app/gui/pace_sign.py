"""What an editor has done in this sitting, in the status line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import compress
from operator import not_

from PySide6.QtWidgets import QWidget

from editor_app.core.pace import Pace
from editor_app.core.row_table import STATES
from editor_app.core.state import State
from editor_app.gui.session import Session
from editor_app.gui.steady_label import SteadyLabel

_GAP = 12  # behind the text

_WORDS = {
    State.PUBLISHED: "published",
    State.REJECTED: "rejected",
    State.UNPUBLISHED: "back in the queue",
}


class PaceSign(SteadyLabel):
    """How many items were decided about, and how many an hour; what became of them is its tooltip."""

    def __init__(
        self, session: Session, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__("paceLabel", _GAP, parent)
        self._session = session
        self._clock = clock
        self._pace = Pace(clock)
        session.opened.connect(self._begin)
        session.decided.connect(self._on_decided)

    def _begin(self) -> None:
        self._pace = Pace(self._clock)
        self._show()

    def _on_decided(self, items: Sequence[int], taken_back: bool) -> None:
        """Count those whose state is to change; topics and texts are no decision about an item."""
        catalog = self._session.catalog
        edits = list(map(catalog.pending.get, items))
        is_decided = [edit is not None and edit.state is not None for edit in edits]
        if taken_back:
            self._pace.taken_back(compress(items, map(not_, is_decided)))
        decided = list(compress(items, is_decided))
        if decided:
            codes = map(catalog.state_codes.__getitem__, decided)
            self._pace.decided(zip(decided, map(STATES.__getitem__, codes), strict=True))
        self._show()

    def _show(self) -> None:
        pace = self._pace
        parts = [self.tr("{0} decided").format(f"{pace.count:,}")]
        if pace.per_hour is not None:
            parts.append(self.tr("{0} an hour").format(f"{pace.per_hour:,}"))
        states = [
            f"{count:,} {_WORDS[state]}" for state, count in pace.states.most_common() if state in _WORDS
        ]
        self.setText(" · ".join(parts))
        self.setToolTip(self.tr("Since the folder was opened: {0}").format(", ".join(states)))
        self.setVisible(bool(pace.count))
