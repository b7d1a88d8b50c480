"""All items of the open folder in memory, with the editor's pending decisions laid over them.

Made for a hundred thousand items: what lists, counts and searches ask of every item is kept in columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import compress, repeat
from operator import is_
from typing import Final, NamedTuple

from editor_app.core.conflict import Conflict, Turn, find_conflict, mine_kept, theirs_kept
from editor_app.core.decision import (
    Decision,
    Fields,
    ItemEdit,
    StateEdit,
    TextChange,
    TopicEdit,
    joined_texts,
    texts_left,
)
from editor_app.core.plan import Change, Plan
from editor_app.core.row_table import CODE_OF, STATES, RowPlace, RowTable
from editor_app.core.row_types import Row
from editor_app.core.search_text import search_text
from editor_app.core.snooze import Snooze, Snoozes
from editor_app.core.state import State, StateFields
from editor_app.core.step import Step
from editor_app.core.text_place import EXCERPT, TITLE, TextPlace
from editor_app.core.totals import Totals


class Queue(StrEnum):
    """The lists an editor can work through."""

    UNPUBLISHED = "unpublished"
    SNOOZED = "snoozed"
    """Unpublished, and put off: not in the queue of the others until the editor wants them back."""
    CHANGED = "changed"
    CONFLICTS = "conflicts"
    """What the editor has decided about and somebody else has changed or deleted meanwhile."""
    PUBLISHED = "published"
    REJECTED = "rejected"
    PROBLEMS = "problems"
    ALL = "all"


_GONE: Final = len(STATES)
_UNPUBLISHED: Final = CODE_OF[State.UNPUBLISHED]
_PROBLEM: Final = CODE_OF[State.PROBLEM]
_ROWS_KEPT: Final = 512
_FEW: Final = 64  # items that change at once
_QUEUE_CODES: Final = {
    Queue.UNPUBLISHED: CODE_OF[State.UNPUBLISHED],
    Queue.PUBLISHED: CODE_OF[State.PUBLISHED],
    Queue.REJECTED: CODE_OF[State.REJECTED],
}


_FLAGS: Final = {
    queue: bytes(code == wanted for code in range(256)) for queue, wanted in _QUEUE_CODES.items()
}
"""Turns the column of states into a column of flags: 1 for those in a queue."""


class Taken(NamedTuple):
    """What rows have brought: the numbers of items that are new, and of those that were there and read differently."""

    new: list[int]
    changed: list[int]


class Catalog:
    """Items by number. A number is given once, in the order of loading, and stays with its file.

    What the file says (``row``) and what the editor wants (``fields``) are kept apart: the difference is pending.
    """

    def __init__(self) -> None:
        self._files = RowTable()
        self._numbers: dict[str, int] = {}
        self._edits: dict[int, ItemEdit] = {}
        self._failures: dict[int, str] = {}
        self._missing: set[int] = set()
        self.snoozes = Snoozes()
        """What was put off; it counts only while an item is unpublished: see :meth:`snooze`."""
        self._conflicts: dict[int, Conflict] = {}
        # What texts of related stories say in files, as far as saving has found it out: rows do not tell.
        self._related_texts: dict[int, dict[TextPlace, str]] = {}
        # Columns of what the editor wants: the state, and what a search looks at.
        self._codes = bytearray()
        # How many items have each code; None until somebody asks, and after very many have changed.
        self._tally: list[int] | None = None
        self._texts: list[bytes] = []
        self._noted: set[int] = set()
        self.totals = Totals(self._files, self._codes)
        """What the files of all items say, counted."""
        # The rows that were put together last: the list asks for the same few again and again.
        self._rows: dict[int, Row] = {}

    # -- reading ---------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._codes) - self._codes.count(_GONE)

    def numbers(self) -> list[int]:
        """The numbers of all items that are there."""
        return [number for number, code in enumerate(self._codes) if code != _GONE]

    def row(self, item: int) -> Row:
        """What the file of an item said when it was last read."""
        row = self._rows.get(item)
        if row is None:
            if self._codes[item] == _GONE:
                raise KeyError(item)
            row = self._files.row(item)
            if len(self._rows) >= _ROWS_KEPT:
                self._rows.clear()
            self._rows[item] = row
        return row

    @property
    def files(self) -> RowTable:
        """What the files say, as columns by item. Those of a file that is gone are empty; the table is not to be
        changed.
        """
        return self._files

    def holds(self, item: int) -> bool:
        """Whether the file of an item is still there."""
        return self._codes[item] != _GONE

    def find(self, path: str) -> int | None:
        """The number of an item by its path."""
        number = self._numbers.get(path)
        return number if number is not None and self.holds(number) else None

    def fields(self, item: int) -> Fields:
        """State and topics of an item as the editor wants them, and the texts that something is pending of."""
        on_disk = self._on_disk(item)
        edit = self._edits.get(item)
        return edit.apply(on_disk) if edit else on_disk

    def whole_fields(self, item: int) -> Fields:
        """The same with title and excerpt, whether or not something is pending of them."""
        row = self.shown_row(item)
        return self.fields(item).with_texts({TITLE: row.title, EXCERPT: row.excerpt})

    def topics(self, item: int) -> tuple[str, ...]:
        """The topics of an item as the editor wants them."""
        edit = self._edits.get(item)
        topics = self._files.topics[item]
        return edit.topics.apply(topics) if edit else topics

    def shown_row(self, item: int) -> Row:
        """The row of an item with the title and the excerpt that the editor wants."""
        row, edit = self.row(item), self._edits.get(item)
        if edit is None or not edit.texts:
            return row
        texts = {change.place: change.new for change in edit.texts}
        return row._replace(title=texts.get(TITLE, row.title), excerpt=texts.get(EXCERPT, row.excerpt))

    def title(self, item: int) -> str:
        """The title of an item as the editor wants it, without the rest of its row."""
        edit = self._edits.get(item)
        if edit is not None and edit.texts:
            return self.shown_row(item).title
        title, _ = self._files.story(item)
        return title

    def state(self, item: int) -> State:
        """The state of an item as the editor wants it."""
        code = self._codes[item]
        if code == _GONE:
            raise KeyError(item)
        return STATES[code]

    @property
    def state_codes(self) -> bytearray:
        """Where each item stands, as a column by item: positions in :data:`~editor_app.core.row_table.STATES`, and one
        more for files that are gone. Not to be changed.
        """
        return self._codes

    def topic_column(self) -> list[tuple[str, ...]]:
        """The topics of all items as the editor wants them, by item."""
        topics = list(self._files.topics)
        for item, edit in self._edits.items():
            if edit.topics:
                topics[item] = edit.topics.apply(topics[item])
        return topics

    @property
    def texts(self) -> list[bytes]:
        """What a search looks at of each item as the editor wants it, by item: see
        :class:`~editor_app.core.row_table.RowTable`. Not to be changed.
        """
        return self._texts

    def is_in(self, item: int, queue: Queue) -> bool:
        """Whether an item belongs to a queue now."""
        return bool(self.those_in(queue, (item,)))

    def those_in(self, queue: Queue, items: Sequence[int]) -> list[int]:
        """Those of some items that belong to a queue now, in the same order."""
        codes = self._codes
        if queue is Queue.ALL:
            if _GONE not in codes:
                return list(items)
            return [item for item in items if codes[item] != _GONE]
        if queue is Queue.CHANGED:
            return [item for item in items if item in self._edits]
        if queue is Queue.CONFLICTS:
            return [item for item in items if self.is_unsettled(item)]
        if queue is Queue.PROBLEMS:
            return [item for item in items if item in self._noted]
        if queue is Queue.SNOOZED:
            return [item for item in items if item in self.snoozes and codes[item] == _UNPUBLISHED]
        if len(items) < len(codes) // 8:
            wanted = _QUEUE_CODES[queue]
            found = [item for item in items if codes[item] == wanted]
        else:
            flags = codes.translate(_FLAGS[queue])
            found = list(compress(items, map(flags.__getitem__, items)))
        return self.snoozes.without(found) if queue is Queue.UNPUBLISHED else found

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
        if queue is Queue.CONFLICTS:
            return len(self._conflicts) + sum(map(self._is_orphan, self._missing))
        if queue is Queue.PROBLEMS:
            return len(self._noted)
        snoozed = sum(self._codes[item] == _UNPUBLISHED for item in self.snoozes)
        if queue is Queue.SNOOZED:
            return snoozed
        if self._tally is None:
            self._tally = [self._codes.count(code) for code in range(_GONE + 1)]
        return self._tally[_QUEUE_CODES[queue]] - (snoozed if queue is Queue.UNPUBLISHED else 0)

    def snooze(self, item: int) -> Snooze | None:
        """Until when an item is put off; None where it is not. What is decided about no longer is."""
        return self.snoozes.get(item) if self._codes[item] == _UNPUBLISHED else None

    @property
    def unreadable(self) -> int:
        """How many files cannot be read as items."""
        return self._codes.count(_PROBLEM)

    @property
    def topics_in_use(self) -> Counter[str]:
        """How many items hold each topic on disk. Not to be changed."""
        return self.totals.topics

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

    def conflict(self, item: int) -> Conflict | None:
        """What of a pending edit somebody else has changed meanwhile; the editor has to choose."""
        return self._conflicts.get(item)

    @property
    def conflicts(self) -> dict[int, Conflict]:
        """All conflicts, by item. Not to be changed."""
        return self._conflicts

    def is_unsettled(self, item: int) -> bool:
        """Whether the editor has to choose before a pending edit can be saved: it is in conflict, or its file is
        gone.
        """
        return item in self._conflicts or self._is_orphan(item)

    def _is_orphan(self, item: int) -> bool:
        return item in self._missing and item in self._edits and item not in self._conflicts

    @property
    def missing(self) -> set[int]:
        """Items whose files are gone and that are kept all the same: something is pending, or they are being read."""
        return self._missing

    def mark_missing(self, item: int) -> None:
        """The file of an item is gone; the item stays as it was last read, until it is removed or its file is back."""
        self._missing.add(item)

    def mark_found(self, item: int) -> None:
        """The file of an item is there again, just as it was."""
        self._missing.discard(item)

    def plan(self, items: Iterable[int], decision: Decision) -> list[Step]:
        """What a decision would do. Items that are so already, and problems, are left out."""
        states, topics, codes, edits = self._files.states, self._files.topics, self._codes, self._edits
        # Among many items few readings differ, and the table keeps equal ones as the same object.
        known: dict[tuple[int, int], tuple[Fields, Fields]] = {}
        steps = []
        for item in items:
            if codes[item] == _PROBLEM:
                continue
            if item in self._conflicts:
                step = self._plan_anew(item, decision)
                if step is not None:
                    steps.append(step)
                continue
            if item in edits:
                before = self.fields(item)
                after = decision.apply(before)
            else:
                key = id(states[item]), id(topics[item])
                found = known.get(key)
                if found is None:
                    fields = self._on_disk(item)
                    found = known[key] = fields, decision.apply(fields)
                before, after = found
            if after is not before and after != before:
                steps.append(Step(item, before, after))
        return steps

    def planned(self, items: Sequence[int], decision: Decision) -> Plan:
        """The same for a great many items: a decision about the state alone is planned once for all that read alike."""
        wanted = decision.wanted_state
        if wanted is None or self._conflicts:
            return Plan.of(self.plan(items, decision))
        codes = self._codes
        if _PROBLEM in codes:
            items = [item for item in items if codes[item] != _PROBLEM]
        states = list(map(self._files.states.__getitem__, items))
        pending = self._edits_of(items)
        keys, places = _alike(states, pending)
        there: dict[Hashable, ItemEdit] = {}
        back: dict[Hashable, ItemEdit] = {}
        for key, place in places.items():
            edit = pending[place]
            before = edit.state[1] if edit is not None and edit.state is not None else states[place]
            if before.state != wanted.state:
                there[key], back[key] = ItemEdit((before, wanted)), ItemEdit((wanted, before))
        if len(there) < len(places):
            changes = list(map(there.__contains__, keys))
            items, keys = list(compress(items, changes)), list(compress(keys, changes))
        return Plan(list(items), list(map(there.__getitem__, keys)), list(map(back.__getitem__, keys)))

    def _plan_anew(self, item: int, decision: Decision) -> Step | None:
        """What a decision would do to an item in conflict. One about the state is made in view of what the file says
        now, and settles that; topics go on from those pending.
        """
        edit, on_disk, conflict = self._edits[item], self._on_disk(item), self._conflicts[item]
        before = self.fields(item)
        after = decision.apply(before)
        if after == before:
            return None
        state, topics = edit.state, edit.topics
        if after.state != before.state:
            wanted = decision.apply(on_disk).state
            state = None if wanted == on_disk.state else (on_disk.state, wanted)
        if after.topics != before.topics:
            change = TopicEdit.between(before.topics, after.topics)
            topics = (
                topics.then(change) if conflict.topics else TopicEdit.between(on_disk.topics, after.topics)
            )
        return self._turn(item, ItemEdit(state, topics, edit.texts))

    def plan_edits(self, edits: Mapping[int, ItemEdit]) -> list[Step]:
        """What edits would do, each to its own item; problems are left out."""
        steps = []
        for item, edit in edits.items():
            if self._codes[item] in (_PROBLEM, _GONE):
                continue
            pending = self.fields(item)
            bases = {change.place: change.base for change in edit.texts}
            before = pending.with_texts({**bases, **dict(pending.texts)})
            after = edit.apply(before)
            if after != before:
                steps.append(Step(item, before, after))
        return steps

    def plan_drop(self, items: Iterable[int]) -> list[Step]:
        """What dropping pending edits would do."""
        return [self._turn(item, ItemEdit()) for item in items if item in self._edits]

    def plan_keep_mine(self, items: Iterable[int]) -> list[Step]:
        """What choosing the editor's own value would do to those of some items that are in conflict."""
        return [
            self._turn(item, mine_kept(self._edits[item], self._on_disk(item)))
            for item in items
            if item in self._conflicts
        ]

    def plan_keep_theirs(self, items: Iterable[int]) -> list[Step]:
        """What choosing what the file says would do to those of some items that are in conflict."""
        return [
            self._turn(item, theirs_kept(self._edits[item], self._on_disk(item)))
            for item in items
            if item in self._conflicts
        ]

    def _turn(self, item: int, wanted: ItemEdit) -> Step:
        """The step that makes another edit of all that is pending of an item."""
        edit, on_disk = self._edits[item], self._on_disk(item)
        after = wanted.apply(on_disk)
        there = Turn(edit, wanted, ItemEdit.between(on_disk, after))
        back = Turn(wanted, edit, ItemEdit.between(after, on_disk))
        return Step(item, edit.apply(on_disk), after, there, back)

    def edit(self, item: int) -> ItemEdit:
        """What is pending of an item; an empty edit where nothing is."""
        return self._edits.get(item, ItemEdit())

    def lay(self, item: int, wanted: Fields) -> None:
        """Make an item read as wanted; what equals its file is no longer pending."""
        edit = ItemEdit.between(self._on_disk(item), wanted)
        earlier = self._edits.get(item)
        if earlier is not None and earlier.state is not None and edit.state is not None:
            # The value that the decision was made on stays the base, whatever the file has become since.
            edit = edit._replace(state=(earlier.state[0], edit.state[1]))
        self._set_edit(item, edit)

    def change(self, item: int, edit: ItemEdit | Turn) -> None:
        """Decide, or take a decision back: make a difference to what an item reads, or a turn of what is pending.

        What the decision was made on is its base, so that one that meets another value in the file than the editor
        has seen is in conflict with it.
        """
        earlier = self._edits.get(item, ItemEdit())
        if isinstance(edit, Turn):
            if earlier == edit.expected:
                self._set_edit(item, self._unsaid(item, edit.wanted))
                return
            edit = edit.instead
        on_disk = self._on_disk(item)
        state, topics = earlier.state, earlier.topics
        if edit.state is not None:
            state = _changed_state(on_disk.state, state, edit.state)
        if edit.topics:
            conflict = self._conflicts.get(item)
            if conflict is not None and conflict.topics is not None:
                topics = topics.then(edit.topics)
            else:
                topics = TopicEdit.between(on_disk.topics, edit.topics.apply(topics.apply(on_disk.topics)))
        texts = (
            self._texts_unsaid(item, joined_texts(earlier.texts, edit.texts)) if edit.texts else earlier.texts
        )
        self._set_edit(item, ItemEdit(state, topics, texts))

    def change_all(self, items: Sequence[int], changes: Sequence[Change]) -> list[int]:
        """:meth:`change` many items; those whose files are gone are left alone.

        What comes of changing states is worked out once for all items that read alike and are changed alike.

        :returns: the items that were changed.
        """
        codes = self._codes
        if _GONE in codes:
            held = [codes[item] != _GONE for item in items]
            items, changes = list(compress(items, held)), list(compress(changes, held))
        if self._failures:
            for item in items:
                self._failures.pop(item, None)
        tally, self._tally = self._tally, None
        is_few = tally is not None and len(items) <= _FEW
        before = {item: codes[item] for item in items} if is_few else {}
        self._make_all(items, changes)
        if tally is not None and is_few:  # else counting anew takes less
            for item, old in before.items():
                tally[old] -= 1
                tally[codes[item]] += 1
            self._tally = tally
        return list(items)

    def _make_all(self, items: Sequence[int], changes: Sequence[Change]) -> None:
        outcomes = self._outcomes(items, changes)
        if outcomes and (outcome := outcomes[0]) is not None and _is_throughout(outcome, outcomes):
            self._take_for_all(items, outcome)
            return
        edits, codes = self._edits, self._codes
        for item, change, outcome in zip(items, changes, outcomes, strict=True):
            if outcome is None:
                self.change(item, change)
                continue
            if outcome.edit is None:
                edits.pop(item, None)
            else:
                edits[item] = outcome.edit
            codes[item] = outcome.code

    def _take_for_all(self, items: Sequence[int], outcome: _Outcome) -> None:
        """The same has come of the changes of all items."""
        edits, codes = self._edits, self._codes
        if outcome.edit is None:
            for item in items:
                edits.pop(item, None)
        else:
            edits.update(dict.fromkeys(items, outcome.edit))
        for item in items:
            codes[item] = outcome.code

    def _outcomes(self, items: Sequence[int], changes: Sequence[Change]) -> Sequence[_Outcome | None]:
        """What comes of changes, each to its own item; None where an item has to be looked at by itself.

        Whole columns are gone through at once: item by item, ten thousand would take several times as long.
        """
        if len(set(items)) < len(items):
            return [None] * len(items)
        codes, conflicts = self._codes, self._conflicts
        on_disk = list(map(self._files.states.__getitem__, items))
        earlier = self._edits_of(items)
        keys, places = _alike(on_disk, earlier, changes)
        known = {
            key: _outcome(on_disk[place], earlier[place], changes[place]) for key, place in places.items()
        }
        if conflicts or _PROBLEM in codes:
            return [
                None if codes[item] == _PROBLEM or item in conflicts else known[key]
                for item, key in zip(items, keys, strict=True)
            ]
        return list(map(known.__getitem__, keys))

    def _edits_of(self, items: Sequence[int]) -> list[ItemEdit | None]:
        return list(map(self._edits.get, items)) if self._edits else [None] * len(items)

    def _texts_unsaid(self, item: int, texts: Iterable[TextChange]) -> tuple[TextChange, ...]:
        """Those changes of texts that the file does not say already, as far as that is known."""
        said = self._texts_on_disk(item, texts)
        return tuple(change for change in texts if said.get(change.place) != change.new)

    def _unsaid(self, item: int, edit: ItemEdit) -> ItemEdit:
        """An edit, or none where the file says so already."""
        if self._files.codes[item] == _PROBLEM:
            return edit  # it says nothing
        on_disk = self._on_disk(item, edit)
        return ItemEdit() if edit.apply(on_disk) == on_disk else edit

    def _set_edit(self, item: int, edit: ItemEdit) -> None:
        earlier = self._edits.get(item)
        self._failures.pop(item, None)
        if edit:
            self._edits[item] = edit
        else:
            self._edits.pop(item, None)
        self._find_conflict(item)
        self._refresh(item, text_changed=_is_about_text(edit) or _is_about_text(earlier))

    def _find_conflict(self, item: int) -> None:
        edit = self._edits.get(item)
        found = None
        if edit is not None and self._files.codes[item] != _PROBLEM:
            found = find_conflict(edit, self._on_disk(item))
        if found is None:
            self._conflicts.pop(item, None)
        else:
            self._conflicts[item] = found

    def restore(self, item: int, edit: ItemEdit) -> bool:
        """Lay an edit of an earlier session over an item, with the values that it was decided on. What has been decided
        since lies over it.

        :returns: whether something is pending now; not so where the file says it already.
        """
        on_disk = self._on_disk(item)
        newer = self._edits.get(item)
        if newer is not None:
            fields = newer.apply(edit.apply(on_disk))
            state = newer.state or edit.state
            if newer.state is not None and edit.state is not None:
                state = (edit.state[0], newer.state[1])
            topics = (
                TopicEdit()
                if fields.topics == on_disk.topics
                else TopicEdit.between(on_disk.topics, fields.topics)
            )
            edit = ItemEdit(state, topics, joined_texts(edit.texts, newer.texts))
        on_disk = self._on_disk(item, edit)
        # Of a file that cannot be read now nobody knows what it says.
        if not edit or (edit.apply(on_disk) == on_disk and self._codes[item] != _PROBLEM):
            self.drop(item)
            return False
        self._edits[item] = edit
        self._find_conflict(item)
        self._refresh(item)
        return True

    def drop(self, item: int) -> None:
        """Forget what is pending of an item."""
        self.lay(item, self._on_disk(item))

    # -- the files -------------------------------------------------------------------------------------------------

    def add(self, rows: RowTable | Iterable[Row]) -> Taken:
        """Take in rows as they are read. A path that is there already is updated in its place."""
        table = rows if isinstance(rows, RowTable) else RowTable(rows)
        start = len(self._files)
        numbers = list(map(self._numbers.setdefault, table.paths, range(start, start + len(table))))
        if numbers == list(range(start, start + len(table))):  # as nearly always: all of them are new
            self._files.extend(table)
            self._codes += table.codes
            self._tally = None
            self._texts += table.texts
            if any(table.noted):
                self._noted.update(start + place for place, noted in enumerate(table.noted) if noted)
            return Taken(numbers, [])
        for path, number in dict(zip(table.paths, numbers, strict=True)).items():
            if number >= start:
                del self._numbers[path]
        taken = Taken([], [])
        for place, path in enumerate(table.paths):
            known = self._numbers.get(path)
            if known is None or not self.holds(known):
                taken.new.append(self._take_in(known, table.row(place)))
            elif known in self._missing or not self._is_same(known, table, place):
                self.totals.forget(known)
                self._files.put(known, table, place)
                self._take_news(known)
                taken.changed.append(known)
        return taken

    def _is_same(self, item: int, table: RowTable, place: int) -> bool:
        """Whether a row tells nothing new of an item: it was read from the version of the file that is known."""
        files = self._files
        if (
            files.mtimes[item] != table.mtimes[place]
            or files.sizes[item] != table.sizes[place]
            or files.inodes[item] != table.inodes[place]
        ):
            return False
        return bool(files.inodes[item]) or files.row(item) == table.row(place)

    def _take_in(self, known: int | None, row: Row) -> int:
        """Take in a row whose file is new, or was gone; its number."""
        if known is None:
            known = self._numbers[row.path] = len(self._files)
            self._files.append(row)
            self._codes.append(_GONE)
            self._tally = None
            self._texts.append(b"")
        else:
            self._files.replace(known, row)
        self.totals.take(known)
        self._refresh(known)
        return known

    def update(self, item: int, row: Row | RowPlace) -> None:
        """The file of an item has been read again. What is pending stays so, unless the file now says it itself; where
        it says something else than what the editor decided on, it is in conflict.
        """
        self.totals.forget(item)
        if isinstance(row, RowPlace):
            self._files.put(item, row.table, row.place)
        else:
            self._files.replace(item, row)
        self._take_news(item)

    def _take_news(self, item: int) -> None:
        """The row of an item is another one now."""
        self.totals.take(item)
        self._rows.pop(item, None)
        self._missing.discard(item)
        self._related_texts.pop(item, None)
        edit = self._edits.get(item)
        if edit is not None:
            if not self._unsaid(item, edit):
                del self._edits[item]
                self._failures.pop(item, None)
            self._find_conflict(item)
        self._refresh(item)

    def rename(self, item: int, row: Row) -> None:
        """The file of an item has another path now; number and what is pending stay.

        :param row: how the file reads at its new path, which no other item has.
        """
        del self._numbers[self._files.paths[item]]
        self._numbers[row.path] = item
        self.update(item, row)

    def saved(self, item: int, row: Row | RowPlace, edit: ItemEdit) -> None:
        """An edit of an item has been written. A decision that was made while it was being written stays pending.

        :param row: how the file reads now.
        :param edit: what was written.
        """
        pending = self.edit(item)
        if pending and pending == edit:  # as nearly always: then it need not be laid over the new row first
            del self._edits[item]
            self._conflicts.pop(item, None)
            self._failures.pop(item, None)
            self.update(item, row)
            return
        wanted = self.fields(item)
        self.update(item, row)
        self.drop(item)
        self.lay(item, wanted)
        texts = self._texts_unsaid(item, texts_left(pending.texts, edit.texts))
        self._set_edit(item, self.edit(item)._replace(texts=texts))

    def meets(self, item: int, conflict: Conflict) -> None:
        """Saving has found that texts of related stories say something else in the file than the editor has seen."""
        theirs = {place: readings.theirs for place, readings in conflict.texts if not place.is_own}
        if theirs and item in self._edits:
            self._related_texts[item] = theirs
            self._find_conflict(item)

    def remove(self, item: int) -> None:
        """The file of an item is gone."""
        self.totals.forget(item)
        self._files.clear_row(item)
        self._rows.pop(item, None)
        self._set_code(item, _GONE)
        self._texts[item] = b""
        self._noted.discard(item)
        self._missing.discard(item)
        self.snoozes.put(item, None)
        self._edits.pop(item, None)
        self._failures.pop(item, None)
        self._conflicts.pop(item, None)
        self._related_texts.pop(item, None)

    def _set_code(self, item: int, code: int) -> None:
        if self._tally is not None:
            self._tally[self._codes[item]] -= 1
            self._tally[code] += 1
        self._codes[item] = code

    def _refresh(self, item: int, *, text_changed: bool = True) -> None:
        """Bring the columns of an item up to date."""
        files = self._files
        edit = self._edits.get(item)
        code = files.codes[item]
        if edit is not None and edit.state is not None and code != _PROBLEM:
            code = CODE_OF[edit.state[1].state]
        self._set_code(item, code)
        if files.noted[item]:
            self._noted.add(item)
        else:
            self._noted.discard(item)
        if not text_changed:
            return
        if edit is not None and _is_about_text(edit):
            row = self.shown_row(item)
            self._texts[item] = search_text(row, self.topics(item)).encode("utf-8", "surrogatepass")
        else:
            self._texts[item] = files.texts[item]

    def _on_disk(self, item: int, edit: ItemEdit | None = None) -> Fields:
        """What the file says of what decisions are about.

        :param edit: it tells of which texts; without it, those that something is pending of.
        """
        if self._codes[item] == _GONE:
            raise KeyError(item)
        edit = edit or self._edits.get(item)
        fields = Fields(self._files.states[item], self._files.topics[item])
        return fields.with_texts(self._texts_on_disk(item, edit.texts)) if edit and edit.texts else fields

    def _texts_on_disk(self, item: int, changes: Iterable[TextChange]) -> dict[TextPlace, str]:
        """What some texts say in the file, as far as that is known."""
        row = self.row(item)
        known = {TITLE: row.title, EXCERPT: row.excerpt, **self._related_texts.get(item, {})}
        return {change.place: known[change.place] for change in changes if change.place in known}


