"""The quick draft of a save is the exact one, to the byte, or there is none."""

from collections.abc import Iterator
from itertools import chain, product

import pytest

from core.damaged_files import damaged, sources
from core.made_files import made
from editor_app.core.decision import Decision, Fields, ItemEdit, Publish, Reject, Requeue, retag
from editor_app.core.draft_types import Change
from editor_app.core.errors import EditorAppError
from editor_app.core.exact_draft import exact_draft
from editor_app.core.originals import Originals
from editor_app.core.quick_draft import quick_draft
from editor_app.core.row import read_row
from editor_app.core.row_types import Signature
from editor_app.core.state import StateFields

MADE = 3_000
DAMAGED = 3_000
SEEN = Signature(1, 2, 3)
DECISIONS = (Publish(), Reject(), Requeue())
PUBLISHED = ("", "published: true\n", "published: false\n")
REMOVED = ("", "removed: true\n", "removed: false\n")


def fields_of(name: str, data: bytes) -> Fields | None:
    try:
        row = read_row(name, data)
    except EditorAppError:
        return None
    return Fields(row.state_fields, row.topics)


def changes_of(fields: Fields | None, decisions: tuple[Decision, ...] = DECISIONS) -> list[Change]:
    """Decisions, and the edits that they are for somebody who saw the fields."""
    edits = [] if fields is None else [ItemEdit.between(fields, one.apply(fields)) for one in decisions]
    return [*decisions, *(edit for edit in edits if edit)]


def written_every_way() -> Iterator[bytes]:
    """Small items with the keys of the state in each order, with blank lines, at the start and at the end."""
    for published, removed, gap, body in product(
        PUBLISHED, REMOVED, ("", "\n", "\n\n"), ("", "\nA\n", "\r\n")
    ):
        for lines in ((removed, published), (published, removed)):
            middle = gap.join(line for line in lines if line)
            for yaml in (
                f"title: A\nheat: 1\n{middle}topics:\n  - x\n",
                f"{middle}title: A\nheat: 1\n{gap}",
                f"title: A\nheat: 1\n{gap}{middle}{gap}",
                f'title: A\nexcerpt: "published: false"\nprovider:\n  published: false\nheat: 1\n{middle}',
            ):
                yield f"---\n{yaml}---{body}".encode()
                yield f"---\n{yaml}---\npublished: false\nremoved: true\n".encode()


def quick_ones(name: str, data: bytes) -> int:
    """How many changes of a file are drafted quickly; each is compared."""
    answered = 0
    for change in changes_of(fields_of(name, data)):
        quick = quick_draft(name, data, SEEN, change, None)
        if quick is not None:
            answered += 1
            assert quick == exact_draft(name, data, SEEN, change), data
    return answered


def test_is_the_exact_one_on_every_sample_and_real_file() -> None:
    answered = sum(quick_ones(name, data) for name, data in sources())
    assert answered > len(sources())  # it would be of no use if it hardly ever answered


def test_is_the_exact_one_on_damaged_and_made_files() -> None:
    files = chain(damaged(sources(), DAMAGED), (("a.md", data) for data in made(MADE)))
    assert sum(quick_ones(name, data) for name, data in files) > MADE / 2


def test_is_the_exact_one_however_the_state_is_written() -> None:
    assert sum(quick_ones("a.md", data) for data in written_every_way()) > 1_000


@pytest.mark.parametrize("decision", DECISIONS)
def test_lines_can_be_given_back_as_after_the_exact_one(decision: Decision) -> None:
    answered = 0
    for data in written_every_way():
        quick = quick_draft("a.md", data, SEEN, decision, None)
        if quick is None:
            continue
        answered += 1
        originals = Originals()
        for replaced in quick.replaced:
            originals.record(replaced)
        before, now = fields_of("a.md", data), fields_of("a.md", quick.data)
        assert before is not None
        assert now is not None
        undo = ItemEdit.between(now, before)
        assert (
            quick_draft("a.md", quick.data, SEEN, undo, originals) is None
        )  # nobody but the exact way gives back
        assert exact_draft("a.md", quick.data, SEEN, undo, originals).data == data
    assert answered > 100


ITEM = b"---\ntitle: A\nheat: 1\npublished: false\n---\n"


def test_somebody_elses_change_is_left_to_the_exact_one() -> None:
    seen = StateFields(published=True)
    assert quick_draft("a.md", ITEM, SEEN, ItemEdit((seen, StateFields(False, True))), None) is None


@pytest.mark.parametrize(
    "data",
    [
        ITEM.replace(b"false", b"no"),
        ITEM.replace(b"false", b'"false"'),
        ITEM.replace(b"false", b"false # yet"),
        ITEM.replace(b"\npublished", b"\npublished: false\npublished"),
        ITEM.replace(b"\n", b"\r\n"),
        ITEM.replace(b"A", b"&a A"),
        b"\xef\xbb\xbf" + ITEM,
        ITEM.replace(b"title: A\n", b""),
        ITEM.replace(b"heat: 1\n", b"").replace(b"published", b"\xff"),
    ],
)
def test_what_is_out_of_the_usual_is_left_to_the_exact_one(data: bytes) -> None:
    for change in changes_of(Fields(StateFields(published=False))):
        assert quick_draft("a.md", data, SEEN, change, None) is None


def test_a_file_that_is_yaml_as_a_whole_is_left_to_the_exact_one() -> None:
    assert quick_draft("a.yaml", ITEM, SEEN, Publish(), None) is None


def test_more_than_a_state_is_left_to_the_exact_one() -> None:
    fields = Fields(StateFields(published=False))
    both = retag(add=["B"]).apply(Publish().apply(fields))
    assert quick_draft("a.md", ITEM, SEEN, ItemEdit.between(fields, both), None) is None
    assert quick_draft("a.md", ITEM, SEEN, retag(add=["B"]), None) is None
