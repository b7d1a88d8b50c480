"""The few sizes and weights of type, all of the system's own font.

Sizes are in pixels, which Qt scales with the display; so texts, bars and chips stay in proportion.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QGuiApplication

BODY_PX = 13
EXCERPT_PX = 15
TITLE_PX = 21
LABEL_PX = 11
CHIP_PX = 12
FIGURE_BIG_PX = 18


def body_font() -> QFont:
    """Return the font of nearly everything."""
    return _font(BODY_PX)


def body_strong_font() -> QFont:
    """Return the body font at weight 500, for item titles in the table and for buttons."""
    return _font(BODY_PX, QFont.Weight.Medium)


def heading_font() -> QFont:
    """Return the body font in semibold, for titles of cards and headings of sections."""
    return _font(BODY_PX, QFont.Weight.DemiBold)


def excerpt_font() -> QFont:
    """Return the font of running text that is read."""
    return _font(EXCERPT_PX)


def title_font() -> QFont:
    """Return the font of the title of the item that is looked at."""
    return _font(TITLE_PX, QFont.Weight.DemiBold)


def label_font() -> QFont:
    """Return the font of column and section labels and of key hints."""
    return _font(LABEL_PX, QFont.Weight.DemiBold)


def chip_font() -> QFont:
    """Return the font of topic chips and of the status bar."""
    return _font(CHIP_PX)


def figure_font(pixels: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font whose digits are all of one width, so that columns of numbers line up."""
    font = _font(pixels, weight)
    # Fonts without the feature ignore it; most of those have digits of one width anyway.
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    # The application's font is the platform's own, unless somebody chose another (`-font`, accessibility
    # settings): either way it is the one to follow.
    font = QGuiApplication.font()
    if not font.families():
        from PySide6.QtGui import QFontDatabase  # seldom needed

        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    # Hinted advance widths make the spacing of small type uneven, and different at 150 %.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
