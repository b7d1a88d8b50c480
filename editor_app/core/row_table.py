"""Rows of many items as columns: what worker processes send, the cache keeps and the catalog holds.

A hundred thousand :class:`~editor_app.core.row_types.Row` objects would cost 200 MB and a second to build. Here every
field that lists, sorts and searches look at is a column; the rest of a row stays packed until somebody asks for it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from editor_app.core.packing import UNPACK_ERRORS, from_plain, pack, pack_each, plain, unpack
from editor_app.core.row_types import Note, Row, Signature
from editor_app.core.search_text import search_text
from editor_app.core.state import State, StateFields, Value

STATES: Final = (State.UNPUBLISHED, State.PUBLISHED, State.REJECTED, State.PROBLEM)
"""The states by their code in the column ``codes``."""

CODE_OF: Final = {state: code for code, state in enumerate(STATES)}

Shared = dict[Hashable, Any]
"""Values that many rows have in common, so that each is kept once."""


class RowTable:
    """Columns of one length; the position of an item in one is its position in all.

    ``codes`` are states (:data:`STATES`); ``noted`` is 1 where a file or one of its fields has a problem; ``repeating``
    is 1 where a topic stands twice; ``texts`` is what a search looks at, in UTF-8, the title first; ``moments`` are in
    seconds since the epoch.

    :param rows: what it holds at first.
    :param shared: values known already; tables that share them share the values.
    """

    def __init__(self, rows: Iterable[Row] = (), shared: Shared | None = None) -> None:
        self.paths: list[str] = []
        self.texts: list[bytes] = []
        self.quality: list[int | None] = []
        self.heat: list[int | None] = []
        self.moments: list[int | None] = []
        self.related: list[int] = []
        self.images: list[int] = []
        self.states: list[StateFields] = []
        self.topics: list[tuple[str, ...]] = []
        self.providers: list[str] = []
        self.domains: list[str] = []
        self.types: list[str] = []
        self.categories: list[str] = []
        self.codes = bytearray()
        self.noted = bytearray()
        self.repeating = bytearray()
        self.mtimes = array("q")
        self.sizes = array("q")
        self.inodes = array("Q")
        self.rewritten = array("I")
        """Rows that have been replaced or cleared, in the order in which that has happened."""
        self._packed: list[bytes] = []
        self._shared: Shared = {} if shared is None else shared
        if rows:
            self._fill(list(rows))

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Row]:
        return map(self.row, range(len(self)))

    def signature(self, item: int) -> Signature:
        """The version of the file that an item was read from."""
        return Signature(self.mtimes[item], self.sizes[item], self.inodes[item])

    def url(self, item: int) -> str:
        """Where an item's story is, without the rest of its row; empty where a file is gone."""
        packed = self._packed[item]
        url: str = unpack(packed)[2] if packed else ""
        return url

    def story(self, item: int) -> tuple[str, str]:
        """The title of an item and where its story is, without the rest of its row; empty where a file is gone."""
        packed = self._packed[item]
        title, _, url = unpack(packed)[:3] if packed else ("", "", "")
        return title, url

    def row(self, item: int) -> Row:
        """One row as a whole; it is put together anew each time."""
        title, excerpt, url, notes, problem = unpack(self._packed[item])
        state = self.states[item]
        return Row(
            self.paths[item],
            title,
            excerpt,
            self.quality[item],
            self.heat[item],
            state.published,
            state.removed,
            self.moments[item],
            self.types[item],
            self.categories[item],
            self.providers[item],
            self.domains[item],
            self.topics[item],
            self.related[item],
            self.images[item],
            url,
            tuple(Note(*note) for note in notes),
            None if problem is None else Note(*problem),
            self.signature(item),
        )

    # -- filling ---------------------------------------------------------------------------------------------------

    def append(self, row: Row) -> None:
        """Add a row at the end."""
        self.extend(RowTable((row,), self._shared))

    def replace(self, item: int, row: Row) -> None:
        """Put another row in the place of one."""
        for (column, _), value in zip(self._columns(), self._values_of(row), strict=True):
            column[item] = value
        self.rewritten.append(item)

    def put(self, item: int, other: RowTable, place: int) -> None:
        """Put a row of another table in the place of one."""
        for (mine, _), (theirs, _) in zip(self._columns(), other._columns(), strict=True):
            mine[item] = theirs[place]
        self.rewritten.append(item)

    def _values_of(self, row: Row) -> tuple[Any, ...]:
        """What stands of a row in each column: as :meth:`_fill` has it, which takes longer for a single row."""
        share = self._shared.setdefault
        state = self._state_of(row.published, row.removed)
        return (
            row.path,
            search_text(row, row.topics).encode("utf-8", "surrogatepass"),
            row.quality,
            row.heat,
            row.published_at,
            row.related,
            row.images,
            state,
            share(row.topics, row.topics),
            share(row.provider, row.provider),
            share(row.domain, row.domain),
            share(row.type, row.type),
            share(row.category, row.category),
            CODE_OF[state.state if row.problem is None else State.PROBLEM],
            bool(row.notes) or row.problem is not None,
            len(set(row.topics)) != len(row.topics),
            *row.signature,
            pack((row.title, row.excerpt, row.url, row.notes, row.problem)),
        )

    def _fill(self, rows: Sequence[Row]) -> None:
        """Become the table of some rows: column by column, which is faster than row by row."""
        if not rows:
            return
        share = self._shared.setdefault
        (
            self.paths,
            titles,
            excerpts,
            self.quality,
            self.heat,
            published,
            removed,
            self.moments,
            types,
            categories,
            providers,
            domains,
            topics,
            self.related,
            self.images,
            urls,
            notes,
            problems,
            signatures,
        ) = map(list, zip(*rows, strict=True))
        self.texts = [search_text(row, row.topics).encode("utf-8", "surrogatepass") for row in rows]
        self.states = list(map(self._state_of, published, removed))
        self.topics = list(map(share, topics, topics))
        self.providers = list(map(share, providers, providers))
        self.domains = list(map(share, domains, domains))
        self.types = list(map(share, types, types))
        self.categories = list(map(share, categories, categories))
        codes = {key: CODE_OF[state.state] for key, state in {id(one): one for one in self.states}.items()}
        self.codes = bytearray(map(codes.__getitem__, map(id, self.states)))
        for place, problem in enumerate(problems):
            if problem is not None:
                self.codes[place] = _PROBLEM
        self.noted = bytearray(
            [bool(noted) or problem is not None for noted, problem in zip(notes, problems, strict=True)]
        )
        self.repeating = bytearray([len(set(names)) != len(names) for names in topics])
        mtimes, sizes, inodes = zip(*signatures, strict=True)
        self.mtimes, self.sizes, self.inodes = array("q", mtimes), array("q", sizes), array("Q", inodes)
        self._packed = pack_each(zip(titles, excerpts, urls, notes, problems, strict=True))

    def _state_of(self, published: Value, removed: Value) -> StateFields:
        key = _state_key(published, removed)
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = StateFields(published, removed)
        return known

    def extend(self, other: RowTable) -> None:
        """Add all rows of another table at the end."""
        for (mine, _), (theirs, _) in zip(self._columns(), other._columns(), strict=True):
            mine.extend(theirs)

    def parts(self, size: int) -> Iterator[RowTable]:
        """The table in parts of so many rows."""
        for start in range(0, len(self), size):
            yield self.take(range(start, min(start + size, len(self))))

    def take(self, items: Iterable[int]) -> RowTable:
        """A table of some of the rows, in the order given; those that stand side by side are taken together."""
        positions = list(items)
        taken = RowTable(shared=self._shared)
        slices = list(_runs(positions)) if positions else []
        for (mine, _), (theirs, _) in zip(self._columns(), taken._columns(), strict=True):
            if len(slices) * _SHORT_RUN > len(positions):
                theirs.extend([mine[item] for item in positions])
            else:
                for part in slices:
                    theirs.extend(mine[part])
        return taken

    def clear_row(self, item: int) -> None:
        """Forget what a row says; its path stays."""
        path = self.paths[item]
        for column, empty in self._columns():
            column[item] = empty
        self.paths[item] = path
        self.rewritten.append(item)

    def _columns(self) -> tuple[tuple[Any, Any], ...]:
        """Every column, and what stands in it where nothing is known."""
        return (
            (self.paths, ""),
            (self.texts, b""),
            (self.quality, None),
            (self.heat, None),
            (self.moments, None),
            (self.related, 0),
            (self.images, 0),
            (self.states, _NO_STATE),
            (self.topics, ()),
            (self.providers, ""),
            (self.domains, ""),
            (self.types, ""),
            (self.categories, ""),
            (self.codes, 0),
            (self.noted, 0),
            (self.repeating, 0),
            (self.mtimes, 0),
            (self.sizes, 0),
            (self.inodes, 0),
            (self._packed, b""),
        )

    # -- as bytes --------------------------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The table for another process or a file of this machine; numbers stand in its byte order."""
        whole = (
            self.paths,
            self.texts,
            self.quality,
            self.heat,
            self.moments,
            self.related,
            self.images,
            self._packed,
        )
        raw = (self.codes, self.noted, self.repeating, self.mtimes, self.sizes, self.inodes)
        states, state_places = _distinct(self.states)
        plain_states = [(plain(state.published), plain(state.removed)) for state in states]
        topics, topic_places = _distinct(self.topics)
        texts = map(_distinct, (self.providers, self.domains, self.types, self.categories))
        shared = ((plain_states, state_places), (_as_names(topics), topic_places), *texts)
        return pack((whole, [bytes(column) for column in raw], shared))

    @staticmethod
    def from_bytes(data: bytes, shared: Shared | None = None) -> RowTable:
        """The table again.

        :raises ValueError: these bytes were not made by :meth:`to_bytes`.
        """
        table = RowTable(shared=shared)
        share = table._shared.setdefault
        try:
            whole, raw, kinds = unpack(data)
            (table.paths, table.texts, table.quality, table.heat, table.moments, table.related, table.images,
             table._packed) = whole  # fmt: skip
            codes, noted, repeating, mtimes, sizes, inodes = raw
            table.codes, table.noted, table.repeating = map(bytearray, (codes, noted, repeating))
            for column, content in ((table.mtimes, mtimes), (table.sizes, sizes), (table.inodes, inodes)):
                column.frombytes(content)
            (plain_states, state_places), (topics, topic_places), *texts = kinds
            states = [
                StateFields(from_plain(published), from_plain(removed)) for published, removed in plain_states
            ]
            states = [share(_state_key(state.published, state.removed), state) for state in states]
            table.states = _spread(states, state_places)
            table.topics = _spread(_of_names(share, *topics), topic_places)
            table.providers, table.domains, table.types, table.categories = (
                _spread([share(text, text) for text in values], places) for values, places in texts
            )
            if {len(column) for column, _ in table._columns()} != {len(table)}:
                raise ValueError("columns of different lengths")
        except UNPACK_ERRORS as error:
            raise ValueError("no table of rows") from error
        return table


