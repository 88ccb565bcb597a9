"""Reading a feed's events: in order, and only so much at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.backend.feed.log import BATCH, read_events
from supportdesk_desktop.backend.ticket_records import PART_CHARS
from tests.unit.backend.desk_client import desk_client, with_customer


@pytest.mark.parametrize(
    ("sizes", "reads"),
    [
        ([10] * 70, [BATCH, 6]),
        ([60_000] * 5, [2, 2, 1]),
        ([200_000, 10, 200_000, 10], [1, 1, 1, 1]),
    ],
)
async def test_a_read_takes_some_events_or_one_great_one(
    tmp_path: Path, sizes: list[int], reads: list[int]
) -> None:
    async with desk_client(tmp_path) as client:
        agent_id = await client.add_agent("Aicha")
        await with_customer(client)
        for size in sizes:
            await client.create(description="x" * size)
        position, found = 0, list[int]()
        async with client.desk.database.reading() as conn:
            while events := await read_events(conn, agent_id, position):
                found.append(len(events))
                assert len(events) == 1 or sum(len(text) for _, text in events) <= PART_CHARS
                first, position = position + 1, events[-1][0]
                assert [seq for seq, _ in events] == list(range(first, position + 1))
    assert (found, position) == (reads, len(sizes))
