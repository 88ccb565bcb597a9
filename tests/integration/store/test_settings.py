"""Settings as they are kept."""

from __future__ import annotations

from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store
from tests.fakes.tickets import NOON_MS


async def test_settings_have_a_type_or_their_default(store: Store) -> None:
    await store.ledger.write(settings.put, "dnd_until_ms", NOON_MS)
    assert await store.ledger.read(settings.get, "dnd_until_ms", int) == NOON_MS
    assert await store.ledger.read(settings.get, "dnd_until_ms", str) is None
    assert await store.ledger.read(settings.get, "absent", int) is None
    await store.ledger.write(settings.put, "dnd_until_ms", 0)
    assert await store.ledger.read(settings.read_all) == {"dnd_until_ms": "0"}
    await store.ledger.write(settings.remove, "dnd_until_ms")
    assert await store.ledger.read(settings.read_all) == {}
