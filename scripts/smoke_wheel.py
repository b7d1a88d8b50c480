"""Builds the source archive, from it the wheel, installs that in a new environment, and tries it."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

# Run in the new environment, with the names of all resources as arguments.
FIND_RESOURCES = """
import sys
from pathlib import Path
import editor_app
from editor_app.resource_files import resource_path
package = Path(editor_app.__file__).parent
for name in sys.argv[1:]:
    assert package in resource_path(name).parents, name
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = build_wheel(work)
        environment = work / "environment"
        venv.create(environment, with_pip=True)
        install(wheel, environment)
        try_it(environment / SCRIPTS, work)
    print(f"{wheel.name} works.")


def build_wheel(work: Path) -> Path:
    # The backend is the locked one of this environment: --no-isolation.
    arguments = ["-m", "build", "--no-isolation", "--outdir", str(work / "dist"), str(PROJECT)]
    run(sys.executable, *arguments, cwd=work)
    return next((work / "dist").glob("*.whl"))


def install(wheel: Path, environment: Path) -> None:
    python = str(environment / SCRIPTS / "python")
    constraints = str(PROJECT / "constraints.txt")
    run(
        python, "-m", "pip", "install", "--no-input", "--constraint", constraints, str(wheel), cwd=environment
    )


def try_it(programs: Path, work: Path) -> None:
    version = run(
        sys.executable, "-c", "import editor_app; print(editor_app.__version__)", cwd=PROJECT
    ).strip()
    for program in ("triage", "editor-app"):
        said = run(str(programs / program), "--version", cwd=work)
        expect(version in said, f"{program} --version said {said!r}, not {version}")
    said = run(str(programs / "editor-app"), "--help", cwd=work)
    expect("editor-app" in said, f"editor-app --help said {said!r}")
    run(str(programs / "python"), "-c", FIND_RESOURCES, *resources(), cwd=work)


def resources() -> list[str]:
    folder = PROJECT / "resources"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    expect(bool(names), f"There are no resources in {folder}")
    return names


def run(*command: str, cwd: Path) -> str:
    """Run a program, as a person without a display would, and return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))
    }
    environment |= {"QT_QPA_PLATFORM": "offscreen", "EDITOR_APP_HOME": str(cwd / "home")}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    expect(
        done.returncode == 0,
        f"{shutil.which(command[0])} {' '.join(command[1:4])} failed:\n{done.stdout}{done.stderr}",
    )
    return done.stdout


def expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        sys.exit(otherwise)


if __name__ == "__main__":
    main()
