"""`triage`, called as a person or a script calls it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from core.core_files import ITEM, all_files, write
from editor_app import __version__
from editor_app.cli import main
from editor_app.cli_output import width_of
from editor_app.core.folder_lock import writing

ON_WINDOWS = sys.platform == "win32"
KEYS = [
    *("path", "state", "title", "excerpt", "quality", "heat", "published_at", "type", "provider", "domain"),
    *("topics", "related", "problem"),
]
PUBLISHED_ITEM = ITEM.replace("published: false", "published: true")
SECRET = "CANARY+base64=="


class Said(NamedTuple):
    """What a command has answered."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Triage:
    """Calls commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Said:
        status = main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Said(status, out, err)


@pytest.fixture
def triage(capsys: pytest.CaptureFixture[str]) -> Triage:
    return Triage(capsys)


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Call a command as a process of its own."""
    command = [sys.executable, "-m", "editor_app.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)


# -- list --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of four items, one of them broken."""
    folder = tmp_path / "site"
    write(folder / "_config.yml", "title: Site\n")
    write(
        folder / "_news" / "a.md",
        ITEM.replace("published:", "publishedDateTime: 2026-11-20T10:00:00Z\npublished:"),
    )
    write(
        folder / "_news" / "b.md",
        "---\ntitle: Best kettles\nquality: 7\nheat: -1\npublishedDateTime: 2026-11-22\npublished: later\n"
        f"related: [{{title: X}}, {{title: Y}}]\nsecured: {SECRET}\n---\n",
    )
    write(folder / "_news" / "c.md", "---\ntitle: C\nquality: 90\npublishedDateTime: 2026-11-22\n---\n")
    write(folder / "_news" / "d.md", "---\ntitle: D\nquality: 1\n  heat: 2\n---\n")
    return folder


def paths(said: Said) -> str:
    assert said.status == 0
    return "".join(Path(found["path"]).stem for found in said.objects)


def test_a_list_as_json_is_an_object_a_line_with_these_keys(triage: Triage, site: Path) -> None:
    said = triage("list", site, "--format", "json")
    assert (said.status, said.err) == (0, "")
    assert [list(found) for found in said.objects] == [KEYS] * 4
    by_path = {found["path"]: found for found in said.objects}
    assert by_path["_news/a.md"] == {
        "path": "_news/a.md",
        "state": "unpublished",
        "title": "A ferry waits for the gulls",
        "excerpt": "",
        "quality": 61,
        "heat": 14,
        "published_at": "2026-11-20T10:00:00Z",
        "type": "",
        "provider": "The Harbour Ledger",
        "domain": "harbourledger.example",
        "topics": ["Transport", "AI"],
        "related": 0,
        "problem": None,
    }
    assert by_path["_news/b.md"]["related"] == 2
    assert by_path["_news/b.md"]["problem"] == "“published” should be true or false, but it is a text."
    assert by_path["_news/c.md"]["state"] == "published"
    assert (by_path["_news/d.md"]["state"], by_path["_news/d.md"]["title"]) == ("problem", "")
    assert by_path["_news/d.md"]["problem"].endswith(".")


def test_the_newest_come_first_then_the_best(triage: Triage, site: Path) -> None:
    assert paths(triage("list", site, "--format", "json")) == "cbad"


@pytest.mark.parametrize(
    ("options", "order"),
    [
        (["--sort", "quality"], "bacd"),
        (["--sort=-quality"], "cabd"),
        (["--sort", "-quality"], "cabd"),
        (["--sort", "quality", "--reverse"], "cabd"),
        (["--sort=-quality", "--reverse"], "bacd"),
        (["--reverse"], "acbd"),
        (["--sort", "path"], "abcd"),
        (["--sort", "title"], "abcd"),
        (["--sort", "-state"], "dcba"),
        (["--sort", "state,quality"], "bacd"),
        (["--sort", "state,-quality"], "abcd"),
        (["--sort", "-state,quality"], "dcba"),
        (["--sort=-state,-quality", "--reverse"], "bacd"),
    ],
)
def test_a_list_can_be_sorted(triage: Triage, site: Path, options: list[str], order: str) -> None:
    assert paths(triage("list", site, "--format", "json", *options)) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferry", "a"),
        ("GULLS ferry", "a"),
        ("best", "b"),
        ('"ferry best"', ""),
        ("_news", "cbad"),
        ("harbour", "a"),
        ("-ferry path:_news", "cbd"),
        ("-ferry", "cbd"),
        ("ferry OR best", "ba"),
    ],
)
def test_a_list_can_be_searched(triage: Triage, site: Path, query: str, found: str) -> None:
    assert paths(triage("list", site, "--format", "json", "--query", query)) == found


