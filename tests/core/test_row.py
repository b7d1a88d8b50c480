"""What the list shows of an item is what ``yaml.safe_load`` reads; what cannot be read is a problem, never a crash."""

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.core_files import front_matter
from editor_app.core.errors import EditorAppError, NotAnItem, UnreadableItem
from editor_app.core.frontmatter import split
from editor_app.core.missing import MISSING
from editor_app.core.outline import guarded_events
from editor_app.core.row import Row, is_plain_yaml, problem_row, read_row
from editor_app.core.state import Odd, State

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SITES = [REPOSITORY / "sample_items", REPOSITORY.parent / "shared" / "real_site"]
MUTATIONS = 2_000

TOP = "title: A\nquality: 1\n"


def items() -> list[tuple[str, bytes]]:
    return [
        (file.name, file.read_bytes())
        for site in SITES
        for file in sorted(site.rglob("*"))
        if file.suffix in {".md", ".markdown", ".yaml"} and "_data" not in file.parts
    ]


# -- a slow reading of the same, by yaml.safe_load alone ---------------------------------------------------------------


def expected_values(mapping: dict[str, Any]) -> dict[str, Any]:
    """What a row must show of a mapping; a field that holds something unexpected is left out."""
    provider = mapping.get("provider") if isinstance(mapping.get("provider"), dict) else {}
    return {
        "quality": number(mapping.get("quality")),
        "heat": number(mapping.get("heat")),
        "published": flag(mapping.get("published", MISSING)),
        "removed": flag(mapping.get("removed", MISSING)),
        "published_at": moment(mapping.get("publishedDateTime")),
        "related": len(found) if isinstance(found := mapping.get("related"), list) else 0,
        "images": len(found) if isinstance(found := mapping.get("images"), list) else 0,
        **{
            key: value
            for key, value in {
                "title": mapping.get("title"),
                "excerpt": mapping.get("excerpt", ""),
                "type": mapping.get("type", ""),
                "category": mapping.get("category", ""),
                "provider": provider.get("name", ""),
                "domain": provider.get("domain", ""),
            }.items()
            if isinstance(value, str)
        },
        **topics(mapping.get("topics")),
    }


def number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else None
    return value if abs(value) < 10**18 else None


def flag(value: object) -> object:
    known = value is None or value is MISSING or isinstance(value, bool | int | float | str)
    return repr(value) if known else Odd


def moment(value: object) -> int | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        try:
            return int((value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).timestamp())
        except (ValueError, OverflowError):
            return None
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
    return None


def topics(value: object) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {"topics": ()}
    if isinstance(value, list) and all(isinstance(topic, str) for topic in value):
        return {"topics": tuple(value)}
    return {}


def shown_values(row: Row) -> dict[str, Any]:
    values = row._asdict()
    for key in ("published", "removed"):
        values[key] = Odd if isinstance(values[key], Odd) else repr(values[key])
    return values


def safe_load(text: str) -> Any:
    """What libyaml reads, None where it fails. Only of what the guard has let pass: nothing else is safe to load."""
    guarded_events(text)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except Exception:  # its constructors raise nearly anything
        return None


def compare(name: str, data: bytes) -> str:
    """Hold a row against ``safe_load``; returns what became of the file."""
    try:
        row = read_row(name, data)
    except NotAnItem:
        return "no item"
    except UnreadableItem:
        return "unreadable"
    text = split(data, plain_yaml=is_plain_yaml(name)).yaml
    mapping = safe_load(text)
    if mapping is None:
        assert row.notes, "it cannot be loaded, and nothing says so"
        return "noted"
    assert isinstance(mapping, dict)
    shown = shown_values(row)
    expected = expected_values({str(key): value for key, value in mapping.items()})
    assert {key: shown[key] for key in expected} == expected
    return "equal"


