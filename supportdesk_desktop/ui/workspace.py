"""The parts that a window's presenters work with, and the methods common to all of them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, TypeVarTuple

import msgspec
from PySide6.QtCore import QObject, SignalInstance

from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.actions import TicketActions
from supportdesk_desktop.services.days import DayService
from supportdesk_desktop.services.desk import DeskAccess, DeskService
from supportdesk_desktop.services.escalations import EscalationService
from supportdesk_desktop.services.filing.drafts import DraftingService
from supportdesk_desktop.services.filing.service import FilingService
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.services.search import SavedViewService, SearchService
from supportdesk_desktop.services.tickets import MarkService, TicketService
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window.toasts import Toast, Undo

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class AskOwner(Protocol):
    """Asks the process that owns feed and outbox, by the name of a request."""

    async def __call__(self, name: str, payload: object = None) -> msgspec.Raw:
        """Return the answer. Raises ``NoOwner`` and the owner's own error."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The services of a profile, and the ways to the window and to the profile's owner."""

    bridge: Bridge
    clock: Clock
    store: Store
    connection: DeskAccess
    desk: DeskService
    preferences: PreferenceService
    tickets: TicketService
    marks: MarkService
    actions: TicketActions
    search: SearchService
    saved_views: SavedViewService
    drafting: DraftingService
    filings: FilingService
    escalations: EscalationService
    notices: NoticeService
    days: DayService
    ask_owner: AskOwner
    say: Callable[[str], None]
    tell: Callable[[Toast], None]
    open_ticket: Callable[[TicketId], None]


class Presenter(QObject):
    """Serves one part of the window; its background tasks end with it."""

    def __init__(self, name: str, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._bridge = workspace.bridge
        self._say = workspace.say
        self._tell = workspace.tell
        self._tasks = TaskOwner(f"ui.{name}", workspace.bridge.report)

    async def aclose(self) -> None:
        await self._tasks.aclose()

    async def settle(self) -> None:
        """Wait until all requests so far are done and shown."""
        await self._tasks.drain()

    def _serve(
        self, asked: SignalInstance, what: str, work: Callable[..., Coroutine[Any, Any, object]]
    ) -> None:
        """Run ``work`` in the background with the signal's arguments, each time it is emitted."""
        asked.connect(lambda *carried: self._do(what, work, *carried))

    def _do(
        self,
        what: str,
        work: Callable[[*Ts], Coroutine[Any, Any, object]],
        *args: *Ts,
    ) -> None:
        """Run ``work`` in the background; show why if it cannot be done."""
        self._tasks.start(what, self._run_or_explain(work, *args))

    def _offer_undo(
        self,
        said: str,
        seconds: float,
        undo: Callable[[*Ts], Coroutine[Any, Any, object]],
        *args: *Ts,
        about: str | None = None,
        prolong: Callable[[float], Coroutine[Any, Any, object]] | None = None,
    ) -> None:
        """Say what was done, and run ``undo`` if it is taken back within so many seconds.

        Args:
            said: one sentence.
            seconds: from now on.
            undo: takes it back.
            args: those of ``undo``.
            about: the id of the ticket or filing that it is done to.
            prolong: lets it be taken back for so many seconds from now on.
        """

        def wait_on(left_s: float) -> None:
            if prolong is not None:
                self._do("prolong", prolong, left_s)

        how = Undo(seconds, lambda: self._do("undo", undo, *args), wait_on)
        self._tell(Toast(said, undo=how, about=about))

    async def _run_or_explain(
        self, work: Callable[[*Ts], Coroutine[Any, Any, T]], *args: *Ts
    ) -> T | None:
        """Return the result of ``work``; show why and return None if it cannot be done."""
        try:
            return await work(*args)
        except DeskError as problem:
            self._say(explain(problem, language_now()))
            return None
