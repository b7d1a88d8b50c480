"""The search box above the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from editor_app.core.errors import WrongQuery
from editor_app.core.query import Query
from editor_app.gui.fonts import label_font
from editor_app.gui.theme import ThemeController

if TYPE_CHECKING:
    from editor_app.core.query.completion import Completion, Names, Option
    from editor_app.gui.query_help import QueryHelp
    from editor_app.gui.query_popup import QueryPopup

_CAP = 20
_PATIENCE: Final = 1_200  # milliseconds that somebody may stop within a word that is not whole yet


def _no_names(_key: str) -> Sequence[str]:
    return ()


class SearchBar(QLineEdit):
    """Filters as one types. ``Enter`` and ``Down`` go on to the list, ``Esc`` empties the box first.

    What cannot be read as a query is marked, and the last query holds. Keys and values are completed in a list below,
    by ``Tab``, or by ``Down`` and ``Enter``.
    """

    query_changed = Signal(object)
    """A :class:`Query`."""
    left = Signal()
    """The editor is done here: the list may have the focus."""
    names_wanted = Signal()
    """Names to complete with will be asked for soon."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchEdit")
        self.setAccessibleName(self.tr("Search"))
        self.setPlaceholderText(self.tr("Search title, excerpt, provider, topics…"))
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(520)
        self.setMinimumWidth(160)
        self._themes = themes
        self._cap_font = label_font()
        self._query = Query()
        self._wrong: WrongQuery | None = None
        self._names: Names = _no_names
        self._is_composing = self._is_marking = self._is_edited = False
        self._completion: Completion | None = None
        # What hangs below is made when it is first asked for.
        self._made_popup: QueryPopup | None = None
        self._made_help: QueryHelp | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._on_patience)
        self.textChanged.connect(self._on_text)
        self.textEdited.connect(self._on_edited)
        themes.changed.connect(self._on_colors)
        self._make_room("")

    @property
    def query(self) -> Query:
        """The last query that could be read."""
        return self._query

    def shown_query(self) -> Query:
        """The same, for whoever asks again and again."""
        return self._query

    @property
    def wrong(self) -> WrongQuery | None:
        """What is wrong with what is typed now."""
        return self._wrong

    def complete_with(self, names: Names) -> None:
        """Tell where the names come from that are offered behind ``topic:`` and the like."""
        self._names = names

    def show_query(self, query: Query) -> None:
        """Put a query into the box, as if it had been typed."""
        self.setText(str(query))

    def toggle_help(self) -> None:
        """Show what can be searched for, or hide it."""
        self._hide_popup()
        if self._made_help is None:
            from editor_app.gui.query_help import QueryHelp

            self._made_help = QueryHelp(self)
        self._made_help.toggle()

    # -- what hangs below ------------------------------------------------------------------------------------------

    @property
    def _popup(self) -> QueryPopup:
        if self._made_popup is None:
            from editor_app.gui.query_popup import QueryPopup

            self._made_popup = QueryPopup(self)
            self._made_popup.taken.connect(self._take)
        return self._made_popup

    @property
    def _options(self) -> tuple[Option, ...]:
        """What is offered now."""
        return () if self._made_popup is None else self._made_popup.options

    @property
    def _chosen(self) -> Option | None:
        return None if self._made_popup is None else self._made_popup.chosen

    @property
    def _is_helping(self) -> bool:
        return self._made_help is not None and self._made_help.isVisible()

    def close_below(self) -> bool:
        """Hide what hangs below; whether there was anything."""
        is_open = self._is_helping or (self._made_popup is not None and self._made_popup.isVisible())
        self._hide_popup()
        self._hide_help()
        return is_open

    def _hide_popup(self) -> None:
        if self._made_popup is not None:
            self._made_popup.hide()

    def _hide_help(self) -> None:
        if self._made_help is not None:
            self._made_help.hide()

    # -- what is typed ---------------------------------------------------------------------------------------------

    def _on_text(self, text: str) -> None:
        self._make_room(text)
        self._patience.stop()
        by_hand, self._is_edited = self._is_edited, False
        self._read(text)
        if by_hand:
            self._hide_help()
            self._offer(asked=False)
        else:
            self._hide_popup()

    def _on_edited(self, _text: str) -> None:
        self._is_edited = True  # comes before the text is told to have changed, by hand or not

    def _read(self, text: str) -> None:
        try:
            query = Query.parse(text)
        except WrongQuery as wrong:
            self._wrong = wrong
            self._mark(None if wrong.unfinished else wrong)
            if wrong.unfinished:
                self._patience.start()
            return
        if self._wrong is not None:
            self._wrong = None
            self._mark(None)
        if query != self._query:
            self._query = query
            self.query_changed.emit(query)

    def _offer(self, *, asked: bool) -> None:
        """Show how what is typed may go on, and why it is wrong."""
        from editor_app.core.query.completion import completion

        self.names_wanted.emit()
        self._completion = completion(self.text(), self.cursorPosition(), self._names, asked=asked)
        is_told = self._wrong is not None and not self._wrong.unfinished
        reason = self._wrong.reason if self._wrong is not None and is_told else ""
        if self._completion.options or reason or self._made_popup is not None:
            self._popup.show_all(self._completion.options, reason)

    def _take(self, option: Option) -> None:
        if self._completion is None:
            return
        text, cursor = self._completion.applied(self.text(), option)
        self.setText(text)
        self.setCursorPosition(cursor)
        if not option.text.endswith(" "):
            self._offer(asked=False)  # a key: its values come next

    def _on_patience(self) -> None:
        # What may follow is offered: whoever reads that needs not be told that something is missing.
        if not self._popup.options:
            self._tell_wrong()

    def _tell_wrong(self) -> None:
        """Mark the word that is wrong, and say why."""
        if self._wrong is None:
            return
        self._mark(self._wrong)
        if self.hasFocus() and not self._is_helping:
            self._popup.show_all(self._options, self._wrong.reason)

    def _mark(self, wrong: WrongQuery | None) -> None:
        """Draw a wave below a word. An input method's attributes are the one way to format text in a line edit; they
        change nothing in it.
        """
        self.setAccessibleDescription("" if wrong is None else wrong.reason)
        if self._is_composing:
            return
        attributes = []
        if wrong is not None:
            from PySide6.QtGui import QTextCharFormat  # brings a hundred names of properties

            wave = QTextCharFormat()
            wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wave.setUnderlineColor(self._themes.theme.rejected)
            kind = QInputMethodEvent.AttributeType.TextFormat
            start = wrong.start - self.cursorPosition()
            attributes = [QInputMethodEvent.Attribute(kind, start, wrong.end - wrong.start, wave)]
        self._is_marking = True
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
        self._is_marking = False

    def _on_colors(self, _theme: object) -> None:
        if self._wrong is not None and not self._patience.isActive():
            self._mark(self._wrong)

    # -- keys ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Tab would go to another widget before anybody is asked.
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self._options
        ):
            self._take(self._chosen or self._options[0])
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self._step_back()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go_on()
            case Qt.Key.Key_Down if self._options:
                self._popup.step(1)
            case Qt.Key.Key_Up if self._options:
                self._popup.step(-1)
            case Qt.Key.Key_Down:
                self.left.emit()
            case Qt.Key.Key_Space if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self._offer(asked=True)
            case _:
                super().keyPressEvent(event)

    def _step_back(self) -> None:
        """What hangs below goes first, then the text, then the focus."""
        if self._is_helping:
            self._hide_help()
        elif self._options:
            self._hide_popup()
        elif self.text():
            self.clear()
        else:
            self.left.emit()

    def _go_on(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self._take(chosen)
        elif self._wrong is not None:
            self._patience.stop()
            self._hide_popup()
            self._tell_wrong()
        else:
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.names_wanted.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_popup()
        self._hide_help()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._is_marking:
            self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    # -- how it looks ----------------------------------------------------------------------------------------------

    def _make_room(self, text: str) -> None:
        """The placeholder must not run into the key that stands at the end."""
        self.setTextMargins(0, 0, 0 if text else _CAP + 8, 0)

    def sizeHint(self) -> QSize:
        return QSize(520, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._cap_font)
            width = max(_CAP, QFontMetrics(self._cap_font).horizontalAdvance("/") + 10)
            left = 10 if self.isRightToLeft() else self.width() - 10 - width
            cap = QRect(left, (self.height() - _CAP) // 2, width, _CAP)
            painter.setPen(QPen(theme.line, 1))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(theme.muted)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "/")
