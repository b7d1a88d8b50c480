"""Hostile files, through everything that reads or writes one: each is a Problem or reads right, and stays as it is."""

import json
from pathlib import Path

import pytest

from core.core_files import write
from core.hostile_files import HOSTILE, TOP, Hostile
from editor_app.cli import main
from editor_app.core.decision import Decision, Publish, Reject, retag
from editor_app.core.errors import EditorAppError, NotAnItem, UnreadableItem
from editor_app.core.folder import MAX_FILE_BYTES, FoundFile, ItemFolder
from editor_app.core.item import read_item
from editor_app.core.line_diff import compare, readable_lines
from editor_app.core.loader import load_rows
from editor_app.core.read_file import read_found
from editor_app.core.store import Outcome, Store

CANARY = "CANARY"


@pytest.fixture(params=HOSTILE, ids=str)
def hostile(request: pytest.FixtureRequest) -> Hostile:
    found: Hostile = request.param
    return found


def test_each_is_a_row_with_its_reason_or_reads_right(
    hostile: Hostile, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / hostile.name, hostile.make())
    row = read_found(str(tmp_path), FoundFile(hostile.name))
    if hostile.problem is None:
        assert row is not None
        assert row.problem is None
        assert row.title
    elif row is None:
        assert hostile.problem == ""
    else:
        assert row.problem is not None
        assert hostile.problem in row.problem.reason
        assert row.problem.line >= 1 or "are not read" in row.problem.reason
        assert CANARY not in row.problem.reason
    assert CANARY not in "".join(capfd.readouterr())


def test_the_whole_item_is_read_or_refused(hostile: Hostile) -> None:
    data = hostile.make()
    if len(data) > MAX_FILE_BYTES:
        return  # never comes so far
    reason = refusal_of(hostile.name, data)
    assert CANARY not in reason
    if hostile.problem is None:
        assert not reason


def refusal_of(name: str, data: bytes) -> str:
    """Why an item cannot be read as a whole; empty where it can, with no more notes than anybody would read."""
    try:
        item = read_item(name, data)
    except (UnreadableItem, NotAnItem) as error:
        return str(error)
    assert len(item.problems) <= 21
    return ""


def test_a_decision_about_it_is_refused_or_right_and_writes_nothing_else(
    hostile: Hostile, tmp_path: Path
) -> None:
    data = hostile.make()
    file = write(tmp_path / hostile.name, data)
    store = Store(ItemFolder(tmp_path))
    decisions: tuple[Decision, ...] = (Publish(), Reject(), retag(add=["Gulls"]))
    for decision in decisions:
        (result,) = store.save([(hostile.name, decision)])
        if hostile.problem is None:
            assert result.outcome in (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED)
        else:
            assert result.outcome is Outcome.REFUSED
        assert CANARY not in result.reason
        if result.outcome is Outcome.REFUSED:
            assert result.reason
            assert file.read_bytes() == data
        else:
            data = file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [hostile.name]


def test_what_has_too_many_parts_is_read_and_not_edited(tmp_path: Path) -> None:
    anchors = "".join(f"k{number}: &n{number} x\n" for number in range(4_500))
    file = write(tmp_path / "a.md", f"---\n{TOP}{anchors}---\n")
    before = file.read_bytes()
    assert read_item("a.md", before).title == "A ferry waits"
    (result,) = Store(ItemFolder(tmp_path)).save([("a.md", Publish())])
    assert result.outcome is Outcome.REFUSED
    assert "more than 5,000 parts" in result.reason
    assert file.read_bytes() == before


def test_its_lines_can_be_looked_at(hostile: Hostile) -> None:
    data = hostile.make()
    if len(data) > MAX_FILE_BYTES:
        return
    assert all(len(line) <= 401 for line in readable_lines(data))
    assert len(compare(data, data)) <= 4_000
    assert len(compare(data, data.replace(b"published: false", b"published: true"))) <= 8_000


def test_the_command_line_names_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, hostile in enumerate(HOSTILE):
        write(tmp_path / f"{number}" / hostile.name, hostile.make())
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    named = {}
    for line in out.splitlines():
        found = json.loads(line)
        named[Path(found["path"]).parts[0]] = found["reason"]
    for number, hostile in enumerate(HOSTILE):
        if hostile.problem:
            assert hostile.problem in named[str(number)], hostile.label
    assert CANARY not in out + err
    assert main(["list", str(tmp_path), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert CANARY not in out + err
    assert len([json.loads(line) for line in out.splitlines()]) >= len(named)
    for number, hostile in enumerate(HOSTILE):
        status = main(["show", str(tmp_path / f"{number}" / hostile.name)])
        out, err = capsys.readouterr()
        assert status == (hostile.problem is not None), hostile.label  # as the list has it
        assert CANARY not in out + err


def test_one_hostile_file_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    for number, hostile in enumerate(HOSTILE):
        write(tmp_path / f"{number:03}" / hostile.name, hostile.make())
        write(tmp_path / f"{number:03}" / "good.md")
    rows = [row for table in load_rows(ItemFolder(tmp_path)) for row in table]
    good = [row for row in rows if row.path.endswith("good.md")]
    assert len(good) == len(HOSTILE)
    assert all(row.problem is None for row in good)


def test_a_file_that_is_not_there_any_more_is_no_error(tmp_path: Path) -> None:
    assert read_found(str(tmp_path), FoundFile("gone.md")) is None
    with pytest.raises(EditorAppError):
        read_item("a.md", b"")
