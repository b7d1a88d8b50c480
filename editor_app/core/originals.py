"""What the saves of a session have replaced in a file, so that undoing one gives back the very bytes.

No parser is needed for it: most files of a large save are edited without one (:mod:`quick_draft`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple


class PutBack(NamedTuple):
    """Give a key back the very lines that an earlier save replaced.

    ``source`` is the entry's lines as they were, empty where the key was missing. ``before`` names the key that
    followed it and ``gap`` is what stood between the two, for putting a deleted entry back in its old place. ``left``
    is what the save made of ``source``: it may be longer than the entry, where comments that stood within the entry
    have come to stand behind it.
    """

    key: str
    source: str
    before: str | None
    gap: str = ""
    left: str = ""


class Replaced(NamedTuple):
    """An entry of which a save makes another: how it read, how to give it its lines back, and likewise the new one."""

    value: object
    old: PutBack
    new: PutBack


class Written(NamedTuple):
    """One change of an entry that this session has saved: how it read before, and how to go back."""

    value: object
    back: PutBack


@dataclass(slots=True)
class Originals:
    """What the saves of a session replaced in one file, by the keys of its entries.

    Only used as long as the entry still looks as the save left it.
    """

    history: dict[str, list[Written]] = field(default_factory=dict)

    def find(self, key: str, value: object, is_left: Callable[[PutBack], bool]) -> PutBack | None:
        """How to give an entry its former lines back that read as ``value``.

        :param is_left: whether the entry still looks as a save has left it.
        """
        history = self.history.get(key)
        if not history or not is_left(history[-1].back):
            return None
        left = expected = history[-1].back.left
        for written in reversed(history):
            if written.back.left != expected:
                return None
            if type(written.value) is type(value) and written.value == value:
                return written.back._replace(left=left)
            expected = written.back.source
        return None

    def record(self, replaced: Replaced) -> None:
        """Remember a change that has been written; one that leads back to an earlier state forgets what lay between."""
        value, old, new = replaced
        if old.source == new.source:
            return
        written = self.history.setdefault(old.key, [])
        for position, earlier in enumerate(written):
            if earlier.back.source == new.source:
                del written[position:]
                return
        left = new.source + _moved(old, new) if new.source else ""
        written.append(Written(value, old._replace(left=left)))


def _moved(old: PutBack, new: PutBack) -> str:
    """The comments and blank lines that stood within an entry and that a change has left behind it."""
    if new.gap == old.gap:
        return ""
    # Only now: it brings the YAML parser.
    from editor_app.core.text_change import lines_of

    still = Counter(lines_of(new.source))
    gone: list[str] = []
    for line in lines_of(old.source):
        if still[line]:
            still[line] -= 1
        else:
            gone.append(line)
    behind = iter(gone)
    # "in" goes on from where the line before was found.
    return "".join(takewhile(lambda line: line in behind, lines_of(new.gap)))
