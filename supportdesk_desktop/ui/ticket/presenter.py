"""One ticket at work: the agent's own marks, the desk's actions, its copy as a command.

What is marked or done can be taken back for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core.changes import ActionFailed, DeskKnown
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_drafts import create_as_curl
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.services.actions import UNDO_MS
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.ticket.header import snoozed_words
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.workspace import Presenter, Workspace

UNDO_S = 6.0
KEY_VARIABLE = "SUPPORTDESK_API_KEY"


class MarksPresenter(Presenter):
    """Serves the marks of list and detail, and says which tickets came back."""

    def __init__(self, workspace: Workspace, pane: TicketListPane, detail: DetailPane) -> None:
        super().__init__("marks", workspace, detail)
        self._detail = detail
        self._tickets = workspace.tickets
        self._marks = workspace.marks
        pane.toggle_read.connect(lambda one: self._do("read", self._turn_read, one))
        pane.toggle_pin.connect(self._toggle_pin)
        detail.toggle_pin.connect(self._toggle_pin)
        detail.note_written.connect(
            lambda one, text: self._do("note", self._answer_note, one, text)
        )
        detail.snooze_chosen.connect(
            lambda one, until_ms: self._do("snooze", self._put_off, one, until_ms)
        )
        self._bridge.snoozes_ended.connect(
            lambda change: self._do("back", self._say_back, change.ticket_ids)
        )

    def begin(self) -> None:
        """Bring snoozed tickets back at their time, from now on."""
        self._marks.start()

    async def aclose(self) -> None:
        """Keep what was written last, then end."""
        self._detail.flush_note()
        await self.settle()
        await super().aclose()
        await self._marks.aclose()

    def _toggle_pin(self, ticket_id: TicketId) -> None:
        self._do("pin", self._turn_pin, ticket_id)

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
            said = snoozed_words(until_ms, self._workspace.clock.wall_ms())
        self._offer(said, lambda: self._marks.snooze(before))

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

    def _offer(self, said: str, undo: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._workspace.offer_undo(said, UNDO_S, lambda: self._do("undo", undo))

    async def _say_back(self, ids: Sequence[TicketId]) -> None:
        rows = await self._tickets.rows(ids)
        if len(rows) == 1:
            self._say(self.tr("{number}, reporté, est de retour.").format(number=rows[0].number))
        elif rows:
            self._say(self.tr("%n tickets reportés sont de retour.", "", len(rows)))


class ActionsPresenter(Presenter):
    """Serves the buttons of the detail where the desk announces ticket-actions."""

    def __init__(self, workspace: Workspace, detail: DetailPane) -> None:
        super().__init__("actions", workspace, detail)
        self._detail = detail
        self._actions = workspace.actions
        self._me: AgentId | None = None
        detail.finish_requested.connect(lambda one: self._do("finish", self._finish, one))
        detail.pass_requested.connect(lambda one, to: self._do("pass", self._pass, one, to))
        detail.agents_wanted.connect(self._refresh_agents)
        self._bridge.desk.connect(self._on_desk)
        self._bridge.failed.connect(self._on_failed)

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

    async def _finish(self, ticket_id: TicketId) -> None:
        await self._actions.finish(ticket_id)
        self._offer(self.tr("Ticket traité."), ticket_id)

    async def _pass(self, ticket_id: TicketId, agent_id: AgentId) -> None:
        await self._actions.pass_to(ticket_id, agent_id)
        self._offer(self.tr("Ticket passé."), ticket_id)

    def _offer(self, done: str, ticket_id: TicketId) -> None:
        self._workspace.offer_undo(
            done, UNDO_MS / 1000, lambda: self._do("undo", self._actions.undo, ticket_id)
        )

    def _on_failed(self, change: ActionFailed) -> None:
        self._say(change.english if language_now() == "en" else change.french)


class CurlPresenter(Presenter):
    """Serves ``copy_curl`` of the detail."""

    def __init__(self, workspace: Workspace, detail: DetailPane) -> None:
        super().__init__("curl", workspace, detail)
        detail.copy_curl.connect(self._copy)

    def _copy(self, ticket_id: TicketId) -> None:
        self._tasks.replace("copy", self._copy_command(ticket_id))

    async def _copy_command(self, ticket_id: TicketId) -> None:
        detail = await self._workspace.tickets.detail(ticket_id)
        if detail is None or detail.ticket is None:
            self._say(self.tr("Ce ticket n’est pas lisible."))
            return
        command = create_as_curl(detail.ticket, self._workspace.connection.base_url)
        QGuiApplication.clipboard().setText(command)
        text = self.tr("Commande copiée. La clé n’y est pas : elle est lue dans {variable}.")
        self._say(text.format(variable=KEY_VARIABLE))
