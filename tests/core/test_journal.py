"""The journal: what is pending survives a kill at any moment, a torn or damaged file, a full disk and a slow one."""

import errno
import logging
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor_app.core.app_dirs import state_dir
from editor_app.core.decision import ItemEdit, TextChange, TopicEdit
from editor_app.core.errors import JournalFailed
from editor_app.core.journal import Journal
from editor_app.core.journal_record import (
    BEGINNING,
    HEADER,
    new_mark,
    pack_edit,
    read_records,
    record,
    unpack_edit,
)
from editor_app.core.missing import MISSING
from editor_app.core.packing import pack
from editor_app.core.state import Odd, StateFields
from editor_app.core.text_place import TextPlace

PUBLISH = ItemEdit((StateFields(False, MISSING), StateFields(True, MISSING)))
REJECT = ItemEdit((StateFields(False, MISSING), StateFields(False, True)))
RETAG = ItemEdit(topics=TopicEdit(("Gulls",), ("AI",), (("Boats", "Ships"),), ("Ships", "Gulls")))
NOTHING = ItemEdit()
LONG = 60.0  # seconds: as long as it takes

Opener = Callable[[], tuple[Journal, dict[str, ItemEdit]]]


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Opener]:
    """Opens the journal of one folder, each time as a new session does, and leaves no thread behind."""
    journals: list[Journal] = []

    def open_one() -> tuple[Journal, dict[str, ItemEdit]]:
        journal = Journal(tmp_path)
        journals.append(journal)
        return journal, journal.replay()

    yield open_one
    for journal in journals:
        journal.close()


def the_file() -> Path:
    (file,) = (state_dir() / "journal").iterdir()
    return file


def pending(reopen: Opener) -> dict[str, ItemEdit]:
    journal, edits = reopen()
    journal.close()
    return edits


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(), max_size=20),
    st.just(MISSING),
    st.builds(Odd, st.text(min_size=1, max_size=20)),
)
fields = st.builds(StateFields, values, values)
names = st.lists(st.text(st.characters(), max_size=20), max_size=4).map(tuple)
topic_edits = st.builds(
    TopicEdit, names, names, st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple), names
)
places = st.builds(TextPlace, st.sampled_from(["title", "excerpt"]), st.text(), st.integers(-1, 40))
texts = st.lists(st.builds(TextChange, places, st.text(st.characters()), st.text()), max_size=3).map(tuple)
edits = st.builds(ItemEdit, st.none() | st.tuples(fields, fields), topic_edits, texts)


@given(edits)
def test_an_edit_comes_back_as_it_was(edit: ItemEdit) -> None:
    back = unpack_edit(pack_edit(edit))
    assert repr(back) == repr(
        edit if edit else NOTHING
    )  # by their words: 1, 1.0 and true are equal in Python


def test_an_edit_of_the_first_version_is_read_and_one_of_a_later_version_is_not() -> None:
    first = pack((None, ("Gulls",), ("AI",), (("Boats", "Ships"),), ("Ships", "Gulls")))
    assert unpack_edit(first) == RETAG
    assert pack_edit(RETAG) == first
    with pytest.raises(ValueError, match="no edit"):
        unpack_edit(pack((3, None, (), (), (), (), (), "something new")))


@given(st.lists(st.dictionaries(st.text(st.characters(), min_size=1), edits, max_size=4), max_size=5))
def test_records_come_back_in_their_order(decisions: list[dict[str, ItemEdit]]) -> None:
    written = [[(path, pack_edit(edit)) for path, edit in changes.items()] for changes in decisions]
    mark = new_mark()
    data = HEADER + mark + b"".join(record(mark, changes) for changes in written)
    assert [found.changes for found in read_records(data)] == written


def test_what_was_decided_last_counts_and_what_is_settled_does_not(reopen: Opener) -> None:
    journal, edits = reopen()
    assert edits == {}
    journal.append([("a.md", PUBLISH), ("b.md", RETAG), ("_news/ö\udcff.md", REJECT)])
    journal.append([("a.md", REJECT)])
    journal.append([("_news/ö\udcff.md", NOTHING)])
    journal.close()
    back = pending(reopen)
    assert back == {"a.md": REJECT, "b.md": RETAG}
    assert back["b.md"].topics.order == RETAG.topics.order


def test_a_decision_is_in_the_file_when_append_returns(reopen: Opener) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH)], patience=LONG)
    assert b"a.md" in the_file().read_bytes()
    assert pending(reopen) == {"a.md": PUBLISH}  # with nothing closed, as after a kill


