"""Announcing to the operating system, with proof: when it was sent and when it was taken."""

from __future__ import annotations

import sys

from supportdesk_desktop.system.notifications.notifier import Notifier


def system_notifier() -> Notifier:
    """Return the notifier of this operating system, not yet started."""
    if sys.platform == "linux":
        from supportdesk_desktop.system.notifications.freedesktop import FreedesktopNotifier

        return FreedesktopNotifier()
    from supportdesk_desktop.system.notifications.desktop import DesktopNotifierAdapter

    return DesktopNotifierAdapter()
