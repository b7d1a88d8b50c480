"""Makes text from files safe to look at: nothing invisible, nothing that reorders what stands around it.

Every string is hostile until it has passed through here. What comes out is plain text; whoever shows it
must still see to it that it is not taken for markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

# What may not reach the screen as it is: C0 and C1 controls and DEL; the line and paragraph separators;
# embeddings, overrides and isolates, which could make the text around them read backwards; and lone
# surrogates, which no font can draw and which cannot be encoded.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\u2028\u2029]")

# The first strong character decides a paragraph's direction. Looking further than this for one would
# only cost time: a text that starts with so many digits or signs has no direction worth guessing.
_DIRECTION_REACH = 200

# Nothing before the host, so no "user@"; what may come behind it is up to the site.
_WEB_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\[\]/?#@:%]+)(?P<port>:[0-9]{1,5})?(?P<rest>(?:[/?#].*)?)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_ADDRESS = 8_000
# Programs drop or keep these as they like, so the host shown might not be the one visited.
_AMBIGUOUS_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` for one line of plain text: line breaks and tabs as spaces, other controls as marks."""
    # Nearly every text is harmless, and this is called for each cell painted: one search, no copy.
    if _UNSEEN.search(text) is None:
        return text
    return _UNSEEN.sub(_mark, _LINE_BREAK.sub(" ", text).replace("\t", " "))


def unbroken(text: str) -> str:
    """Return `text` so that it stands in one line where there is room for it: a date, a name with its number."""
    return text.replace(" ", "\u00a0")


def facts(parts: Iterable[str]) -> str:
    """Return those of some short texts that say something in one line; where it breaks, no dot begins the next."""
    return "\u00a0· ".join(part for part in parts if part)


def short(text: str, most: int = 300) -> str:
    """Return `text` for one line, cut where nobody would read on: measuring and painting a megabyte takes seconds."""
    return visible(text if len(text) <= most else text[:most] + "…")


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


class WebAddress(NamedTuple):
    """An address that can be opened: the host that is shown, with its port if one is named, and what is opened."""

    host: str
    address: str


def web_address(text: str) -> WebAddress | None:
    """Read a web address; None if it is none, or if it cannot be told for sure where it leads.

    The host is in ASCII, as the network is asked for it: a letter that only looks like another one cannot pass for it.
    What is opened has this very host in it, so that nothing is left for a browser to understand otherwise.
    """
    if len(text) > _LONGEST_ADDRESS or _AMBIGUOUS_IN_ADDRESS.search(text):
        return None
    found = _WEB_ADDRESS.fullmatch(text)
    if found is None:
        return None
    host = _host(found["host"])
    port = found["port"] or ""
    if not host or (port and not 0 < int(port[1:]) < 65_536):
        return None
    return WebAddress(host + port, f"{found['scheme'].lower()}://{host}{port}{found['rest']}")


def web_host(address: str) -> str:
    """Return the host that a web address leads to, or "" if it is none, or none that can be told for sure."""
    found = web_address(address)
    return found.host if found is not None else ""


def _host(written: str) -> str:
    """A host in ASCII; "" where it is not plainly one."""
    if written.startswith("["):
        try:
            return f"[{IPv6Address(written[1:-1])}]"
        except ValueError:
            return ""
    labels = [_label(label) for label in written.removesuffix(".").split(".")]
    host = ".".join(labels)
    if not all(labels) or len(host) > 253:
        return ""
    if _NUMBER.fullmatch(labels[-1]):  # browsers take 2130706433 and 0x7f.1 for addresses too
        try:
            return str(IPv4Address(host))
        except ValueError:
            return ""
    return host + "." * written.endswith(".")


def _label(label: str) -> str:
    label = label.lower()
    if not label.isascii():
        # What would have to be changed first (wide letters, ligatures) might be changed otherwise elsewhere.
        if unicodedata.normalize("NFKC", label) != label or not all(map(_is_letter, label)):
            return ""
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if _LABEL.fullmatch(label) else ""


def _is_letter(character: str) -> bool:
    return character == "-" or unicodedata.category(character)[0] in "LMN"


def _mark(match: re.Match[str]) -> str:
    # By number: the pictures that Unicode has for C0 controls cannot be read at the size of a table's text.
    return f"⟦U+{ord(match.group()):04X}⟧"
