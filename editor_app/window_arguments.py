"""What the window's command line says. Nothing of Qt: a call that is wrong, or only asks for help, needs no display."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from editor_app import __version__


def parse(argv: Sequence[str]) -> list[Path]:
    """The folder, or the files, to open.

    :param argv: the arguments without the program's name.
    :raises SystemExit: there is nothing to open: the arguments are wrong, and a line on standard error says how, or
        they ask for help or the version.
    """
    paths = list(map(Path, argv))
    if any(word.startswith("-") for word in argv):
        paths = _parse_options(argv)
    for path in paths:
        if not path.exists():
            _refuse(f"“{path}” does not exist.")
    if len(paths) > 1 and any(path.is_dir() for path in paths):
        _refuse("Give one folder, or one or more files.")
    return paths


def _parse_options(argv: Sequence[str]) -> list[Path]:
    import argparse  # seldom needed

    parser = argparse.ArgumentParser(
        prog="editor-app",
        description="Triage news items that are kept as YAML front matter files.",
        epilog="Without a folder the window opens empty. The same work without a window: triage --help",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER|FILE", help="a site's folder, or single items"
    )
    parser.add_argument("--version", action="version", version=f"editor-app {__version__}")
    paths: list[Path] = parser.parse_args(list(argv)).paths
    return paths


def _refuse(sentence: str) -> None:
    print(f"editor-app: {sentence}", file=sys.stderr)
    raise SystemExit(2)
