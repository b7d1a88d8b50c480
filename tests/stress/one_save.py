"""Saves one file again and again, each time in a process of its own that waits for a tracer. Started by the tests.

For each line on standard input, ``publish`` or ``requeue``: prints the number of a new process, waits for another line,
lets the process save, and prints its result and how it ended, as JSON.
"""

import json
import os
import select
import signal
import sys
import traceback
from concurrent.futures import Executor, Future
from pathlib import Path

from editor_app.core import store as store_module
from editor_app.core.decision import Publish, Requeue
from editor_app.core.errors import EditorAppError
from editor_app.core.folder import ItemFolder
from editor_app.core.store import Store

BEGIN, END = "/the-save-begins", "/the-save-ends"
DECISIONS = {"publish": Publish(), "requeue": Requeue()}


class Inline(Executor):
    """All in one thread, so that its system calls can be counted."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def save(folder: Path, name: str, decision: str) -> dict[str, str]:
    os.path.lexists(BEGIN)
    try:
        (result,) = Store(ItemFolder(folder)).save([(name, DECISIONS[decision])])
        found = {"outcome": result.outcome.value, "reason": result.reason}
    except EditorAppError as error:
        found = {"outcome": "failed", "reason": str(error)}
    except OSError:
        found = {"outcome": "crashed", "reason": traceback.format_exc()}
    os.path.lexists(END)
    return found


def main() -> None:
    store_module.ThreadPoolExecutor = Inline  # type: ignore[misc, assignment]
    folder, name = Path(sys.argv[1]), sys.argv[2]
    save(folder, name, "requeue")  # everything is imported, and its caches are filled
    for line in sys.stdin:
        start, go = os.pipe()
        answer, told = os.pipe()
        process = os.fork()
        if not process:
            select.select([start], [], [])  # by a system call that a save does not make
            found = save(folder, name, line.strip())
            os.write(told, json.dumps(found).encode())
            os._exit(0)
        os.close(told)
        print(process, flush=True)
        sys.stdin.readline()
        os.write(go, b"x")
        _, status = os.waitpid(process, 0)
        text = os.read(answer, 10_000).decode()
        for descriptor in (start, go, answer):
            os.close(descriptor)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(
            json.dumps({"killed": killed, "status": status, **(json.loads(text) if text else {})}), flush=True
        )


if __name__ == "__main__":
    main()
