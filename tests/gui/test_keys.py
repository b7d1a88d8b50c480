"""The keys of the window as a whole."""

from collections import Counter

from editor_app.gui.actions import COMMANDS


def test_no_key_means_two_things() -> None:
    """Qt carries neither of two commands out that have the same key, and says nothing."""
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []
