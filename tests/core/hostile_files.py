"""Files that are made to hurt whoever reads them. Built when asked for: some are large."""

import codecs
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

TOP: Final = 'title: "A ferry waits"\nquality: 61\nheat: 14\npublished: false\ntopics:\n  - Transport\n'


class Hostile(NamedTuple):
    """One file: what it is called, its bytes, and what must become of it.

    ``problem`` is a part of the reason why it cannot be read; None where it reads as an item all the same, and an
    empty string where it is no item at all.
    """

    label: str
    name: str
    make: Callable[[], bytes]
    problem: str | None

    def __str__(self) -> str:
        return self.label


def _front(yaml: str, *, top: str = TOP, body: bytes = b"") -> bytes:
    return f"---\n{top}{yaml}---\n".encode() + body


def alias_bomb(levels: int = 9, width: int = 9) -> str:
    """A list of lists of lists, each named nine times by the next: 9⁹ texts once it is followed."""
    return f"a0: &a0 [{', '.join(['x'] * width)}]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]\n" for level in range(1, levels)
    )


def merge_bomb(levels: int = 9, width: int = 9) -> str:
    """The same with merge keys."""
    return "a0: &a0 {k: v}\n" + "".join(
        f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * width)}]}}\n"
        for level in range(1, levels)
    )


def _wide(key: str, line: str, count: int) -> Callable[[], bytes]:
    return lambda: _front(f"{key}:\n" + line * count)


def _text(yaml: str, *, top: str = TOP, body: bytes = b"") -> Callable[[], bytes]:
    return lambda: _front(yaml, top=top, body=body)


