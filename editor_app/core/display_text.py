"""Makes text from files safe to look at: nothing invisible, nothing that reorders what stands around it.

Every string is hostile until it has passed through here. What comes out is plain text; whoever shows it
must still see to it that it is not taken for markup.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# What may not reach the screen as it is: C0 and C1 controls and DEL; the line and paragraph separators;
# embeddings, overrides and isolates, which could make the text around them read backwards; and lone
# surrogates, which no font can draw and which cannot be encoded.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\u2028\u2029]")

# The first strong character decides a paragraph's direction. Looking further than this for one would
# only cost time: a text that starts with so many digits or signs has no direction worth guessing.
_DIRECTION_REACH = 200

_WEB_SCHEMES = frozenset({"http", "https"})
# urlsplit() drops or keeps these where browsers do otherwise, so the host shown might not be the one visited.
_AMBIGUOUS_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` for one line of plain text: line breaks and tabs as spaces, other controls as marks."""
    # Nearly every text is harmless, and this is called for each cell painted: one search, no copy.
    if _UNSEEN.search(text) is None:
        return text
    return _UNSEEN.sub(_mark, _LINE_BREAK.sub(" ", text).replace("\t", " "))


def visible_lines(text: str) -> str:
    """Return `text` for several lines of plain text: as `visible`, but line breaks stay, each a newline."""
    if _UNSEEN.search(text) is None:
        return text
    return "\n".join(visible(line) for line in _LINE_BREAK.split(text))


def reads_right_to_left(text: str) -> bool:
    """Tell whether the first character that has a direction is written from right to left."""
    if text.isascii():
        return False
    for character in text[:_DIRECTION_REACH]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in {"R", "AL"}:
            return True
    return False


def web_host(address: str) -> str:
    """Return the host that a web address leads to, or "" if it is none, or none that can be told for sure."""
    if _AMBIGUOUS_IN_ADDRESS.search(address):
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in _WEB_SCHEMES or not host:
        return ""
    return host


def _mark(match: re.Match[str]) -> str:
    # By number: the pictures that Unicode has for C0 controls cannot be read at the size of a table's text.
    return f"⟦U+{ord(match.group()):04X}⟧"
