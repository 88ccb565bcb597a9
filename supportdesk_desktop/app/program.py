"""How this program is started again: from a bundle, or by its interpreter."""

from __future__ import annotations

import sys


def this_program() -> list[str]:
    """Return the command that starts this program, without arguments."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "supportdesk_desktop"]
