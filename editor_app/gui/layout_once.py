"""A page that is laid out once, however much of it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLayout, QScrollArea


@contextmanager
def laid_out_once(page: QScrollArea, layouts: Sequence[QLayout]) -> Iterator[None]:
    """Whatever changes in here, a page is laid out at the end, once.

    Qt would do so whenever a part appears; and what parts of parts ask for would come after the next repaint.

    :param layouts: those of the page, the inner ones first.
    """
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:
            if page.isVisible():
                layout.activate()
            else:
                layout.update()
        QCoreApplication.sendPostedEvents(page.viewport(), QEvent.Type.LayoutRequest.value)
