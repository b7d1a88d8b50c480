"""Lines of CSV that no spreadsheet takes for more than text and figures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from editor_app.core.display_text import visible

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_CELL_BREAKS: Final = re.compile("([\t\r\n])")


def as_csv(cells: Sequence[str | int | None]) -> str:
    """A line of CSV, line end included. No cell can be taken for a formula by a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(cell: str | int | None) -> str | int:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    text = "".join(part if _CELL_BREAKS.match(part) else visible(part) for part in _CELL_BREAKS.split(cell))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
