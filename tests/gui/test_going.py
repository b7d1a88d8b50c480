"""Related stories that are items of the folder: marked, gone to, and back from."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from editor_app.core.decision import Publish
from editor_app.gui.story_mark import StoryMark

from .conftest import Desk

FERRY = "_news/2026-11-21-ferry-autopilot-gulls.md"
GULLS = "_news/2026-11-22-gulls-four-autopilot-nil.md"
BRIEF = "---\ntitle: {0}\nquality: 5\npublished: {1}\nwebUrl: https://www.site.example/{0}\n{2}---\n"


def marks(desk: Desk) -> list[str]:
    found = desk.widget("relatedList").findChildren(StoryMark)
    shown = [mark for mark in found if mark.isVisibleTo(desk.window)]
    return [mark.accessibleName() for mark in sorted(shown, key=top)]


def top(mark: StoryMark) -> int:
    return mark.mapToGlobal(mark.rect().topLeft()).y()


def first_mark(desk: Desk) -> StoryMark:
    return min(
        (m for m in desk.widget("relatedList").findChildren(StoryMark) if m.isVisibleTo(desk.window)), key=top
    )


def show(desk: Desk, path: str) -> None:
    desk.choose_queue("All")
    desk.select(path)
    desk.wait(lambda: marks(desk))


def site(folder: Path, *files: tuple[str, str, str]) -> Path:
    """Files by name, with what they say of being published and of related stories."""
    folder.mkdir()
    for name, published, related in files:
        (folder / f"{name}.md").write_text(BRIEF.format(name, published, related), encoding="utf-8")
    return folder


def related(*addresses: str) -> str:
    return "related:\n" + "".join(f"  - title: Other\n    webUrl: {address}\n" for address in addresses)


def test_stories_of_the_folder_are_marked_with_their_state(desk: Desk) -> None:
    show(desk, FERRY)
    assert len(marks(desk)) == 3
    assert marks(desk)[0] == "In this folder: unpublished"


def test_a_mark_says_what_is_decided_and_follows_it(desk: Desk) -> None:
    show(desk, FERRY)
    before = marks(desk)
    desk.select(GULLS)
    desk.press("r")
    desk.select(FERRY)
    desk.wait(lambda: len(marks(desk)) == 3)
    assert [mark for mark in marks(desk) if mark not in before] == ["In this folder: rejected, not saved yet"]
    desk.press("Ctrl+Z")
    desk.select(FERRY)
    desk.wait(lambda: marks(desk) == before)


def test_a_click_goes_to_the_item_and_a_key_back(desk: Desk) -> None:
    desk.choose_queue("All")
    desk.type_search("autopilot")
    desk.press("Return")
    desk.select(FERRY)
    desk.wait(lambda: marks(desk))
    before, mark = desk.paths, first_mark(desk)
    there = mark.item
    desk.wait(lambda: mark.height() > 0)  # it has its place by now
    desk.qtbot.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert desk.window.table.current_item() == there
    assert desk.table.hasFocus()
    assert desk.widget("backSign").isVisible()
    desk.press("Alt+Left")
    assert desk.selected == [FERRY]
    assert desk.paths == before
    assert desk.search.text() == "autopilot"
    assert not desk.widget("backSign").isVisible()


def test_going_clears_what_hides_the_item_and_the_way_back_restores_it(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    folder = site(
        tmp_path / "site",
        ("here", "false", related("http://site.example/there?utm_source=x", "https://site.example/none")),
        ("more", "false", ""),
        ("there", "true", ""),
    )
    desk = open_desk(folder)
    desk.type_search("here")
    desk.press("Return")
    desk.wait(lambda: marks(desk) == ["In this folder: published"])
    desk.press("g")
    assert desk.selected == ["there.md"]
    assert desk.search.text() == ""
    assert len(desk.paths) == 3
    desk.press("Alt+Left")
    assert desk.selected == ["here.md"]
    assert desk.paths == ["here.md"]
    assert desk.search.text() == "here"


def test_the_way_back_leads_into_a_list_that_the_item_has_left(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    folder = site(
        tmp_path / "site",
        ("a", "false", related("https://site.example/b")),
        ("b", "false", related("https://site.example/a")),
        ("c", "false", ""),
    )
    desk = open_desk(folder)
    desk.select("a.md")
    desk.wait(lambda: marks(desk))
    desk.press("g")
    assert desk.selected == ["b.md"]
    desk.window.session.decide([desk.window.session.catalog.find("a.md")], Publish())
    desk.press("Alt+Left")
    assert desk.selected == ["b.md"]
    assert "not in this list any more" in desk.text("messageLabel")


def test_without_a_mark_the_key_says_why(desk: Desk) -> None:
    show(desk, FERRY)
    desk.select(next(path for path in desk.paths if "toaster-may-be" in path))
    desk.wait(lambda: not marks(desk))
    desk.press("g")
    assert "None of the related stories" in desk.text("messageLabel")


def test_marks_follow_files_that_come_and_go(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    folder = site(tmp_path / "site", ("a", "false", related("https://site.example/b")))
    desk = open_desk(folder)
    desk.select("a.md")
    desk.wait(lambda: desk.window.detail.page.related)
    assert marks(desk) == []
    (folder / "b.md").write_text(BRIEF.format("b", "true", ""), encoding="utf-8")
    desk.reload()
    desk.wait(lambda: marks(desk) == ["In this folder: published"])
    (folder / "b.md").unlink()
    desk.window.watch.look_soon()
    desk.wait(lambda: marks(desk) == [])


def test_an_item_that_names_itself_is_no_related_item(
    open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    folder = site(
        tmp_path / "site",
        ("a", "false", related("https://site.example/a", "https://site.example/b")),
        ("b", "false", ""),
    )
    desk = open_desk(folder)
    desk.select("a.md")
    desk.wait(lambda: marks(desk))
    assert len(marks(desk)) == 1


def test_a_mark_is_reached_and_followed_by_keys(desk: Desk) -> None:
    show(desk, FERRY)
    mark = first_mark(desk)
    mark.setFocus(Qt.FocusReason.TabFocusReason)
    there = mark.item
    desk.press("Return")
    assert desk.window.table.current_item() == there
