"""What all tests share: a home of their own, no real display, and sites to work on.

What Qt warns of, what is raised in a slot, an overridden method, a destructor or a thread, and every
Python warning fails the test that caused it: see [tool.pytest.ini_options] in pyproject.toml.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The suite tries the same examples every time: whoever changes a line must not be stopped by what another line does.
# A busy machine is no failure of a property. To look for new examples: make test ARGS=--hypothesis-profile=search
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("suite")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE_ITEMS = REPOSITORY / "sample_items"
REAL_SITE = REPOSITORY.parent / "shared" / "real_site"

# Git knows who commits, and nothing of the settings of whoever runs the tests.
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


@pytest.fixture(autouse=True)
def editor_app_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test, and the programs it starts, their own settings, caches, journal and logs."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EDITOR_APP_HOME", str(home))
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def sample_site(tmp_path: Path) -> Path:
    """Return a copy of the sample items, to be written to."""
    return writable_copy(SAMPLE_ITEMS, tmp_path / "sample_site")


@pytest.fixture
def real_site(tmp_path: Path) -> Path:
    """Return a copy of a part of a public site, to be written to, where one lies beside the repository."""
    if not REAL_SITE.is_dir():
        pytest.skip("needs the part of a real site that lies in ../shared/real_site, which is not there")
    return writable_copy(REAL_SITE, tmp_path / "real_site")


def writable_copy(source: Path, target: Path) -> Path:
    """Copy a folder; the copy can be written to even if the source is read-only."""
    shutil.copytree(source, target, symlinks=True, copy_function=shutil.copyfile)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir() and not path.is_symlink())]:
        folder.chmod(0o755)
    return target
