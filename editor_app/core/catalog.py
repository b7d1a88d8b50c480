"""All items of the open folder in memory, with the editor's pending decisions laid over them.

Made for a hundred thousand items: what lists, counts and searches ask of every item is kept in columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from editor_app.core.decision import Decision, Fields, ItemEdit
from editor_app.core.query import search_text
from editor_app.core.row import Row
from editor_app.core.state import State


class Queue(StrEnum):
    """The lists an editor can work through."""

    UNPUBLISHED = "unpublished"
    CHANGED = "changed"
    PUBLISHED = "published"
    REJECTED = "rejected"
    PROBLEMS = "problems"
    ALL = "all"


_STATES: Final = (State.UNPUBLISHED, State.PUBLISHED, State.REJECTED, State.PROBLEM)
_CODE_OF: Final = {state: code for code, state in enumerate(_STATES)}
_GONE: Final = len(_STATES)
_QUEUE_CODES: Final = {
    Queue.UNPUBLISHED: _CODE_OF[State.UNPUBLISHED],
    Queue.PUBLISHED: _CODE_OF[State.PUBLISHED],
    Queue.REJECTED: _CODE_OF[State.REJECTED],
}


class Step(NamedTuple):
    """What a decision did to one item: how it read before and after."""

    item: int
    before: Fields
    after: Fields


class Catalog:
    """Items by number. A number is given once, in the order of loading, and stays with its file.

    What the file says (``row``) and what the editor wants (``fields``) are kept apart: the difference is pending.
    """

    def __init__(self) -> None:
        self._rows: list[Row | None] = []
        self._numbers: dict[str, int] = {}
        self._edits: dict[int, ItemEdit] = {}
        self._failures: dict[int, str] = {}
        # Columns, by item: the state as the editor wants it, and what a search looks at.
        self._codes = bytearray()
        self._texts: list[bytes] = []
        self._noted: set[int] = set()
        self._topics: Counter[str] = Counter()

    # -- reading ---------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._codes) - self._codes.count(_GONE)

    def numbers(self) -> list[int]:
        """The numbers of all items that are there."""
        return [number for number, code in enumerate(self._codes) if code != _GONE]

    def row(self, item: int) -> Row:
        """What the file of an item said when it was last read."""
        row = self._rows[item]
        if row is None:
            raise KeyError(item)
        return row

    def holds(self, item: int) -> bool:
        """Whether the file of an item is still there."""
        return self._codes[item] != _GONE

    def find(self, path: str) -> int | None:
        """The number of an item by its path."""
        number = self._numbers.get(path)
        return number if number is not None and self.holds(number) else None

    def fields(self, item: int) -> Fields:
        """State and topics of an item as the editor wants them."""
        on_disk = _on_disk(self.row(item))
        edit = self._edits.get(item)
        return edit.apply(on_disk) if edit else on_disk

    def topics(self, item: int) -> tuple[str, ...]:
        """The topics of an item as the editor wants them."""
        edit = self._edits.get(item)
        topics = self.row(item).topics
        return edit.topics.apply(topics) if edit else topics

    def state(self, item: int) -> State:
        """The state of an item as the editor wants it."""
        code = self._codes[item]
        if code == _GONE:
            raise KeyError(item)
        return _STATES[code]

    def is_in(self, item: int, queue: Queue) -> bool:
        """Whether an item belongs to a queue now."""
        return bool(self.those_in(queue, (item,)))

    def those_in(self, queue: Queue, items: Sequence[int]) -> list[int]:
        """Those of some items that belong to a queue now, in the same order."""
        codes = self._codes
        if queue is Queue.ALL:
            return [item for item in items if codes[item] != _GONE]
        if queue is Queue.CHANGED:
            return [item for item in items if item in self._edits]
        if queue is Queue.PROBLEMS:
            return [item for item in items if item in self._noted]
        wanted = _QUEUE_CODES[queue]
        return [item for item in items if codes[item] == wanted]

    def those_with(self, terms: Sequence[str], items: Sequence[int]) -> list[int]:
        """Those of some items whose text holds every one of some case-folded terms, in the same order."""
        texts = self._texts
        for term in terms:
            wanted = term.encode("utf-8", "surrogatepass")
            items = [item for item in items if wanted in texts[item]]
        return list(items)

    def count(self, queue: Queue) -> int:
        """How many items a queue has."""
        if queue is Queue.ALL:
            return len(self)
        if queue is Queue.CHANGED:
            return len(self._edits)
        if queue is Queue.PROBLEMS:
            return len(self._noted)
        return self._codes.count(_QUEUE_CODES[queue])

    @property
    def unreadable(self) -> int:
        """How many files cannot be read as items."""
        return self._codes.count(_CODE_OF[State.PROBLEM])

    @property
    def topics_in_use(self) -> Counter[str]:
        """How many items hold each topic on disk."""
        return self._topics

    # -- pending ---------------------------------------------------------------------------------------------------

    @property
    def pending(self) -> dict[int, ItemEdit]:
        """The edits that wait for being saved, by item, in the order in which the items were first touched."""
        return self._edits

    def failure(self, item: int) -> str:
        """Why the last attempt to save an item failed; empty where none did."""
        return self._failures.get(item, "")

    def set_failure(self, item: int, reason: str) -> None:
        """Note why an item could not be saved; what is pending stays pending."""
        self._failures[item] = reason

    def plan(self, items: Iterable[int], decision: Decision) -> list[Step]:
        """What a decision would do. Items that are so already, and problems, are left out."""
        steps = []
        for item in items:
            if self.row(item).problem is not None:
                continue
            before = self.fields(item)
            after = decision.apply(before)
            if after != before:
                steps.append(Step(item, before, after))
        return steps

    def plan_drop(self, items: Iterable[int]) -> list[Step]:
        """What dropping pending edits would do."""
        return [
            Step(item, self.fields(item), _on_disk(self.row(item))) for item in items if item in self._edits
        ]

    def edit(self, item: int) -> ItemEdit:
        """What is pending of an item; an empty edit where nothing is."""
        return self._edits.get(item, ItemEdit())

    def lay(self, item: int, wanted: Fields) -> None:
        """Make an item read as wanted; what equals its file is no longer pending."""
        edit = ItemEdit.between(_on_disk(self.row(item)), wanted)
        earlier = self._edits.get(item)
        if earlier is not None and earlier.state is not None and edit.state is not None:
            # The value that the decision was made on stays the base, whatever the file has become since.
            edit = ItemEdit((earlier.state[0], edit.state[1]), edit.topics)
        self._failures.pop(item, None)
        if edit:
            self._edits[item] = edit
        else:
            self._edits.pop(item, None)
        self._refresh(item, text_changed=bool(edit.topics) or bool(earlier and earlier.topics))

    def drop(self, item: int) -> None:
        """Forget what is pending of an item."""
        self.lay(item, _on_disk(self.row(item)))

    # -- the files -------------------------------------------------------------------------------------------------

    def add(self, rows: Iterable[Row]) -> list[int]:
        """Take in rows as they are read. A path that is there already is updated in its place.

        :returns: the numbers of those that are new.
        """
        added = []
        for row in rows:
            known = self._numbers.get(row.path)
            if known is not None and self.holds(known):
                self.update(known, row)
                continue
            if known is None:
                known = len(self._rows)
                self._numbers[row.path] = known
                self._rows.append(row)
                self._codes.append(_GONE)
                self._texts.append(b"")
            else:
                self._rows[known] = row
            self._topics.update(row.topics)
            self._refresh(known)
            added.append(known)
        return added

    def update(self, item: int, row: Row) -> None:
        """The file of an item has been read again. What is pending stays so, unless the file now says it itself."""
        self._topics.subtract(self.row(item).topics)
        self._topics.update(row.topics)
        self._rows[item] = row
        edit = self._edits.get(item)
        if edit is not None:
            on_disk = _on_disk(row)
            if edit.apply(on_disk) == on_disk:
                del self._edits[item]
                self._failures.pop(item, None)
        self._refresh(item)

    def saved(self, item: int, row: Row, edit: ItemEdit) -> None:
        """An edit of an item has been written. A decision that was made while it was being written stays pending.

        :param row: how the file reads now.
        :param edit: what was written.
        """
        wanted = self.fields(item)
        still_pending = self._edits.get(item) != edit
        self.update(item, row)
        self.drop(item)
        if still_pending:
            self.lay(item, wanted)

    def remove(self, item: int) -> None:
        """The file of an item is gone."""
        self._topics.subtract(self.row(item).topics)
        self._rows[item] = None
        self._codes[item] = _GONE
        self._texts[item] = b""
        self._noted.discard(item)
        self._edits.pop(item, None)
        self._failures.pop(item, None)

    def _refresh(self, item: int, *, text_changed: bool = True) -> None:
        """Bring the columns of an item up to date."""
        row = self.row(item)
        edit = self._edits.get(item)
        state = (
            row.state
            if edit is None or edit.state is None or row.problem is not None
            else edit.state[1].state
        )
        self._codes[item] = _CODE_OF[state]
        if row.problem is not None or row.notes:
            self._noted.add(item)
        else:
            self._noted.discard(item)
        if text_changed:
            self._texts[item] = search_text(row, self.topics(item)).encode("utf-8", "surrogatepass")


def _on_disk(row: Row) -> Fields:
    return Fields(row.state_fields, row.topics)
