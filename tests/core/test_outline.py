"""The top-level entries of a front matter, the guard, and its sentences."""

import traceback

import pytest
from yaml.events import ScalarEvent, SequenceStartEvent

from editor_app.core.errors import EditorAppError, NotAnItem, UnreadableItem
from editor_app.core.outline import MAX_DEPTH, MAX_EVENTS, guarded_events, read_outline

TEXT = """\
title: "A \U0001f600 title"  # comment
empty:
"topics":
  - AI
  - "b c"  # comment

  # comment about what follows
flow: [a, {b: c}]
block: |
  text

last: *x
""".replace("*x", "end")


def test_each_entry_knows_its_key_its_value_and_where_it_ends() -> None:
    outline = read_outline(TEXT)
    found = {entry.key: TEXT[entry.key_start : entry.content_end] for entry in outline.entries}
    assert found == {
        "title": 'title: "A \U0001f600 title"',
        "empty": "empty:",
        "topics": '"topics":\n  - AI\n  - "b c"',
        "flow": "flow: [a, {b: c}]",
        "block": "block: |\n  text\n\n",
        "last": "last: end",
    }
    assert isinstance(outline.entries[2].value, SequenceStartEvent)
    assert [event.value for event in outline.entries[2].events[1:-1] if isinstance(event, ScalarEvent)] == [
        "AI",
        "b c",
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_entries_are_found_at_every_line_break_that_libyaml_knows(line_break: str) -> None:
    text = line_break.join(["a: 1", "b: \U0001f600", "c:", "  - d", "e: 2", ""])
    outline = read_outline(text)
    assert [text[entry.line_start : entry.content_end] for entry in outline.entries] == [
        "a: 1",
        "b: \U0001f600",
        f"c:{line_break}  - d",
        "e: 2",
    ]


def test_of_a_key_that_stands_twice_the_last_one_counts() -> None:
    outline = read_outline("a: 1\nb: 2\na: 3\n")
    entry = outline.find("a")
    assert entry is not None
    assert outline.entries.index(entry) == outline.index("a") == 2
    assert outline.count("a") == 2
    assert outline.find("c") is None
    assert outline.index("c") is None


@pytest.mark.parametrize(("text", "has"), [("a: &a {b: 1}\n<<: *a\n", True), ("a: {<<: {b: 1}}\n", False)])
def test_a_merge_key_at_the_top_is_seen(text: str, has: bool) -> None:
    assert read_outline(text).has_merge_key is has


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "- a\n- b\n", "just a text\n", "[a, b]\n"])
def test_what_is_no_mapping_is_no_item(text: str) -> None:
    with pytest.raises(NotAnItem):
        read_outline(text)


BOMB = "".join(
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 6)),
    ]
)


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        pytest.param("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "levels deep", 1, 67, id="too deep"),
        pytest.param("a: " + "[" * 100_000, "levels deep", 1, 67, id="100,000 brackets"),
        pytest.param(
            "a:\n" + "- b\n" * MAX_EVENTS, f"more than {MAX_EVENTS:,} parts", 9_997, 3, id="too long"
        ),
        pytest.param("a: 1\n---\nb: 2\n", "more than one YAML document", 2, 1, id="two documents"),
        pytest.param(BOMB, "beyond measure", 4, 45, id="alias bomb"),
        pytest.param("a: &a\n  - *a\n", "inside of what it names", 2, 5, id="alias to itself"),
        pytest.param("a: &a 1\nb: &a [*a, &a 2, *a, &a [*a]]\n", "inside of", 2, 8, id="anchor used again"),
        pytest.param("a: 1\n? [b]\n: 2\n", "no plain word", 2, 3, id="list as key"),
        pytest.param('a: 1\nb: "open\nc: 2\n', "never closed", 2, 4, id="quote never closed"),
        pytest.param("a: 1\n  b: 2\n", "colon stands where none may stand", 2, 4, id="colon too much"),
        pytest.param("a: [b, c\nd: 1\n", "", 2, 2, id="bracket never closed"),
        pytest.param("a: 1\n\tb: 2\n", "", 2, 1, id="tab as indent"),
        pytest.param("a: @b\n", "needs quotes", 1, 4, id="reserved character"),
        pytest.param('a: "\\q"\n', "backslash", 1, 5, id="unknown escape"),
        pytest.param("a: !x!y b\n", "exclamation mark", 1, 4, id="unknown tag handle"),
        pytest.param("a: 1\nb: x\x07y\n", "does not allow", 2, 5, id="control character"),
        pytest.param("a: 1\nb\n", "colon is missing", 3, 1, id="no colon"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, reason: str, line: int, column: int) -> None:
    with pytest.raises(UnreadableItem) as caught:
        read_outline(text)
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == (line, column)


def test_places_count_from_the_first_line_of_the_front_matter() -> None:
    with pytest.raises(UnreadableItem) as caught:
        read_outline("a: 1\nb: @c\n", first_line=2)
    assert str(caught.value).startswith("Line 3, column 4: ")


def test_what_is_deep_long_and_aliased_within_bounds_is_read() -> None:
    text = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "\nb: &b [1, 2]\nc: [*b, *b]\n"
    assert len(guarded_events(text)) == 2 * MAX_DEPTH + 14
    assert [entry.key for entry in read_outline(text).entries] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        'a: "CANARY\n',
        "a: CANARY: b\n",
        "a: !CANARY!x y\n",
        "a: !<CANARY> [\n",
        "CANARY\nb: 1\n",
        "a: [CANARY\nb: 1\n",
        '"CANARY": "\\q"\n',
        "a: CANARY\x07\n",
        "%CANARY\n",
    ],
)
def test_no_message_carries_text_of_the_file(text: str) -> None:
    with pytest.raises(EditorAppError) as caught:
        read_outline(text)
    assert "CANARY" not in "".join(traceback.format_exception(caught.value))
