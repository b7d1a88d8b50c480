"""The quick reader agrees with libyaml or does not answer: on real files, on the samples, and on damaged ones."""

import pytest

from core.damaged_files import damaged, sources
from core.made_files import made
from editor_app.core.errors import EditorAppError
from editor_app.core.exact_row import exact_row
from editor_app.core.frontmatter import split
from editor_app.core.quick_row import quick_entries, quick_row
from editor_app.core.row import UNSEEN, Row, is_plain_yaml, read_row

DAMAGED = 20_000
MADE = 20_000


def both_readings(name: str, data: bytes) -> tuple[Row | None, Row | str] | None:
    """What the quick and the exact reader say; None where there is no front matter to read."""
    if is_plain_yaml(name) and not data.startswith(b"---"):
        data = b"---\n" + data + b"\n---\n"
    quick = quick_row(name, data, UNSEEN)
    try:
        parts = split(data, plain_yaml=False)
    except EditorAppError:
        assert quick is None, data
        return None
    try:
        return quick, exact_row(name, parts, UNSEEN)
    except EditorAppError as error:
        return quick, type(error).__name__


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
        "title: x\nheat: 1\n--- \na: b\n",
        "title: x\nheat: 1\n...\n",
        "title: x\nheat: 1\ntopics:\n  # none\n",
        "title: x\nheat: 1\ntopics:\n# at the margin\n  - a\n",
        "title: x\nheat: 1\ntopics:\n  - a: b\n",
        "title: x\nheat: 1\nprovider:\n  - name: a\n",
        "title: x\nheat: 1\nrelated: none\n",
        "title: x\nheat: 1 # for now\n",
        "title: x\nheat: 1.5\n",
        "title: x\nheat: \u0661\n",
        "title: x\nheat: 1\npublishedDateTime: 2023-02-29T00:00:00Z\n",
        "title: x\nheat: 1\nlength: 12:30\n",
        "title: \ufeffx\nheat: 1\n",
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
    assert quick_row("a.md", f"---\n{yaml}---\n".encode(), UNSEEN) is None


@pytest.mark.parametrize(
    "yaml",
    [
        "title: x\nheat: -1\ntopics:\n  # asked for by the desk\n  - A  # stays\n  - B\n    # the last one\n",
        "title: x\nheat: 1\nprovider:\n  name: a # b\n  domain: c\n  authors:\n    - name: 10mikiya\n",
        "title: 10 things\nheat: 1\npublishedDateTime: 2024-02-29T00:50:51Z\n",
        "title: 2023-05-17\nheat: 1\nlength: 4.5\n",
        "title: \xa0x\xa0\nheat: 1\nexcerpt: a \xa0#b\n",
        "title: \u0663\nheat: 1\n",
        'title: x\nheat: 1\ntopics:\n  - "a: b"\n  - "c # d"  # e\n  - f#g\n  - h:i\n',
        "title: x\nheat: 1\nprovider:\n  name: a\n  name:\n    b: c\n",
        "title: x\nheat: 1\nprovider:\n  name: a\n  name: b\n",
        "title: x\nheat: 1\nprovider:\n  images:\n    - name: a\n",
        "\n\ntitle: x\n\n\nheat: 1\n\n",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_reads_comments_and_odd_words_as_libyaml_does(yaml: str, line_end: str) -> None:
    data = f"---\n{yaml}---\nA body.\n".replace("\n", line_end).encode()
    quick, exact = both_readings("a.md", data) or (None, None)
    assert quick is not None
    assert quick == exact


def test_agrees_on_files_put_together_by_chance() -> None:
    answered = 0
    for data in made(MADE):
        readings = both_readings("a.md", data)
        if readings is not None and readings[0] is not None:
            answered += 1
            assert readings[0] == readings[1], data
    assert answered > MADE / 10


def test_nothing_is_left_out_between_the_entries() -> None:
    found = 0
    for _, data in sources():
        try:
            yaml = split(data, plain_yaml=False).yaml
        except EditorAppError:
            continue
        entries = quick_entries(yaml)
        if entries is not None:
            found += 1
            assert "".join([whole for whole, _, _, _ in entries]) == yaml.rstrip("\n") + "\n"
    assert found
    assert quick_entries("title: x\nheat: 1\n---\na: b\n") is None


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
