"""The rules at work: kept in the settings, shown in their dialog, applied when the editor says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from editor_app.core.rules import MOST, BadRules, Rule, as_json, from_json, rule_of_list
from editor_app.core.saved_views import SavedView
from editor_app.gui import settings as declared
from editor_app.gui.item_table import ItemTable
from editor_app.gui.names_in_use import NamesInUse
from editor_app.gui.rules_dialog import RulesDialog
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.theme import ThemeController


class RuleBook(QObject):
    """Keeps the rules. They come from the editor's own settings alone, never from a folder."""

    said = Signal(str)
    """A sentence for the editor."""
    left = Signal()
    """The dialog is closed: the list may have the focus."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        themes: ThemeController,
        names: NamesInUse,
        shown: Callable[[], SavedView],
        clock: Callable[[], float],
        table: ItemTable,
    ) -> None:
        """:param shown: tells what the list shows."""
        super().__init__(table)
        self._session = session
        self._settings = settings
        self._themes = themes
        self._names = names
        self._shown = shown
        self._clock = clock
        self._table = table

    def all(self) -> list[Rule]:
        """All rules, in their order."""
        kept = self._settings.get(declared.RULES)
        try:
            return from_json(kept) if kept else []
        except BadRules:
            self.said.emit(self.tr("The rules in the settings cannot be read."))
            return []

    def keep(self, rules: list[Rule]) -> None:
        """These are the rules now."""
        self._settings.set(declared.RULES, as_json(rules) if rules else "")

    def apply(self, rule: Rule, items: list[int]) -> str:
        """Decide about items as a rule has it, as one step; what was done, in a sentence."""
        row = self._table.first_selected_row()
        with self._table.told_once():
            count = self._session.decide(items, rule.ruling)
            if not self._table.selected_count():
                self._table.select_row(max(0, row))
        if not count:
            return self.tr("Nothing was to be decided any more.")
        done = self._session.undo_stack.undoText().capitalize()
        self.said.emit(done)
        return self.tr("{0}. It waits for being saved; Ctrl+Z in the list takes it back.").format(done)

    def show_rules(self) -> None:
        """Show the rules, and what they would do."""
        self._open().choose(0)

    def rule_of_search(self) -> None:
        """Make what the list shows a rule, to be gone on with in the dialog."""
        shown = self._shown()
        rules, rule = self.all(), rule_of_list(shown.queue, shown.query)
        if not rule.query:
            self.said.emit(self.tr("Search for something first: a rule is never about all items."))
            return
        if rule not in rules and len(rules) < MOST:
            rules.append(rule)
            self.keep(rules)
        if rule in rules:
            self._open().choose(rules.index(rule))

    def _open(self) -> RulesDialog:
        dialog = RulesDialog(
            self._session, self._themes, self, self._names, self._clock, self._table.window()
        )
        dialog.finished.connect(self.left)
        dialog.open()
        return dialog
