"""Tooltips for text from files."""

from __future__ import annotations

from html import escape

from editor_app.core.display_text import visible_lines

_LONGEST = 1_000


def plain_tooltip(text: str) -> str:
    """Return what to hand to `setToolTip` or `ToolTipRole` so that `text` is shown as it is.

    Qt guesses whether a tooltip is markup and offers no way to say that it is not. So it is given markup
    that holds nothing but escaped text; that also wraps long lines, which plain tooltips do not.
    """
    if not text:
        return ""
    shown = visible_lines(text[: _LONGEST + 1])
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    return f"<span>{escape(shown).replace(chr(10), '<br>')}</span>"
