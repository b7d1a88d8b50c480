"""Pictures of rules, snoozing and statistics, for :mod:`scripts.screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from editor_app.core.catalog import Queue
from editor_app.core.query import Query
from editor_app.core.rules import Rule, Ruling, Verdict
from editor_app.gui.main_window import MainWindow

Save = Callable[[QWidget, str], None]

_RULES = (
    Rule(Query.parse("is:unpublished quality<40"), Ruling(Verdict.REJECT), "Low ones"),
    Rule(Query.parse("is:unpublished quality>=70 heat>20"), Ruling(Verdict.PUBLISH)),
    Rule(Query.parse("is:unpublished topic:AI"), Ruling(Verdict.KEEP, ("Artificial Intelligence",))),
)


def take_rules(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """The rules in their dialog, with a dry run."""
    window.rules.keep(list(_RULES))
    window.queues.choose(Queue.UNPUBLISHED)
    window.rules.show_rules()
    settle()
    settle()
    dialog = window.findChild(QWidget, "rulesDialog")
    assert dialog is not None
    save(dialog, f"{theme}-rules")
    dialog.close()
    settle()
