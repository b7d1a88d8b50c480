"""The part of a scrolled widget in which its contents are seen."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def own_viewport() -> QWidget:
    """Return a viewport like the one that Qt makes.

    Asked for a widget that Qt has made by itself, PySide looks for what kind of widget it is among all that there are,
    and for that it loads every class of them: some twenty milliseconds at the start. It knows those that we have made.
    """
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    return viewport
