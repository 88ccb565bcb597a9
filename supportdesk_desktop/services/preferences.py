"""The settings of the profile: a change counts at once here, then on disk, then elsewhere."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from supportdesk_desktop.core.changes import SettingChanged, SettingStored
from supportdesk_desktop.core.settings import SETTINGS, Setting
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store

T = TypeVar("T")


class PreferenceService:
    """Holds every value; publishes ``SettingChanged`` before a change is stored."""

    def __init__(self, store: Store, bus: Bus) -> None:
        self._store = store
        self._bus = bus
        self._values: dict[str, Any] = {one.name: one.default for one in SETTINGS}
        bus.subscribe(SettingStored, self._on_stored)

    async def load(self) -> None:
        """Read what is stored; nothing is told. Raises ``StoreError``."""
        stored = await self._store.ledger.read(settings.read_all)
        self._values = {one.name: one.of(stored) for one in SETTINGS}

    def value(self, setting: Setting[T]) -> T:
        """Return the value that counts now."""
        value: T = self._values[setting.name]
        return value

    async def put(self, setting: Setting[T], value: T) -> None:
        """Use a value from now on; the default is not stored. Raises ``StoreError``."""
        if value == self.value(setting):
            return
        self._use(setting, value)
        if value == setting.default:
            await self._store.ledger.write(settings.remove, setting.name)
        else:
            await self._store.ledger.write(settings.put, setting.name, value)
        stored = msgspec.Raw(msgspec.json.encode(value))
        self._bus.publish(SettingStored(setting.name, stored))

    async def reset_all(self) -> None:
        """Return every setting to its default. Raises ``StoreError``.

        Whatever else the store keeps (key, drafts, tickets, saved views) is no setting.
        """
        for setting in SETTINGS:
            await self.put(setting, setting.default)

    def _use(self, setting: Setting[T], value: T) -> None:
        self._values[setting.name] = value
        self._bus.publish(SettingChanged(setting.name))

    def _on_stored(self, change: SettingStored) -> None:
        """Use what another window of the profile chose."""
        for setting in SETTINGS:
            if setting.name == change.name:
                value = setting.decode(bytes(change.value).decode())
                if value != self.value(setting):
                    self._use(setting, value)
