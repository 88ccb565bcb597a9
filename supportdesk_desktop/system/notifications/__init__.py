"""Announcing to the operating system, with proof: when it was sent and when it was taken."""

from __future__ import annotations

import sys

from supportdesk_desktop.system.notifications.notifier import Notifier

if sys.platform == "linux":
    from supportdesk_desktop.system.notifications.freedesktop import FreedesktopNotifier as _System
else:
    from supportdesk_desktop.system.notifications.desktop import DesktopNotifierAdapter as _System


def system_notifier() -> Notifier:
    """Return the notifier of this operating system, not yet started."""
    return _System()
