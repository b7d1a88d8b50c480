"""A picture of an item with its picture, for :mod:`scripts.screenshots`.

The picture is drawn here, and stands in the program's store of pictures before it is asked for: nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from editor_app.core.app_dirs import cache_dir
from editor_app.core.catalog import Queue
from editor_app.core.image_store import ImageStore
from editor_app.core.item import Item
from editor_app.gui.main_window import MainWindow

Save = Callable[[QWidget | QPixmap, str], None]

_STORY = "_news/2026-11-21-ferry-autopilot-gulls.md"


def take_picture(window: MainWindow, theme: str, save: Save, settle: Callable[[], None]) -> None:
    """A story with its picture."""
    window.queues.choose(Queue.ALL)
    item = window.session.catalog.find(_STORY)
    assert item is not None
    window.table.select_items([item])
    settle()
    whole = window.detail.page.whole
    assert isinstance(whole, Item)
    address = whole.images[0].url
    assert address
    ImageStore(cache_dir() / "pictures").put(address, _ferry())
    window.judging.picturing.toggle()
    settle()
    settle()
    assert window.detail.page.picture.image is not None
    save(window, f"{theme}-picture")
    window.judging.picturing.toggle()
    settle()


def _ferry() -> bytes:
    """A ferry that keeps off its berth, and the reason, as a PNG file."""
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_sea(painter)
        _paint_ship(painter)
        _paint_pier(painter)
        for x in (668, 712, 770, 812, 868, 916):
            _paint_gull(painter, QPointF(x, 318))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())


def _paint_sea(painter: QPainter) -> None:
    sky = QLinearGradient(0, 0, 0, 330)
    sky.setColorAt(0, QColor("#8fb4d6"))
    sky.setColorAt(1, QColor("#f3dcc0"))
    painter.fillRect(QRectF(0, 0, 960, 330), sky)
    sea = QLinearGradient(0, 330, 0, 540)
    sea.setColorAt(0, QColor("#5d8aa3"))
    sea.setColorAt(1, QColor("#24495e"))
    painter.fillRect(QRectF(0, 330, 960, 210), sea)
    painter.setPen(QPen(QColor(255, 255, 255, 60), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for row in range(6):
        for place in range(9):
            x, y = place * 118 + row % 2 * 59, 352 + row * 31
            painter.drawLine(QPointF(x, y), QPointF(x + 44, y))


def _paint_ship(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f7f4ee"))
    painter.drawRoundedRect(QRectF(150, 236, 270, 58), 8, 8)
    painter.drawRoundedRect(QRectF(200, 188, 150, 56), 8, 8)
    painter.setBrush(QColor("#c8502f"))
    painter.drawRoundedRect(QRectF(252, 138, 42, 58), 4, 4)
    hull = QPainterPath(QPointF(92, 286))
    hull.lineTo(480, 286)
    hull.lineTo(440, 366)
    hull.lineTo(138, 366)
    hull.closeSubpath()
    painter.setBrush(QColor("#1f3a5f"))
    painter.drawPath(hull)
    painter.setBrush(QColor("#8fb4d6"))
    for place in range(7):
        painter.drawRoundedRect(QRectF(170 + place * 35, 254, 20, 20), 4, 4)


def _paint_pier(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#4a3b32"))
    painter.drawRect(QRectF(640, 318, 320, 20))
    for x in (664, 752, 840, 928):
        painter.drawRect(QRectF(x, 338, 16, 128))


def _paint_gull(painter: QPainter, feet: QPointF) -> None:
    """One that sits and looks out to sea."""
    painter.setPen(QPen(QColor("#d9822b"), 3))
    painter.drawLine(feet, feet - QPointF(0, 12))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#fbfaf7"))
    painter.drawEllipse(feet - QPointF(0, 24), 18, 13)
    painter.drawEllipse(feet - QPointF(14, 40), 8, 8)
    painter.setBrush(QColor("#9aa5ad"))
    painter.drawEllipse(feet - QPointF(-6, 26), 14, 7)
    painter.setBrush(QColor("#e3a532"))
    painter.drawEllipse(feet - QPointF(23, 39), 6, 2.5)
