"""Settings of a profile: a name and a JSON value each; what is not here has its default."""

from __future__ import annotations

import sqlite3
from typing import TypeVar

from supportdesk_desktop.store.schema import as_json, from_json

T = TypeVar("T")

WINDOW_STATE = "window.state"
"""Setting: the state of the window at its end."""

FIRST_VERIFIED = "feed.first_verified_ms"
"""The time of the first verification of the feed here (epoch ms, our own clock)."""

SAVED_VIEWS = "views.saved"
"""Every ``SavedView``, in the order of the rail."""

HELD_ANNOUNCED = "notices.held_announced"
"""The last held notice (its id) that a summary after Do not disturb accounted for."""


def read_all(db: sqlite3.Connection) -> dict[str, str]:
    """Return every setting as JSON text."""
    return dict(db.execute("SELECT name, value FROM settings"))


def get(db: sqlite3.Connection, name: str, kind: type[T]) -> T | None:
    """Return a setting; None where it is not set or is not of this type any more."""
    return from_json(read_all(db).get(name), kind)


def put(db: sqlite3.Connection, name: str, value: object) -> None:
    """Set a value that JSON can hold."""
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, as_json(value)),
    )


def remove(db: sqlite3.Connection, name: str) -> None:
    """Return a setting to its default."""
    db.execute("DELETE FROM settings WHERE name = ?", (name,))
