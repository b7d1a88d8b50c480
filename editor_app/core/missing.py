"""The value of what a file does not have. It stands by itself: whatever needs it need not load a parser."""

from __future__ import annotations

from typing import Final


class Missing:
    """The value of a key that is not in the file. There is one instance, :data:`MISSING`."""

    _instance: Missing | None = None

    def __new__(cls) -> Missing:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> tuple[type[Missing], tuple[()]]:
        return Missing, ()


MISSING: Final = Missing()
