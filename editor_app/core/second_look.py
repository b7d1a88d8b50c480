"""How long it takes until a file that is missing is believed to be gone."""

from __future__ import annotations

from typing import Final

GRACE: Final = 2.0
"""Seconds between the first look that misses a file and the one that is believed."""
