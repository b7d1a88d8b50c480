"""The site's own list of topics, and suggestions from it."""

from collections import Counter
from pathlib import Path

from core.core_files import write
from editor_app.core.topics import Topic, TopicList, ranked


def test_the_list_is_read_from_the_sites_folder(tmp_path: Path) -> None:
    topics = tmp_path / "_data" / "topics"
    write(tmp_path / "_config.yml", "title: Site\n")
    write(
        topics / "b.yaml", "name: Boats\nparent: Transport\ndescription: On water\nkeywords: [ferry, boat]\n"
    )
    write(topics / "a.yml", "---\nname: ' AI '\nkeywords:\n")
    write(topics / "c.yaml", "shortname: nameless\n")
    write(topics / "d.txt", "name: no topic file\n")
    expected = (Topic("AI"), Topic("Boats", "Transport", "On water", ("ferry", "boat")))
    (tmp_path / "_news").mkdir()
    for folder in (tmp_path, tmp_path / "_news"):
        found, problems = TopicList.read(folder)
        assert set(found.topics) == set(expected)
        assert set(found.names) == {"AI", "Boats"}
        assert problems == []


def test_a_file_that_cannot_be_read_is_named_and_the_others_count(tmp_path: Path) -> None:
    topics = tmp_path / "_data" / "topics"
    write(topics / "a.yaml", "name: AI\n")
    write(topics / "b.yaml", "name: [\n")
    write(topics / "c.yaml", "name: x\nx: &x [*x]\n")
    found, problems = TopicList.read(tmp_path)
    assert found.names == ("AI",)
    assert [problem.partition(" cannot")[0] for problem in problems] == [
        "The topic file b.yaml",
        "The topic file c.yaml",
    ]


def test_a_site_may_have_no_list(tmp_path: Path) -> None:
    assert TopicList.read(tmp_path) == (TopicList(), [])


def test_a_real_list_is_read(real_site: Path) -> None:
    found, problems = TopicList.read(real_site)
    assert problems == []
    assert len(found.topics) > 3
    assert all(topic.name for topic in found.topics)


LIST = TopicList(
    (
        Topic("AI", keywords=("machine learning", "neural")),
        Topic("Boats", keywords=("ferry", "harbour")),
        Topic("C++"),
        Topic("R", keywords=()),
        Topic("!?", keywords=("!",)),
    )
)


def test_topics_are_suggested_by_whole_words_most_fitting_first() -> None:
    text = "The ferry in the HARBOUR uses Machine-Learning. C++ was used; chairs were not."
    assert LIST.suggestions(text, held=()) == ("Boats", "AI", "C++")
    assert LIST.suggestions(text, held=("Boats", "C++")) == ("AI",)
    assert LIST.suggestions(text, held=(), most=1) == ("Boats",)
    assert LIST.suggestions("ferryman", held=()) == ()
    assert LIST.suggestions("", held=()) == ()


def test_names_for_completion_begin_with_what_is_used_most() -> None:
    assert ranked(["AI", "Boats", "Cars"], Counter({"Cars": 2, "Gulls": 5})) == [
        "Gulls",
        "Cars",
        "AI",
        "Boats",
    ]
