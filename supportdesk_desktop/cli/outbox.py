"""``outbox``: the filings, and what a person decides about them."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys

import msgspec

from supportdesk_desktop.app.owner_requests import ChangeItem, NudgeRequest
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.filings import (
    Queue,
    Settling,
    complain_unsettled,
    filing_document,
    filing_line,
    longest_wait_s,
    queue_after,
    why_not_settled,
)
from supportdesk_desktop.cli.joining import PROBE_S, joined, opened
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, remark
from supportdesk_desktop.cli.running import DONE, NOT_SETTLED, Stopped
from supportdesk_desktop.core.changes import FilingsChanged
from supportdesk_desktop.core.errors import (
    KeyMissing,
    KeyRefused,
    NotFound,
    StoreError,
    WrongState,
)
from supportdesk_desktop.core.filing import Filing, FilingState, Pause
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.store import filing_acts, filings
from supportdesk_desktop.system.control import ControlRefused, NoOwner, OwnerSilent, owner_client
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote


async def run(parsed: argparse.Namespace) -> int:
    """List filings, or act on one."""
    return await (_list(parsed) if parsed.act is None else _act(parsed))


async def _list(parsed: argparse.Namespace) -> int:
    async with opened(parsed) as services:
        await _settle_orphans(services)
        ledger = services.store.ledger
        if parsed.all:
            found = await ledger.read(filings.newest, sys.maxsize)
        else:
            found = await ledger.read(filings.unsettled)
        queue = await _queue(services)
    if parsed.json:
        document({"filings": [filing_document(filing, queue) for filing in found]})
        return DONE
    for filing in found:
        line(filing_line(filing, queue))
    if not found:
        line(say("Aucun dépôt en attente.", "No filing is waiting."))
    return DONE


async def _act(parsed: argparse.Namespace) -> int:
    async with opened(parsed) as services:
        await _settle_orphans(services)
        filing = await _decide(services, parsed)
        await _nudge_owner(services, filing)
        queue = await _queue(services)
    if parsed.act == "retry" and filing.state is not FilingState.CONFIRMED:
        filing, queue = await _see_it_off(parsed, filing, queue)
    if parsed.json:
        document(filing_document(filing, queue))
    else:
        line(filing_line(filing, queue))
    is_sent = parsed.act != "retry" or filing.state is FilingState.CONFIRMED
    return DONE if is_sent else NOT_SETTLED


async def _settle_orphans(services: Services) -> None:
    """Do first what the next owner would: what a dead one was sending is uncertain by now."""
    lock = OwnerLock(services.setup.paths.owner)
    # Where nothing can be written, what is stored is shown as it is.
    with contextlib.suppress(StoreError):
        if not lock.try_acquire(OwnerNote(os.getpid(), what="outbox")):
            return
        try:
            await services.store.ledger.write(filing_acts.recover, services.clock.wall_ms())
        finally:
            lock.release()


async def _decide(services: Services, parsed: argparse.Namespace) -> Filing:
    filing_id = FilingId(parsed.id)
    try:
        if parsed.act == "retry":
            return await services.filings.retry(filing_id)
        if parsed.act == "withdraw":
            return await services.filings.withdraw(filing_id)
        return await services.filings.confirm(filing_id, parsed.number)
    except NotFound as problem:
        raise NotFound(say(f"dépôt {filing_id}", f"filing {filing_id}")) from problem
    except WrongState as problem:
        if parsed.act == "retry" and problem.state == FilingState.CONFIRMED:
            # It was settled meanwhile, which is all that was asked for.
            return await services.filings.get(filing_id)
        raise


async def _see_it_off(
    parsed: argparse.Namespace, filing: Filing, queue: Queue
) -> tuple[Filing, Queue]:
    """Work the outbox here where no window does, as ``file`` does; without a key it waits."""
    try:
        async with joined(parsed, "outbox", lambda one: one.start_outbox_only) as mine:
            settling = Settling(mine.services)
            filing = await settling.wait(filing.id, longest_wait_s(mine))
            queue = await queue_after(mine, settling)
            if filing.state is not FilingState.CONFIRMED:
                complain_unsettled(queue, settling, filing)
    except Stopped as problem:
        remark(problem.line)
    except (KeyMissing, KeyRefused) as problem:
        waits = Pause.KEY_MISSING if isinstance(problem, KeyMissing) else Pause.KEY_REFUSED
        queue = Queue(waits, worked=False)
        remark(why_not_settled(filing, queue, repeats=False))
    return filing, queue


async def _queue(services: Services) -> Queue:
    """Ask the owner why the outbox stands still; where there is none, see what it would lack."""
    try:
        raw = await owner_client(services.setup.paths.owner).request("pause", timeout_s=PROBE_S)
    except OwnerSilent:
        return Queue(None, worked=True, silent=True)
    except NoOwner:
        return Queue(Pause.KEY_MISSING if services.connection.key is None else None, worked=False)
    except ControlRefused:
        # An owner of an older version does not tell.
        return Queue(None, worked=True)
    return Queue(msgspec.json.decode(raw, type=Pause | None), worked=True)


async def _nudge_owner(services: Services, filing: Filing) -> None:
    nudge = NudgeRequest((ChangeItem.of(FilingsChanged((filing.id,))),))
    try:
        await owner_client(services.setup.paths.owner).request("nudge", nudge, timeout_s=PROBE_S)
    except NoOwner:
        return
