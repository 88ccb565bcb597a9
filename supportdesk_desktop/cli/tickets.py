"""``tickets``: what this computer holds, found by the window's own query language."""

from __future__ import annotations

import argparse
import sys

import msgspec

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import opened
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, run_async
from supportdesk_desktop.core.query_nodes import QueryNotice
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.store import feed_state, tickets
from supportdesk_desktop.store.tickets import StoredTicket


def run(parsed: argparse.Namespace) -> int:
    """List tickets, newest first."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with opened(parsed) as services:
        rows, found, notices = await _find(services, parsed)
        was_followed = (await services.store.read(feed_state.load)).had_feed
        if parsed.json:
            stored = await services.store.read(tickets.full, [row.id for row in rows])
            document(
                {
                    "query": parsed.query,
                    "total": found,
                    "tickets": [msgspec.Raw(_document(ticket)) for ticket in stored],
                }
            )
            return DONE
    for row in rows:
        line(_line(row))
    for notice in notices:
        sys.stderr.write(_notice_line(notice) + "\n")
    if not rows:
        sys.stderr.write(_nothing_found(was_followed=was_followed) + "\n")
    if found > len(rows):
        more = say(f"{found} tickets ; --limit en montre plus", f"{found} tickets; see --limit")
        sys.stderr.write(more + "\n")
    return DONE


async def _find(
    services: Services, parsed: argparse.Namespace
) -> tuple[list[TicketRow], int, tuple[QueryNotice, ...]]:
    """Return the rows up to the limit, how many there are in all, and what was not understood."""
    page = await services.search.find(parsed.query, held_only=not parsed.all)
    if page is None:
        return [], 0, ()
    count = await services.search.count(page)
    notices = page.query.notices
    rows = list(page.rows)
    while page is not None and page.next is not None and len(rows) < parsed.limit:
        page = await services.search.more(page)
        rows += () if page is None else page.rows
    total = len(rows) if count is None else count.found
    return rows[: parsed.limit], total, notices


def _nothing_found(*, was_followed: bool) -> str:
    nothing = say("Aucun ticket trouvé ici.", "No ticket was found here.")
    if was_followed:
        return nothing
    return nothing + say(
        " Ce poste n’a encore rien reçu : « watch », ou la fenêtre, reçoit les tickets assignés.",
        " Nothing was received here yet: “watch”, or the window, receives assigned tickets.",
    )


def _document(stored: StoredTicket) -> bytes:
    """Return the feed's ticket, byte for byte, with what is known only here."""
    local = {
        "local": {"read": stored.read, "pinned": stored.pinned},
        "heldUntil": None if stored.left_ms is None else iso_utc(stored.left_ms),
        "leftBy": stored.left_by,
    }
    inner = stored.body.strip()[1:-1].strip()
    return b"{" + inner + b"," + msgspec.json.encode(local)[1:]


def _line(row: TicketRow) -> str:
    parts = (row.number, row.priority, row.status, row.customer, row.subject)
    return "\t".join(shown(part) for part in parts)


def _notice_line(notice: QueryNotice) -> str:
    return say(
        f"Non compris, cherché comme un mot : {shown(notice.text)}",
        f"Not understood, searched as a word: {shown(notice.text)}",
    )
