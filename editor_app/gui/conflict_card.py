"""The card of an item that somebody else has changed or deleted since it was decided about, and the choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from editor_app.core.conflict import Conflict, place_words, raw_keys
from editor_app.core.display_text import short, visible
from editor_app.core.state import StateFields
from editor_app.gui.chips import TopicChip
from editor_app.gui.conflict_mark import ConflictMark
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.fonts import body_font, chip_font, heading_font
from editor_app.gui.item_model import STATE_WORDS
from editor_app.gui.key_button import ButtonKind, KeyButton
from editor_app.gui.state_mark import MARK_SIZE, paint_state_mark
from editor_app.gui.stylesheet import mix
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

_BELOW = 16  # the card's own space under it, gone with it
_RADIUS = 8
_PADDING = 12
_MOST_LINES = 4
_LONGEST = 2_000  # characters of a text; four lines hold fewer
READING_NAMES = ("When you decided", "Your decision", "In the file now")


class ConflictCard(QWidget):
    """Shows a conflict field by field, with a button for each way out. What a button does is its action's work.

    :param actions: by the names in `editor_app.gui.actions`; those that are not there have no button.
    """

    def __init__(
        self, themes: ThemeController, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conflictCard")
        self._themes = themes
        self._shown: tuple[Conflict | None, str] | None = None
        # As high as it needs in the width there is, and no higher.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setFont(heading_font())
        self._heading.setProperty("tone", "notice")
        self._heading.setWordWrap(True)
        self._sentence = WrappingLabel(themes, body_font(), line_height=1.45)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(12)
        self._choice = self._buttons(actions, ("keepMineAction", "keepTheirsAction"), "plain")
        self._for_all = self._buttons(actions, ("keepAllMineAction", "keepAllTheirsAction"), "quiet")
        self._way_out = self._buttons(actions, ("discardDecisionAction",), "plain")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(ConflictMark(themes), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._heading, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING + _BELOW)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self._sentence)
        box.addLayout(self._fields)
        box.addSpacing(4)
        for buttons in (self._choice, self._for_all, self._way_out):
            box.addWidget(buttons)
        self.hide()

    def show_conflict(self, conflict: Conflict, count: int) -> None:
        """Show what each side says.

        :param count: how many items are in conflict, this one included.
        """
        self._for_all.setVisible(count > 1)
        if self._shown == (conflict, ""):
            self.show()
            return
        self._shown = (conflict, "")
        self._clear()
        self._say(
            self.tr("Somebody else has changed this item meanwhile"),
            self.tr("Nothing is written until you choose."),
        )
        spoken = []
        if conflict.state is not None:
            self._add_field(self.tr("State"), [self._state(fields) for fields in conflict.state])
            spoken.append(_spoken("State", [STATE_WORDS[fields.state] for fields in conflict.state]))
        if conflict.topics is not None:
            self._add_field(self.tr("Topics"), [self._topics(names) for names in conflict.topics])
            spoken.append(_spoken("Topics", [", ".join(names) for names in conflict.topics]))
        for place, readings in conflict.texts:
            name = place_words(place).capitalize()
            self._add_field(name, [self._text(text) for text in readings])
            spoken.append(_spoken(name, [short(text) for text in readings]))
        self.setAccessibleDescription(visible(" ".join(spoken)))
        self._choice.show()
        self._way_out.hide()
        self.show()

    def show_deleted(self, decision: str) -> None:
        """Show that the file of an item is gone.

        :param decision: what was decided, in a few words.
        """
        if self._shown != (None, decision):
            self._shown = (None, decision)
            self._clear()
            self._say(
                self.tr("The file has been deleted"),
                self.tr(
                    "Your decision cannot be saved: {0}. It is kept until you discard it; "
                    "the file is not brought back."
                ).format(decision),
            )
            self.setAccessibleDescription(self._sentence.text())
        self._choice.hide()
        self._for_all.hide()
        self._way_out.show()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = theme.notice if theme.outlined else mix(theme.notice, theme.panel, 0.5)
            painter.setPen(QPen(edge, 1))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5 - _BELOW), _RADIUS, _RADIUS
            )

    def _say(self, heading: str, sentence: str) -> None:
        self._heading.setText(heading)
        self._sentence.set_text(visible(sentence))
        self.setAccessibleName(heading)

    def _clear(self) -> None:
        while (taken := self._fields.takeAt(0)) is not None:
            field = taken.widget()
            if field is not None:
                field.hide()
                field.deleteLater()

    def _buttons(self, actions: Mapping[str, QAction], names: Sequence[str], kind: ButtonKind) -> QWidget:
        line = QWidget(self)
        flow = FlowLayout(line, spacing=8, line_spacing=6)
        for name in names:
            if name in actions:
                flow.addWidget(KeyButton(self._themes, actions[name], kind))
        line.hide()
        return line

    def _add_field(self, name: str, values: Sequence[QWidget]) -> None:
        field = QWidget(self)
        grid = QGridLayout(field)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        heading = QLabel(name)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("tone", "label")
        grid.addWidget(heading, 0, 0, 1, 2)
        for line, (reading, value) in enumerate(zip(READING_NAMES, values, strict=True), 1):
            label = QLabel(self.tr(reading))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", "muted")
            label.setMinimumHeight(value.minimumSizeHint().height() if isinstance(value, _Chips) else 0)
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        self._fields.addWidget(field)

    def _state(self, fields: StateFields) -> QWidget:
        return _StateReading(self._themes, fields)

    def _text(self, text: str) -> QWidget:
        label = WrappingLabel(self._themes, body_font(), line_height=1.45, max_lines=_MOST_LINES)
        label.set_text(short(text, _LONGEST) if text else self.tr("No text"))
        return label

    def _topics(self, names: Sequence[str]) -> QWidget:
        return _Chips(self._themes, names)


class _StateReading(QWidget):
    """The mark and the word of a state, and under them what the file says for it."""

    def __init__(self, themes: ThemeController, fields: StateFields) -> None:
        super().__init__()
        self._themes = themes
        self._state = str(fields.state)
        word = QLabel(STATE_WORDS[fields.state])
        word.setTextFormat(Qt.TextFormat.PlainText)
        word.setFont(heading_font())
        word.setContentsMargins(MARK_SIZE + 6, 0, 0, 0)
        raw = WrappingLabel(themes, chip_font(), own_direction=False, tone=TextTone.MUTED)
        raw.set_text(visible(raw_keys(fields)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(word)
        box.addWidget(raw)
        self._word = word

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._word.geometry()
        x = line.right() + 1 - MARK_SIZE if self.isRightToLeft() else line.x()
        with QPainter(self) as painter:
            mark = QRectF(x, line.y() + (line.height() - MARK_SIZE) / 2, MARK_SIZE, MARK_SIZE)
            paint_state_mark(painter, mark, self._state, self._themes.theme)


class _Chips(QWidget):
    """Topics to be read, not to be operated."""

    def __init__(self, themes: ThemeController, names: Sequence[str]) -> None:
        super().__init__()
        flow = self._flow = FlowLayout(self, spacing=6, line_spacing=4)
        for name in names:
            chip = TopicChip(themes, name, removable=False)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            flow.addWidget(chip)
        if not names:
            none = QLabel(self.tr("No topics"))
            none.setTextFormat(Qt.TextFormat.PlainText)
            none.setProperty("tone", "muted")
            flow.addWidget(none)

    def minimumSizeHint(self) -> QSize:
        return self._flow.minimumSize()


def _spoken(field: str, words: Sequence[str]) -> str:
    readings = (f"{name}: {word or '–'}" for name, word in zip(READING_NAMES, words, strict=True))
    return f"{field}. {'. '.join(readings)}."
