"""Acts on the chosen tickets together, with one undo for all, and exports them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import TICKET_LINK, ticket_of
from supportdesk_desktop.core.profile import TICKET_ACTIONS
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.text import csv_text, tsv_text
from supportdesk_desktop.services.actions import UNDO_MS
from supportdesk_desktop.store.tickets import Mark
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.ticket.presenter import ActionUndo
from supportdesk_desktop.ui.tickets.columns import export_cells, export_titles
from supportdesk_desktop.ui.tickets.list_foot import ask_where
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.timers import now
from supportdesk_desktop.ui.window.toasts import Toast
from supportdesk_desktop.ui.workspace import Presenter, Workspace

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_UNFIT = re.compile(r'[\\/:*?"<>|]+')


def _link(row: TicketRow) -> str:
    subject, number = (_plain(texts.one_line(text)) for text in (row.subject, row.number))
    address = TICKET_LINK + row.number
    if ticket_of(address) is None:
        return f"- {number} {subject}"
    return f"- [{number}]({address}) {subject}"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def _table(rows: Sequence[TicketRow]) -> list[list[str]]:
    return [export_titles(), *export_cells(rows)]


_COPIES: dict[str, Callable[[Sequence[TicketRow]], str]] = {
    "copy": lambda rows: "\n".join(row.number for row in rows),
    "copy-links": lambda rows: "\n".join(_link(row) for row in rows),
    "copy-csv": lambda rows: csv_text(_table(rows)),
    "copy-table": lambda rows: tsv_text(_table(rows)),
}
_MARKS: dict[str, tuple[Mark, bool]] = {
    "read": ("read", True),
    "unread": ("read", False),
    "pin": ("pinned", True),
    "unpin": ("pinned", False),
}


class TicketSelectionPresenter(Presenter):
    """Serves the bar of the selection and the exports of the list."""

    def __init__(self, workspace: Workspace, pane: TicketListPane) -> None:
        super().__init__("selection", workspace, pane)
        self._pane = pane
        self._model = pane.model
        self._tickets = workspace.tickets
        pane.bar.asked.connect(self._act)
        pane.export_requested.connect(lambda: self._export(self._model.ticket_ids))
        pane.export_line.cancelled.connect(lambda: self._tasks.cancel("export"))
        self._model.selection.changed.connect(
            lambda: self._tasks.replace("urgent", self._tell_urgent())
        )
        self._bridge.desk.connect(
            lambda change: pane.bar.set_can_finish(change.facts.offers(TICKET_ACTIONS))
        )

    def _act(self, what: str, ids: Sequence[TicketId]) -> None:
        """Act on tickets in the order of the list."""
        rows = {ticket: self._model.row_of(ticket) for ticket in ids}
        there = [(row, ticket) for ticket, row in rows.items() if row is not None]
        ids = tuple(ticket for _, ticket in sorted(there))
        if not ids:
            return
        if what in _COPIES:
            self._tasks.replace("copy", self._copy(ids, _COPIES[what]))
        elif what == "export":
            self._export(lambda: ids)
        elif what == "finish":
            self._tasks.start("finish", self._finish(ids))
        else:
            self._tasks.start("mark", self._set_mark(*self._mark_meant(what, ids), ids))

    def _mark_meant(self, what: str, ids: Sequence[TicketId]) -> tuple[Mark, bool]:
        if what == "toggle-read":
            return "read", self._has(ids, "unread")
        if what == "toggle-pin":
            return "pinned", not self._has(ids, "pinned")
        return _MARKS[what]

    async def _tell_urgent(self) -> None:
        ids = tuple(self._model.selection.ids)
        self._pane.bar.set_urgent(await self._tickets.urgent(ids) if ids else 0)

    def _has(self, ids: Sequence[TicketId], fact: str) -> bool:
        """Return whether any of these is unread, or pinned, as far as their rows are here."""
        rows = (self._model.row_data(ticket) for ticket in ids)
        return any(row is not None and getattr(row, fact) for row in rows)

    async def _set_mark(self, mark: Mark, value: bool, ids: tuple[TicketId, ...]) -> None:
        changed = await self._tickets.mark(mark, ids, value=value)
        if not changed:
            return
        count = len(changed)
        done: dict[tuple[Mark, bool], str] = {
            ("read", True): self.tr("%n ticket(s) marqué(s) lu(s)", "", count),
            ("read", False): self.tr("%n ticket(s) marqué(s) non lu(s)", "", count),
            ("pinned", True): self.tr("%n ticket(s) épinglé(s)", "", count),
            ("pinned", False): self.tr("%n ticket(s) désépinglé(s)", "", count),
        }
        undo = partial(self._tickets.mark, mark, changed, value=not value)
        self._offer_undo(done[mark, value], UNDO_MS / 1000, undo)

    async def _finish(self, ids: tuple[TicketId, ...]) -> None:
        rows = await self._tickets.rows(ids)
        done = await self._run_or_explain(self._workspace.actions.finish_all, ids)
        if done:
            text = self.tr("%n ticket(s) marqué(s) traité(s)", "", len(done))
            undo = ActionUndo(self._workspace, [row for row in rows if row.id in done])
            self._offer_undo(text, UNDO_MS / 1000, undo, prolong=undo.prolong)

    async def _copy(
        self, ids: tuple[TicketId, ...], written: Callable[[Sequence[TicketRow]], str]
    ) -> None:
        QGuiApplication.clipboard().setText(written(await self._tickets.rows(ids)))

    def _export(self, ids: Callable[[], Sequence[TicketId]]) -> None:
        """Ask where the tickets go that ``ids`` returns then."""
        name = f"{_UNFIT.sub(' ', self._pane.title)} {now().date().isoformat()}.csv"
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
            text = self.tr("{file} n’a pas pu être écrit : {reason}")
            name = texts.one_line(Path(path).name)
            self._say(text.format(file=name, reason=reason or str(problem)))
            return
        finally:
            self._pane.export_line.hide()
        done = self.tr("%n ticket(s) exporté(s) dans {file}", "", written)
        self._tell(Toast(done.format(file=texts.one_line(Path(path).name))))
