"""The window.

PySide puts a function of its own in the place of Python's ``__import__``: it reads the source of every module that is
imported, to see whether it makes use of PySide's switchable features. Nothing here does, and to read more than a
hundred sources takes some ten milliseconds of a start. So Python's own function is put back.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - which does so

_plain = getattr(builtins, "__orig_import__", None)
if _plain is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
    builtins.__import__ = _plain
