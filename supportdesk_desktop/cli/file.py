"""``file``: one ticket through the outbox."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.draft_input import draft_of, names_all
from supportdesk_desktop.cli.filing_output import filing_document
from supportdesk_desktop.cli.joining import joined
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, NOT_SETTLED, Stopped, run_async
from supportdesk_desktop.cli.settling import (
    Settling,
    complain_unsettled,
    longest_wait_s,
    queue_after,
)
from supportdesk_desktop.core.errors import ServerError
from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.store import tag_book

IDENTIFY_S = 3.0
"""After so long without an answer the filing is stored all the same, and waits for it there."""


def run(parsed: argparse.Namespace) -> int:
    """File it, and wait until it is settled or cannot be for now."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with joined(parsed, "file", lambda services: services.start_outbox_only) as mine:
        settling = Settling(mine.services)
        draft = draft_of(parsed, await _tag_book(mine.services, parsed.tag))
        await _refuse_foreign_key(mine.services)
        filing = await mine.services.filings.submit(draft, client_ref=parsed.ref)
        try:
            if not parsed.no_wait:
                filing = await settling.wait(filing.id, longest_wait_s(mine))
        except asyncio.CancelledError:
            sys.stderr.write(_interrupted(filing) + "\n")
            raise
        queue = await queue_after(mine, settling)
        if parsed.json:
            document(filing_document(filing, queue))
        if filing.state is FilingState.WITHDRAWN:
            raise Stopped(_withdrawn(filing))
        if filing.state is not FilingState.CONFIRMED:
            complain_unsettled(queue, settling, filing)
            return NOT_SETTLED
        if not parsed.json:
            assert filing.ticket is not None
            line(f"{shown(filing.ticket.ticket_number)} {shown(filing.draft.subject)}")
        return DONE


async def _refuse_foreign_key(services: Services) -> None:
    """Ask whose key this is before anything is stored, where the server tells in time.

    Raises:
        OtherServer, OtherAgent: the profile belongs elsewhere; its outbox takes nothing of theirs.
    """
    if not services.owns:
        return
    with contextlib.suppress(ServerError, TimeoutError):
        async with asyncio.timeout(IDENTIFY_S):
            await services.desk.identify()


async def _tag_book(services: Services, wanted: Sequence[str]) -> Sequence[Tag]:
    """Return the tags known here; the desk is asked where a wanted name is not among them.

    Raises:
        OtherServer, OtherAgent: the profile belongs elsewhere.
    """
    known = await services.store.read(tag_book.read_all)
    if names_all(known, wanted):
        return known
    with contextlib.suppress(ServerError, TimeoutError):
        async with asyncio.timeout(IDENTIFY_S):
            await services.desk.identify()
            await services.learn_tags()
    return await services.store.read(tag_book.read_all)


def _interrupted(filing: Filing) -> str:
    """Say that it is stored all the same: who sees this must not file it again."""
    return say(
        f"Interrompu. Le dépôt {filing.id} est dans la boîte d’envoi ; "
        "« outbox --all » dit ce qu’il devient.",
        f"Interrupted. Filing {filing.id} is in the outbox; "
        "“outbox --all” tells what becomes of it.",
    )


def _withdrawn(filing: Filing) -> str:
    return say(
        f"Le dépôt {filing.id} de cette référence a été retiré. Prenez un autre --ref.",
        f"Filing {filing.id} of this reference was withdrawn. Take another --ref.",
    )
