"""Files as they are on a site, and as they might be after a bad day: some bytes too many, too few or elsewhere."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SITES = (REPOSITORY / "sample_items", REPOSITORY.parent / "shared" / "real_site")

SEED: Final = 20_261_122

# Pieces of YAML that change the meaning of what stands around them.
PIECES = [
    b"\n", b"\r\n", b"\r", b" ", b"  ", b"\t", b'"', b"'", b"\\", b"#", b" #", b":", b": ", b"- ", b"-",
    b"? ", b"|", b">", b"[", b"]", b"{", b"}", b",", b"&a ", b"*a", b"!!str ", b"!x ", b"<<: ", b"~",
    b"null", b"yes", b"017", b"0x1F", b"=", b"1_000", b"12:30", b"2023-13-45", b"2023-02-30T10:00:00Z",
    b".inf", b"-", b"---\n", b"...\n", b"%YAML 1.1\n", b"@", b"`", b"\x00", b"\x07", b"\x7f", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xff", b"\xf0\x9f\x98\x80", b"\xc2\xa0", b"title: x\n",
    b"published: true\n", b"  more\n", b"quality: high\n", b"topics: []\n", b"removed:\n", b'\\"', b"\\n",
    b"\\/",
]  # fmt: skip


def sources() -> list[tuple[str, bytes]]:
    """The names and bytes of all sample files, and of the real ones where they are at hand."""
    return [
        (path.name, path.read_bytes())
        for site in SITES
        for path in sorted(site.rglob("*"))
        if path.suffix in {".md", ".markdown", ".yaml"} and "_data" not in path.parts
    ]


def damaged(files: list[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """As many damaged files as asked for, the same ones each time."""
    chance = random.Random(SEED)
    for _ in range(count):
        name, data = chance.choice(files)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(5):
                case 0:
                    data = data[:place] + chance.choice(PIECES) + data[place:]
                case 1:
                    data = data[:place] + data[place + chance.randint(1, 12) :]
                case 2:
                    lines = data.split(b"\n")
                    chance_line = chance.randrange(len(lines))
                    lines[chance_line] = lines[chance_line][chance.randint(0, 6) :]
                    data = b"\n".join(lines)
                case 3:
                    lines = data.split(b"\n")
                    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
                    lines.insert(second, lines[first])
                    data = b"\n".join(lines)
                case 4:
                    data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        yield name, data
