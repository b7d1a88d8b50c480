"""Plain text in several lines, with the line height that reading needs."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from editor_app.core.display_text import reads_right_to_left, visible_lines
from editor_app.gui.theme import ThemeController

# More than this is no excerpt, and laying it out would hold the window up.
_MOST_CHARACTERS = 6_000
_MOST_MEASURES = 32
_MOST_MEASURED = 400  # characters of a line: wider than any window
_ROUNDING = 2  # pixels by which two ways to measure a line may differ
# What one line holds on average, to turn a number of characters into a width.
_SAMPLE = "the report says that three findings of five were made by the machine alone, "
_NARROWEST = 60
_MOST_READY = 4  # texts whose lines are kept


class TextTone(Enum):
    """Which of the theme's colours the text has."""

    TEXT = "text"
    MUTED = "muted"


class _Lines:
    """A text as it is shown, and what is known of its lines."""

    __slots__ = ("clipped", "heights", "laid_out_for", "layout", "natural", "shown")

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.heights: dict[int, int] = {}
        self.natural = -1.0
        self.layout = QTextLayout()
        self.laid_out_for = -1
        self.clipped = False


class WrappingLabel(QWidget):
    """A text that wraps, and can be marked and copied with the mouse, but takes no focus.

    :param font: its font.
    :param line_height: distance of the lines as a multiple of the font's size.
    :param max_lines: 0 for as many as it takes; else the last one ends with an ellipsis.
    :param measure: the most characters a line holds on average; 0 for as many as there is room for.
    :param own_direction: a text that begins from right to left is set so; a line of several facts is not.
    """

    selection_changed = Signal(bool)
    """Whether some of the text is marked now."""

    def __init__(
        self,
        themes: ThemeController,
        font: QFont,
        *,
        line_height: float = 1.3,
        max_lines: int = 0,
        measure: int = 0,
        own_direction: bool = True,
        tone: TextTone = TextTone.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._tone = tone
        self._max_lines = max_lines
        self._own_direction = own_direction
        self._full = ""
        self._lines = _Lines("")
        # Texts that were shown last or may be shown next, set in lines already.
        self._ready: dict[str, _Lines] = {}
        self._is_made_ready = False
        self._anchor = 0
        self._cursor = 0
        self._copy_shortcut: QShortcut | None = None
        self.set_type(font, line_height=line_height, measure=measure)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def set_type(self, font: QFont, *, line_height: float, measure: int = 0) -> None:
        """Set the text in another font, as the constructor has it."""
        self.setFont(font)
        self._font = QFont(font)
        self._metrics = QFontMetricsF(font)
        self._line_height = round(font.pixelSize() * line_height)
        sample = self._metrics.horizontalAdvance(_SAMPLE)
        self._sample_width = round(sample)
        self._measure_width = round(sample / len(_SAMPLE) * measure)
        self._forget()
        self.updateGeometry()
        self.update()

    @property
    def measure_width(self) -> int:
        """How wide a line of as many characters is as were asked for; 0 where none were."""
        return self._measure_width

    def text(self) -> str:
        """Return the text as it was set."""
        return self._full

    def set_text(self, text: str) -> None:
        """Show `text`, whatever it holds, as plain text."""
        if text == self._full:
            return
        before = self._lines
        self._set_selection(0, 0)
        self._lines = self._lines_of(text)
        if self._is_made_ready:  # whoever reads one text after the other also goes back
            self._keep(self._full, before)
        self._full = text
        # Screen readers read the text as the name of a label that was given none, and after the name of others.
        told = _spoken(self._lines.shown)
        if self.accessibleName() in ("", _spoken(before.shown)):
            self.setAccessibleName(told)
        else:
            self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def make_ready(self, text: str, width: int) -> None:
        """Set a text in lines that may be shown next, so that :meth:`set_text` finds it done."""
        if text == self._full or not text:
            return
        self._is_made_ready = True
        now, self._lines = self._lines, self._lines_of(text)
        self.heightForWidth(width)
        self._lay_out_for(width)
        self._keep(text, self._lines)
        self._lines = now

    def _lines_of(self, text: str) -> _Lines:
        return self._ready.pop(text) if text in self._ready else _Lines(_shown(text))

    def _keep(self, text: str, lines: _Lines) -> None:
        self._ready[text] = lines
        if len(self._ready) > _MOST_READY:
            del self._ready[next(iter(self._ready))]

    def is_clipped(self) -> bool:
        """Tell whether there is more text than is shown at the present width."""
        self._lay_out_for(self.width())
        return self._lines.clipped or len(self._full) > _MOST_CHARACTERS

    def set_max_lines(self, lines: int) -> None:
        """Show no more than `lines` lines; 0 for all."""
        if lines != self._max_lines:
            self._max_lines = lines
            self._set_selection(0, 0)
            self._forget()
            self.updateGeometry()
            self.update()

    # --- marking ---------------------------------------------------------------------------------

    def has_selection(self) -> bool:
        """Tell whether some of the text is marked."""
        return self._anchor != self._cursor

    def selected_text(self) -> str:
        """Return what is marked."""
        start, end = sorted((self._anchor, self._cursor))
        # Qt counts in UTF-16 units.
        units = self._lines.layout.text().encode("utf-16-le")
        text = units[2 * start : 2 * end].decode("utf-16-le", "ignore")
        return text.replace("\u2028", "\n")

    def select_all(self) -> None:
        """Mark all that is shown."""
        self._lay_out_for(self.width())
        self._set_selection(0, _units(self._lines.layout.text()))

    def clear_selection(self) -> None:
        """Mark nothing."""
        self._set_selection(0, 0)

    def copy(self) -> None:
        """Put what is marked on the clipboard."""
        if self.has_selection():
            QGuiApplication.clipboard().setText(self.selected_text())

    # --- size ------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Layouts ask for several widths, and again for each of them, whenever anything changes.
        if self._measure_width:
            width = min(width, self._measure_width)
        height = self._lines.heights.get(width)
        if height is None:
            if len(self._lines.heights) >= _MOST_MEASURES:
                self._lines.heights.clear()
            height = max(1, self._count_lines(width)) * self._line_height
            self._lines.heights[width] = height
        return height

    def _count_lines(self, width: int) -> int:
        is_short = "\n" not in self._lines.shown and len(self._lines.shown) <= _MOST_MEASURED
        if is_short and self._natural_width() <= width - _ROUNDING:
            return 1  # breaking lines takes ten times as long as measuring one
        # What has been set to be measured is most often what is painted then.
        self._lay_out_for(width)
        return self._lines.layout.lineCount()

    def _natural_width(self) -> float:
        """How wide the first lines are, each as far as it is worth measuring."""
        if self._lines.natural < 0:
            self._lines.natural = max(
                self._metrics.horizontalAdvance(line[:_MOST_MEASURED])
                for line in self._lines.shown.split("\n")[:10]
            )
        return self._lines.natural

    def sizeHint(self) -> QSize:
        natural = self._natural_width()
        widest = self._measure_width or self._sample_width
        width = max(1, min(round(natural) + 2, widest))
        # An estimate, since all who ask go on to ask for the height that goes with the width that they have.
        lines = self._lines.shown.count("\n") + math.ceil(natural / width)
        lines = max(1, min(lines, self._max_lines or lines))
        return QSize(width, lines * self._line_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, self._line_height)

    # --- events ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lines.shown:
            return
        self._lay_out_for(self.width())
        theme = self._themes.theme
        with QPainter(self) as painter:
            painter.setPen(theme.muted if self._tone is TextTone.MUTED else theme.text)
            marks = []
            if self.has_selection():
                start, end = sorted((self._anchor, self._cursor))
                mark = QTextLayout.FormatRange()
                mark.start, mark.length = start, end - start
                look = QTextCharFormat()
                look.setBackground(theme.selection)
                look.setForeground(theme.on_selection)
                mark.format = look
                marks.append(mark)
            self._lines.layout.draw(painter, QPointF(0, 0), marks)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._position_at(event.position().toPoint())
            self._set_selection(place, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._set_selection(self._anchor, self._position_at(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._position_at(event.position().toPoint())
        words = QTextLayout.CursorMode.SkipWords
        end = self._lines.layout.nextCursorPosition(place, words)
        start = self._lines.layout.previousCursorPosition(end, words)
        self._set_selection(start, end)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.has_selection() and clipboard.supportsSelection():
            clipboard.setText(self.selected_text(), clipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"))
        copy.setEnabled(self.has_selection())
        copy.triggered.connect(self.copy)
        menu.addAction(self.tr("Select All")).triggered.connect(self.select_all)
        menu.popup(event.globalPos())

    # --- laying out ------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._ready.clear()
        self._lines = _Lines(self._lines.shown)

    def _lay_out_for(self, width: int) -> None:
        if self._measure_width:
            width = min(width, self._measure_width)
        lines = self._lines
        if width == lines.laid_out_for:
            return
        # A new one: text and lines of the old one may still be held by what Qt is painting.
        lines.layout = QTextLayout()
        _, lines.clipped = self._break_lines(lines.layout, width)
        lines.laid_out_for = width

    def _break_lines(self, layout: QTextLayout, width: int) -> tuple[int, bool]:
        """Set the text in `layout`; return how many lines it takes, and whether it had to be cut."""
        width = max(width, 1)
        text = self._lines.shown.replace("\n", "\u2028")
        right_to_left = self._own_direction and reads_right_to_left(text)
        if not self._max_lines:
            return self._set_lines(layout, text, width, right_to_left, 0)[0], False
        lines, end = self._set_lines(layout, text, width, right_to_left, self._max_lines)
        if end >= _units(text):
            return lines, False
        last = layout.lineAt(lines - 1)
        units = text.encode("utf-16-le")
        start = last.textStart()
        before = units[: 2 * start].decode("utf-16-le", "ignore")
        # What is cut must go on past the end of the line, else nothing would be cut from it.
        rest = units[2 * start : 2 * end + 2 * last.textLength() + 40].decode("utf-16-le", "ignore")
        tail = rest.split("\u2028")[0].rstrip()
        if len(tail) <= last.textLength():
            tail += " …"
        tail = self._metrics.elidedText(tail, Qt.TextElideMode.ElideRight, width - 1)
        lines, _ = self._set_lines(layout, before + tail, width, right_to_left, self._max_lines)
        return lines, True

    def _set_lines(
        self, layout: QTextLayout, text: str, width: int, right_to_left: bool, most: int
    ) -> tuple[int, int]:
        """Set `text` in no more than `most` lines; return how many, and where in the text they end."""
        option = QTextOption(Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setText(text)
        layout.setFont(self._font)
        layout.setTextOption(option)
        # Every line stands on the same distance, also where another font had to help out with letters.
        above = (self._line_height - self._metrics.ascent() - self._metrics.descent()) / 2
        baseline = above + self._metrics.ascent()
        lines, end = 0, 0
        layout.beginLayout()
        while not most or lines < most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, lines * self._line_height + baseline - line.ascent()))
            lines += 1
            end = line.textStart() + line.textLength()
        layout.endLayout()
        return lines, end

    # --- marking, inside -------------------------------------------------------------------------

    def _position_at(self, point: QPoint) -> int:
        self._lay_out_for(self.width())
        count = self._lines.layout.lineCount()
        if not count:
            return 0
        line = self._lines.layout.lineAt(max(0, min(count - 1, point.y() // self._line_height)))
        return int(line.xToCursor(point.x()))

    def _set_selection(self, anchor: int, cursor: int) -> None:
        had = self.has_selection()
        self._anchor, self._cursor = anchor, cursor
        has = self.has_selection()
        if has and not had:
            self._take_over_selection()
        if has != had:
            if self._copy_shortcut is not None:
                self._copy_shortcut.setEnabled(has)
            self.selection_changed.emit(has)
        self.update()

    def _take_over_selection(self) -> None:
        """Let only one text of the window be marked, and the copy key mean that one.

        The label takes no focus, so that the list keeps it; hence a shortcut, made when first needed.
        """
        for other in self.window().findChildren(WrappingLabel):
            if other is not self:
                other.clear_selection()
        if self._copy_shortcut is None:
            self._copy_shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
            self._copy_shortcut.activated.connect(self.copy)
            # A menu may have the same key: what is marked in plain sight is what should be copied.
            self._copy_shortcut.activatedAmbiguously.connect(self.copy)


def _shown(text: str) -> str:
    """Return what is shown of a text."""
    return visible_lines(text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS].rstrip() + "…")


def _spoken(text: str) -> str:
    """Return `text` as it is read out: where it may be broken makes no difference there."""
    return text.replace("\u00a0", " ")


def _units(text: str) -> int:
    """Return the length of `text` in UTF-16 units, which Qt counts in."""
    return len(text.encode("utf-16-le")) // 2