def test_a_wrong_query_is_told_in_one_line(triage: Triage, site: Path) -> None:
    done = triage("list", site, "--query", "ferry is:pubished")
    assert done.status == 2
    assert not done.out
    assert done.err.count("\n") == 1
    assert "“pubished”, character 10" in done.err
    assert "published, rejected" in done.err


def test_paths_are_relative_to_the_folder(
    triage: Triage, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site / "_news")
    assert [found["path"] for found in triage("list", ".", "--format", "json", "--sort", "path").objects] == [
        *("a.md", "b.md", "c.md", "d.md"),
    ]


def test_a_list_as_csv_has_the_same_columns(triage: Triage, site: Path) -> None:
    said = triage("list", site, "--format", "csv", "--sort", "path")
    head, *rows = list(csv.reader(io.StringIO(said.out)))
    assert head == KEYS
    assert rows[0] == [
        *("_news/a.md", "unpublished", "A ferry waits for the gulls", "", "61", "14", "2026-11-20T10:00:00Z"),
        *("", "The Harbour Ledger", "harbourledger.example", "Transport; AI", "0", ""),
    ]
    assert rows[1][5] == "-1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(triage: Triage, tmp_path: Path, start: str) -> None:
    title = json.dumps(f'{start}HYPERLINK("http://x","y")\nz')
    write(
        tmp_path / "a.md", f"---\ntitle: {title}\nheat: -1\ntopics: ['{start.strip() or 'x'}1, \"2\"']\n---\n"
    )
    said = triage("list", tmp_path, "--format", "csv")
    _, row = list(csv.reader(io.StringIO(said.out, newline="")))
    assert row[2] == f'\'{start}HYPERLINK("http://x","y")\nz'
    assert row[5] == "-1"
    assert row[10] == ("'" if start.strip() else "") + f'{start.strip() or "x"}1, "2"'


HOSTILE = '"\\e[2J\\a\\0\\N\\u202E\\u2066 \\x9b31m \\u0007<b>&lt;\\r\\n="'


