"""Which item tells the story of a web address."""

import pytest

from editor_app.core.catalog import Catalog
from editor_app.core.row import Row
from editor_app.core.story_index import StoryIndex, story_key


def made(*urls: str) -> tuple[Catalog, StoryIndex]:
    catalog, index = Catalog(), StoryIndex()
    taken = catalog.add([Row(f"{number}.md", f"Story {number}", url=url) for number, url in enumerate(urls)])
    index.take(catalog, taken.new)
    return catalog, index


@pytest.mark.parametrize(
    "other",
    [
        "http://site.example/news/one",
        "https://www.site.example/news/one/",
        "HTTPS://Site.Example:443/news/one#comments",
        "https://site.example/news/one?utm_source=feed&utm_medium=rss",
        " https://site.example/news/one?fbclid=x ",
    ],
)
def test_spellings_of_one_address_are_the_same_story(other: str) -> None:
    catalog, index = made("https://site.example/news/one")
    assert index.find(catalog, [other]) == [0]


@pytest.mark.parametrize(
    "other",
    [
        "https://site.example/news/two",
        "https://site.example/News/one",
        "https://other.example/news/one",
        "https://site.example/news/one?id=2",
        "ftp://site.example/news/one",
        "site.example/news/one",
        "",
    ],
)
def test_other_addresses_are_other_stories(other: str) -> None:
    catalog, index = made("https://site.example/news/one")
    assert index.find(catalog, [other, None]) == []


def test_what_makes_the_story_stays_in_a_query() -> None:
    assert story_key("https://a.example/?id=4&utm_campaign=x") == story_key("http://www.a.example/?id=4")
    assert story_key("https://a.example/?id=4") != story_key("https://a.example/?id=5")


def test_a_front_page_is_no_story() -> None:
    catalog, index = made("https://site.example/", "https://site.example")
    assert index.find(catalog, ["https://site.example/"]) == []


def test_the_index_follows_the_files() -> None:
    catalog, index = made("https://a.example/x", "https://a.example/x", "")
    assert index.find(catalog, ["https://a.example/x"]) == [0, 1]
    catalog.update(2, Row("2.md", "Story 2", url="https://a.example/x"))
    catalog.update(1, Row("1.md", "Story 1", url="https://a.example/y"))
    index.take(catalog, [1, 2])
    assert index.find(catalog, ["https://a.example/x"]) == [0, 2]
    assert index.find(catalog, ["https://a.example/y"]) == [1]
    catalog.remove(0)
    index.take(catalog, [0])
    assert index.find(catalog, ["https://a.example/x"]) == [2]
    catalog.remove(2)
    index.take(catalog, [2])
    assert index.find(catalog, ["https://a.example/x"]) == []
    new = catalog.add([Row("0.md", "Story 0", url="https://a.example/x")]).new
    index.take(catalog, new)
    assert index.find(catalog, ["https://a.example/x"]) == new


def test_what_the_index_has_not_heard_of_yet_is_not_told_wrongly() -> None:
    catalog, index = made("https://a.example/x", "https://a.example/z")
    catalog.update(0, Row("0.md", "Story 0", url="https://a.example/y"))
    catalog.remove(1)
    assert index.find(catalog, ["https://a.example/x", "https://a.example/z"]) == []


def test_thousands_of_items_of_one_address_come_and_go() -> None:
    catalog, index = made(*["https://a.example/x"] * 5_000)
    assert index.find(catalog, ["https://a.example/x"])[0] == 0
    for item in range(4_999):
        catalog.remove(item)
    index.take(catalog, range(4_999))
    assert index.find(catalog, ["https://a.example/x"]) == [4_999]
