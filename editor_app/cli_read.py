"""The commands of `triage` that only read: list, show, check."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import compress
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from editor_app.cli_output import Output, Table, as_json, complain
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.csv_text import as_csv
from editor_app.core.display_text import visible
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import ItemFolder, read_bytes, reason_of
from editor_app.core.loader import load_rows
from editor_app.core.query import Query
from editor_app.core.row import Note, Row, read_row
from editor_app.core.row_cache import RowCache
from editor_app.core.row_table import RowTable
from editor_app.core.secured import SECURED
from editor_app.core.view import Order, View

COLUMNS: Final = (
    "path",
    "state",
    "title",
    "excerpt",
    "quality",
    "heat",
    "published_at",
    "type",
    "provider",
    "domain",
    "topics",
    "related",
    "problem",
)
"""The keys of an item in `triage list --format json`, and its columns as CSV."""


def list_items(folder: Path, query: Query, order: Order, output_format: str, output: Output) -> int:
    """All items of a folder that match a query, in order."""
    catalog = Catalog()
    for rows in _read(folder):
        catalog.add(rows)
    view = View(catalog)
    view.show(queue=Queue.ALL, query=query, order=order)
    rows_shown = map(catalog.row, view.items)
    if output_format == "table":
        _print_table(rows_shown, output)
        return 0
    if output_format == "csv":
        output.data(as_csv(COLUMNS))
    for row in rows_shown:
        if output.closed:
            break
        output.data(as_json(_as_object(row)) if output_format == "json" else as_csv(_as_cells(row)))
    return 0


def _read(folder: Path) -> Iterator[RowTable]:
    """All rows of a folder, by way of the cache that the window uses too."""
    items = ItemFolder(folder)
    return load_rows(items, cache=RowCache(items.root))


def _as_object(row: Row) -> dict[str, Any]:
    values = (
        row.path,
        row.state,
        row.title,
        row.excerpt,
        row.quality,
        row.heat,
        _moment(row.published_at),
        row.type,
        row.provider,
        row.domain,
        list(row.topics),
        row.related,
        _problem(row),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _as_cells(row: Row) -> list[str | int | None]:
    return list({**_as_object(row), "state": row.state.value, "topics": "; ".join(row.topics)}.values())


def _moment(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat() + "Z"


def _problem(row: Row) -> str | None:
    """What is wrong with an item as a whole or with fields of it."""
    return " ".join(note.reason for note in _notes(row)) or None


def _notes(row: Row) -> tuple[Note, ...]:
    return row.notes if row.problem is None else (row.problem, *row.notes)


def _print_table(rows: Iterator[Row], output: Output) -> None:
    head = ("STATE", "DATE", "QUALITY", "HEAT", "TITLE", "PATH")
    table = Table(head, right=(2, 3), shares=((4, 3), (5, 2)))
    for row in rows:
        table.add(
            (
                row.state.value,
                (_moment(row.published_at) or "").partition("T")[0],
                "" if row.quality is None else str(row.quality),
                "" if row.heat is None else str(row.heat),
                row.title if row.problem is None else row.problem.reason,
                row.path,
            )
        )
    for line in table.lines():
        if output.closed:
            break
        output.line(line)


def check(folder: Path, output_format: str, output: Output) -> int:
    """Every problem and every field that holds something unexpected."""
    noted = [rows.row(place) for rows in _read(folder) for place in compress(range(len(rows)), rows.noted)]
    noted.sort(key=attrgetter("path"))
    count = 0
    for row in noted:
        for note in _notes(row):
            count += 1
            _print_note(row.path, note, output_format, output)
    if count:
        complain(f"{count} problem{'s' * (count > 1)} in {len(noted)} file{'s' * (len(noted) > 1)}.")
    return 1 if count else 0


def _print_note(path: str, note: Note, output_format: str, output: Output) -> None:
    if output_format == "json":
        found = {"path": path, "line": note.line, "column": note.column, "reason": note.reason}
        output.data(as_json(found))
        return
    place = f"{note.line}:{note.column}:" if note.line else ""
    output.line(visible(f"{path}:{place} {note.reason}"))


def show(file: str, output_format: str, output: Output) -> int:
    """A whole item, with the keys that the program does not know, and never with `secured`."""
    # pydantic costs a fifth of a second to import, and only this command needs it.
    from editor_app.core.frontmatter import split
    from editor_app.core.item import item_from_mapping, read_mapping
    from editor_app.core.row import is_plain_yaml

    try:
        data, _ = read_bytes(file)
        row = read_row(Path(file).name, data)
        mapping = read_mapping(split(data, plain_yaml=is_plain_yaml(file)))
    except EditorAppError as error:
        complain(f"{file}: {error}")
        return 1
    except FileNotFoundError:
        complain(f"{file}: There is no such file.")
        return 1
    except OSError as error:
        complain(f"{file}: The file cannot be read: {reason_of(error)}.")
        return 1
    noted = tuple(f"“{note.field}”" for note in row.notes)
    others = [sentence for sentence in item_from_mapping(mapping).problems if not sentence.startswith(noted)]
    problems = [*(note.reason for note in row.notes), *others]
    # Where a file has keys of these names, they are its own.
    item = {"path": file, "state": row.state.value, "problems": problems, **_plain(mapping)}
    if output_format == "json":
        output.data(as_json(item))
    else:
        for line in _lines(item, ""):
            output.line(line)
    return 0


def _plain(value: Any) -> Any:
    """A value that YAML has read as one that JSON knows, without what is secret at any depth."""
    if isinstance(value, dict):
        return {_key(key): _plain(inner) for key, inner in value.items() if key != SECURED}
    if isinstance(value, set):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has neither infinity nor "no number"
    return value


def _key(key: object) -> str:
    return key if isinstance(key, str) else str(_plain(key))


def _lines(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    """An outline for people: `key: value`, `- item`, deeper levels indented."""
    pairs = value.items() if isinstance(value, dict) else (("-", inner) for inner in value)
    for key, inner in pairs:
        name = "-" if isinstance(value, list) else visible(key) + ":"
        if isinstance(inner, dict | list) and inner:
            yield indent + name
            yield from _lines(inner, indent + "  ")
        else:
            yield f"{indent}{name} {_word(inner)}".rstrip()


def _word(value: object) -> str:
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return visible(str(value))
