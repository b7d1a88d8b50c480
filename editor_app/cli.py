"""`triage`: the core without a window. Its arguments are in `cli_arguments`, its work in `cli_read` and `cli_write`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.cli_arguments import parse
from editor_app.cli_output import Output, WrongCall, complain
from editor_app.core.errors import EditorAppError, WrongQuery
from editor_app.core.order import Order

if TYPE_CHECKING:
    from editor_app.core.query import Query

_INTERRUPTED: Final = 130  # as shells have it: 128 + the number of SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status."""
    output = Output()
    try:
        found = parse(sys.argv[1:] if argv is None else argv)
        status = _COMMANDS[found.command](found, output)
        output.flush()
    except SystemExit as end:  # argparse has said what there is to say
        return end.code if isinstance(end.code, int) else 2
    except WrongCall as wrong:
        complain(str(wrong))
        return 2
    except KeyboardInterrupt:
        output.flush()
        complain("Interrupted. What was saved until now stays saved.")
        return _INTERRUPTED
    except (EditorAppError, OSError) as error:
        complain(str(error))
        return 1
    if output.failure:
        complain(output.failure)
        return 1
    return status


# What a command needs is imported when it runs: the others should not wait for it.


def _list(found: argparse.Namespace, output: Output) -> int:
    from editor_app.cli_read import list_items

    return list_items(_folder(found.folder), _query(found.query), _order(found), found.format, output)


def _show(found: argparse.Namespace, output: Output) -> int:
    from editor_app.cli_read import show

    return show(found.file, found.format, output)


def _check(found: argparse.Namespace, output: Output) -> int:
    from editor_app.cli_read import check

    return check(_folder(found.folder), found.format, output)


def _write(found: argparse.Namespace, output: Output) -> int:
    from editor_app.cli_write import Batch, Manner, paths_from, write
    from editor_app.core.decision import Decision, Publish, Reject, Requeue, retag
    from editor_app.core.text_repair import Repair

    decisions: dict[str, Callable[[], Decision]] = {
        "publish": Publish,
        "reject": Reject,
        "requeue": Requeue,
        "topics": lambda: retag(add=found.add, remove=found.remove, rename=found.rename),
        "repair": Repair,
    }
    paths = found.paths if found.source is None else paths_from(found.source, nul_separated=found.nul)
    manner = Manner(found.dry_run, found.format, found.wait)
    return write(Batch.of_files(paths), decisions[found.command](), manner, output)


def _rename_topic(found: argparse.Namespace, output: Output) -> int:
    from editor_app.cli_write import Manner, rename_topic

    manner = Manner(found.dry_run, found.format, found.wait)
    return rename_topic(_folder(found.folder), found.old, found.new, manner, output)


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Output], int]]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "publish": _write,
    "reject": _write,
    "requeue": _write,
    "topics": _write,
    "repair": _write,
    "rename-topic": _rename_topic,
}


def _folder(name: str) -> Path:
    folder = Path(name)
    if not folder.exists():
        raise WrongCall(f"There is no folder {name}.")
    if not folder.is_dir():
        raise WrongCall(f"{name} is no folder.")
    return folder


def _query(text: str) -> Query:
    from editor_app.core.query import Query

    try:
        return Query.parse(text)
    except WrongQuery as wrong:
        place = f"at “{text[wrong.start : wrong.end]}”, character {wrong.start + 1}"
        raise WrongCall(f"The query is wrong {place}: {wrong.reason}") from wrong


def _order(found: argparse.Namespace) -> Order:
    order: Order = found.sort or Order()
    return order.turned() if found.reverse else order


if __name__ == "__main__":
    sys.exit(main())
