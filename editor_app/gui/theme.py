"""Which theme holds, and how it reaches Qt's own widgets."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from editor_app.gui.application import style
from editor_app.gui.fonts import (
    body_font,
    body_strong_font,
    chip_font,
    excerpt_font,
    figure_font,
    heading_font,
    label_font,
    title_font,
)
from editor_app.gui.stylesheet import mix, stylesheet
from editor_app.gui.theme_colors import DARK, LIGHT, Theme, high_contrast

__all__ = [
    "DARK",
    "LIGHT",
    "Theme",
    "ThemeController",
    "ThemeMode",
    "body_font",
    "body_strong_font",
    "chip_font",
    "excerpt_font",
    "figure_font",
    "heading_font",
    "high_contrast",
    "label_font",
    "stylesheet",
    "title_font",
]

ThemeMode = Literal["system", "light", "dark"]


class ThemeController(QObject):
    """Knows the theme that holds, follows the system, and hands it to the application.

    Widgets that paint themselves keep the controller and read `theme` whenever they paint. They need no
    connection for that: a new palette makes Qt repaint every widget. `changed` is for what is made ahead of
    painting, such as icons.
    """

    changed = Signal(object)
    """The new `Theme`, once the application has it."""

    def __init__(self, mode: ThemeMode = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: ThemeMode = mode
        self._app: QApplication | None = None
        self._prepared: QApplication | None = None
        self._theme = self._theme_for(mode)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    @property
    def theme(self) -> Theme:
        """The theme that holds now."""
        return self._theme

    @property
    def mode(self) -> ThemeMode:
        """What the theme follows: the system, or one choice."""
        return self._mode

    def set_mode(self, mode: ThemeMode) -> None:
        """Follow the system, or stay light or dark."""
        self._mode = mode
        hints = QGuiApplication.styleHints()
        # Title bars and the system's own dialogs follow as well, where the platform can do that.
        if mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)
        self._refresh()

    def prepare(self, app: QApplication) -> None:
        """Give `app` style, font and colours, all but the stylesheet.

        A window is put together faster before :meth:`apply`: each time a widget got a parent, the stylesheet would be
        looked through for all that it holds.
        """
        style(app)
        app.setFont(body_font())
        self._give_palette(app)
        self._prepared = app

    def apply(self, app: QApplication) -> None:
        """Give `app` style, font, colours and stylesheet, and keep them up to date from now on."""
        if self._prepared is not app:
            self.prepare(app)
        self._app = app
        app.setStyleSheet(stylesheet(self._theme))

    def _on_system_changed(self, _preference: object) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        theme = self._theme_for(self._mode)
        if theme == self._theme:
            return
        self._theme = theme
        self._hand_over()
        self.changed.emit(theme)

    def _theme_for(self, mode: ThemeMode) -> Theme:
        if mode == "light":
            return LIGHT
        if mode == "dark":
            return DARK
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            if self._app is not None:
                self._app.setPalette(QPalette())  # back to the platform's own, which is what is asked for
            return high_contrast(QGuiApplication.palette())
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _hand_over(self) -> None:
        if self._app is None:
            return
        self._give_palette(self._app)
        self._app.setStyleSheet(stylesheet(self._theme))

    def _give_palette(self, app: QApplication) -> None:
        app.setPalette(QPalette() if self._theme.outlined else _palette(self._theme))


def _palette(theme: Theme) -> QPalette:
    """Return the palette for all that the stylesheet does not reach."""
    role = QPalette.ColorRole
    palette = QPalette()
    edge = mix(theme.line, theme.text, 0.1)
    colors: dict[QPalette.ColorRole, QColor] = {
        role.Window: theme.panel,
        role.WindowText: theme.text,
        role.Base: theme.ground,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.rejected,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.on_selection,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Light: theme.raised,
        role.Midlight: theme.ground,
        role.Mid: theme.line,
        role.Dark: edge,
        role.Shadow: edge,
    }
    for name, color in colors.items():
        palette.setColor(name, color)
    faded = mix(theme.muted, theme.panel, 0.4)
    for name in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.track)
    return palette
