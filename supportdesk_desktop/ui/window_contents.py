"""What the first paint of the window shows, read before any service exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.arrangement import ColumnState, ViewLayout
from supportdesk_desktop.core.feed_status import BlindInterval, FeedStatus
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import RailCounts, TicketDetail, TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window import MainWindow

PRODUCT = "SupportDesk Desktop"


class WindowContents(msgspec.Struct, frozen=True):
    """What the first paint shows, read before any service exists.

    ``lines`` has the tickets of the view in its ``layout``, of a big view the first of ``total``;
    where it is None, ``order`` has them newest first, with when each was received (milliseconds
    since the epoch). ``rows`` are those that will be visible.
    """

    order: Sequence[tuple[TicketId, int]] = ()
    layout: ViewLayout = ViewLayout()
    lines: TicketLines | None = None
    total: int | None = None
    columns: Sequence[ColumnState] = ()
    rows: Sequence[TicketRow] = ()
    detail: TicketDetail | None = None
    counts: RailCounts | None = None
    shop: str = ""
    agent_name: str = ""
    agent_level: str | None = None
    sample_data: bool = False
    status: FeedStatus | None = None
    intervals: Sequence[BlindInterval] = ()
    stored_count: int | None = None
    window: Mapping[str, object] = {}
    language: str = "fr"
    appearance: str = "system"
    letters: bool = True


def fill(window: MainWindow, contents: WindowContents) -> None:
    """Show the contents in the parts of the window."""
    window.ticket_model.set_rows(contents.rows)
    if contents.lines is None:
        window.ticket_model.set_order(contents.order)
    else:
        window.ticket_list.set_columns(contents.columns)
        window.ticket_list.set_layout(contents.layout)
        window.ticket_model.set_lines(contents.lines, contents.total)
    if contents.detail is not None:
        window.detail.show_detail(contents.detail)
        window.ticket_list.select(contents.detail.row.id)
    window.rail.set_shop(contents.shop, sample_data=contents.sample_data)
    window.rail.set_agent(contents.agent_name, contents.agent_level)
    if contents.counts is not None:
        window.rail.set_counts(contents.counts)
    if contents.status is not None:
        window.strip.set_status(contents.status)
    window.strip.set_intervals(contents.intervals)
    window.top_bar.set_stored_count(contents.stored_count)
    window.setWindowTitle(f"{contents.shop} – {PRODUCT}" if contents.shop else PRODUCT)
