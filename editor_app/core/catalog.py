"""All items of the open folder in memory, with the editor's pending decisions laid over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

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


_QUEUE_OF = {
    State.UNPUBLISHED: Queue.UNPUBLISHED,
    State.PUBLISHED: Queue.PUBLISHED,
    State.REJECTED: Queue.REJECTED,
    State.PROBLEM: Queue.PROBLEMS,
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
        self._counts: Counter[Queue] = Counter()
        self._texts: dict[int, str] = {}
        self._topics: Counter[str] = Counter()

    # -- reading ---------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._counts[Queue.ALL]

    def numbers(self) -> list[int]:
        """The numbers of all items that are there."""
        return [number for number, row in enumerate(self._rows) if row is not None]

    def row(self, item: int) -> Row:
        """What the file of an item said when it was last read."""
        row = self._rows[item]
        if row is None:
            raise KeyError(item)
        return row

    def holds(self, item: int) -> bool:
        """Whether the file of an item is still there."""
        return self._rows[item] is not None

    def find(self, path: str) -> int | None:
        """The number of an item by its path."""
        number = self._numbers.get(path)
        return number if number is not None and self._rows[number] is not None else None

    def fields(self, item: int) -> Fields:
        """State and topics of an item as the editor wants them."""
        row = self.row(item)
        on_disk = _on_disk(row)
        edit = self._edits.get(item)
        return edit.apply(on_disk) if edit else on_disk

    def topics(self, item: int) -> tuple[str, ...]:
        edit = self._edits.get(item)
        row = self.row(item)
        return edit.topics.apply(row.topics) if edit else row.topics

    def state(self, item: int) -> State:
        """The state as the editor wants it."""
        row = self.row(item)
        edit = self._edits.get(item)
        if edit is None or edit.state is None or row.problem is not None:
            return row.state
        return edit.state[1].state

    def is_in(self, item: int, queue: Queue) -> bool:
        """Whether an item belongs to a queue now."""
        match queue:
            case Queue.ALL:
                return True
            case Queue.CHANGED:
                return item in self._edits
            case Queue.PROBLEMS:
                row = self.row(item)
                return row.problem is not None or bool(row.notes)
            case _:
                return _QUEUE_OF[self.state(item)] is queue

    def count(self, queue: Queue) -> int:
        return len(self._edits) if queue is Queue.CHANGED else self._counts[queue]

    @property
    def unreadable(self) -> int:
        """How many files cannot be read as items."""
        return sum(row is not None and row.problem is not None for row in self._rows)

    def search_text(self, item: int) -> str:
        """What a search looks at; kept until the item changes."""
        text = self._texts.get(item)
        if text is None:
            text = self._texts[item] = search_text(self.row(item), self.topics(item))
        return text

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
        row = self.row(item)
        was_in = self._queues_of(item)
        edit = ItemEdit.between(_on_disk(row), wanted)
        earlier = self._edits.get(item)
        if earlier is not None and earlier.state is not None and edit.state is not None:
            # The value that the decision was made on stays the base, whatever the file has become since.
            edit = ItemEdit((earlier.state[0], edit.state[1]), edit.topics)
        self._failures.pop(item, None)
        if edit:
            self._edits[item] = edit
        else:
            self._edits.pop(item, None)
        self._texts.pop(item, None)
        self._counts.subtract(was_in)
        self._counts.update(self._queues_of(item))

    def drop(self, item: int) -> None:
        """Forget what is pending of an item."""
        row = self.row(item)
        self.lay(item, _on_disk(row))

    # -- the files -------------------------------------------------------------------------------------------------

    def add(self, rows: Iterable[Row]) -> list[int]:
        """Take in rows as they are read. A path that is there already is updated in its place.

        :returns: the numbers of those that are new.
        """
        added = []
        for row in rows:
            known = self._numbers.get(row.path)
            if known is not None and self._rows[known] is not None:
                self.update(known, row)
                continue
            if known is None:
                known = len(self._rows)
                self._rows.append(row)
                self._numbers[row.path] = known
            else:
                self._rows[known] = row
            self._counts.update(self._queues_of(known))
            self._topics.update(row.topics)
            added.append(known)
        return added

    def update(self, item: int, row: Row) -> None:
        """The file of an item has been read again. What is pending stays so, unless the file now says it itself."""
        was_in = self._queues_of(item)
        self._topics.subtract(self.row(item).topics)
        self._topics.update(row.topics)
        self._rows[item] = row
        edit = self._edits.get(item)
        if edit is not None:
            on_disk = _on_disk(row)
            if edit.apply(on_disk) == on_disk:
                del self._edits[item]
                self._failures.pop(item, None)
        self._texts.pop(item, None)
        self._counts.subtract(was_in)
        self._counts.update(self._queues_of(item))

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
        self._counts.subtract(self._queues_of(item))
        self._topics.subtract(self.row(item).topics)
        self._rows[item] = None
        self._edits.pop(item, None)
        self._failures.pop(item, None)
        self._texts.pop(item, None)

    def _queues_of(self, item: int) -> Sequence[Queue]:
        row = self.row(item)
        own = _QUEUE_OF[self.state(item)]
        if row.notes and own is not Queue.PROBLEMS:
            return (Queue.ALL, own, Queue.PROBLEMS)
        return (Queue.ALL, own)


def _on_disk(row: Row) -> Fields:
    return Fields(row.state_fields, row.topics)
