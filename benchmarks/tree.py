"""A folder of many news items, always the same ones, made of the sample items and, where it is there, a real site."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = (REPOSITORY / "sample_items", REPOSITORY.parent / "shared" / "real_site")

_TEXT = (
    "harbour council school model library ferry clinic battery orchard satellite museum village camera robot grid "
    "archive market bridge weather signal garden railway teacher engine paper river night small quiet open early"
)
_WORDS = _TEXT.split()
_FIRST_DAY = 1_640_995_200  # 1 January 2022
_LAST_DAY = 1_795_305_600  # 22 November 2026


def make_tree(folder: Path, items: int) -> None:
    """Write ``items`` files into a folder; a folder that has as many already is left alone."""
    stamp = folder / ".made"
    made_of = f"3 {items}"
    if stamp.is_file() and stamp.read_text() == made_of:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_config.yml").write_text("title: Benchmark\n")
    seeds = _seeds()
    chance = random.Random(17)
    for number in range(items):
        place = folder / ("_news" if number % 10 else "_archive/_news")
        if number < 20:
            place.mkdir(parents=True, exist_ok=True)
        data, day = _vary(seeds[number % len(seeds)], chance, number)
        name = f"{day}-item-{number:06d}.md"
        with open(os.path.join(place, name), "wb") as file:
            file.write(data)
    stamp.write_text(made_of)


def _seeds() -> Sequence[bytes]:
    found = []
    for source in SOURCES:
        for path in sorted(source.rglob("*.md")):
            data = path.read_bytes()
            if (
                1_500 < len(data) < 9_000
                and b'\ntitle: "' in data
                and b"\ntopics:\n" in data.replace(b"\r\n", b"\n")
            ):
                found.append(data)
    return found


def _vary(seed: bytes, chance: random.Random, number: int) -> tuple[bytes, str]:
    moment = chance.randrange(_FIRST_DAY, _LAST_DAY)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
    words = " ".join(chance.choices(_WORDS, k=chance.randrange(2, 6)))
    # Which share of the items a word is in decides how much a search for it finds.
    marks = "".join(
        word for word, share in ((" onepercent", 0.01), (" halfofall", 0.5)) if chance.random() < share
    )
    changes = (
        (rb'(?m)^title: "', f'title: "{words.capitalize()}{marks} {number}: '.encode()),
        (rb"(?m)^publishedDateTime: \S+", f"publishedDateTime: {stamp}".encode()),
        (rb"(?m)^quality: -?\d+", f"quality: {chance.randrange(0, 155)}".encode()),
        (rb"(?m)^heat: -?\d+", f"heat: {chance.choice((-1, -1, -1, chance.randrange(0, 200)))}".encode()),
        (rb"(?m)^published: \w+", f"published: {'true' if chance.random() < 0.4 else 'false'}".encode()),
    )
    for pattern, new in changes:
        seed = re.sub(pattern, lambda _, new=new: new, seed, count=1)
    return seed, stamp[:10]
