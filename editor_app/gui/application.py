"""The application of Qt's, made before the window and what belongs to it are loaded."""

from __future__ import annotations

from threading import Thread
from typing import Final

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from editor_app.resource_files import resource_path

# Fusion looks the same everywhere and paints with the palette; the platforms' own styles do not.
STYLE: Final = "Fusion"
_IS_STYLED: Final = "isStyled"  # a property of the application
# For each font of the machine Qt would print a line about each script of a title that the font lacks.
_QUIET: Final = "qt.text.font.db=false"


def make_application() -> QApplication:
    """Return the application; make it, in the program's style, if it is not there yet."""
    QLoggingCategory.setFilterRules(_QUIET)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Where the style is set afterwards, Qt hands it out, and PySide loads `QStyle` with all its names.
    app = QApplication(["editor-app", "-style", STYLE])
    app.setProperty(_IS_STYLED, True)
    Thread(target=_load_fonts, name="load-fonts", daemon=True).start()
    return app


def style(app: QApplication) -> None:
    """Give an application the program's style, if it has not been made with it."""
    if not app.property(_IS_STYLED):
        app.setStyle(STYLE)


def _load_fonts() -> None:
    """Have Qt get to know the system's fonts, which takes as long as a tenth of the start.

    It would do so when the first text is measured, and all else would wait for it. It needs no Python for it, and to
    read a picture from a file is one of the few things for which PySide lets Python go on meanwhile.
    """
    QImage().load(str(resource_path("icons/letter.svg")))
