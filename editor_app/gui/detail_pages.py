"""The pages of the right pane, of which nobody sees any before an item is selected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

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
from editor_app.gui.topic_editor import TopicEditor, TopicState


class DetailPages:
    """One item, many, a file with a problem, and an item's file. All but the first are made when they are asked for.

    :param take: called with each page that has been made, and the topics that are edited there, before it is used.
    """

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        actions: Mapping[str, QAction],
        take: Callable[[QWidget, TopicEditor | None], None],
    ) -> None:
        self._themes = themes
        self._actions = actions
        self._take = take
        self.item = ItemPage(themes, actions)
        self.editing = TextEditing(session, self.item, self.item)
        take(self.item, self.item.topics)

    @cached_property
    def selection(self) -> SelectionPage:
        page = SelectionPage(self._themes, self._actions)
        self._take(page, page.topics)
        return page

    @cached_property
    def problem(self) -> ProblemPage:
        page = ProblemPage(self._themes)
        self._take(page, None)
        return page

    @cached_property
    def file(self) -> FileView:
        page = FileView(self._themes)
        self._take(page, None)
        return page

    def make_all(self) -> Iterator[None]:
        """Make those that are not there yet, one a step."""
        for name in ("selection", "problem", "file"):
            getattr(self, name)
            yield

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
