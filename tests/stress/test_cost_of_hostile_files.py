"""What a hostile file may cost: 100 ms and 50 MB until it is told of. Each is read by a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from core.hostile_files import HOSTILE

MOST_SECONDS = 0.1
MOST_BYTES = 50_000_000

pytestmark = [
    pytest.mark.stress,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux, to measure memory"),
]

# Reads a file in each way; tells the shortest of three processor times and how far the memory went up.
MEASURE = """
import json, pathlib, sys, time
from editor_app.core.decision import Publish
from editor_app.core.errors import EditorAppError, EditRefused
from editor_app.core.folder import FoundFile, ItemFolder, read_bytes
from editor_app.core.item import read_item
from editor_app.core.read_file import read_found
from editor_app.core.store import Store

folder, name = sys.argv[1:]
store = Store(ItemFolder(pathlib.Path(folder)))

def row():
    read_found(folder, FoundFile(name))

def whole():
    read_item(name, read_bytes(folder + "/" + name)[0])

def preview():
    if store.preview(name, Publish()).outcome == "refused":
        raise EditRefused

def memory(key):
    status = pathlib.Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(key)).split()[1]) * 1024

pathlib.Path(folder, "warm.md").write_text("---\\ntitle: A\\nheat: 1\\nx: &a [1]\\ny: *a\\n---\\n")
read_found(folder, FoundFile("warm.md")), read_item("warm.md", b"---\\ntitle: A\\nheat: 1\\n---\\n")
found = {}
for way in (row, whole, preview):
    times = []
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    is_refused = False
    for _ in range(3):
        start = time.process_time()
        try:
            way()
        except EditorAppError:
            is_refused = True
        times.append(time.process_time() - start)
    found[way.__name__] = [min(times), max(0, memory("VmHWM") - before), is_refused]
print(json.dumps(found))
"""


def test_what_a_hostile_file_costs(tmp_path: Path) -> None:
    measured = []
    for number, hostile in enumerate(HOSTILE):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        (folder / hostile.name).write_bytes(hostile.make())
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(folder), hostile.name],
            capture_output=True,
            check=True,
            timeout=60,
            env=os.environ,
        )
        for way, (seconds, size, is_refused) in json.loads(done.stdout).items():
            measured.append((seconds, size, way, hostile, is_refused or hostile.problem is not None))
    print(f"\n{len(HOSTILE)} hostile files")
    for title, place in (("slowest", 0), ("largest", 1)):
        for figures in sorted(measured, key=lambda one: one[place], reverse=True)[:6]:
            told = "refused" if figures[4] else "reads"
            print(
                f"{title}: {figures[0] * 1000:6.0f} ms {figures[1] / 1e6:5.0f} MB  {figures[2]:8} {told:8} {figures[3]}"
            )
    beyond = [
        f"{hostile} ({way}): {seconds * 1000:.0f} ms, {size / 1e6:.0f} MB"
        for seconds, size, way, hostile, is_refused in measured
        if is_refused and (seconds > MOST_SECONDS or size > MOST_BYTES)
    ]
    assert not beyond
