"""Pictures of items: fetched only of folders for which the editor has allowed it, one at a time, in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QImage

from editor_app.core.app_dirs import cache_dir
from editor_app.core.display_text import web_address
from editor_app.core.errors import ImageRefused
from editor_app.core.image_store import ImageStore
from editor_app.core.row_types import Row
from editor_app.gui import settings as declared
from editor_app.gui.image_decoding import decode
from editor_app.gui.item_page import ItemPage
from editor_app.gui.item_picture import PICTURE_ROOM
from editor_app.gui.jobs import Job
from editor_app.gui.session import Session
from editor_app.gui.settings import Settings

if TYPE_CHECKING:
    from editor_app.core.item import Image

_PAUSE: Final = 150  # milliseconds; nobody is asked about what is only passed by
_MOST_FOLDERS: Final = 200


class Picturing(QObject):
    """Has the page show the picture of its item, if pictures of the folder may be loaded."""

    said = Signal(str)
    """A sentence for the editor."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        page: ItemPage,
        actions: Mapping[str, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._page = page
        self._picture = page.picture
        self._action = actions["loadPicturesAction"]
        self._action.setCheckable(True)
        self._store = ImageStore(cache_dir() / "pictures")
        self._allow_private = settings.get(declared.PICTURES_OF_PRIVATE_SERVERS)
        self._is_allowed = False
        self._wanted: Image | None = None
        self._job: Job | None = None
        self._under_way: Image | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._start)
        session.opened.connect(self._on_opened)
        page.row_shown.connect(self._on_row)
        page.related_shown.connect(self._on_whole)
        if session.folder is not None:
            self._on_opened()

    def toggle(self) -> None:
        """Allow pictures of this folder to be loaded, or forbid it again."""
        folder = self._folder()
        if not folder:
            return
        allowed = [name for name in self._settings.get(declared.PICTURES_OF_FOLDERS) if name != folder]
        is_allowed = self._is_allowed = not self._is_allowed
        if is_allowed:
            allowed.insert(0, folder)
        self._settings.set(declared.PICTURES_OF_FOLDERS, allowed[:_MOST_FOLDERS])
        self._settings.flush()
        self._action.setChecked(is_allowed)
        self.said.emit(
            self.tr("Pictures of this folder are loaded from the web.")
            if is_allowed
            else self.tr("Pictures of this folder are no longer loaded.")
        )
        self._stop()
        if self._page.row is not None:
            self._on_row(self._page.row)
            self._on_whole()

    def _folder(self) -> str:
        return str(self._session.folder.root.resolve()) if self._session.folder else ""

    def _on_opened(self) -> None:
        self._stop()
        self._action.setEnabled(self._session.folder is not None)
        self._is_allowed = self._folder() in self._settings.get(declared.PICTURES_OF_FOLDERS)
        self._action.setChecked(self._is_allowed)

    # -- the page --------------------------------------------------------------------------------------------------

    def _on_row(self, row: Row) -> None:
        """An item is shown, or reads differently; all of its file is not known yet."""
        if not row.images:
            self._stop()
            self._picture.show_nothing()
        elif not self._is_allowed:
            self._picture.show_question()
        elif self._page.whole is None:
            self._stop()
            self._picture.show_sentence("")

    def _on_whole(self) -> None:
        whole = self._page.whole
        if whole is None or not self._is_allowed or self._picture.isHidden():
            return
        image = next((image for image in whole.images if image.url and web_address(image.url)), None)
        if image is None:
            self._stop()
            self._picture.show_sentence(self.tr("The picture has no web address."))
        elif self._wanted is None or self._wanted.url != image.url:
            self._wanted = image
            self._picture.show_sentence(self.tr("Loading the picture…"))
            self._pause.start()

    # -- the work --------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Fetch what is wanted now; what is under way for another item ends first."""
        if self._job is not None:
            if self._under_way is not self._wanted:
                self._job.cancel()
            return
        if self._wanted is None or not self._wanted.url:
            return
        self._under_way = self._wanted
        ratio = self._picture.devicePixelRatioF()
        room = QSize(round(PICTURE_ROOM.width() * ratio), round(PICTURE_ROOM.height() * ratio))
        work = _LoadPicture(self._wanted.url, room, self._store, allow_private=self._allow_private)
        self._job = self._session.jobs.start(
            work, succeeded=self._on_image, failed=self._on_failed, ended=self._on_ended, priority=-2
        )

    def _stop(self) -> None:
        self._wanted = None
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()

    def _on_image(self, image: QImage) -> None:
        if self._under_way is self._wanted and self._wanted is not None:
            image.setDevicePixelRatio(1.0)
            wanted = self._wanted
            title = " · ".join(part for part in (wanted.title, wanted.attribution) if part)
            self._picture.show_image(image, title)

    def _on_failed(self, sentence: str) -> None:
        if self._under_way is self._wanted:
            self._picture.show_sentence(sentence)

    def _on_ended(self) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if self._under_way is not self._wanted and not self._pause.isActive():
            self._start()


class _LoadPicture:
    def __init__(self, address: str, room: QSize, store: ImageStore, *, allow_private: bool) -> None:
        self._address = address
        self._room = room
        self._store = store
        self._allow_private = allow_private

    def __call__(self, job: Job) -> QImage:
        # Only now: what speaks with servers takes long to import, and is seldom needed.
        from editor_app.core.image_fetch import Limits, fetch_image

        data = self._store.get(self._address)
        is_new = data is None
        if data is None:
            data = fetch_image(self._address, job.is_cancelled, Limits(allow_private=self._allow_private))
        try:
            image = decode(data, self._room)
        except ImageRefused:
            self._store.forget(self._address)
            raise
        if is_new:
            self._store.put(self._address, data)
        return image
