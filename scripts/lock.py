"""Writes constraints.txt: the exact versions of all that the project needs to run and to be developed.

It installs the project with its `dev` group into a new environment, without constraints, and notes what came.
The versions hold for Python 3.11 to 3.13 on Linux, macOS and Windows.
"""

import os
import subprocess
import tempfile
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CONSTRAINTS = PROJECT / "constraints.txt"

# What only other systems than this one install: name -> the marker that says where.
ELSEWHERE = {"colorama": 'sys_platform == "win32"'}

HEADER = """\
# The exact versions that the project is developed and tested with, on Python 3.11 to 3.13.
# To refresh: `make lock`, then `make check`.
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-qq", *ELSEWHERE, f"{PROJECT}[dev]"], check=True)
        frozen = subprocess.run(
            [*pip, "freeze", "--exclude", "editor-app"], check=True, capture_output=True, text=True
        )
    lines = sorted(map(with_marker, frozen.stdout.splitlines()), key=str.lower)
    CONSTRAINTS.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{CONSTRAINTS.name}: {len(lines)} packages")


def with_marker(line: str) -> str:
    marker = ELSEWHERE.get(line.partition("==")[0])
    return f"{line} ; {marker}" if marker else line


if __name__ == "__main__":
    main()
