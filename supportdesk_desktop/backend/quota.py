"""The monthly quota of tickets: counted by the calendar month in UTC."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.refusals import Code, Refusal
from supportdesk_desktop.backend.tables import quota_months
from supportdesk_desktop.core.times import iso_utc


async def count_ticket(writing: Writing, quota: int | None, now_ms: int) -> None:
    """Count one more ticket of this month, after ``lock_desk``.

    Raises:
        Refusal: PLAN_LIMIT_REACHED where ``quota`` tickets were created already.
    """
    month = iso_utc(now_ms)[:7]
    created = await writing.conn.scalar(
        select(quota_months.c.created).where(quota_months.c.month == month)
    )
    if quota is not None and (created or 0) >= quota:
        raise Refusal(Code.PLAN_LIMIT_REACHED)
    if created is None:
        await writing.conn.execute(insert(quota_months).values(month=month, created=1))
    else:
        await writing.conn.execute(
            update(quota_months)
            .where(quota_months.c.month == month)
            .values(created=quota_months.c.created + 1)
        )
