"""What happens to this computer: it sleeps and wakes, its network goes and comes back."""

from __future__ import annotations

import sys

from supportdesk_desktop.system.clock import SystemClock
from supportdesk_desktop.system.host_watch import ClockWatch, HostWatch
from supportdesk_desktop.tasks import Report

if sys.platform == "linux":
    from supportdesk_desktop.system.system_bus import SystemBusWatch


def host_watches(report: Report) -> list[HostWatch]:
    """Return what tells of it on this operating system, not yet started.

    The clocks are watched everywhere: a virtual machine that was stopped hears of no sleep.
    ``report`` hears of a watch that fails.
    """
    watches: list[HostWatch] = [ClockWatch(SystemClock(), report)]
    if sys.platform == "linux":
        watches.append(SystemBusWatch())
    return watches
