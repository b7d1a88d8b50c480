"""The quick outline says the same of a text as libyaml does of the whole, place by place."""

from core.damaged_files import damaged, sources
from core.made_files import made
from editor_app.core.errors import EditorAppError
from editor_app.core.frontmatter import split
from editor_app.core.outline import Outline, end_of, read_outline, start_of
from editor_app.core.quick_outline import read_quickly

SOME = 2_000


def told(outline: Outline) -> list[tuple[object, ...]]:
    """All that edits go by: what each entry is and where it stands."""
    return [
        (
            entry.key,
            entry.line_start,
            entry.key_end,
            entry.content_end,
            [
                (type(event).__name__, getattr(event, "value", None), getattr(event, "style", None))
                for event in entry.events
            ],
            # Where a block ends, libyaml counts the blank lines and comments behind it; edits do not ask.
            [(start_of(event), end_of(event)) for event in entry.events if hasattr(event, "value")],
        )
        for entry in outline.entries
    ]


def test_says_what_libyaml_says_of_the_whole() -> None:
    quick = 0
    files = sources()
    texts = [data for _, data in files] + [data for _, data in damaged(files, SOME)] + list(made(SOME))
    for data in texts:
        try:
            yaml = split(data, plain_yaml=False).yaml
            outline = read_quickly(yaml)
        except EditorAppError:
            continue
        if outline.written is not None:
            quick += 1
            assert told(outline) == told(read_outline(yaml)), yaml
    assert quick > SOME / 5
