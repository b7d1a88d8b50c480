"""What is found by what is typed, in words and in the search language."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish, retag
from editor_app.core.errors import UnreadableItem, WrongQuery
from editor_app.core.query import Query
from editor_app.core.query.condition import Condition
from editor_app.core.query.conditions import (
    Date,
    Has,
    Having,
    Is,
    Number,
    NumberKey,
    Sign,
    Standing,
    Text,
    Word,
)
from editor_app.core.query.dates import Span
from editor_app.core.query.groups import all_of, any_of, negated
from editor_app.core.query.guide import GUIDE
from editor_app.core.query.keys import KEYS, Kind
from editor_app.core.query.text_key import TextKey
from editor_app.core.row import Note, Row, problem_row
from editor_app.core.search_text import folded
from editor_app.core.view import View

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "search.md"
NOW = datetime(2026, 11, 24, 15, 0).timestamp()


def at(*moment: int) -> int:
    """A moment of the editor's own clock."""
    return int(datetime(*moment).timestamp())  # type: ignore[arg-type]


ROWS = [
    Row(
        "_news/2026-11-21-gulls.md",
        title="Straße: Robot ferry, 50% OFF",
        excerpt="A \U0001f600 story of gulls in the rain",
        quality=61,
        heat=14,
        published=False,
        published_at=at(2026, 11, 21, 12),
        type="article",
        category="news",
        provider="The Harbour Guardian",
        domain="www.harbour.example",
        topics=("Computer Vision", "AI"),
        related=3,
        images=1,
    ),
    Row(
        "_news/2023/chips.md",
        title="A chip plant in training",
        excerpt="Governmentâ€™s plan",
        quality=20,
        heat=-1,
        published_at=at(2023, 5, 1, 0),
        type="video",
        domain="guardian.example",
        topics=("AI Ethics",),
        related=2,
    ),
    Row(
        "_news/2023/none.md",
        title="Plant a chip",
        published=False,
        removed=True,
        published_at=at(2023, 4, 30, 23, 59),
        notes=(Note("quality", 2, 1, "Odd."),),
    ),
    Row("_news/today.md", title="Today", quality=50, published=False, published_at=at(2026, 11, 24, 0)),
    problem_row("_news/broken.md", UnreadableItem("Wrong.")),
]
NAMES = "gcntb"


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog()
    catalog.add(ROWS)
    return catalog


def found(typed: str, catalog: Catalog) -> str:
    return "".join(NAMES[item] for item in Query.parse(typed).select(catalog, catalog.numbers(), NOW))


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("", "gcntb"),
        ("   ", "gcntb"),
        ('""', "gcntb"),
        ("robot", "g"),
        ("ROBOT FERRY", "g"),
        ("ferry robot", "g"),
        ("robot boat", ""),
        ('"robot ferry"', "g"),
        ('"ferry robot"', ""),
        ('"robot ferry', "g"),
        ("chip plant", "cn"),
        ('"chip plant"', "c"),
        ("STRASSE", "g"),
        ("50%", "g"),
        (".*", ""),
        ("harbour.example", "g"),
        ("2026-11-21", "g"),
        ("vision", "g"),
        ("\U0001f600", "g"),
        ("guardian\ncomputer", "g"),
        ('"guardian\nwww.harbour"', "g"),
        ("12:30", ""),
        ("straße:", "g"),
        ("- robot", "g"),
    ],
)
def test_every_word_must_stand_in_the_text(typed: str, finds: str, catalog: Catalog) -> None:
    assert found(typed, catalog) == finds


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("-robot", "cntb"),
        ('-"chip plant"', "gntb"),
        ("-(robot OR chip)", "tb"),
        ("robot OR chip", "gcn"),
        ("robot OR chip quality<50", "gc"),
        ("(robot OR chip) quality<50", "c"),
        ("(robot OR (chip -training))", "gn"),
        ("robot or chip", ""),
        ("is:unpublished", "gt"),
        ("IS:Published", "c"),
        ("is:rejected", "n"),
        ("is:problem", "nb"),
        ("is:changed", ""),
        ("-is:rejected is:problem", "b"),
        ("topic:ai", "gc"),
        ("topic=AI", "g"),
        ("topic=ai", "g"),
        ("topic:vision", "g"),
        ('topic:"Computer Vision"', "g"),
        ("topic:comp", ""),
        ("-topic:AI", "ntb"),
        ("provider:guardian", "gc"),
        ('provider="The Harbour Guardian"', "g"),
        ("domain:harbour.example", "g"),
        ("domain:guardian", "c"),
        ("type:video", "c"),
        ("category:news", "g"),
        ("path:_news/2023", "cn"),
        ("path:GULLS", "g"),
        ("quality>50", "g"),
        ("quality>=50", "gt"),
        ("quality<50", "c"),
        ("quality<=50", "ct"),
        ("quality=50", "t"),
        ("quality:50", "t"),
        ("quality:>50", "g"),
        ("-quality>50", "cntb"),
        ("heat<0", "c"),
        ("related>2", "g"),
        ("related:2", "c"),
        ("date>=2023-05-01", "gct"),
        ("date>2023-05-01", "gt"),
        ("date:2023-05-01", "c"),
        ("date:2023-04", "n"),
        ("date=2023", "cn"),
        ("date<2023-05", "n"),
        ("date<=2023-05", "cn"),
        ("date:today", "t"),
        ("date:yesterday", ""),
        ("date:last-7d", "gt"),
        ("date:last-24h", "t"),
        ("date<last-7d", "cn"),
        ("date:LAST-4Y", "gcnt"),
        ("has:related", "gc"),
        ("has:image", "g"),
        ("has:topics", "gc"),
        ("-has:topics", "ntb"),
        ("has:mojibake", "c"),
    ],
)
def test_conditions_ask_for_what_is_known_of_an_item(typed: str, finds: str, catalog: Catalog) -> None:
    assert found(typed, catalog) == finds
    assert found(str(Query.parse(typed)), catalog) == finds


