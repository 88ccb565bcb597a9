"""Tells what became of filings: on their way, kept for the network, created or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supportdesk_desktop.core.changes import QueuePaused
from supportdesk_desktop.core.errors import RequestRefused
from supportdesk_desktop.core.filing import Evidence, Filing, FilingState, Pause, Wait
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.toasts import Sign, Toast, Undo
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

MOST_OF_A_SUBJECT = 60


def named(subject: str) -> str:
    """Return a subject as the name of its filing, in the quotes of the language."""
    shown = texts.one_line(subject)
    if len(shown) > MOST_OF_A_SUBJECT:
        shown = shown[:MOST_OF_A_SUBJECT].rstrip() + "…"
    return texts.translate("FilingOutcomes", "« {subject} »").format(subject=shown)


class FilingOutcomes(Presenter):
    """Speaks of filings of this window, and of every refusal; of each state of each once."""

    def __init__(
        self, workspace: Workspace, window: MainWindow, mend: Callable[[Filing], None]
    ) -> None:
        super().__init__("filing_outcomes", workspace, window)
        self._window = window
        self._mend = mend
        self._pause: Pause | None = None
        self._ours: set[FilingId] = set()
        self._told: dict[FilingId, tuple[object, ...]] = {}
        self._bridge.filings.connect(
            lambda change: self._tasks.start("told", self._tell_changes(change.filing_ids))
        )
        self._bridge.paused.connect(self._on_paused)

    def follow(self, filing: Filing) -> None:
        """Tell what becomes of a filing of this window from now on."""
        self._ours.add(filing.id)

    def mending(self, filing: Filing) -> None:
        """Withdraw the refusal of a filing that is being mended."""
        self._window.overlays.withdraw_toasts((str(filing.id),), opened=True)

    def queued(self, filing: Filing, undo: Undo | None) -> None:
        """Say that a filing was stored and when it leaves, with the way back where there is one."""
        self.follow(filing)
        if self._waits_for_network():
            self._told[filing.id] = _state(filing)
            self._tell(self._kept(filing, undo))
            return
        said = self.tr("{filing} : envoi en cours")
        if undo is not None:
            said = self.tr("{filing} : envoi dans {seconds} s")
        name = named(filing.draft.subject)
        said = said.format(filing=name, seconds=0 if undo is None else round(undo.seconds))
        self._tell(Toast(said, Sign.KEPT, undo=undo, about=str(filing.id)))

    async def _tell_changes(self, ids: tuple[FilingId, ...]) -> None:
        for filing in await self._workspace.filings.by_ids(ids):
            state = _state(filing)
            if self._told.get(filing.id) == state:
                continue
            toast = self._toast(filing)
            if toast is not None:
                self._told[filing.id] = state
                self._tell(toast)

    def _toast(self, filing: Filing) -> Toast | None:
        if filing.state is FilingState.REFUSED and filing.error is not None:
            return self._refused(filing)
        if filing.id not in self._ours:
            return None
        if filing.state is FilingState.CONFIRMED:
            return self._created(filing)
        if filing.state is FilingState.QUEUED and filing.wait is Wait.NETWORK:
            return self._kept(filing, None)
        return None

    def _created(self, filing: Filing) -> Toast | None:
        """Return a message with the ticket's number; none where that is unknown."""
        ticket = filing.ticket
        if ticket is None or not ticket.ticket_number:
            return None
        said = self.tr("{number} créé")
        if filing.assigned_to:
            said = self.tr("{number} créé, confié à {agent}")
        elif ticket.id is not None and filing.evidence is Evidence.ANSWER:
            said = self.tr("{number} créé, aucun agent libre")
        said = said.format(number=ticket.ticket_number, agent=filing.assigned_to)
        act = self.tr("Ouvrir"), lambda: self._do("open", self._open, filing)
        return Toast(said, Sign.CREATED, act=act, about=ticket.id or str(filing.id))

    def _refused(self, filing: Filing) -> Toast:
        error = filing.error
        assert error is not None, "a refusal has its reason"
        refused = RequestRefused(code=error.code, message=error.message, details=error.details)
        said = self.tr("{filing} est refusé").format(filing=named(filing.draft.subject))
        act = self.tr("Corriger"), lambda: self._mend(filing)
        why = explain(refused, language_now())
        return Toast(said, Sign.REFUSED, why, act, about=str(filing.id))

    def _kept(self, filing: Filing, undo: Undo | None) -> Toast:
        said = self.tr("{filing} est gardé").format(filing=named(filing.draft.subject))
        why = self.tr("Partira au retour du réseau.")
        act = self.tr("Boîte d’envoi"), lambda: self._show_in_outbox(filing.id)
        return Toast(said, Sign.KEPT, why, act, undo, str(filing.id))

    async def _open(self, filing: Filing) -> None:
        """Open the ticket, or its filing where a colleague has the ticket."""
        ticket_id = None if filing.ticket is None else filing.ticket.id
        if ticket_id is not None and await self._workspace.tickets.rows((ticket_id,)):
            self._workspace.open_ticket(ticket_id)
        else:
            self._show_in_outbox(filing.id)

    def _show_in_outbox(self, filing_id: FilingId) -> None:
        self._window.go(View.OUTBOX)
        self._window.pages.outbox().choose(filing_id)

    def _waits_for_network(self) -> bool:
        return self._pause is None and self._window.strip.is_offline

    def _on_paused(self, change: QueuePaused) -> None:
        self._pause = change.pause


def _state(filing: Filing) -> tuple[object, ...]:
    """Return what makes another message of the same filing news."""
    return filing.state, filing.wait is Wait.NETWORK, filing.idempotency_key
