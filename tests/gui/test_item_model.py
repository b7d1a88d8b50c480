"""Qt's own judge of models watches while rows come, go, change and move, singly and in masses."""

from PySide6.QtTest import QAbstractItemModelTester

from editor_app.core.catalog import Queue
from editor_app.gui.item_model import ItemModel

from .conftest import Desk


def test_the_model_keeps_its_promises(desk: Desk) -> None:
    tester = QAbstractItemModelTester(
        desk.table.model(), QAbstractItemModelTester.FailureReportingMode.Warning
    )  # a warning of Qt's fails the test
    desk.press("p", "r", "j", "p", "Ctrl+Z")  # row by row
    desk.press("Ctrl+A", "r", "Ctrl+Z", "p", "Ctrl+Z")  # as new layouts
    for queue in ("All", "Changed", "Problems", "Unpublished"):
        desk.choose_queue(queue)
    for text in ("f", "fe", "ferry", "zeppelin", ""):
        desk.type_search(text)
    for section in range(8):
        desk.table.horizontalHeader().setSortIndicator(
            section, desk.table.horizontalHeader().sortIndicatorOrder()
        )
    (desk.folder / desk.paths[0]).unlink()
    desk.reload()
    assert tester.model() is desk.table.model()


def test_what_a_row_shows_is_named_anew_when_its_age_is_and_not_before(desk: Desk) -> None:
    now = [1_000_000_000.0 + 30]
    model = ItemModel(lambda: now[0])
    model.set_catalog(desk.window.session.catalog)
    model.search(queue=Queue.ALL)
    model.complete()
    moment = model.view.items and desk.window.session.catalog.files.moments[model.item(0)]
    assert moment
    now[0] = moment + 10 * 86_400 + 30
    before = model.stamp(0)
    now[0] += 600
    assert model.stamp(0) == before
    now[0] += 86_400
    assert model.stamp(0) != before
