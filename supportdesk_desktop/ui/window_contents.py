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
from supportdesk_desktop.store.first_paint import SNOOZED, Over
from supportdesk_desktop.ui.models.matches import Matches
from supportdesk_desktop.ui.views import View

if TYPE_CHECKING:
    from supportdesk_desktop.core.saved_view import Views
    from supportdesk_desktop.ui.window import MainWindow

PRODUCT = "SupportDesk Desktop"


class WindowContents(msgspec.Struct, frozen=True):
    """What the first paint shows, read before any service exists.

    ``lines`` has the tickets of the view in its ``layout``, of a big view the first of ``total``;
    where it is None, ``order`` has them newest first, with when each was received (milliseconds
    since the epoch). ``rows`` are those that will be visible; with ``over`` they are those that
    the saved view began with, which is to be searched again.
    """

    view: View = View.MINE
    over: Over | None = None
    saved_views: Views = ()
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
    first_verified_ms: int | None = None
    stored_count: int | None = None
    window: Mapping[str, object] = {}
    language: str = "fr"
    appearance: str = "system"
    letters: bool = True


def fill(window: MainWindow, contents: WindowContents) -> None:
    """Show the contents in the parts of the window."""
    if contents.counts is not None:
        window.rail.set_counts(contents.counts)
    window.rail.set_current(contents.view)
    if contents.saved_views:
        window.rail.show_saved_names(contents.saved_views, window.top_bar.search.setText)
    window.ticket_model.set_rows(contents.rows)
    if contents.lines is None:
        window.ticket_model.set_order(contents.order)
    else:
        window.ticket_list.set_columns(contents.columns)
        window.ticket_list.set_layout(contents.layout)
        window.ticket_model.set_lines(contents.lines, contents.total)
    if contents.over is not None:
        _fill_over(window, contents.over, contents.rows)
    if contents.detail is not None:
        window.detail.show_detail(contents.detail)
        window.ticket_list.select(contents.detail.row.id)
    window.rail.set_shop(contents.shop, sample_data=contents.sample_data)
    window.rail.set_agent(contents.agent_name, contents.agent_level)
    if contents.status is not None:
        window.strip.set_status(contents.status)
    window.strip.set_intervals(contents.intervals, contents.first_verified_ms)
    window.top_bar.set_stored_count(contents.stored_count)
    window.setWindowTitle(f"{contents.shop} – {PRODUCT}" if contents.shop else PRODUCT)


def _fill_over(window: MainWindow, over: Over, rows: Sequence[TicketRow]) -> None:
    """Show what a search is about to find again: its mark, its query, and how it began."""
    window.frame.restored_query = over.query
    window.top_bar.search.show_text(over.query, coloured=False)
    window.ticket_model.set_results(rows, Matches(), has_more=False)
    if over.what == SNOOZED:
        window.rail.mark_snoozed()
    else:
        # It is loaded with the views that there are.
        from supportdesk_desktop.core.saved_view import SavedViewId

        window.rail.mark_saved_view(SavedViewId(over.what))
    window.ticket_list.set_opening(window.rail.name_over())
