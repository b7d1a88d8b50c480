"""Decisions on hand-made files: each changes its own bytes and no others, or is refused with a reason."""

from pathlib import Path

import pytest

from core.core_files import front_matter, save_one, write
from editor_app.core.decision import Decision, Publish, Reject, Requeue, retag
from editor_app.core.errors import EditRefused
from editor_app.core.outline import read_outline
from editor_app.core.splice import (
    DeleteKey,
    PutBack,
    SetScalar,
    SetTopics,
    put_back,
    splice,
)
from editor_app.core.store import Outcome

PUBLISH, REJECT, REQUEUE = Publish(), Reject(), Requeue()
TOP = "title: A\nquality: 1\n"


def decide(folder: Path, before: bytes, decision: Decision, name: str) -> tuple[Outcome, str, bytes]:
    file = write(folder / name, before)
    result = save_one(folder, name, decision)
    return result.outcome, result.reason, file.read_bytes()


# -- published and removed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "decision", "after"),
    [
        pytest.param("published: false", PUBLISH, "published: true", id="plain"),
        pytest.param("published: no", PUBLISH, "published: true", id="no"),
        pytest.param("published: yes # c", REQUEUE, "published: false # c", id="yes"),
        pytest.param("published: no", REJECT, "removed: true\npublished: no", id="no is false already"),
        pytest.param('published: "true"', PUBLISH, "published: true", id="a text"),
        pytest.param("published: null # x", PUBLISH, "published: true # x", id="null"),
        pytest.param("published: ~", PUBLISH, "published: true", id="tilde"),
        pytest.param("published:", PUBLISH, "published: true", id="empty"),
        pytest.param("published:  \nx: 1", PUBLISH, "published: true  \nx: 1", id="empty, spaces"),
        pytest.param("published: # soon", PUBLISH, "published: true # soon", id="empty, comment"),
        pytest.param("published:\n  false", PUBLISH, "published:\n  true", id="value on the next line"),
        pytest.param("published:\tfalse\t# x", PUBLISH, "published:\ttrue\t# x", id="tabs"),
        pytest.param("published: false #x", PUBLISH, "published: true #x", id="comment"),
        pytest.param('"published": false', PUBLISH, '"published": true', id="double-quoted key"),
        pytest.param("'published' : false", PUBLISH, "'published' : true", id="single-quoted key"),
        pytest.param("published: 1.5", PUBLISH, "published: true", id="a number"),
        pytest.param("published: .nan", PUBLISH, "published: true", id="no number"),
        pytest.param("published: 2020-01-01", PUBLISH, "published: true", id="a date"),
        pytest.param(
            "removed: true\npublished: false", PUBLISH, "published: true", id="rejected to published"
        ),
        pytest.param("published: false\nremoved: true", REQUEUE, "published: false", id="removed behind"),
        pytest.param("removed: true # why\npublished: false", REQUEUE, "published: false", id="with comment"),
        pytest.param(
            "removed:\n  true\npublished: false", REQUEUE, "published: false", id="removed on two lines"
        ),
        pytest.param(
            "removed: no\npublished: true", REJECT, "removed: true\npublished: false", id="removed: no"
        ),
        pytest.param("removed: maybe\npublished: true", REQUEUE, "published: false", id="removed is odd"),
        pytest.param("removed: true", PUBLISH, "published: true", id="published missing"),
        pytest.param("x: 1", REJECT, "removed: true\npublished: false\nx: 1", id="both missing"),
        pytest.param(
            "topics: foo\npublished: false", PUBLISH, "topics: foo\npublished: true", id="odd topics"
        ),
        pytest.param(
            "a: &t [b]\ntopics: *t\npublished: no",
            PUBLISH,
            "a: &t [b]\ntopics: *t\npublished: true",
            id="alias near",
        ),
        pytest.param(
            "b: &b {heat: 1}\n<<: *b\npublished: false",
            PUBLISH,
            "b: &b {heat: 1}\n<<: *b\npublished: true",
            id="merge key near",
        ),
    ],
)
def test_only_the_meant_lines_of_a_state_change(
    tmp_path: Path, before: str, decision: Decision, after: str
) -> None:
    found = decide(tmp_path, front_matter(f"{TOP}{before}\n"), decision, "item.md")
    assert found == (Outcome.CHANGED, "", front_matter(f"{TOP}{after}\n"))


