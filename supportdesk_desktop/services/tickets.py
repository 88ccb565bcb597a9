"""The tickets held here: reading, marking, selecting and exporting them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from supportdesk_desktop.core.arrangement import (
    COLUMNS_SETTING,
    Arrangement,
    ColumnState,
    ViewLayout,
    decode_layout,
    layout_setting,
)
from supportdesk_desktop.core.changes import MarksChanged, SnoozesEnded
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import RailCounts, TicketDetail, TicketRow, TicketView, belongs
from supportdesk_desktop.core.text import BOM, csv_text
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import settings, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.rows import Head
from supportdesk_desktop.store.tickets import Mark
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

BATCH = 1000

Cells = Callable[[Sequence[TicketRow]], list[list[str]]]


class TicketService(Service):
    """Reads, marks and exports tickets; marks never leave this desk."""

    async def order(self, view: TicketView) -> list[tuple[TicketId, int]]:
        """Return ids and times of assignment (epoch ms) of a view, newest first."""
        return await self._store.read(stored_rows.order, view, self._clock.wall_ms())

    async def lines(self, view: TicketView, arrangement: Arrangement) -> TicketLines:
        """Return every ticket of a view in its place, under headings."""
        return await self._store.read(stored_rows.lines, view, arrangement, self._clock.wall_ms())

    async def head(
        self, view: TicketView, arrangement: Arrangement, total: int | None = None
    ) -> Head | None:
        """Return how a big view begins, long before its ``lines``; None where these are quick.

        ``total`` is how many tickets the view has, where that is known.
        """
        return await self._store.read(
            stored_rows.head, view, arrangement, self._clock.wall_ms(), total
        )

    def belongs(self, view: TicketView, row: TicketRow) -> bool:
        """Return whether a view holds a ticket now."""
        return belongs(view, row, self._clock.wall_ms())

    async def layouts(self) -> dict[TicketView, ViewLayout]:
        """Return how each view shows its tickets, as kept in the profile."""
        kept = await self._store.ledger.read(settings.read_all)
        return {view: decode_layout(kept.get(layout_setting(view))) for view in TicketView}

    async def columns(self) -> tuple[ColumnState, ...]:
        """Return the columns of the table as kept; none where they never were changed."""
        kept = await self._store.ledger.read(settings.get, COLUMNS_SETTING, tuple[ColumnState, ...])
        return () if kept is None else kept

    async def keep_columns(self, columns: Sequence[ColumnState]) -> None:
        """Keep the columns of the table."""
        await self._store.ledger.write(settings.put, COLUMNS_SETTING, columns)

    async def keep_layout(self, view: TicketView, layout: ViewLayout) -> None:
        """Keep how a view shows its tickets."""
        await self._store.ledger.write(settings.put, layout_setting(view), layout)

    async def rows(self, ids: Iterable[TicketId]) -> list[TicketRow]:
        """Return the rows of these tickets; an unknown id is left out."""
        return await self._store.read(stored_rows.by_ids, tuple(ids))

    async def detail(self, ticket_id: TicketId) -> TicketDetail | None:
        """Return everything the detail shows, None where the ticket is unknown."""
        return await self._store.read(tickets.detail, ticket_id)

    async def by_number(self, number: str) -> TicketId | None:
        """Return the ticket with this number."""
        return await self._store.read(tickets.by_number, number)

    async def counts(self) -> RailCounts:
        """Return the numbers of the rail."""
        return await self._store.read(stored_rows.counts, self._clock.wall_ms())

    async def total(self) -> int:
        """Return how many tickets are stored, those that left included."""
        return await self._store.read(tickets.total)

    async def leaving(self) -> list[TicketId]:
        """Return the tickets whose action has not left or is not answered yet: dimmed."""
        return [action.ticket_id for action in await self._store.ledger.read(tickets.read_actions)]

    async def set_read(self, ids: Sequence[TicketId], *, read: bool) -> None:
        """Mark tickets as read or unread."""
        await self._store.feed.write(tickets.set_mark, "read", ids, read)
        self._bus.publish(MarksChanged(tuple(ids)))

    async def set_pinned(self, ids: Sequence[TicketId], *, pinned: bool) -> None:
        """Pin or unpin tickets."""
        await self._store.feed.write(tickets.set_mark, "pinned", ids, pinned)
        self._bus.publish(MarksChanged(tuple(ids)))

    async def urgent(self, ids: Sequence[TicketId]) -> int:
        """Return how many of these are URGENT or CRITICAL."""
        return await self._store.read(stored_rows.count_urgent, ids)

    async def mark(
        self, mark: Mark, ids: Sequence[TicketId], *, value: bool
    ) -> tuple[TicketId, ...]:
        """Mark tickets as read or pinned, or no longer; returns those that were not so before."""
        changed = tuple(await self._store.feed.write(tickets.set_mark, mark, ids, value))
        if changed:
            self._bus.publish(MarksChanged(changed))
        return changed

    async def export(
        self,
        path: Path,
        ids: Sequence[TicketId],
        titles: Sequence[str],
        cells: Cells,
        progress: Callable[[int, int], None],
    ) -> int:
        """Write tickets in this order; the file appears once it is complete.

        Args:
            path: of the file; one that is there is replaced.
            ids: the tickets; one that is gone meanwhile is left out.
            titles: the first line.
            cells: makes the lines of rows; it is called in a thread.
            progress: told how many of how many are written, after each batch.

        Returns:
            How many tickets the file has.

        Raises:
            OSError: it cannot be written there; nothing is left behind.
            StoreError: the local data cannot be read.
        """
        written = 0
        with _replacing(path) as part, await asyncio.to_thread(_begin, part, titles) as file:
            for start in range(0, len(ids), BATCH):
                rows = await self._store.read(stored_rows.by_ids, ids[start : start + BATCH])
                await asyncio.to_thread(_add, file, rows, cells)
                written += len(rows)
                progress(min(start + BATCH, len(ids)), len(ids))
        return written


LONGEST_NOTE = 20_000
"""Characters of a note that are kept."""

BRING_BACK = declare("marks.bring_back", part="store", longest_s=15.0)


class MarkService(Service):
    """Keeps notes and snoozes; its one task brings snoozed tickets back at their time."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        super().__init__(store, bus, clock)
        self._wake = asyncio.Event()

    def start(self) -> None:
        """Bring back what is due, also what became due while nothing ran."""
        self._tasks.loop(BRING_BACK, self._bring_back, wake=self._wake)

    async def keep_note(self, ticket_id: TicketId, text: str) -> None:
        """Keep the note of a ticket; an empty one is forgotten. Raises ``StoreError``."""
        await self._store.ledger.write(tickets.put_note, ticket_id, text[:LONGEST_NOTE])
        self._bus.publish(MarksChanged((ticket_id,)))

    async def snooze(self, until_ms: Mapping[TicketId, int | None]) -> dict[TicketId, int | None]:
        """Put tickets off until then (epoch ms), or with None no longer.

        Returns:
            What undoes it, when it is given to this method.

        Raises:
            StoreError: nothing changed.
        """
        known = await self._store.ledger.read(tickets.snoozes)
        before: dict[TicketId, int | None] = {one: known.get(one) for one in until_ms}
        await self._store.ledger.write(tickets.put_snoozes, dict(until_ms))
        self._bus.publish(MarksChanged(tuple(until_ms)))
        self._wake.set()
        return before

    async def _bring_back(self) -> float | None:
        """Bring back what is due; return how long to wait, None where nothing is put off."""
        snoozes = await self._store.ledger.read(tickets.snoozes)
        if not snoozes:
            return None
        first_ms = next(iter(snoozes.values()))
        if first_ms > self._clock.wall_ms():
            return (first_ms - self._clock.wall_ms()) / 1000
        back = await self._store.ledger.write(tickets.end_snoozes, self._clock.wall_ms())
        if back:
            self._bus.publish(MarksChanged(back))
            self._bus.publish(SnoozesEnded(back))
        return 0


def _begin(part: Path, titles: Sequence[str]) -> IO[str]:
    file = part.open("w", encoding="utf-8", newline="")
    file.write(BOM + csv_text([titles]))
    return file


def _add(file: IO[str], rows: Sequence[TicketRow], cells: Cells) -> None:
    file.write(csv_text(cells(rows)))


async def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write lines of cells, off the loop; a file that is there is replaced once all is written.

    Raises:
        OSError: it cannot be written there; nothing is left behind.
    """
    await asyncio.to_thread(_write, path, rows)


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with _replacing(path) as part:
        part.write_text(BOM + csv_text(rows), encoding="utf-8", newline="")


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a file to write, which takes the place of ``path`` once it is complete."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
