"""A file that cannot be read as an item: why, where, and its lines around the place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor_app.core.display_text import facts, unbroken, visible
from editor_app.core.line_diff import Kind, Line, readable_lines
from editor_app.core.row_types import Note, Row
from editor_app.gui.file_view import FileView
from editor_app.gui.fonts import excerpt_font, title_font
from editor_app.gui.item_page import PADDING
from editor_app.gui.theme import ThemeController
from editor_app.gui.wrapping_label import TextTone, WrappingLabel

_LINES_AROUND = 6


class ProblemPage(QWidget):
    """Shows what is wrong with a file. It is never written; mending it is done in a text editor."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = Note("", 0, 0, "")
        heading = QLabel(self.tr("Nothing can be decided about this file"))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("tone", "notice")
        self._name = WrappingLabel(themes, title_font(), line_height=1.3)
        self._place = WrappingLabel(themes, self.font(), tone=TextTone.MUTED)
        self._reason = WrappingLabel(themes, excerpt_font(), line_height=1.6)
        self._hint = WrappingLabel(themes, self.font(), line_height=1.45, tone=TextTone.MUTED)
        self._hint.set_text(
            self.tr(
                "It is never written from here. Mend it in a text editor, then read the folder again (F5)."
            )
        )
        self._file = FileView(themes)
        box = QVBoxLayout(self)
        box.setContentsMargins(PADDING, 20, PADDING, PADDING)
        box.setSpacing(8)
        for part in (heading, self._name, self._reason, self._place):
            box.addWidget(part)
        box.addSpacing(8)
        box.addWidget(self._file, 1)
        box.addWidget(self._hint)

    def show_row(self, row: Row) -> None:
        """Show the reason; the file's lines come with :meth:`show_file`."""
        assert row.problem is not None
        self._note = row.problem
        self._name.set_text(visible(row.path.rsplit("/", 1)[-1]))
        self._reason.set_text(visible(row.problem.reason))
        place = self.tr("Line {0}, column {1}").format(row.problem.line, row.problem.column)
        self._place.set_text(visible(facts((row.path, unbroken(place) if row.problem.line else ""))))
        self._file.show_lines(())

    def show_file(self, data: bytes) -> None:
        """Show the lines around the place, the line itself marked."""
        lines = readable_lines(data[:200_000])
        place = self._note.line
        if not place or place > len(lines):
            first, last = 1, min(len(lines), 2 * _LINES_AROUND + 1)
        else:
            first, last = max(1, place - _LINES_AROUND), min(len(lines), place + _LINES_AROUND)
        self._file.show_lines(
            [
                Line(Kind.WRONG if number == place else Kind.SAME, number, number, lines[number - 1])
                for number in range(first, last + 1)
            ]
        )
        self._file.setVisible(bool(lines))
