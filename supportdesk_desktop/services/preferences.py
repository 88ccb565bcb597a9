"""The settings of the profile as the window knows and changes them: at once here, then on disk."""

from __future__ import annotations

from typing import Any, TypeVar

from supportdesk_desktop.core.changes import SettingChanged
from supportdesk_desktop.core.settings import SETTINGS, Setting
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.store import Store

T = TypeVar("T")


class PreferenceService:
    """Holds every value; ``SettingChanged`` tells of each change before it is stored."""

    def __init__(self, store: Store, bus: Bus) -> None:
        self._store = store
        self._bus = bus
        self._values: dict[str, Any] = {one.name: one.default for one in SETTINGS}

    async def load(self) -> None:
        """Read what is stored; nothing is told. Raises ``StoreError``."""
        stored = await self._store.settings.all()
        self._values = {one.name: one.of(stored) for one in SETTINGS}

    def value(self, setting: Setting[T]) -> T:
        """Return the value that counts now."""
        value: T = self._values[setting.name]
        return value

    async def put(self, setting: Setting[T], value: T) -> None:
        """Use a value from now on; the default is not stored. Raises ``StoreError``."""
        if value == self.value(setting):
            return
        self._values[setting.name] = value
        self._bus.publish(SettingChanged(setting.name))
        if value == setting.default:
            await self._store.settings.remove(setting.name)
        else:
            await self._store.settings.put(setting.name, value)

    async def reset_all(self) -> None:
        """Return every setting to its default. Raises ``StoreError``.

        Whatever else the store keeps (key, drafts, tickets, saved views) is no setting.
        """
        for setting in SETTINGS:
            await self.put(setting, setting.default)
