"""Whatever an item says is text in every part of the window: no markup, no resource, no host but the one shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.hostile_files import HOSTILE, TOP, Hostile
from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHelpEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QTreeWidget,
    QWidget,
)

from editor_app.core.decision import Publish, retag
from editor_app.core.log_tail import log_file
from editor_app.gui.card import RelatedCard
from editor_app.gui.chips import TopicChip
from editor_app.gui.link_button import LinkButton
from editor_app.gui.wrapping_label import WrappingLabel

from .conftest import Desk

TRAP = "trap.png"
PAYLOADS = (
    "<img src=file:///dev/zero>",
    "<img src='{trap}'>",
    "<a href='https://evil.example/'>click</a>",
    "<table><tr><td background='{trap}'>x</table>",
    "<style>* {{ background: url({trap}) }}</style><b>bold</b>",
    "<!DOCTYPE html><object data='{trap}'></object>",
    "<svg onload=alert(1)><script>alert(1)</script>",
    "&lt;b&gt;&amp;&nbsp;",
    "a\u202egnol\u202c \u2066iso\u2069",
    "bell\\a escape\\e[2J nul\\0 nel\\N",
    "[*] & && %1 {0} {} %s ${HOME}",
)
UNSEEN = set("\x00\x07\x1b\x85\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def item_of(payload: str) -> str:
    """An item that says the same in every field."""
    text = payload.replace('"', '\\"')
    return (
        f'---\ntitle: "{text} title"\nexcerpt: "{text} excerpt"\ntype: "{text}"\ncategory: "{text}"\n'
        f'publishedDateTime: "{text}"\nquality: "{text}"\nheat: 3\npublished: "{text}"\n'
        f'webUrl: "{text}"\noriginalUrl: "javascript:{text}"\nampWebUrl: "https://{text}/"\n'
        f'provider:\n  name: "{text} name"\n  domain: "{text} domain"\n'
        f'topics:\n  - "{text} topic"\n  - "{text} other"\n'
        f'related:\n  - title: "{text} related"\n    excerpt: "{text}"\n    webUrl: "{text}"\n    quality: "{text}"\n'
        f'    provider:\n      name: "{text}"\n      domain: "{text}"\n"{text[:40]}": "{text}"\n---\n{payload}\n'
    )


def names_of(payload: str) -> str:
    return "".join(char for char in payload if char not in '/\\\0"<>|*?:')[:40] or "x"


@pytest.fixture(params=range(len(PAYLOADS)))
def hostile_desk(
    request: pytest.FixtureRequest, open_desk: Callable[[Path], Desk], tmp_path: Path
) -> tuple[Desk, Path]:
    trap = tmp_path / TRAP
    payload = PAYLOADS[request.param].replace("{trap}", trap.as_uri()).replace("{{", "{").replace("}}", "}")
    site = tmp_path / f"si&te<b>{names_of(payload)}"
    site.mkdir()
    for number in range(3):
        (site / f"{number}{names_of(payload)}.md").write_text(item_of(payload), "utf-8")
    (site / "broken.md").write_text(item_of(payload).replace("heat: 3", "heat: 3\n  - x"), "utf-8")
    topics = site / "_data" / "topics"
    topics.mkdir(parents=True)
    (topics / "a.yaml").write_text(f'name: "{payload} listed"\nkeywords: [title]\n', "utf-8")
    (topics / f"{names_of(payload)}.yaml").write_text("a: [", "utf-8")
    git = site / ".git"
    git.mkdir()
    (git / "HEAD").write_text(f"ref: refs/heads/{payload}\n", "utf-8")
    return open_desk(site), trap


def no_trap_is_read(trap: Path) -> bool:
    """Nobody has asked for the file that every payload names: it is not there, and Qt would have warned of it."""
    return not trap.exists()


def check_texts(root: QWidget) -> None:
    """Look at every text of every part."""
    for widget in (root, *root.findChildren(QWidget)):
        where = f"{type(widget).__name__} {widget.objectName()}"
        shown = [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText or not widget.text(), where
            in_question = widget.objectName().startswith(
                "qt_msgbox"
            )  # Qt's own, which have no links as plain text
            assert in_question or not widget.openExternalLinks(), where
            shown.append(widget.text())
        if isinstance(widget, QMessageBox):
            assert widget.textFormat() is Qt.TextFormat.PlainText, where
        assert not isinstance(widget, QTextEdit | QTextBrowser), where
        if isinstance(widget, QPlainTextEdit):
            shown.append(widget.toPlainText().replace("\n", ""))
            document = widget.document()
            for format_ in document.allFormats():
                assert not format_.isImageFormat(), where
                assert not format_.toCharFormat().isAnchor(), where
        if isinstance(widget, QLineEdit):
            shown.append(widget.placeholderText())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(min(model.rowCount(), 30)):
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
                    index = model.index(row, column)
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                        shown.append(str(index.data(role) or "").replace("\n", ""))
                    check_tooltip(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
        check_tooltip(widget.toolTip())
        for text in shown:
            assert not UNSEEN & set(text), where


def check_tooltip(tip: str) -> None:
    """A tooltip is no markup, or markup of ours around escaped text: what Qt makes of it says what the text says."""
    if "<" not in tip:  # Qt takes nothing else for markup
        return
    assert tip.startswith("<span>")
    assert tip.endswith("</span>")
    assert "<" not in tip[6:-7].replace("<br>", "")
    document = QTextDocument()
    document.setHtml(tip)
    assert not any(format_.isImageFormat() for format_ in document.allFormats())
    assert not any(format_.toCharFormat().isAnchor() for format_ in document.allFormats())


def test_every_part_of_the_window_shows_text_as_text(hostile_desk: tuple[Desk, Path]) -> None:
    desk, trap = hostile_desk
    window = desk.window
    desk.choose_queue("All")
    assert len(desk.paths) == 4
    check_texts(window)
    good = [path for path in desk.paths if path != "broken.md"]
    desk.select(good[0])
    desk.wait(lambda: window.detail.findChildren(RelatedCard))
    check_texts(window)
    assert "<" not in window.detail.findChildren(TopicChip)[0].toolTip().replace("<span>", "").replace(
        "</span>", ""
    )
    # the list of completions
    desk.press("t")
    topic_edit = next(
        edit for edit in window.detail.findChildren(QLineEdit, "topicEdit") if edit.isVisibleTo(window)
    )
    completer = topic_edit.completer()
    desk.wait(lambda: completer.model().rowCount())
    completer.setCompletionPrefix("t")
    completer.complete()
    check_texts(completer.popup())
    desk.press("Escape")
    completer.popup().hide()
    # decided: the marks, the banner, the dialog with its list and its differences
    desk.table.setFocus()
    desk.press("p")
    desk.select(good[0])
    tabs = window.detail.findChild(QTabBar)
    tabs.setCurrentIndex(1)
    view = next(view for view in window.detail.findChildren(QPlainTextEdit) if view.isVisibleTo(window))
    desk.wait(lambda: "published" in view.toPlainText())
    check_texts(window)
    view.selectAll()
    view.copy()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.formats() == ["text/plain"]
    tabs.setCurrentIndex(0)
    window.saving.review_changes()
    dialog = window.findChild(QWidget, "changesDialog")
    assert dialog is not None
    assert dialog.findChild(QListWidget, "changesList").count() == 1
    desk.wait(lambda: dialog.findChild(QPlainTextEdit).toPlainText())
    check_texts(dialog)
    dialog.close()
    # a save that fails
    (desk.folder / good[0]).unlink()
    save(desk)
    assert window.banner.isVisible()
    check_texts(window)
    # commands
    window.show_palette()
    palette = window.findChild(QWidget, "commandPalette")
    assert palette is not None
    assert palette.findChild(QTreeWidget).topLevelItemCount()
    check_texts(palette)
    palette.close()
    # many, and a problem
    desk.select(*good[1:])
    desk.wait(lambda: "2 items" in " ".join(label.text() for label in window.detail.findChildren(QLabel)))
    check_texts(window)
    desk.select("broken.md")
    desk.wait(lambda: any(v.toPlainText() for v in window.detail.findChildren(QPlainTextEdit)))
    check_texts(window)
    desk.type_search("<img src=x> nothing at all")
    check_texts(window)
    window.grab()
    assert no_trap_is_read(trap)


def test_what_helps_with_many_items_shows_text_as_text(hostile_desk: tuple[Desk, Path]) -> None:
    desk, trap = hostile_desk
    window = desk.window
    desk.choose_queue("All")
    good = [path for path in desk.paths if path != "broken.md"]
    for group in ("Provider", "Topic"):
        desk.action(f"groupBy{group}Action").trigger()
        window.grab()
        check_texts(window)
    desk.select(good[0])
    desk.wait(lambda: window.detail.findChildren(RelatedCard))
    desk.action("focusModeAction").trigger()
    window.grab()
    check_texts(window)
    desk.action("leaveFocusAction").trigger()
    desk.press("p")
    desk.select(good[1])
    desk.action("snoozeLaterAction").trigger()
    check_texts(window)
    # what was decided, in the log
    desk.action("statisticsAction").trigger()
    figures = window.findChild(QWidget, "statisticsWindow")
    assert figures is not None
    figures.findChild(QTabWidget, "statisticsTabs").setCurrentIndex(1)
    desk.wait(lambda: figures.findChild(QTableView, "logTable").model().rowCount())
    figures.grab()
    check_texts(figures)
    figures.close()
    # a rule, and what it would be about
    desk.action("rulesAction").trigger()
    rules = window.findChild(QWidget, "rulesDialog")
    assert rules is not None
    rules.findChild(QPushButton, "newRuleButton").click()
    query = rules.findChild(QLineEdit, "ruleQuery")
    query.setFocus()
    query.selectAll()
    QTest.keyClicks(query, "heat>=0")
    desk.wait(lambda: rules.findChild(QTableView, "ruleItems").model().rowCount())
    rules.grab()
    check_texts(rules)
    rules.close()
    assert no_trap_is_read(trap)


def test_what_goes_wrong_is_told_as_text(hostile_desk: tuple[Desk, Path]) -> None:
    """Conflicts, files that are gone, kept batches, the log, and questions: all may name hostile files."""
    desk, trap = hostile_desk
    window = desk.window
    desk.choose_queue("All")
    first, second, third = (path for path in desk.paths if path != "broken.md")
    texts = {path: (desk.folder / path).read_text("utf-8") for path in (first, second, third)}
    # somebody else decides, and replaces the same topic by another one
    desk.select(first)
    desk.press("p")
    held = window.session.catalog.topics(_item(desk, first))
    window.session.decide([_item(desk, first)], retag(rename=[(held[0], "<b>mine</b> " + held[0])]))
    theirs = texts[first].replace("\npublished:", '\nremoved: "<u>"\npublished: true\nx:')
    (desk.folder / first).write_text(theirs.replace(" topic", " <i>theirs</i> topic"), "utf-8")
    # another file is deleted
    desk.select(second)
    desk.press("p")
    (desk.folder / second).unlink()
    save(desk)
    assert window.banner.isVisible()
    check_texts(window)
    desk.choose_queue("Conflicts")
    for path in (first, second):
        desk.select(path)
        card = desk.widget("conflictCard")
        desk.wait(card.isVisible)
        assert card.findChildren(QLabel)
        check_texts(window)
        window.grab()
    # the question before the window is closed
    asked: list[str] = []

    def look_and_stay() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        asked.append(question.text())
        try:
            check_texts(question)
        finally:
            question.button(QMessageBox.StandardButton.Cancel).click()

    QTimer.singleShot(0, look_and_stay)
    assert not window.close()
    assert len(asked) == 1
    # a batch that can be put back
    desk.action("keepAllTheirsAction").trigger()
    (desk.folder / second).write_text(texts[second], "utf-8")
    with desk.qtbot.waitSignal(window.loading_finished, timeout=20_000):
        window.opening.reload()
    desk.choose_queue("All")
    window.session.decide([_item(desk, path) for path in (second, third)], Publish())
    save(desk)
    window.saving.restore_batch()
    dialog = window.findChild(QWidget, "restoreDialog")
    assert dialog is not None
    files = dialog.findChild(QListView, "restoreFiles")
    desk.wait(files.model().rowCount)
    check_texts(dialog)
    dialog.grab()
    dialog.close()
    # the log, and what the program says of itself
    payload = texts[third].splitlines()[1]
    log_file().parent.mkdir(parents=True, exist_ok=True)
    with log_file().open("a", encoding="utf-8") as log:
        log.write(f"ERROR {payload} \x1b[2J \u202e\n")
    window.show_log()
    log_dialog = window.findChild(QWidget, "logDialog")
    assert log_dialog is not None
    desk.wait(log_dialog.findChild(QPlainTextEdit).toPlainText)
    check_texts(log_dialog)
    log_dialog.grab()
    log_dialog.close()
    window.notices.say(payload)
    window.banner.show_message(payload)
    window.status.say(payload)
    check_texts(window)
    window.grab()
    assert no_trap_is_read(trap)


def _item(desk: Desk, path: str) -> int:
    item = desk.window.session.catalog.find(path)
    assert item is not None
    return item


def save(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=20_000):
        desk.window.saving.save()


def test_a_tooltip_is_shown_as_text(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.md").write_text(item_of("<img src=file:///dev/zero>"), "utf-8")
    desk = open_desk(site)
    desk.choose_queue("All")
    table = desk.table
    for column in range(table.model().columnCount()):
        index = table.model().index(0, column)
        place = table.visualRect(index).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), event)
        check_tooltip(QToolTip.text())
    QToolTip.hideText()


class Browser(QObject):
    """Stands where the system's browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toEncoded().data().decode())


