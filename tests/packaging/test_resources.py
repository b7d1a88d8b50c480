"""The program finds its resources from a wheel, from an editable install and from a checkout."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from editor_app.resource_files import resource_path

REPOSITORY = Path(__file__).resolve().parents[2]
PROBE = "probe/probe.txt"

# Prints where the package came from, and where it finds the probe.
ASK = f"""
import editor_app
from editor_app.resource_files import resource_path
print(editor_app.__file__)
print(resource_path({PROBE!r}))
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the build needs, with one resource more."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("editor_app", "resources"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*REPOSITORY.glob("*.md"), REPOSITORY / "LICENSE", REPOSITORY / "pyproject.toml"]:
        shutil.copy(path, folder)
    probe = folder / "resources" / PROBE
    probe.parent.mkdir()
    probe.write_text("found")
    return folder


def test_from_a_wheel(checkout: Path, tmp_path: Path) -> None:
    python = install(build("build_wheel", checkout, tmp_path), tmp_path)
    package, probe = ask(python, cwd=tmp_path)
    assert tmp_path in package.parents
    assert package.parent in probe.parents


def test_from_an_editable_install(checkout: Path, tmp_path: Path) -> None:
    python = install(build("build_editable", checkout, tmp_path), tmp_path)
    package, probe = ask(python, cwd=tmp_path)
    assert package.parent == checkout / "editor_app"
    assert probe == checkout / "resources" / PROBE


def test_from_a_checkout(checkout: Path) -> None:
    package, probe = ask(Path(sys.executable), cwd=checkout)
    assert package.parent == checkout / "editor_app"
    assert probe == checkout / "resources" / PROBE


def test_every_resource_of_this_repository_is_found() -> None:
    folder = REPOSITORY / "resources"
    for path in folder.rglob("*"):
        assert resource_path(path.relative_to(folder).as_posix()).samefile(path)


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"The program's file “icons/none\.svg” is missing from"):
        resource_path("icons/none.svg")


def test_a_folder_of_somebody_else_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr("editor_app.resource_files._PACKAGE", tmp_path / "editor_app")
    with pytest.raises(FileNotFoundError, match="resources are missing"):
        resource_path("")


def build(hook: str, checkout: Path, folder: Path) -> Path:
    """Have the build backend make a wheel, or the one that pip makes for an editable install."""
    script = f"import sys, hatchling.build as backend; print(backend.{hook}(sys.argv[1]))"
    return folder / run(sys.executable, "-c", script, str(folder), cwd=checkout).splitlines()[-1]


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone into a new environment, without the network; return its Python."""
    venv.create(folder / "environment")
    python = folder / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = ["-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    run(sys.executable, *pip, "install", "--no-deps", "--no-index", str(wheel), cwd=folder)
    return python


def ask(python: Path, cwd: Path) -> tuple[Path, Path]:
    package, probe = run(str(python), "-c", ASK, cwd=cwd).splitlines()
    return Path(package), Path(probe)


def run(*command: str, cwd: Path) -> str:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout
