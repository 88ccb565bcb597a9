"""``tickets``, found by the window's own query language; what an agent does with them.

``close`` and ``pass`` are about one; ``away`` and ``back`` say whether any may be assigned.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from datetime import datetime, timedelta

import msgspec

from supportdesk_desktop.app.owner_requests import PresenceRequest
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import Joined, joined, opened, retry_throttled
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import answer, columns, document, line, remark, said, shown
from supportdesk_desktop.cli.running import DONE, Stopped
from supportdesk_desktop.core.errors import FeatureAbsent, InputRefused, NotFound, Unreachable
from supportdesk_desktop.core.frames import LONGEST_ABSENCE, PresenceState
from supportdesk_desktop.core.profile import PRESENCE
from supportdesk_desktop.core.query_language import QueryNotice
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.tickets import DeskAgent
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from supportdesk_desktop.store import feed_state, tickets
from supportdesk_desktop.store.tickets import StoredTicket
from supportdesk_desktop.system.notifications import system_notifier

CONNECT_S = 15.0

_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)")


async def run(parsed: argparse.Namespace) -> int:
    """List tickets, newest first."""
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
        line(columns(row.number, row.priority, row.status, row.customer, row.subject))
    for notice in notices:
        remark(said("not_understood", what=shown(notice.text)))
    if not rows:
        nothing = say("Aucun ticket trouvé ici.", "No ticket was found here.")
        remark(nothing if was_followed else nothing + said("nothing_received"))
    if found > len(rows):
        remark(say(f"{found} tickets ; --limit en montre plus", f"{found} tickets; see --limit"))
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


def _document(stored: StoredTicket) -> bytes:
    """Return the feed's ticket, byte for byte, with what is known only here."""
    local = {
        "local": {"read": stored.read, "pinned": stored.pinned},
        "heldUntil": None if stored.left_ms is None else iso_utc(stored.left_ms),
        "leftBy": stored.left_by,
    }
    inner = stored.body.strip()[1:-1].strip()
    return b"{" + inner + b"," + msgspec.json.encode(local)[1:]


async def run_action(parsed: argparse.Namespace) -> int:
    """Finish a ticket, or pass it on, at once: no time to undo, as nobody sees the row."""
    async with opened(parsed, need_key=True) as services:
        await retry_throttled(services.desk.refresh)
        await services.actions.require_feature()
        ticket_id = await services.store.read(tickets.by_number, parsed.number)
        if ticket_id is None:
            raise NotFound(parsed.number)
        agent = None
        if parsed.command == "pass":
            agent = await _agent(services, parsed.agent)
        agent_id = None if agent is None else agent.id
        try:
            await retry_throttled(lambda: services.actions.send_now(ticket_id, agent_id))
        except NotFound as problem:
            raise Stopped(said("not_yours", number=parsed.number)) from problem
    if parsed.json:
        passed_to = None if agent is None else {"id": agent.id, "name": agent.name}
        document({"id": ticket_id, "ticketNumber": parsed.number, "passedTo": passed_to})
    elif agent is None:
        line(say(f"{parsed.number} : traité.", f"{parsed.number}: done."))
    else:
        name = shown(agent.name)
        line(say(f"{parsed.number} : passé à {name}.", f"{parsed.number}: passed to {name}."))
    return DONE


async def _agent(services: Services, wanted: str) -> DeskAgent:
    for agent in await retry_throttled(services.actions.agents):
        if wanted == agent.id or wanted.casefold() == agent.email.casefold():
            return agent
    raise Stopped(said("unknown_colleague", wanted=shown(wanted)))


async def run_presence(parsed: argparse.Namespace) -> int:
    """Send the availability to the desk, and end when it is confirmed."""
    until = None
    if parsed.command == "away" and parsed.until is not None:
        until = until_of(parsed.until, datetime.now().astimezone())
    wanted = PresenceRequest(available=parsed.command == "back", until=until)
    # Assignments that arrive during a connection of our own are announced like any other.
    async with joined(
        parsed, parsed.command, lambda one: one.start_owner, system_notifier()
    ) as mine:
        if mine.session.owns:
            await _connected(mine)
        confirmed = await mine.session.ask_owner("presence", wanted)
    state = msgspec.json.decode(confirmed, type=PresenceState)
    text = say("Disponible.", "Available.") if state.available else say("Absent.", "Away.")
    if not state.available and state.until is not None:
        until_ms = epoch_ms(state.until)
        local = datetime.fromtimestamp(until_ms / 1000).astimezone().strftime("%d/%m %H:%M")
        text = say(f"Absent jusqu’au {local}.", f"Away until {local}.")
    answer(parsed, {"available": state.available, "until": state.until}, text)
    return DONE


def until_of(text: str, now: datetime) -> str:
    """Return the end of an absence as ISO 8601 in UTC.

    Args:
        text: a time of today (``14:00``), or ISO 8601 with an offset.
        now: the present, in local time.

    Raises:
        InputRefused: not a time, one already past, or over ``LONGEST_ABSENCE`` ahead.
    """
    if found := _TIME_OF_DAY.fullmatch(text.strip()):
        moment = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        until_ms = round(moment.timestamp() * 1000)
    else:
        try:
            until_ms = epoch_ms(text.strip())
        except (ValueError, OverflowError) as problem:
            raise InputRefused(
                say("--until attend 14:00 ou une date ISO 8601", "--until takes 14:00 or ISO 8601")
            ) from problem
    if until_ms <= (now + timedelta(seconds=1)).timestamp() * 1000:
        raise InputRefused(say("--until est déjà passé", "--until is already past"))
    if until_ms > (now + LONGEST_ABSENCE).timestamp() * 1000:
        raise InputRefused(said("until_too_far", days=LONGEST_ABSENCE.days))
    return iso_utc(until_ms)


async def _connected(mine: Joined) -> None:
    """Wait until the desk has said our availability on a connection of our own.

    Raises:
        FeatureAbsent: this desk knows no availability.
        ServerError: the key is refused, or the desk is not there.
        Unreachable: no feed in time.
    """
    facts = await retry_throttled(mine.services.desk.refresh)
    if not facts.offers(PRESENCE):
        raise FeatureAbsent("presence")
    try:
        async with asyncio.timeout(CONNECT_S):
            while mine.services.feed.presence is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError as problem:
        raise Unreachable("the feed did not open") from problem
