"""Qt's own judge of models watches while rows come, go, change and move, singly and in masses."""

from PySide6.QtTest import QAbstractItemModelTester

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
