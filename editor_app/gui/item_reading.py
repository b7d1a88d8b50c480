"""Reading one whole item, for the page: a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor_app.core.errors import EditorAppError
from editor_app.core.file_links import link_notes
from editor_app.core.folder import read_bytes
from editor_app.core.frontmatter import split
from editor_app.core.row_types import UNSEEN, Signature, is_plain_yaml

if TYPE_CHECKING:
    from editor_app.core.decision import TextChange
    from editor_app.core.item import Item
    from editor_app.gui.jobs import Job


@dataclass(frozen=True, slots=True)
class LoadedItem:
    """One whole item as it is on disk: its bytes, and its reading or the reason why there is none."""

    item: int
    data: bytes
    whole: Item | None
    reason: str = ""
    notes: tuple[str, ...] = ()
    """What its place in the file system means for saving it."""
    repairs: tuple[TextChange, ...] = ()
    """What would mend those of its texts that are damaged."""
    signature: Signature = UNSEEN
    """The version of the file that was read."""


class ReadItem:
    """Reads an item; where that cannot be, the result says why.

    :param known: an earlier reading of it, which is given back as it is if it still holds.
    """

    def __init__(self, item: int, path: str, full: str, root: str, known: LoadedItem | None = None) -> None:
        self._item = item
        self._known = known
        self._path = path
        self._full = full
        self._root = root

    def __call__(self, job: Job) -> LoadedItem:
        # Only now: it brings pydantic, which takes longer than all else at the program's start.
        from editor_app.core.item import read_item

        data = b""
        try:
            data, signature = read_bytes(self._full)
            notes = link_notes(self._root, self._full)
            known = self._known
            if known is not None and (known.data, known.notes) == (data, notes):
                return known
            whole = read_item(self._path, data)
            repaired = _repairs(self._path, data)
            return LoadedItem(self._item, data, whole, notes=notes, repairs=repaired, signature=signature)
        except EditorAppError as error:
            return LoadedItem(self._item, data, None, str(error))
        except OSError as error:
            return LoadedItem(self._item, data, None, f"The file cannot be read: {error.strerror}.")


def _repairs(path: str, data: bytes) -> tuple[TextChange, ...]:
    from editor_app.core.outline import read_outline
    from editor_app.core.text_repair import may_hold_damage, repairs

    parts = split(data, plain_yaml=is_plain_yaml(path))
    if not may_hold_damage(parts.yaml):
        return ()
    try:
        return repairs(read_outline(parts.yaml, parts.first_line))
    except EditorAppError:
        return ()  # it can be read, and not be edited
