"""The pages of the right pane, of which nobody sees any before an item is selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor_app.core.line_diff import compare
from editor_app.gui.chips import ChipState
from editor_app.gui.file_view import FileView
from editor_app.gui.item_page import ItemPage
from editor_app.gui.page_type import ALONE, BESIDE_THE_LIST
from editor_app.gui.problem_page import ProblemPage
from editor_app.gui.selection_page import SelectionPage
from editor_app.gui.session import Session
from editor_app.gui.text_editing import TextEditing
from editor_app.gui.theme import ThemeController
from editor_app.gui.topic_editor import TopicState


class DetailPages:
    """One item, many, a file with a problem, and an item's file."""

    def __init__(self, session: Session, themes: ThemeController, actions: Mapping[str, QAction]) -> None:
        self.item = ItemPage(themes, actions)
        self.selection = SelectionPage(themes, actions)
        self.problem = ProblemPage(themes)
        self.file = FileView(themes)
        self.editing = TextEditing(session, self.item, self.item)

    @property
    def all(self) -> tuple[QWidget, ...]:
        return self.item, self.selection, self.problem, self.file

    def set_alone(self, alone: bool) -> None:
        """Set the item in large type, in a column of its own in the middle; or as before."""
        self.item.set_type(ALONE if alone else BESIDE_THE_LIST)

    def show_topics(self, held: Sequence[str], suggested: Sequence[str]) -> None:
        """Show the topics of the one item, and those that may fit it."""
        self.item.topics.show_topics(
            [TopicState(name, ChipState.HELD) for name in held]
            + [TopicState(name, ChipState.SUGGESTED) for name in suggested]
        )

    def show_file(self, before: bytes, after: bytes, *, same: bool) -> None:
        """Show an item's file as it is and as it will be.

        :param same: the file of this item is shown already; the place in it is kept.
        """
        lines = compare(before, after)
        if same:
            self.file.update_lines(lines)
        else:
            self.file.show_lines(lines)
