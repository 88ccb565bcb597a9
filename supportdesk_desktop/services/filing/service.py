"""Reading, filing and deciding; only the owner's worker puts filings on the wire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

import msgspec

from supportdesk_desktop.core.changes import FilingsChanged
from supportdesk_desktop.core.drafts import Draft, check, client_ref_of_draft
from supportdesk_desktop.core.errors import DraftRefused, InputRefused, NotFound
from supportdesk_desktop.core.filing import (
    Act,
    Change,
    DoubtFacts,
    Evidence,
    Filing,
    FilingState,
    TicketRef,
    Wait,
    unproven_sends,
)
from supportdesk_desktop.core.filing_fate import may_repeat_key
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.pacing import WindowUse
from supportdesk_desktop.core.settings import SEND_CLIENT_REF
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.store import feed_state, filing_acts, filings, settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filing_acts import SeenRef
from supportdesk_desktop.system.clock import Clock


class Meter(msgspec.Struct, frozen=True):
    """The use of each rate window, and in how many milliseconds a filing would leave now."""

    uses: tuple[WindowUse, ...]
    wait_ms: int


class FilingService(Service):
    """Reads filings, and commits intents and decisions. ``nudge`` wakes the worker."""

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, desk: DeskService, nudge: Callable[[], None]
    ) -> None:
        super().__init__(store, bus, clock)
        self._desk = desk
        self._nudge = nudge

    async def submit(
        self,
        draft: Draft,
        *,
        client_ref: str | None = None,
        draft_id: DraftId | None = None,
        undo_ms: int = 0,
    ) -> Filing:
        """Write down the intent to file this draft; it is safe from here on.

        Args:
            draft: what was filled in.
            client_ref: a UUID of the caller's: the same one is the same filing, never a second.
            draft_id: the kept draft that it was: it is the reference, and goes from the drafts.
            undo_ms: how long it waits so that it can be taken back.

        Raises:
            DraftRefused: fields to mend; nothing was stored.
            InputRefused: ``client_ref`` is not a UUID.
            OtherContent: it is known here with other content.
            StoreError: it could not be stored.
        """
        problems = check(draft)
        if problems:
            raise DraftRefused(problems)
        sends_ref = SEND_CLIENT_REF.of(await self._store.ledger.read(settings.read_all))
        if draft_id is not None:
            client_ref = client_ref_of_draft(draft_id)
        now = self._clock.wall_ms()
        filing, _new = await self._store.ledger.write(
            filing_acts.submit,
            draft,
            client_ref=_checked_ref(client_ref),
            idempotency_key=str(uuid4()),
            now_ms=now,
            sends_client_ref=sends_ref,
            wait=Wait.UNDO if undo_ms > 0 else None,
            not_before_ms=now + undo_ms if undo_ms > 0 else None,
            draft_id=draft_id,
        )
        self._changed(filing)
        return filing

    async def retry(self, filing_id: FilingId) -> Filing:
        """Send now (queued), or send again on a person's word (uncertain).

        From uncertain the Idempotency-Key stays the same where it still proves something.

        Raises:
            NotFound, WrongState: no such filing, or not from its state.
        """
        filing = await self.get(filing_id)
        now = self._clock.wall_ms()
        new_key: str | None = None
        if filing.state is FilingState.UNCERTAIN and not may_repeat_key(
            filing, key_lasts_ms=self._desk.key_lasts_ms, now_ms=now
        ):
            new_key = str(uuid4())
        return await self._act(
            filing_id, Change(act=Act.RESEND, at_ms=now, idempotency_key=new_key, wait=Wait.ASKED)
        )

    async def withdraw(self, filing_id: FilingId) -> Filing:
        """Take back a filing that is queued, refused or uncertain. Raises NotFound, WrongState."""
        return await self._act(filing_id, Change(act=Act.WITHDRAW, at_ms=self._clock.wall_ms()))

    async def take_back(self, filing_id: FilingId) -> Filing:
        """Take back a filing that has not left, whose words are to be written anew.

        Raises:
            NotFound: no such filing.
            WrongState: it left, or may have: what is written anew could be a second ticket.
        """
        filing = await self._store.ledger.write(
            filing_acts.take_back, filing_id, self._clock.wall_ms()
        )
        self._changed(filing)
        return filing

    async def prolong(self, filing_id: FilingId, seconds: float) -> None:
        """Let a filing that has not left be taken back for so many seconds from now on."""
        until_ms = self._clock.wall_ms() + round(seconds * 1000)
        self._changed(await self._store.ledger.write(filing_acts.postpone, filing_id, until_ms))

    async def confirm(self, filing_id: FilingId, ticket_number: str) -> Filing:
        """Take an agent's word that an uncertain filing became this ticket.

        Raises:
            InputRefused: no number.
            NotFound, WrongState: no such filing, or it is not uncertain.
        """
        number = ticket_number.strip()
        if not number:
            raise InputRefused("the ticket's number is missing", "ticketNumber")
        return await self._act(
            filing_id,
            Change(
                act=Act.AGENT_CONFIRMS,
                at_ms=self._clock.wall_ms(),
                evidence=Evidence.AGENT,
                ticket=TicketRef(None, number),
            ),
        )

    async def mend(
        self, filing_id: FilingId, draft: Draft, *, draft_id: DraftId | None = None
    ) -> Filing:
        """File a refused filing again with its draft mended, under a new Idempotency-Key.

        Args:
            filing_id: the refused filing, which it stays.
            draft: as it is now.
            draft_id: under which it was kept meanwhile.

        Raises:
            DraftRefused: fields to mend still.
            NotFound, WrongState: no such filing, or it was not refused.
        """
        problems = check(draft)
        if problems:
            raise DraftRefused(problems)
        return await self._act(
            filing_id,
            Change(
                act=Act.MEND, at_ms=self._clock.wall_ms(), draft=draft, idempotency_key=str(uuid4())
            ),
            draft_id,
        )

    async def remind_later(self, filing_id: FilingId, in_ms: int) -> Filing:
        """Keep an uncertain filing waiting and remind of it later. Raises NotFound."""
        filing = await self._store.ledger.write(
            filing_acts.remind, filing_id, self._clock.wall_ms() + in_ms
        )
        self._changed(filing)
        return filing

    async def refs_seen(self, refs: Sequence[SeenRef]) -> None:
        """Record tickets of the feed that carry a filing's ``clientRef``.

        They confirm a filing in any state; a further ticket of a confirmed one is its double.
        """
        for ref in refs:
            ticket = TicketRef(ref.ticket_id, ref.number)
            now = self._clock.wall_ms()
            self._changed(
                await self._store.ledger.write(filing_acts.see, ref.filing_id, ticket, now)
            )

    async def get(self, filing_id: FilingId) -> Filing:
        """Return one filing. Raises NotFound."""
        filing = await self._store.ledger.read(filings.by_id, filing_id)
        if filing is None:
            raise NotFound(f"filing {filing_id}")
        return filing

    async def newest(self) -> list[Filing]:
        """Return the newest thousand filings of every state, newest first."""
        return await self._store.ledger.read(filings.newest)

    async def by_ids(self, ids: tuple[FilingId, ...]) -> list[Filing]:
        """Return these filings."""
        return await self._store.ledger.read(filings.by_ids, ids)

    async def counts(self) -> dict[FilingState, int]:
        """Return how many filings each state has."""
        return await self._store.read(filings.counts)

    async def doubt_facts(self, filing: Filing) -> DoubtFacts:
        """Return what is known of an uncertain filing now."""
        sends = unproven_sends(filing)
        draft = filing.draft
        same = await self._store.read(
            filings.same_subject_since,
            draft.customer_external_id,
            draft.subject,
            sends[0].at_ms if sends else filing.created_ms,
        )
        memory = await self._store.read(feed_state.load)
        return DoubtFacts(filing.id, sends, memory.had_feed, tuple(same))

    async def meter(self) -> Meter:
        """Return the rate budget as it stands now."""
        return Meter(await self._desk.budget.use(), await self._desk.budget.wait_ms())

    async def _act(
        self, filing_id: FilingId, change: Change, draft_id: DraftId | None = None
    ) -> Filing:
        filing = await self._store.ledger.write(filing_acts.settle, filing_id, change, draft_id)
        self._changed(filing)
        return filing

    def _changed(self, filing: Filing) -> None:
        self._bus.publish(FilingsChanged((filing.id,)))
        self._nudge()


def _checked_ref(client_ref: str | None) -> str:
    if client_ref is None:
        return str(uuid4())
    try:
        return str(UUID(client_ref))
    except ValueError as problem:
        raise InputRefused(f"not a UUID: {client_ref[:60]}", "ref") from problem
