"""No file in an opened folder has a say in what the program runs, reads or asks."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core.core_files import ITEM, write

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ENOUGH_FOR_WORKERS = 1_100


@pytest.fixture
def trapped(tmp_path: Path) -> tuple[Path, Path]:
    """A site all of whose files would leave a sign if anybody ran them, and where the sign would be."""
    site, sign = tmp_path / "site", tmp_path / "sign"
    for number in range(ENOUGH_FOR_WORKERS):
        write(site / "_news" / f"{number}.md")
    code = f"open({str(sign)!r}, 'a').write(__file__)\n"
    for name in (
        "sitecustomize",
        "usercustomize",
        "yaml",
        "msgpack",
        "json",
        "editor_app",
        "pydantic",
        "multiprocessing",
        "pickle",
    ):
        write(site / f"{name}.py", code)
    command = f"echo $0 >> {sign}"
    for name in ("git", "python", "python3", "sh", "hooks/pre-commit", ".git/hooks/post-index-change"):
        write(site / name, f"#!/bin/sh\n{command}\n").chmod(stat.S_IRWXU)
    write(site / ".git" / "HEAD", "ref: refs/heads/main\n")
    write(
        site / ".git" / "config",
        f"[core]\n\tfsmonitor = {command}\n\thooksPath = hooks\n\tsshCommand = {command}\n\tpager = {command}\n"
        f'[filter "x"]\n\tclean = {command}\n\tsmudge = {command}\n\tprocess = {command}\n'
        f"[diff]\n\texternal = {command}\n[include]\n\tpath = ../more\n",
    )
    write(site / ".gitattributes", "*.md filter=x diff=x\n")
    write(site / "_config.yml", f"title: x\nplugins: [x]\nroot: {sign}\ncommand: {command}\n")
    write(site / "pyvenv.cfg", f"home = {site}\n")
    write(site / "x.pth", f"import os; os.system({command!r})\n")
    return site, sign


def call_in(site: Path, command: Path, *arguments: str, **environment: str) -> None:
    """Call `triage` from within a folder, by a script such as an installer makes it."""
    write(
        command,
        "import sys\nfrom editor_app.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n",
    )
    done = subprocess.run(
        [sys.executable, command, *arguments],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr


@pytest.mark.parametrize(
    "call",
    [
        ["list", ".", "--format", "json"],  # by worker processes
        ["publish", "_news/1.md"],
        ["topics", "_news/2.md", "--add", "Gulls", "--dry-run"],
        ["check", "."],
    ],
    ids=lambda call: call[0],
)
def test_nothing_in_a_folder_is_run(trapped: tuple[Path, Path], tmp_path: Path, call: list[str]) -> None:
    site, sign = trapped
    call_in(site, tmp_path / "bin" / "triage", *call)
    assert not sign.exists()


def test_what_git_is_told_by_the_environment_leads_nowhere(
    trapped: tuple[Path, Path], tmp_path: Path
) -> None:
    site, sign = trapped
    elsewhere = str(write(tmp_path / "elsewhere" / "index.lock", "").parent)
    call_in(
        site,
        tmp_path / "bin" / "triage",
        *("publish", "_news/1.md"),
        GIT_DIR=elsewhere,
        GIT_WORK_TREE=elsewhere,
        GIT_EXTERNAL_DIFF=f"touch {sign}",
    )
    assert (site / "_news" / "1.md").read_text() == ITEM.replace("published: false", "published: true")
    assert not sign.exists()
