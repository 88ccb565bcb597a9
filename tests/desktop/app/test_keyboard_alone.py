"""Whole jobs by the keyboard alone, beside a real desk: no click, no focus set from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import (
    A_KEY,
    Opened,
    eventually,
    first,
    is_first,
    opened,
    served,
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
        await one.says("à jour, vérifié à")
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


MOST_PRESSES = 22
PAYMENT = Tag(id="11111111-1111-4111-8111-111111111111", name="paiement")
DOUBLE = Tag(id="22222222-2222-4222-8222-222222222222", name="double débit")


async def test_a_full_ticket_is_filed_with_few_presses_beside_its_text(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    desk.file("Un autre", category="Paiement")
    async with opened(tmp_path / "data", desk.base) as one:
        await ready(one)
        await one.says("à jour, vérifié à")
        await served(one)
        for tag in (PAYMENT, DOUBLE):
            one.panel.form.naming.named.emit(tag)
        view = one.window.ticket_list.view
        await eventually(view.isVisible, "the list is shown")
        view.setFocus()
        pressed = 0

        def strike_counted(*all_keys: str) -> None:
            nonlocal pressed
            for one_key in all_keys:
                strike(one_key)
                pressed += 1

        strike_counted("Ctrl+N")
        writing = one.panel.findChild(NewTicketPresenter)
        assert writing is not None
        await writing.settle()
        form = one.panel.form
        assert focused() is form.customer.edit
        write("Koffi")
        strike_counted("Return", "Tab")
        write("Double débit pour la commande #20418")
        strike_counted("Tab", "U", "Tab")
        write("pai")
        strike_counted("Return", "Tab")
        write("pai")
        strike_counted("Return")
        write("dou")
        strike_counted("Return")
        strike_counted("Tab", "Tab")
        write("La commande a été débitée **deux fois**.")
        strike_counted("Tab", "Tab", "Tab")
        write("orderId: ")
        write("20418")
        strike_counted("Return")
        write("amount: ")
        write("48500")
        strike_counted("Shift+Tab", "N", "Return")
        write("captured: ")
        write("true")
        strike_counted("Ctrl+Return")
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        assert pressed <= MOST_PRESSES
        assert focused() is view
        one.window.show_view(View.OUTBOX)
        await eventually(lambda: is_first(one, FilingState.CONFIRMED), "confirmed")
        draft = first(one).draft
        assert draft.customer_external_id == "user_8841"
        assert draft.subject == "Double débit pour la commande #20418"
        assert draft.priority == "URGENT"
        assert draft.category == "Paiement"
        assert draft.tag_ids == (PAYMENT.id, DOUBLE.id)
        assert draft.description == "La commande a été débitée **deux fois**."
        assert bytes(draft.metadata) == b'{"orderId":"20418","amount":48500,"captured":true}'


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
