"""Values to complete a query with: those of the language, else those stored on this computer."""

from __future__ import annotations

from supportdesk_desktop.core.query_completion import Completing, fixed_values, key_names, matching
from supportdesk_desktop.core.query_words import Key
from supportdesk_desktop.store import customers, metadata, tag_book, tickets
from supportdesk_desktop.store.engine import Store

MOST = 20


class CompletionService:
    """Offers keys and values for the piece of a query that is being typed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def offers(self, place: Completing, lang: str) -> tuple[str, ...]:
        """Return at most twenty keys or values, best first; keys end in ``:`` or ``.``.

        Args:
            place: the piece that is typed.
            lang: ``fr`` or ``en``, for the words of the language.

        Raises:
            StoreError: the local data cannot be read.
        """
        if place.key is None:
            return matching(key_names(lang), place.typed)[:MOST]
        known = fixed_values(place.key, lang) or await self._stored(place)
        return matching(known, place.typed)[:MOST]

    async def _stored(self, place: Completing) -> tuple[str, ...]:
        store = self._store
        match place.key:
            case Key.TAG:
                return tuple(tag.name for tag in await store.read(tag_book.read_all) if tag.name)
            case Key.CATEGORY:
                return tuple(await store.read(tickets.categories))
            case Key.CUSTOMER:
                found = await store.read(customers.matching, place.typed, MOST)
                return tuple(customer.name or customer.external_id for customer in found)
            case Key.META if place.path is None:
                return tuple(f"{key}:" for key in await store.read(metadata.keys))
            case Key.META:
                assert place.path is not None
                return tuple(await store.read(metadata.values, place.path))
            case _:
                return ()
