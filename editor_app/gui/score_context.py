"""What an item's quality means in its folder: the spread of all scores, and how its provider fares."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor_app.core.display_text import short
from editor_app.core.folder_scores import BIN, BINS, ProviderShare, Standing
from editor_app.gui.fonts import chip_font
from editor_app.gui.stylesheet import mix
from editor_app.gui.theme import ThemeController
from editor_app.gui.tooltip import plain_tooltip

_BAR, _BETWEEN = 5, 1
_SPREAD_WIDTH = BINS * (_BAR + _BETWEEN) - _BETWEEN
_SPREAD_HEIGHT = 30
_SIGN = 3  # the height of the sign below the item's own bar
_GAP = 16
_FEW = 20  # items of a provider; a share of so few is no percentage
_LONGEST = 120  # characters of a provider's name
# Around a name that may be written from right to left, so that the figures behind it stay in their order.
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_FLAGS = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value


class ScoreContext(QWidget):
    """A small histogram with the item's own bar marked, and two lines beside it. Its room is kept while it waits."""

    def __init__(self, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreContext")
        self._themes = themes
        self._standing: Standing | None = None
        self._shown: tuple[Standing | None, ProviderShare | None] | None = None
        self._rank = ""
        # The provider's line in two parts, since its name gives way where there is no room.
        self._provider = ""
        self._share = ""
        self.set_font(chip_font())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_font(self, font: QFont) -> None:
        """Set the lines in another font."""
        self._font = font
        self._metrics = QFontMetrics(font)
        self.updateGeometry()
        self.update()

    def show_waiting(self) -> None:
        """Say that there is nothing to compare with yet."""
        self._standing = None
        self._rank = self.tr("Still reading the folder")
        self._provider, self._share = "", self.tr("Scores and related stories are compared then")
        self._tell("")

    def show_standing(self, standing: Standing | None, share: ProviderShare | None) -> None:
        """Show where a score stands and how the provider fares; None for what is not known."""
        standing = standing if standing is not None and standing.total > 1 else None
        if (standing, share) == self._shown:
            return
        self._shown = standing, share
        self._standing = standing
        self._rank = self._rank_words(self._standing) if self._standing else ""
        self._provider = short(share.name, _LONGEST) if share else ""
        self._share = self._share_words(share) if share else ""
        self._tell(self._span_words())

    def _tell(self, more: str) -> None:
        """Let those who cannot see it know, too; and whoever points at it know more."""
        lines = [self._rank, f"{self._provider}{self._share}"]
        self.setAccessibleName(self.tr("Quality in this folder") if any(lines) else "")
        told = ". ".join(line for line in lines if line)
        self.setAccessibleDescription(told)
        self.setToolTip(plain_tooltip("\n".join(line for line in (*lines, more) if line)))
        self.update()

    def _rank_words(self, standing: Standing) -> str:
        total = f"{standing.total:,}"
        if not standing.below:
            return self.tr("Quality lower than or equal to all of {0} items").format(total)
        if not standing.percent:
            return self.tr("Quality higher than less than 1 % of {0} items").format(total)
        return self.tr("Quality higher than {0} % of {1} items").format(standing.percent, total)

    def _share_words(self, share: ProviderShare) -> str:
        total = f"{share.total:,}"
        if share.total < _FEW:
            return self.tr(": {0} of {1} published").format(share.published, total)
        return self.tr(": {0} % of {1} published").format(share.percent, total)

    def _span_words(self) -> str:
        """What the marked bar stands for."""
        if self._standing is None:
            return ""
        count, start = f"{self._standing.bins[self._standing.bin]:,}", self._standing.bin * BIN
        if self._standing.bin == BINS - 1:
            return self.tr("{0} items have {1} or more").format(count, start)
        return self.tr("{0} items have {1} to {2}").format(count, start, start + BIN - 1)

    # -- how it looks ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        lines = 2 * self._metrics.height() + 4
        return QSize(_SPREAD_WIDTH + _GAP + 200, max(_SPREAD_HEIGHT + _SIGN + 2, lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(_SPREAD_WIDTH, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.theme
        with QPainter(self) as painter:
            left = 0
            if self._standing is not None:
                self._paint_spread(painter, self._standing)
                left = _SPREAD_WIDTH + _GAP
            painter.setFont(self._font)
            painter.setPen(theme.muted)
            lines = [line for line in (self._rank, self._provider_line(self.width() - left)) if line]
            height = self.height() // 2
            for place, line in enumerate(lines):
                top = place * height if len(lines) > 1 else height // 2
                room = QRect(0 if self.isRightToLeft() else left, top, self.width() - left, height)
                text = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, _FLAGS, text)

    def _provider_line(self, width: int) -> str:
        if not self._share:
            return ""
        room = width - self._metrics.horizontalAdvance(self._share) - 1
        name = self._metrics.elidedText(self._provider, Qt.TextElideMode.ElideRight, room)
        return f"{_ISOLATE}{name}{_END_OF_ISOLATE}{self._share}"

    def _paint_spread(self, painter: QPainter, standing: Standing) -> None:
        theme = self._themes.theme
        highest = max(standing.bins)
        quiet = mix(theme.muted, theme.panel, 0.3)  # 3:1 on the panel
        base = (self.height() + _SPREAD_HEIGHT - _SIGN) // 2
        for place, count in enumerate(standing.bins):
            is_own = place == standing.bin
            height = max(2 if count else 1, round((_SPREAD_HEIGHT - _SIGN) * count / highest))
            left = place * (_BAR + _BETWEEN)
            if self.isRightToLeft():
                left = self.width() - _SPREAD_WIDTH + left
            bar = QRect(left, base - height, _BAR, height)
            if theme.outlined and not is_own:
                painter.setPen(theme.text)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5))
            else:
                painter.fillRect(bar, theme.quality if is_own else quiet)
            if is_own:  # by a sign as well: not everybody tells the colours apart
                painter.fillRect(left, base + 2, _BAR, _SIGN - 1, theme.text)
