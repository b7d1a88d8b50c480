"""The quick reader agrees with libyaml or does not answer: on real files, on the samples, and on damaged ones."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_app.core.errors import EditorAppError
from editor_app.core.exact_row import exact_row
from editor_app.core.frontmatter import split
from editor_app.core.quick_row import quick_row
from editor_app.core.row import UNSEEN, Row, is_plain_yaml, read_row

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SITES = (REPOSITORY / "sample_items", REPOSITORY.parent / "shared" / "real_site")
DAMAGED = 20_000

# Pieces of YAML that change the meaning of what stands around them.
PIECES = [
    b"\n", b"\r\n", b"\r", b" ", b"  ", b"\t", b'"', b"'", b"\\", b"#", b" #", b":", b": ", b"- ", b"-",
    b"? ", b"|", b">", b"[", b"]", b"{", b"}", b",", b"&a ", b"*a", b"!!str ", b"!x ", b"<<: ", b"~",
    b"null", b"yes", b"017", b"0x1F", b"=", b"1_000", b"12:30", b"2023-13-45", b"2023-02-30T10:00:00Z",
    b".inf", b"-", b"---\n", b"...\n", b"%YAML 1.1\n", b"@", b"`", b"\x00", b"\x07", b"\x7f", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xff", b"\xf0\x9f\x98\x80", b"\xc2\xa0", b"title: x\n",
    b"published: true\n", b"  more\n", b"quality: high\n", b"topics: []\n", b"removed:\n", b'\\"', b"\\n",
    b"\\/",
]  # fmt: skip


def sources() -> list[tuple[str, bytes]]:
    return [
        (path.name, path.read_bytes())
        for site in SITES
        for path in sorted(site.rglob("*"))
        if path.suffix in {".md", ".markdown", ".yaml"} and "_data" not in path.parts
    ]


def both_readings(name: str, data: bytes) -> tuple[Row | None, Row | str] | None:
    """What the quick and the exact reader say; None where there is no front matter to read."""
    try:
        parts = split(data, plain_yaml=is_plain_yaml(name))
    except EditorAppError:
        return None
    quick = quick_row(name, parts.yaml, UNSEEN)
    try:
        return quick, exact_row(name, parts, UNSEEN)
    except EditorAppError as error:
        return quick, type(error).__name__


def damaged(files: list[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(20_261_122)
    for _ in range(count):
        name, data = chance.choice(files)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(5):
                case 0:
                    data = data[:place] + chance.choice(PIECES) + data[place:]
                case 1:
                    data = data[:place] + data[place + chance.randint(1, 12) :]
                case 2:
                    lines = data.split(b"\n")
                    chance_line = chance.randrange(len(lines))
                    lines[chance_line] = lines[chance_line][chance.randint(0, 6) :]
                    data = b"\n".join(lines)
                case 3:
                    lines = data.split(b"\n")
                    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
                    lines.insert(second, lines[first])
                    data = b"\n".join(lines)
                case 4:
                    data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        yield name, data


def test_agrees_on_every_sample_and_real_file() -> None:
    answered = 0
    for name, data in sources():
        readings = both_readings(name, data)
        if readings is not None and readings[0] is not None:
            answered += 1
            assert readings[0] == readings[1], name
    assert answered >= len(sources()) * 0.7  # it would be of no use if it hardly ever answered


def test_agrees_on_damaged_files() -> None:
    files = sources()
    answered = 0
    for name, data in damaged(files, DAMAGED):
        readings = both_readings(name, data)
        if readings is not None and readings[0] is not None:
            answered += 1
            assert readings[0] == readings[1], data
    assert answered > DAMAGED / 10


@pytest.mark.parametrize(
    "yaml",
    [
        "title: x\nheat: 1\n  more\n",  # a plain value that goes on in the next line
        "title: x\nheat: 1\n\n  more\n",
        'title: "x\nheat: 1\n"\n',
        "title: a: b\nheat: 1\n",
        "title: a #b\nheat: 1\n",
        "title: x \nheat: 1\n",
        "title: x\ntitle: y\nheat: 1\n",
        "title: &a x\nheat: 1\n",
        "title: x\nheat: 017\n",
        "title: x\nheat: 1\nlength: 2023-13-45\n",
        "title: null\nheat: 1\n",
        "title: x\npublished: yes\n",
        'title: x\npublished: "true"\n',
        "title: x\nheat: 1\ntopics:\n- a\n",
        "title: x\nheat: 1\ntopics:\n   - a\n",
        "title: x\nheat: 1\ntopics:\n  - a\n  -b\n",
        "title: x\nheat: 1\nprovider:\n  name: a\n   domain: b\n",
        "title: x\nheat: 1\n---\na: b\n",
        "title: x\nheat: 1\n# a comment\n",
        'title: "a\\x41b"\nheat: 1\n',
        "title: x\theat: 1\n",
        "title: x\u0085heat: 1\n",
        "heat: 1\n",
        "title: x\n",
        "title: x\nheat: 1" * 4_000,
    ],
)
def test_hands_over_what_is_out_of_the_ordinary(yaml: str) -> None:
    assert quick_row("a.md", yaml, UNSEEN) is None


def test_reads_escaped_quotes_and_slashes() -> None:
    data = rb"""---
title: "The \"quoted\" one \\ and \/"
heat: 1
---
"""
    assert read_row("a.md", data).title == 'The "quoted" one \\ and /'
    readings = both_readings("a.md", data)
    assert readings is not None
    assert readings[0] == readings[1]
