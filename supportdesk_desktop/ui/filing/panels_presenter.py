"""The filing panels: the one beside the list, and those that were made windows of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from supportdesk_desktop.core.changes import SettingChanged
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.escalations import escalation
from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.ids import DraftId
from supportdesk_desktop.core.settings import SEND_CLIENT_REF, UNDO_S
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.tasks import end_each
from supportdesk_desktop.ui.filing.outcomes import FilingOutcomes, named
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter, PanelContents
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window.toasts import Toast, Undo
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

DISCARD_UNDO_S = 6.0


class FilingPanels(Presenter):
    """Gives each panel a presenter; what becomes of filings is told whatever panel is open."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__("filing_panels", workspace, window)
        self._window = window
        self._docked: NewTicketPresenter | None = None
        self._detached: list[NewTicketPresenter] = []
        window.new_ticket_opened.connect(self._open)
        window.detail.file_for_customer.connect(
            lambda customer: self._begin(Draft(customer_external_id=customer))
        )
        window.detail.escalation_wanted.connect(
            lambda ticket: self._begin(escalation(ticket, language_now()))
        )
        self._outcomes = FilingOutcomes(workspace, window, self.mend)
        self._bridge.setting.connect(self._on_setting)

    async def aclose(self) -> None:
        """Store what was typed last; the windows of detached panels go."""
        await end_each(
            ("outcomes", self._outcomes.aclose),
            *(("filing panel", presenter.aclose) for presenter in self._all()),
        )
        for presenter in self._detached:
            presenter.panel.hide()
            presenter.panel.deleteLater()
        await super().aclose()

    def mend(self, filing: Filing) -> None:
        """Show a refused filing's draft beside the list."""
        self._outcomes.mending(filing)
        self._panel_beside_list().mend(filing)

    def leave(self, presenter: NewTicketPresenter) -> None:
        """Hide a panel; close it if it is a window of its own."""
        if presenter in self._detached:
            self._detached.remove(presenter)
            presenter.panel.hide()
            self._tasks.start("end", self._end(presenter))
        else:
            self._window.close_new_ticket()

    def undo_ms(self) -> int:
        """Return how long a filing of the form can be taken back."""
        return self._workspace.preferences.value(UNDO_S) * 1000

    def filed(self, filing: Filing, *, mended: bool) -> None:
        """Let a new filing be taken back while it waits."""
        undo_ms = 0 if mended else self.undo_ms()
        if not undo_ms:
            self._outcomes.queued(filing, None)
            return
        prolong = partial(self._workspace.filings.prolong, filing.id)
        undo = Undo(
            undo_ms / 1000,
            lambda: self._do("undo", self._take_back, filing),
            lambda seconds: self._do("prolong", prolong, seconds),
        )
        self._outcomes.queued(filing, undo)

    def is_offline(self) -> bool:
        return self._window.strip.is_offline

    def discarded(self, thrown: PanelContents) -> None:
        """Let a draft that was thrown away be brought back."""
        said = self.tr("Brouillon supprimé")
        if thrown.draft.subject.strip():
            said = self.tr("Brouillon {filing} supprimé")
        said = said.format(filing=named(thrown.draft.subject))
        undo = Undo(DISCARD_UNDO_S, lambda: self._bring_back(thrown))
        self._tell(Toast(said, undo=undo))

    def shown_drafts(self) -> set[DraftId]:
        return {one.draft_id for one in self._all()}

    def _all(self) -> list[NewTicketPresenter]:
        return [*self._detached, *([] if self._docked is None else [self._docked])]

    def serve(self, panel: NewTicketPanel) -> None:
        """Serve the panel beside the list, and keep what was typed before anybody could."""
        presenter = self._docked = NewTicketPresenter(self._workspace, panel, self)
        panel.form.metadata.reference.setVisible(self._workspace.preferences.value(SEND_CLIENT_REF))
        panel.form.duplicate.view_clicked.connect(self._workspace.open_ticket)
        panel.header.detach.clicked.connect(lambda: self._detach(presenter))
        if panel.form.has_something():
            presenter.keep_now()
        if self._window.body.panel_is_open():
            presenter.open()
        panel.release_submissions()

    def _detach(self, presenter: NewTicketPresenter) -> None:
        if presenter is self._docked:
            self._docked = None
            self._detached.append(presenter)
            self._window.detach_new_ticket()

    async def _end(self, presenter: NewTicketPresenter) -> None:
        await presenter.aclose()
        presenter.panel.deleteLater()
        if self._docked is not None and self._window.body.panel_is_open():
            # Opened in the meantime and still empty, it takes up what was left.
            self._docked.open()

    def _open(self, priority: Priority | None) -> None:
        if self._docked is not None:
            self._docked.open(priority)

    def _begin(self, draft: Draft) -> None:
        """Begin a ticket with what is known of it; a draft that was being written is kept."""
        self._panel_beside_list().write(PanelContents(draft))

    def _panel_beside_list(self) -> NewTicketPresenter:
        self._window.open_new_ticket()
        assert self._docked is not None, "the panel was built, and told"
        return self._docked

    def _bring_back(self, written: PanelContents) -> None:
        presenter = self._panel_beside_list()
        presenter.write(written)
        presenter.keep_now()

    async def _take_back(self, filing: Filing) -> None:
        await self._workspace.filings.take_back(filing.id)
        self._bring_back(PanelContents(filing.draft))

    def _on_setting(self, change: SettingChanged) -> None:
        if change.name == SEND_CLIENT_REF.name:
            sends = self._workspace.preferences.value(SEND_CLIENT_REF)
            for presenter in self._all():
                presenter.panel.form.metadata.reference.setVisible(sends)