@pytest.mark.parametrize(
    ("before", "decision", "after"),
    [
        pytest.param(
            b"---\r\ntitle: A\r\nquality: 1\r\npublished: false\r\n---\r\nb\n",
            REJECT,
            b"---\r\ntitle: A\r\nquality: 1\r\nremoved: true\r\npublished: false\r\n---\r\nb\n",
            id="CRLF",
        ),
        pytest.param(
            b"---\r\ntitle: A\nquality: 1\r\nheat: 2\npublished: false\r\n---\r\n",
            REJECT,
            b"---\r\ntitle: A\nquality: 1\r\nheat: 2\nremoved: true\r\npublished: false\r\n---\r\n",
            id="mixed line ends",
        ),
        pytest.param(
            b"---\rtitle: A\rquality: 1\rremoved: true\rpublished: false\r---\r",
            PUBLISH,
            b"---\rtitle: A\rquality: 1\rpublished: true\r---\r",
            id="CR",
        ),
        pytest.param(
            "---\ntitle: A\x85quality: 1\x85published: false\x85heat: 2\n---\n".encode(),
            REJECT,
            "---\ntitle: A\x85quality: 1\x85removed: true\x85published: false\x85heat: 2\n---\n".encode(),
            id="NEL",
        ),
        pytest.param(
            "---\ntitle: A\u2028quality: 1\u2029published: false\u2028heat: 2\n---\n".encode(),
            REJECT,
            "---\ntitle: A\u2028quality: 1\u2029removed: true\u2028published: false\u2028heat: 2\n---\n".encode(),
            id="LS and PS",
        ),
        pytest.param(
            b"\xef\xbb\xbf---\ntitle: A\nquality: 1\npublished: false\n---\n",
            PUBLISH,
            b"\xef\xbb\xbf---\ntitle: A\nquality: 1\npublished: true\n---\n",
            id="BOM",
        ),
        pytest.param(
            '---\ntitle: "\U0001f600\U0001f600"\nexcerpt: \U0001f600é\nquality: 1\npublished: false\n---\n'.encode(),
            PUBLISH,
            '---\ntitle: "\U0001f600\U0001f600"\nexcerpt: \U0001f600é\nquality: 1\npublished: true\n---\n'.encode(),
            id="astral characters before",
        ),
        pytest.param(
            b"---\ntitle: A\nquality: 1\npublished: false\n...\n\xff\xfe\x00body\r\n---\npublished: false",
            PUBLISH,
            b"---\ntitle: A\nquality: 1\npublished: true\n...\n\xff\xfe\x00body\r\n---\npublished: false",
            id="a body of any bytes",
        ),
        pytest.param(
            b"---\n  title: A\n  quality: 1\n  published: false\n---\n",
            REJECT,
            b"---\n  title: A\n  quality: 1\n  removed: true\n  published: false\n---\n",
            id="indented",
        ),
        pytest.param(
            b"---\n  title: A\n  quality: 1\n---\n",
            REJECT,
            b"---\n  title: A\n  quality: 1\n  removed: true\n  published: false\n---\n",
            id="indented, both missing",
        ),
        pytest.param(
            b"---\ntitle: A\nquality: 1 # q\nheat:\n\n# note\ntopics: []\n---\n",
            REJECT,
            b"---\ntitle: A\nquality: 1 # q\nheat:\nremoved: true\npublished: false\n\n# note\ntopics: []\n---\n",
            id="behind an empty score",
        ),
        pytest.param(
            b"---\ntitle: A\ntype: [a,\n  b]\nx: 1\n---\n",
            REJECT,
            b"---\ntitle: A\ntype: [a,\n  b]\nremoved: true\npublished: false\nx: 1\n---\n",
            id="behind a value of two lines",
        ),
        pytest.param(
            b"---\ntitle: A\ncategory: news\nx: 1\n\n# the end\n---\n",
            REJECT,
            b"---\ntitle: A\ncategory: news\nx: 1\nremoved: true\npublished: false\n\n# the end\n---\n",
            id="no score: behind the last key",
        ),
        pytest.param(
            b"---\ntitle: A\n? quality\n: 1\n---\n",
            REJECT,
            b"---\ntitle: A\n? quality\n: 1\nremoved: true\npublished: false\n---\n",
            id="behind a key with a question mark",
        ),
    ],
)
def test_every_kind_of_file_keeps_its_ways(
    tmp_path: Path, before: bytes, decision: Decision, after: bytes
) -> None:
    assert decide(tmp_path, before, decision, "item.md") == (Outcome.CHANGED, "", after)


