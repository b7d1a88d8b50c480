"""The topics of one item, or of many, as chips, with a box that completes new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from editor_app.core.display_text import short
from editor_app.gui.chips import ChipState, TopicChip
from editor_app.gui.flow_layout import FlowLayout
from editor_app.gui.fonts import chip_font
from editor_app.gui.theme import ThemeController

_EDIT_WIDTH = 132
_MOST_CHIPS = 120  # a story has a handful; a hostile file has thousands, and each is a widget


@dataclass(frozen=True, slots=True)
class TopicState:
    """One chip: a topic, what it is to the item or the selection, and how many of how many hold it."""

    name: str
    state: ChipState
    held_by: tuple[int, int] = (0, 0)


class TopicEditor(QWidget):
    """Shows topics and says what somebody wants of them; changes nothing by itself."""

    added = Signal(str)
    removed = Signal(str)
    left = Signal()
    """The editor is done here: the list may have the focus."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topicEditor")
        self.setAccessibleName(self.tr("Topics"))
        self._themes = themes
        self._chips: list[TopicChip] = []
        # What is offered is as safe to look at as what is shown; what is taken is the name itself.
        self._offered: dict[str, str] = {}
        # All chips that were ever needed, in their order; those after the topics' own are hidden.
        self._pool: list[TopicChip] = []
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(8)
        self._completer.activated.connect(self._on_completed)
        self._edit = QLineEdit()
        self._edit.setObjectName("topicEdit")
        self._edit.setFont(chip_font())
        self._edit.setPlaceholderText(self.tr("+ topic"))
        self._edit.setAccessibleName(self.tr("Add a topic"))
        self._edit.setFixedWidth(_EDIT_WIDTH)
        self._edit.setProperty("kind", "chip")
        self._edit.setCompleter(self._completer)
        self._edit.returnPressed.connect(self._on_return)
        self._edit.installEventFilter(self)
        self._flow = FlowLayout(self, spacing=6, line_spacing=6)
        self._left_out = QLabel()
        self._left_out.setTextFormat(Qt.TextFormat.PlainText)
        self._left_out.setProperty("tone", "muted")
        self._left_out.hide()
        self._flow.addWidget(self._left_out)
        self._flow.addWidget(self._edit)

    def set_names(self, names: Sequence[str]) -> None:
        """The topics to complete from, in the order in which they are offered."""
        offered = {short(name): name for name in reversed(names)}
        offered = dict(reversed(offered.items()))
        if self._offered != offered or list(self._offered) != list(offered):
            self._offered = offered
            self._names.setStringList(list(offered))

    def show_topics(self, topics: Sequence[TopicState]) -> None:
        """Show these chips, in this order. Chips that stay keep their widgets, and with them the focus."""
        left_out = max(0, len(topics) - _MOST_CHIPS)
        if left_out or not self._left_out.isHidden():
            self._left_out.setText(self.tr("and {0} more").format(f"{left_out:,}"))
            self._left_out.setVisible(bool(left_out))
        topics = topics[:_MOST_CHIPS]
        is_other = [chip.name for chip in self._chips] != [topic.name for topic in topics]
        had_focus = is_other and any(chip.hasFocus() for chip in self._chips)
        # Chips are used again: making one costs more than everything else here.
        while len(self._pool) < len(topics):
            self._add_chip()
        for chip, topic in zip(self._pool, topics, strict=False):
            chip.show_topic(topic.name, topic.state, topic.held_by)
            if chip.isHidden():
                chip.show()
        for chip in self._chips[len(topics) :]:
            chip.hide()
            chip.show_topic("", ChipState.HELD)
        self._chips = self._pool[: len(topics)]
        if had_focus:
            self._edit.setFocus()

    def making_chips(self, count: int) -> Iterator[None]:
        """Make chips, one a step, until there are enough for so many topics."""
        while len(self._pool) < min(count, _MOST_CHIPS):
            self._add_chip().ensurePolished()
            yield

    def focus_edit(self) -> None:
        """Put the cursor into the box for new topics."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def _add_chip(self) -> TopicChip:
        chip = TopicChip(self._themes, "", parent=self)
        chip.clicked.connect(self._on_chip_clicked)
        chip.removed.connect(self.removed)
        chip.hide()
        self._pool.append(chip)
        self._flow.insert_widget(len(self._pool) - 1, chip)
        return chip

    def _on_chip_clicked(self, name: str) -> None:
        chip = next((chip for chip in self._chips if chip.name == name), None)
        if chip is None:
            return
        if chip.state in (ChipState.SUGGESTED, ChipState.SOME, ChipState.NONE):
            self.added.emit(name)
        elif chip.state is ChipState.ALL:
            self.removed.emit(name)

    def _on_return(self) -> None:
        self._take(self._edit.text())

    def _on_completed(self, text: str) -> None:
        self._take(text)

    def _take(self, text: str) -> None:
        """Add what was typed, in the spelling that the site uses for it."""
        typed = text.strip()
        # The completer writes its text into the box after this slot.
        self._edit.clear()
        if self.sender() is self._completer:
            self._clear_later()
        if not typed:
            self.left.emit()
            return
        known = {shown.casefold(): name for shown, name in self._offered.items()}
        self.added.emit(known.get(typed.casefold(), typed))

    def _clear_later(self) -> None:
        QTimer.singleShot(0, self._edit.clear)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._edit.clear()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self._edit.text():
                held = [chip for chip in self._chips if chip.state is ChipState.HELD]
                if held:
                    self.removed.emit(held[-1].name)
                return True
        return super().eventFilter(watched, event)
