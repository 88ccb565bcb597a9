"""What really went over the session bus to the notification service, seen by a third party."""

from __future__ import annotations

import re
import subprocess
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_NUMBER = re.compile(r"INV-\d+")
_HEADERS = ("method call ", "signal ", "method return ", "error ")


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return every ticket number that the texts name."""
    return {number for text in texts for number in _NUMBER.findall(text)}


@dataclass
class Announced:
    """The calls of ``Notify`` in their order, each as the monitor writes it: title, body, all."""

    calls: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def read(self, lines: Iterator[str]) -> None:
        """Follow the monitor to its end."""
        inside = False
        for line in lines:
            if line.startswith(_HEADERS):
                inside = "member=Notify" in line
                if inside:
                    self.calls.append("")
                else:
                    # The monitor's own name on the bus: from now on it hears everything.
                    self.ready.set()
            elif inside:
                self.calls[-1] += line

    def numbers(self, since: int = 0) -> Counter[str]:
        """Return how often each ticket number was announced, from the call ``since`` on."""
        return Counter(number for call in self.calls[since:] for number in numbers_in([call]))


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
        try:
            assert heard.ready.wait(10), "dbus-monitor did not start"
            yield heard
        finally:
            monitor.terminate()
            reader.join()
