"""The application's one stylesheet, made of a theme's colours.

It covers Qt's own widgets. What scrolls or is drawn by the program itself takes its colours from the theme,
since looking a rule up costs more than painting a cell.

Widgets choose a variant by a dynamic property, set before they are shown:
`kind` of a button is "primary", "plain" (as without) or "quiet";
`tone` of a QLabel is "muted", "label" (small), "section", "heading", "title", "notice", "published" or "rejected".
"""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor

from editor_app.gui.fonts import BODY_PX, CHIP_PX, LABEL_PX, TITLE_PX
from editor_app.gui.theme_colors import Theme
from editor_app.resource_files import resource_path

CONTROL_HEIGHT = 30
CONTROL_RADIUS = 6
ICON_SIZE = 16


def stylesheet(theme: Theme) -> str:
    """Return the stylesheet for `theme`."""
    hover = theme.ground if not theme.is_dark else theme.chip
    return _RULES.substitute(
        ground=_css(theme.ground),
        panel=_css(theme.panel),
        raised=_css(theme.raised),
        line=_css(theme.line),
        control_line=_css(theme.control_line),
        text=_css(theme.text),
        muted=_css(theme.muted),
        accent=_css(theme.accent),
        accent_hover=_css(mix(theme.accent, theme.text, 0.12)),
        accent_pressed=_css(mix(theme.accent, theme.text, 0.24)),
        on_accent=_css(theme.on_accent),
        accent_soft=_css(theme.accent_soft),
        selection=_css(theme.selection),
        on_selection=_css(theme.on_selection),
        track=_css(theme.track),
        notice=_css(theme.notice),
        published=_css(theme.published),
        rejected=_css(theme.rejected),
        disabled=_css(mix(theme.muted, theme.panel, 0.4)),
        hover=_css(hover),
        pressed=_css(theme.track),
        # A thumb has to be found, not noticed.
        thumb=_css(theme.text if theme.outlined else mix(theme.muted, theme.panel, 0.55)),
        thumb_hover=_css(theme.muted),
        body_px=BODY_PX,
        label_px=LABEL_PX,
        chip_px=CHIP_PX,
        title_px=TITLE_PX,
        radius=CONTROL_RADIUS,
        # A stylesheet takes images from files only, so these have fixed colours.
        check=_image("check-light" if theme.is_dark else "check-dark"),
        check_on_accent=_image("check-light" if theme.on_accent.lightness() > 127 else "check-dark"),
        arrow_down=_image("arrow-down"),
        arrow_up=_image("arrow-up"),
        inner=CONTROL_HEIGHT - 2,
        inner_focus=CONTROL_HEIGHT - 4,
    )


def mix(base: QColor, other: QColor, share: float) -> QColor:
    """Return `base` with `share` (0 to 1) of `other` in it."""
    keep = 1.0 - share
    return QColor(
        round(base.red() * keep + other.red() * share),
        round(base.green() * keep + other.green() * share),
        round(base.blue() * keep + other.blue() * share),
    )


def _image(name: str) -> str:
    return resource_path(f"icons/{name}.svg").as_posix()


def _css(color: QColor) -> str:
    return color.name()