_NO_STATE: Final = StateFields()
_PROBLEM: Final = CODE_OF[State.PROBLEM]
_SHORT_RUN: Final = 4  # rows; to cut out so few takes as long as to take them one by one


def _runs(positions: list[int]) -> Iterator[slice]:
    """Positions, where one follows the other, as slices."""
    first = before = positions[0]
    for position in positions[1:]:
        if position != before + 1:
            yield slice(first, before + 1)
            first = position
        before = position
    yield slice(first, before + 1)


def _distinct(column: list[Any]) -> tuple[list[Any], bytes]:
    """The objects of a column, each once, and which of them stands at each position."""
    places: dict[int, int] = {}
    positions = array("I", [places.setdefault(id(value), len(places)) for value in column])
    found = dict(zip(map(id, column), column, strict=True))
    return list(found.values()), positions.tobytes()


def _spread(values: list[Any], positions: bytes) -> list[Any]:
    """The column that :func:`_distinct` was given."""
    places = array("I")
    places.frombytes(positions)
    return list(map(values.__getitem__, places))


def _as_names(topics: list[tuple[str, ...]]) -> tuple[list[str], bytes, bytes]:
    """Lists of topics as each name once, how many names each list has, and which ones."""
    places: dict[str, int] = {}
    used = array("I", [places.setdefault(name, len(places)) for names in topics for name in names])
    return list(places), array("I", map(len, topics)).tobytes(), used.tobytes()


def _of_names(
    share: Callable[[str, str], str], names: list[str], lengths: bytes, used: bytes
) -> list[tuple[str, ...]]:
    """The lists that :func:`_as_names` was given.

    :param share: gives the name that other tables hold already.
    """
    each = iter(_spread([share(name, name) for name in names], used))
    topics = [tuple(islice(each, length)) for length in array("I", lengths)]
    if next(each, None) is not None:
        raise ValueError("more topics than there are lists of them")
    return topics


def _state_key(published: Value, removed: Value) -> Hashable:
    """Tells ``1`` from ``true``, which are equal in Python."""
    return (published.__class__, published, removed.__class__, removed)
