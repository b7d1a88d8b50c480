"""What an editor decides about the selected items by keys: the commands that change items, and where one goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from editor_app.core.decision import Decision, Publish, Reject, Requeue
from editor_app.core.display_text import short, visible
from editor_app.gui.detail_pane import DetailPane
from editor_app.gui.item_model import ItemModel
from editor_app.gui.item_table import ItemTable
from editor_app.gui.repairing import Repairing
from editor_app.gui.session import Session

_LONGEST_TITLE: Final = 60  # characters


class Deciding(QObject):
    """Decides about what is selected in the list; after each decision the next item is selected."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        model: ItemModel,
        table: ItemTable,
        detail: DetailPane,
        repairing: Repairing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._table = table
        self._detail = detail
        self._repairing = repairing
        session.decided.connect(self.follow)
        detail.said.connect(self.said)

    def publish(self) -> None:
        self._decide(Publish())

    def reject(self) -> None:
        self._decide(Reject())

    def requeue(self) -> None:
        self._decide(Requeue())

    def edit_topics(self) -> None:
        """Go to the topics of what is selected."""
        self._detail.focus_topics()

    def edit_text(self) -> None:
        """Edit title and excerpt of the selected item where they stand."""
        why_not = self._detail.edit_texts()
        if why_not:
            self.said.emit(why_not)

    def repair(self) -> None:
        """Mend the damaged texts of the selected items."""
        items = self._table.selected_items()
        if not items or self._repairing.is_running:
            return
        if self._may_decide(items):
            self._detail.finish_editing()
            self._repairing.start(items)
        else:
            self.said.emit(self._why_not_at_all(items))

    def _decide(self, decision: Decision) -> None:
        items = self._table.selected_items()
        if not items:
            return
        telling = partial(self._going_on, items, self._table.first_selected_row(), self._neighbours())
        decided = self._session.decide(items, decision, telling)
        if decided:
            self._session.when_told(partial(self._say_decided, items, decided, decision))
            return
        self.said.emit(self._why_not(items, decision))
        if self._may_decide(items):
            with telling():
                pass  # it is as the editor wants it: the next one

    def _say_decided(self, items: Sequence[int], count: int, decision: Decision) -> None:
        if len(items) > 1:
            self.said.emit(self.tr("{0} items {1}").format(f"{count:,}", decision.past))
        else:
            # The item has left for the next one: which one it was may be looked up here.
            title = short(self._session.catalog.shown_row(items[0]).title, _LONGEST_TITLE)
            self.said.emit(self.tr("{0} “{1}”").format(self.tr(decision.past.capitalize()), title))

    @contextmanager
    def _going_on(self, items: Sequence[int], row: int, following: Sequence[int]) -> Iterator[None]:
        """What surrounds the telling of a decision: the next item is known before list and page tell what is selected.

        :param row: where the first of the items stood.
        :param following: where to go on, if it is still there.
        """
        with self._detail.told_once(), self._table.told_once():
            yield
            # Many items that stay in this list stay selected as well.
            if len(items) == 1 or self._model.row_of(items[0]) is None:
                self._go_on(items[0], row, following)

    def _go_on(self, item: int, row: int, following: Sequence[int]) -> None:
        """Go to the next item after something was decided about one that stood in a row."""
        target = next((item for item in following if self._model.row_of(item) is not None), None)
        if target is not None:
            self._table.select_items([target])
        elif self._model.row_of(item) is None:
            self._table.select_row(row)

    def keep_mine(self) -> None:
        """Let the decisions about the selected items in conflict stand."""
        self.settle(self._session.keep_mine, self._table.selected_items(), self.tr("Kept mine"))

    def keep_theirs(self) -> None:
        """Leave the selected items in conflict as their files have them."""
        self.settle(self._session.keep_theirs, self._table.selected_items(), self.tr("Kept theirs"))

    def keep_all_mine(self) -> None:
        conflicts = list(self._session.catalog.conflicts)
        self.settle(self._session.keep_mine, conflicts, self.tr("Kept mine"))

    def keep_all_theirs(self) -> None:
        conflicts = list(self._session.catalog.conflicts)
        self.settle(self._session.keep_theirs, conflicts, self.tr("Kept theirs"))

    def discard_decision(self) -> None:
        """Drop what is pending of the selected items."""
        self.settle(self._session.drop, self._table.selected_items(), self.tr("Dropped the decision"))

    def settle(self, settle: Callable[[Sequence[int]], int], items: Sequence[int], done: str) -> None:
        """Let the editor's choice hold, and go on where that takes the selected item out of the list."""
        if not items:
            return
        shown, row, following = (
            self._table.current_item(),
            self._table.first_selected_row(),
            self._neighbours(),
        )
        count = settle(items)
        if not count:
            self.said.emit(self.tr("There is nothing to choose here."))
            return
        sentence = done if count == 1 else self.tr("{0}: {1} items").format(done, f"{count:,}")
        self._session.when_told(partial(self._after_settling, sentence, shown, row, following))

    def _after_settling(self, sentence: str, shown: int | None, row: int, following: Sequence[int]) -> None:
        self.said.emit(sentence)
        if shown is not None and self._model.row_of(shown) is None:
            self._go_on(shown, row, following)

    def _neighbours(self) -> list[int]:
        """The item after the selected ones, then the one before: where to go on."""
        last = self._table.last_selected_row()
        first = self._table.first_selected_row()
        return [
            self._model.item(place) for place in (last + 1, first - 1) if 0 <= place < self._model.rowCount()
        ]

    def _may_decide(self, items: Sequence[int]) -> bool:
        if self._session.read_only:
            return False
        return any(self._session.catalog.row(item).problem is None for item in items)

    def _why_not(self, items: Sequence[int], decision: Decision) -> str:
        if isinstance(decision, Requeue) and self._session.catalog.snooze(items[0]) is not None:
            return self.tr("This is snoozed; Shift+S brings it back into the queue.")
        return self._why_not_at_all(items) or self.tr("Already {0}").format(decision.past)

    def _why_not_at_all(self, items: Sequence[int]) -> str:
        """Why nothing can be decided about items; empty where something can."""
        if self._session.read_only:
            return self.tr("This folder is open in another window; this one only reads.")
        problem = self._session.catalog.row(items[0]).problem
        if problem is not None and len(items) == 1:
            return self.tr("Nothing can be decided about this file: {0}").format(visible(problem.reason))
        if not self._may_decide(items):
            return self.tr("A file with a problem cannot be decided about; mend it first.")
        return ""

    def follow(self, items: list[int], taken_back: bool) -> None:
        """After undo and redo the items in question are shown and selected."""
        if taken_back:
            self._session.when_told(partial(self._select, items))

    def _select(self, items: Sequence[int]) -> None:
        if self._model.shows_any(items):
            self._table.select_items(items)

    def undo(self) -> None:
        """Take the last decision back; its items come back, selected."""
        stack = self._session.undo_stack
        if stack.canUndo():
            text = stack.undoText()
            stack.undo()
            self._say_when_told(self.tr("Taken back: {0}").format(text))

    def redo(self) -> None:
        stack = self._session.undo_stack
        if stack.canRedo():
            text = stack.redoText()
            following = self._neighbours()
            stack.redo()
            self._say_when_told(self.tr("Again: {0}").format(text))
            self._session.when_told(partial(self._select_one, following))

    def _say_when_told(self, sentence: str) -> None:
        self._session.when_told(partial(self.said.emit, sentence))

    def _select_one(self, items: Sequence[int]) -> None:
        """Where nothing is selected, the first of some items that is shown."""
        if not self._table.selected_count():
            self._table.select_items([item for item in items if self._model.row_of(item) is not None][:1])
