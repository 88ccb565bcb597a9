"""One decision for each assignment, by precedence."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import (
    Burst,
    NoticeContext,
    NoticeOutcome,
    NoticePolicy,
    NoticeRecord,
    decide,
)


def notice(*, late: bool = False, priority: str = "HIGH") -> NoticeRecord:
    return NoticeRecord(
        id=NoticeId(1),
        ticket_id=TicketId("t1"),
        assigned_at="2026-04-21T14:31:52Z",
        number="INV-1046",
        subject="Paiement débité deux fois",
        priority=priority,
        customer="Koffi Mensah",
        received_ms=0,
        late=late,
    )


FREE = NoticeContext(pending=1)
DND = NoticeContext(dnd=True, pending=1)
CRITICAL = notice(priority="CRITICAL")
PASSES = NoticeContext(NoticePolicy(critical_passes=True), dnd=True)
NEVER = NoticeContext(NoticePolicy(announces=False))
SMALL_BURST = NoticeContext(NoticePolicy(burst=Burst(1)), pending=2)
BURST = NoticeContext(pending=Burst().tickets)
BEYOND = NoticeContext(pending=Burst().tickets + 1)


@pytest.mark.parametrize(
    ("record", "level", "first", "context", "said"),
    [
        (notice(), "N1", False, FREE, NoticeOutcome.SHOWN),
        (notice(late=True), "N1", False, FREE, NoticeOutcome.LATE),
        (notice(), "N1", True, DND, NoticeOutcome.FIRST_SYNC),
        (notice(), "N2", False, FREE, NoticeOutcome.FILTERED),
        (notice(), None, False, FREE, NoticeOutcome.FILTERED),
        (notice(), "N1", False, DND, NoticeOutcome.HELD_DND),
        (CRITICAL, "N1", False, DND, NoticeOutcome.HELD_DND),
        (CRITICAL, "N1", False, PASSES, NoticeOutcome.SHOWN),
        (notice(), "N1", False, PASSES, NoticeOutcome.HELD_DND),
        (notice(), "N1", False, NEVER, NoticeOutcome.FILTERED),
        (notice(), "N1", False, SMALL_BURST, NoticeOutcome.MERGED),
        (notice(), "N1", False, NoticeContext(service_available=False), NoticeOutcome.NO_SERVICE),
        (notice(), "N1", False, BURST, NoticeOutcome.SHOWN),
        (notice(), "N1", False, BEYOND, NoticeOutcome.MERGED),
    ],
)
def test_decisions(
    record: NoticeRecord, level: str | None, first: bool, context: NoticeContext, said: object
) -> None:
    assert decide(record, level, first, context) is said
