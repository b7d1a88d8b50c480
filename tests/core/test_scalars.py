"""What scalars mean and how texts are written as scalars: both must agree with PyYAML."""

import pickle

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.events import ScalarEvent

from editor_app.core.missing import MISSING
from editor_app.core.scalars import as_list_item, as_scalar, quoted, scalar_value

# Whatever a file or an editor can hold; a lone surrogate is no character.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
# Texts of the kinds that YAML 1.1 reads as something else.
TRICKY = st.from_regex(r"[-+0-9_.:eExXbo,~ ]{1,12}", fullmatch=True) | st.sampled_from(
    [
        *(
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "n",
            "true",
            "NULL",
            "~",
            "",
            "=",
            "<<",
            ".inf",
            ".NaN",
            "12:30",
            "1e3",
        ),
        *("2020-01-01", "2020-01-01T00:00:00Z", "0o17", "017", "0x1F", "1_000", "- x", "? x", "a: b", "x #y"),
        *(
            "#x",
            "[x",
            "{x",
            "x]",
            "a,b",
            "!x",
            "&x",
            "*x",
            "%x",
            "@x",
            "`x",
            "'x",
            '"x',
            "|",
            ">",
            "---",
            "...",
        ),
        *(
            " x",
            "x ",
            "x\n",
            "\tx",
            "x\ty",
            "\x85",
            "\u2028",
            "\u2029",
            "\ufeff",
            "\x00",
            "\x1b[2J",
            "\U0001f600",
        ),
    ]
)


def scalar_of(yaml_text: str) -> ScalarEvent:
    """The first value of a list that is written as a block."""
    event = list(yaml.parse(yaml_text, Loader=yaml.CSafeLoader))[3]
    assert isinstance(event, ScalarEvent)
    return event


@pytest.mark.parametrize(
    "written",
    [
        *("true", "True", "TRUE", "yes", "No", "on", "OFF", "y", "tRue", '"true"', "'no'", "!!str true"),
        *(
            "1",
            "-1",
            "0",
            "017",
            "0x1F",
            "0b11",
            "1_000",
            "12:30",
            "1e3",
            "1.5",
            "-.5",
            ".inf",
            "-.INF",
            ".5e+3",
        ),
        *(
            "null",
            "~",
            "",
            "Null",
            '""',
            "!!null x",
            "! null",
            "! 1",
            "!!int '1'",
            "!!bool 'yes'",
            "!!float 1",
        ),
        *("2020-01-01", "2020-01-01T00:00:00Z", "2020-01-01 1:00:00.5 +01:00", '"2020-01-01"'),
        *(
            "a text",
            "|\n    a\n    b",
            ">-\n    a\n    b",
            "'it''s'",
            '"a\\nb"',
            "!!binary aGVsbG8=",
            "! '1'",
        ),
    ],
)
def test_a_scalar_means_what_safe_load_makes_of_it(written: str) -> None:
    text = f"- {written}\n"
    (expected,) = yaml.safe_load(text)
    found = scalar_value(scalar_of(text))
    assert (type(found), found) == (type(expected), expected)


@given(TRICKY)
def test_a_plain_scalar_means_what_safe_load_makes_of_it(written: str) -> None:
    text = f"- {written}\n"
    try:
        (expected,) = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, TypeError, OverflowError):
        return
    event = list(yaml.parse(text, Loader=yaml.CSafeLoader))[3]
    if isinstance(event, ScalarEvent):
        found = scalar_value(event)
        assert (type(found), repr(found)) == (type(expected), repr(expected))


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2023-13-45",
            "2023-02-30T00:00:00Z",
            "2020-01-01T00:00:00+99:99",
            "!x a",
            "!!int abc",
            "!!bool maybe",
        ),
        *("!!python/object/apply:os.system [id]", "!!timestamp x", "!!binary 'ä'", "!!float ''", "=", "<<"),
        pytest.param("1" * 5_000, id="digits without end"),
        pytest.param("1" + ":59" * 100_000, id="base 60 without end"),
        pytest.param("0x" + "f" * 100_000, id="base 16 without end"),
    ],
)
def test_what_cannot_be_constructed_is_a_value_error_that_does_not_quote_it(written: str) -> None:
    event = scalar_of(f"- {written}\n".replace(" [id]", ""))
    with pytest.raises(ValueError, match=r"^a value that cannot be read$"):
        scalar_value(event)


@given(TEXTS | TRICKY)
def test_a_text_in_a_block_list_reads_back_as_the_same_string(text: str) -> None:
    assert yaml.safe_load(f"x:\n  - {as_list_item(text, flow=False)}\n  - z\n") == {"x": [text, "z"]}
    assert yaml.safe_load(f"x:\n- {as_list_item(text, flow=False)} # comment\n") == {"x": [text]}


@given(TEXTS | TRICKY)
def test_a_text_in_square_brackets_reads_back_as_the_same_string(text: str) -> None:
    item = as_list_item(text, flow=True)
    assert yaml.safe_load(f"x: [{item}, z,{item}]\n") == {"x": [text, "z", text]}


@given(TEXTS | TRICKY)
def test_quoted_text_stands_on_one_line_and_shows_nothing_that_cannot_be_seen(text: str) -> None:
    written = quoted(text)
    assert len(written.splitlines()) == 1
    assert written.isprintable() or any(char.isspace() or not char.isprintable() for char in text)
    assert not set(written) & set("\x85\u2028\u2029\ufeff\x00\x1b\x7f")
    assert yaml.safe_load(written) == text


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("AI", "AI", "AI"),
        ("Computer Vision", "Computer Vision", "Computer Vision"),
        ("C++", "C++", "C++"),
        ("R&D", "R&D", "R&D"),
        ("it's", "it's", "it's"),
        ("Zürich", "Zürich", "Zürich"),
        ("a, b", "a, b", '"a, b"'),
        ("a]", "a]", '"a]"'),
        ("yes", '"yes"', '"yes"'),
        ("12:30", '"12:30"', '"12:30"'),
        ("5", '"5"', '"5"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("a #b", '"a #b"', '"a #b"'),
        ("", '""', '""'),
        ('say "hi"', 'say "hi"', 'say "hi"'),
        ("\u2028", '"\\L"', '"\\L"'),
        ("\U0001f600\x1b", '"\U0001f600\\x1B"', '"\U0001f600\\x1B"'),
    ],
)
def test_quotes_are_used_only_where_they_are_needed(text: str, block: str, flow: str) -> None:
    assert as_list_item(text, flow=False) == block
    assert as_list_item(text, flow=True) == flow


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "true"), (False, "false"), (None, "null"), (0, "0"), (-1, "-1"), ("no", '"no"'), ("a", "a")],
)
def test_a_value_is_written_so_that_it_reads_back(value: bool | int | str | None, written: str) -> None:
    assert as_scalar(value) == written
    assert yaml.safe_load(f"a: {written}\n") == {"a": value}


def test_there_is_one_missing_value_also_behind_a_process() -> None:
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING
    assert repr(MISSING) == "MISSING"
