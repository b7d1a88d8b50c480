"""What all conditions of a query have in common, and how a value is written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple, Protocol

from editor_app.core.catalog import Catalog

_PLAIN: Final = re.compile(r'[^\s"()\\]+')


class Cost:
    """How long a condition takes for an item, about: of several that must all hold the cheap ones are asked first."""

    CODE: Final = 0
    NUMBER: Final = 1
    NAME: Final = 2
    TEXT: Final = 3
    GROUP: Final = 4


class Ground(NamedTuple):
    """What conditions are asked of: all items, at one moment in seconds since the epoch."""

    catalog: Catalog
    now: float


class Condition(Protocol):
    """Something that holds for some items. ``str`` is its textual form, which reads back as an equal condition."""

    @property
    def cost(self) -> int:
        """One of :class:`Cost`."""

    def select(self, ground: Ground, items: Sequence[int]) -> list[int]:
        """Those of some items for which it holds, in the same order."""

    def __str__(self) -> str: ...


class Leaf:
    """A condition that has no others in it."""

    cost: ClassVar[int] = Cost.NAME


def quoted(text: str) -> str:
    """A text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(value: str) -> str:
    """A value as it stands behind ``topic:``: in quotes only where it needs them."""
    return value if _PLAIN.fullmatch(value) else quoted(value)
