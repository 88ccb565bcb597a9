"""No test leaves its language to the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.language import remove_language


@pytest.fixture(autouse=True)
def language_of_before() -> Iterator[None]:
    """Put the language of texts, dates and numbers back, whatever a test chose or broke on."""
    before = QLocale()
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        remove_language(app)
    QLocale.setDefault(before)
