"""The program's own icons, drawn in the colour they are asked for."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from editor_app.gui.stylesheet import ICON_SIZE
from editor_app.resource_files import resource_path

# Drawn ahead for every display a window may be moved to; in between, Qt scales the next larger one down.
_PIXEL_RATIOS = (1.0, 2.0, 3.0)
_APP_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, color: QColor, size: int = ICON_SIZE) -> QIcon:
    """Return the icon `name` ("search", "publish", ...) in `color`, to be shown `size` wide and high."""
    drawing = _drawing(name, color)
    result = QIcon()
    for ratio in _PIXEL_RATIOS:
        result.addPixmap(_render(drawing, size, ratio))
    return result


def pixmap(name: str, color: QColor, size: int = ICON_SIZE, ratio: float = 1.0) -> QPixmap:
    """Return the icon `name` in `color`, `size` wide and high on a display with this device pixel ratio."""
    return _render(_drawing(name, color), size, ratio)


class TintedPixmap:
    """An icon for a widget that paints itself: drawn once for each colour and display, not at each repaint."""

    def __init__(self, name: str, size: int = ICON_SIZE) -> None:
        self._name = name
        self._size = size
        self._made_for: tuple[str, float] | None = None
        self._pixmap: QPixmap | None = None

    def get(self, color: QColor, ratio: float) -> QPixmap:
        """Return the icon in `color` for a display with this device pixel ratio."""
        wanted = (color.name(), ratio)
        if self._pixmap is None or wanted != self._made_for:
            self._pixmap = pixmap(self._name, color, self._size, ratio)
            self._made_for = wanted
        return self._pixmap


def app_icon() -> QIcon:
    """Return the program's icon for windows and task bars, which has colours of its own."""
    drawing = QSvgRenderer(QByteArray(resource_path("icons/editor-app.svg").read_bytes()))
    result = QIcon()
    for size in _APP_ICON_SIZES:
        result.addPixmap(_render(drawing, size, 1.0))
    return result


def _drawing(name: str, color: QColor) -> QSvgRenderer:
    source = resource_path(f"icons/{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(source.replace(b"currentColor", color.name().encode("ascii"))))


def _render(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        renderer.render(painter, QRectF(image.rect()))
    image.setDevicePixelRatio(ratio)
    return image
