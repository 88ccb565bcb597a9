"""Announcements, and the interface of every notifier."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Protocol

import msgspec

from supportdesk_desktop.core.errors import NotificationRefused
from supportdesk_desktop.core.ids import TicketId

TITLE_MAX = 200
BODY_MAX = 1000

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Announcement(msgspec.Struct, frozen=True):
    """An announcement. Texts are plain: the adapter escapes what its service would interpret.

    Attributes:
        tag: what it is about; a later one with the same tag takes its place while it is shown.
        title: one line.
        body: a few lines.
        priority: the ticket's, which decides on the urgency.
        open_label: words of the action that opens the window ("Ouvrir", "Open").
        ticket_id: what the action opens; None for the window as it is.
        sound: whether it is heard; otherwise the service is asked to be silent.
    """

    tag: str
    title: str
    body: str
    priority: str
    open_label: str
    ticket_id: TicketId | None = None
    sound: bool = False


class Shown(msgspec.Struct, frozen=True):
    """Proof that the service took it. Times are CLOCK_MONOTONIC.

    Attributes:
        sent_ns: when the call was written to the service.
        shown_ns: when its reply was read.
        id: the service's own id.
    """

    sent_ns: int
    shown_ns: int
    id: str


class NotificationSilent(NotificationRefused):
    """The service did not answer in time; ``answer`` is done when it does, or fails."""

    def __init__(self, note: str, answer: asyncio.Future[Shown]) -> None:
        super().__init__(note)
        self.answer = answer


class WriteObserver(Protocol):
    """Is told, within the same step of the loop, when an announcement leaves this process."""

    def begins(self) -> None:
        """The write to the service is next."""

    def written(self) -> None:
        """It was written."""


Activated = Callable[[TicketId | None, str | None], None]
"""Called with the ticket to open and the activation token, where the service gave one."""


class Notifier(Protocol):
    """One notification service."""

    async def start(self) -> None:
        """Look for the service; that there is none is found out again at each ``notify``."""

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        """Hand one announcement over and wait for the service's word.

        Raises:
            NotificationAbsent: there is no service.
            NotificationSilent: it has the announcement and did not answer in time.
            NotificationRefused: it answered with an error.
        """

    @property
    def available(self) -> bool:
        """Whether a service was there when last looked."""

    def on_activated(self, callback: Activated) -> None:
        """Call ``callback`` when a person opens an announcement."""

    def on_returned(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when a service comes up or ends; ``available`` says which."""

    def describe(self) -> str:
        """Return the name and version of the service, or why there is none."""

    async def aclose(self) -> None:
        """Let go of the service; what it shows stays."""


def plain(text: str, limit: int) -> str:
    """Return remote text fit to be shown by the system: printable, and at most ``limit`` long.

    Direction controls are left out, since they could turn what stands beside them around.
    """
    text = _BIDI_CONTROLS.sub("", _UNPRINTABLE.sub(" ", text))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
