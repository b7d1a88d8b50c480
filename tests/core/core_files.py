"""Files that the tests of the core are made of."""

from pathlib import Path

from editor_app.core.folder import ItemFolder
from editor_app.core.store import Change, SaveResult, Store

ITEM = """\
---
title: "A ferry waits for the gulls"
quality: 61
heat: 14
published: false

provider:
  name: The Harbour Ledger
  domain: harbourledger.example

topics:
  - Transport
  - AI
---
"""


def front_matter(yaml: str) -> bytes:
    """A file with LF line ends that has nothing but front matter."""
    return f"---\n{yaml}---\n".encode()


def write(file: Path, content: str | bytes = ITEM) -> Path:
    """Write a file and the folders that it needs; a text as it is, with its own line ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def save_one(folder: Path, name: str, change: Change) -> SaveResult:
    """Save one change in a folder, by a store of its own."""
    (result,) = Store(ItemFolder(folder)).save([(name, change)])
    return result


def all_files(folder: Path) -> dict[str, bytes]:
    """The bytes of all files in a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
