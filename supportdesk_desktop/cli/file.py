"""``file``: one ticket through the outbox."""

from __future__ import annotations

import argparse
import sys

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.draft_input import draft_of
from supportdesk_desktop.cli.filing_output import filing_document, why_not_settled
from supportdesk_desktop.cli.joining import joined
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, NOT_SETTLED, run_async
from supportdesk_desktop.cli.settling import Settling
from supportdesk_desktop.core.filing import Filing, FilingState


def run(parsed: argparse.Namespace) -> int:
    """File it, and wait until it is settled or cannot be for now."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with joined(parsed, "file", lambda services: services.start_outbox_only) as mine:
        services = mine.services
        settling = Settling(services)
        draft = draft_of(parsed, await services.store.tag_book.all())
        filing = await services.filings.submit(draft, client_ref=parsed.ref)
        if not parsed.no_wait:
            filing = await settling.wait(filing.id)
        return _tell(parsed, services, filing, settling)


def _tell(
    parsed: argparse.Namespace, services: Services, filing: Filing, settling: Settling
) -> int:
    if parsed.json:
        document(filing_document(filing))
    if filing.state is FilingState.CONFIRMED:
        if not parsed.json:
            assert filing.ticket is not None
            line(f"{shown(filing.ticket.ticket_number)} {shown(filing.draft.subject)}")
        return DONE
    reason = why_not_settled(filing, settling.pause, repeats=settling.repeats(filing))
    sys.stdout.flush()
    sys.stderr.write(reason + "\n")
    return NOT_SETTLED
