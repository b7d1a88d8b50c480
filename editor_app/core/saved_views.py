"""Lists that an editor has given a name: a queue, a query, an order and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from editor_app.core.catalog import Queue
from editor_app.core.errors import EditorAppError
from editor_app.core.order import Order, SortKey
from editor_app.core.query import Query

FORMAT: Final = "editor-app views 1"
"""Stands in every file of saved views."""

LARGEST: Final = 1_000_000
"""Bytes of a file of saved views."""

MOST: Final = 200
LONGEST_NAME: Final = 80


class BadViews(EditorAppError):
    """A file of saved views cannot be read."""


class SavedView(NamedTuple):
    """A list with a name. ``folder`` is the one that it belongs to, empty for all.

    ``columns`` are those that are shown, in their order, each named by what it sorts by; none are for a view that says
    nothing of columns and leaves them as they are.
    """

    name: str
    query: Query = Query()
    queue: Queue = Queue.ALL
    order: Order = Order()
    folder: str = ""
    columns: tuple[SortKey, ...] = ()

    def is_for(self, folder: str) -> bool:
        """Whether it is to be seen in a folder."""
        return self.folder in ("", folder)


def as_json(views: Iterable[SavedView]) -> str:
    """Views as text, for a file or the settings."""
    import json

    plain = [
        {
            "name": view.name,
            "query": str(view.query),
            "queue": view.queue.value,
            "sort": view.order.key.value,
            "descending": view.order.descending,
            "then": [str(further) for further in view.order.further],
            "group": view.order.group.value if view.order.group else None,
            "columns": list(view.columns),
            "folder": view.folder,
        }
        for view in views
    ]
    return json.dumps({"format": FORMAT, "views": plain}, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes) -> list[SavedView]:
    """Views of such a text.

    :raises BadViews: it is none, or one of them makes no sense.
    """
    # Only now: it brings pydantic, which takes long.
    from editor_app.core.saved_views_model import read

    return read(text)


def merged(views: Sequence[SavedView], coming: Iterable[SavedView]) -> list[SavedView]:
    """Views with others added. One of the same name and folder takes the place of the one that was there."""
    found = {(view.name, view.folder): view for view in (*views, *coming)}
    return list(found.values())[:MOST]
