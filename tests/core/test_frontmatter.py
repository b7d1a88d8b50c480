"""Cutting a file in three, and putting it together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.errors import EditorAppError, NotAnItem, UnreadableItem
from editor_app.core.frontmatter import MAX_YAML_BYTES, FrontMatter, split


@pytest.mark.parametrize(
    ("data", "head", "yaml", "tail"),
    [
        pytest.param(b"---\na: 1\n---\n", b"---\n", "a: 1\n", b"---\n", id="LF"),
        pytest.param(b"---\r\na: 1\r\n---\r\n", b"---\r\n", "a: 1\r\n", b"---\r\n", id="CRLF"),
        pytest.param(b"---\ra: 1\r---\r", b"---\r", "a: 1\r", b"---\r", id="CR"),
        pytest.param(b"---\r\na: 1\n---\n", b"---\r\n", "a: 1\n", b"---\n", id="mixed line ends"),
        pytest.param(b"\xef\xbb\xbf---\na: 1\n---\n", b"\xef\xbb\xbf---\n", "a: 1\n", b"---\n", id="BOM"),
        pytest.param(b"---\na: 1\n---", b"---\n", "a: 1\n", b"---", id="no final line end"),
        pytest.param(b"---\na: 1\n...\nbody", b"---\n", "a: 1\n", b"...\nbody", id="closed by dots"),
        pytest.param(
            b"--- \t\na: 1\n--- \nbody", b"--- \t\n", "a: 1\n", b"--- \nbody", id="space after fences"
        ),
        pytest.param(
            b"---\na: |\n  ---\nb: 1\n---\n", b"---\n", "a: |\n  ---\nb: 1\n", b"---\n", id="indented"
        ),
        pytest.param(
            b"---\na: 1\n----\nb: 1\n---\n", b"---\n", "a: 1\n----\nb: 1\n", b"---\n", id="four dashes"
        ),
        pytest.param(
            b"---\na: 1\n---\nx\n---\n", b"---\n", "a: 1\n", b"---\nx\n---\n", id="fence in the body"
        ),
        pytest.param(
            b"---\na: 1\n---\n\xff\x00", b"---\n", "a: 1\n", b"---\n\xff\x00", id="any bytes as body"
        ),
        pytest.param(b"---\n---\n", b"---\n", "", b"---\n", id="empty"),
    ],
)
def test_a_file_is_cut_in_three(data: bytes, head: bytes, yaml: str, tail: bytes) -> None:
    assert split(data, plain_yaml=False) == FrontMatter(head, yaml, tail, first_line=2)


@pytest.mark.parametrize(
    ("data", "head", "yaml", "tail", "first_line"),
    [
        pytest.param(b"a: 1\n", b"", "a: 1\n", b"", 1, id="no fences"),
        pytest.param(b"\xef\xbb\xbfa: 1\r\n", b"\xef\xbb\xbf", "a: 1\r\n", b"", 1, id="BOM, no fences"),
        pytest.param(b"---\na: 1\n", b"---\n", "a: 1\n", b"", 2, id="only the opening fence"),
        pytest.param(b"---\na: 1\n---\n\n", b"---\n", "a: 1\n", b"---\n\n", 2, id="both fences"),
    ],
)
def test_a_yaml_file_needs_no_fences(
    data: bytes, head: bytes, yaml: str, tail: bytes, first_line: int
) -> None:
    assert split(data, plain_yaml=True) == FrontMatter(head, yaml, tail, first_line)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n---\na: 1\n---\n", b" ---\na: 1\n---\n", b"# Heading\n", b"---\nA rule, and never another.\n"],
)
def test_a_file_without_front_matter_is_no_item(data: bytes) -> None:
    with pytest.raises(NotAnItem):
        split(data, plain_yaml=False)


@pytest.mark.parametrize(
    ("data", "plain_yaml", "reason", "line", "column"),
    [
        pytest.param(b"---\ntitle: A\n", False, "never closed", 1, 1, id="never closed"),
        pytest.param("---\na: 1\n".encode("utf-16"), False, "UTF-16", 1, 1, id="UTF-16"),
        pytest.param("---\na: 1\n".encode("utf-32"), False, "UTF-32", 1, 1, id="UTF-32"),
        pytest.param(b"---\na: 1\nb: \xc3\xa9\xff\n---\n", False, "not valid UTF-8", 3, 5, id="not UTF-8"),
        pytest.param(b"---\ra: 1\rb: \xff\r---\r", False, "not valid UTF-8", 3, 4, id="not UTF-8, CR"),
        pytest.param(b"a: 1\nb\xff: 2\n", True, "not valid UTF-8", 2, 2, id="not UTF-8, no fences"),
        pytest.param(b"---\na: 1\n---\nb: 2\n", True, "more than one YAML document", 3, 1, id="documents"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    data: bytes, plain_yaml: bool, reason: str, line: int, column: int
) -> None:
    with pytest.raises(UnreadableItem) as caught:
        split(data, plain_yaml=plain_yaml)
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_megabyte_of_front_matter_is_read_and_more_is_not() -> None:
    most = b"x" * (MAX_YAML_BYTES - 1) + b"\n"
    assert len(split(b"---\n" + most + b"---\n", plain_yaml=False).yaml) == MAX_YAML_BYTES
    with pytest.raises(UnreadableItem, match="1,000,001 bytes"):
        split(b"---\nx" + most + b"---\n", plain_yaml=False)


def test_the_body_may_be_longer_than_front_matter_may() -> None:
    body = b"y" * (2 * MAX_YAML_BYTES)
    assert split(b"---\na: 1\n---\n" + body, plain_yaml=False).tail.endswith(body)


@pytest.mark.parametrize(
    ("data", "newline"),
    [
        (b"---\r\na: 1\n---\n", "\r\n"),
        (b"---\na: 1\r\n---\n", "\n"),
        (b"---\ra: 1\r---\r", "\r"),
        (b"a: 1\r\nb: 2\n", "\r\n"),
        ("a: 1\x85b: 2".encode(), "\x85"),
        (b"a: 1", "\n"),
    ],
)
def test_the_line_end_is_that_of_the_first_line(data: bytes, newline: str) -> None:
    assert split(data, plain_yaml=True).newline == newline


@given(
    st.one_of(
        st.binary(),
        st.lists(
            st.sampled_from(
                [b"---", b"...", b"\n", b"\r\n", b"\r", b" ", b"title: A", b"\xef\xbb\xbf", b"\xff"]
            )
        ).map(b"".join),
    ),
    st.booleans(),
)
def test_whatever_is_cut_comes_back_as_it_was(data: bytes, plain_yaml: bool) -> None:
    try:
        parts = split(data, plain_yaml=plain_yaml)
    except EditorAppError:
        return
    assert parts.with_yaml(parts.yaml) == data
