"""What really went over the session bus to the notification service, seen by a third party."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_STRING = re.compile(r'^   string "(.*)"$')
_SUMMARY = 3
"""The strings of ``Notify`` before its lists are program, icon, summary and body."""


@dataclass
class Announced:
    """Summaries in the order of their announcement; each line is read as it is written."""

    summaries: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def read(self, lines: Iterator[str]) -> None:
        """Follow the monitor to its end."""
        strings = 0
        for line in lines:
            if "member=Notify" in line:
                strings = 0
            elif "member=NameAcquired" in line or "member=NameLost" in line:
                strings = _SUMMARY
                self.ready.set()
            elif found := _STRING.match(line):
                strings += 1
                if strings == _SUMMARY:
                    self.summaries.append(found[1])


@contextmanager
def announced() -> Iterator[Announced]:
    """Watch every announcement of the session until the block ends."""
    heard = Announced()
    rule = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'"
    with subprocess.Popen(
        ["stdbuf", "-oL", "dbus-monitor", "--session", rule], stdout=subprocess.PIPE, text=True
    ) as monitor:
        assert monitor.stdout is not None
        reader = threading.Thread(target=heard.read, args=(monitor.stdout,))
        reader.start()
        assert heard.ready.wait(10), "dbus-monitor did not start"
        yield heard
        monitor.terminate()
        reader.join()
