"""Ids of the shape that the vendor shows: ``cl`` and 23 characters of base 36."""

from __future__ import annotations

import secrets
import string

_BASE36 = string.digits + string.ascii_lowercase


def new_id() -> str:
    """Return a fresh id with some 119 random bits."""
    return "cl" + "".join(secrets.choice(_BASE36) for _ in range(23))
