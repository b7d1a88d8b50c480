"""A folder of many news items, always the same ones, made of the sample items and, where it is there, a real site."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = (REPOSITORY / "sample_items", REPOSITORY.parent / "shared" / "real_site")
VERSION = 6
"""To be raised whenever the made files become other ones."""

RARE, COMMON = "onepercent", "halfofall"
"""Words that one item in a hundred, and one in two, has in its title."""

_TEXT = (
    "harbour council school model library ferry clinic battery orchard satellite museum village camera robot grid "
    "archive market bridge weather signal garden railway teacher engine paper river night small quiet open early"
)
WORDS = _TEXT.split()
TOPICS = [f"{first} {second}".title() for first in WORDS[:12] for second in WORDS[12:18]]
PROVIDERS = [f"The {first} {second}".title() for first in WORDS for second in WORDS[:12]]
FIRST_DAY = 1_640_995_200  # 1 January 2022
LAST_DAY = 1_795_305_600  # 22 November 2026
_RELATED_MEAN = 3.2  # stories; makes the files 3.5 KB long on average


def home_of_trees() -> Path:
    """Where trees stay between runs."""
    return Path(tempfile.gettempdir()) / "editor-app-benchmarks"


@dataclass(frozen=True, slots=True)
class Tree:
    """A made folder, and which of its files are items."""

    root: Path
    paths: tuple[str, ...]

    def scattered(self, count: int) -> list[str]:
        """Some of the paths, from all over the folder; always the same ones."""
        return random.Random(7).sample(self.paths, min(count, len(self.paths)))

    @contextmanager
    def restored(self, paths: Sequence[str]) -> Iterator[None]:
        """Whatever happens to these files in here, they are as they were afterwards, times included.

        A run that is killed in here leaves a mark, and the next one makes the tree anew.
        """
        kept = {path: _read(self.root / path) for path in paths}
        mark = _mark(self.root)
        mark.touch()
        try:
            yield
        finally:
            for path, (data, status) in kept.items():
                full = self.root / path
                if _read(full)[0] != data:
                    full.write_bytes(data)
                os.utime(full, ns=(status.st_atime_ns, status.st_mtime_ns))
            mark.unlink()


def make_tree(items: int) -> Tree:
    """The tree of so many items; made only where an earlier run has not left it."""
    root = home_of_trees() / f"tree-{VERSION}-{items}"
    stamp = root / ".made"
    if not stamp.is_file() or _mark(root).exists():
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        stamp.write_text("\n".join(_write_items(root, items)))
    return Tree(root, tuple(stamp.read_text().splitlines()))


def _mark(root: Path) -> Path:
    return root / ".being-changed"


def _read(full: Path) -> tuple[bytes, os.stat_result]:
    return full.read_bytes(), full.stat()


# -- making it -----------------------------------------------------------------------------------------------------


def _write_items(root: Path, items: int) -> Iterator[str]:
    (root / "_config.yml").write_text("title: Benchmark\n")
    for folder in ("_news", "_archive/_news"):
        (root / folder).mkdir(parents=True)
    seeds = _seeds()
    stories = [story for seed in seeds for story in _stories_in(seed)]
    # Few stories are in another script than most; else each long list of them would hold one.
    stories = [story for story in stories for _ in range(12 if story.isascii() else 1)]
    chance = random.Random(17)
    for number in range(items):
        text, day = _vary(seeds[number % len(seeds)], stories, chance, number)
        path = f"{'_news' if number % 10 else '_archive/_news'}/{day}-item-{number:06d}.md"
        with open(os.path.join(root, path), "wb") as file:
            file.write(text.encode())
        yield path


def _seeds() -> Sequence[str]:
    """Items to vary, with LF as line end."""
    found = []
    for source in SOURCES:
        for path in sorted(source.rglob("*.md")):
            data = path.read_bytes().replace(b"\r\n", b"\n")
            if 1_200 < len(data) < 9_000 and b'\ntitle: "' in data and b"\ntopics:\n" in data:
                found.append(data.decode())
    return found


_RELATED = re.compile(r"(?m)^related:\n((?:[ ].*\n|\n(?=[ ]))+)")
_TOPIC_LIST = re.compile(r"(?m)^topics:\n(?:[ ]+- .*\n)+")
_PROVIDER = re.compile(r"(?m)^(provider:\n  name: ).*\n(  domain: ).*\n")
_END = re.compile(r"(?m)^---\n(?!\w+:)")


def _stories_in(seed: str) -> list[str]:
    related = _RELATED.search(seed)
    if related is None:
        return []
    return ["  - title:" + story for story in re.split(r"(?m)^[ ]{2}- title:", related.group(1))[1:]]


def _vary(seed: str, stories: Sequence[str], chance: random.Random, number: int) -> tuple[str, str]:
    moment = chance.randrange(FIRST_DAY, LAST_DAY)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
    words = " ".join(chance.choices(WORDS, k=chance.randrange(2, 6)))
    # Which share of the items a word is in decides how much a search for it finds.
    marks = "".join(f" {word}" for word, share in ((RARE, 0.01), (COMMON, 0.5)) if chance.random() < share)
    provider = chance.choice(PROVIDERS)
    domain = provider.lower().replace(" ", "") + ".example"
    topics = "".join(f"  - {topic}\n" for topic in chance.sample(TOPICS, chance.randrange(1, 5)))
    count = min(12, int(chance.expovariate(1 / _RELATED_MEAN)))
    related = "".join(chance.choices(stories, k=count))
    changes: tuple[tuple[re.Pattern[str] | str, str], ...] = (
        (r'(?m)^title: "', f'title: "{words.capitalize()}{marks} {number}: '),
        (r'(?m)^excerpt: "', f'excerpt: "{" ".join(chance.choices(WORDS, k=8)).capitalize()}. '),
        (r"(?m)^publishedDateTime: \S+", f"publishedDateTime: {stamp}"),
        (r"(?m)^quality: -?\d+", f"quality: {chance.randrange(0, 155)}"),
        (r"(?m)^heat: -?\d+", f"heat: {chance.choice((-1, -1, -1, chance.randrange(0, 200)))}"),
        (r"(?m)^published: \w+", f"published: {'true' if chance.random() < 0.4 else 'false'}"),
        (_TOPIC_LIST, f"topics:\n{topics}"),
        (_PROVIDER, f"provider:\n  name: {provider}\n  domain: {domain}\n"),
        (_RELATED, ""),
    )
    for pattern, new in changes:
        seed = re.sub(pattern, lambda _, new=new: new, seed, count=1)
    if related:
        end = seed.index("\n---", 4) + 1
        seed = f"{seed[:end]}\nrelated:\n{related}{seed[end:]}"
    if number % 20 == 0:
        seed = seed.replace("\n", "\r\n")
    return seed, stamp[:10]
