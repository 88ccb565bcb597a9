"""Whole jobs by the keyboard alone, beside a real desk: no click, no focus set from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.core.filing import FilingState
from tests.desktop.app.conftest import (
    A_KEY,
    Opened,
    eventually,
    is_first,
    opened,
    supportdesk_alone,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import type_text
from tests.fakes.toy_server import hang_up, toy_server

MOST_STOPS = 80


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def strike(keys: str) -> None:
    """Press a sequence of keys where the focus is."""
    QTest.keySequence(focused(), QKeySequence(keys))


def write(text: str) -> None:
    """Write into what has the focus."""
    type_text(focused(), text)


def tab_to(name: str) -> None:
    """Go on by Tab to a control."""
    way = []
    for _ in range(MOST_STOPS):
        if focused().objectName() == name:
            return
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        way.append(focused().objectName())
    raise AssertionError(f"Tab does not reach {name}: {way}")


async def ready(one: Opened) -> None:
    """Wait until the window hears keys."""
    one.window.activateWindow()
    await eventually(lambda: QApplication.focusWidget() is not None, "the focus")


async def filed(one: Opened, subject: str) -> None:
    """Write a ticket and file it."""
    strike("Ctrl+N")
    tab_to("customer-external-id")
    write("user_8841")
    tab_to("subject")
    write(subject)
    tab_to("description")
    write("Le client attend à Parakou.")
    strike("Ctrl+Return")


async def test_a_ticket_is_filed_then_found_by_search_and_read(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    async with opened(tmp_path / "data", desk.base) as one:
        await ready(one)
        await one.says("À jour, vérifié à")
        await filed(one, "Livraison bloquée")
        model = one.window.ticket_model
        await eventually(lambda: model.ticket_count() == 1, "the ticket comes by the feed")
        strike("Ctrl+F")
        write("livraison bloquee")
        await eventually(lambda: model.matches is not None, "the search")
        strike("Down")
        assert focused() is one.window.ticket_list.view
        strike("Return")
        await eventually(lambda: one.window.detail.isAncestorOf(focused()), "it is opened")
        await one.says("Livraison bloquée")
        strike("Escape")
        assert focused() is one.window.ticket_list.view
        strike("Escape")
        assert one.window.top_bar.search.text() == ""


async def test_an_uncertain_filing_is_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", A_KEY)
    async with (
        toy_server(supportdesk_alone(hang_up)) as alone,
        opened(tmp_path / "data", alone.base_url) as one,
    ):
        await ready(one)
        await one.says("pas de flux")
        await filed(one, "Livraison bloquée")
        strike("Ctrl+K")
        write("Boîte")
        strike("Return")
        await eventually(lambda: is_first(one, FilingState.UNCERTAIN), "the doubt")
        tab_to("filing-found")
        strike("Space")
        assert focused().objectName() == "filing-number"
        write("INV-4417")
        strike("Return")
        await eventually(lambda: is_first(one, FilingState.CONFIRMED), "settled")
