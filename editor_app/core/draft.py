"""What saving makes of a file: quickly where that is safe, exactly everywhere."""

from __future__ import annotations

from editor_app.core.draft_types import Change, Draft
from editor_app.core.originals import Originals
from editor_app.core.quick_draft import quick_draft
from editor_app.core.row_types import Signature


def draft_of(
    path: str, data: bytes, signature: Signature, change: Change, originals: Originals | None = None
) -> Draft:
    """What is to become of a file that reads so now.

    :param originals: what the session has replaced in it.
    :raises EditorAppError: it cannot be changed, with a sentence for the editor.
    """
    draft = quick_draft(path, data, signature, change, originals)
    if draft is not None:
        return draft
    # Only now: it brings the YAML parser, and most saves are done without it.
    from editor_app.core.exact_draft import exact_draft

    return exact_draft(path, data, signature, change, originals)
