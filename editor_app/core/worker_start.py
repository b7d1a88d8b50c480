"""Starting worker processes so that nobody but the program itself has a say in them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SAFE_PATH: Final = "PYTHONSAFEPATH"


@contextmanager
def starting_safely() -> Iterator[None]:
    """Processes that are started in here see no Ctrl+C, and take no modules from the folder of the call."""
    with _interrupts_held_back(), _modules_of_ours_only():
        yield


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Workers that are started in here never see Ctrl+C, which a terminal sends to all processes: the first one stops
    them.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _modules_of_ours_only() -> Iterator[None]:
    """Workers that are started in here do not look for Python's modules in the folder that the program was called in.

    A worker begins as ``python -c``, which looks there first: a file ``multiprocessing.py`` in a site would be run.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before
