"""What a file of saved views must look like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from editor_app.core.catalog import Queue
from editor_app.core.errors import WrongQuery
from editor_app.core.order import Further, Grouping, Order, SortKey, further_of
from editor_app.core.query import Query
from editor_app.core.saved_views import LARGEST, LONGEST_NAME, MOST, BadViews, SavedView


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("must be plain text")
    return text.strip()


def _further(texts: list[str]) -> list[str]:
    if len(further_of(texts)) < len(texts):
        raise ValueError("must be keys to sort by")
    return texts


class _View(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(_printable)]
    query: Annotated[str, Field(max_length=10_000)] = ""
    queue: Queue = Queue.ALL
    sort: SortKey = SortKey.DATE
    descending: bool = True
    then: Annotated[list[str], Field(max_length=len(SortKey)), AfterValidator(_further)] = []
    group: Grouping | None = None
    columns: Annotated[list[SortKey], Field(max_length=len(SortKey))] = []
    folder: Annotated[str, Field(max_length=4_096)] = ""


class _File(BaseModel):
    format: Literal["editor-app views 1"]
    views: Annotated[list[_View], Field(max_length=MOST)]


def read(text: str | bytes) -> list[SavedView]:
    """The views of a text.

    :raises BadViews: it is none, or one of them makes no sense. The sentence says which and quotes nothing.
    """
    if len(text) > LARGEST:
        raise BadViews("A file of saved views is never that large.")
    try:
        found = _File.model_validate_json(text)
    except ValidationError as error:
        place = error.errors(include_input=False, include_context=False, include_url=False)[0]["loc"]
        if len(place) > 1 and place[0] == "views":
            field = f"“{place[2]}” of view" if len(place) > 2 else "View"
            raise BadViews(f"{field} {int(place[1]) + 1} in this file makes no sense.") from None
        raise BadViews("This is no file of saved views.") from None
    views = []
    for number, view in enumerate(found.views, start=1):
        try:
            query = Query.parse(view.query)
        except WrongQuery:
            raise BadViews(f"The query of view {number} in this file is wrong.") from None
        order = Order.of([Further(view.sort, view.descending), *further_of(view.then)], view.group)
        columns = tuple(dict.fromkeys(view.columns))
        views.append(SavedView(view.name, query, view.queue, order, view.folder, columns))
    return views
