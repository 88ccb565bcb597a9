"""What can be done from a system notification, in the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeAction
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import (
    SUBJECT,
    Opened,
    eventually,
    opened,
    serving_tickets,
    start_draft,
)
from tests.desktop.session.processes import Desk
from tests.fakes.notifier import FakeNotifier

pytestmark = pytest.mark.usefixtures("key")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with two tickets."""
    tickets = (("Retrait en attente", "MEDIUM"), ("Colis retenu", "CRITICAL"))
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


async def listed(one: Opened) -> list[TicketId]:
    """Wait for the tickets; return them as listed."""
    model = one.window.ticket_model
    await eventually(lambda: model.ticket_count() == 2, "the list")
    ids = [model.id_at(row) for row in range(model.rowCount())]
    held = [ticket_id for ticket_id in ids if ticket_id is not None]
    await eventually(lambda: all(model.row_data(one) for one in held), "the rows")
    return held


async def shows(one: Opened, ticket_id: TicketId) -> None:
    await eventually(lambda: one.window.detail.ticket_id == ticket_id, "the detail shows it")


async def test_a_click_shows_the_ticket_before_what_is_being_written_and_keeps_that(
    tmp_path: Path, desk: Desk, alone: FakeNotifier
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        first, second = await listed(one)
        await start_draft(one, SUBJECT)
        for ticket_id in (second, first):
            assert alone.opened is not None
            alone.opened(ticket_id, None)
            await shows(one, ticket_id)
            assert not one.window.body.panel_is_open()
            assert one.window.detail.isVisible()
            one.window.show_view(View.OUTBOX)
        one.window.open_new_ticket()
        assert one.panel.form.draft().subject == SUBJECT


async def test_its_further_actions_put_off_and_copy_without_coming_forward(
    tmp_path: Path, desk: Desk, alone: FakeNotifier
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        first, second = await listed(one)
        row = one.window.ticket_model.row_data(second)
        assert row is not None
        assert alone.acted is not None
        alone.acted(second, NoticeAction.COPY_NUMBER)
        clipboard = QGuiApplication.clipboard()
        await eventually(lambda: clipboard.text() == row.number, "copied")
        before = one.window.detail.ticket_id
        alone.acted(second, NoticeAction.LATER)
        await eventually(lambda: one.window.ticket_model.ticket_count() == 1, "put off")
        assert one.window.ticket_model.row_data(first) is not None
        assert before != second or one.window.detail.ticket_id == second
