"""A journal of announcements under way, read after a crash."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from supportdesk_desktop.core.ids import NoticeId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.system.paths import open_private

log = logging.getLogger(__name__)

EMPTY_ABOVE = 64 * 1024
"""Bytes after which the file is emptied, once nothing is under way."""


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
        """Take note that the store knows the outcome: the lines are not needed any more."""
        self._under_way.discard(number)
        if self._file is None or self._under_way:
            return
        if os.fstat(self._file).st_size > EMPTY_ABOVE:
            os.ftruncate(self._file, 0)


class HandOver:
    """The steps of one announcement; the notifier calls ``begins`` and ``written``."""

    def __init__(
        self,
        journal: HandOverJournal,
        number: int,
        notices: Sequence[NoticeId],
        sent: NoticeOutcome,
        doubtful: NoticeOutcome,
    ) -> None:
        self._journal = journal
        self._number = number
        self._notices = notices
        self._sent = sent
        self._doubtful = doubtful

    def begins(self) -> None:
        """The next instruction writes to the service: dying in it leaves a doubt, and says so."""
        self._journal.write(self._number, self._doubtful, self._notices)

    def written(self) -> None:
        """The service has it, whatever becomes of this process."""
        self._journal.write(self._number, self._sent)

    def failed(self, outcome: NoticeOutcome) -> None:
        """The service said no, or is gone."""
        self._journal.write(self._number, outcome)

    def settled(self) -> None:
        """The store knows."""
        self._journal.settled(self._number)


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
