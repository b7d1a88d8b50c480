"""The quick outline says what libyaml says of the whole text, whatever it was made of, or leaves it to libyaml."""

from itertools import chain

import pytest
from yaml.events import Event

from core.damaged_files import damaged, sources
from core.made_files import made
from editor_app.core.errors import EditorAppError
from editor_app.core.frontmatter import split
from editor_app.core.outline import Outline, end_of, read_outline, start_of
from editor_app.core.quick_outline import read_quickly
from editor_app.core.row import is_plain_yaml

MADE = 2_000
EACH = 6
"""Damaged versions of one file."""


def yaml_of(name: str, data: bytes) -> str | None:
    try:
        return split(data, plain_yaml=is_plain_yaml(name)).yaml
    except EditorAppError:
        return None


def outline_of(text: str, made_of: Outline | None = None) -> Outline | None:
    try:
        return read_quickly(text, made_of=made_of)
    except EditorAppError:
        return None


def seen(event: Event) -> tuple[object, ...]:
    value, style = getattr(event, "value", None), getattr(event, "style", None)
    return type(event), value, style, start_of(event)


def told(outline: Outline) -> list[tuple[object, ...]]:
    """All that edits go by."""
    return [
        (
            entry.key,
            entry.line_start,
            (entry.key_start, entry.key_end, entry.content_end),
            # The mark at the end of a block lies where the next entry begins, of which a part by itself knows nothing.
            [seen(event) for event in (entry.key_event, *entry.events) if start_of(event) < end_of(event)],
            outline.line_start(index),
        )
        for index, entry in enumerate(outline.entries)
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_says_what_libyaml_says(line_end: str) -> None:
    quick = 0
    versions = [
        (name, data.replace(b"\r\n", b"\n").replace(b"\n", line_end.encode())) for name, data in sources()
    ]
    put_together = [("a.md", data.replace(b"\n", line_end.encode())) for data in made(MADE)]
    for name, data in chain(versions, damaged(versions, 2_000), put_together):
        text = yaml_of(name, data)
        outline = None if text is None else outline_of(text)
        if text is None or outline is None or outline.written is None:
            continue
        quick += 1
        exact = read_outline(text)
        assert outline.keys == exact.keys
        assert told(outline) == told(exact)
    assert quick > len(versions) / 2


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_a_text_was_made_of_changes_nothing_about_it(line_end: str) -> None:
    quick = 0
    for name, original in sources():
        data = original.replace(b"\r\n", b"\n").replace(b"\n", line_end.encode())
        text = yaml_of(name, data)
        before = None if text is None else outline_of(text)
        if before is None:
            continue
        # The file itself is among them, and so is what has nothing to do with it.
        for other, changed in ((name, data), *damaged([(name, data)], EACH), sources()[0]):
            after = yaml_of(other, changed)
            if after is None:
                continue
            plain, helped = outline_of(after), outline_of(after, made_of=before)
            assert (plain is None) is (helped is None)
            if plain is not None and helped is not None:
                assert helped.written == plain.written
                assert (helped.text, helped.keys, helped.places) == (plain.text, plain.keys, plain.places)
                quick += plain.written is not None
    assert quick > len(sources())