@pytest.mark.parametrize(
    ("typed", "wrong", "unfinished"),
    [
        ("robot is:publishd", "publishd", False),
        ("is:publishd robot", "publishd", False),
        ("is:publ", "publ", True),
        ("is:publ robot", "publ", False),
        ("is:", "is:", True),
        ("is:>published", "is:>published", False),
        ("topics:AI", "topics:", False),
        ("has:images", "images", False),
        ("topic:", "topic:", True),
        ('topic:"" robot', 'topic:""', False),
        ("quality>many", "many", False),
        ("quality>", "quality>", True),
        ("quality>-", "-", True),
        ("quality>5.5", "5.5", False),
        ("date:2023-13", "2023-13", False),
        ("date:2023-02-30", "2023-02-30", False),
        ("date:2023-0", "2023-0", True),
        ("date:tod", "tod", True),
        ("date:last-7", "last-7", True),
        ("date:1400", "1400", True),
        ("date:٢٠٢٣", "٢٠٢٣", False),
        ("(robot", "(", True),
        ("robot )", ")", False),
        ("() robot", "()", False),
        ("OR robot", "OR", False),
        ("robot OR", "OR", True),
        ("(robot OR) is:problem", "OR", False),
        ("robot OR OR ferry", "OR", False),
        ("(" * 31 + "a" + ")" * 31, "(", False),
        ("word " * 201, "word", False),
    ],
)
def test_a_wrong_query_tells_the_wrong_word_and_why(typed: str, wrong: str, unfinished: bool) -> None:
    with pytest.raises(WrongQuery) as raised:
        Query.parse(typed)
    error = raised.value
    assert typed[error.start : error.end] == wrong
    assert error.unfinished is unfinished
    assert str(error).endswith((".", "?")) or typed.startswith("is:>")


def test_what_is_wrong_only_because_it_is_nearly_right_is_told() -> None:
    for typed, meant in (("topics:AI", "topic"), ("provder:x", "provider"), ("qualty>5", "quality")):
        with pytest.raises(WrongQuery, match=f"did you mean “{meant}”"):
            Query.parse(typed)
    for headline in (
        "Update: ferry sinks",
        "https://a.example/x",
        "Analysis: AI>human",
        "Q&A (part 2): gulls",
    ):
        assert Query.parse(headline)


def test_decisions_count_before_they_are_saved(catalog: Catalog) -> None:
    for decision in (Publish(), retag(add=["Ferries"])):
        for step in catalog.plan([0], decision):
            catalog.lay(step.item, step.after)
    assert found("is:changed", catalog) == "g"
    assert found("is:published", catalog) == "gc"
    assert found("topic:ferries", catalog) == "g"
    assert found("topic=Ferries is:published", catalog) == "g"


def test_an_item_leaves_a_list_that_asks_where_it_stands(catalog: Catalog) -> None:
    view = View(catalog)
    view.show(queue=Queue.ALL, query=Query.parse("is:unpublished topic:ai quality>50"))
    assert view.items == [0]
    (retagged,) = catalog.plan([0], retag(remove=["AI"]))
    catalog.lay(0, retagged.after)
    assert view.changed([0]) == ([], [])
    (published,) = catalog.plan([0], Publish())
    catalog.lay(0, published.after)
    assert view.changed([0]) == ([0], [])


def test_today_is_taken_from_the_clock(catalog: Catalog) -> None:
    view = View(catalog, clock=lambda: NOW)
    view.show(queue=Queue.ALL, query=Query.parse("date:today"))
    assert view.items == [3]


# -- one textual form ------------------------------------------------------------------------------------------

