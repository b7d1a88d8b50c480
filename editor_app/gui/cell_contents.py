"""What stands in the cells of a row, as delegates draw it."""

from __future__ import annotations

from typing import Final, NamedTuple

from editor_app.core.age import age
from editor_app.core.catalog import Catalog
from editor_app.core.display_text import short
from editor_app.core.order import SortKey
from editor_app.gui.columns import COLUMNS

QUALITY_FULL: Final = 150
"""The quality at which the bar is full; scores above it are rare."""
HEAT_FULL: Final = 50
"""The heat at which the bar is full."""

_LONGEST_CELL = 600  # characters; a cell shows fewer


class StateContent(NamedTuple):
    """The state of an item, as :attr:`ItemRole.STATE` names it."""

    state: str
    is_pending: bool
    """A decision is not saved yet."""
    is_unsettled: bool
    """Somebody else has changed or deleted the file since the decision."""


class ScoreContent(NamedTuple):
    """A score and how much of its bar is filled, from 0 to 1."""

    score: int | None
    fraction: float


class TextContent(NamedTuple):
    """One line of text, and whether there is something to notice in its cell."""

    text: str
    is_noted: bool = False


class ChipsContent(NamedTuple):
    """Names shown as chips."""

    names: tuple[str, ...]


CellContent = StateContent | ScoreContent | TextContent | ChipsContent
"""Equal ones look alike in a cell."""


def row_contents(catalog: Catalog, item: int, now: float) -> list[CellContent]:
    """What stands in each cell of an item's row, by column.

    It is taken from the catalog's columns: to put the row together, or to let Qt ask role by role, takes longer than
    to draw it.

    :param now: seconds since the epoch; what ages are told by.
    """
    files = catalog.files
    quality, heat, related = files.quality[item], files.heat[item], files.related[item]
    if heat == -1:
        heat = None  # not computed, because the story was never published
    state = "snoozed" if catalog.snooze(item) else str(catalog.state(item))
    is_noted = bool(files.noted[item]) and any(note.field == "title" for note in catalog.row(item).notes)
    contents: dict[SortKey, CellContent] = {
        SortKey.STATE: StateContent(state, item in catalog.pending, catalog.is_unsettled(item)),
        SortKey.QUALITY: ScoreContent(quality, fraction(quality, QUALITY_FULL)),
        SortKey.HEAT: ScoreContent(heat, fraction(heat, HEAT_FULL)),
        SortKey.TITLE: TextContent(short(catalog.title(item) or files.paths[item], _LONGEST_CELL), is_noted),
        SortKey.PROVIDER: TextContent(short(files.providers[item] or files.domains[item], _LONGEST_CELL)),
        SortKey.DATE: TextContent(age(files.moments[item], now)),
        SortKey.TOPICS: ChipsContent(catalog.topics(item)),
        SortKey.RELATED: TextContent(str(related) if related else ""),
    }
    return [contents[column.sort] for column in COLUMNS]


def fraction(score: int | None, full: int) -> float:
    """How much of a score's bar is filled, from 0 to 1."""
    return 0.0 if score is None else max(0.0, min(1.0, score / full))
