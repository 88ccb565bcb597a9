"""Asks where a table goes and writes it there; says what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.services.table_file import write_table
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.panes.ticket_list_export import ask_where


class TableExport(QObject):
    """Writes tables of one part of the window as CSV files."""

    def __init__(
        self, say: Callable[[str], None], tasks: TaskOwner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._tasks = tasks

    def ask(self, over: QWidget, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Let the agent choose a file for lines of cells; its name without ``.csv`` is proposed."""
        ask_where(
            over,
            self.tr("Exporter en CSV"),
            f"{name}.csv",
            lambda chosen: self._tasks.start("export", self.write(Path(chosen), rows)),
        )

    async def write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write the file and say that it is there, or why not."""
        try:
            await write_table(path, rows)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            self._say(self.tr("Export impossible : {reason}").format(reason=reason))
        else:
            self._say(self.tr("Exporté : {name}").format(name=path.name))
