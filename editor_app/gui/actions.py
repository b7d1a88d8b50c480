"""Every command of the window once, as data; menus and bars only name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from editor_app.gui.columns import COLUMNS

Scope = Literal["window", "list"]


class Command(NamedTuple):
    """One command.

    ``handler`` names a method and whose it is, as in ``deciding.publish``: see :func:`connect_actions`. Keys of scope
    ``list`` only work while the list has the focus, so that nothing is decided from anywhere else. Those of scope
    ``window`` work everywhere but in dialogs; a letter among them is typed where one can type.
    """

    name: str
    text: str
    handler: str
    keys: tuple[str, ...] = ()
    scope: Scope = "window"
    hint: str = ""
    icon: str = ""
    number: int = 0
    """Tells commands apart that have the same handler; the data of the action."""
    about: str = ""
    """The same, by a word."""


_READ_ON: Final = "Page through the item, and at its end go to the next one"
_READ_BACK: Final = "Page back through the item, and at its beginning go to the previous one"
_RELATED: Final = "Go to the first related story that is itself an item of the folder"
_BACK: Final = "Show the list and the item from which you went to another one"
_ALONE: Final = "One item at a time, large, without the list"
_PICTURES: Final = "Show the pictures of items; their servers learn that somebody looks at them"
_VIEW_COMMANDS: Final = (
    Command(
        "saveViewAction",
        "Save as a view…",
        "views.save_view",
        ("Ctrl+Shift+S",),
        hint="Give what the list shows a name, at the left",
    ),
    Command(
        "updateViewAction",
        "Update the view",
        "views.update_view",
        hint="Let the view be what is shown now",
    ),
    Command(
        "renameViewAction",
        "Rename the view…",
        "views.rename_view",
        hint="Change its name, or where it is seen",
    ),
    Command("deleteViewAction", "Delete the view", "views.delete_view"),
    Command("raiseViewAction", "Move the view up", "views.raise_view", hint="Its key is that of its place"),
    Command(
        "lowerViewAction",
        "Move the view down",
        "views.lower_view",
        hint="Its key is that of its place",
    ),
    Command("importViewsAction", "Import views…", "views.import_views", hint="Add the views of a file"),
    Command("exportViewsAction", "Export views…", "views.export_views", hint="Write all views to a file"),
    *(
        Command(
            f"openView{number}Action",
            f"View {number}",
            "views.open_view",
            (f"Ctrl+{number}",),
            number=number,
        )
        for number in range(1, 10)
    ),
)

_ORDER_COMMANDS: Final = (
    *(
        Command(
            f"sortBy{column.title}Action",
            f"Sort by {column.title.lower()}",
            "ordering.sort_by",
            hint="Once more: the other way round",
            about=column.sort,
        )
        for column in COLUMNS
    ),
    *(
        Command(
            f"thenBy{column.title}Action",
            f"Then by {column.title.lower()}",
            "ordering.sort_further_by",
            hint="Sort by this column what is equal by those before. Once more: the other way round",
            about=column.sort,
        )
        for column in COLUMNS
    ),
    Command("groupByProviderAction", "Group by provider", "ordering.group"),
    Command("groupByDayAction", "Group by day", "ordering.group"),
    Command("groupByTopicAction", "Group by topic", "ordering.group", hint="By the first topic of each item"),
    Command("noGroupsAction", "No groups", "ordering.group"),
    Command("nextGroupAction", "Next group", "ordering.go_to_next_group", ("Shift+J",), "list"),
    Command("previousGroupAction", "Previous group", "ordering.go_to_previous_group", ("Shift+K",), "list"),
    Command(
        "selectGroupAction",
        "Select the group",
        "ordering.select_group",
        ("Ctrl+Shift+A",),
        "list",
        "Select all items of this group, to decide about them at once",
    ),
)

_RULE_COMMANDS: Final = (
    Command(
        "rulesAction",
        "Rules…",
        "rules.show_rules",
        ("Ctrl+Shift+R",),
        hint="See what your rules would decide now, and decide it",
    ),
    Command(
        "ruleOfSearchAction",
        "Make the search a rule…",
        "rules.rule_of_search",
        hint="A rule about what the list shows; nothing is decided yet",
    ),
    Command("importRulesAction", "Import rules…", "rules.import_rules", hint="Add the rules of a file"),
    Command("exportRulesAction", "Export rules…", "rules.export_rules", hint="Write all rules to a file"),
)

_SNOOZE_COMMANDS: Final = (
    Command("snoozeAction", "Snooze…", "snooze.ask", ("S",), "list", "Out of the queue until later"),
    Command("snoozeLaterAction", "Snooze for three hours", "snooze.later"),
    Command("snoozeTomorrowAction", "Snooze until tomorrow morning", "snooze.tomorrow"),
    Command("snoozeHotterAction", "Snooze until heat has risen", "snooze.hotter"),
    Command("wakeAction", "Wake", "snooze.wake", ("Shift+S",), "list", "Back into the queue now"),
)

COMMANDS: Final = (
    Command(
        "openFolderAction",
        "Open folder…",
        "opening.choose_folder",
        ("Ctrl+O",),
        hint="Open a site's folder",
        icon="folder",
    ),
    Command("reloadAction", "Read again", "opening.reload", ("F5",), hint="Read the folder's files again"),
    Command(
        "saveAction",
        "Save",
        "saving.save",
        ("Ctrl+S",),
        hint="Write all decisions to their files",
        icon="save",
    ),
    Command(
        "reviewChangesAction",
        "Review changes",
        "saving.review_changes",
        ("Ctrl+R",),
        hint="See what saving would change",
    ),
    Command(
        "restoreBatchAction",
        "Restore a saved batch…",
        "saving.restore_batch",
        hint="Put the files of a large save back as they were before it",
    ),
    Command("quitAction", "Quit", "window.close", ("Ctrl+Q",)),
    Command(
        "publishAction",
        "Publish",
        "deciding.publish",
        ("P",),
        "list",
        "Put the item on the site",
        "publish",
    ),
    Command(
        "rejectAction",
        "Reject",
        "deciding.reject",
        ("R",),
        "list",
        "Take the item out for good",
        "reject",
    ),
    Command("requeueAction", "Requeue", "deciding.requeue", ("U",), "list", "Back to the unpublished items"),
    Command(
        "editTopicsAction",
        "Topics",
        "deciding.edit_topics",
        ("T",),
        "list",
        "Add and remove topics",
        "topics",
    ),
    Command(
        "editTextAction", "Edit text", "deciding.edit_text", ("E",), "list", "Edit the title and the excerpt"
    ),
    Command(
        "repairAction",
        "Repair text",
        "deciding.repair",
        ("F",),
        "list",
        "Mend damaged characters in titles and excerpts",
    ),
    Command(
        "openInBrowserAction",
        "Open story",
        "links.open_in_browser",
        ("O",),
        "list",
        "Open the story in the browser",
        "external",
    ),
    Command(
        "keepMineAction",
        "Keep mine",
        "deciding.keep_mine",
        ("M",),
        "list",
        "Let the next save write your decision over what the file says now",
    ),
    Command(
        "keepTheirsAction",
        "Keep theirs",
        "deciding.keep_theirs",
        ("Shift+T",),
        "list",
        "Leave the file as it is now and drop your decision",
    ),
    Command(
        "keepAllMineAction",
        "Keep mine for all",
        "deciding.keep_all_mine",
        ("Ctrl+Shift+M",),
        hint="Keep mine in all conflicts",
    ),
    Command(
        "keepAllTheirsAction",
        "Keep theirs for all",
        "deciding.keep_all_theirs",
        ("Ctrl+Shift+T",),
        hint="Keep theirs in all conflicts",
    ),
    Command(
        "discardDecisionAction",
        "Discard this decision",
        "deciding.discard_decision",
        ("Del",),
        "list",
        "Drop what is not saved of the selected items",
    ),
    Command("nextAction", "Next item", "listing.go_to_next", ("J",), "list"),
    Command("previousAction", "Previous item", "listing.go_to_previous", ("K",), "list"),
    Command("pageDownAction", "Read on", "paging.page_down", ("Space",), "list", _READ_ON),
    Command("pageUpAction", "Read back", "paging.page_up", ("Shift+Space",), "list", _READ_BACK),
    Command("goToRelatedAction", "Go to related item", "going.go_to_related", ("G",), hint=_RELATED),
    Command("goBackAction", "Back to where I was", "going.go_back", ("Alt+Left",), hint=_BACK),
    Command("focusModeAction", "Focus mode", "focusing.toggle", ("Z", "F11"), hint=_ALONE),
    Command("loadPicturesAction", "Load pictures of this folder", "picturing.toggle", hint=_PICTURES),
    Command("leaveFocusAction", "Back to the list", "focusing.leave", ("Esc",), "list"),
    Command(
        "undoAction",
        "Undo",
        "deciding.undo",
        ("Ctrl+Z",),
        hint="Take the last decision back",
        icon="undo",
    ),
    Command(
        "redoAction",
        "Redo",
        "deciding.redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        hint="Decide so again",
        icon="redo",
    ),
    Command("selectAllAction", "Select all", "listing.select_all", ("Ctrl+A",), "list"),
    Command(
        "searchAction",
        "Search",
        "finding.focus_search",
        ("/", "Ctrl+F"),
        hint="Search the list",
        icon="search",
    ),
    Command("clearSearchAction", "Clear the search", "finding.clear_search"),
    Command(
        "searchHelpAction",
        "What you can search for",
        "finding.show_search_help",
        ("F1",),
        hint="The search language by examples",
    ),
    Command(
        "commandPaletteAction",
        "All commands…",
        "window.show_palette",
        ("Ctrl+K",),
        hint="Find a command",
        icon="command",
    ),
    Command("cancelAction", "Cancel", "progress.cancel_work", hint="Stop reading or saving"),
    Command("showProblemsAction", "Show problems", "finding.show_problems"),
    Command("showConflictsAction", "Show conflicts", "finding.show_conflicts"),
    Command(
        "takeOverAction",
        "Take over",
        "opening.take_over",
        hint="Decide in this window, if the other one is closed",
    ),
    Command(
        "forgetGoneAction",
        "Forget what is gone",
        "opening.forget_gone",
        hint="Drop decisions of an earlier session about files that are gone",
    ),
    Command(
        "sortAnewAction",
        "Sort anew",
        "listing.sort_anew",
        hint="Put items whose scores have changed in their place",
    ),
    Command(
        "showUndoneAction", "Show", "outside.show_undone", hint="Show the items whose decisions were undone"
    ),
    Command("applyAgainAction", "Apply again", "outside.apply_again", hint="Decide again what was undone"),
    Command("themeSystemAction", "Like the system", "window.use_system_theme"),
    Command("themeLightAction", "Light", "window.use_light_theme"),
    Command("themeDarkAction", "Dark", "window.use_dark_theme"),
    Command("showLogAction", "Show the log", "window.show_log", hint="What the program has noted of itself"),
    Command("aboutAction", "About Editor App", "window.show_about"),
    *_VIEW_COMMANDS,
    *_ORDER_COMMANDS,
    *_SNOOZE_COMMANDS,
    *_RULE_COMMANDS,
    Command(
        "statisticsAction",
        "Statistics…",
        "statistics.show_statistics",
        ("Ctrl+Shift+D",),
        hint="What was decided when, and what waits",
    ),
)

SEPARATOR: Final = ""

MENUS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "&File",
        (
            "openFolderAction",
            "reloadAction",
            SEPARATOR,
            "saveAction",
            "reviewChangesAction",
            "restoreBatchAction",
            SEPARATOR,
            "quitAction",
        ),
    ),
    ("&Edit", ("undoAction", "redoAction", SEPARATOR, "selectAllAction", "searchAction")),
    (
        "&Item",
        (
            "publishAction",
            "rejectAction",
            "requeueAction",
            "snoozeAction",
            "wakeAction",
            "editTopicsAction",
            "editTextAction",
            "repairAction",
            SEPARATOR,
            "openInBrowserAction",
            SEPARATOR,
            "conflictMenu",
            "discardDecisionAction",
            SEPARATOR,
            "rulesAction",
            "ruleOfSearchAction",
            "importRulesAction",
            "exportRulesAction",
            SEPARATOR,
            "nextAction",
            "previousAction",
            "pageDownAction",
            "pageUpAction",
            SEPARATOR,
            "goToRelatedAction",
            "goBackAction",
        ),
    ),
    (
        "&View",
        (
            "focusModeAction",
            "loadPicturesAction",
            SEPARATOR,
            "sortMenu",
            "groupMenu",
            SEPARATOR,
            "themeSystemAction",
            "themeLightAction",
            "themeDarkAction",
            SEPARATOR,
            "statisticsAction",
            SEPARATOR,
            "showConflictsAction",
            "showProblemsAction",
            SEPARATOR,
            "saveViewAction",
            "updateViewAction",
            "renameViewAction",
            "raiseViewAction",
            "lowerViewAction",
            "deleteViewAction",
            SEPARATOR,
            "importViewsAction",
            "exportViewsAction",
        ),
    ),
    ("&Help", ("commandPaletteAction", "searchHelpAction", "showLogAction", "aboutAction")),
)

SUBMENUS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "sortMenu": (
        "&Sort",
        (
            *(f"sortBy{column.title}Action" for column in COLUMNS),
            SEPARATOR,
            *(f"thenBy{column.title}Action" for column in COLUMNS),
        ),
    ),
    "conflictMenu": (
        "&Conflict",
        ("keepMineAction", "keepTheirsAction", SEPARATOR, "keepAllMineAction", "keepAllTheirsAction"),
    ),
    "groupMenu": (
        "&Group",
        (
            "groupByProviderAction",
            "groupByDayAction",
            "groupByTopicAction",
            "noGroupsAction",
            SEPARATOR,
            "nextGroupAction",
            "previousGroupAction",
            "selectGroupAction",
        ),
    ),
}
"""Menus that stand in others by their names."""

VIEW_MENU: Final = (
    "updateViewAction",
    "renameViewAction",
    SEPARATOR,
    "raiseViewAction",
    "lowerViewAction",
    SEPARATOR,
    "deleteViewAction",
)
"""Commands about the saved view that is chosen at the left."""

CONTEXT_MENU: Final = (
    "publishAction",
    "rejectAction",
    "requeueAction",
    "snoozeAction",
    "wakeAction",
    "editTopicsAction",
    "editTextAction",
    "repairAction",
    SEPARATOR,
    "openInBrowserAction",
    SEPARATOR,
    "undoAction",
    "selectAllAction",
)

COMMANDS_OF_THE_LIST: Final = ("searchAction", "searchHelpAction", "clearSearchAction")
"""Commands that need what focus mode hides."""

ITEM_COMMANDS: Final = (
    "publishAction",
    "rejectAction",
    "requeueAction",
    "snoozeAction",
    "wakeAction",
    "editTopicsAction",
    "editTextAction",
    "repairAction",
    "openInBrowserAction",
)
"""Commands that need an item."""

CONFLICT_COMMANDS: Final = (
    "keepMineAction",
    "keepTheirsAction",
    "keepAllMineAction",
    "keepAllTheirsAction",
    "discardDecisionAction",
)
"""Commands by which an editor chooses where somebody else has changed or deleted a file meanwhile."""


def create_actions(window: QObject) -> dict[str, QAction]:
    """All commands as actions of a window, not connected yet."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = _action(command, window)
        action.setObjectName(command.name)
        actions[command.name] = action
    return actions


