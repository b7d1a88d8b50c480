"""A large save put back through the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QListView, QListWidget, QPushButton

from editor_app.gui.restore_dialog import RestoreDialog

from .conftest import Desk


class Restoring:
    """The dialog as tests see it."""

    def __init__(self, desk: Desk) -> None:
        desk.action("restoreBatchAction").trigger()
        dialogs = [one for one in desk.window.findChildren(RestoreDialog) if one.isVisible()]
        self.dialog = dialogs[-1]
        self.desk = desk
        desk.wait(lambda: not self.heading.startswith("Looking"))

    def _find(self, kind: type, name: str):  # type: ignore[no-untyped-def]
        found = self.dialog.findChild(kind, name)
        assert found is not None
        return found

    @property
    def heading(self) -> str:
        return str(self._find(QLabel, "restoreHeading").text())

    @property
    def note(self) -> str:
        return str(self._find(QLabel, "restoreNote").text())

    @property
    def batches(self) -> list[str]:
        entries = self._find(QListWidget, "batchList")
        return [entries.item(row).text() for row in range(entries.count())]

    @property
    def files(self) -> list[str]:
        model = self._find(QListView, "restoreFiles").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def button(self) -> QPushButton:
        button: QPushButton = self._find(QPushButton, "restoreButton")
        return button

    def wait_for_files(self) -> None:
        self.desk.wait(lambda: self.files)

    def restore(self) -> None:
        self.wait_for_files()
        self.button.click()
        self.desk.wait(lambda: self.note.startswith("Restored"))
        self.desk.wait(lambda: not self.heading.startswith("Looking"))
        self.wait_for_files()


def save_three(desk: Desk) -> list[str]:
    paths = desk.paths[:3]
    desk.press("p", "r", "p")
    desk.save()
    return paths


def test_a_saved_batch_is_put_back_and_the_list_shows_it(desk: Desk) -> None:
    paths = save_three(desk)
    assert set(desk.changed_lines()) == set(paths)
    counts = desk.queue_counts()
    restoring = Restoring(desk)
    assert len(restoring.batches) == 1
    assert restoring.batches[0].endswith("3 files")
    restoring.wait_for_files()
    assert restoring.files == sorted(paths)
    assert restoring.note == "3 files would become, byte for byte, what they were before this save."
    assert restoring.button.text() == "Restore 3 files"
    restoring.restore()
    assert restoring.note == "Restored 3 files."
    assert desk.files() == desk.start
    desk.wait(lambda: len(restoring.batches) == 2)
    restoring.wait_for_files()
    assert restoring.files == [f"{path} — as before the save already" for path in sorted(paths)]
    assert not restoring.button.isEnabled()
    restoring.dialog.reject()
    assert desk.queue_counts()["Unpublished"] == counts["Unpublished"] + 3
    assert set(paths) <= set(desk.paths)
    assert desk.queue_counts()["Changed"] == 0


def test_what_somebody_has_changed_since_is_named_and_left_alone(desk: Desk) -> None:
    paths = save_three(desk)
    file = desk.folder / paths[0]
    file.write_bytes(file.read_bytes().replace(b"published: true", b"published: true # seen"))
    theirs = file.read_bytes()
    restoring = Restoring(desk)
    restoring.wait_for_files()
    assert restoring.files[0] == f"{paths[0]} — changed since; stays as it is"
    assert "1 file is no longer as the save left it; it stays as it is." in restoring.note
    restoring.restore()
    assert restoring.note == "Restored 2 files. 1 file has been changed since and stays as it is."
    assert file.read_bytes() == theirs
    assert set(desk.changed_lines()) == {paths[0]}


def test_what_is_pending_stays_pending(desk: Desk) -> None:
    save_three(desk)
    desk.press("p")
    Restoring(desk).restore()
    assert desk.queue_counts()["Changed"] == 1
    desk.window.activateWindow()
    desk.window.saving.save()
    desk.wait(lambda: not desk.window.session.catalog.pending)
    assert len(desk.changed_lines()) == 1


def test_undo_after_restoring_writes_nothing_wrong(desk: Desk) -> None:
    save_three(desk)
    restoring = Restoring(desk)
    restoring.restore()
    restoring.dialog.reject()
    for _ in range(3):
        desk.window.deciding.undo()
    assert desk.queue_counts()["Changed"] == 0
    assert desk.files() == desk.start


def test_a_single_save_is_no_batch(desk: Desk) -> None:
    desk.press("p")
    desk.save()
    restoring = Restoring(desk)
    assert restoring.batches == []
    assert restoring.heading.startswith("No batch is kept")
    assert not restoring.button.isEnabled()


def test_a_busy_folder_is_said(desk: Desk) -> None:
    save_three(desk)
    git = desk.folder / ".git"
    git.mkdir()
    restoring = Restoring(desk)
    restoring.wait_for_files()
    (git / "MERGE_HEAD").touch()
    restoring.button.click()
    desk.wait(lambda: "merge" in restoring.note)
    assert len(desk.changed_lines()) == 3
    (git / "MERGE_HEAD").unlink()


def test_a_window_that_only_reads_offers_none(open_desk: Callable[[Path], Desk], sample_site: Path) -> None:
    open_desk(sample_site)
    second = open_desk(sample_site)
    assert not second.action("restoreBatchAction").isEnabled()


def test_a_save_whose_originals_cannot_be_kept_says_so_once(desk: Desk, editor_app_home: Path) -> None:
    backups = editor_app_home / "state" / "backups"
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("in the way")
    paths = save_three(desk)
    assert set(desk.changed_lines()) == set(paths)
    assert "could not be kept" in desk.window.banner.message
    desk.window.banner.hide()
    save_three(desk)
    assert desk.window.banner.isHidden()
