"""Colours by role, for light, dark and high contrast."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette


class Theme(NamedTuple):
    """One set of colours. Text roles reach 4.5:1 on the grounds they stand on, bars and icons 3:1."""

    name: str
    is_dark: bool
    ground: QColor
    """Behind panes and in fields."""
    panel: QColor
    """Under the table, the item and the bars of the window."""
    raised: QColor
    """Buttons, cards and menus."""
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    selection: QColor
    quality: QColor
    heat: QColor
    track: QColor
    """The part of a bar that is not filled."""
    published: QColor
    rejected: QColor
    notice: QColor
    notice_soft: QColor
    chip: QColor
    added: QColor
    removed: QColor
    on_selection: QColor
    """Text on `selection`."""
    muted_on_selection: QColor
    control_line: QColor
    """The edge of buttons and fields; apart from `line` only where contrast is high."""
    outlined: bool = False
    """Draw edges where other themes draw tints: the system asks for high contrast."""


LIGHT = Theme(
    name="light",
    is_dark=False,
    ground=QColor("#f6f7f9"),
    panel=QColor("#ffffff"),
    raised=QColor("#ffffff"),
    line=QColor("#e2e5ea"),
    text=QColor("#1c2128"),
    muted=QColor("#5b6572"),
    accent=QColor("#2456c7"),
    on_accent=QColor("#ffffff"),
    accent_soft=QColor("#e8eefb"),
    selection=QColor("#dfe8fb"),
    quality=QColor("#2f6fd0"),
    heat=QColor("#b5651d"),
    track=QColor("#e6e9ee"),
    published=QColor("#1a7a4c"),
    rejected=QColor("#b3261e"),
    notice=QColor("#8a5a00"),
    notice_soft=QColor("#fdf3dc"),
    chip=QColor("#eef1f5"),
    added=QColor("#e3f4ea"),
    removed=QColor("#fbe6e4"),
    on_selection=QColor("#1c2128"),
    muted_on_selection=QColor("#5b6572"),
    control_line=QColor("#e2e5ea"),
)

DARK = Theme(
    name="dark",
    is_dark=True,
    ground=QColor("#16191e"),
    panel=QColor("#1c2026"),
    raised=QColor("#232830"),
    line=QColor("#30363f"),
    text=QColor("#e6e9ee"),
    muted=QColor("#9aa5b3"),
    accent=QColor("#7aa5ff"),
    on_accent=QColor("#0e1626"),
    accent_soft=QColor("#25324d"),
    selection=QColor("#28385a"),
    quality=QColor("#6ea0f5"),
    heat=QColor("#f0a35a"),
    track=QColor("#333a44"),
    published=QColor("#5cc98f"),
    rejected=QColor("#ff8a80"),
    notice=QColor("#e3b341"),
    notice_soft=QColor("#3a3018"),
    chip=QColor("#2b313a"),
    added=QColor("#183526"),
    removed=QColor("#3d2123"),
    on_selection=QColor("#e6e9ee"),
    muted_on_selection=QColor("#9aa5b3"),
    control_line=QColor("#30363f"),
)


def high_contrast(palette: QPalette) -> Theme:
    """Return a theme of the platform's own few colours, with edges instead of tints."""
    active = QPalette.ColorGroup.Active
    ground = palette.color(active, QPalette.ColorRole.Base)
    text = palette.color(active, QPalette.ColorRole.Text)
    highlight = palette.color(active, QPalette.ColorRole.Highlight)
    on_highlight = palette.color(active, QPalette.ColorRole.HighlightedText)
    return Theme(
        name="high contrast",
        is_dark=ground.lightness() < text.lightness(),
        ground=ground,
        panel=ground,
        raised=ground,
        line=text,
        text=text,
        muted=text,
        # A highlight is made to stand behind text, and need not be readable on the ground itself.
        accent=text,
        on_accent=ground,
        accent_soft=ground,
        selection=highlight,
        quality=text,
        heat=text,
        track=ground,
        published=text,
        rejected=text,
        notice=text,
        notice_soft=ground,
        chip=ground,
        added=ground,
        removed=ground,
        on_selection=on_highlight,
        muted_on_selection=on_highlight,
        control_line=text,
        outlined=True,
    )