def connect_actions(actions: Mapping[str, QAction], owner: str, handlers: QObject) -> None:
    """Connect the commands of an owner to its methods.

    :raises AttributeError: it lacks the handler of a command.
    """
    for command in COMMANDS:
        whose, _, method = command.handler.partition(".")
        if whose == owner:
            actions[command.name].triggered.connect(getattr(handlers, method))


def create_conflict_actions(owner: QObject) -> dict[str, QAction]:
    """The choices of a conflict as actions of another widget than the window, not connected yet."""
    return {
        command.name: _action(command, owner) for command in COMMANDS if command.name in CONFLICT_COMMANDS
    }


def _action(command: Command, owner: QObject) -> QAction:
    # Given a text at once, PySide would load `QIcon` with the names of all system icons to see whether it is one.
    action = QAction(owner)
    action.setText(command.text)
    if command.keys:
        action.setShortcuts([QKeySequence(key) for key in command.keys])
    if command.scope == "list":
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setToolTip(command.hint or command.text.rstrip("…"))
    if command.number or command.about:
        action.setData(command.number or command.about)
    return action


def list_actions(actions: Mapping[str, QAction]) -> list[QAction]:
    """The actions whose keys belong to the list."""
    return [actions[command.name] for command in COMMANDS if command.scope == "list"]
