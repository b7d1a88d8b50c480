"""What the program writes down of an exception that nobody caught: its type and its places, never its message.

A message may quote the file that was at hand. Places are file, line and function of the program's own code.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Final

from editor_app import __version__

PAUSE: Final = 60.0
"""Seconds in which the same exception is written down once, and the editor is told once of any."""

_MOST_PLACES: Final = 40  # from each end: an endless recursion has a thousand
_MOST_CAUSES: Final = 5
_MOST_KNOWN: Final = 200

_log = logging.getLogger(__name__)


def describe(error: BaseException) -> str:
    """An exception and what led to it: types and places, one a line."""
    return "\n".join(line for part in _chain(error) for line in _described(part))


class ExceptionLog:
    """Gets every exception that nobody caught, wherever it was raised, and writes it down.

    An exception never ends the program this way. One that is raised while another one is being written down is let
    go: a list that cannot be painted raises hundreds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._inside = threading.local()
        self._known: dict[str, float] = {}
        self._untold = 0
        self._told_at = float("-inf")
        self._listener: Callable[[], object] | None = None
        self._before: tuple[Any, Any, Any] | None = None

    def install(self) -> None:
        """Get all exceptions from now on."""
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def uninstall(self) -> None:
        """Give exceptions back to whoever had them before."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None

    def tell(self, listener: Callable[[], object]) -> None:
        """Call something, from whichever thread it was, when an exception was written down; at most once a minute."""
        self._listener = listener

    def record(self, error: BaseException) -> None:
        """Write an exception down."""
        if getattr(self._inside, "now", False):
            return
        self._inside.now = True
        try:
            # Whatever goes wrong in here must not come back here.
            with contextlib.suppress(Exception):
                self._record(describe(error))
        finally:
            self._inside.now = False

    def _record(self, described: str) -> None:
        with self._guard:
            now = self._clock()
            is_new = now - self._known.get(described, float("-inf")) >= PAUSE
            if is_new:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[described] = now
                untold, self._untold = self._untold, 0
            else:
                self._untold += 1
            tells = now - self._told_at >= PAUSE
            if tells:
                self._told_at = now
        if is_new:
            more = f" ({untold:,} repeated before)" if untold else ""
            _log.error("Editor App %s: an exception that nobody caught%s\n%s", __version__, more, described)
            if sys.stderr is not None:
                print(f"editor-app: an exception that nobody caught\n{described}", file=sys.stderr)
        if tells and self._listener is not None:
            self._listener()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):  # somebody wants the program to end, in a terminal
            sys.__excepthook__(kind, error, trace)
        else:
            self.record(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.record(args.exc_value)

    def _on_unraisable(self, args: Any) -> None:  # its type is only there for type checkers
        if args.exc_value is not None:
            self.record(args.exc_value)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it was raised from, and so on."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < _MOST_CAUSES:
        seen.add(id(current))
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _described(error: BaseException) -> list[str]:
    kind = type(error)
    places = [
        f"  {frame.f_code.co_filename}, line {line}, in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if len(places) > 2 * _MOST_PLACES:
        left_out = len(places) - 2 * _MOST_PLACES
        places = [*places[:_MOST_PLACES], f"  … {left_out:,} more …", *places[-_MOST_PLACES:]]
    return [f"{kind.__module__}.{kind.__qualname__}", *places]
