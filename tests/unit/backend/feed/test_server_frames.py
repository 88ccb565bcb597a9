"""Frames of the server: the pages of a snapshot keep both bounds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.backend.feed import frames
from supportdesk_desktop.backend.feed.frames import CloseCode, FeedClose
from supportdesk_desktop.core.frames import PresenceFrame

MOST_BYTES = 256 * 1024


@given(st.lists(st.integers(min_value=10, max_value=120_000), max_size=250))
def test_pages_keep_their_bounds_and_lose_nothing(sizes: list[int]) -> None:
    tickets = [f'{{"id":{n},"text":"{"é" * (size // 2)}"}}' for n, size in enumerate(sizes)]
    pages = list(frames.snapshot_pages(tickets))
    assert all(len(page.encode()) <= MOST_BYTES for page in pages)
    read = [json.loads(page) for page in pages]
    assert [page["page"] for page in read] == list(range(1, len(pages) + 1))
    assert all(1 <= len(page["tickets"]) <= 100 for page in read)
    assert [ticket["id"] for page in read for ticket in page["tickets"]] == list(range(len(sizes)))


def test_a_page_is_filled_to_the_last_byte() -> None:
    envelope = len('{"type":"snapshot","page":1,"tickets":[]}')
    half = (MOST_BYTES - envelope - 1) // 2
    fits = ['"' + "x" * (half - 3) + '"', '"' + "x" * (half - 3) + '"']
    assert len(list(frames.snapshot_pages(fits))) == 1
    over = ['"' + "x" * half + '"', '"' + "x" * half + '"']
    assert len(list(frames.snapshot_pages(over))) == 2


def test_an_error_frame_carries_the_delay_only_where_there_is_one() -> None:
    plain = FeedClose(CloseCode.NO_HELLO)
    assert json.loads(frames.error(plain)) == {
        "type": "error",
        "code": "NO_HELLO",
        "message": "Aucun hello n’est arrivé à temps.",
    }
    delayed = FeedClose(CloseCode.TOO_MANY_REQUESTS, retry_after_ms=12_000)
    assert json.loads(frames.error(delayed))["details"] == {"retryAfterMs": 12_000}


def test_presence_states_the_end_of_an_absence_or_null() -> None:
    frame = json.loads(frames.encode(PresenceFrame(available=True)))
    assert frame == {"type": "presence", "available": True, "until": None}
