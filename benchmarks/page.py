"""``python -m benchmarks.page PAGE JSON…``: put measured figures into a page of the documentation, the plot beside it.

What stands between the two marks in the page is replaced; a page without them gets them at its end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.growth import growths
from benchmarks.plot import plot
from benchmarks.report import amount, from_json
from benchmarks.rows import MILLION_ROWS, Figure

_BEGIN, _END = "<!-- figures: python -m benchmarks.page -->", "<!-- end of the figures -->"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("page", type=Path, metavar="PAGE", help="a Markdown file, made where it is not there")
    parser.add_argument("json", type=Path, nargs="+", metavar="JSON", help="what `--json` has written")
    options = parser.parse_args(argv)
    figures = [figure for file in options.json for figure in from_json(file.read_text(encoding="utf-8"))]
    page: Path = options.page
    text = page.read_text(encoding="utf-8") if page.is_file() else "# Performance\n"
    if _BEGIN not in text:
        text += f"\n{_BEGIN}\n{_END}\n"
    before, _, rest = text.partition(_BEGIN)
    parts = _tables(figures)
    grown = growths(figures)
    if grown:
        picture = page.with_name(f"{page.stem}-growth.svg")
        picture.write_text(plot(grown), encoding="utf-8")
        parts.append(f"![How each figure grows with the number of items]({picture.name})")
    body = "\n\n".join(parts)
    page.write_text(f"{before}{_BEGIN}\n\n{body}\n\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    return 0


def _tables(figures: Sequence[Figure]) -> list[str]:
    """Of the largest tree, and of the made rows."""
    made_names = {row.name for row in MILLION_ROWS}
    read = [figure for figure in figures if figure.row.name not in made_names]
    made = [figure for figure in figures if figure.row.name in made_names]
    found = []
    for group, words in ((read, "items"), (made, "rows, made and not read")):
        if group:
            most = max(figure.items for figure in group)
            found.append(f"{most:,} {words}:")
            found.append(_table([figure for figure in group if figure.items == most]))
    return found


def _table(figures: Sequence[Figure]) -> str:
    lines = [
        "| | ours | floor or peer | ratio | bound | | compared with |",
        "| --- | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for figure in figures:
        row = figure.row
        cells = (
            row.what,
            amount(figure.ours, row.unit),
            amount(figure.floor, row.unit),
            "" if figure.ratio is None else f"{figure.ratio:.2f}×",
            row.bound(),
            figure.verdict,
            figure.skipped or row.floor,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
