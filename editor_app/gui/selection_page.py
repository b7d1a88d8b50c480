"""Many selected items at a glance, with their topics to be changed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from editor_app.core.age import exact
from editor_app.core.display_text import facts, short, unbroken
from editor_app.core.summary import Span, Summary
from editor_app.gui.chips import ChipState
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.fonts import figure_font, title_font
from editor_app.gui.item_model import STATE_WORDS
from editor_app.gui.item_page import PADDING
from editor_app.gui.key_button import KeyButton
from editor_app.gui.layout_once import laid_out_once
from editor_app.gui.theme import ThemeController
from editor_app.gui.topic_editor import TopicEditor, TopicState
from editor_app.gui.wrapping_label import WrappingLabel

_MOST_TOPICS = 60
_MOST_PROVIDERS = 4


class SelectionPage(QScrollArea):
    """Shows a :class:`Summary`. A topic that was taken from all stays there until others are selected, so that one
    click gives it back.
    """

    def __init__(
        self, themes: ThemeController, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._remembered: dict[str, None] = {}
        self._title = _plain("")
        self._title.setFont(title_font())
        self._states = _plain("muted")
        self._states.setWordWrap(True)
        self._choice = QWidget()
        choice = FlowLayout(self._choice, spacing=8, line_spacing=6)
        for name in ("keepMineAction", "keepTheirsAction"):
            choice.addWidget(KeyButton(themes, actions[name]))
        self._choice.hide()
        self.topics = TopicEditor(themes)
        self._facts = {
            name: WrappingLabel(themes, figure_font())
            for name in ("Quality", "Heat", "Dates", "Providers", "Related coverage")
        }
        page = QWidget()
        box = self._box = QVBoxLayout(page)
        box.setContentsMargins(PADDING, 20, PADDING, PADDING)
        box.setSpacing(0)
        box.addWidget(self._title)
        box.addSpacing(4)
        box.addWidget(self._states)
        box.addSpacing(12)
        box.addWidget(self._choice)
        box.addSpacing(4)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFixedHeight(1)
        box.addWidget(line)
        box.addSpacing(16)
        box.addLayout(self._fact_sheet())
        box.addSpacing(20)
        heading = _plain("label")
        heading.setText(self.tr("Topics"))
        box.addWidget(heading)
        box.addSpacing(8)
        box.addWidget(self.topics)
        hint = _plain("muted")
        hint.setText(
            self.tr(
                "A check: all items have the topic. A dash: some have. A click gives it to all, or takes it from all."
            )
        )
        hint.setWordWrap(True)
        box.addSpacing(12)
        box.addWidget(hint)
        box.addStretch(1)
        self.setWidget(page)

    def _fact_sheet(self) -> QGridLayout:
        form = QGridLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        for line_number, (name, value) in enumerate(self._facts.items()):
            label = _plain("muted")
            label.setText(self.tr(name))
            form.addWidget(label, line_number, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(value, line_number, 1)
        return form

    def making_ready(self) -> Iterator[None]:
        """Make, in short steps, what it takes to show a selection."""
        yield from self.topics.making_chips(_MOST_TOPICS)
        for part in self.findChildren(QWidget):
            part.ensurePolished()
            yield

    def show_count(self, count: int) -> None:
        """Say how many items are selected, before all of them have been looked at."""
        self._title.setText(self.tr("{0} items selected").format(f"{count:,}"))

    def show_summary(self, summary: Summary, *, same_selection: bool) -> None:
        """Show a selection.

        :param same_selection: the items are those shown before, only read anew.
        """
        inner = [layout for layout in (self.topics.layout(), self._choice.layout()) if layout is not None]
        with laid_out_once(self, (*inner, self._box)):
            self._show(summary)
            if not same_selection:
                self._remembered.clear()
            self._show_topics(summary)

    def _show(self, summary: Summary) -> None:
        self.show_count(summary.count)
        states = [f"{count:,} {STATE_WORDS[state].lower()}" for state, count in summary.states.items()]
        if summary.pending:
            states.append(f"{summary.pending:,} " + self.tr("with unsaved decisions"))
        if summary.conflicts:
            states.append(self.tr("{0} in conflict with changes of others").format(f"{summary.conflicts:,}"))
        self._choice.setVisible(bool(summary.conflicts))
        self._states.setText(facts(states))
        self._facts["Quality"].set_text(_span(summary.quality))
        self._facts["Heat"].set_text(_span(summary.heat))
        self._facts["Dates"].set_text(
            " – ".join(unbroken(exact(date)) for date in summary.dates) if summary.dates else "–"
        )
        self._facts["Providers"].set_text(self._providers(summary))
        self._facts["Related coverage"].set_text(
            self.tr("1 item has some")
            if summary.related == 1
            else self.tr("{0} items have some").format(f"{summary.related:,}")
        )

    def _providers(self, summary: Summary) -> str:
        named = [f"{short(name, 80)}\u00a0{count:,}" for name, count in summary.providers[:_MOST_PROVIDERS]]
        more = len(summary.providers) - len(named)
        if more > 0:
            named.append(unbroken(self.tr("{0} more").format(f"{more:,}")))
        return facts(named) or "–"

    def _show_topics(self, summary: Summary) -> None:
        held = dict(summary.topics[:_MOST_TOPICS])
        self._remembered.update(dict.fromkeys(held))
        everything = summary.editable
        states = []
        for name in self._remembered:
            count = held.get(name, 0)
            state = ChipState.NONE if not count else ChipState.ALL if count >= everything else ChipState.SOME
            states.append(TopicState(name, state, (count, everything)))
        self.topics.show_topics(states)


def _span(span: Span | None) -> str:
    if span is None:
        return "–"
    if span.low == span.high:
        return str(span.low)
    return f"{span.low} – {span.high}, half of them up to {span.median}"


def _plain(tone: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty("tone", tone)
    return label
