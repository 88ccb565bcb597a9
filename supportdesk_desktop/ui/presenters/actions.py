"""Finish and pass on from the detail, each with six seconds to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from supportdesk_desktop.core.changes import ActionFailed, DeskKnown
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.actions import UNDO_MS, TicketActions
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.panes.detail import DetailPane

OfferUndo = Callable[[str, float, Callable[[], None]], None]


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