_RULES = Template("""
QMainWindow, QDialog, QMessageBox { background: $panel; }
QMessageBox QLabel { min-width: 260px; }
* { dialogbuttonbox-buttons-have-icons: 0; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="label"] { color: $muted; font-size: ${label_px}px; font-weight: 600; }
QLabel[tone="heading"] { font-weight: 600; }
QLabel[tone="section"] { color: $muted; font-weight: 600; }
QLabel[tone="title"] { font-size: ${title_px}px; font-weight: 600; }
QLabel[tone="notice"] { color: $notice; }
QLabel[tone="published"] { color: $published; }
QLabel[tone="rejected"] { color: $rejected; }

QToolBar { background: $panel; border: 0; border-bottom: 1px solid $line; padding: 8px; spacing: 8px; }
QToolBar::separator { width: 8px; background: transparent; }

QPushButton, QToolButton {
    background: $raised; color: $text; border: 1px solid $control_line; border-radius: ${radius}px;
    min-height: ${inner}px; padding: 0 12px; font-weight: 500;
}
QToolButton { padding: 0 6px; }
QLineEdit QToolButton { background: transparent; border: 0; min-height: 0; padding: 0; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $pressed; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; }
QPushButton:focus, QToolButton:focus {
    border: 2px solid $accent; min-height: ${inner_focus}px; padding: 0 11px;
}
QToolButton:focus { padding: 0 5px; }
QPushButton[kind="primary"], QPushButton:default {
    background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton[kind="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed, QPushButton:default:pressed { background: $accent_pressed; }
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {
    background: $track; color: $disabled; border-color: $control_line;
}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QToolButton[kind="quiet"]:pressed { background: $pressed; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border-color: $accent; }
QToolButton[kind="side"] {
    background: transparent; border-color: transparent; color: $muted; font-weight: 600;
    min-height: 20px; min-width: 20px; padding: 0;
}
QToolButton[kind="side"]:hover { background: $hover; color: $text; }
QToolButton[kind="side"]:focus { border: 1px solid $accent; min-height: 20px; padding: 0; }
QToolButton[kind="link"] {
    background: transparent; border: 1px solid transparent; color: $accent; font-size: ${chip_px}px;
    min-height: 20px; padding: 0 4px;
}
QToolButton[kind="link"]:hover { background: $hover; }
QToolButton[kind="link"]:focus { border-color: $accent; }
QPushButton::menu-indicator, QToolButton::menu-indicator { width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit {
    background: $ground; color: $text; border: 1px solid $control_line; border-radius: ${radius}px;
    selection-background-color: $selection; selection-color: $on_selection; placeholder-text-color: $muted;
}
QLineEdit { min-height: ${inner}px; padding: 0 10px; }
QLineEdit:focus { border: 2px solid $accent; min-height: ${inner_focus}px; padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px 5px; }
QLineEdit[kind="chip"] {
    background: transparent; border: 1px dashed $control_line; border-radius: 12px;
    min-height: 22px; padding: 0 9px;
}
QLineEdit[kind="chip"]:focus { border: 2px solid $accent; min-height: 20px; padding: 0 8px; }
QPlainTextEdit[kind="file"] { background: $panel; border: 0; border-radius: 0; padding: 8px 4px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled { color: $disabled; }

QCheckBox, QRadioButton { spacing: 8px; padding: 4px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }

QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $ground;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check_on_accent");
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    border: 4px solid $ground; background: $accent; width: 8px; height: 8px;
}
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $track; }

QComboBox, QAbstractSpinBox {
    background: $raised; color: $text; border: 1px solid $control_line; border-radius: ${radius}px;
    min-height: ${inner}px; padding: 0 10px;
}
QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; min-height: ${inner_focus}px; padding: 0 9px;
}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {
    background: transparent; border: 0; min-height: 0; padding: 0;
}
QAbstractSpinBox QLineEdit { padding: 0 8px; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: $disabled; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$arrow_down"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $control_line; padding: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 20px; }
QAbstractSpinBox::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$arrow_down"); width: 10px; height: 10px; }

QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $line; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $selection; color: $on_selection; }
QMenu { background: $raised; color: $text; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $on_selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QMenu::indicator:checked { image: url("$check"); }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $raised; color: $text; border: 1px solid $control_line; padding: 4px 8px; }

QAbstractItemView {
    background: $panel; color: $text; border: 0; outline: 0;
    selection-background-color: $selection; selection-color: $on_selection;
}
QFrame[kind="dropdown"] {
    background: $raised; border: 1px solid $control_line; border-radius: 8px;
}
QTreeWidget[kind="dropdown"] { background: $raised; border: 0; }
QTableView { gridline-color: transparent; }
QListWidget[kind="entries"]::item { padding: 6px 8px; border-radius: 6px; }
QListWidget[kind="entries"]::item:selected { background: $selection; color: $on_selection; }
QTreeWidget::item { padding: 5px 8px; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
    background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line;
    font-size: ${label_px}px; font-weight: 600; padding: 0 10px; min-height: 31px;
}
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $panel; border: 0; border-bottom: 1px solid $line; }

QScrollArea { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $thumb_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QFrame[frameShape="4"] { background: $line; border: 0; max-height: 1px; }
QFrame[frameShape="5"] { background: $line; border: 0; max-width: 1px; }

QStatusBar { background: $panel; color: $muted; border-top: 1px solid $line; min-height: 27px; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: $muted; font-size: ${chip_px}px; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar[kind="pane"]::tab:first { margin-left: 12px; }
QTabBar::tab {
    background: transparent; color: $muted; border: 0; border-bottom: 2px solid transparent;
    padding: 7px 12px; font-weight: 500;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }

QProgressBar { background: $track; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")
