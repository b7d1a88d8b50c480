"""What `triage` can be called with, and its help."""

from __future__ import annotations

# argparse and not click or typer: no dependency more, and less to import at each start.
import argparse
from collections.abc import Sequence
from typing import Final, NoReturn

from editor_app import __version__
from editor_app.cli_output import complain
from editor_app.core.order import Order, SortKey, order_of
from editor_app.core.query.guide import GUIDE

_ABOUT: Final = """\
Triage of news drafts that are kept as files with YAML front matter: look through the items of a folder,
publish, reject or requeue them, and change their topics. Only the lines that say so change in a file;
everything else in it stays as it is, byte for byte.
"""
_EXAMPLES: Final = """\
examples:
  triage list my-site --query "robot ferry"       which items are about robot ferries
  triage list my-site --sort=-quality             the highest quality first
  triage publish _news/2026-11-21-gulls.md        put an item on the site
  triage reject --from list.txt                   take out all items that a file lists
  triage topics _news/*.md --add Robotics         add a topic to many items
  triage rename-topic my-site "Facebook AI" "Meta AI" --dry-run
                                                  see what a renaming would change

exit status:
  0  all is done
  1  some files were refused or failed, each named on standard error with the reason
  2  the call was wrong

"triage COMMAND --help" tells more about a command.
"""
_LIST: Final = """\
examples:
  triage list my-site
  triage list my-site --query '"power plant" robots' --sort title
  triage list my-site --query 'is:unpublished quality>50 -topic:Ethics date:last-7d'
  triage list my-site --sort=-heat --format csv > items.csv
  triage list my-site --sort=provider,-quality
  cd my-site && triage list . --format json | jq -r 'select(.quality > 50).path' | triage publish --from -

Words of a query must all stand in title, excerpt, provider, topics or path. Upper and lower case are the
same. A query may also be:
{guide}

Without --sort the newest items come first, those of one moment by quality. --sort KEY goes from the lowest
to the highest, --sort=-KEY from the highest to the lowest, and --reverse turns any order round. Further
keys, with commas between them, sort what is equal by those before. Items without a value stand at the end
both ways. KEY is one of:
  {keys}

json is one object a line with the keys path, state, title, excerpt, quality, heat, published_at, type,
provider, domain, topics, related (how many) and problem (null where there is none). csv has the same as
columns; a cell that a spreadsheet could take for a formula begins with an apostrophe.
"""
_SHOW: Final = """\
Keys that the program does not know are shown too, and "secured" never.

examples:
  triage show _news/2026-11-21-gulls.md
  triage show _news/2026-11-21-gulls.md --format json | jq .related
"""
_CHECK: Final = """\
A line for each problem: path, line, column, reason. The exit status is 1 if there is any.

examples:
  triage check my-site
  triage check my-site --format json
"""
_STATE: Final = """\
An item that is so already is left alone ("unchanged"). Each file is saved by itself: one that is refused
or fails does not stop the others.

examples:
  triage {command} _news/2026-11-21-gulls.md
  triage {command} _news/*.md --dry-run
  find _news -name "2026-11-2*" -print0 | triage {command} --from - -0
"""
_TOPICS: Final = """\
Topics are taken away first, then renamed, then added. One that an item has already is not added again, and
one that is renamed to another that the item has merges with it.

examples:
  triage topics _news/2026-11-21-gulls.md --add Robotics --add Ferries
  triage topics _news/*.md --remove Misc --dry-run
  triage topics _news/*.md --rename "Facebook AI=Meta AI"
"""
_REPAIR: Final = """\
Found are texts in UTF-8 that were once read as another encoding (the two signs "Ã©" in the place of "é"), and
HTML entities (&nbsp; &#8217;) in titles and excerpts, of items and of their related stories. Each is mended in the
quotes that it stands in. Escaped markup (&lt;) stays. An item in which nothing is damaged is left alone.

examples:
  triage repair _news/2026-11-21-gulls.md --dry-run
  triage list . --format json | jq -r .path | triage repair --from - --dry-run
"""
_RENAME: Final = """\
Where an item has the new topic already, the two merge.

examples:
  triage rename-topic my-site "Facebook AI" "Meta AI" --dry-run
  triage rename-topic my-site "Facebook AI" "Meta AI"
"""
_ABOUT_STATES: Final = {
    "publish": 'put items on the site: sets "published: true" and takes "removed" out',
    "reject": 'take items out for good: sets "published: false" and "removed: true"',
    "requeue": 'put items back into the queue: sets "published: false" and takes "removed" out',
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The call as `command` and what belongs to it.

    :raises SystemExit: the call was wrong, or only asked for help; what there is to say has been said.
    """
    top, commands = _parsers()
    parser = commands.get(arguments[0]) if arguments else None
    if parser is None:
        top.parse_args(arguments)  # says that the command is unknown, or gives help
        top.error("name a command")
    rest = _with_values(arguments[1:])
    if "paths" not in parser.get_default("needs"):
        return parser.parse_args(rest)
    # Options may stand between paths. parse_intermixed_args() would lose what stands behind "--".
    end = rest.index("--") if "--" in rest else len(rest)
    found = parser.parse_intermixed_args(rest[:end])
    found.paths += rest[end + 1 :]
    _check_paths(parser, found)
    return found


def _with_values(arguments: Sequence[str]) -> list[str]:
    """`--sort -quality` and `--query -robot` as one argument: argparse would take `-quality` for an option."""
    joined: list[str] = []
    for argument in arguments:
        before = joined[-1] if joined else ""
        is_query = before == "--query" and argument.startswith("-") and not argument.startswith("--")
        is_sort = before == "--sort" and argument.startswith("-") and order_of(argument) is not None
        if is_query or is_sort:
            joined[-1] = f"{before}={argument}"
        else:
            joined.append(argument)
    return joined


def _check_paths(parser: argparse.ArgumentParser, found: argparse.Namespace) -> None:
    if found.command == "topics" and not (found.add or found.remove or found.rename):
        parser.error("give --add, --remove or --rename")
    if bool(found.paths) == (found.source is not None):
        parser.error("give either paths or --from")
    if found.nul and found.source is None:
        parser.error("-0 goes with --from")


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong; how it would be right is a matter of --help."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message}; see “{self.prog} --help”")
        raise SystemExit(2)


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    top = _Parser(
        prog="triage", description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawTextHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"triage {__version__}")
    group = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    commands: dict[str, argparse.ArgumentParser] = {}

    def command(name: str, help_: str, epilog: str, needs: Sequence[str]) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = group.add_parser(
            name,
            help=help_,
            description=help_[0].upper() + help_[1:] + ".",
            epilog=epilog,
            formatter_class=argparse.RawTextHelpFormatter,
        )
        parser.set_defaults(command=name, needs=needs)
        for need in needs:
            _ADDERS[need](parser)
        commands[name] = parser
        return parser

    width = max(len(example.typed) for example in GUIDE)
    guide = "\n".join(f"  {example.typed:{width}}  {example.finds}" for example in GUIDE)
    about_list = _LIST.format(keys=", ".join(SortKey), guide=guide)
    _add_list(command("list", "list the items of a folder", about_list, ["folder"]))
    show = command("show", "show one whole item", _SHOW, ["format"])
    show.add_argument("file", metavar="FILE")
    command("check", "name everything that is wrong with the items of a folder", _CHECK, ["folder", "format"])
    for name, help_ in _ABOUT_STATES.items():
        command(name, help_, _STATE.format(command=name), ["paths", "writing", "format"])
    topics = command(
        "topics", "add, remove and rename topics of items", _TOPICS, ["paths", "writing", "format"]
    )
    topics.add_argument("--add", metavar="TOPIC", type=_topic, action="append", default=[], help="repeatable")
    topics.add_argument(
        "--remove", metavar="TOPIC", type=_topic, action="append", default=[], help="repeatable"
    )
    topics.add_argument(
        "--rename", metavar="OLD=NEW", type=_renaming, action="append", default=[], help="repeatable"
    )
    command(
        "repair", "mend damaged characters in titles and excerpts", _REPAIR, ["paths", "writing", "format"]
    )
    rename = command(
        "rename-topic", "rename a topic in a whole folder", _RENAME, ["folder", "writing", "format"]
    )
    rename.add_argument("old", metavar="OLD", type=_topic)
    rename.add_argument("new", metavar="NEW", type=_topic)
    return top, commands


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--query", metavar="Q", default="", help="only the items that it finds; see below")
    parser.add_argument("--sort", metavar="KEYS", type=_sort_keys, help="what to sort by; see below")
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="default: table")


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="a site's folder or a part of it")


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="the file of an item")
    parser.add_argument(
        "--from",
        metavar="LIST",
        dest="source",
        help="a file that lists paths, one a line; - is standard input",
    )
    parser.add_argument("-0", dest="nul", action="store_true", help="the paths in LIST are ended by NUL")


def _add_writing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would change as a unified diff, and write nothing"
    )
    parser.add_argument(
        "--wait",
        metavar="SECONDS",
        type=float,
        default=10.0,
        help="how long to wait for git, or for another program\nthat is saving in the same site (default: 10)",
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="default: text; json is one object a line"
    )


_ADDERS: Final = {
    "folder": _add_folder,
    "paths": _add_paths,
    "writing": _add_writing,
    "format": _add_format,
}


def _topic(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a topic's name cannot be empty")
    return text.strip()


def _renaming(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError("it takes OLD=NEW")
    return _topic(old), _topic(new)


def _sort_keys(text: str) -> Order:
    order = order_of(text)
    if order is None:
        raise argparse.ArgumentTypeError(f"KEY is one of {', '.join(SortKey)}")
    return order
