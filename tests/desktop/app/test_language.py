"""Another language is chosen in the middle of work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from supportdesk_desktop.core.settings import LANGUAGE
from supportdesk_desktop.ui.window.commands import SETTINGS
from tests.desktop.app.conftest import eventually, opened
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find, type_text

pytestmark = pytest.mark.usefixtures("key")


async def test_another_language_leaves_what_is_typed_chosen_and_scrolled(
    tmp_path: Path, desk: Desk
) -> None:
    for number in range(30):
        desk.file(f"Colis {number}")
    async with opened(tmp_path / "data", desk.base) as one:
        one.window.commands.run(SETTINGS)
        shown = one.window.pages.settings()
        language = find(shown, QWidget, f"setting-{LANGUAGE.name}")
        await eventually(language.isEnabled, "somebody serves the settings")
        view = one.window.ticket_list.view
        await eventually(lambda: one.window.ticket_model.ticket_count() >= 30, "the tickets")
        one.window.ticket_list.select(one.window.ticket_model.ticket_ids()[20])
        await eventually(lambda: one.window.detail.ticket_id == view.current, "its detail")
        one.window.detail.sheet().write_note()
        note = find(one.window.detail, QPlainTextEdit, "private-note")
        type_text(note, "Rappeler demain")
        view.verticalScrollBar().setValue(7)
        one.window.open_new_ticket()
        subject = find(one.panel, QLineEdit, "subject")
        subject.setText("Commande")
        subject.setCursorPosition(3)
        shown.index.search.setText("lang")

        def seen() -> tuple[object, ...]:
            return (
                view.current,
                view.verticalScrollBar().value(),
                note.toPlainText(),
                (subject.text(), subject.cursorPosition(), one.window.focusWidget()),
                one.window.body.panel_is_open(),
                one.window.body.detail_width,
                (shown.isVisible(), shown.index.search.text(), shown.focusWidget()),
            )

        button = find(language, QAbstractButton, "segment-en")
        button.setFocus()
        before = seen()
        click(button)
        await eventually(lambda: shown.windowTitle().startswith("Settings"), "English")
        assert seen() == before
        click(find(language, QAbstractButton, "segment-fr"))
        await eventually(lambda: shown.windowTitle().startswith("Réglages"), "French")
        assert seen() == before
