"""Whatever style a text is written in, rewriting it changes this scalar alone, keeps the style, and leads back."""

from dataclasses import dataclass

from hypothesis import assume, example, given
from hypothesis import strategies as st
from yaml.events import Event, ScalarEvent

from editor_app.core.decision import Fields, ItemEdit, Publish, Reject, TextChange, retag
from editor_app.core.errors import EditRefused
from editor_app.core.frontmatter import split
from editor_app.core.item_texts import find_texts, read_texts
from editor_app.core.merge import merge, replaced_in
from editor_app.core.originals import Originals
from editor_app.core.outline import Outline, read_outline
from editor_app.core.row import read_row
from editor_app.core.scalars import as_list_item, needs_escapes, quoted
from editor_app.core.splice import splice
from editor_app.core.text_place import EXCERPT, TITLE, TextPlace

WORDS = st.sampled_from(
    [
        "gull",
        "ferry",
        "ü",
        "\U0001f600",
        "it's",
        '"hi"',
        "a:",
        "#x",
        "-",
        "yes",
        "12:30",
        "€5",
        "[x]",
        "{",
        "&a",
        "*b",
        *(
            "...",
            "---",
            "?",
            "|",
            ">",
            "%",
            "@",
            "`",
            "!t",
            "<<",
            "=",
            "\\",
            "null",
            "0o7",
            "2020-01-01",
            ",",
        ),
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
PARAGRAPHS = st.lists(LINES | st.just(""), min_size=1, max_size=4).map("\n".join)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NEW_TEXTS = LINES | PARAGRAPHS | PARAGRAPHS.map(lambda text: text + "\n") | ANY_TEXT
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
STYLES = st.sampled_from(
    ['"', '" folded', "'", "' folded", "", " folded", "|", "|-", "|+", ">", ">-", "> wrapped", "|2"]
)
COMMENTS = st.sampled_from(["", "", " # a comment"])
BEHIND = st.sampled_from([[], [], [""], ["", ""], ["# a comment", ""]])


def written(draw: st.DrawFn, key: str, indent: int, style: str) -> list[str]:
    """A key with a text in some style; its lines are indented by so much, but for the first."""
    pad = " " * (indent + 2)
    line, more, comment = draw(LINES), draw(LINES), draw(COMMENTS)
    kind = style[:1]
    if kind in "|>" and kind:
        blank = [""] * draw(st.integers(0, 2))
        lines = [pad + f"the {line}", *([""] if draw(st.booleans()) else []), pad + f"of {more}"]
        if style == "> wrapped":
            lines = [pad + "a long line of words that goes on until it is folded", pad + "and goes on"]
        return [f"{key}: {style.removesuffix(' wrapped')}{comment}", *lines, *blank]
    if kind == '"':
        both = quoted(line)[:-1], quoted(more)[1:]
    elif kind == "'":
        both = "'" + line.replace("'", "''"), more.replace("'", "''") + "'"
    else:
        both = "the gull", "of words"
    if "folded" in style:
        return [f"{key}: {both[0]}", f"{pad}{both[1]}{comment}"]
    return [f"{key}: {both[0]} {both[1]}{comment}"]


@st.composite
def items(draw: st.DrawFn) -> bytes:
    """Items with a title, perhaps an excerpt, and related stories, each text in any style."""
    newline = draw(NEWLINES)
    lines = [*written(draw, "title", 0, draw(STYLES)), *draw(BEHIND)]
    if draw(st.booleans()):
        lines += [*written(draw, "excerpt", 0, draw(STYLES)), *draw(BEHIND)]
    lines += ["quality: 7", "", "published: false # no"]
    stories = draw(st.integers(0, 3))
    dash = draw(st.sampled_from(["- ", "  - ", "  -   "]))
    if stories and draw(st.booleans()):
        lines.append("related: # stories")
        for number in range(stories):
            pad = " " * len(dash)
            url = draw(st.sampled_from(["", "https://a.example", f"https://b.example/{number}"]))
            story = [f"  webUrl: {url}"] if url else ["  type: article"]
            for key in draw(st.permutations(["title", "excerpt"])):
                story += ["  " + line if line else "" for line in written(draw, key, 0, draw(STYLES))]
            lines.append(dash + story[0].strip())
            lines += [pad + line[2:] if line else "" for line in story[1:]]
    elif stories:
        texts = [f"{{title: {as_list_item(draw(LINES), flow=True)}, webUrl: x{n}}}" for n in range(stories)]
        lines.append(f"related: [{', '.join(texts)}]")
    lines += draw(BEHIND)
    if draw(st.booleans()):
        lines.append("secured: abc")
    head = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + b"---" + newline.encode()
    return head + newline.join([*lines, "---", ""]).encode() + draw(st.sampled_from([b"", b"body\xff\r\n"]))


@dataclass(frozen=True)
class Rewritten:
    before: Outline
    after: Outline
    data: bytes


def rewrite(data: bytes, change: TextChange, originals: Originals | None = None) -> Rewritten:
    """Make one change in a file's bytes.

    :raises EditRefused: it cannot be made.
    """
    originals = originals or Originals()
    parts = split(data, plain_yaml=False)
    before = read_outline(parts.yaml)
    edits, wanted = merge(before, ItemEdit(texts=(change,)), originals)
    assert dict(wanted.texts) == {change.place: change.new}
    text = splice(before, edits, parts.newline)
    after = read_outline(text)
    for edit in edits:
        originals.record(replaced_in(before, after, edit.key))
    return Rewritten(before, after, parts.with_yaml(text))


def events(outline: Outline) -> list[Event]:
    return [event for entry in outline.entries for event in (entry.key_event, *entry.events)]


def told(event: Event) -> tuple[object, ...]:
    read = event.__dict__.get
    return type(event), *map(read, ("value", "style", "implicit", "tag", "anchor", "flow_style"))


def without(outline: Outline, place: TextPlace) -> list[tuple[object, ...]]:
    """All that libyaml tells of a front matter but for one text."""
    left_out = find_texts(outline)[place].event
    return [told(event) for event in events(outline) if event is not left_out]


def outside(data: bytes, outline: Outline, place: TextPlace) -> tuple[str, str]:
    """What stands before a text and behind it, but for the line ends and blank lines that may belong to a block."""
    event = find_texts(outline)[place].event
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    behind = outline.text[end.index :].strip()
    if not is_block(event):  # a comment behind the head of a block may have come to stand behind a quote
        behind = behind.removeprefix("# a comment").strip()
    return outline.text[: start.index].rstrip(" "), behind


def is_block(event: ScalarEvent) -> bool:
    return event.style in ("|", ">")


@given(st.data(), items(), NEW_TEXTS)
def test_a_rewrite_changes_one_scalar_and_nothing_else(data: st.DataObject, item: bytes, new: str) -> None:
    outline = read_outline(split(item, plain_yaml=False).yaml)
    texts = read_texts(outline)
    place = data.draw(st.sampled_from(sorted(texts)))
    done = rewrite(item, TextChange(place, texts[place], new))
    assert read_texts(done.after) == {**texts, place: new}
    assert without(done.after, place) == without(done.before, place)
    if place in (TITLE, EXCERPT):
        row = read_row("item.md", done.data)
        assert (row.title if place == TITLE else row.excerpt) == new
    # Comments, line ends, the fences and the body stay.
    assert outside(done.data, done.after, place) == outside(item, outline, place)
    old_parts, new_parts = split(item, plain_yaml=False), split(done.data, plain_yaml=False)
    assert (new_parts.head, new_parts.tail) == (old_parts.head, old_parts.tail)
    if b"\r\n" in item and item.count(b"\r\n") == item.count(b"\n") + item.count(b"body\xff\r\n"):
        assert done.data.count(b"\n") == done.data.count(b"\r\n")


@given(st.data(), items(), LINES | PARAGRAPHS)
def test_a_style_is_kept_where_the_text_allows_it(data: st.DataObject, item: bytes, new: str) -> None:
    outline = read_outline(split(item, plain_yaml=False).yaml)
    place = data.draw(st.sampled_from(sorted(read_texts(outline))))
    old = find_texts(outline)[place]
    assume(old.text != new)
    done = rewrite(item, TextChange(place, old.text, new))
    style, now = old.event.style, find_texts(done.after)[place].event.style
    if style == '"':
        assert now == '"'
    elif style == "'":
        assert now == ('"' if needs_escapes(new) else "'")
    elif is_block(old.event):
        can_be = new.strip() and (not new.endswith("\n\n") or "+" in old.event.value)
        assert now in (style, '"')
        if can_be and not new.endswith("\n") and not new.startswith("\n"):
            assert now == style
    else:
        assert now == ("" if as_list_item(new, flow=place.nth >= 0 and b"related: [" in item) == new else '"')


@given(st.data(), items(), st.lists(NEW_TEXTS, min_size=1, max_size=3))
def test_with_what_a_session_remembers_an_undo_gives_back_every_byte(
    data: st.DataObject, item: bytes, texts: list[str]
) -> None:
    originals = Originals()
    versions, changes = [item], []
    for new in texts:
        now = read_texts(read_outline(split(versions[-1], plain_yaml=False).yaml))
        place = data.draw(st.sampled_from(sorted(now)))
        change = TextChange(place, now[place], new)
        versions.append(rewrite(versions[-1], change, originals).data)
        changes.append(change)
    for earlier, later, change in zip(versions[-2::-1], versions[:0:-1], changes[::-1], strict=True):
        if change.base != change.new:
            undo = TextChange(change.place, change.new, change.base)
            assert rewrite(later, undo, originals).data == earlier


@example(b"---\ntitle: A\nquality: 1\n---\n", "x")
@given(items(), LINES)
def test_an_excerpt_that_is_missing_is_put_behind_the_title_and_goes_again(item: bytes, new: str) -> None:
    outline = read_outline(split(item, plain_yaml=False).yaml)
    assume(EXCERPT not in read_texts(outline))
    originals = Originals()
    try:
        done = rewrite(item, TextChange(EXCERPT, "", new), originals)
    except EditRefused:
        assert is_block(find_texts(outline)[TITLE].event)
        return
    assert read_texts(done.after) == {**read_texts(outline), EXCERPT: new}
    assert [entry.key for entry in done.after.entries][:2] == ["title", "excerpt"]
    assert rewrite(done.data, TextChange(EXCERPT, new, ""), originals).data == item


@given(st.data(), items())
def test_texts_state_and_topics_go_into_the_file_together_and_come_out_again(
    data: st.DataObject, item: bytes
) -> None:
    parts = split(item, plain_yaml=False)
    texts = read_texts(read_outline(parts.yaml))
    places = data.draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, unique=True))
    changes = [TextChange(place, texts[place], data.draw(NEW_TEXTS)) for place in places]
    row = read_row("item.md", item)
    before = Fields(row.state_fields, row.topics)
    decided = data.draw(st.sampled_from([Publish(), Reject()])).apply(before)
    edit = ItemEdit.between(before, retag(add=["Gulls"]).apply(decided))
    edit = ItemEdit(edit.state, edit.topics, tuple(changes))
    originals, outline = Originals(), read_outline(parts.yaml)
    edits, _ = merge(outline, edit, originals)
    try:
        after = read_outline(splice(outline, edits, parts.newline))
    except EditRefused:
        # A key that is missing would have to be put behind a block of text.
        assert any(is_block(found.event) for found in find_texts(outline).values())
        return
    assert read_texts(after) == {**texts, **{change.place: change.new for change in changes}}
    now = read_row("item.md", parts.with_yaml(after.text))
    assert (now.state_fields, now.topics) == (decided.state, ("Gulls",))
    for made in edits:
        originals.record(replaced_in(outline, after, made.key))
    undo = ItemEdit.between(Fields(now.state_fields, now.topics), before)
    undo = ItemEdit(
        undo.state, undo.topics, tuple(TextChange(place, new, base) for place, base, new in changes)
    )
    back, _ = merge(after, undo, originals)
    assert splice(after, back, parts.newline) == parts.yaml