def test_nothing_in_an_item_reaches_the_terminal_as_a_command(triage: Triage, tmp_path: Path) -> None:
    write(
        tmp_path / "a.md",
        f"---\ntitle: {HOSTILE}\nexcerpt: {HOSTILE}\nquality: 1\ntopics: [{HOSTILE}]\n---\n",
    )
    write(tmp_path / "a\x1b[2Jb\n.md", ITEM) if not ON_WINDOWS else None
    expected = "\x1b[2J\x07\x00\x85\u202e\u2066 \x9b31m \x07<b>&lt;\r\n="
    for command in ("list", "check"):
        for output in ("table", "text", "json", "csv"):
            said = triage(command, tmp_path, "--format", output)
            if said.status != 2:
                assert not set(said.out + said.err) & set("\x1b\x07\x00\x85\u202e\u2066\x9b\x7f")
            if command == "list" and output == "json":
                assert [found["title"] for found in said.objects if found["path"] == "a.md"] == [expected]
    said = triage("show", tmp_path / "a.md")
    assert not set(said.out) & set("\x1b\x07\x00\x85\u202e\u2066\x9b\r")
    said = triage("publish", *tmp_path.glob("*.md"), tmp_path / "\x1b[2Jgone")
    assert not set(said.out + said.err) & set("\x1b\x07\r")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_table_fits_the_terminal_and_its_columns_are_aligned(
    triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for number, title in enumerate(
        ["short", "long " * 30, "海鷗與渡輪" * 12, "été e\u0301", "\U0001f600" * 5]
    ):
        write(
            tmp_path / f"_news/2026-11-2{number}-{'a-long-name-' * 5}.md",
            ITEM.replace("A ferry waits", title),
        )
    lines = triage("list", tmp_path).out.splitlines()
    assert lines[0].split() == ["STATE", "DATE", "QUALITY", "HEAT", "TITLE", "PATH"]
    assert len(lines) == 6
    if columns >= 80:
        assert max(map(width_of, lines)) <= columns
        assert any(line.endswith(".md") for line in lines)
        assert len({line.index("unpublished") for line in lines[1:]}) == 1


def test_wide_characters_count_twice(triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    write(tmp_path / "a.md", ITEM.replace("A ferry waits for the gulls", "海鷗"))
    write(tmp_path / "b.md", ITEM.replace("A ferry waits for the gulls", "gull"))
    _, one, other = triage("list", tmp_path, "--sort", "path").out.splitlines()
    assert one.index("a.md") == other.index("b.md") - 2


# -- show and check ----------------------------------------------------------------------------------------------------


def test_show_tells_the_whole_item_without_what_is_secured(triage: Triage, tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.md",
        f"---\ntitle: A\nquality: high\nday: 2026-11-20\nat: 2026-11-20T10:00:00Z\nn: .nan\nb: !!binary aGk=\n5: [x]\n"
        f"price: {{eur: 5.5, tags: [a, b], none: null}}\nset: !!set {{z, y}}\nempty: []\nsecured: {SECRET}\n"
        f"related:\n- title: B\n  secured: {SECRET}\npublished: no\n---\n",
    )
    said = triage("show", file, "--format", "json")
    assert said.status == 0
    assert said.objects == [
        {
            "path": str(file),
            "state": "unpublished",
            "problems": ["“quality” should be a whole number, but it is a text."],
            "title": "A",
            "quality": "high",
            "day": "2026-11-20",
            "at": "2026-11-20T10:00:00Z",
            "n": "nan",
            "b": "aGk=",
            "5": ["x"],
            "price": {"eur": 5.5, "tags": ["a", "b"], "none": None},
            "set": ["y", "z"],
            "empty": [],
            "related": [{"title": "B"}],
            "published": False,
        }
    ]
    text = triage("show", file).out
    assert "price:\n  eur: 5.5\n  tags:\n    - a\n    - b\n  none:\n" in text
    assert "related:\n  -\n    title: B\npublished: false\n" in text
    assert "CANARY" not in said.out + text


def test_keys_of_the_file_go_before_our_own(triage: Triage, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", "---\ntitle: A\nquality: 1\nstate: of the art\npath: x\n---\n")
    (found,) = triage("show", file, "--format", "json").objects
    assert (found["state"], found["path"]) == ("of the art", "x")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "There is no such file."),
        ("# no item\n", "The file has no front matter."),
        ("---\ntitle: A\nquality: @\n---\n", "Line 3, column 10: "),
        ("---\ntitle: A\nquality: 1\nx: &x [*x]\n---\n", "Line 4, column 8: "),
    ],
)
def test_what_cannot_be_shown_is_named(
    triage: Triage, tmp_path: Path, content: str | None, reason: str
) -> None:
    if content is not None:
        write(tmp_path / "a.md", content)
    said = triage("show", tmp_path / "a.md")
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(f"triage: {tmp_path / 'a.md'}: {reason}")


def test_a_folder_cannot_be_shown(triage: Triage, tmp_path: Path) -> None:
    assert triage("show", tmp_path).status == 1


def test_check_names_every_problem_and_every_odd_field(triage: Triage, site: Path) -> None:
    said = triage("check", site)
    assert said.status == 1
    assert said.out == (
        "_news/b.md:6:12: “published” should be true or false, but it is a text.\n"
        "_news/d.md:4:7: A colon stands where none may stand; the value needs quotes.\n"
    )
    assert said.err == "triage: 2 problems in 2 files.\n"
    said = triage("check", site, "--format", "json")
    assert said.status == 1
    assert [list(found) for found in said.objects] == [["path", "line", "column", "reason"]] * 2
    assert (said.objects[1]["path"], said.objects[1]["line"], said.objects[1]["column"]) == (
        "_news/d.md",
        4,
        7,
    )


