"""A part of the measuring in a process of its own: ``python -m benchmarks.part MODULE.FUNCTION`` with JSON around it.

Imports late: worker processes of the program import this module again.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Call a function with the arguments from standard input, and print what it returns."""
    import importlib
    import json
    import os

    module, _, function = sys.argv[1].rpartition(".")
    arguments = json.loads(sys.stdin.read())
    result = getattr(importlib.import_module(f"benchmarks.{module}"), function)(**arguments)
    sys.stdout.write("\n" + json.dumps(result))
    sys.stdout.flush()
    os._exit(0)  # a window that nobody has closed is not taken apart: nothing is measured any more


if __name__ == "__main__":
    main()
