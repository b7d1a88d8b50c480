"""What must hold of every file, however damaged: it is read or refused, and a save changes what was decided only."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.core_files import all_files
from editor_app.core.decision import Decision, Publish, Reject, Requeue, retag
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import ItemFolder
from editor_app.core.frontmatter import split
from editor_app.core.item import read_item
from editor_app.core.row import is_plain_yaml, read_row
from editor_app.core.store import Outcome, Store

DECISIONS: Sequence[Decision] = (Publish(), Reject(), Requeue(), retag(add=["Gulls"]))
_TOUCHED = ("published", "removed", "topics")
# What means so already is left as it is, and an item without the key is published.
_TRUE = {"true", "yes", "on"}
_FALSE = {"false", "no", "off"}
_WANTED = {"Publish": _TRUE, "Reject": _FALSE, "Requeue": _FALSE}


@dataclass
class Trial:
    """Reads and saves files, each in all ways, and counts what became of them."""

    folder: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def read(self, name: str, data: bytes) -> None:
        """Read a file as a row and as a whole; whatever is not a refusal of ours is raised."""
        start = time.perf_counter()
        for reader in (read_row, read_item):
            try:
                reader(name, data)
            except EditorAppError:
                continue
        self.slowest = max(self.slowest, time.perf_counter() - start)

    def save(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Save a decision about each file, and hold every byte of the folder against what may have changed."""
        written: dict[str, bytes] = {}
        changes = []
        for number, (name, data) in enumerate(files):
            path = f"{number}{Path(name).suffix}"
            (self.folder / path).write_bytes(data)
            written[path] = data
            changes.append((path, DECISIONS[number % len(DECISIONS)]))
        results = {result.path: result for result in Store(ItemFolder(self.folder)).save(changes)}
        now = all_files(self.folder)
        assert now.keys() == written.keys()
        for path, decision in changes:
            outcome = results[path].outcome
            self.outcomes[outcome.value] += 1
            if outcome is Outcome.CHANGED:
                check_edit(path, written[path], now[path], decision)
            else:
                assert outcome in (Outcome.UNCHANGED, Outcome.REFUSED), results[path]
                assert now[path] == written[path]
                assert (outcome is Outcome.REFUSED) == bool(results[path].reason)


def check_edit(path: str, before: bytes, after: bytes, decision: Decision) -> None:
    """Hold two versions of a file against each other by PyYAML's own loaders, which the program does not save by."""
    plain = is_plain_yaml(path)
    old, new = split(before, plain_yaml=plain), split(after, plain_yaml=plain)
    assert (old.head, old.tail) == (new.head, new.tail)
    texts_before, texts = yaml.load(old.yaml, yaml.CBaseLoader), yaml.load(new.yaml, yaml.CBaseLoader)
    assert rest(texts_before) == rest(texts), path
    kind = type(decision).__name__
    if kind in _WANTED:
        assert texts.get("published", "true").lower() in _WANTED[kind], path
        assert ("removed" in texts) == (kind == "Reject")
        assert texts_before.get("topics") == texts.get("topics")
    else:
        assert texts["topics"] == [*(texts_before.get("topics") or []), "Gulls"]
        for key in ("published", "removed"):
            assert texts_before.get(key) == texts.get(key)
    try:
        values_before, values = yaml.load(old.yaml, yaml.CSafeLoader), yaml.load(new.yaml, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return  # a date that cannot be: only its text can be compared
    assert rest(values_before) == rest(values), path


def rest(mapping: dict[Any, Any]) -> str:
    """All that no decision touches, with its order; as a text, since nan is not even equal to itself."""
    return repr([(key, value) for key, value in mapping.items() if key not in _TOUCHED])
