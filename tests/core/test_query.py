"""What is found by what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.query import Query, search_text
from editor_app.core.row import Row

ROW = Row(
    "_news/2026-11-21-gulls.md",
    title="Straße: Robot ferry, 50% OFF",
    excerpt="A \U0001f600 story",
    provider="The Harbour Ledger",
    domain="harbour.example",
)


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("", True),
        ("   ", True),
        ("robot", True),
        ("ROBOT FERRY", True),
        ("ferry robot", True),
        ("robot boat", False),
        ('"robot ferry"', True),
        ('"ferry robot"', False),
        ('"robot ferry', True),
        ('""', True),
        ("STRASSE", True),
        ("50%", True),
        (".*", False),
        ("harbour.example", True),
        ("2026-11-21", True),
        ("vision", True),
        ("\U0001f600", True),
        ("ledger\ncomputer", True),
        ('"ledger\nharbour"', True),
    ],
)
def test_every_term_must_stand_in_the_text(typed: str, finds: bool) -> None:
    assert Query.parse(typed).matches(search_text(ROW, ("Computer Vision",))) is finds


@given(st.text(), st.text())
def test_any_text_is_a_query(typed: str, text: str) -> None:
    query = Query.parse(typed)
    query.matches(text)
    assert bool(query) == bool(query.terms)
    assert Query.parse(str(query)).terms == query.terms or '"' in typed or not typed.isprintable()


@given(
    st.lists(st.text("ab", min_size=1), max_size=3),
    st.lists(st.text("ab", min_size=1), max_size=3),
    st.text("ab"),
)
def test_a_narrower_query_finds_nothing_more(one: list[str], other: list[str], text: str) -> None:
    narrow, wide = Query(tuple(one)), Query(tuple(other))
    if narrow.narrows(wide) and narrow.matches(text):
        assert wide.matches(text)


def test_adding_to_a_query_narrows_it() -> None:
    assert Query.parse("robot fer").narrows(Query.parse("robot"))
    assert not Query.parse("robot").narrows(Query.parse("robot ferry"))
