"""The site's topics: the list in ``_data/topics``, what is in use, and names that fit what an editor types."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from editor_app.core.errors import EditorAppError
from editor_app.core.folder import read_bytes, site_root
from editor_app.core.search_text import folded

_FOLDER = os.path.join("_data", "topics")


class Topic(NamedTuple):
    """One topic of the site's own list."""

    name: str
    parent: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()


class TopicList(NamedTuple):
    """The site's topics, in the order of its files; empty where the site has no list."""

    topics: tuple[Topic, ...] = ()

    @staticmethod
    def read(folder: Path) -> tuple[TopicList, list[str]]:
        """Read ``_data/topics/*.yaml`` of a folder, or of the site that the folder is part of.

        :returns: the list, and a sentence for each file of it that cannot be read.
        """
        place = folder / _FOLDER
        if not place.is_dir():
            place = site_root(folder) / _FOLDER
        topics: list[Topic] = []
        problems: list[str] = []
        files = sorted((*place.glob("*.yaml"), *place.glob("*.yml")))
        if files:
            # Only now: it brings pydantic, which takes longer than all else at the program's start.
            from editor_app.core.frontmatter import split
            from editor_app.core.item import read_mapping
        for file in files:
            try:
                data, _ = read_bytes(file)
                topic = _topic(read_mapping(split(data, plain_yaml=True)))
            except (EditorAppError, OSError) as error:
                problems.append(f"The topic file {file.name} cannot be read: {error}")
                continue
            if topic is not None:
                topics.append(topic)
        return TopicList(tuple(topics)), problems

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics)

    def suggestions(self, text: str, held: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """Topics whose name or keywords stand in a text as whole words and that it does not hold yet, most fitting
        first.
        """
        words = f" {_words(text)} "
        found: list[tuple[int, str]] = []
        for topic in self.topics:
            if topic.name in held:
                continue
            signs = {*topic.keywords, topic.name}
            hits = sum(words.count(f" {sign_words} ") for sign in signs if (sign_words := _sign_words(sign)))
            if hits:
                found.append((-hits, topic.name))
        return tuple(name for _, name in sorted(found)[:most])


def _topic(mapping: dict[str, Any]) -> Topic | None:
    name = mapping.get("name")
    if not isinstance(name, str) or not name.strip():
        return None
    keywords = mapping.get("keywords")
    return Topic(
        name.strip(),
        str(mapping.get("parent") or ""),
        str(mapping.get("description") or ""),
        tuple(str(word) for word in keywords if word) if isinstance(keywords, list) else (),
    )


_NO_WORD: Final = re.compile(r"[\W_]+")


def _words(text: str) -> str:
    return " ".join(_NO_WORD.sub(" ", folded(text)).split())


@lru_cache(maxsize=10_000)  # the same few for every item that is looked at
def _sign_words(sign: str) -> str:
    return _words(sign)


def ranked(names: Iterable[str], in_use: Counter[str]) -> list[str]:
    """Topic names for completion: what is used most comes first, unused ones in their own order at the end."""
    order = dict.fromkeys((*(name for name, _ in in_use.most_common()), *names))
    return list(order)
