"""A workspace for the test of one presenter: it has only what the test gives."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.workspace import Workspace


def workspace(bridge: Bridge, **given: Any) -> Workspace:
    """Return a workspace with these services; what is said goes nowhere unless ``say`` is given."""
    parts: dict[str, Any] = {field.name: None for field in fields(Workspace)}
    return Workspace(
        **{
            **parts,
            "bridge": bridge,
            "say": lambda _text: None,
            "tell": lambda _toast: None,
            **given,
        }
    )
