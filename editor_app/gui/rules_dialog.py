"""The saved rules, and what the chosen one would do now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor_app.core.display_text import short
from editor_app.core.query import Query
from editor_app.core.rules import LONGEST_NAME, MOST, DryRun, Rule, Ruling, Verdict, topics_of
from editor_app.gui.columns import COLUMNS, Kind
from editor_app.gui.found_items import FoundItems
from editor_app.gui.item_table import ItemTable
from editor_app.gui.names_in_use import NamesInUse
from editor_app.gui.rule_query import RuleQuery
from editor_app.gui.session import Session
from editor_app.gui.slices import Slices
from editor_app.gui.theme import ThemeController

_PAUSE: Final = 150  # milliseconds after a change, since more may follow
_SHOWN_EVERY: Final = 16  # steps of a dry run between two times that its numbers are shown
_LEFT_OUT: Final = (Kind.CHIPS, Kind.NUMBER)

VERDICTS: Final = {
    Verdict.REJECT: "&Reject",
    Verdict.PUBLISH: "&Publish",
    Verdict.REQUEUE: "&Back to the queue",
    Verdict.KEEP: "Only &add topics",
}
_WOULD: Final = {
    Verdict.REJECT: "Would reject {0} of {1} items",
    Verdict.PUBLISH: "Would publish {0} of {1} items",
    Verdict.REQUEUE: "Would put {0} of {1} items back into the queue",
    Verdict.KEEP: "Would add topics to {0} of {1} items",
}
_APPLY: Final = {
    Verdict.REJECT: ("Reject 1 item", "Reject {0} items"),
    Verdict.PUBLISH: ("Publish 1 item", "Publish {0} items"),
    Verdict.REQUEUE: ("Put 1 item back", "Put {0} items back"),
    Verdict.KEEP: ("Add topics to 1 item", "Add topics to {0} items"),
}


class RulesKeeper(Protocol):
    """Who keeps the rules: see :class:`~editor_app.gui.ruling.RuleBook`."""

    def all(self) -> list[Rule]:
        """All rules, in their order."""

    def keep(self, rules: list[Rule]) -> None:
        """These are the rules now."""

    def apply(self, rule: Rule, items: list[int]) -> str:
        """Decide about items as a rule has it; what was done, in a sentence."""


class RulesDialog(QDialog):
    """Rules at the left; at the right the chosen one, to be edited, and the items that it would decide about.

    What is edited is kept at once. Nothing is decided before the editor says so.
    """

    dry_run_finished = Signal()
    """What the rule would do stands there, and holds."""

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        keeper: RulesKeeper,
        names: NamesInUse,
        clock: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rulesDialog")
        self.setWindowTitle(self.tr("Rules"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._keeper = keeper
        self._clock = clock
        self._rules = keeper.all()
        self._run: DryRun | None = None
        self._result = ""
        self._is_filling, self._query_before = False, Query()
        self._list = _rules_list()
        self._name = _edit("ruleName", self.tr("Name of the rule"), self.tr("Name (optional)"))
        self._name.setMaxLength(LONGEST_NAME)
        self._query = RuleQuery(themes)
        self._query.complete_with(names.names)
        self._topics = _edit("ruleTopics", self.tr("Topics to add"), self.tr("Topics to add, with commas"))
        self._verdicts = {verdict: QRadioButton(self.tr(text)) for verdict, text in VERDICTS.items()}
        self._group = QButtonGroup(self)
        for verdict, choice in self._verdicts.items():
            choice.setObjectName(f"{verdict}Rule")
            self._group.addButton(choice)
        self._heading = _label("heading", "ruleHeading")
        self._note = _label("muted", "ruleNote")
        self._model = FoundItems(clock, self)
        self._table = _items_table(self._model, themes)
        self._new = _button(self.tr("&New rule"), "newRuleButton")
        self._delete = _button(self.tr("&Delete rule"), "deleteRuleButton")
        self._close = _button(self.tr("Close"), "closeRulesButton")
        self._apply = _button("", "applyRuleButton")
        self._apply.setProperty("kind", "primary")
        self._apply.setToolTip(self.tr("One step, which can be undone (Ctrl+Enter)"))
        self._lay_out()
        self._slices = Slices(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._start_run)
        self._connect(names)
        self._fill(0)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._list, 1)
        right = QWidget()
        page = QVBoxLayout(right)
        page.setContentsMargins(12, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self._name)
        page.addWidget(self._query)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for button in self._verdicts.values():
            choices.addWidget(button)
        choices.addSpacing(8)
        choices.addWidget(self._topics, 1)
        page.addLayout(choices)
        page.addSpacing(4)
        page.addWidget(self._heading)
        page.addWidget(self._note)
        page.addWidget(self._table, 1)
        panes = QSplitter()
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setSizes([220, 760])
        panes.setHandleWidth(1)
        panes.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._new)
        buttons.addWidget(self._delete)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._apply)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(panes, 1)
        box.addLayout(buttons)
        self.resize(1_020, 640)

    def _connect(self, names: NamesInUse) -> None:
        session = self._session
        self._list.currentRowChanged.connect(self._on_chosen)
        self._name.textEdited.connect(self._on_edited)
        self._query.textChanged.connect(self._on_edited)
        self._query.left.connect(self._to_list)
        self._query.names_wanted.connect(names.refresh)
        self._topics.textEdited.connect(self._on_edited)
        self._group.buttonClicked.connect(self._on_edited)
        self._new.clicked.connect(self.add_rule)
        self._delete.clicked.connect(self._on_delete)
        self._close.clicked.connect(self.reject)
        self._apply.clicked.connect(self._on_apply)
        for keys, then in (("Ctrl+Return", self._on_apply), ("Ctrl+Enter", self._on_apply)):
            QShortcut(QKeySequence(keys), self, then)
        QShortcut(QKeySequence("Ctrl+N"), self, self.add_rule)
        QShortcut(QKeySequence("F1"), self, self._query.toggle_help)
        drop = QShortcut(QKeySequence("Del"), self._list, self._on_delete)
        drop.setContext(Qt.ShortcutContext.WidgetShortcut)
        session.items_leaving.connect(self._on_leaving)
        session.opened.connect(self.reject)
        for signal in (session.items_added, session.items_changed, session.items_removed):
            signal.connect(self._look_anew)

    # -- rules -----------------------------------------------------------------------------------------------------

    @property
    def rule(self) -> Rule | None:
        """The rule that is chosen."""
        place = self._list.currentRow()
        return self._rules[place] if 0 <= place < len(self._rules) else None

    def choose(self, place: int) -> None:
        """Show one of the rules."""
        self._list.setCurrentRow(place)

    def add_rule(self) -> None:
        """Begin a new rule."""
        if len(self._rules) < MOST:
            self._rules.append(Rule())
            self._keeper.keep(self._rules)
            self._fill(len(self._rules) - 1)
            self._query.setFocus()

    def _fill(self, place: int) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for rule in self._rules:
                entry = QListWidgetItem(_words_of(rule), self._list)
                entry.setSizeHint(QSize(0, 46))
            self._list.setCurrentRow(min(place, len(self._rules) - 1))
        self._on_chosen()

    def _on_chosen(self) -> None:
        rule = self.rule or Rule()
        self._is_filling, self._query_before = True, rule.query
        self._query.show_query(rule.query)
        self._is_filling = False
        self._name.setText(rule.name)
        self._topics.setText(", ".join(rule.ruling.topics))
        self._verdicts[rule.ruling.verdict].setChecked(True)
        for widget in (self._name, self._query, self._topics, self._delete, *self._verdicts.values()):
            widget.setEnabled(self.rule is not None)
        self._result = ""
        self._look_anew()

    def _on_edited(self) -> None:
        """Keep what is typed, as far as it makes sense."""
        place = self._list.currentRow()
        if self.rule is None or self._is_filling:
            return
        verdict = next(v for v, button in self._verdicts.items() if button.isChecked())
        # Where it is wrong, what it was on the way there was never meant either.
        query = self._query_before if self._query.wrong is not None else self._query.query
        name = self._name.text().strip()
        rule = Rule(
            query, Ruling(verdict, topics_of(self._topics.text())), name if name.isprintable() else ""
        )
        self._result = ""
        if rule != self._rules[place]:
            self._rules[place] = rule
            self._keeper.keep(self._rules)
            self._list.item(place).setText(_words_of(rule))
        self._look_anew()

    def _on_delete(self) -> None:
        place = self._list.currentRow()
        if self.rule is not None:
            del self._rules[place]
            self._keeper.keep(self._rules)
            self._fill(place)

    def _to_list(self) -> None:
        self._table.setFocus()

    # -- the dry run -----------------------------------------------------------------------------------------------

    def _look_anew(self) -> None:
        """What the rule would do has to be found out again, soon."""
        self._slices.stop()
        self._run = None
        self._pause.start()
        self._show_run()

    def _on_leaving(self) -> None:
        """Items are about to be gone; the list must not ask for them any more."""
        self._model.show_items(self._session.catalog, [])
        self._look_anew()

    def _start_run(self) -> None:
        if self._query.wrong is not None or self.rule is None:
            self._model.show_items(self._session.catalog, [])
            self._show_run()
            return
        self._run = DryRun(self._session.catalog, self.rule, self._clock())
        self._slices.start(self._running(self._run))

    def _running(self, run: DryRun) -> Iterator[None]:
        for number, _ in enumerate(run.steps()):
            if number % _SHOWN_EVERY == 0:
                self._show_run()
            yield
        self._model.show_items(self._session.catalog, run.found)
        if run.found:
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._show_run()
        self.dry_run_finished.emit()

    def _show_run(self) -> None:
        """Say what the rule would do, as far as is known."""
        rule, run, wrong = self.rule, self._run, self._query.wrong
        verdict = rule.ruling.verdict if rule is not None else Verdict.REJECT
        count = len(run.found) if run is not None else 0
        self._apply.setEnabled(
            run is not None and run.is_done and bool(count) and not self._session.read_only
        )
        if run is not None or rule is None or not rule.is_whole:
            one, many = _APPLY[verdict]
            self._apply.setText(self.tr(one) if count == 1 else self.tr(many).format(f"{count:,}"))
        note = self._result
        if rule is None:
            heading = self.tr("No rule yet. A rule is a search, and what you decide about what it finds.")
        elif wrong is not None:
            heading, note = self.tr("The search of this rule cannot be read."), wrong.reason
        elif not rule.query:
            heading = self.tr("Say what the rule looks for; it is never about all items.")
        elif not rule.is_whole:
            heading = self.tr("Say which topics to add.")
        elif run is None:
            return  # what stood there stays until something is known
        else:
            heading = self.tr(_WOULD[verdict]).format(f"{count:,}", f"{run.total:,}")
            if not run.is_done:
                heading += "…"
            elif self._session.read_only:
                note = self.tr("This folder is open in another window; this one only reads.")
        self._heading.setText(heading)
        self._note.setText(short(note))
        self._note.setVisible(bool(note))

    def _on_apply(self) -> None:
        rule, run = self.rule, self._run
        if rule is not None and run is not None and self._apply.isEnabled():
            self._result = self._keeper.apply(rule, run.found)
            self._look_anew()


def _words_of(rule: Rule) -> str:
    """A rule in two lines."""
    decision = VERDICTS[rule.ruling.verdict].replace("&", "")
    parts = [decision] if rule.ruling.verdict is not Verdict.KEEP else []
    parts += [f"+ {topic}" for topic in rule.ruling.topics]
    if rule.name and rule.query:
        parts.append(str(rule.query))
    return f"{short(rule.name or str(rule.query) or 'New rule', 120)}\n{short(' · '.join(parts), 200)}"


def _edit(name: str, spoken: str, placeholder: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName(name)
    edit.setAccessibleName(spoken)
    edit.setPlaceholderText(placeholder)
    return edit


def _label(tone: str, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)  # Enter in a field must not decide anything
    return button


def _rules_list() -> QListWidget:
    found = QListWidget()
    found.setObjectName("rulesList")
    found.setProperty("kind", "entries")
    found.setAccessibleName(found.tr("Rules"))
    found.setTextElideMode(Qt.TextElideMode.ElideRight)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setMinimumWidth(160)
    return found


def _items_table(model: FoundItems, themes: ThemeController) -> ItemTable:
    table = ItemTable(model, themes)
    table.setObjectName("ruleItems")
    table.setAccessibleName(table.tr("What the rule would decide about"))
    table.horizontalHeader().setSectionsClickable(False)
    table.horizontalHeader().setSortIndicatorShown(False)
    for place, column in enumerate(COLUMNS):
        table.setColumnHidden(place, column.kind in _LEFT_OUT)
    return table
