"""Announcing on Windows and macOS through ``desktop-notifier``: written for, untested."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from supportdesk_desktop.core.errors import NotificationAbsent, NotificationRefused
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement, NoticeAction
from supportdesk_desktop.system.notifications.notifier import (
    BODY_MAX,
    TITLE_MAX,
    Notifier,
    Shown,
    WriteObserver,
    plain,
)

APP_NAME = "SupportDesk Desktop"
CALL_S = 2.0


class DesktopNotifierAdapter(Notifier):
    """The services of Windows and macOS. They give no activation token and replace nothing."""

    def __init__(self, timeout_s: float = CALL_S) -> None:
        self._timeout_s = timeout_s
        self._notifier: Any = None
        self._absence = "not started"
        self._withdrawn: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Make the connection and ask for the permission that macOS wants."""
        notifier = _library().DesktopNotifier(app_name=APP_NAME)
        if await notifier.request_authorisation():
            self._notifier = notifier
        else:
            self._absence = "not permitted in the system's settings"

    @property
    def available(self) -> bool:
        return self._notifier is not None

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        if self._notifier is None:
            raise NotificationAbsent(self._absence)
        library = _library()
        urgency = {"LOW": library.Urgency.Low, "CRITICAL": library.Urgency.Critical}
        opened = partial(self._open, announcement)
        if observer is not None:
            observer.begins()
        sent_ns = time.monotonic_ns()
        try:
            async with asyncio.timeout(self._timeout_s):
                number = await self._notifier.send(
                    title=plain(announcement.title, TITLE_MAX),
                    message=plain(announcement.body, BODY_MAX),
                    urgency=urgency.get(announcement.priority, library.Urgency.Normal),
                    buttons=[
                        library.Button(announcement.open_label, on_pressed=opened),
                        *(
                            library.Button(words, on_pressed=partial(self._act, announcement, one))
                            for one, words in announcement.more
                        ),
                    ],
                    on_clicked=opened,
                    sound=library.DEFAULT_SOUND if announcement.sound else None,
                )
        except Exception as problem:
            raise NotificationRefused(f"{type(problem).__name__}: {problem}") from problem
        if observer is not None:
            observer.written()
        return Shown(sent_ns, time.monotonic_ns(), str(number))

    def adopt(self, shown: Mapping[str, TicketId]) -> None:
        """Nothing is known of what an earlier process showed."""

    def withdraw(self, shown_id: str) -> None:
        if self._notifier is not None:
            clearing = asyncio.ensure_future(self._notifier.clear(shown_id))
            self._withdrawn.add(clearing)
            clearing.add_done_callback(self._withdrawn.discard)

    def describe(self) -> str:
        return f"desktop-notifier ({sys.platform})" if self.available else self._absence

    async def aclose(self) -> None:
        self._notifier = None

    def _open(self, announcement: Announcement) -> None:
        if self.opened is not None:
            self.opened(announcement.ticket_id, None)

    def _act(self, announcement: Announcement, action: NoticeAction) -> None:
        if self.acted is not None and announcement.ticket_id is not None:
            self.acted(announcement.ticket_id, action)


def _library() -> Any:
    """Return ``desktop_notifier``, which is installed where it is used."""
    if sys.platform == "linux":
        raise NotificationAbsent("Linux has its own notifier")
    else:  # noqa: RET506 -- only this form keeps mypy from looking for it on Linux
        import desktop_notifier

        return desktop_notifier
