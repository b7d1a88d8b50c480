"""What draws the cells of the item table."""

from editor_app.gui.delegates.chips import ChipsDelegate
from editor_app.gui.delegates.row_delegate import RowDelegate
from editor_app.gui.delegates.row_ground import ROW_HEIGHT, Look, RowGround
from editor_app.gui.delegates.score import ScoreDelegate
from editor_app.gui.delegates.state import StateDelegate
from editor_app.gui.delegates.text import TextDelegate, TitleDelegate

__all__ = [
    "ROW_HEIGHT",
    "ChipsDelegate",
    "Look",
    "RowDelegate",
    "RowGround",
    "ScoreDelegate",
    "StateDelegate",
    "TextDelegate",
    "TitleDelegate",
]
