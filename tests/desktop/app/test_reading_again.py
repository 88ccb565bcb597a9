"""A window that could not read its store shows all of it as soon as it can."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, announces, eventually, file, has_filing, opened
from tests.desktop.session.processes import Desk
from tests.fakes.failing_step import Failure
from tests.fakes.window_loops import OF_THE_WINDOW


async def shows_all(one: Opened) -> None:
    """Wait until list, detail, counts, outbox and strip show what the store has."""
    model = one.window.ticket_model
    await eventually(lambda: model.ticket_count() >= 1, "the list")
    newest = one.window.ticket_list.view.visible_ids
    await eventually(lambda: newest() and model.row_data(newest()[0]) is not None, "the row")
    row = model.row_data(newest()[0])
    assert row is not None
    one.window.ticket_list.select(row.id)
    await one.says(row.number)
    await eventually(lambda: not _unread(one, row.id), "it is read")
    await announces(one)
    one.window.show_view(View.OUTBOX)
    await eventually(lambda: has_filing(one), "the outbox")
    await one.says("à jour, vérifié à")


def _unread(one: Opened, ticket_id: TicketId) -> bool:
    row = one.window.ticket_model.row_data(ticket_id)
    return row is None or row.unread


async def test_what_could_not_be_read_is_read_again(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await one.says("à jour, vérifié à")
        await file(one)
        await eventually(lambda: one.window.ticket_model.ticket_count() >= 1, "it arrives")
    reads, left = TicketService.rows, 2

    async def rows(service: TicketService, ids: Iterable[TicketId]) -> list[TicketRow]:
        nonlocal left
        left -= 1
        if left >= 0:
            raise StoreError("locked")
        return await reads(service, ids)

    # The loop of the rows begins only where the rows of the order could not be read.
    monkeypatch.setattr(TicketService, "rows", rows)
    failures = {name: Failure(name, -1, StoreError("locked")) for name in OF_THE_WINDOW}
    for failure in failures.values():
        failure.install(monkeypatch)
    async with opened(folder, desk.base) as one:
        await shows_all(one)
        assert [name for name, failure in failures.items() if not failure.happened] == []
