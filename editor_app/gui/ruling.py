"""The rules at work: kept in the settings, shown in their dialog, applied when the editor says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from editor_app.core.folder import reason_of
from editor_app.core.rules import LARGEST, MOST, BadRules, Rule, as_json, from_json, rule_of_list
from editor_app.core.saved_views import SavedView
from editor_app.gui import settings as declared
from editor_app.gui.item_table import ItemTable
from editor_app.gui.jobs import Job
from editor_app.gui.names_in_use import NamesInUse
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings
from editor_app.gui.theme import ThemeController

if TYPE_CHECKING:
    from editor_app.gui.rules_dialog import RulesDialog


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
        telling = partial(self._going_on, self._table.first_selected_row())
        if not self._session.decide(items, rule.ruling, telling):
            return self.tr("Nothing was to be decided any more.")
        done = self._session.undo_stack.undoText().capitalize()
        self.said.emit(done)
        return self.tr("{0}. It waits for being saved; Ctrl+Z in the list takes it back.").format(done)

    @contextmanager
    def _going_on(self, row: int) -> Iterator[None]:
        """What surrounds the telling of a decision: something is selected again before that is told.

        :param row: where the first selected item stood.
        """
        with self._table.told_once():
            yield
            if not self._table.selected_count():
                self._table.select_row(max(0, row))

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

    def import_rules(self) -> None:
        """Ask for a file of rules and add them; those that are there already are not added again."""
        name, _ = QFileDialog.getOpenFileName(
            self._table, self.tr("Import rules"), "", self.tr("Rules (*.json)")
        )
        if name:
            self._session.jobs.start(_ReadFile(Path(name)), succeeded=self._on_imported, failed=self.said)

    def export_rules(self) -> None:
        """Ask for a file and write all rules to it."""
        name, _ = QFileDialog.getSaveFileName(
            self._table, self.tr("Export rules"), "rules.json", self.tr("Rules (*.json)")
        )
        if name:
            work = _WriteFile(Path(name), self.all())
            self._session.jobs.start(work, succeeded=self._on_exported, failed=self.said)

    def _on_imported(self, coming: list[Rule]) -> None:
        self.keep(list(dict.fromkeys([*self.all(), *coming]))[:MOST])
        self.said.emit(self.tr("Rules imported: {0}").format(len(coming)))

    def _on_exported(self, count: int) -> None:
        self.said.emit(self.tr("Rules exported: {0}").format(count))

    def _open(self) -> RulesDialog:
        from editor_app.gui.rules_dialog import RulesDialog

        dialog = RulesDialog(
            self._session, self._themes, self, self._names, self._clock, self._table.window()
        )
        dialog.finished.connect(self.left)
        dialog.open()
        return dialog


class _ReadFile:
    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, job: Job) -> list[Rule]:
        try:
            with self._file.open(encoding="utf-8", errors="replace") as stream:
                return from_json(stream.read(LARGEST + 1))
        except OSError as error:
            raise BadRules(f"The file cannot be read: {reason_of(error)}.") from error


class _WriteFile:
    def __init__(self, file: Path, rules: Sequence[Rule]) -> None:
        self._file = file
        self._rules = rules

    def __call__(self, job: Job) -> int:
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            beside.write_text(as_json(self._rules), encoding="utf-8")
            beside.replace(self._file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise BadRules(f"The file cannot be written: {reason_of(error)}.") from error
        return len(self._rules)