@pytest.mark.parametrize(
    ("before", "decision", "after"),
    [
        pytest.param("published: false", PUBLISH, "published: true", id="value"),
        pytest.param("x: 1", REJECT, "removed: true\npublished: false\nx: 1", id="in the middle"),
        pytest.param("published: false\nremoved: true", PUBLISH, "published: true", id="last key taken out"),
        pytest.param("removed: true\npublished: no", REQUEUE, "published: no", id="last but one taken out"),
        pytest.param("topics:\n  - a", retag(add=["b"]), "topics:\n  - a\n  - b", id="topic added"),
        pytest.param("topics:\n  - a\n  - b", retag(remove=["b"]), "topics:\n  - a", id="last topic removed"),
        pytest.param("topics:\n  - a", retag(remove=["a"]), "topics: []", id="only topic removed"),
        pytest.param(
            "topics:\n  - a\n  - b", retag(remove=["a", "b"]), "topics: []", id="all topics removed"
        ),
        pytest.param(
            "topics:\n  - a\n  # x\n  - b\n  - c",
            retag(remove=["b", "c"]),
            "topics:\n  - a\n  # x",
            id="comment left",
        ),
        pytest.param(
            "topics:\n  - a", retag(remove=["a"], add=["b", "c"]), "topics:\n  - b\n  - c", id="replaced"
        ),
        pytest.param("topics:\n  - a", retag(rename=[("a", "b")]), "topics:\n  - b", id="topic renamed"),
        pytest.param("topics:", retag(add=["b"]), "topics:\n  - b", id="topic added to nothing"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_without_a_final_line_end_stays_without(
    tmp_path: Path, before: str, decision: Decision, after: str, newline: str
) -> None:
    found = decide(tmp_path, (TOP + before).replace("\n", newline).encode(), decision, "item.yaml")
    assert found == (Outcome.CHANGED, "", (TOP + after).replace("\n", newline).encode())


def test_keys_are_put_behind_the_last_line_of_a_file_without_a_final_line_end(tmp_path: Path) -> None:
    found = decide(tmp_path, b"title: A\r\nquality: 1", REJECT, "item.yaml")
    assert found == (Outcome.CHANGED, "", b"title: A\r\nquality: 1\r\nremoved: true\r\npublished: false")


@pytest.mark.parametrize(
    ("yaml", "decision", "reason"),
    [
        pytest.param(f"{TOP}? published\n: false\n", PUBLISH, "question mark", id="explicit key"),
        pytest.param(f"{TOP}published: &p false\n", PUBLISH, "anchor", id="anchor"),
        pytest.param(f"{TOP}&p published: false\n", PUBLISH, "anchor or a tag", id="anchor on the key"),
        pytest.param(f"{TOP}x: &p false\npublished: *p\n", PUBLISH, "alias", id="alias"),
        pytest.param(f"{TOP}published: !!bool false\n", PUBLISH, "tag", id="tag"),
        pytest.param(f"{TOP}published: ! false\n", PUBLISH, "tag", id="non-specific tag"),
        pytest.param(f"{TOP}published: !mine false\n", PUBLISH, "tag (!) that is not read", id="unknown tag"),
        pytest.param(f"{TOP}published: false\npublished: no\n", PUBLISH, "stands twice", id="key twice"),
        pytest.param(f"{TOP}published: |\n  false\n", PUBLISH, "block of text", id="block scalar"),
        pytest.param(f"{TOP}published: [false]\n", PUBLISH, "list or a mapping", id="list"),
        pytest.param(f"{TOP}published: {{a: b}}\n", PUBLISH, "list or a mapping", id="mapping"),
        pytest.param("{title: A, quality: 1, published: false}\n", PUBLISH, "curly brackets", id="flow root"),
        pytest.param(
            f"&r\n{TOP}published: false\n", PUBLISH, "as a whole has an anchor", id="anchor on the root"
        ),
        pytest.param(
            f"!!map\n{TOP}published: false\n", PUBLISH, "as a whole has an anchor or a tag", id="root tag"
        ),
        pytest.param(f"b: &b {{published: false}}\n<<: *b\n{TOP}", PUBLISH, "merge key", id="merge key"),
        pytest.param(
            f"b: &b {{removed: true}}\n<<: *b\n{TOP}published: false\n",
            REQUEUE,
            "merge key",
            id="merged removed",
        ),
        pytest.param(
            f"b: &b {{x: 1}}\n<<: *b\n{TOP}published: false\n", REJECT, "merge key", id="insert near merge"
        ),
        pytest.param(
            "title: A\ntopics: []\nx: |\n  text\n", REJECT, "block of text", id="behind a block of text"
        ),
        pytest.param(f"{TOP}published: fal\x00se\n", PUBLISH, "does not allow", id="NUL"),
        pytest.param(f"{TOP}x: [\n", PUBLISH, "", id="no YAML"),
    ],
)
def test_what_is_not_safe_to_edit_is_refused_with_a_reason(
    tmp_path: Path, yaml: str, decision: Decision, reason: str
) -> None:
    before = front_matter(yaml)
    outcome, said, after = decide(tmp_path, before, decision, "item.md")
    assert outcome is Outcome.REFUSED
    assert reason in said
    assert after == before


def test_several_documents_are_refused(tmp_path: Path) -> None:
    before = f"---\n{TOP}---\n{TOP}".encode()
    outcome, said, after = decide(tmp_path, before, PUBLISH, "item.yaml")
    assert (outcome, after) == (Outcome.REFUSED, before)
    assert "more than one YAML document" in said


@pytest.mark.parametrize(
    ("yaml", "decision"),
    [
        ("published: true", PUBLISH),
        ("published: yes", PUBLISH),
        ("x: 1", PUBLISH),
        ("published: no", REQUEUE),
        ("published: later", REQUEUE),
        ("published:", REQUEUE),
        ("removed: true\npublished: false", REJECT),
        ("published: true\nremoved: yes", REJECT),
        ("published: true\nremoved: maybe", PUBLISH),
        ("topics: [a, b]", retag(add=["a"], remove=["c"], rename=[("d", "a")])),
        ("topics: [a, b]", retag(rename=[("a", "a")])),
        ("topics:", retag(remove=["c"])),
    ],
)
def test_what_is_so_already_is_left_alone(tmp_path: Path, yaml: str, decision: Decision) -> None:
    before = front_matter(f"{TOP}{yaml}\n")
    assert decide(tmp_path, before, decision, "item.md") == (Outcome.UNCHANGED, "", before)


# -- topics ------------------------------------------------------------------------------------------------------------

COMMENTED = """\
topics:
  - a # first
  # about b
  - "b"

  # last
  - 'c'
  # behind the list

heat: 1"""


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        pytest.param("topics:\n  - a\n  - b", {"add": ["c"]}, "topics:\n  - a\n  - b\n  - c", id="add"),
        pytest.param("topics:\n- a\nx: 1", {"add": ["c"]}, "topics:\n- a\n- c\nx: 1", id="list at column 0"),
        pytest.param("topics:\n- a\n- b", {"remove": ["a"]}, "topics:\n- b", id="remove at column 0"),
        pytest.param("topics:\n    -   a", {"add": ["c"]}, "topics:\n    -   a\n    -   c", id="wide indent"),
        pytest.param("topics:\n  - 5\n  - true", {"remove": ["5"]}, "topics:\n  - true", id="a number"),
        pytest.param("topics:\n  - ''\n  - a", {"remove": ["a"]}, "topics:\n  - ''", id="an empty text"),
        pytest.param(
            "topics:\n  - a\n  - b\n  - a", {"remove": ["a"]}, "topics:\n  - b", id="twice, removed"
        ),
        pytest.param(
            "topics:\n  - a\n  - b\n  - a",
            {"add": ["c"]},
            "topics:\n  - a\n  - b\n  - a\n  - c",
            id="twice, left",
        ),
        pytest.param(
            "topics:\n  - a # x\n  - b", {"rename": [("a", "c")]}, "topics:\n  - c # x\n  - b", id="rename"
        ),
        pytest.param(
            'topics:\n  - "a"\n  - b',
            {"rename": [("a", "c")]},
            'topics:\n  - "c"\n  - b',
            id="rename, quoted",
        ),
        pytest.param(
            "topics:\n  - a\n  - b", {"rename": [("a", "no")]}, 'topics:\n  - "no"\n  - b', id="quotes"
        ),
        pytest.param("topics:\n  - a\n  - b", {"rename": [("a", "b")]}, "topics:\n  - b", id="merge"),
        pytest.param(
            "topics:\n  - a # x\n  - b # y",
            {"rename": [("a", "c"), ("b", "d")], "add": ["a"]},
            "topics:\n  - c # x\n  - d # y\n  - a",
            id="rename two, add",
        ),
        pytest.param(
            "topics:\n  - a\n  - b",
            {"rename": [("a", "b"), ("b", "c")]},
            "topics:\n  - c",
            id="rename in a row",
        ),
        pytest.param("topics:", {"add": ["c", "d"]}, "topics:\n  - c\n  - d", id="add to nothing"),
        pytest.param("topics: # none", {"add": ["c"]}, "topics: # none\n  - c", id="add to nothing, comment"),
        pytest.param(
            "topics: null\nx: 1", {"add": ["c", "a, b"]}, 'topics: [c, "a, b"]\nx: 1', id="add to null"
        ),
        pytest.param(
            "heat: 1\nx: 1", {"add": ["c"]}, "heat: 1\ntopics:\n  - c\nx: 1", id="add where missing"
        ),
        pytest.param("topics:\n  - a\nx: 1", {"remove": ["a"]}, "topics: []\nx: 1", id="remove the only one"),
        pytest.param('"topics" :\n- a', {"remove": ["a"]}, '"topics" : []', id="the only one, quoted key"),
        pytest.param(
            COMMENTED, {"add": ["d"]}, COMMENTED.replace("- 'c'\n", "- 'c'\n  - d\n"), id="comments: add"
        ),
        pytest.param(
            COMMENTED,
            {"remove": ["a"]},
            COMMENTED.replace("  - a # first\n", ""),
            id="comments: remove first",
        ),
        pytest.param(COMMENTED, {"remove": ["b"]}, COMMENTED.replace('  - "b"\n', ""), id="comments: remove"),
        pytest.param(
            COMMENTED, {"remove": ["c"]}, COMMENTED.replace("  - 'c'\n", ""), id="comments: remove last"
        ),
        pytest.param(
            COMMENTED,
            {"remove": ["a", "b", "c"]},
            "topics: []\n  # about b\n\n  # last\n  # behind the list\n\nheat: 1",
            id="comments: remove all",
        ),
        pytest.param(
            COMMENTED, {"rename": [("b", "e: f")]}, COMMENTED.replace('"b"', '"e: f"'), id="comments: rename"
        ),
        pytest.param(
            "topics: [a, 'b',c]", {"add": ["d", "e, f"]}, "topics: [a, 'b',c, d, \"e, f\"]", id="flow: add"
        ),
        pytest.param(
            "topics: [ a, 'b',c ] # x", {"remove": ["a"]}, "topics: [ 'b',c ] # x", id="flow: remove"
        ),
        pytest.param("topics: [ a, 'b',c ]", {"remove": ["c"]}, "topics: [ a, 'b' ]", id="flow: remove last"),
        pytest.param("topics: [ a, b ]", {"remove": ["a", "b"]}, "topics: []", id="flow: remove all"),
        pytest.param("topics: [a, b,]", {"add": ["c"]}, "topics: [a, b, c,]", id="flow: comma at the end"),
        pytest.param("topics: [ ] # x", {"add": ["a", "b"]}, "topics: [a, b] # x", id="flow: add to nothing"),
        pytest.param("topics: [a, 'b']", {"rename": [("b", "c]")]}, 'topics: [a, "c]"]', id="flow: rename"),
        pytest.param("topics: [a, b]", {"remove": ["a"], "add": ["a"]}, "topics: [b, a]", id="flow: move"),
        pytest.param(
            'topics: ["a # b"]', {"add": ["c"]}, 'topics: ["a # b", c]', id="flow: number sign in a text"
        ),
        pytest.param(
            "topics: [\n  a,\n  b\n  ]",
            {"add": ["c"]},
            "topics: [\n  a,\n  b,\n  c\n  ]",
            id="flow: an item a line",
        ),
        pytest.param(
            "topics: [\n  a,\n  b\n  ]",
            {"remove": ["a"]},
            "topics: [\n  b\n  ]",
            id="flow: remove of a line each",
        ),
        pytest.param(
            "topics:\n  [a,\n   b]\nx: 1",
            {"remove": ["b"]},
            "topics:\n  [a]\nx: 1",
            id="flow: on the next line",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_only_the_meant_lines_of_the_topics_change(
    tmp_path: Path, before: str, edit: dict[str, list[str]], after: str, newline: str
) -> None:
    fence = newline if newline in {"\n", "\r\n", "\r"} else "\n"

    def file(yaml: str) -> bytes:
        text = f"{TOP}{yaml}\nlast: 1".replace("\n", newline)
        return f"---{fence}{text}{fence}---{fence}".encode()

    found = decide(tmp_path, file(before), retag(**edit), "item.md")  # type: ignore[arg-type]
    assert found == (Outcome.CHANGED, "", file(after))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_topic_of_two_lines_takes_both_with_it(tmp_path: Path, newline: str) -> None:
    before = "---\ntitle: A\ntopics:\n  - a\n    b\n  - c\n---\n".replace("\n", newline).encode()
    after = "---\ntitle: A\ntopics:\n  - c\n---\n".replace("\n", newline).encode()
    assert decide(tmp_path, before, retag(remove=["a b"]), "item.md") == (Outcome.CHANGED, "", after)


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        pytest.param("topics: [a, # x\n  b]", "Comments stand inside", id="comment in a flow list"),
        pytest.param("topics:\n  -\n    a\n  - b", "line of its dash", id="item below its dash"),
        pytest.param("topics:\n  -\n  - a", "line of its dash", id="item without a value"),
        pytest.param("topics:\n  - |\n    b\n  - c", "block of text", id="item that is a block of text"),
        pytest.param("topics:\n  - &x b\n  - c", "anchor", id="item with an anchor"),
        pytest.param("x: &x b\ntopics:\n  - *x\n  - c", "more than plain texts", id="item that is an alias"),
        pytest.param("topics:\n  - !!str b\n  - c", "tag", id="item with a tag"),
        pytest.param("topics: &t [a]", "anchor", id="list with an anchor"),
        pytest.param("x: &t [a]\ntopics: *t", "no list", id="list that is an alias"),
        pytest.param("topics: [[a]]", "more than plain texts", id="list in a list"),
        pytest.param("topics: [a: b]", "more than plain texts", id="pair in a list"),
        pytest.param("topics: a", "no list", id="a text"),
        pytest.param("topics: {a: b}", "no list", id="a mapping"),
        pytest.param("x: &x {topics: [a]}\n<<: *x", "merge key", id="from a merge key"),
    ],
)
@pytest.mark.parametrize(
    "decision", [retag(add=["z"]), retag(remove=["a", "b"], add=["z"])], ids=["add", "remove"]
)
def test_topics_that_are_not_safe_to_edit_are_refused(
    tmp_path: Path, yaml: str, reason: str, decision: Decision
) -> None:
    before = front_matter(f"{TOP}{yaml}\n")
    outcome, said, after = decide(tmp_path, before, decision, "item.md")
    assert (outcome, after) == (Outcome.REFUSED, before)
    assert reason in said


# -- the operations themselves -----------------------------------------------------------------------------------------


def spliced(text: str, *edits: SetScalar | DeleteKey | SetTopics | PutBack) -> str:
    return splice(read_outline(text), edits, "\n")


def test_several_fields_change_in_one_go() -> None:
    text = "title: A\nquality: 1\ntopics: [a]\nend: 1\n"
    edits = (SetTopics("topics", ("a", "b")), SetScalar("published", False), SetScalar("removed", True))
    assert spliced(text, *edits) == (
        "title: A\nquality: 1\nremoved: true\npublished: false\ntopics: [a, b]\nend: 1\n"
    )


def test_changes_that_touch_each_other_are_refused() -> None:
    with pytest.raises(EditRefused, match="same place"):
        spliced("quality: 1\nremoved: true", DeleteKey("removed"), SetScalar("published", True))


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("a: 1\nb: 2\nc: 3\n", id="in the middle"),
        pytest.param("b: 2\nc: 3\n", id="first"),
        pytest.param("a: 1\nb: 2\n", id="last"),
        pytest.param("a: 1\nb: 2", id="last, no line end"),
        pytest.param("a: 1\nb: 2\n\n# about c\nc: 3\n", id="with a gap behind"),
        pytest.param("a: 1\n\n# about b\nb: 2 # c\nc: 3\n", id="with a gap before"),
        pytest.param("a: 1\n\nb: 2\n# end\n", id="last, with gaps"),
        pytest.param("a: 1\r\nb:\r\n  - 'x' # y\r\n\r\nc: 3\r\n", id="of several lines"),
    ],
)
def test_an_entry_can_be_put_back_where_it_was(before: str) -> None:
    back = put_back(read_outline(before), "b")
    without = spliced(before, DeleteKey("b"))
    assert read_outline(without).find("b") is None
    assert spliced(without, back) == before


def test_an_entry_whose_follower_is_gone_is_put_back_at_the_end() -> None:
    back = put_back(read_outline("a: 1\nb: 2\n\nc: 3\n"), "b")
    assert spliced("a: 1\n\n", back) == "a: 1\nb: 2\n\n"


def test_a_changed_entry_is_put_back_as_it_was() -> None:
    before = "a: 1\ntopics:   # c\n  - 'x'\n\nb: 2\n"
    back = put_back(read_outline(before), "topics")
    assert spliced(spliced(before, SetTopics("topics", ())), back) == before


def test_the_only_key_is_not_taken_out() -> None:
    with pytest.raises(EditRefused):
        spliced("removed: true\n", DeleteKey("removed"))
