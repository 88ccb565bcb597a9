"""The agent's own marks of tickets: read, pinned, put off, a note; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject

from supportdesk_desktop.core.changes import ActionFailed, DeskKnown, SnoozesEnded
from supportdesk_desktop.core.errors import DeskError, StoreError
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.actions import UNDO_MS, TicketActions
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.tickets import MarkService, TicketService
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.ticket.header import snoozed_words
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.pane import TicketListPane

UNDO_S = 6.0

OfferUndo = Callable[[str, float, Callable[[], None]], None]
Work = Coroutine[Any, Any, None]


class MarksPresenter(QObject):
    """Serves the marks of list and detail, and says which tickets came back."""

    def __init__(
        self,
        *,
        pane: TicketListPane,
        detail: DetailPane,
        tickets: TicketService,
        marks: MarkService,
        bus: Bus,
        clock: Clock,
        offer_undo: OfferUndo,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail = detail
        self._tickets = tickets
        self._marks = marks
        self._clock = clock
        self._offer_undo = offer_undo
        self._say = say
        self._tasks = TaskOwner("ui.marks")
        pane.toggle_read.connect(self._toggle_read)
        pane.toggle_pin.connect(self._toggle_pin)
        detail.toggle_pin.connect(self._toggle_pin)
        detail.note_written.connect(self._keep_note)
        detail.snooze_chosen.connect(self._snooze)
        self._unsubscribe = bus.subscribe(SnoozesEnded, self._on_back)

    def begin(self) -> None:
        """Bring snoozed tickets back at their time, from now on."""
        self._marks.start()

    async def aclose(self) -> None:
        """Keep what was written last, then end."""
        self._unsubscribe()
        self._detail.flush_note()
        await self._tasks.drain()
        await self._tasks.aclose()
        await self._marks.aclose()

    def _toggle_read(self, ticket_id: TicketId) -> None:
        self._start("read", self._turn_read(ticket_id))

    def _toggle_pin(self, ticket_id: TicketId) -> None:
        self._start("pin", self._turn_pin(ticket_id))

    def _snooze(self, ticket_id: TicketId, until_ms: int | None) -> None:
        self._start("snooze", self._put_off(ticket_id, until_ms))

    def _keep_note(self, ticket_id: TicketId, text: str) -> None:
        self._start("note", self._answer_note(ticket_id, text))

    def _start(self, what: str, work: Work) -> None:
        self._tasks.start(what, self._told(work))

    async def _told(self, work: Work) -> None:
        """Do it, or say why the local data would not take it."""
        try:
            await work
        except StoreError as problem:
            self._say(explain(problem, language_now()))

    async def _turn_read(self, ticket_id: TicketId) -> None:
        row = await self._row(ticket_id)
        if row is None:
            return
        await self._tickets.set_read((ticket_id,), read=row.unread)
        said = self.tr("Marqué lu.") if row.unread else self.tr("Marqué non lu.")
        self._offer(said, lambda: self._tickets.set_read((ticket_id,), read=not row.unread))

    async def _turn_pin(self, ticket_id: TicketId) -> None:
        row = await self._row(ticket_id)
        if row is None:
            return
        await self._tickets.set_pinned((ticket_id,), pinned=not row.pinned)
        said = self.tr("Ticket désépinglé.") if row.pinned else self.tr("Ticket épinglé.")
        self._offer(said, lambda: self._tickets.set_pinned((ticket_id,), pinned=row.pinned))

    async def _row(self, ticket_id: TicketId) -> TicketRow | None:
        return next(iter(await self._tickets.rows((ticket_id,))), None)

    async def _put_off(self, ticket_id: TicketId, until_ms: int | None) -> None:
        before = await self._marks.snooze({ticket_id: until_ms})
        if until_ms is None:
            said = self.tr("Le ticket n’est plus reporté.")
        else:
            said = snoozed_words(until_ms, self._clock.wall_ms())
        self._offer(said, lambda: self._take_back(before))

    async def _take_back(self, before: dict[TicketId, int | None]) -> None:
        await self._marks.snooze(before)

    async def _answer_note(self, ticket_id: TicketId, text: str) -> None:
        try:
            await self._write_note(ticket_id, text)
        finally:
            self._detail.note_kept.emit(ticket_id, text)

    async def _write_note(self, ticket_id: TicketId, text: str) -> None:
        detail = await self._tickets.detail(ticket_id)
        before = "" if detail is None else detail.note
        if text == before:
            return
        await self._marks.keep_note(ticket_id, text)
        if before and not text.strip():
            said = self.tr("Note effacée.")
            self._offer(said, lambda: self._marks.keep_note(ticket_id, before))

    def _offer(self, said: str, undo: Callable[[], Work]) -> None:
        self._offer_undo(said, UNDO_S, lambda: self._start("undo", undo()))

    def _on_back(self, change: SnoozesEnded) -> None:
        self._start("back", self._say_back(change.ticket_ids))

    async def _say_back(self, ids: Sequence[TicketId]) -> None:
        rows = await self._tickets.rows(ids)
        if len(rows) == 1:
            self._say(self.tr("{number}, reporté, est de retour.").format(number=rows[0].number))
        elif rows:
            self._say(self.tr("%n tickets reportés sont de retour.", "", len(rows)))


class ActionsPresenter(QObject):
    """Serves the buttons of the detail where the desk announces ticket-actions."""

    def __init__(
        self,
        *,
        detail: DetailPane,
        actions: TicketActions,
        bridge: Bridge,
        offer_undo: OfferUndo,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail = detail
        self._actions = actions
        self._offer_undo = offer_undo
        self._say = say
        self._me: AgentId | None = None
        self._tasks = TaskOwner("ui.actions")
        detail.finish_requested.connect(self._finish)
        detail.pass_requested.connect(self._pass)
        detail.agents_wanted.connect(self._refresh_agents)
        bridge.desk.connect(self._on_desk)
        bridge.failed.connect(self._on_failed)

    async def aclose(self) -> None:
        """End what runs; intents are on disk."""
        await self._tasks.aclose()

    def _on_desk(self, change: DeskKnown) -> None:
        self._me = None if change.facts.agent is None else change.facts.agent.id
        if change.facts.offers("ticket-actions"):
            self._refresh_agents()

    def _refresh_agents(self) -> None:
        self._tasks.replace("agents", self._load_agents())

    async def _load_agents(self) -> None:
        try:
            agents = await self._actions.agents()
        except DeskError:
            return
        self._detail.set_agents(
            [
                Agent(id=agent.id, name=agent.name, email=agent.email, level=agent.level)
                for agent in agents
                if agent.id != self._me
            ]
        )

    def _finish(self, ticket_id: TicketId) -> None:
        self._tasks.start("finish", self._act(ticket_id, None))

    def _pass(self, ticket_id: TicketId, agent_id: AgentId) -> None:
        self._tasks.start("pass", self._act(ticket_id, agent_id))

    async def _act(self, ticket_id: TicketId, agent_id: AgentId | None) -> None:
        try:
            if agent_id is None:
                await self._actions.finish(ticket_id)
            else:
                await self._actions.pass_to(ticket_id, agent_id)
        except DeskError as problem:
            self._say(explain(problem, language_now()))
            return
        done = self.tr("Ticket traité.") if agent_id is None else self.tr("Ticket passé.")
        self._offer_undo(done, UNDO_MS / 1000, lambda: self._undo(ticket_id))

    def _undo(self, ticket_id: TicketId) -> None:
        self._tasks.start("undo", self._actions.undo(ticket_id))

    def _on_failed(self, change: ActionFailed) -> None:
        self._say(change.english if language_now() == "en" else change.french)
