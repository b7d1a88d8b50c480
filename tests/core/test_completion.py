"""How a query may go on where somebody is typing."""

import pytest

from editor_app.core.query import Query
from editor_app.core.query.completion import completion

NAMES = {
    "topic": ["AI", "Computer Vision", "AI Ethics", "Media", 'So-called "smart"'],
    "provider": ["The Guardian", "Harbour Ledger"],
}


def names(key: str) -> list[str]:
    return NAMES.get(key, [])


def offered(text: str, *, asked: bool = False) -> list[str]:
    """What is offered where ``|`` stands in a text."""
    typed = text.replace("|", "")
    return [option.shown for option in completion(typed, text.index("|"), names, asked=asked).options]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("|", []),
        ("t|", []),
        ("to|", ["topic:"]),
        ("PR|", ["provider:"]),
        ("gulls -(qu|", ["quality>"]),
        ("gulls|", []),
        ("to|wer", []),
        ("topic:|", NAMES["topic"]),
        ("topic:ai|", ["AI", "AI Ethics"]),
        ("topic:me|", ["Media"]),
        ("topic=vis|", ["Computer Vision"]),
        ('topic:"computer v|', ["Computer Vision"]),
        ('"a b" OR -provider:har|', ["Harbour Ledger"]),
        ("provider:gu| ferry", ["The Guardian"]),
        ("is:p|", ["published", "problem", "unpublished"]),
        ("is:published|", ["published", "unpublished"]),
        ("has:im|", ["image"]),
        ("date:last|", ["last-24h", "last-7d"]),
        ("quality>|", []),
        ("domain:|", []),
        ("nothing:|", []),
        ("topic:AI |", []),
    ],
)
def test_keys_and_values_are_offered_where_they_may_stand(text: str, shown: list[str]) -> None:
    assert offered(text) == shown


def test_all_keys_are_offered_to_whoever_asks() -> None:
    assert len(offered("gulls |", asked=True)) == 12
    assert offered("gulls|", asked=True) == []


@pytest.mark.parametrize(
    ("text", "row", "becomes"),
    [
        ("gulls to| -rain", 0, "gulls topic:| -rain"),
        ("topic:vi|", 0, 'topic:"Computer Vision" |'),
        ("topic:vi| gulls", 0, 'topic:"Computer Vision" |gulls'),
        ("-topic=A|I gulls", 0, "-topic=AI |gulls"),
        ('topic:"comp|', 0, 'topic:"Computer Vision" |'),
        ("topic:smart|", 0, 'topic:"So-called \\"smart\\"" |'),
        ("IS:publ|x", 0, "IS:published |"),
        ("(provider:gua|)", 0, '(provider:"The Guardian" |)'),
    ],
)
def test_an_option_takes_the_place_of_the_word_at_the_cursor(text: str, row: int, becomes: str) -> None:
    typed = text.replace("|", "")
    found = completion(typed, text.index("|"), names)
    after, cursor = found.applied(typed, found.options[row])
    assert after[:cursor] + "|" + after[cursor:] == becomes
    if not found.options[row].text.endswith(":"):
        Query.parse(after)
