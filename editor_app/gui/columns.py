"""The columns of the item table, as data."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

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


class Column(NamedTuple):
    """One column. Where the table is narrow, those with a ``fold_rank`` make room for the title, lowest first."""

    title: str
    sort: SortKey
    kind: Kind
    width: int
    hint: str
    descending_first: bool = False
    fold_rank: int = 0


COLUMNS: tuple[Column, ...] = (
    Column("State", SortKey.STATE, Kind.STATE, 60, "Unpublished, published, rejected or a problem"),
    Column(
        "Quality", SortKey.QUALITY, Kind.QUALITY, 84, "The machine's quality score", descending_first=True
    ),
    Column(
        "Heat", SortKey.HEAT, Kind.HEAT, 84, "How much the story is talked about now", descending_first=True
    ),
    Column("Title", SortKey.TITLE, Kind.TITLE, 300, "The item's title"),
    Column("Provider", SortKey.PROVIDER, Kind.TEXT, 104, "Who wrote the story", fold_rank=1),
    Column("Age", SortKey.DATE, Kind.TEXT, 64, "When the story came out", descending_first=True, fold_rank=2),
    Column("Topics", SortKey.TOPICS, Kind.CHIPS, 140, "What the story is about", fold_rank=4),
    Column(
        "Related",
        SortKey.RELATED,
        Kind.NUMBER,
        68,
        "Stories of other providers",
        descending_first=True,
        fold_rank=3,
    ),
)

TITLE_COLUMN = next(index for index, column in enumerate(COLUMNS) if column.kind is Kind.TITLE)
