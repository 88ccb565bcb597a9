"""Help for writing a ticket: kept drafts, known customers, tags, likely duplicates."""

from __future__ import annotations

from uuid import uuid4

import msgspec

from supportdesk_desktop.core.drafts import (
    NOTHING_TYPED,
    CustomerEntry,
    Draft,
    KnownCustomer,
    NewCustomer,
    StoredDraft,
)
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.ticket_drafts import WINDOW_MS, DuplicateHint, similar
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.store import directory, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft, read_drafts, remove_draft
from supportdesk_desktop.system.clock import Clock


class Surroundings(msgspec.Struct, frozen=True):
    """Known customers, tags and categories, for completion in the form."""

    customers: tuple[KnownCustomer, ...]
    tags: tuple[Tag, ...]
    categories: tuple[str, ...]


class DraftingService:
    """Keeps drafts on this computer, and provides customers, tags and duplicates to the form."""

    def __init__(self, store: Store, clock: Clock, desk: DeskService) -> None:
        self._store = store
        self._clock = clock
        self._desk = desk

    async def kept(self) -> list[StoredDraft]:
        """Return every draft that is kept, the one touched last first."""
        return await self._store.ledger.read(read_drafts)

    @staticmethod
    def new_id() -> DraftId:
        """Return an id for a new draft, by which its filing will be known too."""
        return DraftId(str(uuid4()))

    async def keep(
        self,
        draft_id: DraftId,
        draft: Draft,
        mends: FilingId | None = None,
        customer: CustomerEntry = NOTHING_TYPED,
    ) -> int:
        """Keep a draft as it is; returns when, in milliseconds since the epoch."""
        now = self._clock.wall_ms()
        await self._store.ledger.write(put_draft, draft_id, draft, now, mends, customer)
        return now

    async def drop(self, draft_id: DraftId) -> None:
        """Forget a draft: its filing is on disk now, or it is empty."""
        await self._store.ledger.write(remove_draft, draft_id)

    async def name_tag(self, tag: Tag) -> tuple[Tag, ...]:
        """Enter a tag into the tag book of this computer; returns the whole book."""
        await self._store.feed.write(directory.learn_tags, (tag,))
        return await self._store.read(directory.read_tags)

    async def surroundings(self) -> Surroundings:
        """Return the customers, tags and categories known here."""
        return Surroundings(
            customers=tuple(await self._store.read(directory.recent_customers)),
            tags=await self._store.read(directory.read_tags),
            categories=tuple(await self._store.read(tickets.categories)),
        )

    async def duplicate_of(
        self, draft: Draft, mends: FilingId | None = None
    ) -> DuplicateHint | None:
        """Return the newest ticket of the last day that resembles the draft; not what it mends."""
        customer = draft.customer_external_id.strip()
        if not customer:
            return None
        now = self._clock.wall_ms()
        candidates = await self._store.read(
            tickets.duplicate_candidates, customer, now - WINDOW_MS, mends
        )
        return similar(draft, candidates, now)

    async def create_customer(self, customer: NewCustomer) -> None:
        """Create a customer on the server, and know it here.

        Raises:
            ServerError: CUSTOMER_EMAIL_EXISTS and VALIDATION_ERROR come as ``RequestRefused``.
        """
        key = self._desk.key()
        body = {"email": customer.email, "name": customer.name}
        if customer.phone:
            body["phone"] = customer.phone
        await self._desk.budget.take()
        await self._desk.rest.upsert_customer(key, customer.external_id, body)
        now = self._clock.wall_ms()
        known = KnownCustomer(
            external_id=customer.external_id,
            name=customer.name,
            email=customer.email,
            phone=customer.phone,
            first_seen_ms=now,
            last_used_ms=now,
        )
        await self._store.feed.write(directory.learn_customers, [known])