def test_a_journal_is_readable_by_its_owner_alone(reopen: Opener, tmp_path: Path) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH)], patience=LONG)
    if sys.platform != "win32":
        assert stat.S_IMODE(the_file().stat().st_mode) == 0o600
        assert stat.S_IMODE(the_file().parent.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_each_folder_has_its_own(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        journal = Journal(folder)
        assert journal.replay() == {}
        journal.append([(f"{folder.name}.md", PUBLISH)])
        journal.close()
    link = tmp_path / "link"
    link.symlink_to(one)
    journal = Journal(link)
    assert journal.replay() == {"one.md": PUBLISH}
    journal.close()


DECISIONS: list[dict[str, ItemEdit]] = [
    {"a.md": PUBLISH, "b.md": RETAG},
    {"a.md": REJECT},
    {"c.md": PUBLISH, "b.md": NOTHING},
    {"d.md": RETAG, "_news/ö\udcff.md": REJECT},
]


def a_journal_of(reopen: Opener) -> bytes:
    """What a journal of the four decisions looks like."""
    journal, _ = reopen()
    for changes in DECISIONS:
        journal.append(changes.items())
    journal.close()
    return the_file().read_bytes()


def after(decisions: list[dict[str, ItemEdit]]) -> dict[str, ItemEdit]:
    """What is pending after some decisions."""
    found: dict[str, ItemEdit] = {}
    for changes in decisions:
        found |= changes
    return {path: edit for path, edit in found.items() if edit}


def test_a_tail_torn_at_any_byte_costs_only_its_own_decision(
    reopen: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    data = a_journal_of(reopen)
    file = the_file()
    ends = [found.end for found in read_records(data)]
    assert ends[-1] == len(data)
    for length in range(BEGINNING, len(data) + 1):
        torn = data[:length] + bytes(
            40 * (length % 2)
        )  # a power cut may leave zeros where something was to be
        file.write_bytes(torn)
        whole = sum(torn[:end] == data[:end] for end in ends)
        assert pending(reopen) == after(DECISIONS[:whole]), length
        assert pending(reopen) == after(DECISIONS[:whole])  # it has been written anew, clean
        assert the_file() == file
    assert "half a record" in caplog.text
    assert "damaged" not in caplog.text


def test_a_damaged_byte_costs_only_the_record_that_it_stands_in(
    reopen: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    data = a_journal_of(reopen)
    file = the_file()
    ends = [found.end for found in read_records(data)]
    for place in range(BEGINNING, len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 1 << place % 8
        file.write_bytes(damaged)
        lost = sum(end <= place for end in ends)
        left = DECISIONS[:lost] + DECISIONS[lost + 1 :]
        assert pending(reopen) == after(left), place
        assert pending(reopen) == after(left)
    assert "The journal was damaged" in caplog.text
    assert ".md" not in caplog.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.data())
def test_however_a_journal_is_damaged_no_decision_is_made_up(reopen: Opener, data: st.DataObject) -> None:
    """Bytes changed, cut out, put in, doubled or moved: what is read was written, and whole records all count."""
    mark = new_mark()
    records = [record(mark, [(path, pack_edit(edit)) for path, edit in some.items()]) for some in DECISIONS]
    good = HEADER + mark + b"".join(records)
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4), "times")):
        start = data.draw(st.integers(BEGINNING, len(damaged)), "start")
        end = data.draw(st.integers(start, min(len(damaged), start + 60)), "end")
        damaged[start:end] = data.draw(
            st.binary(max_size=40) | st.just(bytes(damaged[start:end]) * 2), "with"
        )
    reopen()[0].close()
    the_file().write_bytes(damaged)
    found = pending(reopen)
    assert found == pending(reopen)
    for path, edit in found.items():
        assert edit in [changes.get(path) for changes in DECISIONS]
    untouched = [some for some, whole in zip(DECISIONS, records, strict=True) if whole in bytes(damaged)]
    assert after(untouched).keys() <= found.keys() | {"b.md"}


def test_a_journal_of_an_unknown_kind_is_set_aside(reopen: Opener) -> None:
    reopen()[0].close()
    file = the_file()
    file.write_bytes(b"editor-app journal 2\nof a later version")
    journal, edits = reopen()
    assert edits == {}
    journal.append([("a.md", PUBLISH)])
    journal.close()
    assert file.with_suffix(".unknown").read_bytes() == b"editor-app journal 2\nof a later version"
    assert pending(reopen) == {"a.md": PUBLISH}


def test_with_nothing_pending_the_journal_is_empty(reopen: Opener) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH), ("b.md", RETAG)])
    journal.append([("a.md", NOTHING)])
    journal.append([("b.md", NOTHING)], patience=LONG)
    assert len(the_file().read_bytes()) == BEGINNING
    journal.append([("c.md", REJECT)])
    journal.close()
    assert pending(reopen) == {"c.md": REJECT}


def test_the_same_again_adds_nothing(reopen: Opener) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH), ("b.md", NOTHING)], patience=LONG)
    size = the_file().stat().st_size
    journal.append([("a.md", PUBLISH), ("b.md", NOTHING)], patience=LONG)
    assert the_file().stat().st_size == size


