"""The names that a search can ask for: the site's topics, and what the items of the folder say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from editor_app.core.query.text_key import TextKey
from editor_app.core.tally import Tally
from editor_app.core.topics import ranked
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices

_MOST: Final = 20_000
"""Names of one kind; more of them, as a hostile folder may have, would make typing slow."""


class NamesInUse(QObject):
    """Counts names between other work and tells those that it knows by now; asking never waits."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: dict[str, list[str]] = {}
        self._counting = Tally()
        self._is_stale = True
        self._slices = Slices(self)
        self._slices.finished.connect(self._take_names)
        session.opened.connect(self._forget)
        session.site_read.connect(self._mark_stale)
        session.items_added.connect(self._mark_stale)
        session.items_changed.connect(self._mark_stale)
        session.items_removed.connect(self._mark_stale)

    def refresh(self) -> None:
        """Somebody is about to ask: count anew if anything has changed since it was counted last."""
        if not self._is_stale or self._slices.is_at_work:
            return
        self._is_stale = False
        self._counting = Tally()
        catalog = self._session.catalog
        self._slices.start(self._counting.count(catalog, range(len(catalog.state_codes))))

    def names(self, key: str) -> Sequence[str]:
        """The names for a key of the search language, those that are used most first."""
        return self._names.get(key, ())

    def _take_names(self) -> None:
        tally = self._counting
        self._names = {
            TextKey.TOPIC: _shown(ranked(self._session.topics.names, tally.topics)),
            TextKey.PROVIDER: _by_use(tally.providers),
            TextKey.DOMAIN: _by_use(tally.domains),
            TextKey.TYPE: _by_use(tally.types),
            TextKey.CATEGORY: _by_use(tally.categories),
        }

    def _mark_stale(self) -> None:
        self._is_stale = True

    def _forget(self) -> None:
        self._slices.stop()
        self._names = {}
        self._is_stale = True


def _by_use(counts: Counter[str]) -> list[str]:
    return _shown([name for name, _ in counts.most_common(_MOST)])


def _shown(names: Sequence[str]) -> list[str]:
    """Names that can stand in a line of text."""
    return [name for name in names[:_MOST] if name.isprintable()]
