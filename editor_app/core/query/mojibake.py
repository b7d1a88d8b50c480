"""Signs that a text was written as UTF-8 and once read as Windows-1252 (``â€™`` for ``’``), found without decoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# The texts that are searched are case-folded: “Ã” has become “ã”, “Â” has become “â”, “Ð” has become “ð”.
_FOLLOWING: Final = "¡¢£¤¥¦§¨©ª¬\u00ad®¯°±²³´¶¸¹º¼½¾¿μ€ƒ„†‡ˆ‰˜™šœžÿ‚"
"""What Windows-1252 makes of the second byte of a letter. No word goes on so behind the letters below in any language;
quotation marks, dashes and spaces might."""

_MARKS: Final = "–—“”‘’«»…·›‹•"
"""What it makes of others; a word may end before them, and does not go on behind."""

_LEAD: Final = "ã".encode()[:1]


def _one_of(texts: str) -> bytes:
    return b"(?:%s)" % b"|".join(text.encode() for text in texts)


_SIGNS: Final = re.compile(
    b"|".join(
        (
            *(text.encode() for text in ("â€", "â\u00a0", "ã\u00a0 ", "ï¿½", "ï»¿", "ðÿ")),
            _one_of("ãâðñ") + _one_of(_FOLLOWING),
            _one_of("ãðñ") + _one_of(_MARKS) + b"(?:[a-z]|%s)" % _one_of("ãðñ"),
            _one_of("â") + _one_of("«»·"),
            _one_of("äå") + _one_of("™‡†šœžÿƒˆ‰º¼„"),
            _one_of("áäåæçèéêëìíî") + _one_of(_FOLLOWING + _MARKS) + _one_of(_FOLLOWING + "«‘"),
        )
    )
)


def with_mojibake(texts: Sequence[bytes], items: Sequence[int]) -> list[int]:
    """Those of some items whose text has such signs, in the same order.

    :param texts: case-folded, in UTF-8, by item.
    """
    search = _SIGNS.search
    return [item for item in items if _LEAD in (text := texts[item]) and search(text) is not None]
