"""A file, or the difference between two versions of it, line by line with numbers; read-only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from editor_app.core.display_text import visible
from editor_app.core.line_diff import Kind, Line
from editor_app.gui.theme import ThemeController

_MOST_LINES = 4_000


class FileView(QPlainTextEdit):
    """Shows lines; added, removed and wrong ones stand on their own grounds and have their marks before them."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._lines: Sequence[Line] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        # Wrapping a line of a megabyte hangs the widget; lines are clipped before they come here as well.
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus | Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("The file"))
        self.setFont(fixed_font())
        self.setProperty("kind", "file")
        themes.changed.connect(self._repaint)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, and the first change among them."""
        self._lines = lines[:_MOST_LINES]
        self._repaint(None)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy text, and nothing but text: Qt would offer it as HTML and as a word processor's document too."""
        # The object must be one of Qt's own: one made here would outlive the interpreter on the clipboard, and crash.
        found = super().createMimeDataFromSelection()
        found.html()  # makes all that is offered, which is else done as late as somebody asks
        found.setText(self.textCursor().selection().toPlainText())
        for kind in found.formats():
            if kind != "text/plain":
                found.removeFormat(kind)
        return found

    def update_lines(self, lines: Sequence[Line]) -> None:
        """Show another version of what is shown. Where nothing but the file around a change is new, the place stays."""
        lines = lines[:_MOST_LINES]
        if list(lines) == list(self._lines):
            return
        had_changes, has_changes = (
            any(line.kind in (Kind.ADDED, Kind.REMOVED) for line in found) for found in (self._lines, lines)
        )
        place = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        self.show_lines(lines)
        if had_changes == has_changes:
            self.verticalScrollBar().setValue(place[0])
            self.horizontalScrollBar().setValue(place[1])

    def _repaint(self, _theme: object) -> None:
        theme = self._themes.theme
        self.clear()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        numbers = QTextCharFormat()
        numbers.setForeground(theme.muted)
        plain = QTextCharFormat()
        plain.setForeground(theme.text)
        first_change = None
        for position, line in enumerate(self._lines):
            if position:
                cursor.insertBlock()
            cursor.setBlockFormat(self._ground(line.kind))
            if line.kind is Kind.GAP:
                cursor.insertText("    ⋯", numbers)
                continue
            cursor.insertText(f"{line.new or line.old:>4} {line.kind.value} ", numbers)
            cursor.insertText(visible(line.text), plain)
            if first_change is None and line.kind is not Kind.SAME:
                first_change = position
        cursor.endEditBlock()
        block = self.document().findBlockByNumber(first_change or 0)
        self.setTextCursor(QTextCursor(block))
        if first_change is not None:
            self.centerCursor()

    def _ground(self, kind: Kind) -> QTextBlockFormat:
        block = QTextBlockFormat()
        color: QColor | None = None
        if kind is Kind.ADDED:
            color = self._themes.theme.added
        elif kind is Kind.REMOVED:
            color = self._themes.theme.removed
        elif kind is Kind.WRONG:
            color = self._themes.theme.notice_soft
        if color is not None:
            block.setBackground(color)
        return block


def fixed_font() -> QFont:
    """The system's font of one width, as files and logs are shown in."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(12)
    return font