def test_many_decisions_about_few_items_do_not_pile_up(reopen: Opener) -> None:
    journal, _ = reopen()
    paths = [f"{number}.md" for number in range(300)]
    for turn in range(40):
        journal.append([(path, (PUBLISH, REJECT)[turn % 2]) for path in paths], patience=LONG)
    journal.append([("last.md", RETAG)])
    journal.close()
    one_turn = len(record(new_mark(), [(path, pack_edit(PUBLISH)) for path in paths]))
    assert the_file().stat().st_size < 12 * one_turn
    assert pending(reopen) == dict.fromkeys(paths, REJECT) | {"last.md": RETAG}


def test_ten_thousand_items_are_one_record(reopen: Opener) -> None:
    journal, _ = reopen()
    changes = {f"_news/2026-01-01-{number}.md": PUBLISH for number in range(10_000)}
    journal.append(changes.items(), patience=LONG)
    journal.close()
    assert [len(found.changes) for found in read_records(the_file().read_bytes())] == [10_000]
    assert pending(reopen) == changes


def test_what_is_decided_before_the_journal_has_been_read_is_kept(tmp_path: Path, reopen: Opener) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH), ("b.md", PUBLISH)])
    journal.close()
    late = Journal(tmp_path)
    late.append([("b.md", REJECT), ("c.md", RETAG)])
    assert late.replay() == {"a.md": PUBLISH, "b.md": PUBLISH}
    late.append([("d.md", REJECT)], patience=LONG)
    late.close()
    assert pending(reopen) == {"a.md": PUBLISH, "b.md": REJECT, "c.md": RETAG, "d.md": REJECT}


def test_a_slow_disk_does_not_hold_anybody_up(reopen: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH)], patience=LONG)
    turns = threading.Event()
    monkeypatch.setattr(os, "fdatasync", lambda file: turns.wait(LONG), raising=False)
    journal.append([("b.md", REJECT)])  # comes back although the disk has not answered
    assert not turns.is_set()
    assert pending(reopen) == {"a.md": PUBLISH, "b.md": REJECT}  # a kill loses nothing all the same
    turns.set()


class FullDisk:
    """Writes the first bytes of what it is given, then refuses; the edge of the machine."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._write = os.write

    def __call__(self, file: int, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self._write(file, bytes(data)[: self.room])
        self.room -= written
        return written


def test_a_full_disk_is_said_and_made_good_later(reopen: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH)], patience=LONG)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", FullDisk(room=7))
        for path in ("b.md", "c.md"):
            with pytest.raises(JournalFailed, match="crash: No space left on device"):
                journal.append([(path, REJECT)], patience=LONG)
    before = the_file().read_bytes()
    (left,) = read_records(before)
    assert left.changes == [("a.md", pack_edit(PUBLISH))]
    assert left.end == len(before)  # no half record is left
    journal.append([("d.md", RETAG)], patience=LONG)
    journal.close()
    assert pending(reopen) == {"a.md": PUBLISH, "b.md": REJECT, "c.md": REJECT, "d.md": RETAG}


def test_a_disk_that_cannot_sync_is_said(reopen: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, _ = reopen()
    journal.append([("a.md", PUBLISH)], patience=LONG)

    def refuse(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", refuse, raising=False)
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(JournalFailed, match="Input/output error"):
            journal.append([("b.md", REJECT)], patience=LONG)
    journal.append([("c.md", RETAG)], patience=LONG)
    journal.close()
    assert pending(reopen) == {"a.md": PUBLISH, "b.md": REJECT, "c.md": RETAG}


def test_without_a_place_for_it_that_is_said(reopen: Opener) -> None:
    state_dir().mkdir(parents=True)
    (state_dir() / "journal").write_text("in the way")
    with pytest.raises(JournalFailed):
        reopen()


def test_a_journal_that_cannot_be_read_is_left_alone(tmp_path: Path, reopen: Opener) -> None:
    reopen()[0].close()
    file = the_file()
    file.unlink()
    file.mkdir()  # cannot be read, not even by root
    journal = Journal(tmp_path)
    with pytest.raises(JournalFailed, match="crash: Is a directory"):
        journal.replay()
    with pytest.raises(JournalFailed):
        journal.append([("a.md", PUBLISH)])
    journal.close()
    assert file.is_dir()


def test_no_log_line_names_an_item(
    reopen: Opener, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    journal, _ = reopen()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", FullDisk(room=0))
        with pytest.raises(JournalFailed):
            journal.append([("a-private-name.md", RETAG)], patience=LONG)
    journal.close()
    assert caplog.records
    assert "private" not in caplog.text
    assert "Gulls" not in caplog.text