@pytest.fixture
def browser() -> Iterator[Browser]:
    found = Browser()
    schemes = ("http", "https", "file", "ftp", "javascript", "data", "mailto", "smb", "")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, found, "open")
    yield found
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize(
    ("address", "host", "opened"),
    [
        ("https://news.example/a?b=c#d", "news.example", "https://news.example/a?b=c#d"),
        ("HTTP://News.Example:8080/ü", "news.example:8080", "http://news.example:8080/%C3%BC"),
        ("http://[::1]/", "[::1]", "http://[::1]/"),
        ("https://news.example./", "news.example.", "https://news.example./"),
        ("https://аррӏе.example/", "xn--80ak6aa92e.example", "https://xn--80ak6aa92e.example/"),
        ("https://müller.example/", "xn--mller-kva.example", "https://xn--mller-kva.example/"),
        ("http://good.example@evil.example/", "", None),
        ("https://good.example\\\\@evil.example/", "", None),
        ("https://good.example /", "", None),
        ("https://good.example\\n.evil.example/", "", None),
        ("https://good%2eexample/", "", None),
        ("http:///x", "", None),
        ("http://2130706433/", "", None),
        ("javascript:alert(1)", "", None),
        ("file:///etc/passwd", "", None),
        ("data:text/html,<script>alert(1)</script>", "", None),
        ("smb://evil.example/share", "", None),
    ],
)
def test_a_link_opens_only_what_it_shows_and_only_when_asked(
    open_desk: Callable[[Path], Desk],
    tmp_path: Path,
    browser: Browser,
    address: str,
    host: str,
    opened: str | None,
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.md").write_text(
        f'---\ntitle: A\nquality: 1\npublished: false\nwebUrl: "{address}"\noriginalUrl: "{address}"\n'
        f'related:\n  - title: B\n    webUrl: "{address}"\n---\n',
        "utf-8",
    )
    desk = open_desk(site)

    def shown() -> list[LinkButton]:
        found = desk.window.detail.findChildren(LinkButton)
        return [link for link in found if link.isVisibleTo(desk.window)]

    desk.wait(lambda: len(shown()) == 2)  # the story, and the one on the card
    links = shown()
    for link in links:
        assert link.host == host
        assert host in link.accessibleName()
        if host:
            assert link.toolTip().startswith(f"<span>{host}<br>")
        QTest.mouseMove(link, QPoint(5, 5))
    assert browser.opened == []
    wanted: list[str] = []
    for link in links:
        desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        wanted += [opened] if opened else []
        assert browser.opened == wanted
    desk.table.setFocus()
    desk.press("o")
    assert browser.opened == wanted + ([opened] if opened else [])


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_each_hostile_file_can_be_opened(
    hostile: Hostile, open_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / hostile.name).write_bytes(hostile.make())
    desk = open_desk(site)
    desk.choose_queue("All")
    if hostile.problem == "" and not desk.paths:
        return
    assert desk.paths == [hostile.name]
    desk.select(hostile.name)
    shown = [
        label for label in desk.window.detail.findChildren(WrappingLabel) if label.isVisibleTo(desk.window)
    ]
    if hostile.problem is not None:
        assert any(hostile.problem in label.text() for label in shown)
        desk.press("p")
        assert desk.queue_counts()["Changed"] == 0
    else:
        desk.press("p")
        tabs = desk.window.detail.findChild(QTabBar)
        tabs.setCurrentIndex(1)
        view = next(v for v in desk.window.detail.findChildren(QPlainTextEdit) if v.isVisibleTo(desk.window))
        desk.wait(view.toPlainText)
    desk.window.grab()


def test_long_words_widen_nothing(open_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    site = tmp_path / ("s" * 255)
    site.mkdir()
    word = "w" * 200_000
    (site / ("n" * 252 + ".md")).write_text(
        f"---\n{TOP}  - {word}\nexcerpt: {word}\nprovider: {{name: {word[:5000]}, domain: {word[:5000]}}}\n"
        f'related:\n  - title: "{word}"\n    provider:\n      name: "{word}"\n---\n',
        "utf-8",
    )
    (site / "b.md").write_text(f'---\ntitle: "{word}"\nquality: 1\npublished: false\ntype: {word}\n---\n')
    desk = open_desk(site)
    desk.choose_queue("All")
    for path in desk.paths:
        desk.select(path)
        desk.press("p")
        desk.window.grab()
    long_name = next(path for path in desk.paths if path.startswith("n"))
    (site / long_name).unlink()
    with desk.qtbot.waitSignal(desk.window.session.save_finished, timeout=20_000):
        desk.window.saving.save()
    assert desk.window.banner.isVisible()
    assert desk.window.minimumSizeHint().width() < 1_400
