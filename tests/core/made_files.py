"""Front matter that is put together by chance from the forms that machines and people write, and from odd ones."""

import random
from collections.abc import Iterator
from typing import Final

SEED: Final = 20_261_124

SCALARS = ["excerpt", "removed", "publishedDateTime", "type", "category", "webUrl", "x", "K" * 61, "K" * 62]
BLOCKS = ["provider", "topics", "related", "images", "x", "z"]
INNER = ["name", "domain", "url", "width", "y", "null", "title", "topics", "a_1", "K" * 61, "K" * 62]

# What a value may be. Few of these are what they look like.
VALUES = [
    "a", "News", "null", "Null", "NULL", "~", "true", "false", "yes", "No", "on", "/", "/a", "1", "-1",
    "0", "-0", "00", "017", "0x1F", "1_000", "12:30", "1e3", "1.5", "-1.5", "1.", ".5", "1.5e3", "1.5e+3",
    "123456789012345678", "190:20:30", "2024-02-29T00:50:51Z", "2023-02-29T00:50:51Z", "1900-02-29",
    "2000-02-29", "2400-02-29", "2100-02-29", "2023-02-28", "2023-13-01", "2023-04-31T10:00:00Z",
    "2023-05-17T13:21:00Z", "2023-05-17T24:21:00Z", "2023-05-17 13:21:00", "0000-01-01", "2023-5-7",
    "10mikiya", "5G", "3D", "3D printing", "10 things", "10 # things", "10: things", "10:things", "7 : x",
    "7 :x", "7a:", "1 2", "12 b", "a b", "a  b", "a: b", "a :b", "a ::b", "a:b", "a:", "a #b", "a# b",
    "a#b", "a : b", "a\tb", "a\t", "\ta", "a ", " a", "=", "<<", "-", "- a", "-a", "?", "? a", "?a", "!a",
    "&a", "*a", "@a", "`a`", "[]", "[a]", "{}", "{a: b}", "|", ">", "%a", "a, b", "a [b]", "a {b}", "'a'",
    "'a", "a'b", '"a"', '"a', '"a" b', 'a "b"', '"a" # b', '"a"# b', '""', '"a: b # c"', '"a\\nb"',
    '"a\\/b\\\\"', '"a\\x41"', '"a\\"', '"\ta"', '"a\u2028b"', "\xe9t\xe9", "\xa0a", "a\xa0", "a\xa0b",
    "a\xa0: b", "a \xa0#b", "\u3000a", "a\u2003b", "\u0663", "\u0663\u0664", "5\u0663", "\ufeffa",
    "a\ufeff", "\U0001f600", "a\x85b", "a\u2028b", "a\x7fb", "a\u200bb", "\u2014 a", "\ufffe", "a\u2029",
    "(a)", "$a", "_a", "---", "--- a", "...", "https://a.example/b?c=d#e", "a https://b.example", "# a",
    "#a", "",
]  # fmt: skip
COMMENTS = ["", "", "", "", " # c", "  # c: d", " #c", " # \xa0\U0001f600", " #"]
ODD_COMMENTS = ["# c", "\t# c", " # \u2028", " # \x85"]
LINES_BETWEEN = ["", "", "", "", "  # c\n", " # c\n", "      # c: d\n"]
ODD_LINES_BETWEEN = ["\n", "# c\n", "   \n", "\t# c\n", "  c\n", "      c\n"]
_ODD: Final = 0.06


def made(count: int) -> Iterator[bytes]:
    """As many files as asked for, the same ones each time."""
    chance = random.Random(SEED)
    for _ in range(count):
        entries = [f"title: {_value(chance)}\n", f"{chance.choice(('heat', 'quality'))}: 1\n"]
        entries += [
            f"{key}: {chance.choice(VALUES)}\n" for key in chance.sample(SCALARS, chance.randint(0, 1))
        ]
        for key in chance.sample(BLOCKS, chance.randint(0, 2)):
            entries.append(f"{key}:\n{_block(chance, 2, chance.choice((0, 0, 1, 2, 4, 5)), key)}")
        chance.shuffle(entries)
        text = "".join([chance.choice(("", "", "\n")) + entry for entry in entries])
        yield f"---\n{text}---\n".encode()


def _block(chance: random.Random, indent: int, depth: int, key: str) -> str:
    if chance.random() < _ODD:  # a column too many or too few
        indent += chance.choice((-1, 1))
    lead = " " * indent
    listed = chance.random() < 0.5 if key in INNER or key in "xz" else key != "provider"
    lines = [_between(chance)]
    for _ in range(chance.randint(1, 3)):
        if listed and (key == "topics" or not depth or chance.random() < 0.3):
            lines.append(f"{lead}- {_value(chance)}{_comment(chance)}\n")
        elif listed:
            lines.append(f"{lead}- {chance.choice(INNER)}: {_value(chance)}{_comment(chance)}\n")
            if chance.random() < 0.5:
                lines.append(_block(chance, indent + 2, depth - 1, "provider"))
        elif depth and chance.random() < 0.5:
            inner = chance.choice(INNER)
            lines.append(f"{lead}{inner}:\n{_block(chance, indent + 2, depth - 1, inner)}")
        else:
            lines.append(f"{lead}{chance.choice(INNER)}: {_value(chance)}{_comment(chance)}\n")
        lines.append(_between(chance))
    return "".join(lines)


def _value(chance: random.Random) -> str:
    return chance.choice(VALUES if chance.random() < 0.3 else ("a", "News", '"a: b"', "1", "10mikiya", "a b"))


def _comment(chance: random.Random) -> str:
    return chance.choice(ODD_COMMENTS if chance.random() < _ODD / 3 else COMMENTS)


def _between(chance: random.Random) -> str:
    return chance.choice(ODD_LINES_BETWEEN if chance.random() < _ODD / 3 else LINES_BETWEEN)
