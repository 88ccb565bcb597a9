"""Settings are told at once, stored after that, and leave everything else alone when reset."""

from __future__ import annotations

from supportdesk_desktop.core.changes import SettingChanged
from supportdesk_desktop.core.settings import (
    QUIET_HOURS,
    SEND_CLIENT_REF,
    SETTINGS,
    THEME,
    UNDO_S,
)
from supportdesk_desktop.core.times import QuietSpan
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.store import settings, ticket_events, tickets
from tests.fakes.tickets import a_ticket, an_event
from tests.integration.services.conftest import Client

NOWHERE = "http://127.0.0.1:9/api/v1"
LUNCH = (QuietSpan((0, 1), 720, 780),)


async def test_a_change_is_told_stored_and_read_again(client: Client) -> None:
    services = await client.start(NOWHERE, None)
    told: list[str] = []
    services.bus.subscribe(SettingChanged, lambda change: told.append(change.name))
    preferences = services.preferences
    await preferences.put(QUIET_HOURS, LUNCH)
    await preferences.put(THEME, "dark")
    await preferences.put(THEME, "dark")
    assert told == [QUIET_HOURS.name, THEME.name]
    again = PreferenceService(services.store, Bus())
    assert again.value(THEME) == "system"
    await again.load()
    assert (again.value(THEME), again.value(QUIET_HOURS)) == ("dark", LUNCH)


async def test_reset_returns_settings_and_nothing_else(client: Client) -> None:
    services = await client.start(NOWHERE, "sk_live_agent_" + "a" * 48)
    store = services.store
    await store.feed.write(ticket_events.store_events, [an_event(a_ticket(1), 1)])
    await store.ledger.write(settings.put, "window.state", {"view": "urgent"})
    preferences = PreferenceService(store, services.bus)
    await preferences.put(QUIET_HOURS, LUNCH)
    await preferences.put(UNDO_S, 30)
    await preferences.put(SEND_CLIENT_REF, False)
    before = set(await store.ledger.read(settings.read_all))
    await preferences.reset_all()
    assert all(preferences.value(one) == one.default for one in SETTINGS)
    kept = await store.ledger.read(settings.read_all)
    assert before - set(kept) == {QUIET_HOURS.name, UNDO_S.name, SEND_CLIENT_REF.name}
    assert await store.read(tickets.total) == 1
    assert services.connection.key == "sk_live_agent_" + "a" * 48