class _Outcome(NamedTuple):
    """What is pending after a change, and the code of the state that the item is in then."""

    edit: ItemEdit | None
    code: int


def _alike(*columns: Sequence[object]) -> tuple[list[Hashable], dict[Hashable, int]]:
    """Tells by a key for each place where the same objects stand in some columns.

    :returns: the keys, and of each of them one of its places.
    """
    size = len(columns[0])
    # What is the same throughout tells nothing apart; and a key that is a number is looked up faster than a pair.
    telling = [list(map(id, column)) for column in columns if size and not _is_throughout(column[0], column)]
    if not telling:
        return [0] * size, {0: 0} if size else {}
    keys: list[Hashable] = list(telling[0]) if len(telling) == 1 else list(zip(*telling, strict=True))
    return keys, dict(zip(keys, range(size), strict=True))


def _is_throughout(value: object, column: Sequence[object]) -> bool:
    """Whether a column holds one object alone."""
    return all(map(is_, column, repeat(value)))


def _changed_state(on_disk: StateFields, earlier: StateEdit | None, change: StateEdit) -> StateEdit | None:
    """What is pending of a state after one more change of it."""
    base = change[0] if earlier is None else earlier[0]
    wanted = change[1]
    # Back to what it was decided on is no decision, whatever the file says now.
    undone = earlier is not None and wanted == base
    return None if undone or wanted == on_disk else (base, wanted)


def _outcome(on_disk: StateFields, earlier: ItemEdit | None, change: ItemEdit | Turn) -> _Outcome | None:
    """What comes of a change, where it and what is pending are about states alone; None where that tells not all."""
    if isinstance(change, Turn) or change.state is None or change.topics or change.texts:
        return None
    if earlier is not None and (earlier.state is None or earlier.topics or earlier.texts):
        return None
    state = _changed_state(on_disk, None if earlier is None else earlier.state, change.state)
    if state is None:
        return _Outcome(None, CODE_OF[on_disk.state])
    edit = ItemEdit(state)
    return None if find_conflict(edit, Fields(on_disk)) else _Outcome(edit, CODE_OF[state[1].state])


def _is_about_text(edit: ItemEdit | None) -> bool:
    """Whether an edit changes what a search looks at."""
    return edit is not None and (bool(edit.topics) or bool(edit.texts))
