"""``away`` and ``back``: whether tickets may be assigned to this agent."""

from __future__ import annotations

import argparse
import asyncio
import re
from datetime import datetime, timedelta

import msgspec

from supportdesk_desktop.app.owner_requests import PresenceRequest
from supportdesk_desktop.cli.joining import Joined, joined, patiently
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line
from supportdesk_desktop.cli.running import DONE
from supportdesk_desktop.core.errors import FeatureAbsent, InputRefused, Unreachable
from supportdesk_desktop.core.frames import LONGEST_ABSENCE, PresenceState
from supportdesk_desktop.core.profile import PRESENCE
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from supportdesk_desktop.system.notifications import system_notifier

CONNECT_S = 15.0

_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)")


async def run(parsed: argparse.Namespace) -> int:
    """Say it to the desk, and end when the desk confirmed it."""
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
        answer = await mine.session.ask_owner("presence", wanted)
    state = msgspec.json.decode(answer, type=PresenceState)
    if parsed.json:
        document({"available": state.available, "until": state.until})
    elif state.available:
        line(say("Disponible.", "Available."))
    elif state.until is None:
        line(say("Absent.", "Away."))
    else:
        until_ms = epoch_ms(state.until)
        local = datetime.fromtimestamp(until_ms / 1000).astimezone().strftime("%d/%m %H:%M")
        line(say(f"Absent jusqu’au {local}.", f"Away until {local}."))
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
        raise InputRefused(
            say(
                f"--until va au plus {LONGEST_ABSENCE.days} jours à l’avance",
                f"--until lies at most {LONGEST_ABSENCE.days} days ahead",
            )
        )
    return iso_utc(until_ms)


async def _connected(mine: Joined) -> None:
    """Wait until the desk has said our availability on a connection of our own.

    Raises:
        FeatureAbsent: this desk knows no availability.
        ServerError: the key is refused, or the desk is not there.
        Unreachable: no feed in time.
    """
    facts = await patiently(mine.services.desk.refresh)
    if not facts.offers(PRESENCE):
        raise FeatureAbsent("presence")
    try:
        async with asyncio.timeout(CONNECT_S):
            while mine.services.feed.presence is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError as problem:
        raise Unreachable("the feed did not open") from problem
