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
    ("record", "level", "context", "said"),
    [
        (notice(), "N1", FREE, NoticeOutcome.SHOWN),
        (notice(late=True), "N1", FREE, NoticeOutcome.LATE),
        (notice(), "N2", FREE, NoticeOutcome.FILTERED),
        (notice(), None, FREE, NoticeOutcome.FILTERED),
        (notice(), "N1", DND, NoticeOutcome.HELD_DND),
        (CRITICAL, "N1", DND, NoticeOutcome.HELD_DND),
        (CRITICAL, "N1", PASSES, NoticeOutcome.SHOWN),
        (notice(), "N1", PASSES, NoticeOutcome.HELD_DND),
        (notice(), "N1", NEVER, NoticeOutcome.FILTERED),
        (notice(), "N1", SMALL_BURST, NoticeOutcome.MERGED),
        (notice(), "N1", NoticeContext(service_available=False), NoticeOutcome.NO_SERVICE),
        (notice(), "N1", BURST, NoticeOutcome.SHOWN),
        (notice(), "N1", BEYOND, NoticeOutcome.MERGED),
    ],
)
def test_decisions(
    record: NoticeRecord, level: str | None, context: NoticeContext, said: object
) -> None:
    assert decide(record, level, context) is said
