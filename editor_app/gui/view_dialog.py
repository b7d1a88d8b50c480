"""Asks for the name of a saved view, and where it is to be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from editor_app.core.saved_views import LONGEST_NAME


class ViewDialog(QDialog):
    """A name and one question; ``Enter`` saves."""

    named = Signal(str, bool)
    """A name, and whether the view is for this folder alone."""

    def __init__(self, name: str, shown: str, parent: QWidget, *, only_here: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("viewDialog")
        self.setWindowTitle(self.tr("Saved view"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._edit = QLineEdit(name)
        self._edit.setObjectName("viewName")
        self._edit.setMaxLength(LONGEST_NAME)
        self._edit.setAccessibleName(self.tr("Name of the view"))
        self._edit.setPlaceholderText(self.tr("Name of the view"))
        self._edit.selectAll()
        self._edit.textChanged.connect(self._on_text)
        what = QLabel(shown)
        what.setTextFormat(Qt.TextFormat.PlainText)
        what.setWordWrap(True)
        what.setProperty("tone", "muted")
        self._only_here = QCheckBox(self.tr("Only in this folder"))
        self._only_here.setObjectName("viewOnlyHere")
        self._only_here.setChecked(only_here)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(self._edit)
        box.addWidget(what)
        box.addWidget(self._only_here)
        box.addWidget(self._buttons)
        self.setMinimumWidth(400)
        self._on_text(name)

    def _on_text(self, text: str) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(self._is_name(text))

    @staticmethod
    def _is_name(text: str) -> bool:
        return bool(text.strip()) and text.isprintable()

    def accept(self) -> None:
        name = self._edit.text()
        if self._is_name(name):
            self.named.emit(name.strip(), self._only_here.isChecked())
            super().accept()
