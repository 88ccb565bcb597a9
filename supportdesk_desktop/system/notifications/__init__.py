"""Native notifications behind one Protocol; ``create_notifier`` picks the system's adapter."""

from supportdesk_desktop.system.notifications.protocol import (
    Activated,
    Announcement,
    Notifier,
    Shown,
)

__all__ = ["Activated", "Announcement", "Notifier", "Shown"]
