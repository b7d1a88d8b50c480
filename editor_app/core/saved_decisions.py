"""What the editor has saved in this session, to notice where another program takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from editor_app.core.decision import Fields, ItemEdit, TextChange, TopicEdit
from editor_app.core.state import StateFields
from editor_app.core.text_place import TextPlace


@dataclass(slots=True)
class _Saved:
    state: tuple[StateFields, StateFields] | None = None
    topics: dict[str, bool] = field(default_factory=dict)  # whether each is to be there
    texts: dict[TextPlace, TextChange] = field(default_factory=dict)


class SavedDecisions:
    """The decisions that stand in files, by item. A later one about the same field takes an earlier one's place."""

    def __init__(self) -> None:
        self._saved: dict[int, _Saved] = {}

    def __contains__(self, item: int) -> bool:
        return item in self._saved

    def record(self, item: int, edit: ItemEdit) -> None:
        """An edit has been written to its file."""
        saved = self._saved.setdefault(item, _Saved())
        if edit.state is not None:
            saved.state = edit.state
        saved.texts.update({change.place: change for change in edit.texts})
        renamed_from = [old for old, _ in edit.topics.renamed]
        renamed_to = [new for _, new in edit.topics.renamed]
        saved.topics.update(dict.fromkeys([*edit.topics.removed, *renamed_from], False))
        saved.topics.update(dict.fromkeys([*edit.topics.added, *renamed_to], True))

    def forget(self, items: Iterable[int]) -> None:
        """The editor has put these files back: what was saved in them is not to be watched over any more."""
        for item in items:
            self._saved.pop(item, None)

    def undone(self, item: int, fields: Fields) -> ItemEdit:
        """What would have to be decided again because it has been taken back; empty where all of it holds.

        A state or a text that is neither the one saved nor the one before is a new decision of somebody else's, and no
        undoing.

        :param fields: how the item reads now; texts that it does not tell of are not looked at.
        """
        saved = self._saved.get(item)
        if saved is None:
            return ItemEdit()
        state = None
        if saved.state is not None:
            before, wanted = saved.state
            if fields.state.state is before.state and before.state is not wanted.state:
                state = (fields.state, wanted)
        topics = TopicEdit(
            added=tuple(
                name for name, wanted in saved.topics.items() if wanted and name not in fields.topics
            ),
            removed=tuple(
                name for name, wanted in saved.topics.items() if not wanted and name in fields.topics
            ),
        )
        now = dict(fields.texts)
        texts = tuple(change for change in saved.texts.values() if now.get(change.place) == change.base)
        return ItemEdit(state, topics, texts)