def test_every_item_reads_as_safe_load_reads_it() -> None:
    found = {name: compare(name, data) for name, data in items()}
    assert list(found.values()).count("equal") >= 60
    assert [name for name, outcome in found.items() if outcome in {"noted", "unreadable"}] == [
        "2026-11-17-lamp-posts-report-faults.md"  # a sample of what an editor has to correct by hand
    ]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes, pieces or lines changed, as an accident or an enemy would."""
    pieces = [
        b":",
        b"- ",
        b"\n",
        b"\r\n",
        b" ",
        b"\t",
        b'"',
        b"'",
        b"#",
        b"&a ",
        b"*a",
        b"!!str ",
        b"[",
        b"]",
        b"{",
    ]
    pieces += [
        b"}",
        b"|",
        b">",
        b"<<: ",
        b"? ",
        b"\xff",
        b"\x00",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"=",
        b"~",
        b"null",
    ]
    pieces += [
        b"2023-13-45",
        b"0x",
        b"1:59",
        b".inf",
        b"title: x\n",
        b"published: no\n",
        b"topics: x\n",
        b"---\n",
    ]
    for _ in range(chance.randint(1, 4)):
        place, piece = chance.randrange(len(data)), chance.choice(pieces)
        match chance.randrange(4):
            case 0:
                data = data[:place] + piece + data[place:]
            case 1:
                data = data[:place] + piece + data[place + len(piece) :]
            case 2:
                data = data[:place] + data[place + chance.randint(1, 30) :]
            case _:
                data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        if not data:
            break
    return data


def test_a_damaged_item_reads_as_safe_load_reads_it_or_is_a_problem() -> None:
    chance = random.Random(20261122)
    files = items()
    found = {"equal": 0, "noted": 0, "unreadable": 0, "no item": 0}
    for _ in range(MUTATIONS):
        name, data = chance.choice(files)
        # The interesting part is short; most of a file's bytes are in its texts.
        data = mutated(data[: chance.choice([400, 1_500, 20_000])] + b"\n---\n", chance)
        found[compare(name, data)] += 1
    # Odd fields are rare among the sample items alone: how many there are depends on the sites at hand.
    assert found["equal"] > 100, found
    assert found["unreadable"] > 100, found


# -- single values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml_text", "field", "value"),
    [
        ("title: 1984", "title", "1984"),
        ("title: yes", "title", "yes"),
        ("title: 2020-01-01", "title", "2020-01-01"),
        ("title:", "title", ""),
        ("title: ''", "title", ""),
        ("title: null", "title", ""),
        ("title: 'null'", "title", "null"),
        ("title: >-\n  a\n  b", "title", "a b"),
        ("title: &t A\nexcerpt: *t", "excerpt", "A"),
        ("b: &b {excerpt: E}\n<<: *b\ntitle: A", "excerpt", "E"),
        ("title: A\nquality: 1.0", "quality", 1),
        ("title: A\nquality: 0x1F", "quality", 31),
        ("title: A\nquality: '5'", "quality", None),
        ("title: A\nquality: true", "quality", None),
        ("title: A\nheat: -1", "heat", -1),
        ("title: A\npublished: yes", "published", True),
        ("title: A\npublished: 'yes'", "published", "yes"),
        ("title: A\nheat: 1", "published", MISSING),
        ("title: A\nremoved: on\nheat: 1", "removed", True),
        ("title: A\ntopics:", "topics", ()),
        ("title: A\ntopics: [5G, 5, yes]", "topics", ("5G", "5", "yes")),
        ("title: A\ntopics: [a, [b], c]", "topics", ("a", "c")),
        ("title: A\nheat: 1\nprovider: {name: N, domain: d}", "provider", "N"),
        ("title: A\nheat: 1\nprovider: {name: N, name: M}", "provider", "M"),
        ("title: A\nheat: 1\nwebUrl: w\noriginalUrl: o", "url", "w"),
        ("title: A\nheat: 1\noriginalUrl: o", "url", "o"),
        ("title: A\nheat: 1\npublishedDateTime: 2023-05-17T13:21:00Z", "published_at", 1684329660),
        ("title: A\nheat: 1\npublishedDateTime: 2023-05-17T13:21:00", "published_at", 1684329660),
        ("title: A\nheat: 1\npublishedDateTime: 2023-05-17T15:21:00+02:00", "published_at", 1684329660),
        ("title: A\nheat: 1\npublishedDateTime: '2023-05-17T13:21:00Z'", "published_at", 1684329660),
        ("title: A\nheat: 1\npublishedDateTime: 1970-01-02", "published_at", 86400),
        ("title: A\nheat: 1\npublishedDateTime: 0001-01-01T00:00:00+05:00", "published_at", None),
        ("title: A\nheat: 1\npublishedDateTime: 9999-12-31T23:00:00-05:00", "published_at", None),
    ],
)
def test_single_values(yaml_text: str, field: str, value: object) -> None:
    heat = (
        "" if any(key in yaml_text for key in ("heat:", "quality:", "topics:", "published:")) else "heat: 1\n"
    )
    found = getattr(read_row("a.md", front_matter(f"{yaml_text}\n{heat}")), field)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("yaml_text", "note"),
    [
        ("quality: high", "“quality” should be a whole number, but it is a text."),
        ("quality: 1.5", "“quality” should be a whole number, but it is a number."),
        ("quality: [1]", "“quality” should be a whole number, but it is a list."),
        ("quality: 2020-01-01", "“quality” should be a whole number, but it is a date."),
        ("heat: {a: b}", "“heat” should be a whole number, but it is a mapping."),
        ("published: later", "“published” should be true or false, but it is a text."),
        ("published:", "“published” should be true or false, but it is empty."),
        ("removed: 1", "“removed” should be true or false, but it is a number."),
        ("publishedDateTime: soon", "“publishedDateTime” should be a date and time, but it is a text."),
        ("topics: AI", "“topics” should be a list of texts, but it is a text."),
        ("topics: [[a]]", "“topics” should be a list of texts, but it is not a flat list."),
        ("provider: Somebody", "“provider” should be a name and a domain, but it is a text."),
        ("related: {a: b}", "“related” should be a list of stories, but it is a mapping."),
        ("excerpt: [a]", "“excerpt” should be a text, but it is a list."),
        ("updatedDateTime: 2023-13-45", "The date or number that stands here cannot be."),
        ("related: [{at: 2023-02-30}]", "The date or number that stands here cannot be."),
    ],
)
def test_a_field_that_holds_something_unexpected_is_named_with_its_place(yaml_text: str, note: str) -> None:
    row = read_row("a.md", front_matter(f"title: A\ncategory: news\n{yaml_text}\n"))
    (found,) = row.notes
    assert found.reason == note
    assert found.line == 4
    assert found.column > len(yaml_text.partition(":")[0])
    assert row.problem is None


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("", State.PUBLISHED),
        ("published: true", State.PUBLISHED),
        ("published: false", State.UNPUBLISHED),
        ("published: maybe", State.UNPUBLISHED),
        ("published:", State.UNPUBLISHED),
        ("published: false\nremoved: true", State.REJECTED),
        ("published: true\nremoved: true", State.REJECTED),
        ("published: false\nremoved: false", State.UNPUBLISHED),
        ("published: true\nremoved: maybe", State.PUBLISHED),
    ],
)
def test_the_state_of_an_item(fields: str, state: State) -> None:
    assert read_row("a.md", front_matter(f"{TOP}{fields}\n")).state is state


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# Heading\n",
        front_matter("layout: page\n"),
        front_matter("title: About\nlayout: page\n"),
        front_matter("published: true\n"),
        front_matter("- title: A\n"),
        front_matter(""),
    ],
)
def test_what_is_no_item_is_told_apart(data: bytes) -> None:
    with pytest.raises(NotAnItem):
        read_row("a.md", data)


def test_an_item_without_a_title_is_a_problem() -> None:
    with pytest.raises(UnreadableItem, match="no title"):
        read_row("a.md", front_matter("quality: 1\n"))


def test_a_problem_has_a_row() -> None:
    row = problem_row("a.md", UnreadableItem("Wrong.", 3, 4))
    assert row.state is State.PROBLEM
    assert row.problem is not None
    assert row.problem[1:] == (3, 4, "Wrong.")


# -- hostile input -----------------------------------------------------------------------------------------------------

ALIAS_BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(front_matter(TOP + ALIAS_BOMB), "beyond measure", id="alias bomb"),
        pytest.param(front_matter(TOP + MERGE_BOMB + "<<: *a8\n"), "beyond measure", id="merge bomb"),
        pytest.param(front_matter(TOP + "x: " + "[" * 100_000 + "\n"), "levels deep", id="100,000 brackets"),
        pytest.param(
            front_matter(TOP + "x: " + "{a: " * 100_000 + "\n"), "levels deep", id="100,000 curly ones"
        ),
        pytest.param(
            front_matter(TOP + "".join("  " * n + "- \n" for n in range(200))), "", id="deep block list"
        ),
        pytest.param(front_matter(TOP + "x:\n" + "- a\n" * 100_000), "parts", id="a list of 100,000"),
        pytest.param(front_matter(TOP + "x: a\x00b\n"), "does not allow", id="NUL"),
        pytest.param("---\ntitle: A\nquality: 1\n---\n".encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(front_matter(TOP).replace(b"A", b"\xff"), "UTF-8", id="invalid UTF-8"),
        pytest.param(
            front_matter(TOP + "x: !!python/object/apply:os.system ['echo CANARY >&2']\n"), "tag", id="code"
        ),
        pytest.param(front_matter(TOP + "x: !!python/name:os.system\n"), "tag", id="a name of code"),
        pytest.param(front_matter(TOP + "title: B\n"), "“title” stands twice", id="a key twice"),
        pytest.param(front_matter(TOP + "x: &x [*x]\n"), "inside of what it names", id="a loop"),
        pytest.param(front_matter(TOP + "x: *y\n"), "anchor that is not there", id="an alias to nothing"),
        pytest.param(front_matter(TOP + "<<: 1\n"), "merge key", id="a merge key of nothing"),
        pytest.param(front_matter(TOP + "x: {y: {<<: 1}}\n"), "merge key", id="a deep merge key of nothing"),
        pytest.param(
            front_matter(TOP + "x: {y: {[a]: b}}\n"), "where a key belongs", id="a deep list as key"
        ),
        pytest.param(front_matter(TOP + "x: =\n"), "needs quotes", id="an equals sign"),
        pytest.param(front_matter(TOP + "x: @\n"), "needs quotes", id="an at sign"),
        pytest.param(front_matter(TOP + "x" * 2_000_000 + ": 1\n"), "are not read", id="2 MB"),
    ],
)
def test_hostile_files_are_problems(data: bytes, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableItem) as caught:
        read_row("a.md", data)
    assert reason in caught.value.reason
    assert "CANARY" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a" * 990_000, id="a line of 1 MB"),
        pytest.param('"' + "\\u00e9" * 160_000 + '"', id="escapes"),
        pytest.param("1" + ":59" * 300_000, id="base 60"),
        pytest.param("9" * 900_000, id="digits"),
        pytest.param("_" * 900_000, id="underscores"),
    ],
)
@pytest.mark.parametrize("field", ["title", "excerpt", "quality", "published", "publishedDateTime", "other"])
def test_long_values_are_read_without_harm(field: str, value: str) -> None:
    fields = {"title": "A", "heat": "1", field: value}
    row = read_row("a.md", front_matter("".join(f"{key}: {text}\n" for key, text in fields.items())))
    assert row.heat == 1
    assert row.quality is None


SECRETS = [
    "secured: CANARY: x\n",
    'secured: "CANARY\n',
    "secured: [CANARY\n",
    "secured: !CANARY x\n",
    "secured: *CANARY\n",
    "secured: CANARY\x07\n",
    "secured: &CANARY [*CANARY]\n",
    "secured: !!int CANARY\n",
    "quality: CANARY\nsecured: a\n",
    "published: [CANARY]\nsecured: a\n",
    "x: 2023-13-45 # CANARY\n",
    "x: {CANARY: 2023-13-45}\n",
]


@pytest.mark.parametrize("fields", SECRETS)
def test_no_reason_carries_text_of_the_file(fields: str) -> None:
    try:
        row = read_row("a.md", front_matter(f"title: A\nheat: 1\n{fields}"))
    except EditorAppError as error:
        row = problem_row("a.md", error)
    shown = [*row.notes, row.problem, row.published]
    assert "CANARY" not in repr(shown)
