"""Finds the files of the `resources` folder, wherever the program was installed.

A wheel carries the folder inside the package. In a checkout, and so in an editable install,
it lies beside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(name: str) -> Path:
    """Return the path of the resource `name`, which uses `/` between folders, as in `icons/app.svg`.

    Raises FileNotFoundError if there is no such file or folder.
    """
    folder = _resource_folder()
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"The program's file “{name}” is missing from {folder}.")
    return path


def _resource_folder() -> Path:
    inside = _PACKAGE / "resources"
    if inside.is_dir():
        return inside
    beside = _PACKAGE.parent / "resources"
    # Only in a checkout: beside an installed package, `resources` could be anybody's folder.
    if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise FileNotFoundError(f"The program's resources are missing: neither {inside} nor {beside} holds them.")