_texts = st.text(min_size=1)
_leaves: st.SearchStrategy[Condition] = st.one_of(
    _texts.map(folded).filter(lambda term: folded(term) == term).map(Word),
    st.sampled_from(Is).map(Standing),
    st.sampled_from(Has).map(Having),
    st.builds(Text, st.sampled_from(TextKey), _texts, st.booleans()),
    st.builds(
        Number, st.sampled_from(NumberKey), st.sampled_from(Sign), st.integers(-999_999_999, 999_999_999)
    ),
    st.builds(
        Date,
        st.sampled_from(Sign),
        st.sampled_from(["2023", "2023-05", "2023-05-17", "today", "yesterday", "last-7d", "last-24h"]).map(
            Span
        ),
    ),
)
_conditions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(all_of),
        st.lists(inner, min_size=2, max_size=4).map(any_of),
        inner.map(negated),
    ),
    max_leaves=12,
)


@given(st.lists(_conditions, max_size=3))
def test_a_query_reads_back_from_its_textual_form(parts: list[Condition]) -> None:
    query = Query.of(parts)
    assert Query.parse(str(query)) == query


@given(st.text('ab"\\()-: ORis>=<0123') | st.text())
def test_what_is_typed_is_a_query_or_tells_what_is_wrong(typed: str) -> None:
    try:
        query = Query.parse(typed)
    except WrongQuery as error:
        wrong = error
    else:
        assert Query.parse(str(query)) == query
        return
    assert 0 <= wrong.start < wrong.end <= len(typed)


@given(st.lists(_conditions, max_size=2), st.lists(_conditions, max_size=2))
def test_a_narrower_query_finds_nothing_more(one: list[Condition], other: list[Condition]) -> None:
    catalog = Catalog()
    catalog.add(ROWS)
    wide = Query.of(other)
    for narrow in (Query.of(one), Query.of([*one, *other])):
        if narrow.narrows(wide):
            hits = set(narrow.select(catalog, range(len(ROWS)), NOW))
            assert hits <= set(wide.select(catalog, range(len(ROWS)), NOW))
    assert Query.of([*one, *other]).narrows(wide)


@given(_conditions, _conditions)
def test_groups_are_what_logic_says(one: Condition, other: Condition) -> None:
    catalog = Catalog()
    catalog.add(ROWS)
    items = range(len(ROWS))

    def hits(part: Condition) -> set[int]:
        return set(Query.of([part]).select(catalog, items, NOW))

    assert hits(negated(one)) == set(items) - hits(one)
    assert hits(all_of([one, other])) == hits(one) & hits(other)
    assert hits(any_of([one, other])) == hits(one) | hits(other)


def test_adding_to_a_query_narrows_it() -> None:
    assert Query.parse("robot fer").narrows(Query.parse("robot"))
    assert Query.parse("robot is:changed").narrows(Query.parse("robot"))
    assert not Query.parse("robot").narrows(Query.parse("robot ferry"))
    assert not Query.parse("quality>5").narrows(Query.parse("quality>50"))


def test_a_condition_is_asked_for_then_excluded_then_gone() -> None:
    part = Text(TextKey.TOPIC, "Computer Vision", exact=True)
    typed = ["robot OR ferry"]
    for _ in range(3):
        typed.append(str(Query.parse(typed[-1]).turned(part)))
    assert typed == [
        "robot OR ferry",
        '(robot OR ferry) topic="Computer Vision"',
        '(robot OR ferry) -topic="Computer Vision"',
        "robot OR ferry",
    ]


# -- what is written about it ----------------------------------------------------------------------------------


def test_every_example_of_the_guide_finds_what_it_should(catalog: Catalog) -> None:
    expected = {
        "chip plant": "cn",
        '"chip plant"': "c",
        "-robot": "cntb",
        "ferry OR gulls": "g",
        "(ferry OR gulls) -rain": "",
        "is:unpublished": "gt",
        'topic:"Computer Vision"': "g",
        'topic="AI"': "g",
        "provider:guardian": "gc",
        "path:_news/2023": "cn",
        "quality>50": "g",
        "heat<0": "c",
        "related>2": "g",
        "date>=2023-05-01": "gct",
        "date:today": "t",
        "date:last-7d": "gt",
        "date<last-7d": "cn",
        "has:image": "g",
    }
    assert {example.typed: found(example.typed, catalog) for example in GUIDE} == expected


def test_the_documentation_has_the_guide_and_nothing_in_it_is_wrong() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    for example in GUIDE:
        assert f"| `{example.typed}` | {example.finds} |" in text
    rules, _, shell = text.partition("## The rules")[2].partition("```")
    typed = re.findall(r"`([^`\n]*(?:[:<>]\w|OR )[^`\n]*)`", rules)
    assert len(typed) >= 6
    for query in [*typed, *re.findall(r"--query '([^']+)'", shell)]:
        if query != "topics:AI":
            assert Query.parse(query), query
    for key in KEYS.values():
        assert f'"{key.name}' in shell, key
        if key.kind is Kind.CHOICE:
            assert all(f'"{value}"' in shell for value, _ in key.values)
