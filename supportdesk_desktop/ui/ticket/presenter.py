"""One ticket at work: the agent's marks, the desk's actions, its copy as a command, its window.

What is marked or done can be taken back for a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.core.changes import ActionFailed, DeskKnown, SnoozesEnded, TicketsChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.notices import NoticeAction
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_drafts import create_as_curl
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.services.actions import UNDO_MS
from supportdesk_desktop.store import settings
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.texts import translate
from supportdesk_desktop.ui.ticket.header import snoozed_words
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.ticket.window import TicketWindow
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.window.toasts import Sign, Toast
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

UNDO_S = 6.0
LATER_MS = 15 * 60_000
"""How long an announcement puts its ticket off."""

KEY_VARIABLE = "SUPPORTDESK_API_KEY"
PLACE = "window.ticket"
"""The setting with size and place of the window that was closed last."""


class MarksPresenter(Presenter):
    """Serves the marks of list and detail, and says which tickets came back."""

    def __init__(self, workspace: Workspace, pane: TicketListPane, detail: DetailPane) -> None:
        super().__init__("marks", workspace, detail)
        self._detail = detail
        self._tickets = workspace.tickets
        self._marks = workspace.marks
        self._serve(pane.toggle_read, "read", self._toggle_read)
        self._serve(pane.toggle_pin, "pin", self._toggle_pin)
        self._serve(detail.toggle_pin, "pin", self._toggle_pin)
        self._serve(detail.note_written, "note", self._write_note)
        self._serve(detail.snooze_chosen, "snooze", self._put_off)
        self._serve(self._bridge.snoozes_ended, "back", self._announce_return)

    def begin(self) -> None:
        """Bring snoozed tickets back at their time, from now on."""
        self._marks.start()

    async def aclose(self) -> None:
        """Keep what was written last, then end."""
        self._detail.flush_note()
        await self.settle()
        await super().aclose()
        await self._marks.aclose()

    def act(self, ticket_id: TicketId, action: NoticeAction) -> None:
        """Do what was chosen in an announcement of this ticket."""
        if action is NoticeAction.LATER:
            self._do("snooze", self._put_off, ticket_id, self._workspace.clock.wall_ms() + LATER_MS)
        else:
            self._do("copy", self._copy_number, ticket_id)

    async def _copy_number(self, ticket_id: TicketId) -> None:
        for row in await self._tickets.rows((ticket_id,)):
            QGuiApplication.clipboard().setText(row.number)

    async def _toggle_read(self, ticket_id: TicketId) -> None:
        for row in await self._tickets.rows((ticket_id,)):
            await self._tickets.set_read((ticket_id,), read=row.unread)
            said = (
                self.tr("{number} marqué lu") if row.unread else self.tr("{number} marqué non lu")
            )
            undo = partial(self._tickets.set_read, (ticket_id,), read=not row.unread)
            self._offer_undo(said.format(number=row.number), UNDO_S, undo, about=ticket_id)

    async def _toggle_pin(self, ticket_id: TicketId) -> None:
        for row in await self._tickets.rows((ticket_id,)):
            await self._tickets.set_pinned((ticket_id,), pinned=not row.pinned)
            said = self.tr("{number} désépinglé") if row.pinned else self.tr("{number} épinglé")
            undo = partial(self._tickets.set_pinned, (ticket_id,), pinned=row.pinned)
            self._offer_undo(said.format(number=row.number), UNDO_S, undo, about=ticket_id)

    async def _put_off(self, ticket_id: TicketId, until_ms: int | None) -> None:
        before = await self._marks.snooze({ticket_id: until_ms})
        for row in await self._tickets.rows((ticket_id,)):
            said = self.tr("{number} n’est plus reporté").format(number=row.number)
            if until_ms is not None:
                said = snoozed_words(until_ms, self._workspace.clock.wall_ms(), row.number)
            self._offer_undo(said, UNDO_S, self._marks.snooze, before, about=ticket_id)

    async def _write_note(self, ticket_id: TicketId, text: str) -> None:
        try:
            detail = await self._tickets.detail(ticket_id)
            before = "" if detail is None else detail.note
            if text == before:
                return
            await self._marks.keep_note(ticket_id, text)
            if detail is not None and before and not text.strip():
                said = self.tr("Note de {number} effacée").format(number=detail.row.number)
                undo = partial(self._marks.keep_note, ticket_id, before)
                self._offer_undo(said, UNDO_S, undo, about=ticket_id)
        finally:
            self._detail.note_kept.emit(ticket_id, text)

    async def _announce_return(self, change: SnoozesEnded) -> None:
        rows = await self._tickets.rows(change.ticket_ids)
        if len(rows) == 1:
            row = rows[0]
            said = self.tr("{number} est de retour").format(number=row.number)
            act = self.tr("Ouvrir"), partial(self._workspace.open_ticket, row.id)
            self._tell(Toast(said, Sign.BACK, texts.one_line(row.subject), act, about=row.id))
        elif rows:
            said = self.tr("%n ticket(s) reporté(s) de retour", "", len(rows))
            self._tell(Toast(said, Sign.BACK, ", ".join(row.number for row in rows)))


class ActionUndo:
    """Takes acts on tickets back together, as long as they have not left; else says so."""

    def __init__(self, workspace: Workspace, rows: Sequence[TicketRow]) -> None:
        self._actions, self._tell = workspace.actions, workspace.tell
        self._numbers = {row.id: row.number for row in rows}

    async def __call__(self) -> None:
        taken = await self._actions.undo(tuple(self._numbers))
        late = [number for one, number in self._numbers.items() if one not in taken]
        if late:
            said = translate("ActionsPresenter", "Trop tard pour annuler : {numbers}")
            self._tell(Toast(said.format(numbers=", ".join(late)), Sign.WARNING))

    async def prolong(self, seconds: float) -> None:
        """Let them be taken back for so many seconds from now on."""
        await self._actions.prolong(tuple(self._numbers), seconds)


class ActionsPresenter(Presenter):
    """Serves the detail: its buttons, where the desk announces ticket-actions, and the command."""

    def __init__(self, workspace: Workspace, detail: DetailPane) -> None:
        super().__init__("actions", workspace, detail)
        self._detail = detail
        self._actions, self._tickets = workspace.actions, workspace.tickets
        self._me: AgentId | None = None
        self._serve(detail.finish_requested, "finish", self._finish)
        self._serve(detail.pass_requested, "pass", self._pass)
        detail.agents_wanted.connect(self._refresh_agents)
        detail.copy_curl.connect(lambda one: self._tasks.replace("copy", self._copy_curl(one)))
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
                Agent(id=one.id, name=one.name, email=one.email, level=one.level)
                for one in agents
                if one.id != self._me
            ]
        )

    async def _finish(self, ticket_id: TicketId) -> None:
        await self._actions.finish(ticket_id)
        await self._offer(self.tr("{number} marqué traité"), ticket_id)

    async def _pass(self, ticket_id: TicketId, agent_id: AgentId) -> None:
        await self._actions.pass_to(ticket_id, agent_id)
        names = [one.name for one in self._detail.desk.agents if one.id == agent_id]
        colleague = names[0] if names else self.tr("un collègue")
        await self._offer(self.tr("{number} confié à {agent}"), ticket_id, agent=colleague)

    async def _offer(self, done: str, ticket_id: TicketId, **facts: str) -> None:
        for row in await self._tickets.rows((ticket_id,)):
            said = done.format(number=row.number, **facts)
            undo = ActionUndo(self._workspace, (row,))
            self._offer_undo(said, UNDO_MS / 1000, undo, about=ticket_id, prolong=undo.prolong)

    def _on_failed(self, change: ActionFailed) -> None:
        self._tasks.start("failed", self._tell_failed(change))

    async def _tell_failed(self, change: ActionFailed) -> None:
        """Say which ticket was not passed on, or is not done, and why."""
        why = change.english if language_now() == "en" else change.french
        rows = await self._tickets.rows((change.ticket_id,))
        if not rows:
            self._say(why)
            return
        said = self.tr("{number} n’a pas été marqué traité")
        if change.passed:
            said = self.tr("{number} n’a pas été passé")
        said = said.format(number=rows[0].number)
        act = self.tr("Ouvrir"), partial(self._workspace.open_ticket, change.ticket_id)
        self._tell(Toast(said, Sign.REFUSED, why, act, about=change.ticket_id))

    async def _copy_curl(self, ticket_id: TicketId) -> None:
        detail = await self._workspace.tickets.detail(ticket_id)
        if detail is None or detail.ticket is None:
            self._say(self.tr("Ce ticket n’est pas lisible."))
            return
        command = create_as_curl(detail.ticket, self._workspace.connection.base_url)
        QGuiApplication.clipboard().setText(command)
        text = self.tr("{number} copié en cURL").format(number=detail.row.number)
        where = self.tr("La clé n’y est pas : elle est lue dans {variable}.")
        self._tell(Toast(text, reason=where.format(variable=KEY_VARIABLE)))


class TicketWindows(Presenter):
    """Opens them and shows what changes; a change reaches the window of its ticket alone."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__("ticket_windows", workspace, window)
        self._main = window
        self._tickets = workspace.tickets
        self._store = workspace.store
        self._windows: dict[TicketId, TicketWindow] = {}
        self._ending = False
        window.detail.window_wanted.connect(self.open)
        self._bridge.tickets.connect(self._on_tickets)
        self._bridge.marks.connect(lambda change: self._show_again(change.ticket_ids))

    def open(self, ticket_id: TicketId) -> None:
        """Open the window of a ticket, or bring the one that there is to the front."""
        window = self._windows.get(ticket_id)
        if window is None:
            self._tasks.start_alone(f"open {ticket_id}", self._open(ticket_id))
        else:
            window.raise_window()

    def say(self, text: str) -> None:
        self._in_front().say(text)

    def tell(self, toast: Toast) -> None:
        self._in_front().tell(toast)

    async def aclose(self) -> None:
        """Close every window, after emitting unsaved notes and keeping its place."""
        self._ending = True
        for window in tuple(self._windows.values()):
            window.close()
        await self.settle()
        await super().aclose()

    def _in_front(self) -> TicketWindow | MainWindow:
        active = QApplication.activeWindow()
        return active if isinstance(active, TicketWindow) else self._main

    async def _open(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        place = await self._store.ledger.read(settings.get, PLACE, dict[str, Any])
        if detail is None or self._ending:
            return
        main, step = self._main, len(self._windows)
        window = self._windows[ticket_id] = TicketWindow(main.detail, main.commands)
        window.toggle_read.connect(main.ticket_list.toggle_read)
        window.toast_left.connect(main.tell)
        window.detail.ticket_shown.connect(
            lambda shown: main.overlays.withdraw_toasts((shown,), opened=True)
        )
        window.closed.connect(lambda: self._end(ticket_id))
        for shows_in_main in (
            window.detail.ticket_wanted,
            window.detail.customer_wanted,
            window.detail.escalation_wanted,
            window.detail.file_for_customer,
        ):
            shows_in_main.connect(main.raise_window)
        window.show_detail(detail)
        window.open_at(place or {}, step)
        # Once: what is marked unread later, or comes back from a snooze, stays so.
        if detail.row.unread:
            await self._tickets.set_read((ticket_id,), read=True)

    def _end(self, ticket_id: TicketId) -> None:
        """Forget a window that closes; the main one has the focus next."""
        window = self._windows.pop(ticket_id, None)
        if window is None:
            return
        self._tasks.cancel(f"show {ticket_id}")
        keeping = self._store.ledger.write(settings.put, PLACE, window.state())
        self._tasks.start("place", keeping)
        window.deleteLater()
        if not self._ending and not self._main.isMinimized():
            self._main.raise_window()

    def _on_tickets(self, change: TicketsChanged) -> None:
        changed = (*change.upserted, *change.removed)
        self._show_again(tuple(self._windows) if change.replaced else changed)

    def _show_again(self, ids: Iterable[TicketId]) -> None:
        for ticket_id in self._windows.keys() & ids:
            self._tasks.replace(f"show {ticket_id}", self._show(ticket_id))

    async def _show(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        window = self._windows.get(ticket_id)
        if window is not None and detail is not None:
            window.show_detail(detail)
        elif window is not None:
            # It was kept long enough after it left, and nothing is known of it any more.
            window.close()
