"""Settings of a profile: a name and a JSON value each."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from supportdesk_desktop.store.connection import Connection

T = TypeVar("T")

WINDOW_STATE = "window.state"
"""How the window stood at its end."""

FIRST_VERIFIED = "feed.first_verified_ms"
"""When the feed was verified here for the first time (epoch ms, our own clock)."""

SAVED_VIEWS = "views.saved"
"""Every ``SavedView``, in the order of the rail."""


class Settings:
    """What was changed from its default; what is not here has its default."""

    def __init__(self, writer: Connection) -> None:
        self._writer = writer

    async def get(self, name: str, kind: type[T]) -> T | None:
        """Return a setting; None where it is not set or is not of this type any more."""
        text = (await self._writer.read(read_settings)).get(name)
        try:
            return None if text is None else msgspec.json.decode(text, type=kind)
        except ValueError:
            return None

    async def all(self) -> dict[str, str]:
        """Return every setting as JSON text."""
        return await self._writer.read(read_settings)

    async def put(self, name: str, value: object) -> None:
        """Set a value that JSON can hold."""
        await self._writer.write(_put, name, msgspec.json.encode(value).decode())

    async def remove(self, name: str) -> None:
        """Return a setting to its default."""
        await self._writer.write(_remove, name)


def read_settings(db: sqlite3.Connection) -> dict[str, str]:
    """Return every setting as JSON text."""
    return dict(db.execute("SELECT name, value FROM settings"))


def _put(db: sqlite3.Connection, name: str, text: str) -> None:
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, text),
    )


def _remove(db: sqlite3.Connection, name: str) -> None:
    db.execute("DELETE FROM settings WHERE name = ?", (name,))
