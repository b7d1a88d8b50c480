"""Signs that a text was written as UTF-8 and once read as Windows-1252 (``â€™`` for ``’``), found without decoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# The texts that are searched are case-folded: “Ã” has become “ã”, and “Â” has become “â”.
_FOLLOWING: Final = "¡¢£¤¥¦§¨©ª¬\u00ad®¯°±²³´¶¸¹º¼½¾¿μ€ƒ„†‡ˆ‰˜™šœžÿ‚"
"""What Windows-1252 makes of the second byte of a letter. No word goes on so behind “ã” or “â” in any language; a
quotation mark, a dash or a space might, and is left out."""

_LEAD: Final = "ã".encode()[:1]
_SIGNS: Final = re.compile(
    b"|".join(
        (
            *(text.encode() for text in ("â€", "ï¿½", "ï»¿", "ðÿ")),
            b"(?:%s)(?:%s)" % ("ã|â".encode(), "|".join(_FOLLOWING).encode()),
        )
    )
)


def with_mojibake(texts: Sequence[bytes], items: Sequence[int]) -> list[int]:
    """Those of some items whose text has such signs, in the same order.

    :param texts: case-folded, in UTF-8, by item.
    """
    search = _SIGNS.search
    return [item for item in items if _LEAD in (text := texts[item]) and search(text) is not None]
