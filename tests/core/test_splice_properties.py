"""Whatever an item looks like, an edit changes its own lines, means what it should, and can be taken back."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.decision import Decision, Fields, ItemEdit, Publish, Reject, Requeue, Retag, retag
from editor_app.core.errors import EditRefused
from editor_app.core.frontmatter import split
from editor_app.core.merge import merge, replaced_in
from editor_app.core.originals import Originals
from editor_app.core.outline import read_outline
from editor_app.core.row import read_row
from editor_app.core.scalars import as_list_item, quoted
from editor_app.core.splice import splice
from editor_app.core.state import State

# -- items of any look -------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12) | st.sampled_from(
    [
        "AI",
        "Computer Vision",
        "yes",
        "12:30",
        "#x",
        "a: b",
        "- x",
        "\U0001f600",
        "it's",
        'say "hi"',
        "C++",
        "ж",
        "a, b",
    ]
)
TOPICS = st.lists(WORDS.map(str.strip).filter(bool), unique=True, max_size=5)
COMMENTS = st.sampled_from(["", " # a comment", "  # published: true", " # \U0001f600 ü"])
LINES_BETWEEN = st.sampled_from([[], [], [""], ["# a comment"], ["", "  # topics:", ""]])
BODIES = st.sampled_from(
    [b"", b"body", b"\r\n\xff\xfe\x00\n---\npublished: false\n", "\U0001f600\n".encode()]
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


def double_quoted(text: str) -> str:
    return quoted(text)


def single_quoted(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'" if text.isprintable() else quoted(text)


def plain_if_possible(text: str) -> str:
    return as_list_item(text, flow=True)


QUOTES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([double_quoted, single_quoted])
STYLES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [double_quoted, single_quoted, plain_if_possible]
)


@st.composite
def block_topics(draw: st.DrawFn, topics: list[str]) -> list[str]:
    indent = draw(st.sampled_from(["", "  ", "    "])) + "-" + draw(st.sampled_from([" ", "   "]))
    lines = ["topics:" + draw(COMMENTS)]
    for topic in topics:
        lines += draw(st.sampled_from([[], [], ["  # about it"]]))
        lines.append(indent + draw(STYLES)(topic) + draw(COMMENTS))
    return lines


@st.composite
def flow_topics(draw: st.DrawFn, topics: list[str]) -> list[str]:
    separator = draw(st.sampled_from([", ", ",", " , "]))
    space = draw(st.sampled_from(["", " "]))
    written = separator.join(draw(STYLES)(topic) for topic in topics)
    return [f"topics: [{space}{written}{space}]" + draw(COMMENTS)]


@st.composite
def entries(draw: st.DrawFn) -> list[list[str]]:
    """Lines of YAML, by entry, in any order behind the title."""
    key = draw(st.sampled_from(["{}", '"{}"', "'{}'"]))
    found = [[f"{key.format('quality')}: {draw(st.integers(0, 150))}" + draw(COMMENTS)]]
    published = draw(
        st.sampled_from([None, "true", "false", "no", "Yes", "null", "~", '"true"', "later", ""])
    )
    if published is not None:
        found.append([f"{key.format('published')}: {published}".rstrip() + draw(COMMENTS)])
    removed = draw(st.sampled_from([None, None, "true", "false", "yes", "null"]))
    if removed is not None:
        found.append([f"removed: {removed}" + draw(COMMENTS)])
    topics = draw(TOPICS)
    if topics:
        found.append(draw(block_topics(topics) | flow_topics(topics)))
    elif draw(st.booleans()):
        found.append([draw(st.sampled_from(["topics: []", "topics:", "topics: null", "topics: [ ] # none"]))])
    found.append(["provider:", "  name: " + draw(QUOTES)(draw(WORDS)), "  published: false", "  topics: [x]"])
    if draw(st.booleans()):
        found.append(["related:", "- title: B", "  published: true", "  topics:", "  - y"])
    if draw(st.booleans()):
        found.append(["excerpt: |", "  removed: true", "  topics:", "    - z"])
    return draw(st.permutations(found))


@st.composite
def items(draw: st.DrawFn) -> bytes:
    newline = draw(NEWLINES)
    lines = ["title: " + draw(QUOTES)(draw(WORDS))]
    for entry in draw(entries()):
        lines += [*draw(LINES_BETWEEN), *entry]
    head = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + b"---" + newline.encode()
    return head + newline.join([*lines, "---", ""]).encode() + draw(BODIES)


STATES = st.sampled_from([Publish(), Reject(), Requeue()])
RETAGS = st.builds(
    lambda add, remove, rename: retag(add=add, remove=remove, rename=rename),
    st.lists(WORDS, max_size=2),
    st.lists(WORDS, max_size=2),
    st.lists(st.tuples(WORDS, WORDS), max_size=2),
)


@st.composite
def retags_of(draw: st.DrawFn, data: bytes) -> Retag:
    """Retags that take away and rename what an item has."""
    held = read_row("item.md", data).topics
    if not held:
        return draw(RETAGS)
    one = st.lists(st.sampled_from(held), max_size=len(held))
    return retag(
        add=draw(st.lists(WORDS, max_size=2)),
        remove=draw(one),
        rename=[(old, draw(WORDS)) for old in draw(st.lists(st.sampled_from(held), max_size=1))],
    )


# -- what is asked of an edit ------------------------------------------------------------------------------------------


def edited(data: bytes, edit: ItemEdit, originals: Originals | None = None) -> bytes:
    """The bytes after an edit; what it replaced is remembered in ``originals``.

    :raises EditRefused: it cannot be made.
    """
    originals = originals or Originals()
    parts = split(data, plain_yaml=False)
    before = read_outline(parts.yaml)
    changes, _ = merge(before, edit, originals)
    text = splice(before, changes, parts.newline)
    for change in changes:
        originals.record(replaced_in(before, read_outline(text), change.key))
    return parts.with_yaml(text)


def edit_of(data: bytes, decision: Decision) -> ItemEdit:
    fields = fields_of(data)
    return ItemEdit.between(fields, decision.apply(fields))


def fields_of(data: bytes) -> Fields:
    row = read_row("item.md", data)
    return Fields(row.state_fields, row.topics)


def meaning(data: bytes) -> dict[str, Any]:
    found = yaml.safe_load(split(data, plain_yaml=False).yaml)
    assert isinstance(found, dict)
    return found


def entry_lines(data: bytes) -> dict[str, str]:
    """The whole front matter, cut where entries begin."""
    parts = split(data, plain_yaml=False)
    outline = read_outline(parts.yaml)
    starts = [entry.line_start for entry in outline.entries] + [len(parts.yaml)]
    found = {
        entry.key: parts.yaml[start:end]
        for entry, start, end in zip(outline.entries, starts, starts[1:], strict=False)
    }
    return {"": parts.yaml[: starts[0]], **found}


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


# -- the properties ----------------------------------------------------------------------------------------------------


@given(items(), STATES)
def test_a_decision_changes_the_lines_of_the_state_and_nothing_else(data: bytes, decision: Decision) -> None:
    edit = edit_of(data, decision)
    try:
        new = edited(data, edit)
    except EditRefused:
        return
    wanted = {Publish(): State.PUBLISHED, Reject(): State.REJECTED, Requeue(): State.UNPUBLISHED}[decision]
    assert read_row("item.md", new).state is wanted
    own = {"published", "removed"}
    assert {key: value for key, value in meaning(new).items() if key not in own} == {
        key: value for key, value in meaning(data).items() if key not in own
    }
    old_parts, new_parts = split(data, plain_yaml=False), split(new, plain_yaml=False)
    assert (new_parts.head, new_parts.tail) == (old_parts.head, old_parts.tail)
    # What stands between the entries' own lines (comments, blank lines) stays too.
    kept_old = [line for key, text in entry_lines(data).items() for line in own_lines(key, text, own)]
    kept_new = [line for key, text in entry_lines(new).items() for line in own_lines(key, text, own)]
    assert kept_new == kept_old


def own_lines(key: str, text: str, edited_keys: set[str]) -> list[str]:
    lines = lines_of(text)
    return [line for line in (lines[1:] if key in edited_keys else lines) if line]


@given(st.data())
def test_a_retag_changes_the_lines_of_the_topics_and_nothing_else(data: st.DataObject) -> None:
    item = data.draw(items())
    decision = data.draw(retags_of(item) | RETAGS)
    edit = edit_of(item, decision)
    try:
        new = edited(item, edit)
    except EditRefused:
        return
    held, wanted = fields_of(item).topics, decision.apply(fields_of(item)).topics
    if sorted(held) != sorted(wanted):
        assert [str(topic) for topic in meaning(new).get("topics") or []] == list(wanted)
    assert {**meaning(new), "topics": None} == {**meaning(item), "topics": None} or "topics" not in meaning(
        item
    )
    untouched = {key: text for key, text in entry_lines(item).items() if key != "topics"}
    after = {key: text for key, text in entry_lines(new).items() if key != "topics"}
    if "topics" in meaning(item):
        assert after == untouched
        old_lines = [line for line in lines_of(entry_lines(item)["topics"]) if "- " in line]
        new_lines = lines_of(entry_lines(new)["topics"])
        kept = [line for line in old_lines if line in new_lines]
        new_names = {new for _, new in decision.edit.renamed}
        moved = set(decision.edit.removed) & (set(decision.edit.added) | new_names)
        assert (
            len(kept) >= len([topic for topic in held if topic in wanted and topic not in moved])
            or "[" in new_lines[0]
        )
    else:
        assert after.keys() == untouched.keys()
        assert meaning(new) == {**meaning(item), **({"topics": list(wanted)} if wanted else {})}


@given(items(), st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=3, unique=True))
def test_what_is_added_and_taken_away_again_leaves_the_same_data(data: bytes, topics: list[str]) -> None:
    new_ones = [topic for topic in topics if topic not in fields_of(data).topics]
    try:
        there = edited(data, edit_of(data, retag(add=new_ones)))
        back = edited(there, edit_of(there, retag(remove=new_ones)))
    except EditRefused:
        return
    assert {**meaning(back), "topics": None} == {**meaning(data), "topics": None}
    assert (meaning(back).get("topics") or []) == (meaning(data).get("topics") or [])
    if fields_of(data).topics:
        assert back == data


@given(items())
def test_publish_and_requeue_lead_back(data: bytes) -> None:
    try:
        queued = edited(data, edit_of(data, Requeue()))
        published = edited(queued, edit_of(queued, Publish()))
        again = edited(published, edit_of(published, Requeue()))
    except EditRefused:
        return
    assert edited(again, edit_of(again, Publish())) == published
    assert fields_of(again).state.state is State.UNPUBLISHED
    if "removed" not in meaning(queued):  # else publishing has taken it out
        assert meaning(again) == {**meaning(queued), "published": False}
        if re.match("[\"']?published[\"']?: false", entry_lines(queued).get("published", "")):
            assert again == queued


@given(items())
def test_a_rejected_item_comes_back_as_it_was(data: bytes) -> None:
    try:
        queued = edited(data, edit_of(data, Requeue()))
        rejected = edited(queued, edit_of(queued, Reject()))
        again = edited(rejected, edit_of(rejected, Requeue()))
    except EditRefused:
        return
    if meaning(queued).get("published") is False and "removed" not in meaning(queued):
        assert again == queued


@given(st.data())
def test_with_what_a_session_remembers_an_undo_gives_back_every_byte(data: st.DataObject) -> None:
    item = data.draw(items())
    originals = Originals()
    versions = [item]
    for _ in range(data.draw(st.integers(1, 3))):
        decision = data.draw(STATES | retags_of(versions[-1]))
        before = fields_of(versions[-1])
        try:
            new = edited(versions[-1], ItemEdit.between(before, decision.apply(before)), originals)
        except EditRefused:
            return
        versions.append(new)
    for earlier, later in zip(reversed(versions[:-1]), reversed(versions[1:]), strict=True):
        undo = ItemEdit.between(fields_of(later), fields_of(earlier))
        if sorted(fields_of(later).topics) != sorted(fields_of(earlier).topics) or undo.state is not None:
            assert edited(later, undo, originals) == earlier
