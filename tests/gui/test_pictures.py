"""Pictures of items: only where they are allowed, and harmless whatever they are."""

import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage

from editor_app.core.errors import ImageRefused
from editor_app.gui import settings as declared
from editor_app.gui.image_decoding import decode, image_format
from editor_app.gui.item_picture import PICTURE_ROOM, ItemPicture
from editor_app.gui.settings import Settings

from .conftest import Desk

ROOM = QSize(320, 180)


def picture(width: int, height: int, name: str = "png", color: str = "#336699") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, name)
    return bytes(data.data())


def png_of_size(width: int, height: int) -> bytes:
    """A small file that claims to be a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_pictures_become_as_small_as_they_are_shown(qapp: object, name: str) -> None:
    image = decode(picture(2_000, 1_000, name), ROOM)
    assert (image.width(), image.height()) == (320, 160)
    assert decode(picture(20, 10, name), ROOM).size() == QSize(20, 10)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>not found</html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        b"BM" + b"\0" * 100,
        b"II*\0" + b"\0" * 100,
        b"\0\0\1\0" + b"\0" * 100,
        b"/* XPM */",
    ],
)
def test_other_kinds_are_not_even_tried(qapp: object, data: bytes) -> None:
    assert image_format(data) == ""
    with pytest.raises(ImageRefused, match="no picture of a kind"):
        decode(data, ROOM)


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (19_000, 19_000), (100_000, 1)])
def test_a_small_file_that_claims_to_be_huge_is_refused(qapp: object, width: int, height: int) -> None:
    with pytest.raises(ImageRefused, match="size"):
        decode(png_of_size(width, height), ROOM)


# -- in the window -------------------------------------------------------------------------------------------------


class Pictures:
    """A server of pictures, on this machine."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.held = threading.Event()
        self.held.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.held.wait(20)
                with suppress(OSError):
                    data = outer.pictures.get(self.path)
                    self.send_response(404 if data is None else 200)
                    self.end_headers()
                    self.wfile.write(data or b"")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.held.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Pictures]:
    made = Pictures()
    yield made
    made.close()


@pytest.fixture
def site(tmp_path: Path, server: Pictures) -> Path:
    """Two items with a picture, and one without."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, quality in (("a", 3), ("b", 2)):
        server.pictures[f"/{name}.png"] = picture(640, 360)
        (folder / f"{name}.md").write_text(
            f"---\ntitle: Story {name}\nquality: {quality}\npublished: false\nimages:\n"
            f"  - url: {server.address}/{name}.png\n    title: A <b>boat</b>\n---\n",
            encoding="utf-8",
        )
    (folder / "c.md").write_text("---\ntitle: Story c\nquality: 1\npublished: false\n---\n", encoding="utf-8")
    return folder


def trust_this_machine() -> None:
    settings = Settings()
    settings.set(declared.PICTURES_OF_PRIVATE_SERVERS, True)
    assert settings.flush()


def shown(desk: Desk) -> ItemPicture:
    found = desk.widget("itemPicture")
    assert isinstance(found, ItemPicture)
    return found


def test_nothing_is_fetched_before_it_is_allowed(
    open_desk: Callable[[Path], Desk], site: Path, server: Pictures
) -> None:
    trust_this_machine()
    desk = open_desk(site)
    desk.select("a.md")
    desk.wait(lambda: not desk.window.detail.awaits_story)
    button = shown(desk).button
    assert button.isVisible()
    assert server.asked == []
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.wait(lambda: shown(desk).image is not None)
    assert server.asked == ["/a.png"]
    assert shown(desk).accessibleName() == "Picture: A <b>boat</b>"
    assert "&lt;b&gt;" in shown(desk).toolTip()
    image = shown(desk).image
    assert image is not None
    assert image.width() <= PICTURE_ROOM.width() * shown(desk).devicePixelRatioF()
    desk.select("c.md")
    assert not shown(desk).isVisible()
    desk.window.grab()


def test_what_is_allowed_holds_for_this_folder_next_time_and_for_no_other(
    open_desk: Callable[[Path], Desk], site: Path, server: Pictures, sample_site: Path
) -> None:
    trust_this_machine()
    first = open_desk(site)
    first.action("loadPicturesAction").trigger()
    first.select("a.md")
    first.wait(lambda: shown(first).image is not None)
    first.close()
    asked = len(server.asked)
    second = open_desk(site)
    assert second.action("loadPicturesAction").isChecked()
    second.select("a.md")
    second.wait(lambda: shown(second).image is not None)
    assert len(server.asked) == asked  # it was kept
    second.action("loadPicturesAction").trigger()
    assert shown(second).image is None
    assert shown(second).button.isVisible()
    second.close()
    third = open_desk(sample_site)
    assert not third.action("loadPicturesAction").isChecked()


def test_servers_of_this_machine_are_not_asked_without_the_setting(
    open_desk: Callable[[Path], Desk], site: Path, server: Pictures
) -> None:
    desk = open_desk(site)
    desk.action("loadPicturesAction").trigger()
    desk.select("a.md")
    desk.wait(lambda: "that pictures are not fetched from" in shown(desk).sentence)
    assert server.asked == []


def test_a_picture_that_cannot_be_had_is_told(
    open_desk: Callable[[Path], Desk], site: Path, server: Pictures
) -> None:
    trust_this_machine()
    server.pictures["/a.png"] = b"<html>no picture</html>"
    del server.pictures["/b.png"]
    desk = open_desk(site)
    desk.action("loadPicturesAction").trigger()
    desk.select("a.md")
    desk.wait(lambda: "no picture of a kind" in shown(desk).sentence)
    desk.select("b.md")
    desk.wait(lambda: "no picture at its address" in shown(desk).sentence)
    desk.window.grab()


def test_a_slow_server_holds_nobody_up(
    open_desk: Callable[[Path], Desk], site: Path, server: Pictures
) -> None:
    trust_this_machine()
    desk = open_desk(site)
    desk.action("loadPicturesAction").trigger()
    server.held.clear()
    desk.select("a.md")
    desk.wait(lambda: "/a.png" in server.asked)
    desk.press("j")
    desk.wait(lambda: not desk.window.detail.awaits_story)
    desk.wait(lambda: "/b.png" in server.asked)  # the first one was given up for it
    server.held.set()
    desk.wait(lambda: shown(desk).image is not None)
    server.held.clear()
    desk.close()  # does not wait for a picture
