"""The quick reader agrees with libyaml or does not answer: on real files, on the samples, and on damaged ones."""

import pytest

from core.damaged_files import damaged, sources
from editor_app.core.errors import EditorAppError
from editor_app.core.exact_row import exact_row
from editor_app.core.frontmatter import split
from editor_app.core.quick_row import quick_row
from editor_app.core.row import UNSEEN, Row, is_plain_yaml, read_row

DAMAGED = 20_000


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
