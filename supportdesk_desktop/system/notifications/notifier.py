"""Announcements, the interface of every notifier, and the journal of those under way."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from supportdesk_desktop.core.errors import NotificationRefused
from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import Announcement, NoticeAction, NoticeOutcome
from supportdesk_desktop.system.paths import open_private

log = logging.getLogger(__name__)

TITLE_MAX = 200
BODY_MAX = 1000

EMPTY_ABOVE = 64 * 1024
"""Bytes after which the journal is emptied, once nothing is under way."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Shown(msgspec.Struct, frozen=True):
    """Proof that the service took it. Times are CLOCK_MONOTONIC.

    Attributes:
        sent_ns: when the call was written to the service.
        shown_ns: when its reply was read.
        id: names it for ``withdraw``, also in the next process; no other has the same, ever.
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
    """Observer called in the same step of the loop when an announcement leaves this process."""

    def begins(self) -> None:
        """The write to the service is next."""

    def written(self) -> None:
        """It was written."""


Activated = Callable[[TicketId | None, str | None], None]
"""Called with the ticket to open and the activation token, where the service gave one."""


class Notifier(Protocol):
    """One notification service.

    Attributes:
        opened: called when a person opens an announcement.
        acted: called when a person chooses a further action; where nothing is, none is offered.
        returned: called when a service comes up or ends (``available`` says which), and when
            ``inhibited`` changes.
    """

    opened: Activated | None = None
    acted: Callable[[TicketId, NoticeAction], None] | None = None
    returned: Callable[[], None] | None = None

    async def start(self) -> None:
        """Look for the service; if there is none, each ``notify`` looks again."""

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        """Hand one announcement over and wait for the service's answer.

        Raises:
            NotificationAbsent: there is no service.
            NotificationSilent: it has the announcement and did not answer in time.
            NotificationRefused: it answered with an error.
        """

    def adopt(self, shown: Mapping[str, TicketId]) -> None:
        """Know again what an earlier process announced, by ``Shown.id``, where it is still kept."""

    def withdraw(self, shown_id: str) -> None:
        """Take an announcement from the screen, without a wait; one that is gone is no problem."""

    @property
    def available(self) -> bool:
        """Whether a service was there when last looked."""

    @property
    def inhibited(self) -> bool:
        """Whether the desktop's own Do not disturb is on, as far as the service tells."""
        return False

    def describe(self) -> str:
        """Return the name and version of the service, or why there is none."""

    async def aclose(self) -> None:
        """Disconnect from the service; what it shows stays."""


def plain(text: str, limit: int) -> str:
    """Return remote text fit to be shown by the system: printable, and at most ``limit`` long.

    Direction controls are left out, since they could turn what stands beside them around.
    """
    text = _BIDI_CONTROLS.sub("", _UNPRINTABLE.sub(" ", text))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


class HandOverJournal:
    """A file beside the store, one line a step of a hand-over: number, outcome, notices.

    The store is too slow for it: a commit between the decision and the bus, and another after it,
    would leave milliseconds in which a crash cannot tell "announced" from "not yet". A line is one
    write to a file, on this thread, right before and right after the write to the bus; it survives
    the process, and need not survive the computer, whose announcements end with it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._numbers = itertools.count(1)
        self._under_way: set[int] = set()

    def open(self) -> dict[NoticeId, NoticeOutcome]:
        """Return what the last process left to believe of each notice; ``begin_anew`` cuts it.

        A file that cannot be read or written is logged: announcing matters more.
        """
        self.close()
        try:
            self._file = open_private(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            with open(self._file, "rb", closefd=False) as file:
                return _believed(file.read())
        except OSError as problem:
            log.warning("announcements cannot be written down: %s", problem)
            return {}

    def begin_anew(self) -> None:
        """Forget what the last process left: the store knows all of it now."""
        if self._file is None:
            return
        try:
            os.ftruncate(self._file, 0)
        except OSError as problem:
            log.warning("the journal of announcements cannot be cut: %s", problem)

    def hand_over(
        self,
        notices: Sequence[NoticeId],
        sent: NoticeOutcome,
        doubtful: NoticeOutcome = NoticeOutcome.UNEXPLAINED,
    ) -> HandOver:
        """Return the steps of one announcement.

        Args:
            notices: those that it accounts for.
            sent: their outcome once it is written to the service.
            doubtful: their outcome where this process ends in the middle of that write.
        """
        number = next(self._numbers)
        self._under_way.add(number)
        return HandOver(self, number, notices, sent, doubtful)

    def close(self) -> None:
        """Close the file; what is under way stays written in it."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def write(self, number: int, outcome: NoticeOutcome, notices: Sequence[NoticeId] = ()) -> None:
        """Add a line, without a wait."""
        if self._file is None:
            return
        line = " ".join((str(number), outcome, *map(str, notices))) + "\n"
        try:
            os.write(self._file, line.encode())
        except OSError as problem:
            log.warning("an announcement cannot be written down: %s", problem)

    def settled(self, number: int) -> None:
        """Mark the outcome as stored: the lines are not needed any more."""
        self._under_way.discard(number)
        if self._file is None or self._under_way:
            return
        if os.fstat(self._file).st_size > EMPTY_ABOVE:
            os.ftruncate(self._file, 0)


@dataclass(frozen=True, slots=True)
class HandOver:
    """The steps of one announcement; the notifier calls ``begins`` and ``written``."""

    journal: HandOverJournal
    number: int
    notices: Sequence[NoticeId]
    sent: NoticeOutcome
    doubtful: NoticeOutcome

    def begins(self) -> None:
        """Record that the write to the service is next: a crash in it leaves a doubt."""
        self.journal.write(self.number, self.doubtful, self.notices)

    def written(self) -> None:
        """Record that the service has it, even if this process dies."""
        self.journal.write(self.number, self.sent)

    def failed(self, outcome: NoticeOutcome) -> None:
        """Record that the service refused, or is gone."""
        self.journal.write(self.number, outcome)

    def settled(self) -> None:
        self.journal.settled(self.number)


def _believed(content: bytes) -> dict[NoticeId, NoticeOutcome]:
    """Read the lines; one that was cut short was never acted upon."""
    notices: dict[str, list[NoticeId]] = {}
    outcomes: dict[str, NoticeOutcome] = {}
    *lines, _cut = content.decode(errors="replace").split("\n")
    for line in lines:
        # Earlier versions ended lines by CR LF on Windows.
        number, *rest = line.rstrip("\r").split(" ")
        try:
            outcome, ids = NoticeOutcome(rest[0]), [NoticeId(int(one)) for one in rest[1:]]
        except (IndexError, ValueError):
            continue
        outcomes[number] = outcome
        notices.setdefault(number, []).extend(ids)
    return {one: outcomes[number] for number, ids in notices.items() for one in ids}
