"""The rows of an earlier run beside the files as they are now: which of them still hold."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from editor_app.core.folder import FoundFile
from editor_app.core.row_table import RowTable

_path = itemgetter(0)


class KnownRows:
    """Rows by place, in the pieces in which they were kept: a piece that holds as a whole is given out as it is.

    A row holds as long as path, modification time, size and inode of its file are the same. Of two rows of one file the
    later one counts.

    :param pieces: tables of rows; they are not changed.
    """

    def __init__(self, pieces: Sequence[RowTable] = ()) -> None:
        self._pieces = [piece for piece in pieces if len(piece)]
        self._starts: list[int] = []
        self._places: dict[str, int] = {}
        self._mtimes, self._sizes, self._inodes = array("q"), array("q"), array("Q")
        for piece in self._pieces:
            first = len(self._mtimes)
            self._starts.append(first)
            self._mtimes += piece.mtimes
            self._sizes += piece.sizes
            self._inodes += piece.inodes
            self._places.update(zip(piece.paths, range(first, len(self._mtimes)), strict=True))

    def __len__(self) -> int:
        return len(self._mtimes)

    def sort_out(self, files: Sequence[FoundFile]) -> tuple[list[int], list[FoundFile]]:
        """The places of the rows that hold, in their order, and the files of which there is none, by path."""
        mtimes, sizes, inodes = self._mtimes, self._sizes, self._inodes
        holding: list[int] = []
        others: list[FoundFile] = []
        for file, place in zip(files, map(self._places.get, map(_path, files)), strict=True):
            _, mtime_ns, size, inode, reason = file
            if (
                place is not None
                and mtimes[place] == mtime_ns
                and sizes[place] == size
                and inodes[place] == inode
                and not reason
            ):
                holding.append(place)
            else:
                others.append(file)
        return sorted(holding), sorted(others, key=_path)

    def rows(self, places: Sequence[int]) -> Iterator[RowTable]:
        """The rows at some places, which rise."""
        begin = 0
        while begin < len(places):
            number = bisect_right(self._starts, places[begin]) - 1
            piece, first = self._pieces[number], self._starts[number]
            end = bisect_left(places, first + len(piece), begin)
            if end - begin == len(piece):
                yield piece
            else:
                yield piece.take([place - first for place in places[begin:end]])
            begin = end
