"""Rewriting titles and excerpts, of an item and of its related stories: in files, in the catalog, against others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.core_files import front_matter, save_one, write
from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import ItemEdit, Publish, Rewrite, TextChange
from editor_app.core.folder import ItemFolder
from editor_app.core.frontmatter import split
from editor_app.core.item_texts import read_texts
from editor_app.core.outline import read_outline
from editor_app.core.row import read_row
from editor_app.core.saved_decisions import SavedDecisions
from editor_app.core.step import Step
from editor_app.core.store import Outcome, Store
from editor_app.core.text_place import EXCERPT, TITLE, TextPlace
from editor_app.core.view import Order, SortKey, View

STORY = """\
title: "A ferry waits for the gulls"
excerpt: >-
  The harbour of the old town
  has a new rule.

quality: 61 # by the machine
published: false

related:
  - title: 'Gulls first'
    webUrl: https://ledger.example/1
    excerpt: Plain words
  - title: "The same again"
    webUrl: https://ledger.example/1
  - title: "Another view"
    webUrl: "https://other.example/2"
    provider: {name: Other}
"""
FIRST = TextPlace("title", "https://ledger.example/1", 0)
SECOND = TextPlace("title", "https://ledger.example/1", 1)
OTHER = TextPlace("title", "https://other.example/2", 0)


def texts_of(data: bytes) -> dict[TextPlace, str]:
    return read_texts(read_outline(split(data, plain_yaml=False).yaml))


def rewrite(place: TextPlace, base: str, new: str) -> Rewrite:
    return Rewrite((TextChange(place, base, new),))


def edit(place: TextPlace, base: str, new: str) -> ItemEdit:
    return ItemEdit(texts=(TextChange(place, base, new),))


# -- files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "base", "new", "old_line", "new_line"),
    [
        (
            TITLE,
            "A ferry waits for the gulls",
            'A "ferry" waits',
            'title: "A ferry waits for the gulls"',
            r'title: "A \"ferry\" waits"',
        ),
        (FIRST, "Gulls first", "It's gulls", "- title: 'Gulls first'", "- title: 'It''s gulls'"),
        (FIRST, "Gulls first", "Gulls\tfirst", "- title: 'Gulls first'", r'- title: "Gulls\tfirst"'),
        (
            TextPlace("excerpt", "https://ledger.example/1", 0),
            "Plain words",
            "Plainer words",
            "excerpt: Plain words",
            "excerpt: Plainer words",
        ),
        (
            TextPlace("excerpt", "https://ledger.example/1", 0),
            "Plain words",
            "Plain: words",
            "excerpt: Plain words",
            'excerpt: "Plain: words"',
        ),
        (SECOND, "The same again", "Not the same", '"The same again"', '"Not the same"'),
        (OTHER, "Another view", "1984", '"Another view"', '"1984"'),
        (
            EXCERPT,
            "The harbour of the old town has a new rule.",
            "One.\n\nTwo.",
            ">-\n  The harbour of the old town\n  has a new rule.\n\n",
            ">-\n  One.\n\n\n  Two.\n\n",
        ),
        (
            EXCERPT,
            "The harbour of the old town has a new rule.",
            " One.",
            ">-\n  The harbour of the old town\n  has a new rule.\n\n",
            '" One."\n\n',
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_one_text_is_written_in_the_style_that_it_has(
    tmp_path: Path, place: TextPlace, base: str, new: str, old_line: str, new_line: str, newline: str
) -> None:
    before = front_matter(STORY).replace(b"\n", newline.encode())
    file = write(tmp_path / "a.md", before)
    assert save_one(tmp_path, "a.md", rewrite(place, base, new)).outcome is Outcome.CHANGED
    old, fresh = (line.replace("\n", newline).encode() for line in (old_line, new_line))
    assert before.count(old) == 1
    assert file.read_bytes() == before.replace(old, fresh)


def files_of(site: Path) -> Iterator[tuple[Path, dict[TextPlace, str]]]:
    for path in sorted(site.rglob("*.md")):
        data = path.read_bytes()
        if data.startswith(b"---"):
            try:
                yield path, texts_of(data)
            except Exception:  # whatever is no item, and what is wrong on purpose
                continue


@pytest.mark.parametrize("site", ["sample_site", "real_site"])
def test_every_text_of_every_file_can_be_rewritten_and_put_back(
    request: pytest.FixtureRequest, site: str
) -> None:
    folder: Path = request.getfixturevalue(site)
    found = [(path, texts) for path, texts in files_of(folder) if TITLE in texts]
    before = {path: path.read_bytes() for path, _ in found}
    changes = {
        path.relative_to(folder).as_posix(): [
            TextChange(place, text, f"{text} – “new”: #1") for place, text in texts.items()
        ]
        for path, texts in found
    }
    store = Store(ItemFolder(folder))
    results = list(store.save([(path, Rewrite(tuple(all_))) for path, all_ in changes.items()]))
    done = {result.path for result in results if result.outcome is Outcome.CHANGED}
    assert len(done) > 0.9 * len(found)
    for path, texts in found:
        name = path.relative_to(folder).as_posix()
        if name in done:
            data = path.read_bytes()
            assert texts_of(data) == {change.place: change.new for change in changes[name]}
            if b"|" not in before[path] and b">" not in before[path]:  # a line each, and as many as before
                pairs = zip(before[path].split(b"\n"), data.split(b"\n"), strict=True)
                assert sum(old != new for old, new in pairs) == len(texts)
        else:
            assert path.read_bytes() == before[path]
    undone = [
        (name, Rewrite(tuple(TextChange(place, new, base) for place, base, new in all_)))
        for name, all_ in changes.items()
        if name in done
    ]
    assert {result.outcome for result in store.save(undone)} == {Outcome.CHANGED}
    assert {path: path.read_bytes() for path in before} == before


def test_a_text_that_the_file_says_already_is_left_alone(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", front_matter(STORY))
    assert save_one(tmp_path, "a.md", rewrite(FIRST, "Old", "Gulls first")).outcome is Outcome.UNCHANGED
    assert file.read_bytes() == front_matter(STORY)


@pytest.mark.parametrize("place", [TITLE, FIRST])
def test_a_text_that_somebody_else_has_changed_is_a_conflict(tmp_path: Path, place: TextPlace) -> None:
    file = write(tmp_path / "a.md", front_matter(STORY))
    result = save_one(tmp_path, "a.md", rewrite(place, "What I saw", "What I want"))
    assert result.outcome is Outcome.CONFLICT
    assert result.conflict is not None
    ((contested, readings),) = result.conflict.texts
    assert contested == place
    assert readings == ("What I saw", "What I want", texts_of(file.read_bytes())[place])
    assert file.read_bytes() == front_matter(STORY)


def test_a_related_story_is_found_again_where_others_have_come_and_gone(tmp_path: Path) -> None:
    moved = STORY.replace("related:\n", "related:\n  - title: New\n    webUrl: https://new.example\n")
    file = write(tmp_path / "a.md", front_matter(moved))
    assert save_one(tmp_path, "a.md", rewrite(OTHER, "Another view", "My view")).done
    assert file.read_bytes() == front_matter(moved.replace("Another view", "My view"))


@pytest.mark.parametrize(
    "yaml",
    [
        "title: A\nquality: 1\n",
        "title: A\nquality: 1\nrelated: none\n",
        "title: A\nquality: 1\nrelated:\n- webUrl: https://other.example/2\n",
        "title: A\nquality: 1\nrelated:\n- webUrl: https://other.example/2\n  title: x\n  title: y\n",
        "title: A\nquality: 1\nrelated:\n- webUrl: https://other.example/2\n  title: &a Another view\n",
        "title: A\nquality: 1\nrelated:\n- webUrl: https://other.example/2\n  title: !!str Another view\n",
    ],
)
def test_what_is_gone_or_not_safe_to_edit_is_refused(tmp_path: Path, yaml: str) -> None:
    file = write(tmp_path / "a.md", front_matter(yaml))
    result = save_one(tmp_path, "a.md", rewrite(OTHER, "Another view", "My view"))
    assert result.outcome is Outcome.REFUSED
    assert result.reason
    assert file.read_bytes() == front_matter(yaml)


# -- the catalog -------------------------------------------------------------------------------------------------------


def catalog_of(yaml: str = STORY) -> tuple[Catalog, int]:
    catalog = Catalog()
    (item,) = catalog.add([read_row("a.md", front_matter(yaml))]).new
    return catalog, item


def do(catalog: Catalog, item: int, change: ItemEdit) -> Step:
    (step,) = catalog.plan_edits({item: change})
    catalog.change(item, step.forward())
    return step


def test_a_new_title_is_shown_and_found_at_once_and_undone_without_a_trace() -> None:
    catalog, item = catalog_of()
    step = do(catalog, item, edit(TITLE, "A ferry waits for the gulls", "Pelicans wait"))
    assert catalog.shown_row(item).title == "Pelicans wait"
    assert catalog.row(item).title == "A ferry waits for the gulls"
    assert catalog.those_with(["pelicans"], [item]) == [item]
    assert catalog.those_with(["ferry"], [item]) == []
    assert catalog.count(Queue.CHANGED) == 1
    catalog.change(item, step.backward())
    assert catalog.those_with(["ferry"], [item]) == [item]
    assert not catalog.pending


def test_a_text_keeps_what_it_was_decided_on_through_several_rewrites_and_other_decisions() -> None:
    catalog, item = catalog_of()
    do(catalog, item, edit(OTHER, "Another view", "Mine"))
    (published,) = catalog.plan([item], Publish())
    catalog.change(item, published.forward())
    do(catalog, item, edit(OTHER, "Mine", "Mine again"))
    assert catalog.edit(item).texts == (TextChange(OTHER, "Another view", "Mine again"),)
    do(catalog, item, edit(OTHER, "Mine again", "Another view"))
    assert catalog.edit(item).texts == ()
    assert catalog.edit(item).state is not None


def test_a_file_that_is_read_again_with_another_title_is_in_conflict_until_the_editor_chooses() -> None:
    catalog, item = catalog_of()
    do(catalog, item, edit(TITLE, "A ferry waits for the gulls", "Mine"))
    catalog.update(item, read_row("a.md", front_matter(STORY.replace("A ferry waits", "A boat waits"))))
    assert catalog.count(Queue.CONFLICTS) == 1
    (mine,) = catalog.plan_keep_mine([item])
    catalog.change(item, mine.forward())
    assert not catalog.conflicts
    assert catalog.edit(item).texts == (TextChange(TITLE, "A boat waits for the gulls", "Mine"),)
    catalog.change(item, mine.backward())
    (theirs,) = catalog.plan_keep_theirs([item])
    catalog.change(item, theirs.forward())
    assert not catalog.pending
    assert catalog.shown_row(item).title == "A boat waits for the gulls"


def test_a_conflict_of_a_related_story_is_found_at_saving_and_can_be_settled(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", front_matter(STORY.replace("Another view", "Theirs")))
    catalog, item = catalog_of()
    do(catalog, item, edit(OTHER, "Another view", "Mine"))
    result = save_one(tmp_path, "a.md", catalog.edit(item))
    assert result.outcome is Outcome.CONFLICT
    assert result.row is not None
    assert result.conflict is not None
    catalog.update(item, result.row)
    catalog.meets(item, result.conflict)
    assert catalog.conflict(item) == result.conflict
    (mine,) = catalog.plan_keep_mine([item])
    catalog.change(item, mine.forward())
    assert save_one(tmp_path, "a.md", catalog.edit(item)).outcome is Outcome.CHANGED
    assert texts_of(file.read_bytes())[OTHER] == "Mine"


def test_what_is_undone_while_it_is_being_saved_is_pending_the_other_way_round() -> None:
    catalog, item = catalog_of()
    title = do(catalog, item, edit(TITLE, "A ferry waits for the gulls", "Mine"))
    other = do(catalog, item, edit(OTHER, "Another view", "Mine"))
    saving = catalog.edit(item)
    catalog.change(item, other.backward())
    catalog.change(item, title.backward())
    saved = STORY.replace("A ferry waits for the gulls", "Mine").replace("Another view", "Mine")
    catalog.saved(item, read_row("a.md", front_matter(saved)), saving)
    assert set(catalog.edit(item).texts) == {
        TextChange(OTHER, "Mine", "Another view"),
        TextChange(TITLE, "Mine", "A ferry waits for the gulls"),
    }


def test_a_rewrite_of_an_earlier_session_is_laid_over_the_file_with_what_it_was_decided_on() -> None:
    catalog, item = catalog_of()
    texts = (TextChange(EXCERPT, "Before", "Mine"), TextChange(OTHER, "Another view", "Mine"))
    assert catalog.restore(item, ItemEdit(texts=texts))
    conflict = catalog.conflict(item)
    assert conflict is not None
    assert dict(conflict.texts)[EXCERPT].theirs == "The harbour of the old town has a new rule."
    said, item = catalog_of(STORY.replace("A ferry waits for the gulls", "Mine"))
    assert not said.restore(item, edit(TITLE, "A ferry waits for the gulls", "Mine"))


def test_a_saved_title_that_another_program_takes_back_is_told_and_can_be_decided_again() -> None:
    catalog, item = catalog_of()
    do(catalog, item, edit(TITLE, "A ferry waits for the gulls", "Mine"))
    saved = SavedDecisions()
    saved.record(item, catalog.edit(item))
    catalog.saved(
        item,
        read_row("a.md", front_matter(STORY.replace("A ferry waits for the gulls", "Mine"))),
        catalog.edit(item),
    )
    assert not saved.undone(item, catalog.whole_fields(item))
    catalog.update(item, read_row("a.md", front_matter(STORY)))
    again = saved.undone(item, catalog.whole_fields(item))
    assert again == edit(TITLE, "A ferry waits for the gulls", "Mine")
    do(catalog, item, again)
    assert catalog.shown_row(item).title == "Mine"
    catalog.update(item, read_row("a.md", front_matter(STORY.replace("A ferry", "Theirs, a ferry"))))
    assert not saved.undone(item, catalog.whole_fields(item))  # a new decision of somebody else's


def test_a_list_that_is_sorted_by_title_moves_a_new_title_only_when_it_is_sorted_anew() -> None:
    catalog = Catalog()
    catalog.add([read_row(f"{name}.md", front_matter(f"title: {name}\nquality: 1\n")) for name in "abc"])
    view = View(catalog)
    order = Order(SortKey.TITLE, descending=False)
    view.show(queue=Queue.ALL, order=order)
    do(catalog, 0, edit(TITLE, "a", "z"))
    assert view.items == [0, 1, 2]
    view.show(order=order)
    assert view.items == [1, 2, 0]
