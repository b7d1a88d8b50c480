"""From the bytes of a stranger to a small picture: the few formats that the web has, each by its own decoder alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from editor_app.core.errors import ImageRefused

_MOST_PIXELS: Final = 40_000_000
_LONGEST_SIDE: Final = 20_000
_MEMORY: Final = 192  # megabytes that a picture may take while it is decoded
_WEBP: Final = b"WEBP"
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)


def image_format(data: bytes) -> str:
    """What the bytes themselves say they are; empty for anything else than the formats of the list."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    return "webp" if data.startswith(b"RIFF") and data[8:12] == _WEBP else ""


def decode(data: bytes, room: QSize) -> QImage:
    """The picture, no larger than ``room``; of a moving one, its first frame.

    :raises ImageRefused: it is none, or one that would take more memory than a picture may.
    """
    name = image_format(data)
    if not name:
        raise ImageRefused("What is there is no picture of a kind that can be shown.")
    bytes_ = QByteArray(data)
    buffer = QBuffer(bytes_)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(name.encode("ascii")))
    # No other decoder may try its luck with these bytes.
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MEMORY)
    size = reader.size()
    if (
        not size.isValid()
        or size.isEmpty()
        or max(size.width(), size.height()) > _LONGEST_SIDE
        or size.width() * size.height() > _MOST_PIXELS
    ):
        raise ImageRefused("The picture has a size that is not to be shown.")
    if size.width() > room.width() or size.height() > room.height():
        small = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise ImageRefused("The picture is damaged.")
    return image