def test_where_nothing_is_wrong_check_says_nothing(triage: Triage, tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    assert triage("check", tmp_path) == (0, "", "")


# -- publish, reject, requeue ------------------------------------------------------------------------------------------


def test_each_decision_writes_its_lines(triage: Triage, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    assert triage("publish", file) == (0, f"{file}: changed\n", "")
    assert file.read_text() == PUBLISHED_ITEM
    assert triage("publish", file) == (0, f"{file}: unchanged\n", "")
    assert triage("reject", file).status == 0
    assert file.read_text() == ITEM.replace("published: false", "removed: true\npublished: false")
    said = triage("requeue", file, "--format", "json")
    assert said.objects == [{"path": str(file), "result": "changed", "reason": None}]
    assert file.read_text() == ITEM


def test_files_that_fail_do_not_stop_the_others(triage: Triage, tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.md"), write(tmp_path / "b.md")
    c = write(tmp_path / "c.md", ITEM.replace("published: false", "published: &x false"))
    gone, folder = tmp_path / "gone.md", tmp_path / "folder"
    folder.mkdir()
    said = triage("publish", a, gone, folder, c, b, "--format", "json")
    assert said.status == 1
    results = {found["path"]: (found["result"], found["reason"]) for found in said.objects}
    assert results[str(a)] == results[str(b)] == ("changed", None)
    assert results[str(gone)] == ("failed", "There is no such file.")
    assert results[str(folder)] == ("refused", "This is a folder; name the files in it.")
    assert results[str(c)][0] == "refused"
    lines = said.err.splitlines()
    assert sorted(line.split(": ")[1] for line in lines) == sorted(map(str, [gone, folder, c]))
    assert all(line.startswith("triage: ") and line.endswith((".", "by hand.")) for line in lines)
    assert a.read_text() == b.read_text() == PUBLISHED_ITEM


def test_a_path_is_done_once_and_printed_as_given(
    triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "_news" / "a.md")
    monkeypatch.chdir(tmp_path / "_news")
    said = triage("publish", "a.md", "./a.md", "../_news/a.md", file, "a.md")
    assert said == (0, "a.md: changed\n", "")


def test_files_of_several_sites_are_saved_together(triage: Triage, tmp_path: Path) -> None:
    files = []
    for site in ("one", "two"):
        write(tmp_path / site / "_config.yml", "title: Site\n")
        files += [write(tmp_path / site / "_news" / "a.md"), write(tmp_path / site / "_videos" / "b.md")]
    said = triage("publish", *files)
    assert said.out == "".join(f"{file}: changed\n" for file in files)
    assert all(file.read_text() == PUBLISHED_ITEM for file in files)


def test_options_may_stand_anywhere_and_paths_behind_two_dashes(
    triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md", "-c.md"):
        write(tmp_path / name)
    said = triage("publish", "a.md", "--format", "json", "b.md", "--", "-c.md")
    assert [found["path"] for found in said.objects] == ["a.md", "b.md", "-c.md"]
    assert said.status == 0


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_a_link_that_leads_nowhere_is_named_as_such(triage: Triage, tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("gone")
    said = triage("publish", tmp_path / "a.md")
    assert said.status == 1
    assert said.err.endswith("The file is a link that leads nowhere.\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\0"])
@pytest.mark.parametrize("at_end", [True, False])
def test_paths_can_come_from_a_list(triage: Triage, tmp_path: Path, end: str, at_end: bool) -> None:
    files = [write(tmp_path / "site" / name) for name in ("a.md", "b c.md", "ü.md")]
    content = end.join(map(str, files)) + (end if at_end else "")
    source = write(tmp_path / "list.txt", content)
    said = triage("publish", "--from", source, *(["-0"] if end == "\0" else []))
    assert said.out == "".join(f"{file}: changed\n" for file in files)


def test_paths_can_come_from_standard_input(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    done = run("publish", "--from", "-", "-0", input=os.fsencode(file) + b"\0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert file.read_text() == PUBLISHED_ITEM


def test_an_empty_list_is_nothing_to_do(triage: Triage, tmp_path: Path) -> None:
    assert triage("publish", "--from", write(tmp_path / "list", "\n\n")) == (0, "", "")


def test_while_another_writes_nothing_is_saved(triage: Triage, tmp_path: Path) -> None:
    files = [write(tmp_path / name) for name in ("a.md", "b.md")]
    with writing(tmp_path):
        said = triage("publish", *files, "--wait", "0")
    assert said.status == 1
    assert said.out.count(": failed: Another window or command is saving in this folder.") == 2
    assert said.err.count("Another window or command is saving") == 2
    assert [file.read_text() for file in files] == [ITEM, ITEM]


def test_while_git_is_at_work_nothing_is_saved(triage: Triage, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    write(tmp_path / ".git" / "MERGE_HEAD", "")
    said = triage("publish", file)
    assert said.status == 1
    assert "Git is in the middle of a merge" in said.err
    assert file.read_text() == ITEM


def test_an_interrupt_ends_with_one_line_and_leaves_whole_files(
    triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path / f"{number:03}.md") for number in range(60)]
    real = os.fsync
    calls: list[int] = []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 20:
            raise KeyboardInterrupt
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    said = triage("publish", *files)
    assert said.status == 130
    assert said.err == "triage: Interrupted. What was saved until now stays saved.\n"
    assert set(all_files(tmp_path).values()) == {ITEM.encode(), PUBLISHED_ITEM.encode()}
    assert len(all_files(tmp_path)) == 60


# -- topics ------------------------------------------------------------------------------------------------------------


def test_topics_are_added_removed_and_renamed(triage: Triage, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    said = triage(
        "topics",
        file,
        "--add",
        "Gulls",
        "--add",
        "a: b",
        "--remove",
        "AI",
        "--rename",
        "Transport=Sea = Land",
    )
    assert said == (0, f"{file}: changed\n", "")
    assert file.read_text() == ITEM.replace(
        "  - Transport\n  - AI\n", '  - Sea = Land\n  - Gulls\n  - "a: b"\n'
    )


def test_a_topic_is_renamed_in_a_whole_folder_and_merges(triage: Triage, tmp_path: Path) -> None:
    write(tmp_path / "_config.yml", "title: Site\n")
    a = write(tmp_path / "_news" / "a.md", ITEM.replace("- AI", "- Facebook AI # x"))
    b = write(tmp_path / "_news" / "b.md", ITEM.replace("- Transport\n  - AI", "- Meta AI\n  - Facebook AI"))
    write(tmp_path / "_news" / "c.md")
    write(tmp_path / "_news" / "d.md", "---\ntitle: A\nquality: @\n---\n")
    before = all_files(tmp_path)
    said = triage("rename-topic", tmp_path, "Facebook AI", "Meta AI", "--dry-run")
    assert said.status == 0
    assert said.out.count("--- a/_news/") == 2
    assert all_files(tmp_path) == before
    said = triage("rename-topic", tmp_path / "_news", "Facebook AI", "Meta AI")
    assert (said.status, said.out) == (0, "a.md: changed\nb.md: changed\n")
    assert (
        said.err == "triage: Files that cannot be read, and stay as they are: 1. “triage check” names them.\n"
    )
    after = all_files(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"_news/a.md", "_news/b.md"}
    assert a.read_text() == ITEM.replace("- AI", "- Meta AI # x")
    assert b.read_text() == ITEM.replace("- Transport\n  - AI", "- Meta AI")
    said = triage("rename-topic", tmp_path, "Facebook AI", "Meta AI")
    assert (said.status, said.out) == (0, "")
    assert "No item has the topic “Facebook AI”." in said.err


def test_repair_mends_damaged_texts_and_a_dry_run_shows_them(triage: Triage, tmp_path: Path) -> None:
    damaged = ITEM.replace("waits for", "won&#8217;t wait for")
    file, fine = write(tmp_path / "a.md", damaged), write(tmp_path / "b.md")
    said = triage("repair", file, fine, "--dry-run")
    assert said.status == 0
    assert '-title: "A ferry won&#8217;t wait for the gulls"\n' in said.out
    assert '+title: "A ferry won’t wait for the gulls"\n' in said.out
    assert f"{fine}: unchanged" in said.out
    assert file.read_bytes() == damaged.encode()
    assert triage("repair", file, fine).out == f"{file}: changed\n{fine}: unchanged\n"
    assert file.read_bytes() == damaged.replace("&#8217;", "’").encode()


# -- dry runs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.md", ITEM.encode(), id="LF"),
        pytest.param("a.md", ITEM.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param("a.yaml", ITEM[4:-5].encode(), id="no final line end"),
        pytest.param("a.yaml", ITEM[4:-5].replace("\n", "\r\n").encode(), id="CRLF, no final line end"),
        pytest.param(
            "a.md", ITEM.encode() + b"\xff\xfe body\n\x0c\x85 \xe2\x80\xa8\n", id="any bytes as body"
        ),
        pytest.param("a.md", b"\xef\xbb\xbf" + ITEM.encode(), id="BOM"),
        pytest.param("ü b.md", ITEM.encode(), id="a space in the name"),
        pytest.param(
            'a"\\\t.md',
            ITEM.encode(),
            id="signs in the name",
            marks=pytest.mark.skipif(ON_WINDOWS, reason=""),
        ),
        pytest.param("a.md", ITEM.replace("gulls", "gulls\x85\u2028").encode(), id="other line breaks"),
        pytest.param("a.md", (ITEM + "x\n" * 50_000).encode(), id="a long body"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["reject"],
        ["publish"],
        ["topics", "--remove", "AI", "--remove", "Transport"],
        ["topics", "--add", "Gulls", "--rename", "Transport=Sea"],
    ],
    ids=["reject", "publish", "remove", "add"],
)
def test_a_dry_run_prints_a_patch_that_does_the_same(
    tmp_path: Path, name: str, content: bytes, command: list[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one / name, content)
    write(other / name, content)
    done = run(*command, "--dry-run", name, cwd=one)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (one / name).read_bytes() == content
    assert done.stdout.startswith((f"--- a/{name}".encode(), b'--- "a/'))
    patch = write(tmp_path / "patch", done.stdout)
    subprocess.run(["git", "apply", "--whitespace=nowarn", patch], cwd=other, check=True)
    assert run(*command, name, cwd=one).returncode == 0
    assert (one / name).read_bytes() == (other / name).read_bytes() != content


def test_a_dry_run_tells_of_every_file(triage: Triage, tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.md"), write(tmp_path / "b.md", PUBLISHED_ITEM)
    before = all_files(tmp_path)
    said = triage("publish", "--dry-run", a, b, tmp_path / "gone.md")
    assert said.status == 1
    assert f"{b}: unchanged\n" in said.out
    assert "-published: false\n+published: true\n" in said.out
    assert "There is no such file." in said.err
    said = triage("publish", "--dry-run", "--format", "json", a, b)
    assert [(found["result"], bool(found["diff"])) for found in said.objects] == [
        ("changed", True),
        ("unchanged", False),
    ]
    assert all_files(tmp_path) == before


@pytest.mark.parametrize(
    "secured",
    [
        f"secured: {SECRET}",
        f'secured: "{SECRET}\n  {SECRET}"',
        f"secured:\n  {SECRET}",
        f"secured: |\n  {SECRET}\n  {SECRET}",
        f"x:\n  secured: [{SECRET},\n    {SECRET}]",
        f'"secured": {{a: {SECRET},\n  b: {SECRET}}}',
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_dry_run_shows_nothing_of_what_is_secured(
    triage: Triage, tmp_path: Path, secured: str, newline: str
) -> None:
    content = f"---\ntitle: A\npublished: false\n{secured}\nquality: 1\ntopics: [a]\n---\n"
    file = write(tmp_path / "a.md", content.replace("\n", newline))
    for arguments in (["publish"], ["reject"], ["topics", "--add", "b"]):
        said = triage(*arguments, "--dry-run", file)
        assert said.status == 0
        assert "\n+" in said.out
        assert "CANARY" not in said.out + said.err


# -- the call ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "name a command"),
        (["frobnicate"], "invalid choice"),
        (["list"], "required: FOLDER"),
        (["list", "gone"], "There is no folder gone."),
        (["list", "file.md"], "file.md is no folder."),
        (["list", ".", "--sort", "beauty"], "KEY is one of state, quality"),
        (["list", ".", "--sort", "quality,beauty"], "KEY is one of state, quality"),
        (["list", ".", "--sort", "quality,"], "KEY is one of state, quality"),
        (["list", ".", "--format", "xml"], "invalid choice"),
        (["check", "gone"], "There is no folder gone."),
        (["show"], "required: FILE"),
        (["publish"], "give either paths or --from"),
        (["publish", "file.md", "--from", "-"], "give either paths or --from"),
        (["publish", "file.md", "-0"], "-0 goes with --from"),
        (["publish", "file.md", "--bogus"], "unrecognized arguments: --bogus"),
        (["publish", "--from", "gone"], "The list gone cannot be read: No such file or directory."),
        (["publish", "--from", "nul.txt"], "it needs -0"),
        (["publish", "file.md", "--wait", "long"], "invalid float value"),
        (["topics", "file.md"], "give --add, --remove or --rename"),
        (["topics", "file.md", "--add", " "], "cannot be empty"),
        (["topics", "file.md", "--rename", "A"], "it takes OLD=NEW"),
        (["topics", "file.md", "--rename", "A="], "cannot be empty"),
        (["rename-topic", ".", "A"], "required: NEW"),
        (["rename-topic", ".", "A", ""], "cannot be empty"),
        (["rename-topic", ".", "A", "A"], "are the same"),
        (["rename-topic", "gone", "A", "B"], "There is no folder gone."),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    triage: Triage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "file.md")
    write(tmp_path / "nul.txt", b"file.md\0")
    said = triage(*arguments)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert (tmp_path / "file.md").read_text() == ITEM


@pytest.mark.parametrize(
    "command", ["", "list", "show", "check", "publish", "reject", "requeue", "topics", "rename-topic"]
)
def test_help_tells_a_newcomer_what_to_type(triage: Triage, command: str) -> None:
    said = triage(*command.split(), "--help")
    assert (said.status, said.err) == (0, "")
    assert f"examples:\n  triage {command}".rstrip() in said.out
    assert max(map(len, said.out.splitlines())) <= 110


def test_the_version(triage: Triage) -> None:
    assert triage("--version") == (0, f"triage {__version__}\n", "")


# -- as a process of its own -------------------------------------------------------------------------------------------


def test_it_runs_as_a_module(site: Path) -> None:
    done = run("list", site, "--format", "json", "--query", "kettles")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["path"] == "_news/b.md"


def test_it_is_light_to_start() -> None:
    heavy = "{'PySide6', 'pydantic', 'editor_app.gui'}"
    code = f"import editor_app.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_any_text_can_be_printed_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    write(tmp_path / "ü.md", ITEM.replace("ferry", "ferry \U0001f600 海鷗"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for command in (["list"], ["list", "--format", "json"], ["list", "--format", "csv"]):
        done = run(*command, tmp_path, env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        if "--format" in command:
            assert "海鷗" in done.stdout.decode("utf-8")
    assert run("publish", tmp_path / "ü.md", env=environment).returncode == 0


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="needs a file system that takes any bytes as names"
)
def test_names_need_not_be_utf8(tmp_path: Path) -> None:
    name = os.fsencode(write(tmp_path / os.fsdecode(b"caf\xe9.md")))
    for output in ("table", "json", "csv"):
        assert run("list", tmp_path, "--format", output).returncode == 0
    found = json.loads(run("list", tmp_path, "--format", "json").stdout)
    assert os.fsencode(found["path"]) == b"caf\xe9.md"
    done = run("publish", "--from", "-", input=name + b"\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "U+DCE9" in done.stdout.decode()
    done = run("requeue", "--format", "json", os.fsdecode(name))
    assert os.fsencode(json.loads(done.stdout)["path"]) == name
    assert b"caf\xe9.md" in run("publish", "--dry-run", os.fsdecode(name)).stdout
    assert run("show", os.fsdecode(name)).returncode == 0
    assert run("show", os.fsdecode(name) + "x").returncode == 1


@pytest.mark.skipif(ON_WINDOWS, reason="needs pipes that break")
def test_output_that_nobody_reads_does_not_stop_what_is_being_saved(tmp_path: Path) -> None:
    files = [write(tmp_path / "site" / f"{number:04}{'x' * 200}.md") for number in range(600)]
    source = write(tmp_path / "list", "\n".join(map(str, files)))
    for command in (
        ["publish", "--from", source],
        ["list", "--format", "json", tmp_path],
        ["list", tmp_path],
    ):
        read_end, write_end = os.pipe()
        os.close(read_end)
        with os.fdopen(write_end, "wb") as closed:
            done = subprocess.run(
                [sys.executable, "-m", "editor_app.cli", *map(str, command)],
                stdout=closed,
                stderr=subprocess.PIPE,
            )
        assert done.stderr == b""
        assert done.returncode == 0
    assert all(file.read_text() == PUBLISHED_ITEM for file in files)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_output_that_cannot_be_written_is_an_error(site: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "editor_app.cli", "list", str(site)], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr == b"triage: The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(ON_WINDOWS, reason="needs a terminal of our own")
def test_progress_is_shown_on_a_terminal_and_cleared(tmp_path: Path) -> None:
    files = [write(tmp_path / name) for name in ("a.md", "b.md", "c.md")]
    try:
        master, terminal = os.openpty()
    except OSError as error:
        pytest.skip(f"needs a terminal of our own, which this system does not give: {error.strerror}")
    process = subprocess.Popen(
        [sys.executable, "-m", "editor_app.cli", "publish", *map(str, files)],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
    )
    os.close(terminal)
    assert process.wait(60) == 0
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert "\r1/3" in shown
    assert "\r3/3" in shown
    assert shown.endswith("\r   \r")
    assert "\n" not in shown


# -- a whole site ------------------------------------------------------------------------------------------------------


def changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines that were taken out and put in, without white space; what is the same must be in the same order."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    taken, put = old[head : len(old) - tail], new[head : len(new) - tail]
    ends = {line[len(line.rstrip(b"\r\n")) :] for line in old[head : len(old) - tail] or old[head - 1 : head]}
    assert {line[len(line.rstrip(b"\r\n")) :] for line in put} <= (ends or {b"\n"}) | {b""}
    return [line.strip() for line in taken], [line.strip() for line in put]


def meant(command: str, before: bytes) -> set[tuple[tuple[bytes, ...], tuple[bytes, ...]]]:
    """The lines that a command may take out of a file and put in, from the file's text alone."""
    lines = before.splitlines()
    state = [line for line in lines if line.startswith((b"published: ", b"removed: "))]
    yes, no, out = b"published: true", b"published: false", b"removed: true"
    table: dict[tuple[str, tuple[bytes, ...]], tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {
        ("publish", (no,)): ((no,), (yes,)),
        ("publish", (out, no)): ((out, no), (yes,)),
        ("reject", (yes,)): ((yes,), (out, no)),
        ("reject", (no,)): ((), (out,)),
        ("reject", ()): ((), (out, no)),
        ("requeue", (yes,)): ((yes,), (no,)),
        ("requeue", (out, no)): ((out,), ()),
        ("requeue", ()): ((), (no,)),
    }
    if command in {"publish", "reject", "requeue"}:
        return {table.get((command, tuple(state)), ((), ()))}
    if command == "add":
        return {((), (b"- Zebra Crossings",)), ((), (b"topics:", b"- Zebra Crossings"))}
    topic = b"- Power Apps"
    return {((topic,), ()), ((b"topics:", topic), (b"topics: []",)), ((), ())}


COMMANDS = {
    "publish": ["publish"],
    "reject": ["reject"],
    "requeue": ["requeue"],
    "add": ["topics", "--add", "Zebra Crossings"],
    "remove": ["topics", "--remove", "Power Apps"],
}


def test_on_a_whole_site_exactly_the_meant_lines_change(
    triage: Triage, real_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(real_site)
    items = [found["path"] for found in triage("list", ".", "--format", "json").objects]
    assert len(items) > 300
    source = write(tmp_path / "items.txt", "\n".join(items))
    originals = all_files(real_site)
    said_all: list[str] = []
    for command, arguments in COMMANDS.items():
        dry = triage(*arguments, "--dry-run", "--from", source)
        assert all_files(real_site) == originals
        said = triage(*arguments, "--from", source, "--format", "json")
        said_all += [dry.out, dry.err, said.out, said.err]
        assert (said.status, said.err) == (0, "")
        results = {found["path"]: found["result"] for found in said.objects}
        assert sorted(results) == sorted(items)
        after = all_files(real_site)
        assert after.keys() == originals.keys()
        for name, before in originals.items():
            taken, put = changed_lines(before, after[name])
            assert (results.get(name) == "changed") == (after[name] != before)
            if after[name] != before:
                assert (tuple(taken), tuple(put)) in meant(command, before), name
            elif name in results:
                assert ((), ()) in meant(command, before), name
        assert list(results.values()).count("changed") > 20
        for name, before in originals.items():
            if after[name] != before:
                (real_site / name).write_bytes(before)
    secrets = secret_values(originals)
    assert secrets
    assert not [secret for secret in secrets for text in said_all if secret in text]


def test_on_a_whole_site_a_rejection_taken_back_leaves_every_byte(
    triage: Triage, real_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(real_site)
    originals = all_files(real_site)
    items = [
        name
        for name in originals
        if b"\npublished: false" in originals[name] and b"\nremoved:" not in originals[name]
    ]
    assert len(items) > 100
    source = write(tmp_path / "items.txt", "\n".join(items))
    assert triage("reject", "--from", source).status == 0
    assert triage("requeue", "--from", source).status == 0
    assert all_files(real_site) == originals


def test_on_a_whole_site_nothing_shows_what_is_secured(triage: Triage, real_site: Path) -> None:
    secrets = secret_values(all_files(real_site))
    said = [triage("list", real_site, "--format", output) for output in ("table", "json", "csv")]
    said.append(triage("check", real_site))
    said += [triage("show", file) for file in sorted(real_site.rglob("*.md"))[:50]]
    assert not [secret for secret in secrets for answer in said if secret in answer.out + answer.err]


def secret_values(files: dict[str, bytes]) -> set[str]:
    """The beginnings of all values of `secured`."""
    lines = [
        line for content in files.values() for line in content.splitlines() if line.startswith(b"secured: ")
    ]
    return {line.removeprefix(b"secured: ").strip(b"\"'").decode()[:24] for line in lines}
