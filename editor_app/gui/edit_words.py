"""What is pending of an item, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor_app.core.text_place import TEXT_KEYS
from editor_app.gui.item_model import STATE_WORDS

if TYPE_CHECKING:
    from editor_app.core.decision import ItemEdit


def describe(edit: ItemEdit) -> str:
    """A pending edit in a few words: ``Published · + AI · − Tips``."""
    parts = [STATE_WORDS[edit.state[1].state]] if edit.state is not None else []
    own = [change.place.key for change in edit.texts if change.place.is_own]
    parts += [f"{key.capitalize()} rewritten" for key in TEXT_KEYS if key in own]
    if others := len(edit.texts) - len(own):
        parts.append(
            "1 text of related stories rewritten"
            if others == 1
            else f"{others} texts of related stories rewritten"
        )
    parts += [f"{old} → {new}" for old, new in edit.topics.renamed]
    parts += [f"+ {name}" for name in edit.topics.added]
    parts += [f"− {name}" for name in edit.topics.removed]
    return " · ".join(parts)
