"""How large the type of an item's page is, and how wide its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont

from editor_app.gui.fonts import BODY_PX, EXCERPT_PX, TITLE_PX


@dataclass(frozen=True, slots=True)
class PageType:
    """Sizes in pixels, and the characters that a line of the excerpt holds on average.

    ``column`` says that the page is no wider than such a line, and stands in the middle.
    """

    title: int
    excerpt: int
    body: int
    measure: int
    column: bool


BESIDE_THE_LIST: Final = PageType(TITLE_PX, EXCERPT_PX, BODY_PX, 66, column=False)
ALONE: Final = PageType(30, 19, 15, 70, column=True)


def sized(font: QFont, pixels: int) -> QFont:
    """The same font in another size."""
    result = QFont(font)
    result.setPixelSize(pixels)
    return result
