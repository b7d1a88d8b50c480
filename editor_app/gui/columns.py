"""The columns of the item table, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from editor_app.core.view import SortKey


class Kind(StrEnum):
    """How the cells of a column are drawn."""

    STATE = "state"
    QUALITY = "quality"
    HEAT = "heat"
    TITLE = "title"
    TEXT = "text"
    NUMBER = "number"
    CHIPS = "chips"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``folds_below`` is the width of the table (in pixels) under which it makes room for the title."""

    title: str
    sort: SortKey
    kind: Kind
    width: int
    hint: str
    descending_first: bool = False
    folds_below: int = 0


COLUMNS: tuple[Column, ...] = (
    Column("State", SortKey.STATE, Kind.STATE, 52, "Unpublished, published, rejected or a problem"),
    Column(
        "Quality", SortKey.QUALITY, Kind.QUALITY, 92, "The machine's quality score", descending_first=True
    ),
    Column(
        "Heat", SortKey.HEAT, Kind.HEAT, 92, "How much the story is talked about now", descending_first=True
    ),
    Column("Title", SortKey.TITLE, Kind.TITLE, 300, "The item's title"),
    Column("Provider", SortKey.PROVIDER, Kind.TEXT, 132, "Who wrote the story", folds_below=720),
    Column(
        "Age", SortKey.DATE, Kind.TEXT, 68, "When the story came out", descending_first=True, folds_below=560
    ),
    Column("Topics", SortKey.TOPICS, Kind.CHIPS, 196, "What the story is about", folds_below=480),
    Column("Related", SortKey.RELATED, Kind.NUMBER, 72, "Stories of other providers", descending_first=True),
)

TITLE_COLUMN = next(index for index, column in enumerate(COLUMNS) if column.kind is Kind.TITLE)
