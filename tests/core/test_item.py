"""Whole items, as pydantic models: every real file validates, unknown keys stay, wrong fields are named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.core_files import front_matter
from editor_app.core.errors import NotAnItem, UnreadableItem
from editor_app.core.item import Item, read_item
from editor_app.core.row import read_row
from editor_app.core.state import State

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"
TOP = "title: A\nquality: 1\n"


def item_of(yaml_text: str) -> Item:
    return read_item("a.md", front_matter(yaml_text))


def test_the_seed_item_is_read_whole() -> None:
    seed = SHARED / "format" / "seed_item.md"
    if not seed.is_file():
        pytest.skip("needs ../shared/format/seed_item.md, which is not there")
    item = read_item(seed.name, seed.read_bytes())
    assert item.problems == ()
    assert item.state is State.UNPUBLISHED
    assert (item.quality, item.heat, item.published) == (4, -1, False)
    assert item.publishedDateTime == datetime(2023, 5, 17, 13, 21, tzinfo=UTC)
    assert item.provider is not None
    assert (item.provider.name, item.provider.domain) == ("Computer Weekly", "computerweekly.com")
    assert item.topics == ["Computer Vision", "AI"]
    assert [story.quality for story in item.related] == [56, 30, 19]
    assert item.related[0].images[0].width == 620
    assert item.unknown == {}


def test_every_real_item_validates_without_problems(real_site: Path) -> None:
    for file in sorted(real_site.rglob("*.md")):
        try:
            row = read_row(file.name, file.read_bytes())
        except NotAnItem:
            continue
        item = read_item(file.name, file.read_bytes())
        assert item.problems == (), file
        assert item.state is row.state
        assert (item.title, tuple(item.topics)) == (row.title or None, row.topics)
        assert "secured" not in item.unknown


def test_of_the_samples_only_those_with_a_mistake_have_problems(sample_site: Path) -> None:
    problems: dict[str, tuple[str, ...]] = {}
    for file in sorted(sample_site.rglob("*")):
        try:
            row = read_row(file.name, file.read_bytes()) if file.is_file() else None
        except (NotAnItem, UnreadableItem):
            continue
        if row is not None and (found := read_item(file.name, file.read_bytes()).problems):
            problems[file.name] = found
    assert problems == {"2026-11-08-toll-camera-mural.md": ("“quality” should be a whole number.",)}


def test_unknown_keys_are_kept_and_secured_is_not_among_them() -> None:
    item = item_of(TOP + "secured: CANARY\nprice: 5.5\nlevels: [1, {a: b}]\nTwitter: null\n")
    assert item.unknown == {"price": 5.5, "levels": [1, {"a": "b"}], "Twitter": None}


def test_keys_that_are_no_texts_are_kept_as_texts() -> None:
    assert item_of(TOP + "5: five\nno: way\n2020-01-01: day\n").unknown == {
        "5": "five",
        "False": "way",
        "2020-01-01": "day",
    }


@pytest.mark.parametrize(
    ("yaml_text", "problem"),
    [
        ("quality: high", "“quality” should be a whole number."),
        ("heat: [1]", "“heat” should be a whole number."),
        ("topics: AI", "“topics” should be a list of texts."),
        ("provider: Somebody", "“provider” should be a name and a domain."),
        ("publishedDateTime: soon", "“publishedDateTime” should be a date and time."),
        ("related: 5", "“related” should be a list of stories."),
        (
            "related:\n- title: B\n- {title: C, quality: low}",
            "“related” holds something unexpected (number 2, “quality”).",
        ),
        ("images:\n- url: u\n  width: wide", "“images” holds something unexpected (number 1, “width”)."),
        ("provider: {name: [N]}", "“provider” holds something unexpected (“name”)."),
        ("topics: [a, {b: c}]", "“topics” holds something unexpected (number 2)."),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence_and_left_out(yaml_text: str, problem: str) -> None:
    item = item_of(f"title: A\ncategory: news\nexcerpt: E\n{yaml_text}\nsecured: CANARY\n")
    assert item.problems == (problem,)
    assert (item.title, item.excerpt, item.category) == ("A", "E", "news")


def test_what_stands_beside_a_wrong_value_is_kept() -> None:
    item = item_of(TOP + "topics: [a, [b], c]\nrelated: [{title: B, quality: x}, {title: C, quality: 5}]\n")
    assert item.topics == ["a", "c"]
    assert [(story.title, story.quality) for story in item.related] == [("B", None), ("C", 5)]


def test_several_wrong_fields_are_each_named_once() -> None:
    item = item_of("title: [A]\nquality: high\nheat: low\ntopics: [[a], [b]]\nexcerpt: {}\n")
    assert len(item.problems) == 6
    assert len(set(item.problems)) == 6


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-05-17T13:21:00Z", datetime(2023, 5, 17, 13, 21, tzinfo=UTC)),
        ("2023-05-17T15:21:00+02:00", datetime(2023, 5, 17, 13, 21, tzinfo=UTC)),
        ("2023-05-17 13:21:00", datetime(2023, 5, 17, 13, 21, tzinfo=UTC)),
        ("'2023-05-17T13:21:00Z'", datetime(2023, 5, 17, 13, 21, tzinfo=UTC)),
        ("2023-05-17", datetime(2023, 5, 17, tzinfo=UTC)),
        ("1000-01-01", datetime(1000, 1, 1, tzinfo=UTC)),
        ("9000-01-01", datetime(9000, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments_are_read_as_in_the_list(written: str, moment: datetime) -> None:
    data = front_matter(f"{TOP}publishedDateTime: {written}\n")
    item, row = read_item("a.md", data), read_row("a.md", data)
    assert item.publishedDateTime == moment
    assert row.published_at == moment.timestamp()


def test_texts_that_look_like_something_else_stay_texts() -> None:
    item = item_of("title: 1984\nexcerpt: 5.5\nquality: 1\ntopics: [5, yes, 1.5]\n")
    assert (item.title, item.excerpt, item.topics) == ("1984", "5.5", ["5", "True", "1.5"])


def test_a_date_that_cannot_be_leaves_the_other_fields_readable() -> None:
    item = item_of(TOP + "published: false\nupdatedDateTime: 2023-13-45\ntopics: [a]\nday: 2023-05-17\n")
    assert item.problems == ("“updatedDateTime” should be a date and time.",)
    assert (item.title, item.quality, item.published, item.topics) == ("A", 1, False, ["a"])


@pytest.mark.parametrize(
    "value", ["1" + ":59" * 100_000, "0x" + "f" * 100_000, "!!int abc", "!!float ''", "!!bool x"]
)
def test_a_value_that_cannot_be_constructed_does_not_end_the_item(value: str) -> None:
    item = item_of(f"{TOP}x: {value}\n")
    assert (item.title, item.quality) == ("A", 1)


@pytest.mark.parametrize(
    "yaml_text",
    [
        "x: &x [*x]\n",
        "x: !!python/object/apply:os.system [id]\n",
        "x: " + "[" * 100_000 + "\n",
        "a: &a [x]\nb: &b [*a, *a]\n" + "".join(f"c{n}: [*b]\n" for n in range(6_000)),
        "x: {[a]: b}\n",
        "x: =\n",
    ],
    ids=["loop", "code", "brackets", "aliases", "list as key", "equals sign"],
)
def test_what_is_not_safe_to_construct_is_refused(yaml_text: str) -> None:
    with pytest.raises(UnreadableItem):
        item_of(TOP + yaml_text)


@pytest.mark.parametrize("yaml_text", ["", "- a\n", "text\n"])
def test_what_is_no_mapping_is_no_item(yaml_text: str) -> None:
    with pytest.raises(NotAnItem):
        item_of(yaml_text)


def test_models_do_not_change() -> None:
    item = item_of(TOP + f"day: {date(2023, 5, 17)}\n")
    with pytest.raises(ValueError, match="frozen"):
        item.title = "B"
