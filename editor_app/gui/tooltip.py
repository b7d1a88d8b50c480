"""Tooltips for text from files."""

from __future__ import annotations

from editor_app.core.display_text import visible_lines

_LONGEST = 1_000
# In this order. The standard library's `html` would bring the names of two thousand others.
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"), ("\n", "<br>"))


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
    for sign, entity in _ENTITIES:
        shown = shown.replace(sign, entity)
    return f"<span>{shown}</span>"
