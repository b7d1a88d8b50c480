import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor_app.gui import theme as look
from editor_app.gui.icons import app_icon, icon, pixmap
from editor_app.gui.theme import DARK, LIGHT, Theme, ThemeController, high_contrast

THEMES = [LIGHT, DARK]
BY_NAME = [theme.name for theme in THEMES]


@pytest.fixture(autouse=True)
def untouched_application(qapp: QApplication) -> Iterator[None]:
    font = qapp.font()
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Which texts stand on which grounds.
TEXTS = {
    "text": [
        "ground", "panel", "raised", "selection", "chip", "accent_soft", "notice_soft", "added", "removed",
    ],
    "muted": ["ground", "panel", "raised", "selection", "chip"],
    "accent": ["ground", "panel", "raised", "accent_soft", "selection"],
    "on_accent": ["accent"],
    "notice": ["ground", "panel", "notice_soft"],
    "published": ["ground", "panel", "raised", "added"],
    "rejected": ["ground", "panel", "raised", "removed"],
    "on_selection": ["selection"],
    "muted_on_selection": ["selection"],
}  # fmt: skip
# Bars, marks and the ring of the focus.
SHAPES = {
    "quality": ["panel", "raised", "selection", "track"],
    "heat": ["panel", "raised", "selection", "track"],
    "published": ["panel", "selection"],
    "rejected": ["panel", "selection"],
    "notice": ["panel", "selection", "notice_soft"],
    "muted": ["panel", "selection"],
    "accent": ["ground", "panel", "raised", "selection"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(ink, ground) for ink, grounds in table.items() for ground in grounds]


@pytest.mark.parametrize("theme", THEMES, ids=BY_NAME)
@pytest.mark.parametrize(("ink", "ground"), pairs(TEXTS))
def test_text_can_be_read_on_the_grounds_it_stands_on(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=BY_NAME)
@pytest.mark.parametrize(("ink", "ground"), pairs(SHAPES))
def test_bars_and_marks_can_be_made_out(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 3


def test_high_contrast_uses_nothing_but_the_platforms_colours() -> None:
    palette = QPalette()
    allowed = {"#000000", "#ffffff", "#1aebff", "#010101"}
    palette.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1aebff"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#010101"))
    theme = high_contrast(palette)
    colors = list(theme)
    assert {color.name() for color in colors if isinstance(color, QColor)} <= allowed
    assert theme.outlined
    assert theme.is_dark
    for ink, ground in pairs(TEXTS) + pairs({"accent": ["panel"], "quality": ["track"]}):
        if ground != "selection":
            assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5, (ink, ground)


def test_a_choice_reaches_the_application_and_is_told(qtbot: QtBot, qapp: QApplication) -> None:
    themes = ThemeController("light")
    themes.apply(qapp)
    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.panel
    with qtbot.waitSignal(themes.changed) as told:
        themes.set_mode("dark")
    assert told.args == [DARK]
    assert themes.theme is DARK
    assert themes.mode == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.panel
    assert DARK.accent.name() in qapp.styleSheet()
    with qtbot.assertNotEmitted(themes.changed):
        themes.set_mode("dark")
    themes.set_mode("system")
    mode: str = themes.mode
    assert mode == "system"


def test_the_stylesheet_has_no_hole(qapp: QApplication) -> None:
    for theme in THEMES:
        rules = look.stylesheet(theme)
        assert "$" not in rules
        assert rules.count("{") == rules.count("}")


def test_a_controller_that_nobody_holds_goes_away(qapp: QApplication) -> None:
    gone = weakref.ref(ThemeController("light"))
    assert gone() is None


def test_fonts_are_of_the_systems_family(qapp: QApplication) -> None:
    fonts = [look.body_font(), look.excerpt_font(), look.title_font(), look.label_font(), look.figure_font()]
    assert [font.pixelSize() for font in fonts] == [13, 15, 21, 11, 13]
    assert {font.family() for font in fonts} == {QGuiApplication.font().family()}
    assert look.title_font().weight() == QFont.Weight.DemiBold
    assert look.figure_font().featureTags()


def test_icons_have_the_colour_they_are_asked_for(qapp: QApplication) -> None:
    names = ["search", "publish", "reject", "topics", "undo", "redo", "save", "folder", "external", "close"]
    for name in [*names, "command", "notice"]:
        image = pixmap(name, QColor("#ff0000"), 16, 2.0).toImage()
        assert image.width() == 32
        inked = [
            image.pixelColor(x, y)
            for x in range(32)
            for y in range(32)
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert inked, name
        assert {color.name() for color in inked} == {"#ff0000"}, name
    assert not icon("save", QColor("black")).isNull()
    assert not app_icon().isNull()
