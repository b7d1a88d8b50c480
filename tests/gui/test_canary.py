"""What is secured leaves the file nowhere: not into the program's own folders, its output, its log or the clipboard."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from core.core_files import write
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabBar, QWidget

from editor_app.cli import main
from editor_app.gui.wrapping_label import WrappingLabel

from .conftest import Desk

CANARY = "CANARYc2VjdXJlZA"
TOP = "title: A ferry waits\nquality: 61\nheat: 14\npublished: false\ntopics:\n  - Transport\n"
# Where a secret may stand: as it should, nested, in files that are broken around it or by it.
SITE = {
    "a.md": f'---\n{TOP}secured: "{CANARY}+base64==;{CANARY}"\n---\n',
    "b.md": f"---\nsecured: {CANARY}\n{TOP}---\nThe body.\n",
    "c.md": f"---\n{TOP}related:\n  - title: B\n    secured: {CANARY}\n    webUrl: https://news.example/\n---\n",
    "d.md": f"---\n{TOP}secured: |\n  {CANARY}\n  {CANARY}\n---\n",
    "e.md": f"---\n{TOP}secured: &s {CANARY}\nexcerpt: *s\n---\n",
    "f.md": f'---\n{TOP}secured: "{CANARY}\n---\n',
    "g.md": f"---\n{TOP}secured: !!python/name:{CANARY} {CANARY}\n---\n",
    "h.md": f"---\n{TOP}secured: {CANARY}\nsecured: {CANARY}\n---\n",
    "i.md": f"---\n{TOP}secured: [{CANARY}\n---\n",
    "j.md": f"---\n{TOP}secured: {{{CANARY}: {CANARY}}}\n---\n",
    "k.md": f"---\n{TOP}secured:\n  - {CANARY}: x: {CANARY}\n---\n",
    "l.md": f"---\n{TOP}secured {CANARY}\n---\n",
    "m.yaml": f"{TOP}secured: '{CANARY}'\n",
    "n.md": f"---\r\n{TOP}secured: {CANARY}\r\n---\r\n".replace("\n", "\r\n").replace("\r\r", "\r"),
}


def no_canary_in(home: Path) -> int:
    """Look through all files of the program's own; say how many there were."""
    files = [file for file in home.rglob("*") if file.is_file()]
    for file in files:
        data = file.read_bytes()
        for encoding in ("utf-8", "utf-16-le"):
            assert CANARY.encode(encoding) not in data, file
        assert CANARY not in file.name
    return len(files)


def no_canary_shown(root: QWidget) -> None:
    for widget in (root, *root.findChildren(QWidget)):
        shown = [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | WrappingLabel):
            shown.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            shown.append(widget.toPlainText())
        assert CANARY not in " ".join(shown), widget.objectName()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, content in SITE.items():
        write(folder / name, content)
    return folder


def test_a_session_leaves_nothing_secured_behind(
    open_desk: Callable[[Path], Desk],
    site: Path,
    editor_app_home: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = open_desk(site)
    window = desk.window
    desk.choose_queue("All")
    assert set(desk.paths) == set(SITE)
    tabs = window.detail.findChild(QTabBar)
    for path in desk.paths:
        desk.select(path)
        desk.press("p")
        tabs.setCurrentIndex(1)
        desk.wait(lambda: any(v.toPlainText() for v in views(window.detail)))
        for view in views(window.detail):
            view.selectAll()
            view.copy()
            assert CANARY not in QGuiApplication.clipboard().text()
        no_canary_shown(window)
        tabs.setCurrentIndex(0)
    assert desk.queue_counts()["Changed"] >= 5
    assert no_canary_in(editor_app_home)  # while decisions are pending
    window.saving.review_changes()
    dialog = window.findChild(QWidget, "changesDialog")
    assert dialog is not None
    desk.wait(lambda: any(v.toPlainText() for v in views(dialog)))
    no_canary_shown(dialog)
    dialog.close()
    # A conflict, a file that has gone, and one that has broken meanwhile.
    write(site / "a.md", SITE["a.md"].replace("published: false", "published: maybe"))
    (site / "b.md").unlink()
    write(site / "c.md", SITE["f.md"])
    with desk.qtbot.waitSignal(window.session.save_finished, timeout=20_000):
        window.saving.save()
    assert window.banner.isVisible()
    no_canary_shown(window)
    with desk.qtbot.waitSignal(window.loading_finished, timeout=20_000):
        desk.action("reloadAction").trigger()
    desk.action("undoAction").trigger()
    no_canary_in(editor_app_home)
    desk.close()
    assert no_canary_in(editor_app_home) >= 2
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())


def views(root: QWidget) -> list[QPlainTextEdit]:
    return [view for view in root.findChildren(QPlainTextEdit) if view.isVisibleTo(root)]


def test_no_command_says_what_is_secured(
    site: Path, editor_app_home: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    paths = [str(site / name) for name in SITE]
    calls = [["list", str(site), "--format", kind] for kind in ("table", "json", "csv")]
    calls += [["check", str(site), "--format", kind] for kind in ("text", "json")]
    calls += [["show", path, "--format", kind] for path in paths for kind in ("text", "json")]
    calls += [["list", str(site), "--query", CANARY, "--format", "json"]]
    for dry in (["--dry-run"], []):
        for kind in ("text", "json"):
            calls += [[verb, *paths, *dry, "--format", kind] for verb in ("publish", "reject", "requeue")]
            calls += [["topics", *paths, "--add", "Gulls", *dry, "--format", kind]]
        calls += [["rename-topic", str(site), "Transport", "Ferries", *dry]]
    said = 0
    for call in calls:
        assert main(call) in (0, 1), call
        out, err = capfd.readouterr()
        assert CANARY not in (out + err).replace(call[3] if "--query" in call else "\0", ""), call
        said += len(out)
    assert said > 10_000
    no_canary_in(editor_app_home)
    assert CANARY not in caplog.text
    assert sum(CANARY in file.read_text() for file in site.iterdir()) == len(SITE)
