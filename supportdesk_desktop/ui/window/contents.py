"""What the first paint of the window shows, read before any service exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from supportdesk_desktop.core.arrangement import ColumnState, ViewLayout
from supportdesk_desktop.core.feed_status import BlindInterval, FeedStatus
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import SNOOZED, Over, RailCounts, TicketDetail, TicketRow
from supportdesk_desktop.core.saved_views import SavedViewId, Views, find
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.window.frame import WindowFrame
from supportdesk_desktop.ui.window.state import View

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


def fill(frame: WindowFrame, contents: WindowContents) -> None:
    """Show the contents in the parts of the window."""
    if contents.counts is not None:
        frame.rail.set_counts(contents.counts)
    frame.rail.set_current(contents.view)
    _show_saved_views(frame, contents.saved_views)
    frame.ticket_list.model.set_rows(contents.rows)
    if contents.lines is None:
        frame.ticket_list.model.set_order(contents.order)
    else:
        frame.ticket_list.set_columns(contents.columns)
        frame.ticket_list.set_layout(contents.layout)
        frame.ticket_list.model.set_lines(contents.lines, contents.total)
    if contents.over is not None:
        _fill_over(frame, contents.over, contents.rows)
    if contents.detail is not None:
        frame.detail.show_detail(contents.detail)
        frame.ticket_list.select(contents.detail.row.id)
    frame.rail.set_shop(contents.shop, sample_data=contents.sample_data)
    frame.rail.set_agent(contents.agent_name, contents.agent_level)
    if contents.status is not None:
        frame.strip.set_status(contents.status)
    frame.strip.set_intervals(contents.intervals, contents.first_verified_ms)
    frame.top_bar.set_stored_count(contents.stored_count)
    frame.window.setWindowTitle(f"{contents.shop} – {PRODUCT}" if contents.shop else PRODUCT)


def _show_saved_views(frame: WindowFrame, views: Views) -> None:
    """Show the saved views; the query of one that is chosen is searched as soon as it can be."""

    def choose(view_id: SavedViewId) -> None:
        view = find(views, view_id)
        if view is not None:
            frame.top_bar.search.setText(view.query)

    frame.rail.saved_views.show_views(views)
    frame.rail.saved_views.chosen.connect(choose)


def _fill_over(frame: WindowFrame, over: Over, rows: Sequence[TicketRow]) -> None:
    """Show what a search is about to find again: its mark, its query, and how it began."""
    frame.restored_query = over.query
    frame.top_bar.search.show_text(over.query, coloured=False)
    frame.ticket_list.model.set_results(rows, Matches(), has_more=False)
    if over.what == SNOOZED:
        frame.rail.mark_snoozed()
    else:
        frame.rail.mark_saved_view(SavedViewId(over.what))
    frame.ticket_list.set_opening(frame.rail.name_over())