def _table() -> Iterator[Hostile]:
    def problem(label: str, make: Callable[[], bytes], reason: str, name: str = "a.md") -> Hostile:
        return Hostile(label, name, make, reason)

    def item(label: str, make: Callable[[], bytes], name: str = "a.md") -> Hostile:
        return Hostile(label, name, make, None)

    # What grows or goes deep once somebody constructs it.
    yield problem("alias bomb", _text(alias_bomb()), "beyond measure")
    yield problem(
        "alias bomb in topics", _text(alias_bomb() + "x: *a8\n", top="title: A\nheat: 1\n"), "beyond"
    )
    yield problem("merge bomb", _text(merge_bomb() + "<<: *a8\n"), "beyond measure")
    yield problem("merge bomb, small", _text(merge_bomb(7, 6) + "<<: *a6\n"), "beyond measure")
    yield problem("a loop", _text("x: &x [*x]\n"), "inside of what it names")
    yield problem("a loop of merge keys", _text("x: &x {<<: *x}\n"), "inside of what it names")
    yield problem("a loop through two", _text("x: &x {y: &y {a: *x, b: *y}}\n"), "inside of what it names")
    yield problem("100,000 square brackets", _text("x: " + "[" * 100_000 + "\n"), "levels deep")
    yield problem(
        "100,000 closed brackets", _text("x: " + "[" * 100_000 + "]" * 100_000 + "\n"), "levels deep"
    )
    yield problem("100,000 curly brackets", _text("x: " + "{a: " * 100_000 + "\n"), "levels deep")
    yield problem("100,000 dashes", _text("x:\n" + "- " * 100_000 + "\n"), "levels deep")
    yield problem("100,000 question marks", _text("? " * 100_000 + "x\n"), "")
    yield problem(
        "100,000 levels of blocks",
        _text("".join(" " * n + "a:\n" for n in range(1_300)), top="title: A\nheat: 1\n"),
        "",
    )
    yield problem("brackets before the fence", lambda: b"---\n" + b"[" * 900_000 + b"\n---\n", "levels deep")
    yield problem("a list of 100,000", _wide("x", "- a\n", 100_000), "parts")
    yield problem(
        "a mapping of 100,000", lambda: _front("".join(f"k{n}: 1\n" for n in range(70_000))), "parts"
    )
    yield item("9,000 topics", lambda: _front("  - a\n" * 9_000))
    yield item("2,000 related stories", _wide("related", "- title: x\n", 2_000))
    yield item("9,000 related stories that are none", _wide("related", "- x\n", 9_000))
    yield item("9,000 images that are none", _wide("images", "- x\n", 9_000))
    yield item("2,000 unlike sizes", _wide("images", "- {width: x}\n", 2_000))

    # Large ones.
    yield problem(
        "50 MB of front matter", lambda: _front("x: |\n" + "  aaaaaaa\n" * 5_000_000), "are not read"
    )
    yield problem("50 MB of body", lambda: _front("", body=b"x" * 50_000_000), "are not read")
    yield problem("front matter that ends behind 3 MB", lambda: _front("# x\n" * 750_000), "are not read")
    yield item("15 MB of body", lambda: _front("", body=b"\x00\xff\n" * 5_000_000))
    yield problem("2 MB in one key", _text("x" * 2_000_000 + ": 1\n"), "are not read")
    yield problem(
        "a never closed fence of 15 MB", lambda: b"---\ntitle: A\n" + b"a: b\n" * 3_000_000, "never closed"
    )
    yield item("a line of 900 KB", _text("excerpt: " + "a" * 900_000 + "\n"))
    yield item("a title of 900 KB", lambda: _front("", top="title: " + "a " * 450_000 + "\nheat: 1\n"))
    yield item("900 KB in one topic", _text("  - " + "a" * 900_000 + "\n"))
    yield item("900 KB of escapes", _text('excerpt: "' + "\\u00e9" * 150_000 + '"\n'))
    yield item("900 KB of line breaks", _text('excerpt: "' + "\n" * 900_000 + '"\n'))
    yield item("900 KB of comments", _text("# x\n" * 225_000))
    yield item("900 KB of spaces", _text(" " * 900_000 + "\n"))
    yield problem("900 KB of tabs", _text("\t" * 900_000 + "x: 1\n"), "")
    yield item("a number of 900 KB", _text("x: " + "9" * 900_000 + "\n"))
    yield item("base 60", _text("x: 1" + ":59" * 300_000 + "\n"))
    yield item("a fraction of 900 KB", _text("x: 0." + "1" * 900_000 + "\n"))
    yield item("underscores", _text("x: 1" + "_" * 900_000 + "x\n"))
    yield item("a date of 900 KB", _text("x: 2001-01-01 00:00:00." + "1" * 900_000 + "\n"))
    yield item("4,500 anchors", lambda: _front("".join(f"k{n}: &n{n} x\n" for n in range(4_500))))
    yield item(
        "nearly 10,000 parts by aliases", _text("x: &x [" + "a, " * 300 + "a]\ny: [" + "*x, " * 30 + "*x]\n")
    )
    yield item("merge keys of a wide mapping", lambda: _front(
        "x: &x {" + ", ".join(f"k{n}: v" for n in range(400)) + "}\ny: {<<: [" + ", ".join(["*x"] * 10) + "]}\n"
    ))  # fmt: skip

    # What is no text, or not ours.
    yield problem("NUL", _text("x: a\0b\n"), "does not allow")
    yield problem(
        "nothing but NUL", lambda: b"---\ntitle: A\n" + b"\0" * 100_000 + b"\n---\n", "does not allow"
    )
    yield problem("a NUL in the title", lambda: _front("", top="title: A\0B\nheat: 1\n"), "does not allow")
    yield problem("escape sequences", _text("x: \x1b[2J\n"), "does not allow")
    yield problem("UTF-16", lambda: _front("").decode().encode("utf-16"), "UTF-16")
    yield problem(
        "UTF-16, big end first",
        lambda: codecs.BOM_UTF16_BE + _front("").decode().encode("utf-16-be"),
        "UTF-16",
    )
    yield problem("UTF-32", lambda: _front("").decode().encode("utf-32"), "UTF-32")
    yield problem("invalid UTF-8", lambda: _front("").replace(b"ferry", b"f\xffrry"), "UTF-8")
    yield problem("half a surrogate", lambda: _front("").replace(b"ferry", b"f\xed\xa0\x80"), "UTF-8")
    yield problem("overlong", lambda: _front("").replace(b"ferry", b"f\xc0\xaf"), "UTF-8")
    yield item("a body that is no text", _text("", body=bytes(range(256)) * 40))
    yield Hostile("no front matter", "a.md", lambda: b"\x00" * 1_000_000, "")
    yield Hostile("an empty file", "a.md", lambda: b"", "")
    yield Hostile("only a fence", "a.md", lambda: b"---", "")

    # What another loader would run, or what means two things.
    yield problem("code", _text("x: !!python/object/apply:os.system ['echo CANARY >&2']\n"), "tag")
    yield problem("a new object", _text("x: !!python/object/new:os.system ['echo CANARY >&2']\n"), "tag")
    yield problem("a name of code", _text("x: !!python/name:os.system\n"), "tag")
    yield problem("a module", _text("x: !!python/module:antigravity\n"), "tag")
    yield problem("a tag of ruby", _text("x: !ruby/object:Gem::Installer {}\n"), "tag")
    yield problem("a tag with a long handle", _text("x: !<tag:" + "y" * 5_000 + "> z\n"), "tag")
    yield problem("a key twice", _text("title: B\n"), "“title” stands twice")
    yield problem("two documents", lambda: TOP.encode() + b"---\n" + TOP.encode(), "more than one", "a.yaml")
    yield problem(
        "two documents by an end",
        lambda: TOP.encode() + b"...\n---\n" + TOP.encode(),
        "more than one",
        "a.yaml",
    )
    yield problem("an alias to nothing", _text("x: *y\n"), "anchor that is not there")
    yield problem("a merge key of nothing", _text("<<: 1\n"), "merge key")
    yield problem("a list as key", _text("[a]: b\n"), "")
    yield problem("a directive", lambda: _front("", top="%YAML 9.9\n---\n" + TOP), "", "a.yaml")
    yield problem(
        "a key twice that is no word",
        lambda: _front("? CANARY\n  CANARY\n: 1\n? CANARY\n  CANARY\n: 1\n"),
        "A key stands",
    )
    yield problem(
        "an anchor at what is secured", _text("secured: &s CANARY\nexcerpt: *s\n"), "An anchor (&) stands"
    )
    yield problem(
        "an anchor within what is secured",
        _text("related:\n  - secured: [&s CANARY]\nexcerpt: *s\n"),
        "An anchor (&)",
    )
    yield problem("a quote that is never closed", _text('x: "\n' + "y\n" * 100_000), "never closed")


HOSTILE: Final = tuple(_table())
