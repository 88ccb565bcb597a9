"""Acts on the tickets that are chosen together, each time with one way back, and exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core.changes import DeskKnown
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import TICKET_LINK, ticket_of
from supportdesk_desktop.core.profile import TICKET_ACTIONS
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.text import csv_text, tsv_text
from supportdesk_desktop.services.actions import UNDO_MS
from supportdesk_desktop.store.tickets import Mark
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.tickets.columns import export_cells, export_titles
from supportdesk_desktop.ui.tickets.list_foot import ask_where
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.workspace import Presenter, Workspace

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_UNFIT = re.compile(r'[\\/:*?"<>|]+')


class TicketSelectionPresenter(Presenter):
    """Serves the bar of the selection and the exports of the list."""

    def __init__(self, workspace: Workspace, pane: TicketListPane) -> None:
        super().__init__("selection", workspace, pane)
        self._pane = pane
        self._model = pane.model
        self._tickets = workspace.tickets
        self._acts: dict[str, Callable[[tuple[TicketId, ...]], None]] = {
            "copy": lambda ids: self._copy(ids, _numbers),
            "copy-links": lambda ids: self._copy(ids, _links),
            "copy-csv": lambda ids: self._copy(ids, _csv),
            "copy-table": lambda ids: self._copy(ids, _tsv),
            "export": lambda ids: self._export(lambda: ids),
            "read": lambda ids: self._mark("read", ids, True),
            "unread": lambda ids: self._mark("read", ids, False),
            "toggle-read": lambda ids: self._mark("read", ids, self._has(ids, "unread")),
            "pin": lambda ids: self._mark("pinned", ids, True),
            "unpin": lambda ids: self._mark("pinned", ids, False),
            "toggle-pin": lambda ids: self._mark("pinned", ids, not self._has(ids, "pinned")),
            "finish": lambda ids: self._tasks.start("finish", self._finish(ids)),
        }
        pane.bar.asked.connect(self._act)
        pane.export_requested.connect(lambda: self._export(self._model.ticket_ids))
        pane.export_line.cancelled.connect(lambda: self._tasks.cancel("export"))
        self._model.selection.changed.connect(self._count_urgent)
        self._bridge.desk.connect(self._on_desk)

    def _on_desk(self, change: DeskKnown) -> None:
        self._pane.bar.set_can_finish(change.facts.offers(TICKET_ACTIONS))

    def _act(self, what: str, ids: Sequence[TicketId]) -> None:
        """Do what was asked to tickets, in the order of the list."""
        rows = {ticket: self._model.row_of(ticket) for ticket in ids}
        there = [(row, ticket) for ticket, row in rows.items() if row is not None]
        if there:
            self._acts[what](tuple(ticket for _, ticket in sorted(there)))

    def _count_urgent(self) -> None:
        self._tasks.replace("urgent", self._tell_urgent())

    async def _tell_urgent(self) -> None:
        ids = tuple(self._model.selection.ids)
        urgent = await self._tickets.urgent(ids) if ids else 0
        self._pane.bar.set_urgent(urgent)

    def _has(self, ids: Sequence[TicketId], fact: str) -> bool:
        """Return whether any of these is unread, or pinned, as far as their rows are here."""
        rows = (self._model.row_data(ticket) for ticket in ids)
        return any(row is not None and getattr(row, fact) for row in rows)

    def _mark(self, mark: Mark, ids: tuple[TicketId, ...], value: bool) -> None:
        self._tasks.start("mark", self._set_mark(mark, ids, value))

    async def _set_mark(self, mark: Mark, ids: tuple[TicketId, ...], value: bool) -> None:
        changed = await self._tickets.mark(mark, ids, value=value)
        if not changed:
            return
        count = len(changed)
        done: dict[tuple[Mark, bool], str] = {
            ("read", True): self.tr("%n ticket(s) marqué(s) comme lu(s).", "", count),
            ("read", False): self.tr("%n ticket(s) marqué(s) comme non lu(s).", "", count),
            ("pinned", True): self.tr("%n ticket(s) épinglé(s).", "", count),
            ("pinned", False): self.tr("%n ticket(s) désépinglé(s).", "", count),
        }
        self._offer(done[mark, value], lambda: self._tickets.mark(mark, changed, value=not value))

    def _offer(self, done: str, undo: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._workspace.offer_undo(done, UNDO_MS / 1000, lambda: self._do("undo", undo))

    async def _finish(self, ids: tuple[TicketId, ...]) -> None:
        done = await self._told(self._workspace.actions.finish_all, ids)
        if done:
            text = self.tr("%n ticket(s) traité(s).", "", len(done))
            self._offer(text, lambda: self._workspace.actions.undo(done))

    def _copy(self, ids: tuple[TicketId, ...], write: Callable[[Sequence[TicketRow]], str]) -> None:
        self._tasks.replace("copy", self._put_on_clipboard(ids, write))

    async def _put_on_clipboard(
        self, ids: tuple[TicketId, ...], write: Callable[[Sequence[TicketRow]], str]
    ) -> None:
        QGuiApplication.clipboard().setText(write(await self._tickets.rows(ids)))

    def _export(self, ids: Callable[[], Sequence[TicketId]]) -> None:
        """Ask where the tickets go that ``ids`` returns then."""
        name = f"{_UNFIT.sub(' ', self._pane.title)} {date.today().isoformat()}.csv"
        ask_where(
            self._pane.window(),
            self.tr("Exporter en CSV"),
            name,
            lambda path: self._tasks.replace("export", self._write(path, ids())),
        )

    async def _write(self, path: str, ids: Sequence[TicketId]) -> None:
        """Write a file and say so, or why not."""
        try:
            written = await self._tickets.export(
                Path(path), ids, export_titles(), export_cells, self._pane.export_line.show_progress
            )
        except (OSError, DeskError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else None
            text = self.tr("L’export n’a pas pu être écrit : {reason}")
            self._say(text.format(reason=reason or str(problem)))
            return
        finally:
            self._pane.export_line.hide()
        done = self.tr("%n ticket(s) exporté(s) dans {file}.", "", written)
        self._say(done.format(file=texts.one_line(Path(path).name)))


def _numbers(rows: Sequence[TicketRow]) -> str:
    return "\n".join(row.number for row in rows)


def _links(rows: Sequence[TicketRow]) -> str:
    return "\n".join(_link(row) for row in rows)


def _link(row: TicketRow) -> str:
    subject, number = (_plain(texts.one_line(text)) for text in (row.subject, row.number))
    address = TICKET_LINK + row.number
    if ticket_of(address) is None:
        return f"- {number} {subject}"
    return f"- [{number}]({address}) {subject}"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def _csv(rows: Sequence[TicketRow]) -> str:
    return csv_text([export_titles(), *export_cells(rows)])


def _tsv(rows: Sequence[TicketRow]) -> str:
    return tsv_text([export_titles(), *export_cells(rows)])
