"""Which delegate draws which kind of column."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QStyledItemDelegate

from editor_app.gui.columns import Kind
from editor_app.gui.delegates.chips import ChipsDelegate
from editor_app.gui.delegates.row_ground import RowGround
from editor_app.gui.delegates.score import ScoreDelegate
from editor_app.gui.delegates.state import StateDelegate
from editor_app.gui.delegates.text import TextDelegate, TitleDelegate


def delegates_of_columns(ground: RowGround) -> Mapping[Kind, QStyledItemDelegate]:
    """Make the delegates of a table."""
    return {
        Kind.STATE: StateDelegate(ground),
        Kind.QUALITY: ScoreDelegate("quality", ground),
        Kind.HEAT: ScoreDelegate("heat", ground),
        Kind.TITLE: TitleDelegate(ground),
        Kind.TEXT: TextDelegate(ground),
        Kind.NUMBER: TextDelegate(ground, trailing=True),
        Kind.CHIPS: ChipsDelegate(ground),
    }
