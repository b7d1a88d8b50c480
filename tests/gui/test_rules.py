"""Rules in their dialog: what they would do is shown before anything is decided."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QPushButton, QRadioButton, QTableView

from editor_app.core.query import Query
from editor_app.core.rules import Rule, Ruling, Verdict, from_json
from editor_app.gui import settings as declared
from editor_app.gui.rules_dialog import RulesDialog
from editor_app.gui.settings import Settings

from .conftest import Desk


class RulesAtHand:
    """The open dialog as an editor sees it."""

    def __init__(self, desk: Desk) -> None:
        found = desk.window.findChild(RulesDialog)
        assert found is not None
        self.dialog = found
        self.desk = desk
        self.list = found.findChild(QListWidget, "rulesList")
        self.query = found.findChild(QLineEdit, "ruleQuery")
        self.topics = found.findChild(QLineEdit, "ruleTopics")
        self.name = found.findChild(QLineEdit, "ruleName")
        self.table = found.findChild(QTableView, "ruleItems")
        self.apply = found.findChild(QPushButton, "applyRuleButton")

    def text(self, name: str) -> str:
        return self.desk.text(name)

    @property
    def rules(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    @property
    def paths(self) -> list[str]:
        model = self.table.model()
        return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]

    def type_query(self, text: str) -> None:
        self.query.setFocus()
        self.query.selectAll()
        QTest.keyClicks(self.query, text)
        self.wait()

    def decide(self, verdict: Verdict) -> None:
        self.dialog.findChild(QRadioButton, f"{verdict}Rule").click()
        self.wait()

    def wait(self) -> None:
        with self.desk.qtbot.waitSignal(self.dialog.dry_run_finished, timeout=20_000):
            pass

    def close(self) -> None:
        QTest.keyClick(self.dialog, Qt.Key.Key_Escape)
        self.desk.wait(lambda: self.desk.window.findChild(RulesDialog) is None)
        self.desk.window.activateWindow()
        self.desk.wait(self.desk.window.isActiveWindow)


def open_rules(desk: Desk) -> RulesAtHand:
    desk.press("Ctrl+Shift+R")
    hand = RulesAtHand(desk)
    hand.dialog.activateWindow()
    desk.wait(hand.dialog.isActiveWindow)
    return hand


def new_rule(desk: Desk, query: str) -> RulesAtHand:
    hand = open_rules(desk)
    QTest.keyClick(hand.dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.type_query(query)
    return hand


def low_ones(desk: Desk) -> list[str]:
    catalog = desk.window.session.catalog
    rows = [catalog.row(item) for item in catalog.numbers() if str(catalog.state(item)) == "unpublished"]
    return [row.path for row in rows if row.quality is not None and row.quality < 40]


def test_a_rule_shows_what_it_would_do_and_does_nothing_by_itself(desk: Desk) -> None:
    wanted = low_ones(desk)
    assert len(wanted) > 2
    hand = new_rule(desk, "is:unpublished quality<40")
    total = len(desk.window.session.catalog)
    assert hand.text("ruleHeading") == f"Would reject {len(wanted)} of {total} items"
    assert sorted(hand.paths) == sorted(wanted)
    assert hand.apply.text() == f"Reject {len(wanted)} items"
    hand.close()
    assert not desk.window.session.catalog.pending
    assert desk.files() == desk.start


def test_applying_a_rule_is_one_step_that_is_undone_and_saved_like_any_other(desk: Desk) -> None:
    wanted = low_ones(desk)
    hand = new_rule(desk, "is:unpublished quality<40")
    QTest.keyClick(hand.query, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    assert hand.text("ruleNote").startswith(f"Rejected {len(wanted)} items.")
    assert hand.text("ruleHeading").startswith("Would reject 0 of")
    assert not hand.apply.isEnabled()
    hand.close()
    assert not set(wanted) & set(desk.paths)
    assert desk.selected  # the list goes on
    assert desk.files() == desk.start
    desk.press("Ctrl+Z")
    assert not desk.window.session.catalog.pending
    assert set(wanted) <= set(desk.paths)
    desk.press("Ctrl+Shift+Z")
    desk.save()
    changed = desk.changed_lines()
    assert sorted(changed) == sorted(wanted)
    assert all(come == ["removed: true"] for _, come in changed.values())


def test_what_is_decided_so_already_does_not_count(desk: Desk) -> None:
    wanted = low_ones(desk)
    desk.select(wanted[0])
    desk.press("r")
    hand = new_rule(desk, "quality<40 -is:published")
    assert wanted[0] not in hand.paths
    assert set(wanted[1:]) <= set(hand.paths)
    assert "Would reject" in hand.text("ruleHeading")
    hand.decide(Verdict.REQUEUE)
    assert wanted[0] in hand.paths
    assert "back into the queue" in hand.text("ruleHeading")
    hand.close()


def test_a_wrong_query_is_told_and_decides_nothing(desk: Desk) -> None:
    new_rule(desk, "quality<40").close()
    hand = open_rules(desk)
    hand.wait()
    hand.query.selectAll()
    QTest.keyClicks(hand.query, "is:publishd quality<40")
    desk.wait(lambda: "cannot be read" in hand.text("ruleHeading"))
    assert "published" in hand.text("ruleNote")
    assert not hand.apply.isEnabled()
    desk.wait(lambda: not hand.paths)
    assert hand.query.accessibleDescription()
    hand.close()
    # What was there before is kept, and not the beginning of a word.
    assert str(desk.window.rules.all()[0].query) == "quality<40"


def test_a_rule_is_never_about_all_items(desk: Desk) -> None:
    hand = open_rules(desk)
    assert "No rule yet" in hand.text("ruleHeading")
    QTest.keyClick(hand.dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    assert "never about all items" in hand.text("ruleHeading")
    assert not hand.apply.isEnabled()
    QTest.keyClick(hand.query, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.session.catalog.pending
    hand.close()
    desk.choose_queue("All")
    desk.action("ruleOfSearchAction").trigger()
    assert desk.window.findChild(RulesDialog) is None


def test_a_rule_can_add_topics_alone(desk: Desk) -> None:
    hand = new_rule(desk, "is:unpublished quality<40")
    hand.decide(Verdict.KEEP)
    assert hand.text("ruleHeading") == "Say which topics to add."
    hand.topics.setFocus()
    QTest.keyClicks(hand.topics, "Late night, Tips")
    hand.wait()
    hand.wait() if not hand.apply.isEnabled() else None
    path = hand.paths[0]
    hand.apply.click()
    hand.close()
    item = desk.window.session.catalog.find(path)
    assert item is not None
    assert desk.window.session.catalog.topics(item)[-2:] == ("Late night", "Tips")


def test_the_search_becomes_a_rule_and_rules_are_kept_in_the_settings(desk: Desk) -> None:
    desk.type_search("quality<40")
    desk.action("ruleOfSearchAction").trigger()
    hand = RulesAtHand(desk)
    hand.wait()
    assert hand.query.text() == "is:unpublished quality<40"
    assert sorted(hand.paths) == sorted(low_ones(desk))
    hand.name.setFocus()
    QTest.keyClicks(hand.name, "Low ones")
    assert hand.rules == ["Low ones\nReject · is:unpublished quality<40"]
    hand.close()
    desk.window.close()
    kept = Settings().get(declared.RULES)
    assert from_json(kept) == [Rule(Query.parse("is:unpublished quality<40"), Ruling(), "Low ones")]


def test_rules_are_chosen_and_deleted_by_keys(desk: Desk) -> None:
    hand = new_rule(desk, "quality<10")
    QTest.keyClick(hand.dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.type_query("quality<20")
    hand.decide(Verdict.PUBLISH)
    assert hand.rules == ["quality<10\nReject", "quality<20\nPublish"]
    hand.list.setFocus()
    QTest.keyClick(hand.list, Qt.Key.Key_Up)
    assert hand.query.text() == "quality<10"
    hand.wait()
    QTest.keyClick(hand.list, Qt.Key.Key_Delete)
    hand.wait()
    assert hand.rules == ["quality<20\nPublish"]
    assert hand.query.text() == "quality<20"
    assert hand.dialog.findChild(QRadioButton, "publishRule").isChecked()
    hand.close()


def test_the_dry_run_follows_the_folder(desk: Desk) -> None:
    hand = new_rule(desk, "is:unpublished quality<40")
    path = hand.paths[0]
    file = desk.folder / path
    file.unlink()
    desk.window.watch.look_soon()
    desk.wait(lambda: path not in hand.paths and hand.apply.isEnabled())
    assert f"Would reject {len(hand.paths)} of" in hand.text("ruleHeading")
    hand.close()


def test_damaged_rules_in_the_settings_are_told_of(desk: Desk) -> None:
    desk.window.rules.keep([])
    settings = desk.window._settings
    settings.set(declared.RULES, '{"rules": 5}')
    hand = open_rules(desk)
    assert hand.rules == []
    hand.close()
    assert settings.get(declared.RULES) == '{"rules": 5}'


def test_rules_go_to_a_file_and_come_from_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rules.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    low, high = Rule(Query.parse("quality<9")), Rule(Query.parse("quality>90"), Ruling(Verdict.PUBLISH))
    desk.window.rules.keep([low, high])
    desk.action("exportRulesAction").trigger()
    desk.wait(lambda: desk.text("messageLabel") == "Rules exported: 2")
    desk.window.rules.keep([low])
    desk.action("importRulesAction").trigger()
    desk.wait(lambda: desk.text("messageLabel") == "Rules imported: 2")
    assert desk.window.rules.all() == [low, high]
    file.write_bytes(b"\xff\xfe")
    desk.action("importRulesAction").trigger()
    desk.wait(lambda: desk.text("messageLabel") == "This is no file of rules.")
    file.unlink()
    desk.action("importRulesAction").trigger()
    desk.wait(lambda: "cannot be read" in desk.text("messageLabel"))
    assert desk.window.rules.all() == [low, high]
