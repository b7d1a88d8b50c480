"""Which files of a folder may be items, and their bytes."""

import os
import sys
from pathlib import Path

import pytest

from core.core_files import write
from editor_app.core.errors import UnreadableItem
from editor_app.core.folder import MAX_FILE_BYTES, FoundFile, ItemFolder, read_bytes, signature_of, site_root

ON_WINDOWS = sys.platform == "win32"
IS_ROOT = not ON_WINDOWS and os.geteuid() == 0


def found_in(folder: ItemFolder) -> list[FoundFile]:
    return [file for files in folder.walk() for file in files]


def walked(folder: Path) -> list[str]:
    return [file.path for file in found_in(ItemFolder(folder))]


def test_what_may_be_an_item_is_found(tmp_path: Path) -> None:
    for name in (
        *("b.md", "a.md", "C.MD", "d.markdown", "e.yaml", "f.yml", "g.txt", "README.md", "ü b.md"),
        *("_news/2026-01-01-x.md", "_news/deep/er/y.md", "a/z.md"),
    ):
        write(tmp_path / name)
    assert sorted(walked(tmp_path)) == [
        *("C.MD", "README.md", "_news/2026-01-01-x.md", "_news/deep/er/y.md", "a.md", "a/z.md", "b.md"),
        *("d.markdown", "e.yaml", "f.yml", "g.txt", "ü b.md"),
    ]


def test_a_large_folder_is_found_in_lists_that_grow(tmp_path: Path) -> None:
    names = [f"{number:04}.md" for number in range(1_000)]
    for name in names:
        write(tmp_path / name)
    lists = [[file.path for file in files] for files in ItemFolder(tmp_path).walk()]
    assert [len(files) for files in lists] == [250, 500, 250]
    assert sorted(path for files in lists for path in files) == names


@pytest.mark.parametrize(
    "name",
    [
        *(
            ".hidden.md",
            ".git/x.md",
            ".github/x.md",
            "_data/x.yaml",
            "_site/x.md",
            "node_modules/x.md",
            "vendor/x.md",
        ),
        *(
            "_includes/x.md",
            "_layouts/x.md",
            "_sass/x.md",
            "_plugins/x.md",
            "__pycache__/x.md",
            "_config.yml",
        ),
        *(
            "_config.yaml",
            "a/_config.yml",
            "a/_data/topics/x.yaml",
            "a/.x/y.md",
            "x.json",
            "x.html",
            "x.md~",
            "md",
        ),
    ],
)
def test_what_belongs_to_the_site_and_not_to_its_items_is_left_out(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    assert walked(tmp_path) == []


def test_single_files_are_the_whole_list(tmp_path: Path) -> None:
    write(tmp_path / "_config.yml", "title: Site\n")
    files = [write(tmp_path / "_news" / "a.md"), write(tmp_path / "b.md")]
    write(tmp_path / "c.md")
    folder = ItemFolder.of_files([*files, tmp_path / "gone.md"])
    assert folder.root == tmp_path.resolve()
    found = found_in(folder)
    assert [file.path for file in found] == ["_news/a.md", "b.md", "gone.md"]
    assert [bool(file.reason) for file in found] == [False, False, True]


def test_a_signature_tells_versions_apart(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md")
    (found,) = found_in(ItemFolder(tmp_path))
    assert found.signature == signature_of(file.stat()) == read_bytes(file)[1]
    write(file, file.read_bytes() + b" ")
    assert signature_of(file.stat()) != found.signature


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.md")
    (tmp_path / "link.md").symlink_to("real/a.md")
    (tmp_path / "folder").symlink_to("real", target_is_directory=True)
    (tmp_path / "circle").symlink_to(".", target_is_directory=True)
    (tmp_path / "folder.md").symlink_to("real", target_is_directory=True)
    assert walked(tmp_path) == ["link.md", "real/a.md"]


@pytest.mark.skipif(ON_WINDOWS, reason="needs links")
def test_a_link_that_leads_nowhere_is_found_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("gone")
    (tmp_path / "b.md").symlink_to("b.md")
    found = sorted(found_in(ItemFolder(tmp_path)))
    assert [file.path for file in found] == ["a.md", "b.md"]
    assert "leads nowhere" in found[0].reason
    assert "cannot be looked at" in found[1].reason


@pytest.mark.skipif(ON_WINDOWS or IS_ROOT, reason="needs permissions that hold")
def test_a_folder_that_cannot_be_listed_is_found_with_a_reason(tmp_path: Path) -> None:
    write(tmp_path / "closed" / "a.md")
    (tmp_path / "closed").chmod(0o000)
    try:
        (found,) = found_in(ItemFolder(tmp_path))
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert (found.path, found.reason) == ("closed/", "The folder cannot be listed: Permission denied.")


def test_a_folder_that_is_not_there_is_found_with_a_reason(tmp_path: Path) -> None:
    (found,) = found_in(ItemFolder(tmp_path / "gone"))
    assert found.path == "./"
    assert "cannot be listed" in found.reason


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="needs a file system that takes any bytes as names"
)
def test_names_need_not_be_utf8(tmp_path: Path) -> None:
    name = b"caf\xe9.md"
    write(tmp_path / os.fsdecode(name), b"x")
    (path,) = walked(tmp_path)
    assert os.fsencode(path) == name
    assert read_bytes(ItemFolder(tmp_path).full_path(path))[0] == b"x"


@pytest.mark.skipif(ON_WINDOWS, reason="needs named pipes")
def test_a_named_pipe_does_not_hold_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(UnreadableItem, match="no regular file"):
        read_bytes(tmp_path / "a.md")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableItem, match="16,000,001 bytes"):
        read_bytes(tmp_path / "a.md")


@pytest.mark.parametrize("marker", [".git/HEAD", "_config.yml"])
def test_a_site_is_the_nearest_folder_with_git_or_a_configuration(tmp_path: Path, marker: str) -> None:
    write(tmp_path / marker, "x")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert site_root(deep) == site_root(tmp_path) == tmp_path.resolve()
    write(tmp_path / "a" / ".git", "gitdir: elsewhere")
    assert site_root(deep) == (tmp_path / "a").resolve()


def test_a_folder_without_either_is_its_own_site(tmp_path: Path) -> None:
    assert site_root(tmp_path) == tmp_path.resolve()
